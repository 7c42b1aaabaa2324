"""Everything above the claim list that narrows it: the usual row, the chips, the condition editor, pasted numbers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from collections_app.domain.claim_conditions import with_condition
from collections_app.domain.list_views import ClaimFilter
from collections_app.ui import look
from collections_app.ui.pages.condition_chips import ConditionChips, parts_of, without
from collections_app.ui.pages.condition_editor import ConditionEditor
from collections_app.ui.pages.filter_row import OPEN_CLAIMS, FilterRow
from collections_app.ui.pages.pasted_notice import PastedNotice
from collections_app.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.claim_conditions import Condition
    from collections_app.domain.list_views import Choice, NumbersFound
    from collections_app.ui.context import Context

_GROUPING = "grouping"
PASTED = "貼り付けた番号"
_NOTHING = "クリップボードに求償権番号がありません。Excelなどで番号をコピーしてから、もう一度貼り付けてください。"


class Narrowing(QWidget):
    """Shows and changes a ClaimFilter; `changed` tells of what the person changed."""

    changed = Signal(object)  # a ClaimFilter
    left_downwards = Signal()
    grouping_removed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._names: dict[str, dict[str, str]] = {}
        self._grouping = ""
        self.row = FilterRow()
        self.chips = ConditionChips()
        self.editor = ConditionEditor()
        self.notice = PastedNotice()
        self.setLayout(column(self.row, self.chips, self.editor, self.notice, spacing=look.XS))
        self.row.changed.connect(self._on_row)
        self.row.left_downwards.connect(self.left_downwards)
        self.chips.removed.connect(self._on_removed)
        self.chips.add_requested.connect(self.begin_condition)
        self.chips.paste_requested.connect(self.paste)
        self.chips.clear_requested.connect(self.clear_all)
        self.editor.ready.connect(self._on_condition)
        self.editor.closed.connect(self.left_downwards)
        self.notice.closed.connect(self.left_downwards)
        self._show_chips()

    def filter(self) -> ClaimFilter:
        """Return the conditions in force."""
        return self.row.filter()

    def list_title(self) -> str:
        """Return the name of the list of numbers in force."""
        return self.row.list_title()

    def set_filter(self, wanted: ClaimFilter, list_title: str = "") -> None:
        """Show conditions without telling anybody."""
        self.row.set_filter(wanted, list_title)
        if wanted.conditions:
            self.read_choices()
        self._show_chips()

    def set_staff(self, choices: Sequence[Choice]) -> None:
        """Offer members of staff."""
        self.row.set_staff(choices)
        known = {choice.value: choice.label for choice in choices}
        self._names["staff"] = {**self._names.get("staff", {}), **known}
        self._show_chips()

    def show_grouping(self, word: str) -> None:
        """Say what the list is grouped by; nothing when it is not."""
        self._grouping = word
        self._show_chips()

    def focus_text(self) -> None:
        """Put the keyboard into the field for a text."""
        self.row.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.row.text.selectAll()

    def clear_all(self) -> None:
        """Take every condition away."""
        self.notice.hide()
        self.row.change(ClaimFilter())

    # conditions

    def begin_condition(self) -> None:
        """Let a condition be put together."""
        self.read_choices()
        self.editor.begin()

    def read_choices(self) -> None:
        """Read the words conditions can name."""
        read = self._context.jobs.read
        read(self._context.desk.condition_choices, self._take_choices, owner=self, topic="choices")

    def _take_choices(self, choices: Mapping[str, Sequence[Choice]]) -> None:
        self.editor.set_choices(choices)
        self._names = {name: {one.value: one.label for one in words} for name, words in choices.items()}
        self._show_chips()

    def _on_condition(self, condition: Condition) -> None:
        wanted = self.filter()
        conditions = with_condition(wanted.conditions, condition)
        self.row.change(replace(wanted, conditions=conditions), self.list_title())

    def _on_removed(self, key: str) -> None:
        if key == _GROUPING:
            self.grouping_removed.emit()
            return
        wanted, title = without(self.filter(), key), self.list_title()
        if key == "claim_nos":
            self.notice.hide()
            wanted, title = replace(wanted, statuses=wanted.statuses or OPEN_CLAIMS), ""
        self.row.change(wanted, title)

    def _on_row(self, wanted: ClaimFilter) -> None:
        self._show_chips()
        self.changed.emit(wanted)

    def _show_chips(self) -> None:
        grouping = [(_GROUPING, f"{self._grouping}にまとめ", "info")] if self._grouping else []
        self.chips.show_parts(parts_of(self.filter(), self.list_title(), self._names) + grouping)

    # a pasted list

    def paste(self) -> None:
        """Take the numbers on the clipboard as the list."""
        text = QGuiApplication.clipboard().text()
        work = partial(self._context.desk.find_numbers, text)
        self._context.jobs.read(work, self._take_numbers, owner=self, topic="pasted")

    def _take_numbers(self, found: NumbersFound) -> None:
        if not found.claim_nos and not found.missing:
            self._context.say(_NOTHING, "warn")
            return
        self.notice.show_found(found)
        if found.claim_nos:
            self.row.change(ClaimFilter(claim_nos=found.claim_nos), PASTED)
