"""内訳: the figures by section, person, bank, source … in one sortable table with bars; every number opens its rows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from collections_app.domain.breakdowns import DIMENSIONS, applies
from collections_app.domain.comparison import compared
from collections_app.domain.figures import FIGURE, FIGURES
from collections_app.domain.shown import Shown, table
from collections_app.domain.summary_views import GroupLine
from collections_app.ui import look
from collections_app.ui.summary import words
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from collections_app.ui.summary.figure_cells import amount_cell, ratio_cell
from collections_app.ui.summary.grouped import GroupedView
from collections_app.ui.summary.put_out import ratio
from collections_app.ui.summary.view import days_words
from collections_app.ui.widgets import Card, Segmented, Skeleton, column, hint, row

if TYPE_CHECKING:
    from collections_app.domain.breakdowns import FigureWanted
    from collections_app.domain.summary_views import GroupBalance, SummarySeen
    from collections_app.domain.views import FigureRows
    from collections_app.ui.context import Context

TOTAL, BALANCE = "recovery.total", "outstanding.principal"
_READING = "…"  # what is outstanding walks the whole history: it comes a moment later
# heading, figure; amounts first
AMOUNTS = (("定期", "recovery.regular"), ("不定期", "recovery.irregular"), ("代位弁済", "subrogation.amount"))
COUNTS = (
    ("訪問", "visit"),
    ("任意処分", "voluntary_disposal"),
    ("競売", "auction_petition"),
    ("保全", "provisional_remedy"),
    ("訴訟", "lawsuit"),
    ("免除", "release.all.count"),
    ("停止", "administration_stop"),
    ("整理", "claim_closing"),
)
_TWO, _NARROW, _FOUR, _LEAST, _PAD, _BAR, _FIRST, _SORTABLE = 44, 48, 66, 70, 18, 32, 104, 122
_IN_ORDER = frozenset(("month", "elapsed"))  # dimensions whose values have an order of their own
_SORTED = 1  # the column that sorts a table when it is first shown


class Groups(GroupedView):
    """One table and the choice of what it is broken down by."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, Segmented(list(DIMENSIONS.items()), "section", "内訳の分け方"))
        self.balances: dict[str, int] | None = None  # by value; None while they are being read
        self.table = CellTable("内訳", self._heads())
        self.table.let_be_sorted(_SORTED)
        self.empty = hint("この期間の記録がありません。期間を変えるか、データを取り込むと、ここに内訳が出ます。")
        self._waiting = Skeleton(8)
        self._card = Card("課別", hint("数字を押すと内訳　見出しか S で並べ替え　記録した時点の課と担当で数えます"))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._card.body.addWidget(self.empty, 1)  # the heading stays at the top where there is no table
        self._card.body.addWidget(self._waiting)
        self._card.body.addWidget(self.table, 1)
        top = row(self.dimensions, None)
        layout = column(top, spacing=look.M)
        layout.addWidget(self._card, 1)
        self.setLayout(layout)
        self.table.opened.connect(self.rows_wanted)
        self.dimensions.changed.connect(self._on_dimension)
        self._show_waiting(is_waiting=True)

    def shown(self) -> Shown | None:
        """Return the table with its sum."""
        if self.seen is None or self._of is None:
            return None
        title = f"{DIMENSIONS[self._of[1]]}別"
        return Shown(f"集計　{title}", days_words(self.seen), (), (self._as_rows(title),))

    def _on_dimension(self, dimension: str) -> None:
        self.table.cells.sorted_by = None if dimension in _IN_ORDER else (_SORTED, True)
        self._read()

    def _wait(self) -> None:
        self._show_waiting(is_waiting=True)

    def _take(self, wanted: tuple[SummarySeen, str], lines: tuple[GroupLine, ...]) -> None:
        self.balances = None
        super()._take(wanted, lines)
        if applies(FIGURE[BALANCE], wanted[1]):
            work = partial(self.context.desk.group_balances, *wanted)
            self.context.jobs.read(work, partial(self._take_balances, wanted), owner=self, topic="balances")

    def _take_balances(self, wanted: tuple[SummarySeen, str], found: tuple[GroupBalance, ...]) -> None:
        """Show what is outstanding beside what happened; a value of which nothing happened has a line too."""
        if wanted != self._of:
            return
        self.balances = {one.value: one.principal for one in found}
        known = {line.value for line in self.lines}
        nothing = {figure.key: compared(figure, 0, 0) for figure in FIGURES if applies(figure, wanted[1])}
        self.lines += tuple(GroupLine(one.value, one.label, nothing) for one in found if one.value not in known)
        self._show()

    def _show_waiting(self, *, is_waiting: bool) -> None:
        self._waiting.setVisible(is_waiting)
        self.table.setVisible(not is_waiting and bool(self.lines))
        self.empty.setVisible(not is_waiting and not self.lines)

    def _show(self) -> None:
        word = DIMENSIONS[self.dimensions.current()]
        self._card.heading.setText(f"{word}別")
        self.table.setAccessibleName(f"{word}別の内訳")
        self.table.set_heads(self._heads())
        self.table.set_cells(self._cells())
        self._show_waiting(is_waiting=False)
        self.put_out_changed.emit()

    def _columns(self) -> list[tuple[str, str]]:
        """Return the columns that apply here: heading and figure."""
        dimension = self.dimensions.current()
        return [(word, key) for word, key in (*AMOUNTS, *COUNTS) if applies(FIGURE[key], dimension)]

    def _heads(self) -> list[Head]:
        unit = self._unit
        keys = [TOTAL, *(key for _, key in self._columns() if FIGURE[key].is_money)]
        amounts = [one.figures[key].current for one in self.lines for key in keys if key in one.figures]
        longest = max((len(words.amount_text(abs(sum(amounts)), words.YEN, unit)), 4))
        narrowest = longest * look.BODY // 2 + _PAD
        wide = max(_LEAST, narrowest)
        heads = [
            Head(DIMENSIONS[self.dimensions.current()], _FIRST, is_wide=True),
            Head(f"総回収 {unit.label}", max(wide, _SORTABLE), is_number=True, least=max(narrowest, _FOUR)),
            Head("", _BAR, is_wide=True, least=look.XS),
            Head("前年度", wide, is_number=True, least=narrowest),
            Head("前年比 %", 76, is_number=True, least=_FOUR),
        ]
        if self._has_balance():
            balances = (self.balances or {}).values()
            longest = max((len(words.amount_text(one, words.YEN, unit)) for one in balances), default=4)
            least = longest * look.BODY // 2 + _PAD
            heads.append(Head("残高", max(_LEAST, least), is_number=True, least=least))
        for word, key in self._columns():
            narrow = _FOUR if len(word) > len("訪問") else _NARROW
            is_money = FIGURE[key].is_money
            width, least = (wide, narrowest) if is_money else (narrow, _TWO)
            heads.append(Head(word, width, is_number=True, least=least))
        return heads

    def _cells(self) -> list[list[Cell]]:
        most = max((abs(one.figures[TOTAL].current) for one in self.lines), default=0)
        return [self._row(one, most) for one in self.lines]

    def _row(self, line: GroupLine, most: int) -> list[Cell]:
        assert self.seen is not None
        unit = self._unit
        total = line.figures[TOTAL]
        now, before = (self._opens(line, TOTAL, is_previous=one) for one in (False, True))
        cells = [
            Cell(line.label, sorts=line.label),
            amount_cell(total.current, total, unit, now),
            Cell("", share=total.current / most if most else 0.0, sorts=total.current),
            amount_cell(total.previous, total, unit, before, "soft"),
            ratio_cell(total),
            *self._balance_cells(line),
        ]
        for _, key in self._columns():
            figure = line.figures[key]
            cells.append(amount_cell(figure.current, figure, unit, self._opens(line, key, is_previous=False)))
        return cells

    def _has_balance(self) -> bool:
        return applies(FIGURE[BALANCE], self.dimensions.current())

    def _balance_cells(self, line: GroupLine) -> list[Cell]:
        """Return the cell of what is outstanding, where a balance has such a breakdown."""
        if not self._has_balance():
            return []
        if self.balances is None:
            return [Cell(_READING, "faint")]
        opens = self._opens(line, BALANCE, is_previous=False)
        return [amount_cell(self.balances.get(line.value, 0), line.figures[TOTAL], self._unit, opens)]

    def _opens(self, line: GroupLine, key: str, *, is_previous: bool) -> FigureWanted:
        assert self.seen is not None
        dimension, value = self.dimensions.current(), line.value
        if is_previous and dimension == "month" and value:
            value = f"{int(value[:4]) - 1}{value[4:]}"
        return self.seen.rows_of(key, is_previous=is_previous).within(dimension, value)

    def _ordered(self) -> list[GroupLine]:
        """Return the lines as the table first shows them."""
        if self.dimensions.current() in _IN_ORDER:
            return list(self.lines)
        return sorted(self.lines, key=lambda one: one.figures[TOTAL].current, reverse=True)

    def _as_rows(self, title: str) -> FigureRows:
        columns = self._columns()
        kinds = [(word, "yen" if FIGURE[key].is_money else "count") for word, key in columns]
        heads = (
            (DIMENSIONS[self.dimensions.current()], "text"), ("総回収", "yen"), ("前年度", "yen"),
            ("前年比 %", "percent"), *((("求償権残高", "yen"),) if self.balances is not None else ()), *kinds,
        )  # fmt: skip
        rows = tuple(
            (
                one.label,
                one.figures[TOTAL].current,
                one.figures[TOTAL].previous,
                ratio(one.figures[TOTAL]),
                *(() if self.balances is None else (self.balances.get(one.value, 0),)),
                *(one.figures[key].current for _, key in columns),
            )
            for one in self._ordered()
        )
        return table(title, heads, rows)
