"""What stands where data are not: lines while they come, a sentence and a first step when there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from collections_app.ui import look
from collections_app.ui.widgets.buttons import Button
from collections_app.ui.widgets.labels import Prose
from collections_app.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDTHS = (0.42, 0.86, 0.74, 0.9, 0.63, 0.81, 0.55)


class Skeleton(QWidget):
    """Grey lines that appear only when data take longer than 200 ms; they keep the space."""

    def __init__(self, lines: int = 7) -> None:
        super().__init__()
        self._lines = lines
        self._is_visible = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        self.setAccessibleName("読み込んでいます")
        self.restart()

    def restart(self) -> None:
        """Hide the lines and count the 200 ms again."""
        self._is_visible = False
        self._timer.start(look.SKELETON_AFTER_MS)
        self.update()

    def _appear(self) -> None:
        self._is_visible = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        del event
        if not self._is_visible:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.colors().line))
        for index in range(self._lines):
            width = (self.width() - 2 * look.L) * _WIDTHS[index % len(_WIDTHS)]
            painter.drawRoundedRect(QRectF(look.L, look.L + index * look.ROW_HEIGHT, width, look.M), 4, 4)
        painter.end()


class EmptyState(QWidget):
    """A sentence that says what would be here, and a button for the first step."""

    def __init__(self, sentence: str, button: str = "", action: Callable[[], None] | None = None) -> None:
        super().__init__()
        self.sentence = Prose(sentence)
        layout = column(self.sentence, margins=(look.L, look.L, look.L, look.L), spacing=look.M)
        self._steps = row(None)
        self.button: Button | None = None
        if button and action is not None:
            self.button = self.add_step(button, action)
            layout.addLayout(self._steps)
        layout.addStretch(1)
        self.setLayout(layout)

    def add_step(self, word: str, action: Callable[[], None]) -> Button:
        """Offer another way to begin, beside those there are."""
        button = Button(word)
        button.clicked.connect(action)
        self._steps.insertWidget(self._steps.count() - 1, button)
        return button
