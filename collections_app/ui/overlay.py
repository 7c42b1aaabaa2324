"""Frames that lie over the window: Esc or a click elsewhere closes them, and the keyboard goes back where it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget


class Overlay(QFrame):
    """A frame over `window`, without a nested event loop and without holding the mouse."""

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "popover")
        self._window = window
        self._before: QWidget | None = None
        self._friends: tuple[QWidget, ...] = ()  # clicks on these do not close
        self.hide()

    def open_over(self, *friends: QWidget) -> None:
        """Show the frame."""
        for other in self._window.findChildren(Overlay):
            if other is not self:
                other.close_over()
        self._friends = friends
        self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def close_over(self, *, give_back: bool = True) -> None:
        """Hide the frame and give the keyboard back."""
        if not self.isVisible():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        if give_back and self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_over()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when the mouse is pressed elsewhere; the list of a choice box is not elsewhere."""
        is_elsewhere = QApplication.activePopupWidget() is None
        if is_elsewhere and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            place = event.globalPosition().toPoint()
            inside = [self, *self._friends]
            if not any(one.rect().contains(one.mapFromGlobal(place)) for one in inside):
                self.close_over(give_back=False)
        return super().eventFilter(watched, event)
