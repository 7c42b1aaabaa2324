"""The monthly workbook (求償権回収月報) as data: what stands on which sheet, by which formula, under which name.

The detail sheets come first in time: their rows are read once, counted and written while they pass. The other sheets
are made from what the rows added up to, so that the value beside each formula is that of the rows in the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial

from collections_app.domain.calendar import era_date, era_month, short_era_month
from collections_app.domain.month_report import MonthNumbers
from collections_app.reports import (
    monthly_balance,
    monthly_charts,
    monthly_cover,
    monthly_groups,
    monthly_months,
    monthly_notes,
    monthly_registers,
    monthly_sources,
    monthly_summary,
)
from collections_app.reports.measures import measures_by
from collections_app.reports.monthly_details import PREFIX, Detail, Details
from collections_app.reports.monthly_figures import Figures
from collections_app.reports.sheet import Later, Sheet, Workbook, reference

TITLE = "求償権回収月報"
_SAID = {
    monthly_summary.NAME: "当月・累計・前年・前年比・計画・計画比と、明細との照合",
    monthly_charts.NAME: "累計の回収、経過年数別、課別、回収原因別、回収率",
    monthly_months.NAME: "12か月の数字と前年度",
    monthly_groups.NAME: "課と担当者ごとの今年度累計",
    monthly_sources.SOURCES: "回収原因と取扱ごとの回収",
    monthly_sources.ELAPSED_YEARS: "代位弁済からの経過年数ごとの回収",
    monthly_sources.RATES: "代位弁済年度ごとの累計回収率",
    monthly_balance.NAME: "元金・件数・停止中の増減と、代位弁済年度別の残高",
    monthly_registers.LIMITATION: "登録された時効関係事由（完成日の計算ではない）",
    monthly_registers.NAME: "免除・管理事務停止・求償権整理の記録",
    monthly_notes.NAME: "数え方、規則の版、見方",
    monthly_cover.NAMES: "ひな型に使える名前の一覧",
}
_DETAILS_SAID = "数字のもとになる行"


@dataclass(frozen=True, slots=True)
class MonthlyInput:
    """What the workbook is made from; `details` are the rows behind the figures, by key (`monthly_details.NEEDED`)."""

    numbers: MonthNumbers
    details: Mapping[str, Detail]
    events: Sequence[Sequence[object]]  # 時効関係事由
    created_at: datetime  # local time, as shown
    version: str
    corporation: str = ""


class MonthlyBook:
    """The month's sheets. Those of the details are there at once; the others when all rows have passed."""

    def __init__(self, given: MonthlyInput) -> None:
        """Take what the workbook is made from."""
        self._given = given
        self._details = Details(given.details, measures_by(given.numbers.rules))
        self.figures = Figures(given.numbers, self._details.tallies)
        self._made: dict[str, Sheet] = {}

    def workbook(self) -> Workbook:
        """Return the workbook."""
        *front, notes, names = _SAID
        cover = Later(monthly_cover.NAME, self._cover)
        later = [Later(name, partial(self._sheet, name)) for name in front]
        ends = [Later(name, partial(self._sheet, name)) for name in (notes, names)]
        header = f"基準日 {era_date(self._given.numbers.as_of)}"
        sheets: tuple[Sheet | Later, ...] = (cover, *later, *self._details.sheets, *ends)
        return Workbook(TITLE, header, self._given.created_at, sheets, self._names)

    def values(self, step: Callable[[str, int], None]) -> dict[str, object]:
        """Let all rows pass unwritten and return the value of every name; `step` is told of each row."""
        for sheet in self._details.sheets:
            for number, _ in enumerate(sheet.table.rows):
                step(sheet.table.name, number)
        return {name.name: monthly_cover.value_at(sheet, name) for sheet in self.named_sheets() for name in sheet.names}

    def meanings(self) -> Iterator[tuple[str, str]]:
        """Yield every name with what it holds."""
        for sheet in self.named_sheets():
            yield from ((name.name, name.meaning) for name in sheet.names)

    def row_names(self) -> frozenset[str]:
        """Return the names of the columns of rows: only the report itself has them."""
        return frozenset(name for name, _ in self._details.names())

    def named_sheets(self) -> list[Sheet]:
        """Return the sheets whose cells have names, when all rows have passed."""
        return [self._cover(), *(self._sheet(name) for name in _SAID if name != monthly_cover.NAMES)]

    def _sheet(self, name: str) -> Sheet:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    @cached_property
    def _makers(self) -> dict[str, Callable[[], Sheet]]:
        figures = self.figures
        drawn = (
            monthly_months.NAME,
            monthly_groups.NAME,
            monthly_sources.SOURCES,
            monthly_sources.ELAPSED_YEARS,
            monthly_sources.RATES,
        )
        return {
            monthly_summary.NAME: partial(monthly_summary.summary_sheet, figures),
            monthly_charts.NAME: lambda: monthly_charts.charts_sheet(
                figures, {name: self._sheet(name) for name in drawn}
            ),
            monthly_months.NAME: partial(monthly_months.months_sheet, figures),
            monthly_groups.NAME: partial(monthly_groups.groups_sheet, figures),
            monthly_sources.SOURCES: partial(monthly_sources.sources_sheet, figures),
            monthly_sources.ELAPSED_YEARS: partial(monthly_sources.elapsed_sheet, figures),
            monthly_sources.RATES: partial(monthly_sources.rates_sheet, figures.numbers.cohorts),
            monthly_balance.NAME: partial(monthly_balance.balance_sheet, figures),
            monthly_registers.LIMITATION: partial(monthly_registers.limitation_sheet, figures, self._given.events),
            monthly_registers.NAME: partial(monthly_registers.registers_sheet, figures, self._details.kept),
            monthly_notes.NAME: self._notes,
            monthly_cover.NAMES: lambda: monthly_cover.names_sheet(self.named_sheets()),
        }

    def _cover(self) -> Sheet:
        if monthly_cover.NAME not in self._made:
            made = {name: self._sheet(name) for name in _SAID if name != monthly_cover.NAMES}
            self._made[monthly_cover.NAME] = monthly_cover.cover_sheet(
                self.figures, self._facts(), self._contents(), made
            )
        return self._made[monthly_cover.NAME]

    def _facts(self) -> list[tuple[str, str, str]]:
        made_at = f"{self._given.created_at:%Y-%m-%d %H:%M}"
        return monthly_cover.facts_of(self.figures, self._given.corporation, made_at, self._given.version)

    def _contents(self) -> Iterator[tuple[str, str, int | None]]:
        *front, notes, names = _SAID.items()
        for name, said in front:
            yield name, said, None
        for sheet in self._details.sheets:
            group = sheet.table.name.removeprefix(PREFIX)
            yield sheet.table.name, _DETAILS_SAID, self._details.tallies[group].count
        for name, said in (notes, names):
            yield name, said, None

    def _notes(self) -> Sheet:
        numbers = self.figures.numbers
        facts = [(words, value) for words, value, _ in self._facts()]
        facts.insert(2, ("基準日", f"{era_date(numbers.as_of)}（{numbers.as_of:%Y-%m-%d}）"))
        return monthly_notes.notes_sheet(facts, numbers.figures, numbers.rules)

    def _names(self) -> Iterator[tuple[str, str]]:
        for sheet in self.named_sheets():
            for name in sheet.names:
                yield name.name, reference(sheet.table.name, name.column, name.row, None, name.last_column)
        yield from self._details.names()


def file_name(as_of: date, created_at: datetime) -> str:
    """Return the usual name of the file: report, era year and month, moment of making."""
    return f"{TITLE}_{short_era_month(as_of)}_{created_at:%Y%m%d-%H%M}.xlsx"


def subject(as_of: date) -> str:
    """Return what the workbook is about, in words."""
    return f"{TITLE}（{era_month(as_of)}分）"
