"""The small card of the summary that says how many new claims are late with a first step; it opens them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from collections_app.ui import look
from collections_app.ui.summary.card import KeyNumber
from collections_app.ui.widgets import CardButton, Label

WORD = "初動の遅れ"
_WIDTH = 132


class LateCard(CardButton):
    """The whole card is a button; the tone is told by its words."""

    def __init__(self) -> None:
        super().__init__(WORD, padding=look.M)
        self.number = KeyNumber()
        self.said = Label("", "hint")
        self.body.setContentsMargins(look.M, look.S, look.M, look.S)
        self.body.setSpacing(0)
        self.body.addWidget(Label(WORD, "soft"))
        self.body.addWidget(self.number)
        self.body.addWidget(self.said)
        self.body.addStretch(1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        look.theme().changed.connect(self._fit)
        self._fit()

    def show_count(self, count: int) -> None:
        """Show the number of late claims."""
        self.number.show_number(f"{count:,}", "件")
        self.said.setText("期限を過ぎた新件" if count else "遅れはありません")
        self.setAccessibleName(f"{WORD} {count:,}件 一覧を開く")

    def _fit(self) -> None:
        self.setFixedWidth(look.scaled(_WIDTH))
