"""A text of several lines: Enter is a new line, Tab leaves."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from collections_app.domain.errors import UserError
from collections_app.domain.typed import typed_memo
from collections_app.ui import look

_LINES = 2


class MemoEdit(QPlainTextEdit):
    """`edited` tells that the text changed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(look.XS)
        self.setViewportMargins(look.XS, 0, look.XS, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPlaceholderText("Enterで改行、Ctrl+Enterで登録")
        self.textChanged.connect(self.edited)
        look.theme().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        lines = _LINES * QFontMetrics(look.text_font()).lineSpacing()
        self.setFixedHeight(max(lines + 2 * look.S, look.scaled(look.FIELD_HEIGHT)))

    def value(self) -> str | None:
        """Return the text typed; None when there is none, or it cannot be kept."""
        try:
            return typed_memo(self.toPlainText()) or None
        except UserError:
            return None

    def problem(self) -> str:
        """Return why the text cannot be kept."""
        try:
            typed_memo(self.toPlainText())
        except UserError as error:
            return str(error)
        return ""

    @staticmethod
    def reading() -> str:
        """Return nothing: the text says itself."""
        return ""

    def set_value(self, value: object) -> None:
        """Show a text; None empties the field."""
        self.setPlainText("" if value is None else str(value))

    def content(self) -> str:
        """Return what tells whether something was typed."""
        return self.toPlainText()
