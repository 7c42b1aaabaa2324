"""The usual conditions of the claim list: status toggles, who is in charge, a text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QWidget

from collections_app.domain.codes import ClaimStatus
from collections_app.domain.list_views import Choice, ClaimFilter
from collections_app.ui import look
from collections_app.ui.widgets import ChoiceBox, row
from collections_app.ui.widgets.chip import chip_size, paint_chip

if TYPE_CHECKING:
    from collections.abc import Sequence

_WAIT_MS = 150
OPEN_CLAIMS = tuple(status for status in ClaimStatus if status.is_open)
USUAL = ClaimFilter(statuses=OPEN_CLAIMS)  # what a collector works on


class StatusToggle(QAbstractButton):
    """A status with its count, switched on and off."""

    def __init__(self, status: ClaimStatus) -> None:
        super().__init__()
        self.status = status
        self._word = status.label
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(None)

    def set_count(self, count: int | None) -> None:
        """Show how many claims have the status."""
        self._word = self.status.label if count is None else f"{self.status.label} {count:,}"
        self.setAccessibleName(f"状態 {self._word}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of the chip."""
        return chip_size(self._word, "dot") + QSize(4, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip in a frame, filled when on."""
        del event
        palette = look.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        is_on = self.isChecked()
        painter.setBrush(QColor(palette.accent_soft if is_on else palette.surface))
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(QColor(palette.accent if is_on or self.hasFocus() else palette.line_strong), width))
        painter.drawRoundedRect(frame, 6, 6)
        tone = "accent" if is_on else look.STATUS_TONES[self.status]
        box = self.rect().adjusted(2, 2, -2, -2)
        paint_chip(painter, box, self._word, tone, look.STATUS_SHAPES[self.status], grounded=False)
        painter.end()


class FilterRow(QWidget):
    """Shows and changes a ClaimFilter; the section is chosen elsewhere and kept."""

    changed = Signal(object)  # a ClaimFilter
    left_downwards = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filter = USUAL
        self._list_title = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_text)
        self.toggles = {status: StatusToggle(status) for status in ClaimStatus}
        for toggle in self.toggles.values():
            toggle.clicked.connect(self._on_status)
        self.staff = ChoiceBox("担当者")
        self.staff.setMinimumWidth(look.scaled(136))
        self.staff.set_choices([("", "担当者: 全員")])
        self.staff.activated.connect(self._on_staff)
        self.text = QLineEdit()
        self.text.setPlaceholderText("番号・氏名・カナで絞り込む (F3)")
        self.text.setAccessibleName("番号・氏名・カナで絞り込む")
        self.text.setMinimumWidth(120)
        self.text.setMaximumWidth(look.scaled(240))
        self.text.textEdited.connect(lambda: self._timer.start(_WAIT_MS))
        self.text.returnPressed.connect(self._on_text)
        first = row(*self.toggles.values(), look.XS, self.staff, self.text, None, spacing=look.S)
        first.setStretchFactor(self.text, 1)
        self.setLayout(first)
        self.set_filter(USUAL)

    def filter(self) -> ClaimFilter:
        """Return the conditions in force."""
        return self._filter

    def list_title(self) -> str:
        """Return the name of the list of numbers in force."""
        return self._list_title

    def set_filter(self, wanted: ClaimFilter, list_title: str = "") -> None:
        """Show conditions without telling anybody."""
        self._filter = wanted
        self._list_title = list_title
        for status, toggle in self.toggles.items():
            toggle.setChecked(status in wanted.statuses)
        at = self.staff.findData(wanted.staff_no)
        self.staff.setCurrentIndex(max(0, at))
        if self.text.text().strip() != wanted.text:
            self.text.setText(wanted.text)

    def set_statuses(self, choices: Sequence[Choice]) -> None:
        """Show how many claims have each status."""
        counts = {choice.value: choice.count for choice in choices}
        for status, toggle in self.toggles.items():
            toggle.set_count(counts.get(status.value))

    def set_staff(self, choices: Sequence[Choice]) -> None:
        """Offer members of staff."""
        lines: list[tuple[object, str]] = [("", "担当者: 全員")]
        lines += [(choice.value, f"{choice.label} {choice.count:,}") for choice in choices]
        self.staff.set_choices(lines, self._filter.staff_no)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the list by ↓ and Esc; Esc empties the text first."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text.text():
            self.text.clear()
            self._on_text()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Escape} and self.text.hasFocus():
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)

    def _on_status(self) -> None:
        chosen = tuple(status for status, toggle in self.toggles.items() if toggle.isChecked())
        self.change(replace(self._filter, statuses=chosen), self._list_title)

    def _on_staff(self) -> None:
        self.change(replace(self._filter, staff_no=str(self.staff.currentData() or "")), self._list_title)

    def _on_text(self) -> None:
        text = self.text.text().strip()
        if text != self._filter.text:
            self.change(replace(self._filter, text=text), self._list_title)

    def change(self, wanted: ClaimFilter, list_title: str = "") -> None:
        """Show other conditions and tell."""
        self._timer.stop()
        self.set_filter(wanted, list_title)
        self.changed.emit(wanted)
