"""The parts of the program put together: settings, jobs, desk, pages, window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from collections_app.ui import look, settings
from collections_app.ui.context import Context
from collections_app.ui.crash import CrashReporter
from collections_app.ui.desk import Desk
from collections_app.ui.jobs import Jobs
from collections_app.ui.shell.main_window import MainWindow
from collections_app.ui.start import Start, default_location

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collections_app.ui.page import Page


def page_makers(context: Context) -> dict[str, Callable[[], Page]]:
    """Return how each page is made; its module is imported when it is first shown."""
    return {
        "summary": partial(_summary, context),
        "rows": partial(_rows, context),
        "claims": partial(_claims, context),
        "reports": partial(_reports, context),
        "admin": partial(_admin, context),
    }


def _summary(context: Context) -> Page:
    from collections_app.ui.pages.summary import SummaryHost
    from collections_app.ui.summary.page import SummaryPage

    return SummaryHost(context, SummaryPage)


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


def _reports(context: Context) -> Page:
    from collections_app.ui.pages.reports import ReportsPage

    return ReportsPage(context)


def _admin(context: Context) -> Page:
    from collections_app.ui.pages.admin import AdminPage

    return AdminPage(context)


def make_application(arguments: list[str]) -> QApplication:
    """Return the application with our style and fonts, not yet dressed in a palette."""
    app = QApplication(arguments)
    app.setApplicationName("collections_app")
    app.setApplicationDisplayName("求償権管理")
    app.setStyle("Fusion")
    look.load_fonts()
    return app


def make_window(desk: Desk, taste: settings.Settings) -> MainWindow:
    """Return the window, ready to be shown; the database is opened after its first paint."""
    context = Context(desk, Jobs(), taste)
    window = MainWindow(context, page_makers(context))
    start = Start(context, window)
    window.painted.connect(start.begin)
    return window


def run(location: str = "", settings_path: Path | None = None) -> int:
    """Show the window until it is closed."""
    app = make_application(["collections_app"])
    taste = settings.load(settings_path or settings.default_path())
    look.theme().apply(app, dark=taste.dark, scale=taste.scale)
    desk = Desk(location or taste.database or default_location())
    window = make_window(desk, taste)
    reporter = CrashReporter(lambda: window)
    reporter.install()
    window.context.jobs.crashed.connect(reporter.show)
    window.show()
    if taste.problem:
        window.context.say(taste.problem, "warn")
    code = app.exec()
    desk.close()
    return code
