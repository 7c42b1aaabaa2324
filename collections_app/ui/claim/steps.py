"""The checklist of the first weeks: each step with its day, what proves it, and a key that marks it done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collections_app.domain.calendar import short_era
from collections_app.ui import look
from collections_app.ui.claim.entry import Entry, EntryWidget
from collections_app.ui.claim.prose import Prose
from collections_app.ui.widgets import Card, LinkButton, clear, column, hairline, hint

if TYPE_CHECKING:
    from datetime import date

    from collections_app.domain.initial import StepView
    from collections_app.domain.views import ClaimPage


class StepEntry(EntryWidget):
    """One step; Enter opens its record, Alt and its number tell `done_wanted`."""

    done_wanted = Signal()

    def __init__(self, step: StepView, number: int, as_of: date) -> None:
        super().__init__(step_entry(step, as_of))
        if step.done_on is None:
            word = "方針を書いて完了" if step.needs_memo and not step.memo else "完了にする"
            link = LinkButton(f"{word}(&{number})", f"{step.step.label} {word} Alt+{number}")
            link.clicked.connect(self.done_wanted)
            layout = self.layout()
            assert layout is not None
            layout.addWidget(link)


def step_entry(step: StepView, as_of: date) -> Entry:
    """Return what a step says: done when and by what, or due when and what will prove it."""
    if step.done_on is not None:
        lines = [f"期限 {short_era(step.due_on)}", *step.memo.splitlines()]
        return Entry(step.step.label, tuple(lines), (f"完了 {short_era(step.done_on)}", "good"), ref=step.ref)
    left = (step.due_on - as_of).days
    chip = (f"{-left}日超過", "bad") if left < 0 else ("今日まで" if left == 0 else f"あと{left}日", "info")
    lines = [f"期限 {short_era(step.due_on)}　{step.proof_words}", *step.memo.splitlines()]
    return Entry(step.step.label, tuple(lines), chip, ref=step.ref)


class StepsCard(Card):
    """Shown while a claim has steps, or is new enough to be given them."""

    opened = Signal(object)  # the RecordRef of a step
    done_wanted = Signal(object)  # a StepView
    wanted = Signal()  # the claim is to be given its steps

    def __init__(self) -> None:
        self.count = hint()
        super().__init__("初動", self.count, padding=look.M)
        self.body.setSpacing(look.XS)
        self._listed = column(spacing=0)
        self.body.addLayout(self._listed)

    def show_claim(self, view: ClaimPage) -> None:
        """Show the steps of a claim."""
        self.setVisible(bool(view.steps) or view.may_begin_steps)
        clear(self._listed)
        done = sum(step.done_on is not None for step in view.steps)
        self.count.setText(f"{done} / {len(view.steps)} 完了" if view.steps else "")
        for place, step in enumerate(view.steps, 1):
            if place > 1:
                self._listed.addWidget(hairline())
            entry = StepEntry(step, place, view.as_of)
            entry.opened.connect(self.opened)
            entry.done_wanted.connect(partial(self.done_wanted.emit, step))
            self._listed.addWidget(entry)
        if not view.steps:
            self._listed.addWidget(Prose("初動の期限がまだ付いていません。", "soft"))
            link = LinkButton("初動の期限を付ける(&1)")
            link.clicked.connect(self.wanted)
            self._listed.addWidget(link)
