"""A model over a vector of numbers (claims, keys of records) whose rows arrive page by page, read off the UI thread."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from collections_app.ui.table.model import NO_INDEX, Index, TableModel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_app.ui.jobs import Jobs
    from collections_app.ui.table.column import Column

PAGE = 128
KEPT_PAGES = 32  # 4,096 rows: some ninety screens


class RowsModel(TableModel):
    """Rows of a list of numbers. `order_requested` asks the owner for the numbers in another order."""

    order_requested = Signal(object)  # (column key, whether descending)
    arrived = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        jobs: Jobs,
        fetch: Callable[[Sequence[Any]], Sequence[Any]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._jobs = jobs
        self._fetch = fetch  # runs in a job: numbers in, rows in the same order out
        self._numbers: Sequence[Any] = ()
        self._pages: OrderedDict[int, list[Any]] = OrderedDict()
        self._wanted: list[int] = []
        self._loading: set[int] = set()
        self._first: list[Any] | None = None
        self._is_awaiting = False
        self._generation = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._load_wanted)

    def restart(self) -> None:
        """Expect other claims; those shown stay until they come."""
        self._first = None
        self._is_awaiting = True

    def set_first(self, rows: Sequence[Any]) -> None:
        """Show the first rows, which come sooner than all the numbers."""
        self._first = list(rows)
        numbers = [self._number_of(row) for row in self._first]
        if self._is_awaiting:
            self._reset(numbers)
        if list(self._numbers[: len(numbers)]) == numbers:
            self._take(self._generation, 0, self._first)

    def set_numbers(self, numbers: Sequence[Any]) -> None:
        """Show other claims; what was on its way is dropped."""
        before = len(self._numbers)
        is_longer = self._first is not None and list(self._numbers) == list(numbers[:before])
        self._is_awaiting = False
        if not is_longer or not before:
            self._reset(numbers)
            if self._first is not None and [self._number_of(row) for row in self._first] == list(numbers[:PAGE]):
                self._take(self._generation, 0, self._first)
        elif len(numbers) > before:
            # the first rows are shown already: the rest is added below them, and nothing jumps
            self.beginInsertRows(NO_INDEX, before, len(numbers) - 1)
            self._numbers = numbers
            self.endInsertRows()

    def _reset(self, numbers: Sequence[Any]) -> None:
        self.beginResetModel()
        self._generation += 1
        self._numbers = numbers
        self._pages.clear()
        self._wanted.clear()
        self._loading.clear()
        self.endResetModel()

    def numbers(self) -> Sequence[Any]:
        """Return the numbers in the order shown."""
        return self._numbers

    def row_at(self, row: int) -> Any:
        """Return the row at a place; when it is not here it is fetched, and None returned."""
        page, place = divmod(row, PAGE)
        rows = self._pages.get(page)
        if rows is not None:
            self._pages.move_to_end(page)
            return rows[place] if place < len(rows) else None
        if page not in self._loading:
            self._want(page)
        return None

    def loaded_row(self, row: int) -> Any:
        """Return the row at a place if it is here; never fetches."""
        rows = self._pages.get(row // PAGE, [])
        return rows[row % PAGE] if row % PAGE < len(rows) else None

    def sort_by(self, key: str, *, descending: bool) -> None:
        """Ask the owner for another order: the database sorts, never this model."""
        self.sorted_by = (key, descending)
        self.order_requested.emit((key, descending))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many claims there are."""
        return 0 if parent.isValid() else len(self._numbers)

    def fetch_rows(self, places: Sequence[int], then: Callable[[list[Any]], None]) -> None:
        """Read the rows at `places` in one job and hand them over."""
        numbers = [self._numbers[place] for place in places]
        self._jobs.read(partial(self._fetch, numbers), lambda rows: then(list(rows)), owner=self, topic="copy")

    @staticmethod
    def _number_of(row: Any) -> Any:
        return str(row.claim_no)

    def _want(self, page: int) -> None:
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        if not self._timer.isActive():
            self._timer.start(0)

    def _load_wanted(self) -> None:
        # while somebody drags the scroll bar, only the pages looked at last are worth reading
        for page in self._wanted[-3:]:
            if len(self._loading) < 3:  # noqa: PLR2004  (a screen touches two pages; one may be behind)
                self._load(page)
        self._wanted.clear()

    def _load(self, page: int) -> None:
        self._loading.add(page)
        numbers = list(self._numbers[page * PAGE : (page + 1) * PAGE])
        self._jobs.read(
            partial(self._fetch, numbers),
            partial(self._take, self._generation, page),
            partial(self._failed, self._generation, page),
            owner=self,
            topic=f"{self._generation}:{page}",
        )

    def _take(self, generation: int, page: int, rows: Sequence[Any]) -> None:
        if generation != self._generation:
            return
        self._loading.discard(page)
        if len(self._numbers) == 0:
            return
        self._pages[page] = list(rows)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        last = min((page + 1) * PAGE, len(self._numbers)) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))
        self.arrived.emit()

    def _failed(self, generation: int, page: int, error: Exception) -> None:
        if generation == self._generation:
            self._loading.discard(page)
        self._jobs.failed.emit(error)
