"""One entry of a card at the right: a bold line with a chip or an amount, soft lines below, a hairline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from collections_app.ui import look
from collections_app.ui.claim.prose import Prose, line_height
from collections_app.ui.widgets import Chip, LinkButton, NumberLabel, clear, column, hairline, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QVBoxLayout

    from collections_app.domain.records import RecordRef


_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry shows. `chip` is word and tone; `amount` stands at the right instead of a chip."""

    name: str
    lines: tuple[str, ...] = ()
    chip: tuple[str, str] = ("", "")
    amount: str = ""
    is_bold: bool = True
    ref: RecordRef | None = None  # the record that Enter or a click opens
    more: tuple[str, RecordRef] | None = None  # a word that opens a second one


class EntryWidget(QWidget):
    """An entry; names and addresses wrap and are never cut. One that is a record tells `opened`."""

    opened = Signal(object)  # its RecordRef

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        if entry.ref is not None:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip("Enterまたはクリックで開きます")
        self.name = Prose(entry.name, bold=entry.is_bold)
        first = row(spacing=look.S)
        first.addWidget(self.name, 1)
        if entry.chip[0]:
            first.addWidget(Chip(*entry.chip), 0, Qt.AlignmentFlag.AlignTop)
        if entry.amount:
            amount = NumberLabel(entry.amount)
            amount.setFixedHeight(line_height(look.text_font()))
            first.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(first, spacing=0, margins=(0, look.XS, 0, look.XS))
        for words in entry.lines:
            layout.addWidget(Prose(words, "soft"))
        if entry.more is not None:
            link = LinkButton(entry.more[0], f"{entry.name} {entry.more[0]}")
            link.clicked.connect(partial(self.opened.emit, entry.more[1]))
            layout.addWidget(link)
        self.setLayout(layout)
        parts = (entry.name, entry.chip[0], entry.amount, *entry.lines)
        self.setAccessibleName(" ".join(part for part in parts if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter or the space bar."""
        if event.key() in _OPENING and self.entry.ref is not None:
            self.opened.emit(self.entry.ref)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open by a click."""
        if self.entry.ref is not None and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.entry.ref)
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard has left."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring of the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.ink("accent"), 2))
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ring, look.SMALL_RADIUS, look.SMALL_RADIUS)
            painter.end()


def fill(
    layout: QVBoxLayout, entries: Sequence[Entry], empty: str, opened: Callable[[object], None] | None = None
) -> None:
    """Replace what is in the layout by entries, or by a sentence when there are none."""
    clear(layout)
    if not entries:
        if empty:
            layout.addWidget(Prose(empty, "soft"))
        return
    for place, entry in enumerate(entries):
        if place:
            layout.addWidget(hairline())
        widget = EntryWidget(entry)
        if opened is not None:
            widget.opened.connect(opened)
        layout.addWidget(widget)
