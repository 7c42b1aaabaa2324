"""The summary as it is looked at: read, laid out and painted offscreen, and how long each view holds the window."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from collections_app.domain.period import period_of
from collections_app.domain.summary_views import SummarySeen, SummaryWanted
from collections_app.services import summary
from collections_app.services.office import Office
from tests.bench.databases import opened
from tests.bench.measuring import Result, cpu, timed

_WANTED = SummaryWanted(period_of(2024))
_DAY = date(2025, 3, 31)
_PAINTED = {"demonstration": 0.150, "tenfold": 0.300}  # seconds, for a person who waits
_HELD = 0.050  # seconds the window may stand still
_ROOM = (1182, 692)


def measure(runs: int) -> Iterator[Result]:
    """Yield the first view from the question to the picture, and of every view what the window's thread spends."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from collections_app.ui import look
    from collections_app.ui.application import make_application

    app = make_application(["bench"])
    look.theme().apply(app, dark=False)
    for size, goal in _PAINTED.items():
        with opened(size) as office:
            ours = _middle(timed(partial(_paint, office)), runs)
            yield Result("summary painted", size, ours, goal, ours / goal, 1.0, remark="floor: the goal")
            for key, label, held, read in _views(office, runs):
                remark = f"{label}: read beside the window in {read * 1000:.0f} ms"
                yield Result(f"summary holds the window: {key}", size, held, _HELD, held / _HELD, 1.0, remark=remark)


def _middle(arm: Callable[[], float], runs: int) -> float:
    return sorted(arm() for _ in range(runs))[runs // 2]


def _context(office: Office) -> Any:
    """Return a context whose jobs are done at once, and which knows how long reading took."""
    from collections_app.ui.context import Context
    from collections_app.ui.desk import Desk
    from collections_app.ui.jobs import Jobs
    from collections_app.ui.settings import Settings

    class AtOnce(Jobs):
        spent = 0.0

        def read(self, work: Any, on_success: Any, on_error: Any = None, **_: Any) -> None:
            began = cpu()
            found = work()
            self.spent += cpu() - began
            on_success(found)

    class Opened(Desk):
        @property
        def office(self) -> Office:
            return office

    context = Context(Opened(""), AtOnce(), Settings())
    context.as_of = _DAY
    return context


def _paint(office: Office) -> None:
    from collections_app.ui.summary.page import SummaryPage

    page = SummaryPage(_context(office))
    page.resize(*_ROOM)
    page.show_seen(summary.seen(office, _WANTED))
    page.grab()
    page.deleteLater()


def _views(office: Office, runs: int) -> Iterator[tuple[str, str, float, float]]:
    from collections_app.ui.summary.page import VIEWS

    seen = summary.seen(office, _WANTED)
    for view in VIEWS:
        spent = sorted(_turn(office, seen, view.key) for _ in range(runs))
        yield view.key, view.label, *spent[runs // 2]


def _turn(office: Office, seen: SummarySeen, key: str) -> tuple[float, float]:
    """Return what turning to a view costs the window's thread, and what its reading costs beside it."""
    from collections_app.ui.summary.page import SummaryPage

    context = _context(office)
    page = SummaryPage(context)
    page.resize(*_ROOM)
    began = cpu()
    page.header.views.set_current(key)
    page.show_seen(seen)
    page.grab()
    held = cpu() - began - context.jobs.spent
    page.deleteLater()
    return held, context.jobs.spent
