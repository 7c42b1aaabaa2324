"""What every page is given: the desk, the jobs, the settings, the day in force, and how to say something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from collections_app.domain.calendar import fiscal_period, fiscal_year_of
from collections_app.ui.copies import Copies
from collections_app.ui.drafts.store import DraftStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_app.services.changes import Changes
    from collections_app.ui.desk import Desk
    from collections_app.ui.jobs import Jobs
    from collections_app.ui.settings import Settings


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the message bar; `tone` good, info, warn or bad; perhaps a step that follows from it."""

    text: str
    tone: str = "good"
    action_text: str = ""
    action: Callable[[], None] | None = None
    is_lasting: bool = False  # it is to be read by somebody who is just sitting down

    @property
    def stays(self) -> bool:
        """Whether it stays until it is dismissed."""
        return self.tone == "bad"


class Context(QObject):
    """The surroundings of the pages."""

    said = Signal(object)  # a Message
    day_changed = Signal()
    taste_changed = Signal()  # rows higher or lower, text larger or smaller
    data_changed = Signal()  # something was written: read again
    claim_requested = Signal(object)  # a claim number
    person_requested = Signal(object)  # the number of a person
    draft_taken = Signal(object)  # a Draft, for the page of its claim
    list_requested = Signal(object)  # (title, claim numbers)
    database_requested = Signal(object)  # the place of another database
    place_requested = Signal(object)  # (page, where on it: what its `recall` takes)
    rows_requested = Signal(object)  # a FigureWanted
    contact_requested = Signal(object)  # (claim number, ContactKind): open the claim and let the contact be typed
    bulk_requested = Signal(object)  # (title, claim numbers): change many claims together
    reassignment_requested = Signal(object)  # the number of a person whose claims others are to take over
    person_changed = Signal()  # another member of staff sits here
    papers_requested = Signal(object)  # a PaperOffer
    page_requested = Signal(str)  # the key of a page

    def __init__(self, desk: Desk, jobs: Jobs, settings: Settings) -> None:
        super().__init__()
        self.desk = desk
        self.jobs = jobs
        self.settings = settings
        self.drafts = DraftStore(settings.path.parent / "drafts" if settings.path is not None else None, self)
        self.copies = Copies()
        self.drafts.failed.connect(lambda sentence: self.say(sentence, "warn"))
        self.as_of = date.today()  # noqa: DTZ011  (the office's own calendar day)
        self.data_on: date | None = None
        self.changed_with_it: tuple[int, ...] = ()
        self.annual_report: Callable[[int], None] | None = (
            None  # opens the yearly report of a fiscal year, where there is one
        )
        self.last_change = 0  # the audit record that Ctrl+Z would take back; 0 when there is none
        self.kept_change = ""  # the number of what was written last and is not taken back but reversed

    @property
    def fiscal_year(self) -> int:
        """The fiscal year of the day in force."""
        return fiscal_year_of(self.as_of)

    def set_day(self, day: date) -> None:
        """Look at everything as of another day."""
        if day != self.as_of:
            self.as_of = day
            self.day_changed.emit()

    def set_fiscal_year(self, year: int) -> None:
        """Look at a fiscal year: at its last day, or at the newest day there are data for."""
        last = fiscal_period(year)[1]
        self.set_day(min(last, self.data_on) if self.data_on is not None and self.data_on.year >= year else last)

    def set_person(self, staff_no: str) -> None:
        """Remember which member of staff sits here."""
        if staff_no != self.settings.staff_no:
            self.settings.staff_no = staff_no
            self.settings.save()
            self.person_changed.emit()

    def working_day(self) -> date:
        """Return the day whose work is to be done: today, or another day one looks at."""
        from collections_app.domain.day_work import working_day

        return working_day(date.today(), self.as_of, self.data_on)  # noqa: DTZ011  (the office's own calendar day)

    def say(self, text: str, tone: str = "good") -> None:
        """Show a sentence in the message bar."""
        self.said.emit(Message(text, tone))

    def changed(self, changes: Changes, *with_it: Changes, can_undo: bool = True) -> None:
        """Let the pages read again what was written, and remember all of it as one step to undo, unless it is money."""
        self.last_change = changes.audit_no if can_undo else 0
        self.kept_change = "" if can_undo else changes.number
        self.changed_with_it = tuple(one.audit_no for one in with_it) if can_undo else ()
        self.data_changed.emit()
