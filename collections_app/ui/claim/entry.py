"""One entry of a card at the right: a bold line with a chip or an amount, soft lines below, a hairline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from collections_app.ui import look
from collections_app.ui.claim.prose import Prose, line_height
from collections_app.ui.widgets import Chip, NumberLabel, clear, column, hairline, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QVBoxLayout


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry shows. `chip` is word and tone; `amount` stands at the right instead of a chip."""

    name: str
    lines: tuple[str, ...] = ()
    chip: tuple[str, str] = ("", "")
    amount: str = ""
    is_bold: bool = True


class EntryWidget(QWidget):
    """An entry; names and addresses wrap and are never cut."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
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
        self.setLayout(layout)
        parts = (entry.name, entry.chip[0], entry.amount, *entry.lines)
        self.setAccessibleName(" ".join(part for part in parts if part))


def fill(layout: QVBoxLayout, entries: Sequence[Entry], empty: str) -> None:
    """Replace what is in the layout by entries, or by a sentence when there are none."""
    clear(layout)
    if not entries:
        layout.addWidget(Prose(empty, "soft"))
        return
    for place, entry in enumerate(entries):
        if place:
            layout.addWidget(hairline())
        layout.addWidget(EntryWidget(entry))
