"""The page 集計: five views of one summary, in the unit chosen. It reads nothing and asks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from collections_app.domain.calendar import fiscal_year_name, short_era
from collections_app.domain.money import Unit
from collections_app.ui import look
from collections_app.ui.summary.balance import Balance
from collections_app.ui.summary.overview import Overview
from collections_app.ui.summary.people import People
from collections_app.ui.summary.printed import Printed
from collections_app.ui.summary.rates import Rates
from collections_app.ui.widgets import Button, Segmented, Skeleton, column, row, soft, title

if TYPE_CHECKING:
    from collections_app.domain.views import Summary

VIEWS = (
    ("overview", "全体"),
    ("people", "課・担当"),
    ("balance", "残高"),
    ("rates", "回収率"),
    ("printed", "報告書の形"),
)
UNITS = (Unit.YEN, Unit.THOUSAND, Unit.MILLION)


class SummaryPage(QWidget):
    """Shows a Summary. Wishes go up as FigureChoice, CohortChoice and MonthPoint."""

    figure_chosen = Signal(object)
    month_chosen = Signal(object)
    cohort_chosen = Signal(object)
    late_requested = Signal()
    excel_requested = Signal()
    unit_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view: Summary | None = None
        self._unit = Unit.MILLION
        self.overview, self.people, self.balance = Overview(), People(), Balance()
        self.rates, self.printed = Rates(), Printed()
        self._offered: tuple[tuple[str, str], ...] = VIEWS
        self.views = Segmented(VIEWS, "overview", "集計の見方")
        self.units = Segmented([(unit.name, unit.label) for unit in UNITS], self._unit.name, "単位")
        self.period = soft()
        self.excel = Button("Excel F11")
        self.stack = QStackedWidget()
        self._pages = self._fill_stack()
        top = row(title("集計"), self.views, self.period, None, self.units, self.excel, spacing=look.M)
        layout = column(top, spacing=look.M, margins=(look.L, look.M, look.L, look.XS))
        layout.addWidget(self.stack, 1)
        self.setLayout(layout)
        self._connect()

    def show_summary(self, view: Summary) -> None:
        """Show another summary; view and unit stay as chosen."""
        self._view = view
        first, last = view.period
        self.period.setText(f"{fiscal_year_name(view.fiscal_year)}　{short_era(first)}–{short_era(last)}")
        self.excel.setEnabled(True)
        self._refresh()
        self._show_view(self.views.current())

    def show_late(self, count: int) -> None:
        """Show how many new claims are late with a first step."""
        self.overview.late.show_count(count)

    def show_waiting(self) -> None:
        """Keep the room while a first summary is computed."""
        if self._view is None:
            self.stack.setCurrentWidget(self._waiting)

    def unit(self) -> Unit:
        """Return the unit shown."""
        return self._unit

    def add_view(self, key: str, label: str, view: QWidget) -> None:
        """Offer a further view that reads its own data when it is shown."""
        area = self._in_area(view)
        self._pages[key] = area
        self.stack.addWidget(area)
        self._offered = (*self._offered, (key, label))
        self.views.set_options(self._offered)

    def set_unit(self, unit: Unit) -> None:
        """Show amounts in another unit without telling anybody."""
        self._unit = unit
        self.units.set_current(unit.name)
        self._refresh()

    def show_view(self, key: str) -> None:
        """Turn to one of the views by its key."""
        self.views.set_current(key)
        self._show_view(key)

    def _fill_stack(self) -> dict[str, QWidget]:
        self._waiting: QWidget = Skeleton(12)
        pages: dict[str, QWidget] = {}
        views = (self.overview, self.people, self.balance, self.rates, self.printed)
        for (key, _), view in zip(VIEWS, views, strict=True):
            pages[key] = area = self._in_area(view)
            self.stack.addWidget(area)
        self.stack.addWidget(self._waiting)
        self.stack.setCurrentWidget(self._waiting)
        self.excel.setEnabled(False)
        return pages

    @staticmethod
    def _in_area(view: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setProperty("role", "canvas")
        area.setWidget(view)
        return area

    def _connect(self) -> None:
        for view in (self.overview, self.people, self.balance):
            view.figure_chosen.connect(self.figure_chosen)
        for rated in (self.overview, self.rates):
            rated.cohort_chosen.connect(self.cohort_chosen)
        self.overview.month_chosen.connect(self.month_chosen)
        self.overview.late_requested.connect(self.late_requested)
        self.overview.all_cohorts_requested.connect(self._on_all_cohorts)
        self.views.changed.connect(self._show_view)
        self.units.changed.connect(self._on_unit)
        self.excel.clicked.connect(self._on_excel)

    def _on_excel(self) -> None:
        self.excel_requested.emit()

    def _on_all_cohorts(self) -> None:
        self.show_view("rates")
        self.rates.heat.setFocus()

    def _on_unit(self, name: str) -> None:
        self.set_unit(Unit[name])
        self.unit_changed.emit(self._unit)

    def _show_view(self, key: str) -> None:
        self.units.setVisible(key not in {"rates", "printed"})
        if self._view is not None:
            self.stack.setCurrentWidget(self._pages[key])

    def _refresh(self) -> None:
        if self._view is None:
            return
        for view in (self.overview, self.people, self.balance):
            view.show_summary(self._view, self._unit)
        self.rates.show_summary(self._view)
        self.printed.show_summary(self._view)
