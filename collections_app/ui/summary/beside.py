"""Two cards beside each other, or one below the other where the window is narrow or the letters are large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from collections_app.ui import look
from collections_app.ui.widgets import column, row

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_ROOM = 960  # pixels at 100 % that two tables need


class Beside(QWidget):
    """`stretches` share the width; cards keep their own height."""

    def __init__(
        self, left: QWidget, right: QWidget, stretches: tuple[int, int] = (1, 1), *, even: bool = False
    ) -> None:
        super().__init__()
        self._layout = row(spacing=look.M)
        for card, stretch in zip((left, right), stretches, strict=True):
            if even:
                self._layout.addWidget(card, stretch)
            else:
                self._layout.addLayout(column(card, None), stretch)
        self.setLayout(self._layout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put them below each other where there is no room beside."""
        super().resizeEvent(event)
        is_narrow = self.width() < look.scaled(_ROOM)
        way = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        if self._layout.direction() != way:
            self._layout.setDirection(way)
