"""The message bar: a sentence above the key bar; it leaves by itself, an error stays until dismissed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPoint, QPropertyAnimation, QRect, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QWidget,
)

from collections_app.ui import icons, look
from collections_app.ui.widgets import Button, IconButton, Label, row

if TYPE_CHECKING:
    from collections_app.ui.context import Message

STAY_MS = 6000
LASTING_MS = 30_000
_WIDEST, _LEAST = 880, 320
_PRESSED = (QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit)  # never covered: one may be about to use it
_ICONS = {"good": "check", "info": "info-circle", "warn": "alert-triangle", "bad": "alert-circle"}


class MessageBar(QFrame):
    """Lies over the lower edge of the page, so that nothing jumps when it comes, and never over a button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popover")
        self._page = parent
        self._message: Message | None = None
        self._icon = QLabel()
        self._text = Label()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = Button("開く")
        self._action.clicked.connect(self._act)
        self._dismiss = IconButton("x", "メッセージを閉じる", size=look.L)
        self._dismiss.clicked.connect(self.dismiss)
        edges = (look.M, look.XS, look.XS, look.XS)
        self._row = row(self._icon, self._text, self._action, self._dismiss, margins=edges)
        self.setLayout(self._row)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._slide = QPropertyAnimation(self, b"geometry", self)
        self._slide.setDuration(look.FADE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.hide()

    @property
    def message(self) -> Message | None:
        """The message shown."""
        return self._message

    def show_message(self, message: Message) -> None:
        """Slide a sentence in."""
        self._message = message
        self._icon.setPixmap(icons.pixmap(_ICONS[message.tone], message.tone, look.ICON, self.devicePixelRatioF()))
        self._text.setText(message.text)
        self.setAccessibleName(message.text)
        self._action.setVisible(message.action is not None)
        self._action.setText(message.action_text)
        self._action.setAccessibleName(message.action_text)
        self._timer.stop()
        if not message.stays:
            self._timer.start(LASTING_MS if message.is_lasting else STAY_MS)
        was_hidden = not self.isVisible()
        self.show()
        self.raise_()
        end = self._box()
        if was_hidden:
            self._slide.setStartValue(end.translated(0, end.height()))
            self._slide.setEndValue(end)
            self._slide.start()
        else:
            self.setGeometry(end)

    def dismiss(self) -> None:
        """Take the sentence away."""
        self._timer.stop()
        self._message = None
        self.hide()

    def place(self) -> None:
        """Keep to the lower edge of the parent."""
        self.setGeometry(self._box())

    def sizeHint(self) -> QSize:
        """Take the width of the sentence, at most most of the page."""
        around = self._row.sizeHint().width() - self._text.sizeHint().width()
        words = self._text.fontMetrics().horizontalAdvance(self._text.text()) + look.XL
        width = min(self._page.width() - 2 * look.L, look.scaled(_WIDEST), max(look.scaled(_LEAST), words + around))
        height = self._row.totalHeightForWidth(width) if self._row.hasHeightForWidth() else 0
        return QSize(width, max(40, height))

    def _box(self) -> QRect:
        """Return the place at the lower edge, above the buttons and fields that stand there."""
        size = self.sizeHint()
        page = self._page.rect()
        lowest = QRect(page.left() + look.L, page.bottom() - size.height() - look.S, size.width(), size.height())
        box, covered = QRect(lowest), self._covered(lowest)
        while covered and box.top() > page.center().y():
            box.moveBottom(min(one.top() for one in covered) - look.XS)
            covered = self._covered(box)
        return lowest if covered else box

    def _covered(self, box: QRect) -> list[QRect]:
        """Return the places of what is pressed or typed into that a box would cover."""
        found = []
        for one in self.window().findChildren(QWidget):
            if not isinstance(one, _PRESSED) or not one.isVisible() or self.isAncestorOf(one):
                continue
            place = QRect(self._page.mapFromGlobal(one.mapToGlobal(QPoint())), one.size())
            if place.intersects(box) and not one.visibleRegion().isEmpty():
                found.append(place)
        return found

    def _act(self) -> None:
        message = self._message
        self.dismiss()
        if message is not None and message.action is not None:
            message.action()
