"""The tabs of the open claims: the list first, each other with a cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar

from collections_app.ui import look
from collections_app.ui.widgets import IconButton

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent


class TabStrip(QTabBar):
    """Tabs by key; the key of the list is empty."""

    chosen = Signal(str)
    close_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("開いている求償権")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)
        self._keys = [""]
        self.addTab("一覧")
        self.currentChanged.connect(self._on_current)

    def keys(self) -> list[str]:
        """Return the keys of the tabs from left to right."""
        return list(self._keys)

    def add(self, key: str, words: str) -> None:
        """Add a tab at the right."""
        self.blockSignals(True)
        self._keys.append(key)
        at = self.addTab(words)
        cross = IconButton("x", f"{words} を閉じる (F12)", size=look.M)
        cross.setProperty("kind", "cross")
        cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        cross.setFixedSize(look.L + 2, look.L + 2)
        cross.clicked.connect(lambda: self._close_by(cross))
        self.setTabButton(at, QTabBar.ButtonPosition.RightSide, cross)
        self.blockSignals(False)

    def remove(self, key: str) -> str:
        """Take a tab away; the key of the tab that is to be shown instead is returned."""
        at = self._keys.index(key)
        self.blockSignals(True)
        self._keys.remove(key)
        self.removeTab(at)
        self.blockSignals(False)
        return self._keys[min(at, len(self._keys) - 1)]

    def rename(self, key: str, words: str) -> None:
        """Show other words on a tab."""
        if key in self._keys:
            at = self._keys.index(key)
            # an ampersand would be taken for a mnemonic
            self.setTabText(at, words.replace("&", "&&"))

    def replace(self, key: str, other: str) -> None:
        """Use a tab for another claim."""
        self._keys[self._keys.index(key)] = other
        self.rename(other, other)

    def set_current(self, key: str) -> None:
        """Light a tab without telling anybody."""
        self.blockSignals(True)
        self.setCurrentIndex(self._keys.index(key) if key in self._keys else 0)
        self.blockSignals(False)

    def neighbour(self, step: int) -> str:
        """Return the key of the tab at the right or left, round the ends."""
        return self._keys[(self.currentIndex() + step) % len(self._keys)]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Close a tab by the middle button."""
        at = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and at > 0:
            self.close_requested.emit(self._keys[at])
        else:
            super().mouseReleaseEvent(event)

    def _close_by(self, cross: IconButton) -> None:
        side = QTabBar.ButtonPosition.RightSide
        for at, key in enumerate(self._keys):
            if self.tabButton(at, side) is cross:
                self.close_requested.emit(key)
                return

    def _on_current(self, at: int) -> None:
        if 0 <= at < len(self._keys):
            self.chosen.emit(self._keys[at])
