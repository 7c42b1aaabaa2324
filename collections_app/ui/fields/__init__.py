"""Fields people type into, and the form that holds them: every refusal is a sentence under its field."""

from collections_app.domain.forms import Option
from collections_app.ui.fields.choice import ChoiceEdit
from collections_app.ui.fields.day import DayEdit
from collections_app.ui.fields.entry_form import EntryForm
from collections_app.ui.fields.flow import FieldFlow
from collections_app.ui.fields.form import FieldBox, Form
from collections_app.ui.fields.line import LineField, TimeEdit, YenEdit
from collections_app.ui.fields.memo import MemoEdit
from collections_app.ui.fields.place import FormPlace

__all__ = [
    "ChoiceEdit",
    "DayEdit",
    "EntryForm",
    "FieldBox",
    "FieldFlow",
    "Form",
    "FormPlace",
    "LineField",
    "MemoEdit",
    "Option",
    "TimeEdit",
    "YenEdit",
]
