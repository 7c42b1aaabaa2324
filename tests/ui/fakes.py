"""A desk without a database: invented claims in memory, answered as the services answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from collections_app.domain.claim_numbers import pasted_numbers
from collections_app.domain.codes import ClaimStatus, ContactKind
from collections_app.domain.day_work import DayWanted, DayWork
from collections_app.domain.errors import BundleError, NotFoundError, UserError
from collections_app.domain.list_views import (
    Choice,
    ClaimFilter,
    ClaimOrder,
    ClaimRow,
    ClaimSums,
    NumbersFound,
    StaffMember,
)
from collections_app.domain.month_report import Filled
from collections_app.domain.paper import COMPUTED, ClaimParties, PaperKind, PaperWanted, Stamp
from collections_app.domain.pivot import Pivot, PivotWanted, crossed
from collections_app.domain.problem import Place, Problem
from collections_app.domain.saved_view import SavedView
from collections_app.domain.statement import statement
from collections_app.domain.summary_views import GroupBalance
from collections_app.domain.views import ClaimPage, FigureRows, Hit, ImportReport, OfficeState
from collections_app.reports import papers, statement_papers
from collections_app.ui.desk import Desk
from tests.ui import sample_statements, sample_views

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from collections_app.domain.breakdowns import FigureWanted
    from collections_app.domain.progress import Progress
    from collections_app.domain.shown import Shown
    from collections_app.domain.summary_views import BalanceSeen, GroupLine, SummarySeen, SummaryWanted
    from collections_app.reports.document import Document

AS_OF = date(2025, 3, 31)
STAMP = Stamp("佐藤 一郎", datetime(2025, 4, 1, 10, 23))
_NAMES = (
    "有限会社青葉印刷",
    "株式会社広瀬商事",
    "高橋　直樹",
    "熊谷　恵子",
    "株式会社名取電設",
    "株式会社北辰水産",
    "栗駒食品株式会社",
)
_STAFF = (("S01", "及川"), ("S02", "鈴木"), ("S03", "高橋"), ("S04", "佐藤"))


def make_row(at: int) -> ClaimRow:
    status = tuple(ClaimStatus)[(at // 5) % 4] if at % 3 == 0 else ClaimStatus.ACTIVE
    staff_no, staff_name = _STAFF[at % 4]
    return ClaimRow(
        claim_no=f"K{2019 + at % 6}-{at:05}",
        debtor_name=_NAMES[at % 7],
        debtor_kana="アオバ",
        status=status,
        subrogated_on=date(2019, 4, 1) + timedelta(days=at * 7 % 2000),
        principal=3_000_000_000 if at == 0 else (at * 7_654_321) % 45_000_000,
        damages=(at * 1_234_567) % 9_000_000,
        costs=(at * 321) % 40_000,
        monthly_amount=None if at % 3 == 0 else (at % 12) * 10_000,
        last_contact_on=AS_OF - timedelta(days=at % 90),
        last_contact_kind=tuple(ContactKind)[at % 4],
        next_on=None if at % 5 == 3 else AS_OF + timedelta(days=at % 30),
        bank_name="青葉銀行",
        section="第一課" if at % 2 else "第二課",
        staff_no=staff_no,
        staff_name=staff_name,
    )


class FakeDesk(Desk):
    """Answers at once; `calls` says what was asked."""

    def __init__(self, count: int = 412, location: str = "memory://") -> None:
        super().__init__(location)
        self.rows = [make_row(at) for at in range(count)]
        self.by_no = {row.claim_no: row for row in self.rows}
        self.calls: list[tuple[object, ...]] = []
        self.problems: tuple[Problem, ...] = ()
        self.is_closed = False
        self.refusal: UserError | None = None  # why nothing can be written

    def open(self) -> OfficeState:
        return self.state()

    def state(self) -> OfficeState:
        return OfficeState(self.location, len(self.rows), AS_OF if self.rows else None)

    def close(self) -> None:
        self.is_closed = True

    def make_demo(self, progress: Progress) -> None:
        progress.step("求償権を作っています", 1, 2)
        self.calls.append(("demo", self.location))

    def _wanted(self, wanted: ClaimFilter) -> list[ClaimRow]:
        return [
            row
            for row in self.rows
            if (not wanted.statuses or row.status in wanted.statuses)
            and wanted.section in ("", row.section)
            and wanted.staff_no in ("", row.staff_no)
            and (not wanted.text or wanted.text in row.claim_no + row.debtor_name)
            and (not wanted.claim_nos or row.claim_no in wanted.claim_nos)
        ]

    def claim_numbers(self, wanted: ClaimFilter, order: ClaimOrder, as_of: date) -> list[str]:
        self.calls.append(("numbers", wanted, order, as_of))
        name = {"debtor": "debtor_kana", "staff": "staff_no"}.get(order.column, order.column)
        rows = sorted(self._wanted(wanted), key=lambda row: str(getattr(row, name)), reverse=order.descending)
        if order.column in {"principal", "damages", "costs"}:
            rows.sort(key=lambda row: getattr(row, order.column), reverse=order.descending)
        return [row.claim_no for row in rows]

    def claim_rows(self, numbers: Sequence[str], as_of: date, *, further: bool = False) -> list[ClaimRow]:
        self.calls.append(("rows", len(numbers)))
        return [self.by_no[number] for number in numbers]

    def first_claims(
        self, wanted: ClaimFilter, order: ClaimOrder, as_of: date, limit: int, *, further: bool = False
    ) -> list[ClaimRow]:
        numbers = self.claim_numbers(wanted, order, as_of)[:limit]
        return [self.by_no[number] for number in numbers]

    def claim_sums(self, wanted: ClaimFilter, as_of: date) -> ClaimSums:
        rows = self._wanted(wanted)
        return ClaimSums(
            len(rows),
            sum(row.principal for row in rows),
            sum(row.damages for row in rows),
            sum(row.costs for row in rows),
        )

    def find_numbers(self, text: str) -> NumbersFound:
        given = pasted_numbers(text)
        return NumbersFound(
            tuple(one for one in given if one in self.by_no), tuple(one for one in given if one not in self.by_no)
        )

    def condition_choices(self) -> dict[str, tuple[Choice, ...]]:
        return {"status": self.statuses("", ""), "section": self.sections(), "staff": self.staff("")}

    def saved_views(self) -> list[SavedView]:
        return []

    def people(self, today: date) -> tuple[StaffMember, ...]:
        return tuple(StaffMember(no, name, "第一課") for no, name in _STAFF)

    def sections(self, only: tuple[ClaimStatus, ...] = ()) -> tuple[Choice, ...]:
        rows = self._wanted(ClaimFilter(statuses=only))
        names = ("第一課", "第二課")
        return tuple(Choice(name, name, sum(row.section == name for row in rows)) for name in names)

    def staff(self, section: str, only: tuple[ClaimStatus, ...] = ()) -> tuple[Choice, ...]:
        rows = self._wanted(ClaimFilter(section=section, statuses=only))
        return tuple(Choice(no, name, sum(row.staff_no == no for row in rows)) for no, name in _STAFF)

    def statuses(self, section: str, staff_no: str) -> tuple[Choice, ...]:
        rows = self._wanted(ClaimFilter(section=section, staff_no=staff_no))
        return tuple(Choice(one.value, one.label, sum(row.status == one for row in rows)) for one in ClaimStatus)

    def open_claim(self, claim_no: str, as_of: date) -> ClaimPage:
        self.calls.append(("claim", claim_no, as_of))
        if claim_no not in self.by_no:
            raise NotFoundError(f"求償権 {claim_no} はありません。番号を確かめてください。")
        return replace(sample_views.claim_page(), claim_no=claim_no, as_of=as_of)

    def day_work(self, wanted: DayWanted) -> DayWork:
        self.calls.append(("day", wanted))
        return DayWork(wanted, ())

    def overdue_count(self, wanted: DayWanted) -> int:
        return 0

    def find(self, text: str, limit: int = 30) -> list[Hit]:
        self.calls.append(("find", text))
        rows = [row for row in self.rows if text in row.claim_no + row.debtor_name][:limit]
        return [Hit(row.claim_no, row.debtor_name, "主債務者", "仙台市青葉区", row.status) for row in rows]

    def summary(self, wanted: SummaryWanted) -> SummarySeen:
        self.calls.append(("summary", wanted.period.fiscal_year, wanted.period.last))
        return sample_views.seen(wanted)

    def groups(self, shown: SummarySeen, dimension: str) -> tuple[GroupLine, ...]:
        self.calls.append(("groups", shown.wanted.period.last, dimension))
        return sample_views.groups(dimension)

    def group_balances(self, shown: SummarySeen, dimension: str) -> tuple[GroupBalance, ...]:
        self.calls.append(("group_balances", shown.wanted.period.last, dimension))
        lines = sample_views.groups(dimension)
        return tuple(GroupBalance(one.value, one.label, 45_594_987_820 // (at + 1)) for at, one in enumerate(lines))

    def pivot(self, wanted: PivotWanted) -> Pivot:
        self.calls.append(("pivot", wanted))
        return crossed(wanted, [("甲", "auction", "", 300), ("乙", "", "", -20)], {})

    def balance(self, shown: SummarySeen) -> BalanceSeen:
        return sample_views.balance(shown)

    def shown_workbook(self, shown: Shown, path: Path, progress: Progress) -> Path:
        self.calls.append(("shown", shown, path))
        path.write_bytes(b"book")
        return path

    def figure_rows(self, question: FigureWanted) -> FigureRows:
        self.calls.append(("figure", question))
        rows = sample_views.figure_rows()
        known = tuple((self.rows[at].claim_no, *row[1:]) for at, row in enumerate(rows.rows) if at < len(self.rows))
        return replace(rows, rows=known, total=len(known))

    def count_late(self, as_of: date) -> int:
        self.calls.append(("late", as_of))
        return 12

    def fiscal_years(self) -> tuple[int, ...]:
        return (2022, 2023, 2024)

    def import_bundle(self, path: Path, *, dry_run: bool, update: bool, progress: Progress) -> ImportReport:
        self.calls.append(("import", path, dry_run, update))
        progress.step("読んでいます", 1, 3)
        if self.problems:
            raise BundleError(self.problems)
        return ImportReport(str(path), "0" * 64, dry_run, added={"staff": 4, "claims": 412}, unchanged={"staff": 2})

    def export_bundle(self, path: Path, progress: Progress) -> None:
        path.write_bytes(b"bundle")

    def save_problems(self, problems: Sequence[Problem], path: Path) -> None:
        path.write_text("\n".join(problem.sentence for problem in problems))

    def monthly_workbook(self, month: date, path: Path, progress: Progress) -> Path:
        self.calls.append(("monthly", month, path))
        path.write_bytes(b"book")
        return path

    def filled_template(self, month: date, template: Path, path: Path, progress: Progress) -> Filled:
        self.calls.append(("template", month, template, path))
        path.write_bytes(b"book")
        return Filled(str(path), ("fig_visit_ytd",), ("own",), 0)

    def rows_workbook(self, rows: FigureRows, as_of: date, path: Path) -> Path:
        self.calls.append(("table", rows))
        path.write_bytes(b"book")
        return path

    def paper(self, wanted: PaperWanted, progress: Progress) -> Document:
        self.calls.append(("paper", wanted))
        if wanted.is_of_list:
            rows = [self.by_no[number] for number in self.claim_numbers(wanted.chosen, wanted.order, wanted.as_of)]
            progress.step("関係人を読んでいます", 0, len(rows))
            claims = [ClaimParties(row, sample_views.claim_page().parties) for row in rows]
            return papers.guarantors_of_list(claims, wanted, STAMP)
        view = self.open_claim(wanted.claim_no, wanted.as_of)
        if wanted.kind in COMPUTED:
            told = statement(sample_statements.claim_facts(), wanted.as_of, wanted.profile)
            return statement_papers.paper(wanted.kind, view, told, STAMP)
        if wanted.kind is PaperKind.CONTACTS:
            return papers.contact_record(view, [], STAMP)
        build = {PaperKind.CHART: papers.chart, PaperKind.GUARANTORS: papers.guarantor_list}
        return build.get(wanted.kind, papers.ledger)(view, STAMP)

    def save_paper_workbook(self, wanted: PaperWanted, path: Path) -> Path:
        self.calls.append(("workbook", wanted))
        path.write_bytes(b"PK")
        return path

    def stamped(self, document: Document) -> Document:
        return replace(document, stamp=replace(STAMP, at=datetime(2025, 4, 1, 17, 5)))

    def record_printing(self, document: Document, pages: int, printer: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.calls.append(("printed", document.kind, document.claim_nos, pages, printer))

    def save_paper(self, document: Document, pages: int, content: bytes, path: Path) -> Path:
        self.calls.append(("saved", document.kind, document.claim_nos, pages, document.stamp))
        path.write_bytes(content)
        return path

    def check(self, progress: Progress) -> tuple[Problem, ...]:
        return self.problems

    def backup(self, path: Path) -> None:
        path.write_bytes(b"backup")


def problem(row: int = 3) -> Problem:
    return Problem(
        Place("claims.csv", row, "代位弁済日"),
        "平成31年5月1日",
        "平成31年は4月30日までです。",
        "令和元年5月1日としてください。",
    )
