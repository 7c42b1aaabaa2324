"""The page of one claim as of one day. It reads nothing: it is given a ClaimPage and sends wishes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.records import RecordRef
from collections_app.ui import look
from collections_app.ui.claim.header import ClaimHeader
from collections_app.ui.claim.side import Side
from collections_app.ui.claim.story import Story
from collections_app.ui.widgets import column, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collections_app.domain.codes import ContactKind
    from collections_app.domain.views import ClaimPage, PlanMonth
    from collections_app.ui.claim.contact_entry import ContactEntry

_LEFT_SHARE, _RIGHT_SHARE = 700, 438


class ClaimPageWidget(QWidget):
    """Header, story at the left, facts at the right. The ledger takes the whole width."""

    person_requested = Signal(object)  # the number of a person
    as_of_requested = Signal(object)  # the text typed
    contact_submitted = Signal(object)  # a SaveRecord
    entry_changed = Signal()  # the entry row was opened or closed
    record_opened = Signal(object)  # the RecordRef of what is to be corrected
    add_requested = Signal(str)  # the table of the record to be added
    step_done = Signal(object)  # the StepView of a step to be marked done
    steps_wanted = Signal()  # the claim is to be given its first steps
    history_requested = Signal()
    plan_changed = Signal(object)  # the PlanView of the plan that a new one is to replace

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._claim_no = ""
        self._view: ClaimPage | None = None
        self.entry: ContactEntry | None = None
        self.header, self.story, self.side = ClaimHeader(), Story(), Side()
        lower = row(spacing=look.M)
        lower.addWidget(self.story, _LEFT_SHARE)
        lower.addWidget(self.side, _RIGHT_SHARE)
        layout = column(self.header, spacing=look.M, margins=(look.L, look.M, look.L, look.S))
        layout.addLayout(lower, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.story.timeline)
        self.header.person_requested.connect(self.person_requested)
        self.header.as_of_requested.connect(self.as_of_requested)
        self.story.view_changed.connect(self._on_view)
        self.side.month_chosen.connect(self._on_month)
        self.side.opened.connect(self.record_opened)
        self.side.add_requested.connect(self.add_requested)
        self.side.step_done.connect(self.step_done)
        self.side.steps_wanted.connect(self.steps_wanted)
        self.header.tag_opened.connect(self.record_opened)
        self.story.timeline.opened.connect(self.record_opened)
        self.story.history.opened.connect(self.record_opened)
        self.story.plans.opened.connect(self.record_opened)
        self.story.plans.add_requested.connect(self.add_requested)
        self.story.plans.change_requested.connect(self.plan_changed)
        self.story.terms.correction_requested.connect(self._on_terms)

    def show_claim(self, view: ClaimPage) -> None:
        """Show a claim, or the same one as of another day."""
        is_other = view.claim_no != self._claim_no
        self._claim_no = view.claim_no
        self._view = view
        self.header.show_claim(view)
        self.story.show_claim(view, is_other=is_other)
        self.side.show_claim(view)
        if is_other:
            self.story.show_view("timeline")
        if self.entry is not None:
            if is_other:
                self.entry.close_entry()
            self.entry.show_claim(view)

    def claim_no(self) -> str:
        """Return the number of the claim shown."""
        return self._claim_no

    def debtor_name(self) -> str:
        """Return the name of the debtor of the claim shown."""
        return self._view.debtor.name if self._view is not None else ""

    def show_view(self, key: str) -> None:
        """Turn to timeline, ledger or terms."""
        self.story.show_view(key)

    def focus_filter(self) -> None:
        """Narrow the timeline by typing (F3)."""
        self.story.focus_filter()

    def show_as_of_problem(self, sentence: str) -> None:
        """Say under the header what is wrong with the day asked for."""
        self.header.as_of.show_problem(sentence)

    # the entry row

    def begin_contact(self, kind: ContactKind) -> None:
        """Open the entry row above the timeline (F2, F6); one that is open becomes of that kind."""
        if self._view is None:
            return
        if self.entry is None:
            from collections_app.ui.claim.contact_entry import ContactEntry
            from collections_app.ui.fields import FormPlace

            self.entry = ContactEntry()
            self.entry.command_ready.connect(self.contact_submitted)
            self.entry.closed.connect(self._on_entry_closed)
            self.story.put_above_timeline(FormPlace(self.entry))
            self.entry.show_claim(self._view)
        self.story.show_view("timeline")
        self.entry.begin_contact(kind)
        self.entry_changed.emit()

    def open_entry(self) -> ContactEntry | None:
        """Return the entry row while it can be typed into."""
        return self.entry if self.entry is not None and self.entry.isVisibleTo(self) else None

    def may_leave(self) -> bool:
        """Return whether the claim may be left: what was typed is asked about once."""
        return self.entry is None or self.entry.isHidden() or self.entry.may_close()

    def _on_entry_closed(self) -> None:
        self.story.timeline.setFocus()
        self.entry_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F3 narrows the timeline."""
        if event.key() == Qt.Key.Key_F3:
            self.focus_filter()
        else:
            super().keyPressEvent(event)

    def show_history(self) -> None:
        """Turn to what became of the records of the claim (Ctrl+H), or back."""
        self.story.show_view("timeline" if self.story.views.current() == "history" else "history")

    def _on_view(self, key: str) -> None:
        self.side.setVisible(key not in ("ledger", "plans"))
        if key == "history":
            self.history_requested.emit()
        if self.entry is not None:
            self.entry_changed.emit()

    def _on_terms(self) -> None:
        self.record_opened.emit(RecordRef("claims", (self._claim_no,)))

    def _on_month(self, month: PlanMonth) -> None:
        self.story.show_month(month.month)
