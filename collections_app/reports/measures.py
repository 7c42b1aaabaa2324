"""How each figure is computed from the rows behind it: once as a formula of a sheet, once here.

Both read the same definition. A formula is written only where it gives the figure's value, so a workbook never changes
when it is calculated again. The definitions themselves are those of the statistics; the rows come already selected by
them, and the formulas only add up and restrict to the period.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_app.domain.codes import Channel, RecoveryType
from collections_app.reports.details import AFTER_CLOSING, STOPPED

if TYPE_CHECKING:
    from datetime import date

    from collections_app.domain.counting import Rules

FIGURE = "集計項目"  # the column that tells the rows of several figures on one sheet apart
MARKS = {
    "auction_petition": "競売申立",
    "provisional_remedy": "仮差押・仮処分",
    "lawsuit": "訴訟",
    "expert_dispatch": "専門家派遣",
    "extinguishing_guarantee": "求償権消滅保証",
}
ELAPSED = "経過年"
COHORT = "代位弁済年度"  # of the rows of a balance, taken from their 代位弁済日
AS_OF, YEAR_START, MONTH_START = "基準日", "年度初日", "当月初日"  # defined names of the workbook
ALWAYS_THERE = "代位弁済日"  # a date that no row of a balance lacks


@dataclass(frozen=True, slots=True)
class Span:
    """A period of whole months: its first and last day, and what stands for each in a formula: a name, a cell."""

    start: date
    name: str
    end: date
    end_name: str = AS_OF


@dataclass(frozen=True, slots=True)
class Measure:
    """Rows of a group dated by a column (none: a balance) that fulfil `where`: counted, summed, or distinct."""

    group: str
    dated: str | None
    where: tuple[tuple[str, str], ...] = ()
    summed: str | None = None
    distinct: str | None = None

    def name(self, heading: str) -> str:
        """Return the defined name of a column of the group."""
        return f"{self.group}_{heading}"


def _marked(key: str, group: str, dated: str, distinct: str | None = None) -> Measure:
    return Measure(group, dated, ((FIGURE, MARKS[key]),), distinct=distinct)


def _recovered(*where: tuple[str, str]) -> Measure:
    return Measure("回収", "計上日", where, summed="元損")


def _released(channel: Channel | None, summed: str | None = None) -> Measure:
    return Measure("免除", "免除日", (("取扱", channel.label),) if channel else (), summed)


MEASURES: dict[str, Measure] = {
    "visit": Measure("訪問督促", "日付"),
    "voluntary_disposal": Measure("任意処分", "成約日"),
    "auction_petition": _marked("auction_petition", "法的手続", "申立日"),
    "provisional_remedy": _marked("provisional_remedy", "法的手続", "申立日"),
    "lawsuit": _marked("lawsuit", "法的手続", "申立日"),
    "recovery.total": _recovered(),
    "recovery.regular": _recovered(("回収区分", RecoveryType.REGULAR.label)),
    "recovery.irregular": _recovered(("回収区分", RecoveryType.IRREGULAR.label)),
    "recovery_after_closing": _recovered(("整理後", AFTER_CLOSING)),
    "release.direct.count": _released(Channel.DIRECT),
    "release.direct.amount": _released(Channel.DIRECT, "弁済額"),
    "release.servicer.count": _released(Channel.SERVICER),
    "release.servicer.amount": _released(Channel.SERVICER, "弁済額"),
    "release.all.count": _released(None),
    "release.all.amount": _released(None, "弁済額"),
    "expert_dispatch": _marked("expert_dispatch", "経営支援", "実施日", "関係人番号"),
    "extinguishing_guarantee": _marked("extinguishing_guarantee", "経営支援", "実施日", "関係人番号"),
    "administration_stop": Measure("管理事務停止", "停止日"),
    "claim_closing": Measure("求償権整理", "整理日"),
    "subrogation.count": Measure("代位弁済", "代位弁済日"),
    "subrogation.amount": Measure("代位弁済", "代位弁済日", summed="代位弁済額"),
    "outstanding.count": Measure("残高", None),
    "outstanding.principal": Measure("残高", None, summed="元金残高"),
    "stopped.count": Measure("残高", None, (("停止中", STOPPED),)),
}
_DAYS = {  # what an office may date releases and disposals by
    "agreed_on": "成約日",
    "settled_on": "決済日",
    "approved_on": "承認日",
    "released_on": "免除日",
    "paid_on": "弁済日",
}
PRINCIPAL_RECOVERED = Measure("回収", "計上日", summed="元金充当")  # of the roll-forward
CLOSED_AMOUNT = Measure("求償権整理", "整理日", summed="整理額")  # of the registers


def measures_by(rules: Rules) -> dict[str, Measure]:
    """Return how each figure is taken of its rows, dated as the office decided."""
    days = {rule.measure: _DAYS[rule.dated] for rule in rules if rule.dated in _DAYS}
    return {
        key: replace(measure, dated=days[of]) if (of := key.partition(".")[0]) in days else measure
        for key, measure in MEASURES.items()
    }


def formula_of(measure: Measure, span: Span) -> str:
    """Return the formula of a measure over the defined names of its detail sheet."""
    if measure.distinct:
        return _distinct_formula(measure, span)
    criteria = [f'{measure.name(heading)},"{word}"' for heading, word in measure.where]
    if measure.dated:
        name = measure.name(measure.dated)
        criteria += [f'{name},">="&{span.name}', f'{name},"<="&{span.end_name}']
    if measure.summed and not criteria:
        return f"=SUM({measure.name(measure.summed)})"
    if measure.summed:
        return f"=SUMIFS({measure.name(measure.summed)},{','.join(criteria)})"
    if not criteria:
        return f"=COUNT({measure.name(ALWAYS_THERE)})"
    return f"=COUNTIFS({','.join(criteria)})"


def group_formula(measure: Measure, span: Span, heading: str, cell: str) -> str:
    """Return the formula of a measure for the rows whose `heading` equals `cell`.

    EXACT and not SUMIFS: that one takes 007 for 7 and * for anything, and here the words are the users' own; nor =,
    which takes s1 for S1. Years elapsed are numbers.
    """
    name = measure.name(heading)
    is_it = f"({name}={cell})" if heading == ELAPSED else f"EXACT({name},{cell})"
    factors = [is_it, *_factors(measure, span)]
    amounts = f",{measure.name(measure.summed)}" if measure.summed else ""
    return f"=SUMPRODUCT({'*'.join(factors)}{amounts})"


def _factors(measure: Measure, span: Span) -> list[str]:
    factors = [f'({measure.name(heading)}="{word}")' for heading, word in measure.where]
    if measure.dated:
        name = measure.name(measure.dated)
        return [*factors, f"({name}>={span.name})", f"({name}<={span.end_name})"]
    return [*factors, f"({measure.name(ALWAYS_THERE)}>0)"]  # the one empty row of a sheet without rows is none


def _distinct_formula(measure: Measure, span: Span) -> str:
    # A key counts in the first of its rows within the period: MATCH finds the first, ROW tells whether this is it.
    # (1/COUNTIF divides by zero for rows outside the period and takes 007 for 7.)
    assert measure.distinct
    key = measure.name(measure.distinct)
    inside = "*".join(_factors(measure, span))
    tagged = f'{key}&"|"&({inside})'
    return f"=SUMPRODUCT({inside}*(MATCH({tagged},{tagged},0)=ROW({key})-MIN(ROW({key}))+1))"
