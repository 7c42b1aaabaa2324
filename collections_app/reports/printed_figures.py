"""The figures in the sentences of the published yearly report, in its order and its wording.

Counts stand with last year's count or with the ratio, amounts in the unit the report prints; everything is taken
from whole yen and rounded half-up at the last step. Nothing here reads a file or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from collections_app.domain.money import Unit, in_unit, printed_mixed, rounded, show_percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.views import FigureValue

NO_RATIO = "－"
FIRST_TIME = "新規取組み"
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One figure of the report: its label and the words printed for it. `keys` are the figures in it."""

    label: str
    sentence: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A heading of the report and the figures under it."""

    title: str
    lines: tuple[PrintedLine, ...]


def with_last_year(figure: FigureValue) -> str:
    """Return 「474回（前年度359回）」, or 「3企業（新規取組み）」 for what did not exist last year."""
    value = f"{figure.current:,}{figure.unit}"
    if figure.note == "new":
        return f"{value}（{FIRST_TIME}）"
    return f"{value}（前年度{figure.previous:,}{figure.unit}）"


def with_ratio(figure: FigureValue) -> str:
    """Return 「640件（前年比110.9％）」; amounts of yen in millions: 「1,824百万円（前年比148.2％）」."""
    is_amount = figure.unit == "円"
    value = f"{in_unit(figure.current, Unit.MILLION)}百万円" if is_amount else f"{figure.current:,}{figure.unit}"
    if figure.note == "new":
        return f"{value}（{FIRST_TIME}）"
    return f"{value}（前年比{_percent(figure.ratio)}）"


def count_and_amount(count: FigureValue, amount: FigureValue) -> str:
    """Return 「43件 5,967千円（前年比 件数122.9％、金額21.2％）」."""
    value = f"{count.current:,}{count.unit} {in_unit(amount.current, Unit.THOUSAND)}千円"
    if count.note == "new":
        return f"{value}（{FIRST_TIME}）"
    return f"{value}（前年比 件数{_percent(count.ratio)}、金額{_percent(amount.ratio)}）"


def against_plan(figure: FigureValue) -> str:
    """Return 「計画比130.3％」, 「計画なし」 without a plan."""
    return f"計画比{_percent(figure.plan_ratio)}" if figure.plan_ratio is not None else "計画なし"


def in_overview(figure: FigureValue) -> str:
    """Return a yearly amount as the overview prints it: 「計画比１３０．３％の１８億２４百万円」."""
    amount = printed_mixed(figure.current)
    if figure.plan_ratio is None:
        return amount
    return f"計画比{show_percent(figure.plan_ratio).translate(_FULL_WIDTH)}％の{amount}"


def times_last_year(figure: FigureValue) -> str:
    """Return 「昨年の約１．５倍の１０５億８２百万円、計画比１３２．３％」, without what cannot be computed."""
    amount = printed_mixed(figure.current)
    if figure.previous > 0:
        tenths = rounded(Fraction(figure.current * 10, figure.previous))
        amount = f"昨年の約{f'{tenths // 10}.{tenths % 10}'.translate(_FULL_WIDTH)}倍の{amount}"
    if figure.plan_ratio is None:
        return amount
    return f"{amount}、計画比{show_percent(figure.plan_ratio).translate(_FULL_WIDTH)}％"


def printed_sections(figures: Mapping[str, FigureValue]) -> tuple[PrintedSection, ...]:
    """Return the report's figures in its order; a figure that is not there is left out with its line."""
    sections = (
        PrintedSection("督促と回収", _recovery_lines(figures)),
        PrintedSection("ガイドラインに基づく連帯保証債務免除", _release_lines(figures)),
        PrintedSection("求償権先への支援", _measure_lines(figures)),
        PrintedSection("管理事務停止及び求償権整理", _closing_lines(figures)),
        PrintedSection("事業概況", _overview_lines(figures)),
    )
    return tuple(section for section in sections if section.lines)


def printed_text(sections: tuple[PrintedSection, ...]) -> str:
    """Return the sections as plain text for the clipboard: a heading, then 「・訪問督促　474回（…）」."""
    blocks = []
    for section in sections:
        lines = [f"＜{section.title}＞", *(f"・{line.label}　{line.sentence}" for line in section.lines)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _recovery_lines(figures: Mapping[str, FigureValue]) -> tuple[PrintedLine, ...]:
    counts = (
        ("訪問督促", "visit"),
        ("任意処分成約件数", "voluntary_disposal"),
        ("競売申立件数", "auction_petition"),
        ("仮差押、仮処分申立件数", "provisional_remedy"),
        ("訴訟申立件数", "lawsuit"),
    )
    amounts = (
        ("総回収（元損）", "recovery.total"),
        ("定期回収（元損）", "recovery.regular"),
        ("不定期回収（元損）", "recovery.irregular"),
    )
    lines = [PrintedLine(label, with_last_year(figures[key]), (key,)) for label, key in counts if key in figures]
    lines += [PrintedLine(label, with_ratio(figures[key]), (key,)) for label, key in amounts if key in figures]
    return tuple(lines)


def _release_lines(figures: Mapping[str, FigureValue]) -> tuple[PrintedLine, ...]:
    lines = []
    for label, stem in (("債権管理課", "direct"), ("サービサー", "servicer"), ("全体", "all")):
        keys = (f"release.{stem}.count", f"release.{stem}.amount")
        if all(key in figures for key in keys):
            lines.append(PrintedLine(label, count_and_amount(figures[keys[0]], figures[keys[1]]), keys))
    return tuple(lines)


def _measure_lines(figures: Mapping[str, FigureValue]) -> tuple[PrintedLine, ...]:
    kinds = (("求償権先に対する専門家派遣事業", "expert_dispatch"), ("求償権消滅保証", "extinguishing_guarantee"))
    return tuple(PrintedLine(label, with_last_year(figures[key]), (key,)) for label, key in kinds if key in figures)


def _closing_lines(figures: Mapping[str, FigureValue]) -> tuple[PrintedLine, ...]:
    kinds = (("管理事務停止", "administration_stop"), ("求償権整理", "claim_closing"))
    return tuple(PrintedLine(label, with_ratio(figures[key]), (key,)) for label, key in kinds if key in figures)


def _overview_lines(figures: Mapping[str, FigureValue]) -> tuple[PrintedLine, ...]:
    lines = []
    if "subrogation.amount" in figures:
        sentence = times_last_year(figures["subrogation.amount"])
        lines.append(PrintedLine("代位弁済", sentence, ("subrogation.amount",)))
    if "recovery.total" in figures:
        lines.append(PrintedLine("回収", in_overview(figures["recovery.total"]), ("recovery.total",)))
    return tuple(lines)


def _percent(ratio: str | None) -> str:
    return f"{show_percent(ratio)}％" if ratio is not None else NO_RATIO
