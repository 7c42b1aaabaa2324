"""One-line fields: what is typed is read while typing goes on, and set in its short form when the field is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from collections_app.domain.errors import UserError
from collections_app.domain.money import LIMIT, show_yen
from collections_app.domain.typed import typed_amount, typed_time
from collections_app.ui import look

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent


class LineField(QLineEdit):
    """A line that stands for a value. `edited` tells that it may have become another, whoever changed it."""

    edited = Signal()

    def __init__(self, *, latin: bool = False) -> None:
        super().__init__()
        if latin:  # digits and signs: an IME would only be in the way
            self.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly)
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            self.setFont(look.number_font())
        self.textChanged.connect(self.edited)

    def read(self, text: str) -> object:
        """Return the value of a text that is not empty; UserError says why it has none."""
        return text

    def short(self, value: object) -> str:
        """Return how the field shows a value once it is left."""
        return str(value)

    def spoken(self, value: object) -> str:
        """Return how a value is said beside the field; nothing where the field says it already."""
        del value
        return ""

    def value(self) -> object:
        """Return the value typed; None when there is none."""
        text = self.text().strip()
        try:
            return self.read(text) if text else None
        except UserError:
            return None

    def problem(self) -> str:
        """Return why the text has no value; nothing when it has, or is empty."""
        text = self.text().strip()
        try:
            if text:
                self.read(text)
        except UserError as error:
            return str(error)
        return ""

    def reading(self) -> str:
        """Return how the value typed is understood."""
        value = self.value()
        return "" if value is None else self.spoken(value)

    def set_value(self, value: object) -> None:
        """Show a value; None empties the field."""
        self.setText("" if value is None else self.short(value))
        self.setCursorPosition(0)

    def content(self) -> str:
        """Return what tells whether something was typed."""
        return self.text()

    def settle(self) -> None:
        """Show the value typed in its short form."""
        value = self.value()
        if value is not None and self.text() != self.short(value):
            self.set_value(value)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle what was typed."""
        self.settle()
        super().focusOutEvent(event)


class TimeEdit(LineField):
    """A time of the day: 9:30, 930, 9時30分."""

    def __init__(self) -> None:
        super().__init__(latin=True)
        self.setPlaceholderText("9:30")

    def read(self, text: str) -> str:
        """Return the time as HH:MM."""
        return typed_time(text)

    def value(self) -> str | None:
        """Return the time typed as HH:MM; None when there is none."""
        value = super().value()
        return value if isinstance(value, str) else None


class YenEdit(LineField):
    """An amount of whole yen, not below `minimum`, of any sign where that is None: 30,000, 12万, 1.5百万."""

    def __init__(self, minimum: int | None = 1) -> None:
        super().__init__(latin=False)  # 万 and 億 come from the IME
        self._minimum = -LIMIT if minimum is None else minimum
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.setFont(look.number_font())
        self.setPlaceholderText("12万")

    def read(self, text: str) -> int:
        """Return the yen typed."""
        return typed_amount(text, self._minimum)

    def short(self, value: object) -> str:
        """Return the amount with separators."""
        return show_yen(value) if isinstance(value, int) else ""

    def spoken(self, value: object) -> str:
        """Return the amount with separators and unit."""
        return f"{self.short(value)}円"

    def value(self) -> int | None:
        """Return the yen typed; None when there are none."""
        value = super().value()
        return value if isinstance(value, int) else None
