"""The one door from the screens to the services: every method runs in a job and imports what it needs when called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.deposits_desk import DepositsDesk
from collections_app.ui.forecast_desk import ForecastDesk
from collections_app.ui.intake_desk import IntakeDesk
from collections_app.ui.month_desk import MonthDesk
from collections_app.ui.people_desk import PeopleDesk
from collections_app.ui.plans_desk import PlansDesk
from collections_app.ui.receipts_desk import ReceiptsDesk
from collections_app.ui.record_desk import RecordDesk
from collections_app.ui.records_desk import RecordsDesk
from collections_app.ui.report_desk import ReportDesk
from collections_app.ui.sharing_desk import SharingDesk
from collections_app.ui.summary_desk import SummaryDesk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from collections_app.domain.bulk import BulkDone, BulkPlan, BulkWanted
    from collections_app.domain.codes import ClaimStatus
    from collections_app.domain.day_work import DayWanted, DayWork
    from collections_app.domain.forms import FormView, FormWanted, Option
    from collections_app.domain.list_views import (
        Choice,
        ClaimFilter,
        ClaimGroup,
        ClaimOrder,
        ClaimRow,
        ClaimSums,
        NumbersFound,
        StaffMember,
    )
    from collections_app.domain.paper import PaperWanted
    from collections_app.domain.problem import Problem
    from collections_app.domain.progress import Progress
    from collections_app.domain.receipt_entry import Moved
    from collections_app.domain.records import RecordRef, RemoveRecord, SaveRecord
    from collections_app.domain.saved_view import ListView, SavedView
    from collections_app.domain.views import (
        ClaimPage,
        FigureRows,
        Hit,
        ImportReport,
    )
    from collections_app.reports.document import Document
    from collections_app.services.changes import Changes


class Desk(
    RecordDesk,
    DepositsDesk,
    ReceiptsDesk,
    IntakeDesk,
    PeopleDesk,
    RecordsDesk,
    MonthDesk,
    PlansDesk,
    SharingDesk,
    ReportDesk,
    SummaryDesk,
    ForecastDesk,
):
    """The open office and what can be asked of it. A test puts a double in its place."""

    def make_demo(self, progress: Progress) -> None:
        """Fill `location`, where nothing is yet, with the demonstration data."""
        from collections_app.services.demo import make_demo

        make_demo(self.location, progress)

    def claim_numbers(self, wanted: ClaimFilter, order: ClaimOrder, as_of: date) -> list[str]:
        """Return the numbers of the claims wanted, in order."""
        from collections_app.services.claims import claim_numbers

        return claim_numbers(self.office, wanted, order, as_of)

    def claim_rows(self, numbers: Sequence[str], as_of: date, *, further: bool = False) -> list[ClaimRow]:
        """Return the lines of `numbers`, in their order; `further` with what takes longer to count."""
        from collections_app.services.claims import claim_rows

        return claim_rows(self.office, numbers, as_of, further=further)

    def first_claims(
        self, wanted: ClaimFilter, order: ClaimOrder, as_of: date, limit: int, *, further: bool = False
    ) -> list[ClaimRow]:
        """Return the first lines, sooner than all the numbers."""
        from collections_app.services.claims import first_claims

        return first_claims(self.office, wanted, order, as_of, limit, further=further)

    def claim_sums(self, wanted: ClaimFilter, as_of: date) -> ClaimSums:
        """Return the sums over the claims wanted."""
        from collections_app.services.claims import claim_sums

        return claim_sums(self.office, wanted, as_of)

    def claim_groups(self, wanted: ClaimFilter, grouping: str, as_of: date) -> list[ClaimGroup]:
        """Return the groups of the claims wanted."""
        from collections_app.services.claims import claim_groups

        return claim_groups(self.office, wanted, grouping, as_of)

    def group_damages(self, wanted: ClaimFilter, grouping: str, as_of: date) -> dict[str, int]:
        """Return the damages of each group."""
        from collections_app.services.claims import group_damages

        return group_damages(self.office, wanted, grouping, as_of)

    def find_numbers(self, text: str) -> NumbersFound:
        """Return the claims a pasted list of numbers names, and the numbers that name none."""
        from collections_app.services.claims import find_numbers

        return find_numbers(self.office, text)

    def condition_choices(self) -> dict[str, tuple[Choice, ...]]:
        """Return the words claims can be narrowed by, for each field of conditions that holds words."""
        from collections_app.services.claims import condition_choices

        return condition_choices(self.office)

    def saved_views(self) -> list[SavedView]:
        """Return the person's views of the claim list, then those that others share."""
        from collections_app.services.saved_views import saved_views

        return saved_views(self.office)

    def save_view(self, name: str, view: ListView) -> SavedView:
        """Keep a view under a new name."""
        from collections_app.services.saved_views import save_view

        return save_view(self.office, name, view)

    def update_view(self, view_no: int, view: ListView) -> SavedView:
        """Let an own view show something else."""
        from collections_app.services.saved_views import update_view

        return update_view(self.office, view_no, view)

    def rename_view(self, view_no: int, name: str) -> SavedView:
        """Give an own view another name."""
        from collections_app.services.saved_views import rename_view

        return rename_view(self.office, view_no, name)

    def share_view(self, view_no: int, *, is_shared: bool) -> SavedView:
        """Show an own view to everybody, or to nobody else."""
        from collections_app.services.saved_views import share_view

        return share_view(self.office, view_no, is_shared=is_shared)

    def delete_view(self, view_no: int) -> None:
        """Take an own view away."""
        from collections_app.services.saved_views import delete_view

        delete_view(self.office, view_no)

    def people(self, today: date) -> tuple[StaffMember, ...]:
        """Return the members of staff in office on a day."""
        from collections_app.services.claims import people

        return people(self.office, today)

    def sections(self, only: tuple[ClaimStatus, ...] = ()) -> tuple[Choice, ...]:
        """Return the sections with their numbers of claims of some states, of all when empty."""
        from collections_app.services.claims import sections

        return sections(self.office, only)

    def staff(self, section: str, only: tuple[ClaimStatus, ...] = ()) -> tuple[Choice, ...]:
        """Return the members of staff of a section, of all when it is empty, counting claims of some states only."""
        from collections_app.services.claims import staff

        return staff(self.office, section, only)

    def statuses(self, section: str, staff_no: str) -> tuple[Choice, ...]:
        """Return the statuses with their numbers of claims of a section and a person, of all when empty."""
        from collections_app.services.claims import statuses

        return statuses(self.office, section, staff_no)

    def open_claim(self, claim_no: str, as_of: date) -> ClaimPage:
        """Return everything about a claim."""
        from collections_app.services.claims import open_claim

        return open_claim(self.office, claim_no, as_of)

    def open_form(self, wanted: FormWanted) -> FormView:
        """Return the form of a record or of a new one."""
        from collections_app.services.forms import open_form

        return open_form(self.office, wanted)

    def find_options(self, table: str, text: str) -> tuple[Option, ...]:
        """Return people or claims that a text typed into a reference may mean."""
        from collections_app.services.forms import find_options

        return find_options(self.office, table, text)

    def save_record(self, command: SaveRecord, accepted: frozenset[Moved] | None = None) -> Changes:
        """Keep a new record or a corrected one, with what the person agreed to."""
        from collections_app.services.records import save_record

        return save_record(self.office, command, accepted)

    def remove_record(self, command: RemoveRecord) -> Changes:
        """Take out a record entered by mistake."""
        from collections_app.services.records import remove_record

        return remove_record(self.office, command)

    def undo_record(self, audit_no: int) -> Changes:
        """Take back the change of an audit record."""
        from collections_app.services.undoing import undo

        return undo(self.office, audit_no)

    def undo_records(self, audit_nos: Sequence[int]) -> list[Changes]:
        """Take back changes that were made together."""
        from collections_app.services.undoing import undo_all

        return undo_all(self.office, audit_nos)

    def day_work(self, wanted: DayWanted) -> DayWork:
        """Return the work of a day of a person, a section or everybody."""
        from collections_app.services.day_work import day_work

        return day_work(self.office, wanted)

    def overdue_count(self, wanted: DayWanted) -> int:
        """Return how many things of a person are overdue."""
        from collections_app.services.day_work import overdue_count

        return overdue_count(self.office, wanted)

    def mark_done(self, ref: RecordRef, day: date) -> Changes:
        """Mark a task or a first step as done."""
        from collections_app.services.day_work import mark_done

        return mark_done(self.office, ref, day)

    def postpone(self, ref: RecordRef, day: date) -> Changes:
        """Put a task or a planned contact off to a day."""
        from collections_app.services.day_work import postpone

        return postpone(self.office, ref, day)

    def plan_bulk(self, wanted: BulkWanted) -> BulkPlan:
        """Return what a change of many claims would do."""
        from collections_app.services.bulk import plan_bulk

        return plan_bulk(self.office, wanted)

    def apply_bulk(self, plan: BulkPlan, progress: Progress) -> BulkDone:
        """Change many claims as it was looked at."""
        from collections_app.services.bulk import apply_bulk

        return apply_bulk(self.office, plan, progress)

    def undo_bulk(self, done: BulkDone, progress: Progress) -> int:
        """Take a change of many claims back."""
        from collections_app.services.bulk import undo_bulk

        return undo_bulk(self.office, done, progress)

    def tag_words(self) -> tuple[str, ...]:
        """Return the words that are stuck on claims."""
        from collections_app.services.bulk import tag_words

        return tag_words(self.office)

    def find(self, text: str, limit: int = 30) -> list[Hit]:
        """Search claims, people, telephones and case numbers."""
        from collections_app.services.finding import find

        return find(self.office, text, limit)

    def import_bundle(self, path: Path, *, dry_run: bool, update: bool, progress: Progress) -> ImportReport:
        """Take in a bundle, or only check it."""
        from collections_app.services.transfers import import_bundle

        return import_bundle(self.office, path, dry_run=dry_run, update=update, progress=progress)

    def export_bundle(self, path: Path, progress: Progress) -> None:
        """Write everything as a bundle."""
        from collections_app.services.transfers import export_bundle

        export_bundle(self.office, path, progress)

    def save_problems(self, problems: Sequence[Problem], path: Path) -> None:
        """Write a list of problems as a workbook."""
        from collections_app.services.transfers import save_problems

        save_problems(problems, path)

    def rows_workbook(self, rows: FigureRows, as_of: date, path: Path) -> Path:
        """Write a table shown as a workbook."""
        from collections_app.services.reports import rows_workbook

        return rows_workbook(rows, as_of, path)

    def paper(self, wanted: PaperWanted, progress: Progress) -> Document:
        """Return a paper of a claim, or of a list of claims."""
        from collections_app.services.papers import paper

        return paper(self.office, wanted, progress)

    def save_paper_workbook(self, wanted: PaperWanted, path: Path) -> Path:
        """Write a paper as a workbook and record it."""
        from collections_app.services.papers import save_workbook

        return save_workbook(self.office, wanted, path)

    def stamped(self, document: Document) -> Document:
        """Return a paper with the person and the moment of now."""
        from collections_app.services.papers import stamped

        return stamped(document)

    def record_printing(self, document: Document, pages: int, printer: str) -> None:
        """Record that a paper goes to a printer."""
        from collections_app.services.papers import record_printing

        record_printing(self.office, document, pages, printer)

    def save_paper(self, document: Document, pages: int, content: bytes, path: Path) -> Path:
        """Write the file of a paper and record it."""
        from collections_app.services.papers import save_paper

        return save_paper(self.office, document, pages, content, path)

    def check(self, progress: Progress) -> tuple[Problem, ...]:
        """Check the whole database."""
        from collections_app.services.maintenance import check

        return check(self.office, progress)

    def backup(self, path: Path) -> None:
        """Write a backup."""
        from collections_app.services.maintenance import backup

        backup(self.office, path)
