"""The claim list as a workbook: every claim of the filter, not only the rows that have been looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.codes import Code
from collections_app.domain.list_views import ClaimRow
from collections_app.domain.views import FigureRows
from collections_app.ui.context import Context, Message
from collections_app.ui.files import WORKBOOK, ask_save, show_folder
from collections_app.ui.text import file_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from collections_app.domain.progress import Progress
    from collections_app.domain.views import ClaimPage
    from collections_app.ui.desk import Desk
    from collections_app.ui.table.column import Column

_CHUNK = 1000
_KINDS = {"claim": "code", "status": "text", "code": "code", "date": "date", "yen": "yen"}


def export_list(parent: QWidget, context: Context, columns: Sequence[Column], numbers: Sequence[str]) -> None:
    """Ask for a file and write the claims into it."""

    def write(path: Path) -> None:
        work = partial(write_list, context.desk, columns, list(numbers), context.as_of, path)
        context.jobs.run_long("求償権の一覧をExcelに出力", work, partial(say_written, context))

    ask_save(parent, "一覧の保存先", f"求償権一覧_{file_stamp(context.as_of)}.xlsx", WORKBOOK, write)


def export_ledger(parent: QWidget, context: Context, view: ClaimPage) -> None:
    """Ask for a file and write the ledger of a claim into it."""
    from collections_app.ui.claim.ledger import as_rows

    def write(path: Path) -> None:
        work = partial(context.desk.rows_workbook, as_rows(view), view.as_of, path)
        context.jobs.read(work, partial(say_written, context))

    ask_save(parent, "元帳の保存先", f"元帳_{view.claim_no}_{file_stamp(view.as_of)}.xlsx", WORKBOOK, write)


def write_list(
    desk: Desk, columns: Sequence[Column], numbers: Sequence[str], as_of: date, path: Path, progress: Progress
) -> Path:
    """Read every row and write the workbook."""
    rows: list[ClaimRow] = []
    for start in range(0, len(numbers), _CHUNK):
        progress.step("求償権を読んでいます", start, len(numbers))
        rows += desk.claim_rows(numbers[start : start + _CHUNK], as_of, further=True)
    progress.step("ブックを書いています", len(numbers), len(numbers))
    return desk.rows_workbook(as_figure_rows(columns, rows), as_of, path)


def as_figure_rows(columns: Sequence[Column], rows: Sequence[ClaimRow]) -> FigureRows:
    """Return the rows as the table the service writes."""
    return FigureRows(
        key="claims",
        title="求償権一覧",
        headings=tuple(column.heading for column in columns),
        kinds=tuple(_KINDS.get(column.kind, "date" if column.key.endswith("_on") else "text") for column in columns),
        rows=tuple(tuple(_plain(column.value(row)) for column in columns) for row in rows),
        total=len(rows),
        unit="件",
    )


def _plain(value: object) -> object:
    return value.label if isinstance(value, Code) else value


def say_written(context: Context, path: Path) -> None:
    """Say where the workbook is, with its folder one click away."""
    context.said.emit(
        Message(
            f"{path.name} を書き出しました（{path.parent}）。", "good", "フォルダーを開く", partial(show_folder, path)
        )
    )
