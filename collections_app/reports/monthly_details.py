"""The 明細 sheets of the monthly workbook: one per group of figures counted from the same records, read row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.reports.details import DETAIL_HEADINGS
from collections_app.reports.measures import FIGURE, MARKS
from collections_app.reports.monthly_registers import KEPT_GROUPS, columns_kept
from collections_app.reports.sheet import Sheet, reference
from collections_app.reports.table import Column, Table
from collections_app.reports.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from collections_app.reports.measures import Measure
    from collections_app.reports.table import Kind

PREFIX = "明細_"
# Widths are the same in every month: nobody has to look for a column, and no row is read before it is written.
_WIDTHS = {
    "求償権番号": 15, "主債務者": 28, "相手": 26, "相手方": 26, "保証人": 26, "企業名": 28,
    "金融機関": 20, "保証制度": 20, "業種": 18, "事由": 30, "裁判所": 20, "事件番号": 24,
    "併せて対象": 20, "担当者": 14, "課": 10, "結果": 16, "種別": 20, "経過年": 9,
    "整理後": 10, "停止中": 10, "回収区分": 11, "回収原因": 16, "取扱": 14,
}  # fmt: skip
_YEN, _TEXT, _DAY = 18, 14, 19


@dataclass(frozen=True, slots=True)
class Detail:
    """The rows behind a figure, read once, in the columns of `reports.details`; about how many there are."""

    key: str
    rows: Iterable[Sequence[object]]
    expected: int


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    keys: tuple[str, ...]  # the figures whose rows stand on the sheet, one after the other


_GROUPS = (
    _Group("回収", ("recovery.total",)),
    _Group("訪問督促", ("visit",)),
    _Group("任意処分", ("voluntary_disposal",)),
    _Group("法的手続", ("auction_petition", "provisional_remedy", "lawsuit")),
    _Group("免除", ("release.all.count",)),
    _Group("経営支援", ("expert_dispatch", "extinguishing_guarantee")),
    _Group("管理事務停止", ("administration_stop",)),
    _Group("求償権整理", ("claim_closing",)),
    _Group("代位弁済", ("subrogation.count",)),
    _Group("残高", ("outstanding.count",)),
)
# The figures whose rows the workbook asks for: the others are part of these.
NEEDED = tuple(key for group in _GROUPS for key in group.keys)


class Details:
    """The detail sheets, what their rows add up to once they have passed, and the rows the registers show again."""

    def __init__(self, details: Mapping[str, Detail], measures: Mapping[str, Measure]) -> None:
        """Take the rows of every figure of `NEEDED`, and how figures are taken of them."""
        self._details, self._measures = details, measures
        self.tallies: dict[str, Tally] = {}
        self.kept: dict[str, list[tuple[object, ...]]] = {group: [] for group in KEPT_GROUPS}
        self.sheets = tuple(self._sheet(group) for group in _GROUPS)

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield a defined name for each column, such as 回収_計上日; one empty row where there is none."""
        for group, sheet in zip(_GROUPS, self.sheets, strict=True):
            last = max(self.tallies[group.name].count, 1) + 1
            for index, heading in enumerate(_headings(group)):
                yield f"{group.name}_{heading}", reference(sheet.table.name, index, 2, last)

    def _sheet(self, group: _Group) -> Sheet:
        tally = self.tallies[group.name] = Tally(group.name, _headings(group), self._measures.values())
        kinds: dict[str, Kind] = {FIGURE: "text", **dict(DETAIL_HEADINGS[group.keys[0]])}
        columns = tuple(_column(heading, kinds[heading]) for heading in _headings(group))
        rows = tally.passing(self._rows(group))
        if group.name in self.kept:
            rows = self._keeping(group, rows)
        expected = sum(self._details[key].expected for key in group.keys)
        table = Table(PREFIX + group.name, columns, rows)
        return Sheet(table, frozen_columns=2, has_filter=True, expected=expected)

    def _rows(self, group: _Group) -> Iterator[Sequence[object]]:
        if len(group.keys) == 1:
            yield from self._details[group.keys[0]].rows
            return
        for key in group.keys:
            for row in self._details[key].rows:
                yield (*row, MARKS[key])

    def _keeping(self, group: _Group, rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
        """Yield the rows, and keep of each what the register shows."""
        places, kept = (
            columns_kept(group.name, _headings(group), str(self._measures["release.all.count"].dated)),
            self.kept[group.name],
        )
        for row in rows:
            kept.append(tuple(row[place] if place >= 0 else None for place in places))
            yield row


def _headings(group: _Group) -> list[str]:
    headings = [heading for heading, _ in DETAIL_HEADINGS[group.keys[0]]]
    return headings if len(group.keys) == 1 else [*headings, FIGURE]


def _column(heading: str, kind: Kind) -> Column:
    if kind == "yen":
        return Column(f"{heading}（円）", "yen", _YEN)
    return Column(heading, kind, _DAY if kind == "date" else _WIDTHS.get(heading, _TEXT))
