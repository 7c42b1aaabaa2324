"""The counts in the navigation: how many things of the person are overdue, read anew when something was written."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections_app.ui.context import Context
    from collections_app.ui.shell.rail import Rail

_PAGE = "today"
_MOST = 999


class Badges(QObject):
    """Reads in a job of its own; nobody waits for it."""

    def __init__(self, context: Context, rail: Rail) -> None:
        super().__init__(rail)
        self._context = context
        self._rail = rail
        for signal in (context.data_changed, context.day_changed, context.person_changed):
            signal.connect(self.refresh)

    def refresh(self) -> None:
        """Count again, once there is a database and a person to count for."""
        from collections_app.domain.day_work import DayWanted

        context = self._context
        if _PAGE not in self._rail.buttons:
            return
        if not context.settings.staff_no or context.data_on is None:
            self._show(0)
            return
        wanted = DayWanted(context.settings.staff_no, context.working_day())
        context.jobs.read(
            partial(context.desk.overdue_count, wanted), self._show, self._unknown, owner=self, topic="overdue"
        )

    def _show(self, count: int) -> None:
        text = f"{_MOST}+" if count > _MOST else str(count) if count else ""
        self._rail.buttons[_PAGE].set_badge(text)

    def _unknown(self, error: Exception) -> None:
        """Show no count rather than an old one; the page itself says what is wrong."""
        del error
        self._show(0)
