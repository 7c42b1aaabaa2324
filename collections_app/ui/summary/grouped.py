"""Views of the summary by the values of one dimension, which they read when they are looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.money import Unit
from collections_app.ui.summary.view import SummaryView

if TYPE_CHECKING:
    from collections_app.domain.summary_views import GroupLine, SummarySeen
    from collections_app.ui.context import Context
    from collections_app.ui.widgets import Segmented


class GroupedView(SummaryView):
    """What was read stays while the dimension and the summary are the same: another unit asks nothing."""

    def __init__(self, context: Context, dimensions: Segmented) -> None:
        super().__init__(context)
        self.seen: SummarySeen | None = None
        self.lines: tuple[GroupLine, ...] = ()
        self.dimensions = dimensions
        self._unit = Unit.MILLION
        self._of: tuple[SummarySeen, str] | None = None  # what the lines were read for

    def show_seen(self, seen: SummarySeen, unit: Unit) -> None:
        """Show another summary, or the same one in another unit."""
        self.seen, self._unit = seen, unit
        self._read()

    def _read(self) -> None:
        if self.seen is None:
            return
        wanted = (self.seen, self.dimensions.current())
        if wanted == self._of:
            self._show()
            return
        self._wait()
        work = partial(self.context.desk.groups, *wanted)
        self.context.jobs.read(work, partial(self._take, wanted), owner=self, topic="groups")

    def _take(self, wanted: tuple[SummarySeen, str], lines: tuple[GroupLine, ...]) -> None:
        self._of, self.lines = wanted, lines
        self._show()

    def _wait(self) -> None:
        """Say that something is read."""

    def _show(self) -> None:
        raise NotImplementedError
