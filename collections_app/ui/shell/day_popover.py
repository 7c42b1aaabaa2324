"""A small frame to type the day everything is looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from collections_app.domain.calendar import fiscal_period, fiscal_year_of, short_era
from collections_app.domain.errors import DateError
from collections_app.ui import look
from collections_app.ui.overlay import Overlay
from collections_app.ui.text import spoken_day
from collections_app.ui.typed_day import read_day
from collections_app.ui.widgets import Button, Label, column, row, section

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collections_app.ui.context import Context

_WIDTH = 320


class _DayField(QLineEdit):
    """Steps a day by the arrows; the IME stays off."""

    stepped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName("基準日")
        self.setPlaceholderText("R7.3.31 / 20250331 / t / +7")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step by ↑ and ↓."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class DayPopover(Overlay):
    """Says while one types which day is meant, or why it is none."""

    chosen = Signal(object)  # a date

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName("基準日を変える")
        self._as_of = date.min
        self._today = date.min
        self._data_on: date | None = None
        self.field = _DayField()
        self.field.textChanged.connect(self._judge)
        self.field.returnPressed.connect(self._choose)
        self.field.stepped.connect(self._step)
        self.spoken = Label("", "soft")
        self._to_data = Button("データの最新日")
        self._to_data.clicked.connect(self._choose_data)
        self._to_year = Button("年度末")
        self._to_year.clicked.connect(self._choose_year)
        apply = Button("この日で見る", primary=True)
        apply.clicked.connect(self._choose)
        self.setLayout(
            column(
                section("基準日"),
                self.field,
                self.spoken,
                row(self._to_data, self._to_year, None, apply),
                margins=(look.L, look.M, look.L, look.L),
            )
        )

    def ask(self, as_of: date, data_on: date | None, below: QWidget) -> None:
        """Open below a button, with the day in force."""
        self._as_of, self._data_on = as_of, data_on
        self._today = date.today()  # noqa: DTZ011  (the office's own calendar day)
        self._to_data.setVisible(data_on is not None)
        self.field.setText(short_era(as_of))
        self.adjustSize()
        width = max(_WIDTH, self.sizeHint().width())
        corner = below.mapTo(self._window, QPoint(below.width(), below.height()))
        self.setGeometry(corner.x() - width, corner.y() + look.XS, width, self.sizeHint().height())
        self.open_over(below)
        self.field.setFocus()
        self.field.selectAll()

    def _read(self) -> date | None:
        try:
            return read_day(self.field.text(), self._today, self._as_of)
        except (DateError, OverflowError):
            return None

    def _judge(self, text: str) -> None:
        self.spoken.set_role("soft")
        try:
            self.spoken.setText(spoken_day(read_day(text, self._today, self._as_of)))
        except (DateError, OverflowError) as error:
            if text.strip():
                self.spoken.set_role("problem")
                self.spoken.setText(str(error))
            else:
                self.spoken.setText("日付を入力してください。")

    def _step(self, days: int) -> None:
        day = self._read()
        if day is not None:
            self.field.setText(short_era(day + timedelta(days=days)))

    def _choose(self) -> None:
        day = self._read()
        if day is not None:
            self._finish(day)

    def _choose_data(self) -> None:
        if self._data_on is not None:
            self._finish(self._data_on)

    def _choose_year(self) -> None:
        self._finish(fiscal_period(fiscal_year_of(self._as_of))[1])

    def _finish(self, day: date) -> None:
        self.close_over()
        self.chosen.emit(day)


def ask_day(window: QWidget, context: Context, below: QWidget) -> None:
    """Let a day be typed below a button, and look at everything as of it."""
    popover = window.findChild(DayPopover)
    if popover is None:
        popover = DayPopover(window)
        popover.chosen.connect(context.set_day)
    popover.ask(context.as_of, context.data_on, below)
