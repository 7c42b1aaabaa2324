"""The form of one record: its fields in the lines of its layout, judged while one types."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.judging import findings_about
from collections_app.domain.records import APPEND_ONLY, ReverseRecord, SaveRecord, is_wanted
from collections_app.domain.row_rules import Finding
from collections_app.ui.entry.editors import editor_for
from collections_app.ui.entry.layouts import MEMOS, ROOMY, WIDTHS, lines_of
from collections_app.ui.fields import ChoiceEdit, EntryForm, FieldBox
from collections_app.ui.fields.form import Editor
from collections_app.ui.fields.name import NameEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_app.domain.forms import FormView
    from collections_app.domain.records import Record

_WHOSE = ("claim_no", "party_no")  # whose a new record is: said in its heading, not asked again
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def field_of(view: FormView, name: str) -> FieldBox:
    """Return the labelled field of a column of a form."""
    column = TABLE[view.table].column(name)
    is_long = name in MEMOS or name in ROOMY
    width = 300 if is_long else WIDTHS[column.kind]
    stretches = is_long or column.kind in (Kind.TEXT, Kind.REFERENCE)
    must = is_wanted(view.table, column)
    word = column.heading.removesuffix("番号") if column.kind is Kind.REFERENCE else column.heading
    box = FieldBox(name, word, editor_for(column, view), width, stretches=stretches)
    box.editor.setAccessibleName(f"{word}{' 必須' if must else ''}")
    return box


class RecordForm(EntryForm):
    """`view` says what is shown and what was kept when it was read."""

    def __init__(self, view: FormView) -> None:
        self.view = view
        self.claim_no = view.record.get("claim_no")  # the claim whose people and things are offered
        self.may_submit: Callable[[], bool] = lambda: True
        self.further: Callable[[], tuple[Finding, ...]] = tuple  # what else is said of what is typed
        table = TABLE[view.table]
        super().__init__(f"{table.title}の入力")
        self.setProperty("role", "plain")
        given = frozenset(name for name in _WHOSE if view.record.get(name) is not None)
        for line in lines_of(view.table, given if view.before is None else frozenset(table.key)):
            for place, name in enumerate(line):
                self._add(name, begins_line=place == 0)
        for box, letter in zip(self.boxes.values(), _LETTERS, strict=False):
            box.set_access_key(letter)
        self._show(view.record)
        self._read_aloud()
        if self.takes_back:
            self._lock()

    def _add(self, name: str, *, begins_line: bool) -> None:
        box = field_of(self.view, name)
        box.begins_line = begins_line
        self.add(box)

    def _lock(self) -> None:
        """Let only the reason be typed: money that was recorded is taken back as it is."""
        for name, box in self.boxes.items():
            if name in ("reason", "memo"):
                box.editor.set_value(None) if isinstance(box.editor, Editor) else None
            else:
                box.editor.setEnabled(False)

    def _show(self, record: Record) -> None:
        for name, box in self.boxes.items():
            if isinstance(box.editor, Editor):
                box.editor.set_value(record.get(name))

    def _read_aloud(self) -> None:
        """Put the reading of a name into an empty kana field, as the IME was given it."""
        name, kana = self.boxes.get("name"), self.boxes.get("kana")
        if name is not None and kana is not None and isinstance(name.editor, NameEdit):
            field = kana.editor
            assert isinstance(field, Editor)
            name.editor.read_aloud.connect(lambda reading: field.set_value(f"{field.content()}{reading}"))

    # what is typed

    def submit(self) -> None:
        """Hand the command over, unless a question above the form has no answer yet."""
        if self.may_submit():
            super().submit()

    def record(self) -> Record:
        """Return the record as the fields say it."""
        typed = {name: box.editor.value() for name, box in self.boxes.items() if isinstance(box.editor, Editor)}
        return {**self.view.record, **typed}

    @property
    def takes_back(self) -> bool:
        """Whether this is money that was recorded: it is not changed but taken back."""
        return self.view.table in APPEND_ONLY and self.view.before is not None

    def command(self) -> SaveRecord | ReverseRecord:
        """Return the request to keep the record, or to take it back."""
        if self.takes_back and self.view.before is not None:
            why = self.boxes.get("reason") or self.boxes["memo"]
            reason = why.editor.value() if isinstance(why.editor, Editor) else None
            return ReverseRecord(self.view.table, self.view.before, str(reason) if reason else None)
        return SaveRecord(self.view.table, self.record(), self.view.before)

    def unread(self) -> dict[str, str]:
        """Return the texts that have no value, by field."""
        boxes = self.boxes.items()
        return {
            name: box.editor.content() for name, box in boxes if isinstance(box.editor, Editor) and box.editor.problem()
        }

    def comparable(self) -> SaveRecord:
        """Return the request to keep the record, a text that has no value left as it was: somebody may change it."""
        before = self.view.before or {}
        record = {**self.record(), **{name: before.get(name) for name in self.unread()}}
        return SaveRecord(self.view.table, record, self.view.before)

    def findings(self) -> tuple[Finding, ...]:
        """Return what is wrong with the record; what is missing, once registering was tried."""
        if self.takes_back:
            return self._without_reason()
        found = (*findings_about(self.view.table, self.record(), self.view.around), *self.further())
        if self.has_tried:
            return found
        return tuple(one for one in found if one.column in self.boxes and not self._is_empty(one.column))

    def _without_reason(self) -> tuple[Finding, ...]:
        name = "reason" if "reason" in self.boxes else "memo"
        if not self.has_tried or not self._is_empty(name):
            return ()
        return (Finding(0, name, "取り消す事由がありません。", "入力してください。"),)

    def show_refusal(self, findings: Sequence[Finding]) -> None:
        """Say under its fields why the record was refused, and go to the first of them."""
        self.show_findings(findings)
        wrong = self.first_problem()
        if wrong is not None:
            self.focus_field(wrong.key)

    def _is_empty(self, name: str) -> bool:
        editor = self.boxes[name].editor
        return isinstance(editor, Editor) and not editor.content().strip()

    def offer(self, view: FormView) -> None:
        """Offer the choices of another claim, and judge by it; what is typed stays."""
        self.view = replace(self.view, choices=view.choices, around=view.around)
        for name, box in self.boxes.items():
            if name != "claim_no" and name in view.choices and isinstance(box.editor, ChoiceEdit):
                box.editor.set_options(view.choices[name])
        self.judge()

    def restart(self, view: FormView) -> None:
        """Go on with another state of the same record as what was kept; what is typed stays."""
        self.view = view
        for name, options in view.choices.items():
            editor = self.boxes[name].editor if name in self.boxes else None
            if isinstance(editor, ChoiceEdit):
                editor.set_options(options)
        self.judge()

    def set_field(self, name: str, value: object) -> None:
        """Put a value into a field, as something typed."""
        editor = self.boxes[name].editor
        assert isinstance(editor, Editor)
        editor.set_value(value)

    def show_record(self, record: Record) -> None:
        """Show another content, as something typed."""
        self._show(record)
        self.judge()
