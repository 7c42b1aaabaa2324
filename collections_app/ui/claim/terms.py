"""契約: the terms the claim comes from, as recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from collections_app.reports.claim_terms import term_pairs
from collections_app.ui import look
from collections_app.ui.widgets import Label, LinkButton, clear, column

if TYPE_CHECKING:
    from collections_app.domain.views import ClaimPage


class Terms(QScrollArea):
    """Labels at the left, aligned right; the words can be selected and copied."""

    correction_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        correct = LinkButton("契約の内容を訂正")
        correct.clicked.connect(self.correction_requested)
        self.values: dict[str, Label] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.L)
        self._grid.setVerticalSpacing(look.M)
        self._grid.setColumnStretch(1, 1)
        body = QWidget()
        body.setLayout(column(self._grid, correct, None, margins=(look.S, look.S, look.S, look.S)))
        self.setWidget(body)
        self.setWidgetResizable(True)
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("契約")

    def show_claim(self, view: ClaimPage) -> None:
        """Show the terms of a claim."""
        clear(self._grid)
        self.values = {}
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        for line, (label, words) in enumerate(term_pairs(view)):
            value = Label(words)
            value.setWordWrap(True)
            value.setTextInteractionFlags(flags)
            value.setAccessibleName(f"{label} {words}")
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Label(label, "soft"), line, 0, side)
            self._grid.addWidget(value, line, 1)
            self.values[label] = value
