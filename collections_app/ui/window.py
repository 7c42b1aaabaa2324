"""The parts of the program put together: settings, jobs, desk, pages, window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.ui.context import Context
from collections_app.ui.crash import CrashReporter
from collections_app.ui.jobs import Jobs
from collections_app.ui.shell.shell import Shell
from collections_app.ui.start import Start

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from collections_app.ui.desk import Desk
    from collections_app.ui.first_window import FirstWindow
    from collections_app.ui.page import Page
    from collections_app.ui.settings import Settings


def page_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return how each page is made; its module is imported when it is first shown."""
    return {
        "today": partial(_today, context),
        "summary": partial(_summary, context),
        "rows": partial(_rows, context),
        "claims": partial(_claims, context),
        "people": partial(_people, context),
        "deposits": partial(_deposits, context),
        "spread": partial(_spread, context),
        "contacts": partial(_contacts, context),
        "registers": partial(_registers, context),
        "bulk": partial(_bulk, context),
        "intake": partial(_intake, context),
        "claim_list_intake": partial(_claim_list_intake, context),
        "first_weeks": partial(_first_weeks, context),
        "papers": partial(_papers, context),
        "reports": partial(_reports, context),
        "admin": partial(_admin, context),
        "closes": partial(_closes, context),
        "sharing": partial(_sharing, context),
        "annual_report": partial(_annual_report, context),
        "report_layouts": partial(_report_layouts, context),
        "counting": partial(_counting, context),
        "plan_figures": partial(_plan_figures, context),
    }


def _today(context: Context) -> Page:
    from collections_app.ui.pages.today import TodayPage

    return TodayPage(context)


def _summary(context: Context) -> Page:
    from collections_app.ui.pages.summary import SummaryHost

    return SummaryHost(context)


def _rows(context: Context) -> Page:
    from collections_app.ui.figure_rows.page import FigureRowsPage
    from collections_app.ui.pages.rows import RowsPage

    return RowsPage(context, FigureRowsPage)


def _claim() -> QWidget:
    from collections_app.ui.claim.page import ClaimPageWidget

    return ClaimPageWidget()


def _claims(context: Context) -> Page:
    from collections_app.ui.pages.claims import ClaimsPage

    return ClaimsPage(context, _claim)


def _people(context: Context) -> Page:
    from collections_app.ui.people.page import PeoplePage

    return PeoplePage(context)


def _deposits(context: Context) -> Page:
    from collections_app.ui.deposits.page import DepositsPage

    return DepositsPage(context)


def _spread(context: Context) -> Page:
    from collections_app.ui.deposits.spread import SpreadPage

    return SpreadPage(context)


def _contacts(context: Context) -> Page:
    from collections_app.ui.visits.page import ContactsPage

    return ContactsPage(context)


def _registers(context: Context) -> Page:
    from collections_app.ui.registers.page import RegistersPage

    return RegistersPage(context)


def _bulk(context: Context) -> Page:
    from collections_app.ui.pages.bulk import BulkPage

    return BulkPage(context)


def _intake(context: Context) -> Page:
    from collections_app.ui.pages.intake import IntakeHost

    return IntakeHost(context)


def _claim_list_intake(context: Context) -> Page:
    from collections_app.ui.pages.claim_list_intake import ListIntakeHost

    return ListIntakeHost(context)


def _first_weeks(context: Context) -> Page:
    from collections_app.ui.pages.first_weeks import FirstWeeksHost

    return FirstWeeksHost(context)


def _papers(context: Context) -> Page:
    from collections_app.ui.pages.papers import PapersPage

    return PapersPage(context)


def _reports(context: Context) -> Page:
    from collections_app.ui.pages.reports import ReportsPage

    return ReportsPage(context)


def _admin(context: Context) -> Page:
    from collections_app.ui.pages.admin import AdminPage

    return AdminPage(context)


def _closes(context: Context) -> Page:
    from collections_app.ui.pages.month_close import MonthClosePage

    return MonthClosePage(context)


def _annual_report(context: Context) -> Page:
    from collections_app.ui.annual.page import AnnualReportPage

    return AnnualReportPage(context)


def _report_layouts(context: Context) -> Page:
    from collections_app.ui.annual.layout_page import LayoutsPage

    return LayoutsPage(context)


def _plan_figures(context: Context) -> Page:
    from collections_app.ui.pages.plan_figures import PlanFiguresPage

    return PlanFiguresPage(context)


def _sharing(context: Context) -> Page:
    from collections_app.ui.sharing.page import SharingPage

    return SharingPage(context)


def _counting(context: Context) -> Page:
    from collections_app.ui.pages.counting import CountingPage

    return CountingPage(context)


def make_shell(desk: Desk, taste: Settings) -> Shell:
    """Return what fills the window, and open the database."""
    context = Context(desk, Jobs(), taste)
    shell = Shell(context, page_makers(context))
    Start(context, shell).begin()
    return shell


class Filler:
    """Fills the first window with the shell once it is painted, and takes leave when it is closed."""

    def __init__(self, window: FirstWindow, desk: Desk, taste: Settings) -> None:
        self._window = window
        self._desk = desk
        self._taste = taste
        self.shell: Shell | None = None
        self._reporter = CrashReporter(lambda: window)
        self._reporter.install()
        window.closing.connect(self.take_leave)

    def fill(self) -> None:
        """Put the shell in, begin to open the database."""
        self.shell = make_shell(self._desk, self._taste)
        self.shell.context.jobs.crashed.connect(self._reporter.show)
        self._window.fill(self.shell)
        if self._taste.problem:
            self.shell.context.say(self._taste.problem, "warn")

    def take_leave(self) -> None:
        """Keep the taste, wait for work under way, close the database."""
        self._taste.geometry = self._window.geometry_text()
        self._taste.save()
        if self.shell is not None:
            self.shell.context.jobs.shutdown()
            self.shell.context.drafts.close()
            self.shell.context.copies.close()
        self._desk.close()
