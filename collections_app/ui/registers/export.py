"""A register as a workbook: every record of the filter, not only those that have been looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import Code
from collections_app.domain.views import FigureRows
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.text import file_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from collections_app.domain.progress import Progress
    from collections_app.domain.records import Key
    from collections_app.domain.registers import RegisterRow
    from collections_app.ui.context import Context
    from collections_app.ui.table.column import Column

_CHUNK = 1000
_KINDS = {"claim": "code", "number": "count"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What of a register is written: the columns shown and the keys in order."""

    table: str
    columns: tuple[Column, ...]
    keys: Sequence[Key]


def export_register(parent: QWidget, context: Context, wanted: Exported) -> None:
    """Ask for a file and write the records into it."""
    title = TABLE[wanted.table].title

    def write(path: Path) -> None:
        work = partial(write_register, context, wanted, path)
        context.jobs.run_long(f"{title}をExcelに出力", work, partial(say_written, context))

    ask_save(parent, "台帳の保存先", f"{title}_{file_stamp(context.as_of)}.xlsx", WORKBOOK, write)


def write_register(context: Context, wanted: Exported, path: Path, progress: Progress) -> Path:
    """Read every record and write the workbook."""
    rows: list[RegisterRow] = []
    for start in range(0, len(wanted.keys), _CHUNK):
        progress.step("台帳を読んでいます", start, len(wanted.keys))
        rows += context.desk.register_rows(wanted.table, wanted.keys[start : start + _CHUNK])
    progress.step("ブックを書いています", len(wanted.keys), len(wanted.keys))
    return context.desk.rows_workbook(as_figure_rows(wanted, rows), context.as_of, path)


def as_figure_rows(wanted: Exported, rows: Sequence[RegisterRow]) -> FigureRows:
    """Return the records as the table the service writes."""
    return FigureRows(
        key=wanted.table,
        title=TABLE[wanted.table].title,
        headings=tuple(column.heading.removesuffix(" 円") for column in wanted.columns),
        kinds=tuple(_KINDS.get(column.kind, column.kind) for column in wanted.columns),
        rows=tuple(tuple(_plain(column.value(row)) for column in wanted.columns) for row in rows),
        total=len(rows),
        unit="件",
    )


def _plain(value: object) -> object:
    return value.label if isinstance(value, Code) else value
