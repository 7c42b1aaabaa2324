"""課・担当: the figures by section and by person in charge when they were recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.money import Unit
from collections_app.ui import look
from collections_app.ui.summary.cell_table import CellTable
from collections_app.ui.summary.figure_cells import group_cells, group_heads
from collections_app.ui.widgets import Card, column, hint

if TYPE_CHECKING:
    from collections_app.domain.views import Summary

_MOST_SECTIONS = 8


class People(QWidget):
    """Two tables; every number tells `figure_chosen` with its section or person."""

    figure_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sections = CellTable("課別の集計", group_heads("課", Unit.MILLION))
        self.staff = CellTable("担当者別の集計", group_heads("担当者", Unit.MILLION))
        self.empty = hint("この年度の記録がありません。データを取り込むと、課と担当者ごとの数字が出ます。")
        upper = Card("課別", hint("数字を押すと内訳"), padding=look.M)
        upper.body.addWidget(self.sections)
        lower = Card("担当者別", hint("記録した時点の担当で数えています"), padding=look.M)
        lower.body.addWidget(self.empty)
        lower.body.addWidget(self.staff, 1)
        layout = column(upper, spacing=look.M)
        layout.addWidget(lower, 1)
        self.setLayout(layout)
        self.sections.opened.connect(self.figure_chosen)
        self.staff.opened.connect(self.figure_chosen)

    def show_summary(self, view: Summary, unit: Unit) -> None:
        """Show another summary, or the same one in another unit."""
        self.sections.set_heads(group_heads("課", unit, view.sections))
        self.staff.set_heads(group_heads("担当者", unit, view.staff))
        self.sections.set_cells(group_cells(view.sections, unit, is_staff=False))
        self.staff.set_cells(group_cells(view.staff, unit, is_staff=True))
        self.sections.fit_rows(_MOST_SECTIONS)
        self.empty.setVisible(not view.staff)
