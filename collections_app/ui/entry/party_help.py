"""Below the form of a person: who may be the same, and the address that a postal code stands for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from collections_app.domain.likeness import keys_of
from collections_app.domain.records import RecordRef
from collections_app.ui import look
from collections_app.ui.claim.entry import Entry, fill
from collections_app.ui.fields.line import LineField
from collections_app.ui.widgets import Button, Label, clear, column

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_app.domain.people import Candidate
    from collections_app.ui.context import Context
    from collections_app.ui.entry.record_form import RecordForm

_WAIT_MS = 250


def candidate_entries(candidates: Iterable[Candidate]) -> list[Entry]:
    """Return who may be the same person, each with the reasons."""
    return [
        Entry(
            f"{one.name}（{one.party_no}）",
            tuple(line for line in ("・".join(one.reasons), one.address) if line),
            ref=RecordRef("parties", (one.party_no,)),
        )
        for one in candidates
    ]


class PartyHelp(QWidget):
    """Asks while one types, and shows what came back below the fields; nothing is filled in over what was typed."""

    def __init__(self, form: RecordForm, context: Context) -> None:
        super().__init__()
        self._form, self._context = form, context
        self._places: QVBoxLayout = column(spacing=look.XS)
        self._people: QVBoxLayout = column(spacing=0)
        self.heading = Label("同じ人がすでに登録されているかもしれません（Tabで移り、Enterで開きます）", "warning")
        self.heading.setWordWrap(True)
        self.heading.hide()
        self._asked_code = str(form.record().get("postal_code") or "")  # what was there before is not a wish
        self._asked_person = None if form.view.before is None else self._keys()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._ask)
        self.setLayout(column(self._places, self.heading, self._people, spacing=look.S))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        form.body.addWidget(self)
        form.body.addStretch(1)
        form.edited.connect(self._timer.start)
        self._add_link()

    def _add_link(self) -> None:
        """Lead from a person to its page."""
        before = self._form.view.before
        if self._form.view.table == "parties" and before is not None:
            link = Button("この関係人のページを開く")
            link.clicked.connect(partial(self._open, RecordRef("parties", (before["party_no"],))))
            self._form.body.insertWidget(self._form.body.indexOf(self), link)

    def _keys(self) -> frozenset[tuple[str, str]]:
        return frozenset(keys_of(self._form.record())) if self._form.view.table == "parties" else frozenset()

    def _ask(self) -> None:
        self._ask_places()
        keys = self._keys()
        if self._form.view.table == "parties" and keys != self._asked_person:
            self._asked_person = keys
            record = dict(self._form.record())
            work = partial(self._context.desk.similar_people, record)
            self._context.jobs.read(work, self._show_people, owner=self, topic="similar")

    # people

    def _show_people(self, candidates: tuple[Candidate, ...]) -> None:
        fill(self._people, candidate_entries(candidates), "", self._open)
        self.heading.setVisible(bool(candidates))

    def _open(self, ref: object) -> None:
        if isinstance(ref, RecordRef):
            self._context.person_requested.emit(ref.key[0])

    # places

    def _ask_places(self) -> None:
        field = self._form.boxes["postal_code"].editor
        code = field.text().strip() if isinstance(field, LineField) else ""
        if code == self._asked_code:
            return
        self._asked_code = code
        work = partial(self._context.desk.addresses_of, code)
        self._context.jobs.read(work, self._show_places, owner=self, topic="places")

    def _show_places(self, places: tuple[str, ...]) -> None:
        """Fill an empty address with the only place; offer to replace another one."""
        clear(self._places)
        field = self._form.boxes["address"].editor
        if not isinstance(field, LineField) or not isValid(field):
            return
        typed = field.text().strip()
        if not typed and len(places) == 1:
            field.set_value(places[0])
            field.end(False)
            return
        for place in places:
            if not typed.startswith(place):
                button = Button(f"住所を「{place}」にする")
                button.clicked.connect(partial(self._take_place, place))
                self._places.addWidget(button)

    def _take_place(self, place: str) -> None:
        field = self._form.boxes["address"].editor
        if isinstance(field, LineField):
            field.set_value(place)
            field.setFocus()
            field.end(False)
        clear(self._places)
