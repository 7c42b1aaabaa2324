"""What narrows a register: a text, and two days between which one of its dates lies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from collections_app.domain.calendar import fiscal_period
from collections_app.domain.registers import RegisterFilter, date_columns
from collections_app.ui import look
from collections_app.ui.entry.editors import today
from collections_app.ui.fields import DayEdit
from collections_app.ui.widgets import ChoiceBox, Label, LinkButton, column, row, soft

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QKeyEvent

    from collections_app.ui.context import Context

_WAIT_MS = 150
_DAY = 112


class RegisterConditions(QWidget):
    """Shows and changes a RegisterFilter; `changed` tells it, `left` that the keyboard goes to the rows."""

    changed = Signal(object)
    left = Signal()

    def __init__(self, context: Context, wanted: RegisterFilter) -> None:
        super().__init__()
        self._context = context
        self._wanted = wanted
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.apply)
        self._build()
        self._connect()
        self.show_filter(wanted)

    def _build(self) -> None:
        self.text = QLineEdit()
        self.text.setPlaceholderText("番号・氏名・内容で絞り込む (F3)")
        self.text.setAccessibleName("番号・氏名・内容で絞り込む")
        self.text.setMaximumWidth(look.scaled(260))
        self.dated = ChoiceBox("絞り込む日付の列")
        self.first, self.last = DayEdit(today), DayEdit(today)
        for field, word in ((self.first, "この日から"), (self.last, "この日まで")):
            field.setAccessibleName(word)
            field.setPlaceholderText(word)
            field.setMaximumWidth(look.scaled(_DAY))
        self.year = LinkButton("今年度", "今年度に絞り込む")
        self.everything = LinkButton("条件を外す", "条件をすべて外す")
        self.problem = Label("", "problem")
        self.problem.hide()
        self._days = QWidget()
        self._days.setLayout(row(self.dated, self.first, soft("〜"), self.last, self.year, spacing=look.S))
        line = row(self.text, self._days, self.everything, None, spacing=look.S)
        line.setStretchFactor(self.text, 1)
        self.setLayout(column(line, self.problem, spacing=2))

    def _connect(self) -> None:
        for field in (self.text, self.first, self.last):
            field.textEdited.connect(self._wait)
            field.returnPressed.connect(self.apply)
        self.first.edited.connect(self._wait)
        self.last.edited.connect(self._wait)
        self.dated.activated.connect(self.apply)
        self.year.clicked.connect(self._take_year)
        self.everything.clicked.connect(self.clear)

    def filter(self) -> RegisterFilter:
        """Return the conditions in force."""
        return self._wanted

    def show_filter(self, wanted: RegisterFilter) -> None:
        """Show conditions without telling anybody."""
        self._wanted = wanted
        dates = date_columns(wanted.table)
        self._days.setVisible(bool(dates))
        self.dated.set_choices(
            [(one.name, one.heading) for one in dates], wanted.dated or (dates[0].name if dates else None)
        )
        self.dated.setEnabled(len(dates) > 1)
        if self.text.text().strip() != wanted.text:
            self.text.setText(wanted.text)
        self.first.set_value(wanted.first)
        self.last.set_value(wanted.last)
        self._timer.stop()
        self._say("")
        self.everything.setVisible(wanted.is_narrow)

    def apply(self) -> None:
        """Put what the fields say in force; a day that cannot be read is said and changes nothing."""
        self._timer.stop()
        problem = self.first.problem() or self.last.problem()
        first, last = self.first.value(), self.last.value()
        if not problem and first is not None and last is not None and last < first:
            problem = "終わりの日が始めの日より前です。"
        self._say(problem)
        if not problem:
            self._change(first, last)

    def _change(self, first: date | None, last: date | None) -> None:
        dates = date_columns(self._wanted.table)
        dated = str(self.dated.currentData() or "") if self.dated.currentIndex() > 0 and dates else ""
        wanted = replace(self._wanted, text=self.text.text().strip(), dated=dated, first=first, last=last)
        if wanted != self._wanted:
            self._wanted = wanted
            self.everything.setVisible(wanted.is_narrow)
            self.changed.emit(wanted)

    def clear(self) -> None:
        """Take every condition away."""
        wanted = RegisterFilter(self._wanted.table)
        self.show_filter(wanted)
        self.changed.emit(wanted)

    def focus_text(self) -> None:
        """Put the keyboard into the text."""
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the text first, then goes to the rows, as ↓ does from the text."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text.text() and self.text.hasFocus():
            self.text.clear()
            self.apply()
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Down and self.text.hasFocus()):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take_year(self) -> None:
        first, last = fiscal_period(self._context.fiscal_year)
        self.first.set_value(first)
        self.last.set_value(last)
        self.apply()

    def _wait(self) -> None:
        self._timer.start(_WAIT_MS)

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
