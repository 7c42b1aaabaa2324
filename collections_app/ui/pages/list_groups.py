"""The list in groups: one line each with count and sums, its claims below it while it is unfolded."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from collections_app.domain.list_views import GROUPINGS, group_condition
from collections_app.ui.pages.list_columns import GroupRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from collections_app.domain.list_views import ClaimFilter, ClaimGroup, ClaimOrder, ClaimRow
    from collections_app.ui.context import Context
    from collections_app.ui.table.view import TableView

_MARK = "\x00"  # no claim number begins with it: a line of a group stands among the numbers


def is_group(number: str) -> bool:
    """Tell whether a number of the list is that of a group's line."""
    return number.startswith(_MARK)


def plan_visits(context: Context, table: TableView, numbers: Sequence[str]) -> None:
    """Let the selected claims be visited."""
    chosen = [numbers[at] for at in table.selected_rows()]
    context.place_requested.emit(("contacts", tuple(number for number in chosen if not is_group(number))))


def grouping_menu(parent: QWidget, current: str, choose: Callable[[str], None]) -> QMenu:
    """Return the menu of what the list can be grouped by; a digit chooses, too."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for at, (key, word) in enumerate({"": "まとめない", **GROUPINGS}.items()):
        action = menu.addAction(f"&{at} {word}" + ("ごと" if key else ""))
        action.setCheckable(True)
        action.setChecked(key == current)
        action.triggered.connect(partial(choose, key))
    return menu


class ListGroups(QObject):
    """`changed` tells that the numbers are others, `filled` that sums have come."""

    changed = Signal()
    filled = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.grouping = ""
        self._wanted: tuple[ClaimFilter, ClaimOrder, date] | None = None
        self._rows: dict[str, GroupRow] = {}
        self._values: dict[str, str] = {}
        self._damages: Mapping[str, int] = {}
        self._unfolded: dict[str, Sequence[str]] = {}

    @property
    def word(self) -> str:
        """What the list is grouped by, as it is said; nothing when it is not."""
        return f"{GROUPINGS[self.grouping]}ごと" if self.grouping else ""

    def set_grouping(self, grouping: str) -> None:
        """Group by something else, everything folded."""
        self.grouping = grouping
        self._rows, self._values, self._unfolded = {}, {}, {}

    def read(self, wanted: ClaimFilter, order: ClaimOrder, as_of: date) -> None:
        """Read the groups; those unfolded stay so."""
        self._wanted = (wanted, order, as_of)
        self._damages = {}
        desk, read = self._context.desk, self._context.jobs.read
        groups = partial(desk.claim_groups, wanted, self.grouping, as_of)
        read(groups, partial(self._take_groups, self.grouping), owner=self, topic="groups")
        damages = partial(desk.group_damages, wanted, self.grouping, as_of)
        read(damages, partial(self._take_damages, self.grouping), owner=self, topic="damages")

    def _take_groups(self, grouping: str, groups: Sequence[ClaimGroup]) -> None:
        if grouping != self.grouping:
            return
        before, self._unfolded = self._unfolded, {}
        self._values = {f"{_MARK}{one.value}": one.value for one in groups}
        self._rows = {
            f"{_MARK}{one.value}": GroupRow(f"{_MARK}{one.value}", one.label, one.count, one.principal, one.costs)
            for one in groups
        }
        self._fill()
        self.changed.emit()
        for number in before:
            if number in self._rows:
                self.fold(number, is_open=True)

    def _take_damages(self, grouping: str, damages: Mapping[str, int]) -> None:
        if grouping == self.grouping:
            self._damages = damages
            self._fill()
            self.filled.emit()

    def _fill(self) -> None:
        for number, row in self._rows.items():
            row.damages = self._damages.get(self._values[number])

    def numbers(self) -> list[str]:
        """Return the numbers of the lines: each group's, and below it those of its claims while it is unfolded."""
        return [one for number in self._rows for one in (number, *self._unfolded.get(number, ()))]

    def counts(self) -> tuple[int, int]:
        """Return how many groups and how many claims there are."""
        return len(self._rows), sum(row.count for row in self._rows.values())

    def rows(self, numbers: Sequence[str], fetch: Callable[[Sequence[str]], Sequence[ClaimRow]]) -> list[object]:
        """Return the lines of numbers; those of claims are fetched. It runs in a job."""
        groups = self._rows
        found = {row.claim_no: row for row in fetch([one for one in numbers if not is_group(one)])}
        return [groups.get(one) if is_group(one) else found.get(one) for one in numbers]

    def toggle(self, number: str) -> None:
        """Unfold a group, or fold it."""
        self.fold(number, is_open=number not in self._unfolded)

    def fold(self, number: str, *, is_open: bool) -> None:
        """Show the claims of a group, read now, or hide them."""
        if number not in self._rows or self._wanted is None or is_open == (number in self._unfolded):
            return
        if not is_open:
            self._set(number, None)
            return
        wanted, order, as_of = self._wanted
        condition = group_condition(self.grouping, self._values[number])
        inside = replace(wanted, conditions=(*wanted.conditions, condition))
        work = partial(self._context.desk.claim_numbers, inside, order, as_of)
        self._context.jobs.read(work, partial(self._take_numbers, number, self._wanted), owner=self, topic=number)

    def _take_numbers(self, number: str, asked: object, numbers: Sequence[str]) -> None:
        if number in self._rows and asked is self._wanted:
            self._set(number, numbers)

    def _set(self, number: str, numbers: Sequence[str] | None) -> None:
        if numbers is None:
            del self._unfolded[number]
        else:
            self._unfolded[number] = numbers
        self._rows[number].is_open = numbers is not None
        self.changed.emit()
