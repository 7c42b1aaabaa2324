"""残高: how 求償権残高 moved from the opening to the closing day, and what it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.calendar import short_era
from collections_app.domain.money import Unit, in_unit
from collections_app.ui import look
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from collections_app.ui.summary.choices import FigureChoice
from collections_app.ui.summary.figure_cells import BALANCE, figure_cells, figure_heads
from collections_app.ui.widgets import Card, Label, column, hint, row

if TYPE_CHECKING:
    from collections_app.domain.views import RollForward, Summary


def difference_of(roll: RollForward) -> int:
    """Return the yen by which the movements miss the closing balance: 0 when all is well."""
    moved = roll.opening + roll.subrogated - roll.recovered - roll.waived - roll.closed + roll.other
    return roll.closing - moved


def roll_cells(view: Summary, unit: Unit) -> list[list[Cell]]:
    """Return the lines of the movement: sign, words, amount."""
    roll = view.roll_forward
    first, last = view.period
    principal, paid = view.figures.get("outstanding.principal"), view.figures.get("subrogation.amount")
    # a number opens the rows of a figure only where it is that figure
    is_last_year = principal is not None and principal.previous == roll.opening
    is_paid = paid is not None and paid.current == roll.subrogated
    opening = FigureChoice("outstanding.principal", is_previous=True) if is_last_year else None
    lines = (
        ("", f"期首残高（{short_era(first)}）", roll.opening, opening),
        ("＋", "代位弁済", roll.subrogated, FigureChoice("subrogation.amount") if is_paid else None),
        ("－", "回収（元金）", roll.recovered, None),
        ("－", "減免（元金）", roll.waived, None),
        ("－", "求償権整理の残高", roll.closed, FigureChoice("claim_closing")),
        ("±", "その他（再開・整理後の訂正）", roll.other, None),
        ("＝", f"期末残高（{short_era(last)}）", roll.closing, FigureChoice("outstanding.principal")),
    )
    return [
        [
            Cell(sign, "soft"),
            Cell(label, is_bold=not sign or sign == "＝"),
            Cell(in_unit(amount, unit), opens=opens, is_bold=not sign or sign == "＝"),
        ]
        for sign, label, amount, opens in lines
    ]


class Balance(QWidget):
    """The movement and the figures of the balance; numbers with rows tell `figure_chosen`."""

    figure_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.unit = hint()
        self.roll = CellTable("求償権残高の増減", self._heads(Unit.MILLION))
        self.figures = CellTable("残高の数字", figure_heads())
        self.check = Label("", "soft")
        self.check.setWordWrap(True)
        for table in (self.roll, self.figures):
            table.set_row_height(look.ROW_HEIGHT)
        left = Card("求償権残高の増減", self.unit)
        left.body.addWidget(self.roll)
        left.body.addWidget(self.check)
        right = Card("残高の内訳", hint("数字を押すと内訳"))
        right.body.addWidget(self.figures)
        cards = row(spacing=look.M)
        cards.addLayout(column(left, None), 1)
        cards.addLayout(column(right, None), 1)
        self.setLayout(column(cards, None))
        self.roll.opened.connect(self.figure_chosen)
        self.figures.opened.connect(self.figure_chosen)

    @staticmethod
    def _heads(unit: Unit) -> tuple[Head, ...]:
        return Head("", 36), Head("増減", 220, is_wide=True), Head(unit.label, 144, is_number=True)

    def show_summary(self, view: Summary, unit: Unit) -> None:
        """Show another summary, or the same one in another unit."""
        self.unit.setText(f"単位 {unit.label}")
        self.roll.set_heads(self._heads(unit))
        self.roll.set_cells(roll_cells(view, unit))
        self.roll.fit_rows(len(self.roll.cells.cells))
        self.figures.set_heads(figure_heads(view.figures, unit))
        self.figures.set_cells(figure_cells(BALANCE, view.figures, unit))
        self.figures.fit_rows(len(BALANCE))
        gap = difference_of(view.roll_forward)
        self.check.set_role("problem" if gap else "soft")
        if gap:
            self.check.setText(f"期首からの増減と期末残高が{gap:,}円合いません。データの検査を実行してください。")
        else:
            self.check.setText("✓ 期首残高と増減の合計は、期末残高と1円まで一致しています。")
