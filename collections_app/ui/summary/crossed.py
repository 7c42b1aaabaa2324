"""クロス集計: one figure by two breakdowns; every cell and every sum opens its rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.breakdowns import DIMENSIONS, applies
from collections_app.domain.figures import FIGURE, FIGURES
from collections_app.domain.money import Unit
from collections_app.domain.pivot import Pivot, PivotWanted
from collections_app.domain.shown import Shown, table
from collections_app.reports.pivot_table import SUM, keys_of, pivot_table, title_of
from collections_app.ui import look
from collections_app.ui.summary import words
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from collections_app.ui.summary.view import SummaryView, days_words
from collections_app.ui.widgets import Button, Card, ChoiceBox, Skeleton, column, hint, row, soft

if TYPE_CHECKING:
    from collections_app.domain.summary_views import SummarySeen
    from collections_app.ui.context import Context

_FIRST, _LEAST, _NARROW, _PAD = 150, 64, 52, 20
_ROWS, _COLUMNS = "section", "source"


class Crossed(SummaryView):
    """Three choices and the table of what was counted."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen: SummarySeen | None = None
        self.pivot: Pivot | None = None
        self._unit = Unit.MILLION
        self.figure = ChoiceBox("項目")
        self.rows, self.columns = ChoiceBox("行の内訳"), ChoiceBox("列の内訳")
        self.figure.set_choices([(one.key, one.label) for one in FIGURES], "recovery.total")
        self.turn = Button("行と列を入れ替え")
        self.table = CellTable("クロス集計", [Head("", _FIRST, is_wide=True)])
        self.table.let_be_sorted(0)
        self.empty = hint("この期間に数えるものがありません。期間か項目を変えてください。")
        self._waiting = Skeleton(8)
        self._card = Card("クロス集計", hint("数字を押すと内訳　見出しか S で並べ替え"))
        for part in (self.empty, self._waiting):
            self._card.body.addWidget(part)
        self._card.body.addWidget(self.table, 1)
        self._card.body.addStretch(0)
        choices = row(
            soft("項目"), self.figure, soft("行"), self.rows, soft("列"), self.columns, self.turn, None, spacing=look.S
        )
        layout = column(choices, spacing=look.M)
        layout.addWidget(self._card, 1)
        self.setLayout(layout)
        self._offer(_ROWS, _COLUMNS)
        self.table.opened.connect(self.rows_wanted)
        self.figure.activated.connect(self._on_figure)
        self.rows.activated.connect(lambda: self._on_dimension(self.rows, self.columns))
        self.columns.activated.connect(lambda: self._on_dimension(self.columns, self.rows))
        self.turn.clicked.connect(self._on_turn)
        self._show_waiting(is_waiting=True)

    def show_seen(self, seen: SummarySeen, unit: Unit) -> None:
        """Show another summary, or the same one in another unit."""
        is_same = seen == self.seen and self.pivot is not None
        self.seen, self._unit = seen, unit
        self._show() if is_same else self._read()

    def shown(self) -> Shown | None:
        """Return the table with its sums."""
        if self.seen is None or self.pivot is None:
            return None
        made = pivot_table(self.pivot)
        heads = tuple((one.heading, one.kind) for one in made.columns)
        lines = tuple(tuple(line) for line in (*made.rows, *([made.sums] if made.sums else [])))
        title = title_of(self.pivot)
        return Shown(f"集計　{title}", days_words(self.seen), (), (table(title, heads, lines),))

    def choose(self, figure: str, rows: str, columns: str) -> None:
        """Count another figure, or by other breakdowns."""
        self.figure.setCurrentIndex(self.figure.findData(figure))
        self._offer(rows, columns)
        self._read()

    def _offer(self, rows: str, columns: str) -> None:
        """Offer the breakdowns the figure has; two that are the same, or not there, give way."""
        figure = FIGURE[self.figure.currentData()]
        possible = [(key, word) for key, word in DIMENSIONS.items() if applies(figure, key)]
        keys = [key for key, _ in possible]
        first = rows if rows in keys else keys[0]
        second = columns if columns in keys and columns != first else next(key for key in keys if key != first)
        self.rows.set_choices([(key, word) for key, word in possible], first)
        self.columns.set_choices([(key, word) for key, word in possible], second)

    def _on_figure(self) -> None:
        self._offer(self.rows.currentData(), self.columns.currentData())
        self._read()

    def _on_dimension(self, changed: ChoiceBox, other: ChoiceBox) -> None:
        if changed.currentData() == other.currentData():  # the other side takes what this one had
            before = self.pivot.wanted if self.pivot is not None else None
            given_up = None if before is None else (before.rows if changed is self.rows else before.columns)
            other.setCurrentIndex(max(0, other.findData(given_up)))
        self._offer(self.rows.currentData(), self.columns.currentData())
        self._read()

    def _on_turn(self) -> None:
        self._offer(self.columns.currentData(), self.rows.currentData())
        self._read()

    def _read(self) -> None:
        if self.seen is None:
            return
        self._show_waiting(is_waiting=True)
        asked = self.seen.rows_of(self.figure.currentData())
        wanted = PivotWanted(asked, self.rows.currentData(), self.columns.currentData())
        self.context.jobs.read(partial(self.context.desk.pivot, wanted), self._take, owner=self, topic="pivot")

    def _take(self, pivot: Pivot) -> None:
        self.pivot = pivot
        self.table.cells.sorted_by = None  # in the order of the breakdown until somebody sorts
        self._show()
        self.put_out_changed.emit()

    def _show_waiting(self, *, is_waiting: bool) -> None:
        is_empty = self.pivot is None or not self.pivot.cells
        self._waiting.setVisible(is_waiting)
        self.table.setVisible(not is_waiting and not is_empty)
        self.empty.setVisible(not is_waiting and is_empty)

    def _show(self) -> None:
        assert self.pivot is not None
        unit = f"（{self._unit.label}）" if self.pivot.figure.is_money else f"（{self.pivot.figure.unit}）"
        self._card.heading.setText(title_of(self.pivot) + unit)
        self.table.set_heads(self._heads(self.pivot))
        self.table.set_cells(self._cells(self.pivot))
        self._show_waiting(is_waiting=False)

    def _heads(self, pivot: Pivot) -> list[Head]:
        sums = [abs(one) for one in (*pivot.column_sums.values(), pivot.total)]
        text = self._text(max(sums, default=0))
        wide = max(_LEAST, len(text) * look.BODY // 2 + _PAD)
        _, columns = keys_of(pivot)
        names = [pivot.label(pivot.wanted.columns, key) for key in columns]
        least = max(_NARROW, len(text) * look.BODY // 2 + _PAD)
        heads = [
            Head(
                name,
                max(wide, len(name) * look.HINT + _PAD),
                is_number=True,
                least=max(least, (len(name) + 1) // 2 * look.HINT + _PAD),
            )
            for name in names
        ]
        first = Head(DIMENSIONS[pivot.wanted.rows], _FIRST, is_wide=True, least=_NARROW * 2)
        return [first, *heads, Head(SUM, wide, is_number=True)]

    def _cells(self, pivot: Pivot) -> list[list[Cell]]:
        rows, columns = keys_of(pivot)
        wanted = pivot.wanted
        lines = []
        for key in rows:
            name = pivot.label(wanted.rows, key)
            cells = [self._cell(pivot.cells.get((key, one)), (key, one)) for one in columns]
            lines.append([Cell(name, sorts=name), *cells, self._cell(pivot.row_sums[key], (key, None))])
        sums = [self._cell(pivot.column_sums[one], (None, one), is_bold=True) for one in columns]
        lines.append([Cell(SUM, is_bold=True), *sums, self._cell(pivot.total, (None, None), is_bold=True)])
        return lines

    def _cell(self, value: int | None, place: tuple[str | None, str | None], *, is_bold: bool = False) -> Cell:
        if value is None:
            return Cell("")
        assert self.pivot is not None
        return Cell(self._text(value), opens=self.pivot.wanted.cell(*place), is_bold=is_bold, sorts=value)

    def _text(self, value: int) -> str:
        assert self.pivot is not None
        return words.amount_text(value, self.pivot.figure.unit, self._unit)
