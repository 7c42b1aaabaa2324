"""What is typed for a tag or a task that many claims get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.bulk import BulkKind
from collections_app.domain.row_rules import Finding
from collections_app.ui.fields import ChoiceEdit, DayEdit, EntryForm, FieldBox, LineField, Option
from collections_app.ui.fields.form import Editor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_REQUIRED = {"tag": "付箋がありません。", "title": "件名がありません。", "due_on": "日付がありません。"}


class BulkForm(EntryForm):
    """The fields of a kind of change; `values` are what they say."""

    def __init__(self, kind: BulkKind, today: Callable[[], date]) -> None:
        super().__init__(kind.label)
        self.kind = kind
        for key, word, editor, width in self._fields(today):
            box = self.add(FieldBox(key, word, editor, width))
            must = " 必須" if key in _REQUIRED else ""
            editor.setAccessibleName(f"{word}{must}")
            box.set_access_key("AB"[len(self.boxes) - 1])

    def _fields(self, today: Callable[[], date]) -> Sequence[tuple[str, str, QWidget, int]]:
        if self.kind is BulkKind.ADD_TASK:
            return (("title", "件名", LineField(), 300), ("due_on", "期限", DayEdit(today), 136))
        if self.kind is BulkKind.MOVE_NEXT:
            return (("due_on", "次回対応日", DayEdit(today), 136),)
        if self.kind is BulkKind.ADD_TAG:
            return (("tag", "付箋", LineField(), 220), ("until", "期限", DayEdit(today), 136))
        return (("tag", "付箋", ChoiceEdit(), 220),)

    def offer(self, tags: Sequence[str]) -> None:
        """Offer the tags there are, where one is taken off."""
        editor = self.boxes["tag"].editor if "tag" in self.boxes else None
        if isinstance(editor, ChoiceEdit):
            editor.set_choices([Option(word, word) for word in tags])

    def values(self) -> dict[str, Any]:
        """Return what is typed by the names of a BulkWanted; an empty text for what is not."""
        found = {key: box.editor.value() for key, box in self.boxes.items() if isinstance(box.editor, Editor)}
        return {key: "" if value is None and key in {"tag", "title"} else value for key, value in found.items()}

    def command(self) -> dict[str, Any]:
        """Return what is typed."""
        return self.values()

    def findings(self) -> Sequence[Finding]:
        """Return what is missing, once registering was tried."""
        values = self.values()
        missing = [key for key in self.boxes if key in _REQUIRED and not values[key]]
        return [Finding(0, key, _REQUIRED[key], "入力してください。") for key in missing if self.has_tried]
