"""Somebody of a new claim: found among those registered, or typed; who may be the same is shown to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.intake import KNOWN, Alike, Person, Tie
from collections_app.domain.records import whole
from collections_app.ui import look
from collections_app.ui.fields import ChoiceEdit, FieldBox
from collections_app.ui.fields.search import SearchEdit
from collections_app.ui.intake.part import PERSON_LINES, TIE_LINE, PartForm, default_role, read_aloud, role_options
from collections_app.ui.widgets import Label, LinkButton, clear, column

if TYPE_CHECKING:
    from collections_app.domain.forms import FormView

_PAUSE_MS = 300  # typing goes on: wait before the database is asked
_TELLING = ("kana", "birth_date", "phone")  # what people are found again by


class PersonForm(PartForm):
    """`alike_wanted` hands over what was typed of a new person, to be compared with those registered."""

    alike_wanted = Signal(object)

    def __init__(self, part: str, name: str, person: FormView, tie: FormView | None = None) -> None:
        super().__init__(part, name)
        self.known = SearchEdit("parties")
        self.known.setPlaceholderText("名前・カナ・番号で探す。新しい人は空欄のまま")
        self.add(FieldBox(KNOWN, "登録済みの人", self.known, 300, stretches=True))
        self.add_lines(person, [line.split() for line in PERSON_LINES])
        self._own = [name for line in PERSON_LINES for name in line.split()]
        self._has_tie = tie is not None
        if tie is not None:
            self.add_lines(tie, [TIE_LINE.split()])
            role = self.boxes["role"].editor
            if isinstance(role, ChoiceEdit):
                role.set_choices(role_options())
                role.set_value(default_role())
        read_aloud(self)
        self.alike: tuple[Alike, ...] = ()
        self._asked: dict[str, object] = {}
        self._links = QWidget()
        self._listed = column(spacing=0)
        self._links.setLayout(self._listed)
        self._links.hide()
        self.body.addWidget(self._links)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.edited.connect(self._on_edited)

    def person(self) -> Person:
        """Return who it is."""
        known = self.known.value()
        return Person(str(known)) if known is not None else Person("", whole("parties", self.typed("parties")))

    def tie(self) -> Tie:
        """Return who it is and on what terms."""
        return Tie(self.person(), whole("claim_parties", self.typed("claim_parties")))

    def name(self) -> str:
        """Return the name, as others on the page call this person; empty while there is none."""
        chosen = self.known.chosen()
        return chosen.label if chosen is not None else str(self.typed("parties")["name"] or "")

    def is_unsettled(self) -> bool:
        """Return whether somebody registered may be the person typed."""
        return bool(self.alike) and self.known.value() is None

    def take(self, alike: Alike) -> None:
        """Let the person be one who is registered."""
        self.known.set_choices([alike.option])
        self.known.set_value(alike.option.value)
        self.focus_field(KNOWN)

    def offer_alike(self, asked: dict[str, object], found: Sequence[Alike]) -> None:
        """Show those who may be the person typed, unless something else is typed by now."""
        if asked != self._telling():
            return
        if tuple(found) != self.alike:  # the same links stay, one of them may have the keyboard
            self.alike = tuple(found)
            self._show_alike()

    def _on_edited(self) -> None:
        is_known = self.known.value() is not None
        for name in self._own:
            box = self.boxes[name]
            if box.isHidden() != is_known:
                box.setVisible(not is_known)
                box.problem.setVisible(False)
        if is_known:
            self._links.hide()
            return
        self._links.setVisible(self.is_unsettled())
        if self._telling() != self._asked:
            self._pause.start()

    def _telling(self) -> dict[str, object]:
        typed = self.typed("parties")
        return {name: typed[name] for name in _TELLING}

    def _ask(self) -> None:
        telling = self._telling()
        if telling == self._asked:
            return
        self._asked = telling
        can_tell = telling["phone"] or (telling["kana"] and telling["birth_date"])
        if can_tell and self.known.value() is None:
            self.alike_wanted.emit(telling)
        else:
            self.offer_alike(telling, ())

    def _show_alike(self) -> None:
        clear(self._listed)
        self._links.setVisible(self.is_unsettled())
        if not self.is_unsettled():
            return
        said = Label("登録済みの人と同じかもしれません。同じ人ならば選んでください。", "warning")
        said.setWordWrap(True)
        self._listed.addWidget(said)
        for alike in self.alike:
            option = alike.option
            link = LinkButton(f"{option.value} {option.label}　{option.detail}　（{alike.by}が同じ）")
            link.clicked.connect(partial(self.take, alike))
            self._listed.addWidget(link)
        self._listed.setContentsMargins(0, look.XS, 0, look.XS)
