"""The row in which a condition on the claims is put together: column, comparison, value."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collections_app.domain.claim_conditions import FIELD, FIELDS, Comparison, Condition, Shape
from collections_app.domain.errors import UserError
from collections_app.domain.typed import typed_amount
from collections_app.ui.fields import ChoiceEdit, DayEdit, FieldBox, Form, Option, YenEdit
from collections_app.ui.fields.line import LineField
from collections_app.ui.widgets import Button, Label

if TYPE_CHECKING:
    from collections_app.domain.claim_conditions import Field
    from collections_app.domain.list_views import Choice

_LONGEST = 3  # digits of a number of years
_MISSING = "列を選んでください。"


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the office's own calendar day)


class BoundEdit(YenEdit):
    """A bound of an amount: 0 may be one."""

    def read(self, text: str) -> int:
        """Return the yen typed."""
        return typed_amount(text, 0)


class NumberEdit(LineField):
    """A small whole number."""

    def __init__(self) -> None:
        super().__init__(latin=True)

    def read(self, text: str) -> int:
        """Return the number typed."""
        plain = unicodedata.normalize("NFKC", text)
        if not (plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST):
            raise UserError("0から999までの数字で入力してください。")
        return int(plain)


class ConditionEditor(Form):
    """`ready` hands over a condition; the row stays open for the next one."""

    ready = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__("条件を加える")
        self._choices: Mapping[str, Sequence[Choice]] = {}
        self._field: Field | None = None
        self._make_fields()
        self.problem = Label("", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.body.addWidget(self.problem)
        self.edited.connect(self._on_edited)
        self.submitted.connect(self.submit)
        self.escaped.connect(self.leave)
        self._show_boxes()
        self.hide()

    def _make_fields(self) -> None:
        self.field = ChoiceEdit([Option(one.key, one.label) for one in FIELDS])
        self.comparison = ChoiceEdit()
        self.word = ChoiceEdit()
        self.bounds: dict[Shape, tuple[LineField, LineField]] = {
            Shape.DAY: (DayEdit(_today), DayEdit(_today)),
            Shape.YEN: (BoundEdit(), BoundEdit()),
            Shape.NUMBER: (NumberEdit(), NumberEdit()),
        }
        self.add_button = Button("加える", primary=True)
        self.add_button.clicked.connect(self.submit)
        self.close_button = Button("閉じる Esc")
        self.close_button.clicked.connect(self.leave)
        self.add(FieldBox("field", "列", self.field, 168))
        self.add(FieldBox("comparison", "比べ方", self.comparison, 104))
        self.add(FieldBox("word", "値", self.word, 200))
        for shape, (low, high) in self.bounds.items():
            self.add(FieldBox(f"low-{shape.value}", "から", low, 144))
            self.add(FieldBox(f"high-{shape.value}", "まで", high, 144))
        self.add(FieldBox("add", "", self.add_button, 64))
        self.add(FieldBox("close", "", self.close_button, 88))

    # opening and closing

    def begin(self) -> None:
        """Open the row, empty."""
        self._empty()
        self.show()
        self.focus_field("field")

    def leave(self) -> None:
        """Close the row."""
        self.hide()
        self.closed.emit()

    def set_choices(self, choices: Mapping[str, Sequence[Choice]]) -> None:
        """Offer these words for the columns that hold words."""
        self._choices = choices
        if self._field is not None and self._field.shape is Shape.WORD:
            self._offer(self._field)

    def _empty(self) -> None:
        self.clear()
        self._say("")
        self._on_edited()

    # what is typed

    def _on_edited(self) -> None:
        found = FIELD.get(str(self.field.value()))
        if found is not self._field:
            self._field = found
            if found is not None:
                self.comparison.set_options([Option(one, one.label) for one in found.comparisons])
                self.comparison.set_value(found.comparisons[0])
                self._offer(found)
            self._say("")
        self._show_boxes()
        self.show_findings(())

    def _offer(self, found: Field) -> None:
        words = self._choices.get(found.key, ())
        self.word.set_options([Option(one.value, one.label, f"{one.count:,}件") for one in words])

    def _comparison(self) -> Comparison | None:
        found = self.comparison.value()
        return found if isinstance(found, Comparison) else None

    def _show_boxes(self) -> None:
        found, comparison = self._field, self._comparison()
        self.boxes["comparison"].setVisible(found is not None and len(found.comparisons) > 1)
        takes_word = comparison in (Comparison.ANY_OF, Comparison.NONE_OF)
        self.boxes["word"].setVisible(found is not None and takes_word)
        for shape in self.bounds:
            is_asked = found is not None and found.shape is shape and comparison is Comparison.RANGE
            for key in (f"low-{shape.value}", f"high-{shape.value}"):
                self.boxes[key].setVisible(is_asked)

    def condition(self) -> Condition:
        """Return what the fields say; UserError when they say none."""
        found, comparison = self._field, self._comparison()
        if found is None or comparison is None:
            raise UserError(_MISSING if found is None else "比べ方を選んでください。")
        wrong = self.first_problem()
        if wrong is not None:
            raise UserError("赤い枠の欄を直してください。")
        values: tuple[str, ...] = ()
        low: object = None
        high: object = None
        if comparison is Comparison.RANGE:
            low, high = (editor.value() for editor in self.bounds[found.shape])
        elif comparison in (Comparison.ANY_OF, Comparison.NONE_OF):
            values = (str(self.word.value()),) if self.word.value() is not None else ()
        return Condition(found.key, comparison, values, low, high)  # type: ignore[arg-type]

    def submit(self) -> None:
        """Hand the condition over and be ready for the next; say what is missing."""
        if self.close_button.hasFocus():
            self.leave()
            return
        self.settle()
        try:
            condition = self.condition()
        except UserError as error:
            self._say(str(error))
            return
        self.ready.emit(condition)
        self._empty()
        self.focus_field("field")

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
