"""The right column of a person's page: heirs, earlier addresses, notes, who may be the same, who was merged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from collections_app.domain.bundle import TABLE
from collections_app.domain.calendar import short_era
from collections_app.domain.records import RecordRef
from collections_app.ui import look
from collections_app.ui.claim.entry import Entry, fill
from collections_app.ui.entry.party_help import candidate_entries
from collections_app.ui.widgets import Card, LinkButton, column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_app.domain.people import Fact, PersonPage

_NO_ADDRESS = "以前の住所はありません。住所や電話を訂正すると、前のものがここに残ります。"
_NO_NOTES = "メモはありません。"


class PersonSide(QScrollArea):
    """Five cards; those with nothing to tell are not there, but for addresses and notes."""

    opened = Signal(object)  # the RecordRef of an entry
    add_requested = Signal(str)  # the table of the record to be added

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("相続人・住所履歴・メモ・重複の候補")
        self._layouts: dict[str, QVBoxLayout] = {}
        self.cards = {
            "heirs": self._card("heirs", "相続人", ""),
            "candidates": self._card("candidates", "同じ人かもしれません", ""),
            "addresses": self._card("addresses", "住所・電話の履歴", "party_addresses"),
            "notes": self._card("notes", "メモ", "notes"),
            "merged": self._card("merged", "統合された番号", ""),
        }
        body = QWidget()
        body.setProperty("role", "canvas")
        body.setLayout(column(*self.cards.values(), None, spacing=look.M))
        self.setWidget(body)

    def _card(self, key: str, heading: str, table: str) -> Card:
        trailing = None
        if table:
            trailing = LinkButton("＋追加", f"{TABLE[table].title}を追加")
            trailing.clicked.connect(partial(self.add_requested.emit, table))
        card = Card(heading, trailing, padding=look.M)
        card.body.setSpacing(look.XS)
        self._layouts[key] = column(spacing=0)
        card.body.addLayout(self._layouts[key])
        return card

    def show_person(self, view: PersonPage) -> None:
        """Show what is known of a person."""
        entries = {
            "heirs": _heirs(view),
            "candidates": candidate_entries(view.candidates),
            "addresses": _facts(view.addresses),
            "notes": _facts(view.notes),
            "merged": _merged(view),
        }
        sentences = {"addresses": _NO_ADDRESS, "notes": _NO_NOTES}
        for key, found in entries.items():
            fill(self._layouts[key], found, sentences.get(key, ""), self.opened.emit)
            self.cards[key].setVisible(bool(found) or key in sentences)
        self.verticalScrollBar().setValue(0)


def _facts(facts: Iterable[Fact]) -> list[Entry]:
    return [Entry(fact.title, fact.lines, is_bold=False, ref=fact.ref) for fact in facts]


def _heirs(view: PersonPage) -> list[Entry]:
    found = []
    for heir in view.heirs:
        chip = (f"相続放棄 {short_era(heir.renounced_on)}", "info") if heir.renounced_on is not None else ("", "")
        share = f"持分 {heir.share}" if heir.share else "持分の記録なし"
        lines = (share, "・".join(heir.claim_nos))
        found.append(Entry(heir.name, lines, chip, ref=RecordRef("parties", (heir.party_no,))))
    return found


def _merged(view: PersonPage) -> list[Entry]:
    return [
        Entry(
            f"{one.party_no} {one.name}",
            (f"{short_era(one.merged_on)}に統合。Enterで統合を元に戻せます。",),
            is_bold=False,
            ref=RecordRef("party_merges", (one.party_no,)),
        )
        for one in view.merged
    ]
