"""増減要因: how last year's recovery became this year's, source by source, as a waterfall and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import DIMENSIONS
from collections_app.domain.money import Unit, in_unit
from collections_app.domain.shown import Shown, Step, Waterfall, table
from collections_app.ui import look
from collections_app.ui.charts.waterfall import WaterfallChart
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from collections_app.ui.summary.grouped import GroupedView
from collections_app.ui.summary.view import days_words
from collections_app.ui.widgets import Card, Segmented, Skeleton, column, hint, row

if TYPE_CHECKING:
    from collections_app.domain.summary_views import GroupLine, SummarySeen
    from collections_app.ui.context import Context

_TOTAL = "recovery.total"
_BY = ("source", "channel", "section", "bank", "industry", "scheme", "elapsed")
_MOST_BARS = 9


def change_of(line: GroupLine) -> int:
    """Return by how many yen a value brought in more than the year before."""
    figure = line.figures[_TOTAL]
    return figure.current - figure.previous


def waterfall_of(lines: tuple[GroupLine, ...], before: int, now: int, unit: Unit) -> Waterfall:
    """Return the way from last year to this year: the largest changes, gains first, what is small together."""
    changed = sorted((one for one in lines if change_of(one)), key=lambda one: abs(change_of(one)), reverse=True)
    shown = sorted(changed[:_MOST_BARS], key=change_of, reverse=True)
    rest = changed[_MOST_BARS:]
    steps = [Step("前年度", before, is_total=True), *(Step(one.label, change_of(one)) for one in shown)]
    if rest:
        steps.append(Step(f"ほか{len(rest):,}区分", sum(map(change_of, rest))))
    return Waterfall("総回収（元損）の増減", (*steps, Step("今年度", now, is_total=True)), unit)


class Change(GroupedView):
    """A waterfall over the table of its bars; bars and numbers open their rows, a change those of this year."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, Segmented([(key, DIMENSIONS[key]) for key in _BY], _BY[0], "増減の分け方"))
        self.chart = WaterfallChart("総回収（元損）の増減")
        self.table = CellTable("増減の内訳", _heads("", Unit.MILLION))
        self.table.let_be_sorted(3)
        self._waiting = Skeleton(8)
        upper = Card("総回収（元損）の増減", hint("前年同期から　棒を押すと今年度の内訳"), padding=look.M)
        upper.body.addWidget(self._waiting)
        upper.body.addWidget(self.chart, 1)
        lower = Card("増減の内訳", hint("数字を押すと内訳　見出しか S で並べ替え"), padding=look.M)
        lower.body.addWidget(self.table, 1)
        layout = column(row(self.dimensions, None), upper, lower, spacing=look.M)
        layout.setStretch(1, 3)
        layout.setStretch(2, 2)
        self.setLayout(layout)
        self.chart.setVisible(False)
        self.dimensions.changed.connect(self._read)
        self.table.opened.connect(self.rows_wanted)
        self.chart.step_chosen.connect(self._on_step)

    def shown(self) -> Shown | None:
        """Return the waterfall and its table."""
        if self.seen is None or self._of is None:
            return None
        word = DIMENSIONS[self._of[1]]
        columns = ((word, "text"), ("今年度", "yen"), ("前年度", "yen"), ("増減", "yen"))
        ordered = sorted(self.lines, key=change_of, reverse=True)
        figures = [(one, one.figures[_TOTAL]) for one in ordered]
        rows = tuple((one.label, now.current, now.previous, change_of(one)) for one, now in figures)
        tables = (table(f"総回収の増減（{word}別）", columns, rows),)
        return Shown("集計　増減要因", days_words(self.seen), (self.chart.drawn(),), tables)

    def _take(self, wanted: tuple[SummarySeen, str], lines: tuple[GroupLine, ...]) -> None:
        some = (one for one in lines if one.figures[_TOTAL].current or one.figures[_TOTAL].previous)
        super()._take(wanted, tuple(some))

    def _show(self) -> None:
        now = sum(one.figures[_TOTAL].current for one in self.lines)
        before = sum(one.figures[_TOTAL].previous for one in self.lines)
        self.chart.show_chart(waterfall_of(self.lines, before, now, self._unit))
        self.table.set_heads(_heads(DIMENSIONS[self.dimensions.current()], self._unit))
        self.table.set_cells([self._row(one) for one in self.lines])
        self._waiting.setVisible(False)
        self.chart.setVisible(True)
        self.put_out_changed.emit()

    def _row(self, line: GroupLine) -> list[Cell]:
        assert self.seen is not None
        figure, change, cell = line.figures[_TOTAL], change_of(line), (self.dimensions.current(), line.value)
        now, before = (self.seen.rows_of(_TOTAL, is_previous=one).within(*cell) for one in (False, True))
        return [
            Cell(line.label, sorts=line.label),
            Cell(in_unit(figure.previous, self._unit), "soft", before, sorts=figure.previous),
            Cell(in_unit(figure.current, self._unit), opens=now, sorts=figure.current),
            Cell(in_unit(change, self._unit), "good" if change > 0 else "bad", now, sorts=change),
        ]

    def _on_step(self, place: int) -> None:
        if self.seen is None:
            return
        step = self.chart.drawn().steps[place]
        if step.is_total:
            self.rows_wanted.emit(self.seen.rows_of(_TOTAL, is_previous=place == 0))
            return
        found = next((one for one in self.lines if one.label == step.label), None)
        if found is not None:
            self.rows_wanted.emit(self.seen.rows_of(_TOTAL).within(self.dimensions.current(), found.value))
        else:  # small changes together: the table has each of them
            self.table.setFocus()


def _heads(word: str, unit: Unit) -> tuple[Head, ...]:
    return (
        Head(word, 160, is_wide=True),
        Head(f"前年度 {unit.label}", 140, is_number=True),
        Head(f"今年度 {unit.label}", 140, is_number=True),
        Head("増減", 140, is_number=True),
    )
