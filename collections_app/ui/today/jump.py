"""The strip over the groups: how many there are of each, and the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from collections_app.ui import look
from collections_app.ui.today.columns import SHORT
from collections_app.ui.widgets import chip_size, paint_chip

if TYPE_CHECKING:
    from collections_app.domain.day_work import WorkGroup


class JumpButton(QPushButton):
    """A group with its count; red with a dot when something in it is late."""

    def __init__(self, group: WorkGroup) -> None:
        super().__init__()
        self.kind = group
        self._words = ""
        self._tone = ""
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0, 0)

    def show_count(self, count: int, late: int) -> None:
        """Show how many there are, and whether some are late."""
        self._words = f"{SHORT[self.kind]} {count:,}"
        self._tone = "bad" if late else "accent" if count else ""
        said = f"{self.kind.label} {count:,}件" + (f"、うち超過 {late:,}件" if late else "")
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.setEnabled(count > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of the chip."""
        return chip_size(self._words, "dot") + QSize(4, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip, with a ring when focused."""
        del event
        painter = QPainter(self)
        box = self.rect().adjusted(2, 2, -2, -2)
        paint_chip(painter, box, self._words, self._tone, "dot" if self._tone == "bad" else "")
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.ink("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
