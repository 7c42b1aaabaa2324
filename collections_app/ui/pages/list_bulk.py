"""The claims of the list handed over to be changed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.pages.list_groups import is_group

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_app.ui.context import Context
    from collections_app.ui.table.view import TableView


def change_together(
    context: Context, table: TableView, numbers: Sequence[str], read_all: Callable[[], Sequence[str]]
) -> None:
    """Ask for the selected claims to be changed; for all of the list, folded or not, where only one is selected."""
    if table.selected_count() > 1:
        chosen = tuple(numbers[at] for at in table.selected_rows() if not is_group(numbers[at]))
        context.bulk_requested.emit(("一覧で選んだ求償権", chosen))
    else:
        context.jobs.read(
            read_all,
            lambda found: context.bulk_requested.emit(("一覧の求償権", tuple(found))),
            owner=table,
            topic="all",
        )
