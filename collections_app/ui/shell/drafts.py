"""書きかけの入力: what was typed and not registered before the program ended, to go on with or to throw away."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from collections_app.ui import look
from collections_app.ui.claim.prose import Prose
from collections_app.ui.overlay import Overlay
from collections_app.ui.widgets import Button, clear, column, hairline, row, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.ui.context import Context
    from collections_app.ui.drafts.store import AnyDraft

_WIDTH = 560
_ELSEWHERE = "同じ記録を開くと、続きを入力できます。"
_NOTHING = "書きかけの入力はありません。入力の途中でプログラムが止まったときに、ここから続けられます。"


class DraftsOverlay(Overlay):
    """`taken` and `thrown` tell the draft."""

    taken = Signal(object)
    thrown = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName("書きかけの入力")
        self.lines = column(spacing=look.S)
        inside = QWidget()
        inside.setLayout(column(self.lines, None))
        self.place = QScrollArea()
        self.place.setWidgetResizable(True)
        self.place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.place.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.place.viewport().setAutoFillBackground(False)
        self.leave = Button("閉じる Esc")
        self.leave.clicked.connect(partial(self.close_over))
        self.buttons: list[Button] = []
        edge = look.L
        body = column(section("書きかけの入力"), self.place, row(None, self.leave), margins=(edge, edge, edge, edge))
        body.setStretch(1, 1)
        self.setLayout(body)

    def show_drafts(self, drafts: Sequence[AnyDraft]) -> None:
        """Open with these drafts, or show those that are left."""
        clear(self.lines)
        self.buttons = []
        for draft in drafts:
            self._add(draft)
        if not drafts:
            self.lines.addWidget(Prose(_NOTHING, "soft"))
        if not self.isVisible():
            self.open_over()
        self._fit()
        (self.buttons[0] if self.buttons else self.leave).setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self, draft: AnyDraft) -> None:
        if self.lines.count():
            self.lines.addWidget(hairline())
        words = f"{draft.title}　{draft.subject}".strip()
        self.lines.addWidget(Prose(words, bold=True))
        self.lines.addWidget(Prose(f"{draft.moment}　{draft.words}", "soft"))
        take, throw = Button("続きを入力"), Button("捨てる")
        take.setAccessibleName(f"{words} の続きを入力")
        throw.setAccessibleName(f"{words} の書きかけを捨てる")
        take.clicked.connect(partial(self.taken.emit, draft))
        throw.clicked.connect(partial(self.thrown.emit, draft))
        if draft.page or draft.claim_no:
            self.lines.addLayout(row(take, throw, None))
            self.buttons += [take, throw]
        else:
            self.lines.addWidget(Prose(_ELSEWHERE, "soft"))
            self.lines.addLayout(row(throw, None))
            self.buttons.append(throw)

    def _fit(self) -> None:
        window = self._window
        width = min(look.scaled(_WIDTH), window.width() - 2 * look.XL)
        height = min(look.scaled(_WIDTH) * 3 // 4, window.height() - 2 * look.XL)
        self.setGeometry((window.width() - width) // 2, look.XL * 2, width, height)


def show_drafts(window: QWidget, context: Context) -> None:
    """Show what is waiting over the window; what is taken up is typed on where it was."""
    overlay = window.findChild(DraftsOverlay)
    if overlay is None:
        overlay = DraftsOverlay(window)
        overlay.taken.connect(partial(_take_up, overlay, context))
        overlay.thrown.connect(partial(_throw, overlay, context))
    overlay.show_drafts(context.drafts.waiting(context.desk.location))


def _take_up(overlay: DraftsOverlay, context: Context, draft: AnyDraft) -> None:
    overlay.close_over(give_back=False)
    if draft.page:
        context.place_requested.emit((draft.page, draft))
    else:
        context.claim_requested.emit(draft.claim_no)
        context.draft_taken.emit(draft)
    context.say(f"{draft.title}の続きを入力できます。登録はF9です。", "info")  # in the place of what told of it


def _throw(overlay: DraftsOverlay, context: Context, draft: AnyDraft) -> None:
    context.drafts.drop(draft.draft_id)
    overlay.show_drafts(context.drafts.waiting(context.desk.location))
