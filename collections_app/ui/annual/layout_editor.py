"""A text editor for layouts: numbered lines, the line in question marked, the sentence below."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from collections_app.reports.layout_terms import LayoutError
from collections_app.ui import look

_TAB_SIGNS = 2


class _Numbers(QWidget):
    """The numbers of the lines, at the left of the text."""

    def __init__(self, editor: LayoutEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def sizeHint(self) -> QSize:
        """Take the room of the longest number."""
        return QSize(self._editor.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in sight."""
        self._editor.paint_numbers(event)


class LayoutEditor(QPlainTextEdit):
    """The text of a layout."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("レイアウトの本文")
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._numbers = _Numbers(self)
        self.updateRequest.connect(self._on_update)
        self.blockCountChanged.connect(self._fit)
        look.theme().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        font = look.number_font()
        self.setFont(font)
        self.setTabStopDistance(_TAB_SIGNS * QFontMetrics(font).horizontalAdvance(" "))
        self._fit()

    def numbers_width(self) -> int:
        """Return the room of the longest number."""
        return QFontMetrics(look.number_font(look.HINT)).horizontalAdvance("0" * 4) + look.S

    def _fit(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers at the left."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._numbers.setGeometry(QRect(inside.left(), inside.top(), self.numbers_width(), inside.height()))

    def _on_update(self, rect: QRect, moved: int) -> None:
        if moved:
            self._numbers.scroll(0, moved)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())

    def paint_numbers(self, event: QPaintEvent) -> None:
        """Draw the numbers of the lines in sight."""
        painter = QPainter(self._numbers)
        painter.fillRect(event.rect(), look.ink("surface"))
        painter.setPen(look.ink("faint"))
        painter.setFont(look.number_font(look.HINT))
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            height = self.blockBoundingRect(block).height()
            room = QRect(0, round(top), self._numbers.width() - look.XS, round(height))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                             str(block.blockNumber() + 1))  # fmt: skip
            top, block = top + height, block.next()
        painter.end()

    # the line in question

    def line_of(self, error: Exception) -> int:
        """Return the line (from 1) an error is about, 0 when that cannot be told."""
        if not isinstance(error, LayoutError):
            return 0
        if error.line is not None:
            return error.line
        text = self.toPlainText()
        for token in (f'"{error.token}"', error.token):
            if error.token and token in text:
                return text[: text.index(token)].count("\n") + 1
        return 0

    def mark(self, line: int) -> None:
        """Mark a line; 0 marks none."""
        marked = []
        block = self.document().findBlockByNumber(line - 1)
        if line and block.isValid():
            one = QTextEdit.ExtraSelection()
            one.format.setBackground(look.ink("bad_soft"))
            one.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            one.cursor = QTextCursor(block)
            marked.append(one)
        self.setExtraSelections(marked)

    def go_to(self, line: int) -> None:
        """Put the cursor on a line."""
        block = self.document().findBlockByNumber(line - 1)
        if line and block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.setFocus()
