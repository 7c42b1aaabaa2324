"""Everything the list is narrowed by, in words; each part is taken away by its chip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QSizePolicy, QWidget

from collections_app.domain.claim_conditions import in_words
from collections_app.domain.list_views import ClaimFilter
from collections_app.ui.widgets import Flow, LinkButton, RemovableChip, clear

if TYPE_CHECKING:
    from collections_app.domain.claim_conditions import Names

_CONDITION = "condition:"
Part = tuple[str, str, str]  # key, words, tone


def parts_of(wanted: ClaimFilter, list_title: str, names: Names) -> list[Part]:
    """Return the parts of a filter in words."""
    staff = names.get("staff", {})
    parts: list[Part] = []
    if wanted.claim_nos:
        parts.append(("claim_nos", f"{list_title or '番号の一覧'} {len(wanted.claim_nos):,}件", "warn"))
    if wanted.section:
        parts.append(("section", f"担当課 = {wanted.section}", "accent"))
    if wanted.statuses:
        parts.append(("statuses", f"状態 = {'、'.join(status.label for status in wanted.statuses)}", "accent"))
    if wanted.staff_no:
        parts.append(("staff_no", f"担当者 = {staff.get(wanted.staff_no, wanted.staff_no)}", "accent"))
    if wanted.text:
        parts.append(("text", f"「{wanted.text}」を含む", "accent"))
    return parts + [(f"{_CONDITION}{at}", in_words(one, names), "accent") for at, one in enumerate(wanted.conditions)]


def without(wanted: ClaimFilter, key: str) -> ClaimFilter:
    """Return a filter without one of its parts."""
    if key.startswith(_CONDITION):
        at = int(key.removeprefix(_CONDITION))
        return replace(wanted, conditions=wanted.conditions[:at] + wanted.conditions[at + 1 :])
    empty = ClaimFilter()
    return replace(wanted, **{key: getattr(empty, key)})


class ConditionChips(QWidget):
    """The chips, then what is done with them: one more condition, a pasted list, none at all."""

    removed = Signal(str)
    add_requested = Signal()
    paste_requested = Signal()
    clear_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chips: list[RemovableChip] = []
        self._flow = Flow()
        self.setLayout(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._parts: list[Part] = []
        self._make([])

    def show_parts(self, parts: list[Part]) -> None:
        """Show the parts of a filter; the keyboard stays where it was as far as it can."""
        if parts == self._parts:
            return
        had_focus = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), None)
        self._make(parts)
        if had_focus is not None:
            following = self.chips[min(had_focus, len(self.chips) - 1)] if self.chips else self.add
            following.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, parts: list[Part]) -> None:
        self._parts = parts
        clear(self._flow)
        self.chips = [RemovableChip(key, words, tone) for key, words, tone in parts]
        for chip in self.chips:
            chip.removed.connect(self.removed)
            self._flow.addWidget(chip)
        self.add = self._link("＋ 条件", "条件を加える (Ctrl+Shift+F)", self.add_requested)
        self._link("番号を貼り付け", "番号の一覧を貼り付けて絞り込む (表の中で Ctrl+V)", self.paste_requested)
        if parts:
            self._link("すべて外す", "条件をすべて外す", self.clear_requested)
        self.updateGeometry()

    def _link(self, text: str, name: str, told: SignalInstance) -> LinkButton:
        link = LinkButton(text, name)
        link.setToolTip(name)
        link.clicked.connect(told)
        self._flow.addWidget(link)
        return link
