"""A part of a new claim as a form: its fields, what was found about them; Enter at its end leads to the next part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from collections_app.domain.codes import ObligorRole
from collections_app.domain.intake import OWNER, ROLES
from collections_app.domain.records import whole
from collections_app.ui.entry.layouts import lines_of
from collections_app.ui.entry.record_form import field_of
from collections_app.ui.fields import ChoiceEdit, FieldBox, Form, Option
from collections_app.ui.fields.form import Editor
from collections_app.ui.fields.name import NameEdit

if TYPE_CHECKING:
    from collections_app.domain.forms import FormView
    from collections_app.domain.records import Record
    from collections_app.domain.row_rules import Finding

PERSON_LINES = ("kind name kana", "birth_date phone", "postal_code address", "status status_on operating")
TIE_LINE = "role contracted_on limit_amount share"


class PartForm(Form):
    """`part` is the key its findings come under. `passed` tells the step taken beyond its first or last field."""

    passed = Signal(object)

    def __init__(self, part: str, name: str) -> None:
        super().__init__(name)
        self.part = part
        self.has_tried = False
        self.setProperty("role", "plain")
        self.body.setContentsMargins(0, 0, 0, 0)

    def add_lines(self, view: FormView, lines: Sequence[Sequence[str]]) -> None:
        """Add the fields of some columns, line by line, and show what is given."""
        for line in lines:
            for place, name in enumerate(line):
                box = self.add(self.field(view, name))
                box.begins_line = place == 0
                if isinstance(box.editor, Editor):
                    box.editor.set_value(view.record.get(name))

    def field(self, view: FormView, name: str) -> FieldBox:
        """Return the field of a column."""
        return field_of(view, name)

    def typed(self, table: str) -> dict[str, Any]:
        """Return the columns of a table that stand on this form, as the fields say them."""
        columns = whole(table, {})
        return {
            name: box.editor.value()
            for name, box in self.boxes.items()
            if name in columns and isinstance(box.editor, Editor)
        }

    def show_found(self, found: Sequence[Finding]) -> None:
        """Say under the fields what is wrong; of what is missing only after registering was tried."""
        self.show_findings(one for one in found if self.has_tried or not self._is_empty(one.column))

    def _is_empty(self, name: str) -> bool:
        box = self.boxes.get(name)
        return box is None or (isinstance(box.editor, Editor) and not box.editor.content().strip())

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        self.focus_field(next(iter(self.boxes)))

    def focus_last(self) -> None:
        """Put the keyboard into the last field that is shown."""
        self.focus_field([box.key for box, _ in self.editors()][-1])

    def go(self, step: int) -> None:
        """Go to the next or previous field, or beyond this form."""
        before = QApplication.focusWidget()
        super().go(step)
        if QApplication.focusWidget() is before:
            self.passed.emit(step)


class ClaimForm(PartForm):
    """The claim itself. The section is chosen among those that have staff."""

    def __init__(self, part: str, view: FormView, sections: Sequence[str]) -> None:
        super().__init__(part, "求償権の入力")
        self._sections = [Option(section, section) for section in sections]
        lines = [[name for name in line if name != "debtor_no"] for line in lines_of("claims", frozenset())]
        self.add_lines(view, lines)

    def field(self, view: FormView, name: str) -> FieldBox:
        """Return the field of a column; the section is chosen."""
        if name != "section":
            return super().field(view, name)
        box = FieldBox(name, "担当課", ChoiceEdit(self._sections), 128, stretches=True)
        box.editor.setAccessibleName("担当課 必須")
        return box

    def record(self) -> Record:
        """Return the claim typed; its debtor is known when it is written."""
        return whole("claims", self.typed("claims"))

    def set(self, name: str, value: object) -> None:
        """Show another value in a field."""
        editor = self.boxes[name].editor
        if isinstance(editor, Editor):
            editor.set_value(value)


class CollateralForm(PartForm):
    """One collateral; its owner is chosen among the people of the claim."""

    def __init__(self, part: str, view: FormView) -> None:
        super().__init__(part, "担保の入力")
        self.owner = ChoiceEdit()
        lines = [[name for name in line if name != OWNER] for line in lines_of("collaterals", frozenset(("claim_no",)))]
        box = self.add(FieldBox(OWNER, "所有者", self.owner, 190, stretches=True))
        box.editor.setAccessibleName("所有者 必須")
        self.add_lines(view, lines)

    def offer_owners(self, names: Sequence[str]) -> None:
        """Offer the people of the claim by their places; one who is there no more is not chosen."""
        chosen = self.owner.value()
        self.owner.set_choices([Option(place, name) for place, name in enumerate(names)])
        if self.owner.text() and chosen is not None:
            self.owner.set_value(chosen)

    def owner_place(self) -> int | None:
        """Return the place of the owner chosen, None when there is none."""
        value = self.owner.value()
        return value if isinstance(value, int) else None

    def record(self) -> Record:
        """Return the collateral typed, its owner apart."""
        return whole("collaterals", {name: value for name, value in self.typed("collaterals").items() if name != OWNER})


def role_options() -> list[Option]:
    """Return the roles that somebody beside the debtor may have on a new claim."""
    return [Option(role.value, role.label) for role in ROLES]


def default_role() -> str:
    """Return the role most of them have."""
    return str(ObligorRole.JOINT_GUARANTOR.value)


def read_aloud(form: Form) -> None:
    """Put the reading of a name into the kana field, as the IME was given it."""
    name, kana = form.boxes["name"].editor, form.boxes["kana"].editor
    if isinstance(name, NameEdit) and isinstance(kana, Editor):
        name.read_aloud.connect(lambda reading: kana.set_value(f"{kana.content()}{reading}"))
