"""The sheets 免除・停止・整理台帳 and 時効: records one by one, with the sums of month and year above them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.domain.calendar import month_start
from collections_app.domain.codes import LimitationEventKind
from collections_app.reports.measures import CLOSED_AMOUNT, MEASURES, MONTH_START
from collections_app.reports.monthly_figures import Figures, section
from collections_app.reports.sheet import Formula, Line, Sheet, letters
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

NAME, LIMITATION = "免除・停止・整理台帳", "時効"
THIS_MONTH = "当月"
_COLUMNS = (
    Column("区分", "text", 14),
    Column("日付", "date", 19),
    Column("当月", "text", 8),
    Column("求償権番号", "text", 16),
    Column("主債務者", "text", 28),
    Column("記録番号", "text", 14),
    Column("保証人・事由", "text", 34),
    Column("金額（円）", "yen", 18),
    Column("課", "text", 10),
    Column("担当者", "text", 14),
)
_NOTE = (
    "今年度の免除・管理事務停止・求償権整理の記録。金額は、免除は弁済額、整理は整理額。下の見出しの▼で絞り込めます。"
)
# Group of rows, day, who or why, amount, record number.
_KEPT = (
    ("免除", "免除日", "保証人", "弁済額", "免除番号"),
    ("管理事務停止", "停止日", "事由", "", "停止番号"),
    ("求償権整理", "整理日", "事由", "整理額", "整理番号"),
)
_EVENTS = "時効"
_EVENT_COLUMNS = (
    Column("求償権番号", "text", 16),
    Column("主債務者", "text", 28),
    Column("事由番号", "text", 14),
    Column("相手", "text", 28),
    Column("種別", "text", 12),
    Column("発生日", "date", 19),
    Column("期限", "date", 19),
    Column("課", "text", 10),
    Column("職員番号", "text", 12),
    Column("担当者", "text", 14),
)
_EVENT_NOTES = (
    "この表は、登録されている時効関係事由（承認・催告・協議合意）の一覧です。今年度に発生したものと、期限が基準日より後のものを期限の順に並べます。",
    "時効の完成日そのものは、この版のプログラムでは計算していません。完成日の確認には使えません。",
)


def registers_sheet(figures: Figures, rows: Mapping[str, Sequence[Sequence[object]]]) -> Sheet:
    """Return the sheet 免除・停止・整理台帳; `rows` are those of its groups, as their headings are in the details."""
    kinds = [
        ("連帯保証債務免除", figures.measures["release.all.count"], figures.measures["release.all.amount"]),
        ("管理事務停止", MEASURES["administration_stop"], None),
        ("求償権整理", MEASURES["claim_closing"], CLOSED_AMOUNT),
    ]
    width = len(_COLUMNS)
    headings = ("当月 件数", None, "今年度 件数", "当月 金額（円）", None, "今年度 金額（円）")
    above = [Line((NAME,), "title"), Line((_NOTE,), "note"), section("集計", width, *headings)]
    for title, count, amount in kinds:
        cells: list[object] = [title, figures.live(count, figures.month), None, figures.live(count, figures.year)]
        if amount is not None:
            cells += [figures.live(amount, figures.month), None, figures.live(amount, figures.year)]
        above.append(Line((*cells, *[None] * (width - len(cells))), kind="yen"))
    kept = [row for one in _KEPT for row in _register_rows(one, rows[one[0]], figures.numbers.as_of)]
    return Sheet(Table(NAME, _COLUMNS, kept), (*above, Line((None,))), has_filter=True, frozen_columns=0)


def columns_kept(group: str, headings: Sequence[str], counted_by: str) -> list[int]:
    """Return the places of the columns the register shows of a group."""
    _, usual, word, amount, number = next(one for one in _KEPT if one[0] == group)
    day = counted_by if group == "免除" else usual
    wanted = ("求償権番号", "主債務者", number, day, word, amount, "課", "担当者")
    return [headings.index(heading) if heading else -1 for heading in wanted]


KEPT_GROUPS = tuple(one[0] for one in _KEPT)


def _register_rows(
    kept: tuple[str, str, str, str, str], rows: Sequence[Sequence[Any]], as_of: date
) -> Iterator[tuple[object, ...]]:
    first = month_start(as_of)
    in_order: list[Sequence[Any]] = sorted(rows, key=lambda row: (row[3], row[2]))
    for claim_no, debtor, number, day, word, amount, section_, person in in_order:
        mark = THIS_MONTH if day >= first else ""
        yield kept[0], day, mark, claim_no, debtor, number, word, amount, section_, person


def limitation_sheet(figures: Figures, events: Sequence[Sequence[object]]) -> Sheet:
    """Return the sheet 時効: what is recorded, and that it is no list of the days on which limitation completes."""
    width = len(_EVENT_COLUMNS)
    above = [Line((LIMITATION,), "title"), *(Line((note,), "note") for note in _EVENT_NOTES)]
    above.append(section("種別", width, "当月に発生", "", "今年度に発生", "期限が基準日より後"))
    first = len(above) + len(LimitationEventKind) + 3  # the first event's row: after an empty line and the headings
    last = first + max(len(events), 1) - 1
    for kind in LimitationEventKind:
        cells = [_counted(events, kind.label, (first, last), rule, figures) for rule in ("month", "year", "open")]
        row = (kind.label, cells[0], None, cells[1], cells[2])
        above.append(Line((*row, *[None] * (width - len(row))), kind="count"))
    above.append(Line((None,)))
    return Sheet(Table(LIMITATION, _EVENT_COLUMNS, list(events)), tuple(above), has_filter=True, frozen_columns=0)


def _counted(events: Sequence[Sequence[Any]], word: str, rows: tuple[int, int], rule: str, figures: Figures) -> Formula:
    """Return how many events of a kind happened in a span, or still run, as a formula over the list below."""
    kind, happened, until = (f"${letters(place)}${rows[0]}:${letters(place)}${rows[1]}" for place in (4, 5, 6))
    as_of = figures.numbers.as_of
    found = [row for row in events if row[4] == word]
    if rule == "open":
        value = sum(1 for row in found if row[6] is not None and row[6] > as_of)
        return Formula(f'=COUNTIFS({kind},"{word}",{until},">"&基準日)', value)
    span = figures.month if rule == "month" else figures.year
    value = sum(1 for row in found if span.start <= row[5] <= as_of)
    name = MONTH_START if rule == "month" else span.name
    return Formula(f'=COUNTIFS({kind},"{word}",{happened},">="&{name},{happened},"<="&基準日)', value)
