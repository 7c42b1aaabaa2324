"""The head of the page 集計: which days, as known when, in which unit, and where it goes from here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.calendar import fiscal_year_of
from collections_app.domain.errors import UserError
from collections_app.domain.money import Unit
from collections_app.domain.period import month_to, period_of, span_of
from collections_app.domain.summary_views import SummaryWanted
from collections_app.ui import look
from collections_app.ui.fields.day import DayEdit
from collections_app.ui.widgets import Button, Flow, Label, Segmented, column, row, soft, title

if TYPE_CHECKING:
    from collections.abc import Sequence

YEAR, MONTH, FREE = "year", "month", "free"
TODAY, THEN = "today", "then"
SPANS = ((YEAR, "年度累計"), (MONTH, "当月"), (FREE, "任意期間"))
KNOWN = ((TODAY, "今日の認識"), (THEN, "締め時点"))
UNITS = (Unit.YEN, Unit.THOUSAND, Unit.MILLION)
_DAY_WIDTH = 104


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen in the head: to be gone back to."""

    span: str = YEAR
    first: date | None = None
    last: date | None = None
    known: str = TODAY
    known_on: date | None = None


class SummaryHeader(QWidget):
    """The choices, and the views with the days meant. `wanted_changed` tells that other figures are meant."""

    wanted_changed = Signal()
    unit_changed = Signal(object)
    view_changed = Signal(str)

    def __init__(self, views: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__()
        self._as_of = today
        self._unit = Unit.MILLION
        self.spans = Segmented(SPANS, YEAR, "期間")
        self.known = Segmented(KNOWN, TODAY, "いつの認識か")
        self.units = Segmented([(unit.name, unit.label) for unit in UNITS], self._unit.name, "単位")
        self.views = Segmented(views, views[0][0], "集計の見方")
        self.excel, self.print = Button("Excel F11"), Button("印刷 Ctrl+P")
        self.annual = Button("年度報告", primary=True)
        self.days = Label("", "soft")
        self.days.setMinimumHeight(self.views.sizeHint().height())  # on one line with the words of the views
        self.problem = Label("", "problem")
        self.first, self.last, self.known_on = (self._day(name) for name in ("期間の初日", "期間の末日", "認識の日"))
        self._free, self._then = QWidget(), QWidget()
        self._free.setLayout(row(self.first, soft("〜"), self.last, spacing=look.XS))
        self._then.setLayout(row(soft("認識の日"), self.known_on, spacing=look.XS))
        upper = row(
            title("集計"), self.spans, self.known, None, self.units, self.print, self.excel, self.annual, spacing=look.S
        )
        lower = Flow()  # with many views and large type the days go to a line of their own
        for widget in (self.views, self._free, self._then, self.days):
            lower.addWidget(widget)
        self.setLayout(column(upper, lower, self.problem, spacing=look.S))
        self.problem.hide()
        self._connect()
        self._refresh()

    def _day(self, name: str) -> DayEdit:
        field = DayEdit(lambda: self._as_of)
        field.setAccessibleName(name)
        field.setFixedWidth(look.scaled(_DAY_WIDTH))
        return field

    def _connect(self) -> None:
        self.spans.changed.connect(self._on_span)
        self.known.changed.connect(self._on_known)
        self.units.changed.connect(self._on_unit)
        self.views.changed.connect(self.view_changed)
        self.first.returnPressed.connect(self._to_last)
        for field in (self.last, self.known_on):
            field.returnPressed.connect(self._apply)
        for field in (self.first, self.last, self.known_on):
            field.edited.connect(self.are_days_clear)

    def set_day(self, day: date) -> None:
        """Let 年度累計 and 当月 end with another day."""
        self._as_of = day

    def wanted(self) -> SummaryWanted:
        """Return which days are meant, as known when; UserError when the days typed are none."""
        is_then = self.known.current() == THEN
        known_on = self._value(self.known_on) if is_then and self.known_on.text().strip() else None
        if self.spans.current() == FREE:
            first, last = self._value(self.first), self._value(self.last)
            return SummaryWanted(span_of(first, last), is_then, known_on)
        if self.spans.current() == MONTH:
            return SummaryWanted(month_to(self._as_of), is_then, known_on)
        return SummaryWanted(period_of(fiscal_year_of(self._as_of), self._as_of), is_then, known_on)

    def are_days_clear(self) -> bool:
        """Return whether the days typed are days, and say beside them what is wrong when not."""
        try:
            self.wanted()
        except UserError as error:
            self.problem.setText(str(error))
            self.problem.show()
            return False
        self.problem.hide()
        return True

    def choice(self) -> Choice:
        """Return what is chosen."""
        days = (self.first.value(), self.last.value())
        return Choice(self.spans.current(), *days, self.known.current(), self.known_on.value())

    def set_choice(self, choice: Choice) -> None:
        """Choose as it was before, without telling anybody."""
        self.spans.set_current(choice.span)
        self.known.set_current(choice.known)
        for field, day in ((self.first, choice.first), (self.last, choice.last), (self.known_on, choice.known_on)):
            field.set_value(day)
        self._refresh()

    def unit(self) -> Unit:
        """Return the unit of the amounts."""
        return self._unit

    def set_unit(self, unit: Unit) -> None:
        """Show amounts in another unit without telling anybody."""
        self._unit = unit
        self.units.set_current(unit.name)

    @staticmethod
    def _value(field: DayEdit) -> date:
        value = field.value()
        if value is None:
            name = field.accessibleName()
            raise UserError(field.problem() or f"{name}を入れてください。R7.3.31、20250331 のように入力します。")
        return value

    def _on_span(self, span: str) -> None:
        if span == FREE and self.last.value() is None:  # begin with the days that were meant until now
            period = period_of(fiscal_year_of(self._as_of), self._as_of)
            self.first.set_value(period.first)
            self.last.set_value(period.last)
        self._refresh()
        if span == FREE:
            self.first.setFocus()
            self.first.selectAll()
        self._apply()

    def _on_known(self, known: str) -> None:
        self._refresh()
        if known == THEN:
            self.known_on.setPlaceholderText("空欄なら締め")
        self._apply()

    def _on_unit(self, name: str) -> None:
        self._unit = Unit[name]
        self.unit_changed.emit(self._unit)

    def _to_last(self) -> None:
        self.last.setFocus()
        self.last.selectAll()

    def _apply(self) -> None:
        if self.are_days_clear():
            self.wanted_changed.emit()

    def _refresh(self) -> None:
        self._free.setVisible(self.spans.current() == FREE)
        self._then.setVisible(self.known.current() == THEN)
