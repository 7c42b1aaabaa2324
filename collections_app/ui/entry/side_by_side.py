"""A column that two people filled in differently: both texts side by side, one of them chosen by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_app.ui import look
from collections_app.ui.claim.prose import line_height, paint_lines, wrapped

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from collections_app.domain.history import Contested

MINE, THEIRS, OTHER = "mine", "theirs", "other"
_WORDS = {MINE: "1 自分の入力", THEIRS: "2 ほかの人の登録"}
_SAID = {
    "": "まだ選んでいません",
    MINE: "自分の入力を選びました",
    THEIRS: "ほかの人の登録を選びました",
    OTHER: "入力し直しました",
}
_KEYS = {
    Qt.Key.Key_1: MINE,
    Qt.Key.Key_Left: MINE,
    Qt.Key.Key_2: THEIRS,
    Qt.Key.Key_Right: THEIRS,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SideBySide(QWidget):
    """`chosen` tells the value to be shown in the field; ← or 1 takes mine, → or 2 theirs, Enter goes on."""

    chosen = Signal(object)
    stepped = Signal(bool)  # on to the next question, or back
    submitted = Signal()

    def __init__(self, contested: Contested) -> None:
        super().__init__()
        self.contested = contested
        self.choice = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._announce()
        look.theme().changed.connect(self.updateGeometry)

    def follow(self, value: object) -> None:
        """Hear what the field holds by now: one of the two, or something typed instead of both."""
        if value not in (self.contested.mine, self.contested.theirs):
            self._set(OTHER)
        elif self.choice == OTHER:
            self._set(MINE if value == self.contested.mine else THEIRS)

    def choose(self, choice: str) -> None:
        """Take mine or theirs."""
        self._set(choice)
        self.chosen.emit(self.contested.mine if choice == MINE else self.contested.theirs)

    def _set(self, choice: str) -> None:
        self.choice = choice
        self._announce()
        self.update()

    def _announce(self) -> None:
        field = self.contested.field
        self.setAccessibleName(f"{field.heading} {_SAID[self.choice]}")
        self.setAccessibleDescription(f"自分の入力 {self._text(MINE)}　ほかの人の登録 {self._text(THEIRS)} {field.who}")

    def _text(self, side: str) -> str:
        field = self.contested.field
        return (field.before if side == MINE else field.after) or "（空欄）"

    # layout

    def _cells(self, width: int) -> dict[str, QRect]:
        half = (width - look.S) // 2
        top = line_height(look.text_font(bold=True)) + look.XS
        text_width = half - 2 * look.S
        lines = max(len(wrapped(self._text(side), look.text_font(), text_width)) for side in _WORDS)
        height = line_height(look.text_font(look.HINT)) + lines * line_height(look.text_font()) + 2 * look.S
        return {MINE: QRect(0, top, half, height), THEIRS: QRect(half + look.S, top, half, height)}

    def heightForWidth(self, width: int) -> int:
        """Return the height both texts take at a width."""
        return self._cells(width)[MINE].bottom() + look.S

    def sizeHint(self) -> QSize:
        """Ask for the room of both words."""
        room = max(QFontMetrics(look.text_font()).horizontalAdvance(word) for word in _WORDS.values())
        width = 2 * (room + 4 * look.S)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Never cut a word."""
        return QSize(self.sizeHint().width(), 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw heading, who changed it, and both texts; the chosen one has the accent and a tick in words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.text_font(bold=True))
        painter.setPen(look.ink("text"))
        paint_lines(painter, [self.contested.field.heading], 0, 0)
        left = painter.fontMetrics().horizontalAdvance(self.contested.field.heading) + look.S
        painter.setFont(look.text_font(look.HINT))
        painter.setPen(look.ink("warn" if not self.choice else "soft"))
        said = painter.fontMetrics().elidedText(_SAID[self.choice], Qt.TextElideMode.ElideRight, self.width() - left)
        paint_lines(painter, [said], left, 1)
        for side, cell in self._cells(self.width()).items():
            self._paint_cell(painter, side, cell)
        painter.end()

    def _paint_cell(self, painter: QPainter, side: str, cell: QRect) -> None:
        is_chosen = side == self.choice
        frame = QRectF(cell).adjusted(1, 1, -1, -1)
        edge = "accent" if is_chosen or self.hasFocus() else "line_strong"
        painter.setPen(QPen(look.ink(edge), 2 if is_chosen else 1))
        painter.setBrush(look.ink("accent_soft" if is_chosen else "surface"))
        painter.drawRoundedRect(frame, look.SMALL_RADIUS, look.SMALL_RADIUS)
        painter.setFont(look.text_font(look.HINT, bold=is_chosen))
        painter.setPen(look.ink("accent" if is_chosen else "soft"))
        who = f"　{self.contested.field.who}" if side == THEIRS and self.contested.field.who else ""
        word = f"{'✓ ' if is_chosen else ''}{_WORDS[side]}{who}"
        room = cell.width() - 2 * look.S
        shown = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, room)
        paint_lines(painter, [shown], cell.left() + look.S, cell.top() + look.XS)
        painter.setFont(look.text_font())
        painter.setPen(look.ink("text"))
        lines = wrapped(self._text(side), painter.font(), room)
        paint_lines(painter, lines, cell.left() + look.S, cell.top() + look.XS + line_height(look.text_font(look.HINT)))

    # events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, go on, or register."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in _KEYS and not control:
            self.choose(_KEYS[key])
        elif key in _ENTER and control:
            self.submitted.emit()
        elif key in (*_ENTER, Qt.Key.Key_Down, Qt.Key.Key_Up):
            is_back = key == Qt.Key.Key_Up or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.stepped.emit(not is_back)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose by a click."""
        for side, cell in self._cells(self.width()).items():
            if cell.contains(event.position().toPoint()):
                self.choose(side)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard has left."""
        super().focusOutEvent(event)
        self.update()
