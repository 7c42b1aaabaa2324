"""A day in any form people write; the arrows step a day, PageUp and PageDown a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from collections_app.domain.calendar import month_end, month_start, next_month, short_era
from collections_app.domain.typed import typed_day
from collections_app.ui.fields.line import LineField
from collections_app.ui.text import spoken_day

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_DAY_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_MONTH_STEPS = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}


class DayEdit(LineField):
    """`today` tells today, `near` the day `+7` counts from; both are asked whenever they are needed."""

    def __init__(self, today: Callable[[], date], near: Callable[[], date] | None = None) -> None:
        super().__init__(latin=True)
        self._today = today
        self._near = near or today
        self.setPlaceholderText("R7.4.14 +14 t")

    def read(self, text: str) -> date:
        """Return the day typed."""
        return typed_day(text, self._today(), self._near())

    def short(self, value: object) -> str:
        """Return the day as R7.4.14."""
        return short_era(value) if isinstance(value, date) else ""

    def spoken(self, value: object) -> str:
        """Return the day as 令和7年4月14日(月)."""
        return spoken_day(value) if isinstance(value, date) else ""

    def value(self) -> date | None:
        """Return the day typed; None when there is none."""
        value = super().value()
        return value if isinstance(value, date) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by the arrows and by PageUp and PageDown."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _DAY_STEPS:
            self._step(lambda day: day + timedelta(days=_DAY_STEPS[key]))
        elif key in _MONTH_STEPS:
            self._step(lambda day: month_step(day, _MONTH_STEPS[key]))
        else:
            super().keyPressEvent(event)

    def _step(self, step: Callable[[date], date]) -> None:
        """Step from the day typed, from the near one when none is; a text that is no day is left alone."""
        if self.problem():
            return
        try:
            self.set_value(step(self.value() or self._near()))
        except (OverflowError, ValueError):  # the last day of the calendar
            return
        self.selectAll()


def month_step(day: date, step: int) -> date:
    """Return the same day of the month after or before, its last one where it has no such day."""
    first = next_month(day) if step > 0 else month_start(month_start(day) - timedelta(days=1))
    return first.replace(day=min(day.day, month_end(first).day))
