"""Which claims are changed: those of a list, else those of a person, a section, a tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.bulk import ClaimsWanted
from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.widgets import CheckBox, ChoiceBox, Label, RemovableChip, clear, column, row, soft

if TYPE_CHECKING:
    from collections_app.domain.bulk import BulkPlan
    from collections_app.domain.reassigning import Share


class Target(QWidget):
    """`changed` tells that other claims are meant."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._claim_nos: tuple[str, ...] = ()
        self.staff, self.section, self.tag = ChoiceBox("いまの担当者"), ChoiceBox("いまの担当課"), ChoiceBox("付箋")
        self.open_only = CheckBox("整理・完済を除く", "整理・完済の求償権を除く")
        self.open_only.setChecked(True)
        self._list = row(spacing=look.S)
        self._choices = QWidget()
        self._choices.setLayout(row(self.staff, self.section, self.tag))
        self.summary = Label("", "soft")
        self.summary.setWordWrap(True)
        self.setLayout(
            column(
                row(soft("対象"), self._list, self._choices, self.open_only, None, spacing=look.M),
                self.summary,
                spacing=look.S,
            )
        )
        self.staff.set_choices([("", "担当者を選ぶ")])
        self.section.set_choices([("", "すべての課")])
        self.tag.set_choices([("", "すべての付箋")])
        for box in (self.staff, self.section, self.tag):
            box.activated.connect(self._on_choice)
        self.open_only.toggled.connect(self._on_choice)

    def wanted(self) -> ClaimsWanted:
        """Return which claims are meant."""
        if self._claim_nos:
            return ClaimsWanted(claim_nos=self._claim_nos)
        cells = (str(box.currentData() or "") for box in (self.staff, self.section, self.tag))
        return ClaimsWanted((), *cells)

    def show_wanted(self, wanted: ClaimsWanted, title: str = "") -> None:
        """Mean other claims without telling anybody."""
        clear(self._list)
        self._claim_nos = wanted.claim_nos
        self._choices.setVisible(not wanted.claim_nos)
        if wanted.claim_nos:
            chip = RemovableChip("list", f"{title or '一覧の求償権'} {len(wanted.claim_nos):,}件")
            chip.removed.connect(self._forget_list)
            self._list.addWidget(chip)
        for box, value in ((self.staff, wanted.staff_no), (self.section, wanted.section), (self.tag, wanted.tag)):
            if value and box.findData(value) < 0:
                box.addItem(value, value)  # its word comes with the people
            box.setCurrentIndex(max(0, box.findData(value)))

    def offer(self, shares: Sequence[Share], tags: Sequence[str]) -> None:
        """Offer the people, sections and tags there are."""
        people: list[tuple[object, str]] = [("", "担当者を選ぶ")]
        people += [
            (one.person.staff_no, f"{one.person.name} {one.person.count:,}件") for one in shares if one.person.count
        ]
        chosen = self.staff.currentData()
        if chosen and chosen not in {value for value, _ in people}:
            people.append((chosen, self.staff.currentText()))
        self.staff.set_choices(people)
        names = dict.fromkeys(one.person.section for one in shares)
        self.section.set_choices([("", "すべての課"), *((name, name) for name in names)])
        self.tag.set_choices([("", "すべての付箋"), *((word, f"#{word}") for word in tags)])

    def show_plan(self, plan: BulkPlan) -> None:
        """Say how many claims are meant."""
        if plan.wanted.claims.is_empty:
            self.summary.setText("担当者・課・付箋のどれかを選ぶか、求償権の一覧で行を選んでください。")
            return
        count = len(plan.claim_nos) + plan.same
        closed = f"　整理・完済 {plan.closed:,}件は除外" if plan.closed else ""
        self.summary.setText(f"{count:,}件{closed}" if plan.wanted.is_complete else closed.strip())

    def focus_first(self) -> None:
        """Put the keyboard where claims are chosen."""
        self.staff.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_choice(self) -> None:
        self.changed.emit()

    def _forget_list(self) -> None:
        self.show_wanted(ClaimsWanted())
        self.changed.emit()
        self.focus_first()


def plan_words(plan: BulkPlan) -> str:
    """Return what a change would do, in a sentence."""
    if plan.wanted.claims.is_empty or not plan.wanted.is_complete:
        return ""
    parts = [f"{plan.wanted.kind.label} {len(plan.claim_nos):,}件", f"元金残高 {show_yen(plan.principal)}円"]
    if plan.same:
        parts.append(f"そのまま {plan.same:,}件")
    if plan.tasks:
        parts.append(f"未完了の予定 {plan.tasks:,}件も移します")
    return "　".join(parts)
