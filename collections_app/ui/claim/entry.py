"""One entry of a card at the right: a bold line with a chip or an amount, soft lines below, a hairline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from collections_app.ui import look
from collections_app.ui.widgets import Chip, Label, NumberLabel, clear, column, hairline, row

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
        self.name = _wrapped(entry.name)
        if entry.is_bold:
            font = look.text_font(bold=True)
            self.name.setFont(font)
        first = row(spacing=look.S)
        first.addWidget(self.name, 1)
        if entry.chip[0]:
            first.addWidget(Chip(*entry.chip), 0, Qt.AlignmentFlag.AlignTop)
        if entry.amount:
            first.addWidget(NumberLabel(entry.amount), 0, Qt.AlignmentFlag.AlignTop)
        layout = column(first, spacing=2, margins=(0, look.XS, 0, look.XS))
        for words in entry.lines:
            layout.addWidget(_wrapped(words, "soft"))
        self.setLayout(layout)
        self.setAccessibleName(" ".join((entry.name, entry.chip[0], entry.amount, *entry.lines)))


def _wrapped(words: str, role: str = "body") -> Label:
    # words without spaces wrap anywhere: a zero-width space stands between the characters of long runs
    label = Label(words, role)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label


def fill(layout: QVBoxLayout, entries: Sequence[Entry], empty: str) -> None:
    """Replace what is in the layout by entries, or by a sentence when there are none."""
    clear(layout)
    if not entries:
        sentence = Label(empty, "soft")
        sentence.setWordWrap(True)
        layout.addWidget(sentence)
        return
    for place, entry in enumerate(entries):
        if place:
            layout.addWidget(hairline())
        layout.addWidget(EntryWidget(entry))
