"""変更履歴: who changed what from what to what, newest first; a change is taken back where that is still possible."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from collections_app.domain.history import ADDED, CHANGED, IMPORTED, REMOVED
from collections_app.ui import look
from collections_app.ui.claim.entry import Entry, EntryWidget
from collections_app.ui.claim.prose import Prose
from collections_app.ui.widgets import Button, LinkButton, clear, column, hairline, row

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from collections_app.domain.history import Change, FieldChange, History

_TONES = {ADDED: "good", CHANGED: "info", REMOVED: "bad", IMPORTED: ""}
_EMPTY = "（空欄）"
_NOTHING = "まだ変更はありません。登録や訂正をすると、だれがいつ何を変えたかがここに並びます。"


class ChangeWidget(EntryWidget):
    """One change; Enter opens the record, its link takes the change back."""

    undo_wanted = Signal()
    reached = Signal()

    def __init__(self, change: Change) -> None:
        words = f"{change.at}　{change.by}　{change.title}"
        super().__init__(Entry(words, tuple(_lines(change)), (change.word, _TONES[change.word]), ref=change.ref))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # what is gone can be read too
        self.undo: LinkButton | None = None
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(look.S, look.XS, look.S, look.XS)  # the ring of the keyboard crosses no letter
        if change.can_undo:
            self.undo = LinkButton("この変更を元に戻す", f"{words} を元に戻す")
            self.undo.clicked.connect(self.undo_wanted)
            layout.addWidget(self.undo)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into sight."""
        super().focusInEvent(event)
        self.reached.emit()


class HistoryList(QScrollArea):
    """`opened` tells the record of a change, `undo_requested` its audit number, `more_requested` where to go on."""

    opened = Signal(object)
    undo_requested = Signal(object)
    more_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("変更履歴")
        self._lines = column(spacing=0)
        inside = QWidget()
        inside.setLayout(column(self._lines, None))
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.more: Button | None = None
        self._more_box: QWidget | None = None
        self.changes: list[ChangeWidget] = []

    def show_history(self, history: History, *, is_further: bool = False) -> None:
        """Show changes, or add further ones below."""
        if not is_further:
            clear(self._lines)
            self.changes = []
            self.verticalScrollBar().setValue(0)
        elif self._more_box is not None:
            self._more_box.hide()
        self.more = self._more_box = None
        first = len(self.changes)
        for change in history.changes:
            self._add(change)
        if not self.changes:
            self._lines.addWidget(Prose(_NOTHING, "soft"))
        if history.further:
            self._offer_more(history.further)
        if is_further and first < len(self.changes):
            self.changes[first].setFocus(Qt.FocusReason.TabFocusReason)

    def enter(self) -> None:
        """Put the keyboard on the newest change."""
        (self.changes[0] if self.changes else self).setFocus(Qt.FocusReason.TabFocusReason)

    def has_keyboard(self) -> bool:
        """Whether one reads here."""
        focused = self.focusWidget()
        return focused is not None and focused.hasFocus()

    def _add(self, change: Change) -> None:
        if self.changes:
            self._lines.addWidget(hairline())
        widget = ChangeWidget(change)
        widget.opened.connect(self.opened)
        widget.undo_wanted.connect(partial(self.undo_requested.emit, change.audit_no))
        widget.reached.connect(partial(self.ensureWidgetVisible, widget, 0, look.XL))
        self.changes.append(widget)
        self._lines.addWidget(widget)

    def _offer_more(self, further: int) -> None:
        self.more = Button("さらに前の変更")
        self.more.clicked.connect(partial(self.more_requested.emit, further))
        self._more_box = QWidget()
        self._more_box.setLayout(row(self.more, None, margins=(0, look.S, 0, look.S)))
        self._lines.addWidget(self._more_box)


def _lines(change: Change) -> list[str]:
    is_step = change.word == CHANGED or (change.word == IMPORTED and any(field.before for field in change.fields))
    if is_step:
        return [f"{field.heading}　{field.before or _EMPTY} → {field.after or _EMPTY}" for field in change.fields]
    whole = "　".join(_whole(field) for field in change.fields)
    return [whole] if whole else []


def _whole(field: FieldChange) -> str:
    return f"{field.heading} {field.after or field.before}"
