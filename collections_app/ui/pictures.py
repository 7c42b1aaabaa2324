"""Pictures of the pages without a display: what the headless run leaves behind, and what a reviewer looks at."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from collections_app.domain.breakdowns import of_year
from collections_app.domain.paper import papers_of_claim
from collections_app.ui import look, settings
from collections_app.ui.actions import ActionId
from collections_app.ui.application import make_application
from collections_app.ui.shell.shell import Shell
from collections_app.ui.window import make_shell

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.ui.desk import Desk

SIZE = (1366, 768)
_FIGURE = "visit"
_VIEWS = ("groups", "crossed", "change", "balance", "rates", "printed", "forecast", "early")
_SEARCHED = "広瀬"
_POLL_MS = 30
_STILL = 4  # polls without work under way: the pictures are of pages that have their data
_LONGEST_MS = 120_000

Shot = tuple[str, Callable[[Shell], None]]


def _summary(view: str, window: Shell) -> None:
    shown: Any = window.page("summary")
    window.go("summary")
    shown.widget.show_view(view)


def _rows(window: Shell) -> None:
    context = window.context
    context.rows_requested.emit(of_year(_FIGURE, context.fiscal_year, context.as_of))


def _claim(view: str, window: Shell) -> None:
    """Open the claim of the first row behind the figure, then turn to its views."""
    rows: Any = window.page("rows")
    claims: Any = window.page("claims")
    shown: Any = window.current()
    if shown is rows:
        rows.widget.open_current()
    elif claims.current_tab() is not None and claims.current_tab().widget is not None:
        claims.current_tab().widget.show_view(view)


def _person(window: Shell) -> None:
    claims: Any = window.page("claims")
    window.open_person(claims.current_tab().page.debtor.party_no)


def _papers(window: Shell) -> None:
    claims: Any = window.page("claims")
    context = window.context
    context.papers_requested.emit(papers_of_claim(claims.current_tab().claim_no, context.as_of))


def _search(window: Shell) -> None:
    window.run_action(ActionId.SEARCH)
    window.top.search.setText(_SEARCHED)
    window.top.search.textEdited.emit(_SEARCHED)


SHOTS: tuple[Shot, ...] = (
    ("summary", lambda window: window.go("summary")),
    *((f"summary-{view}", partial(_summary, view)) for view in _VIEWS),
    ("claims", lambda window: window.go("claims")),
    ("rows", _rows),
    *((f"claim{view}", partial(_claim, view.removeprefix("-"))) for view in ("", "-ledger", "-terms")),
    ("papers", _papers),
    ("today", lambda window: window.go("today")),
    ("people", lambda window: window.go("people")),
    ("person", _person),
    ("deposits", lambda window: window.go("deposits")),
    ("contacts", lambda window: window.go("contacts")),
    ("registers", lambda window: window.go("registers")),
    ("intake", lambda window: window.go("intake")),
    ("first-weeks", lambda window: window.go("first_weeks")),
    ("bulk", lambda window: window.go("bulk")),
    ("reports", lambda window: window.go("reports")),
    ("admin", lambda window: window.go("admin")),
    ("plan-figures", lambda window: window.go("plan_figures")),
    ("annual-report", lambda window: window.go("annual_report")),
    ("report-layouts", lambda window: window.go("report_layouts")),
    ("sharing", lambda window: window.go("sharing")),
    ("counting", lambda window: window.go("counting")),
    ("closes", lambda window: window.go("closes")),
    ("day", lambda window: window.run_action(ActionId.AS_OF)),
    ("help", lambda window: window.run_action(ActionId.HELP)),
    ("search", _search),
)


class Photographer(QObject):
    """Goes from page to page, waits until each has its data, and keeps a picture of it."""

    ended = Signal()

    def __init__(self, window: Shell, folder: Path, shots: tuple[Shot, ...], suffix: str) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._shots = list(shots)
        self._suffix = suffix
        self._name = ""
        self._still = 0
        self.saved: list[Path] = []
        self.problem: Exception | None = None
        window.context.jobs.crashed.connect(self._fail)
        window.context.jobs.failed.connect(self._fail)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_POLL_MS)
        QTimer.singleShot(_LONGEST_MS, self, self._late)

    def _look(self) -> None:
        self._still = self._still + 1 if self._window.context.jobs.is_idle and self._window.is_open else 0
        if self._still < _STILL:
            return
        self._still = 0
        if self._name:
            path = self._folder / f"{self._name}{self._suffix}.png"
            self._window.grab().save(str(path))
            self.saved.append(path)
        if not self._shots:
            self._end()
            return
        self._name, turn = self._shots.pop(0)
        turn(self._window)

    def _late(self) -> None:
        self._fail(TimeoutError("the pages did not get their data in time"))

    def _fail(self, error: Exception) -> None:
        self.problem = self.problem or error
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.ended.emit()


_OFFSCREEN_CHATTER = "This plugin does not support propagateSizeHints()"


def _say(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Pass on what Qt says, but for the sentence the offscreen platform repeats for every window."""
    if text != _OFFSCREEN_CHATTER:
        sys.stderr.write(f"{text}\n")


def save_pictures(
    desk: Desk, folder: Path, *, size: tuple[int, int] = SIZE, dark: bool = False, shots: tuple[Shot, ...] = SHOTS
) -> list[Path]:
    """Render the pages into `folder` and return the files; no display is needed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder.mkdir(parents=True, exist_ok=True)
    existing = QApplication.instance()
    if existing is None:
        qInstallMessageHandler(_say)
    app = existing if isinstance(existing, QApplication) else make_application(["collections_app"])
    taste = settings.Settings(dark=dark)
    look.theme().apply(app, dark=dark)
    window = make_shell(desk, taste)
    window.resize(*size)
    window.messages.setMaximumHeight(0)  # a message of the moment does not belong in a picture
    photographer = Photographer(window, folder, shots, "-dark" if dark else "")
    window.show()
    waiting = QEventLoop()  # not the application's own: it ends for good, and a test has more to wait for
    photographer.ended.connect(waiting.quit)
    waiting.exec()
    window.close()
    window.context.jobs.shutdown()
    desk.close()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if photographer.problem is not None:
        raise photographer.problem
    return photographer.saved
