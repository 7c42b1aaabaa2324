"""回収率: recovery by elapsed year of every year of subrogation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from collections_app.ui import look
from collections_app.ui.charts.heat_table import HeatTable
from collections_app.ui.summary.choices import CohortChoice
from collections_app.ui.widgets import Card, column, hint

if TYPE_CHECKING:
    from collections_app.domain.views import Summary


class Rates(QWidget):
    """The whole heat table; a rate tells `cohort_chosen`."""

    cohort_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.heat = HeatTable()
        self.empty = hint("代位弁済が登録されると、年度ごとの回収率がここに出ます。")
        card = Card("代位弁済後の経過年数と回収率（累計 %）", hint("元損 ÷ 代位弁済額　* 経過途中"))
        card.body.addWidget(self.empty)
        card.body.addWidget(self.heat)
        card.body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(card)
        self.heat.set_row_height(look.ROW_HEIGHT)
        self.setLayout(column(area))
        self.heat.cohort_chosen.connect(self._on_cohort)

    def show_summary(self, view: Summary) -> None:
        """Show the years of another summary."""
        self.heat.show_cohorts(view.cohorts)
        self.heat.setVisible(bool(view.cohorts))
        self.empty.setVisible(not view.cohorts)

    def _on_cohort(self, spot: tuple[int, int]) -> None:
        self.cohort_chosen.emit(CohortChoice(*spot))
