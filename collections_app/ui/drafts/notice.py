"""A line in a form: something typed into it before is still there, to be taken up or thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from collections_app.ui import look
from collections_app.ui.claim.prose import Prose
from collections_app.ui.widgets import Button, column, row

if TYPE_CHECKING:
    from collections_app.ui.drafts.store import AnyDraft


class DraftNotice(QFrame):
    """Alt+Y takes the draft up, Alt+Z throws it away."""

    taken = Signal()
    thrown = Signal()

    def __init__(self, draft: AnyDraft) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self.sentence = Prose(f"この入力には、登録していない書きかけがあります（{draft.moment}）。", "warn")
        self.take, self.throw = Button("続きを入力(&Y)"), Button("捨てる(&Z)")
        self.take.setAccessibleName("書きかけの続きを入力")
        self.throw.setAccessibleName("書きかけを捨てる")
        self.take.clicked.connect(self.taken)
        self.throw.clicked.connect(self.thrown)
        self.setLayout(column(self.sentence, row(self.take, self.throw, None), spacing=look.XS))
