"""The list of problems of a bundle as a workbook, to be worked off row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.exchange.book import new_book, write_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from collections_app.domain.problem import Problem

_COLUMNS = (("区分", 8), ("ファイル・シート", 24), ("行", 8), ("列", 16), ("値", 24), ("問題", 60), ("直し方", 60))
_MOST = 32_767  # characters of one cell


def write_problems(problems: Iterable[Problem], path: Path) -> None:
    """Write one row for each problem to the .xlsx file `path`; UserError when it cannot be written."""
    with new_book(path) as book:
        sheet = book.add_worksheet("問題一覧")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for index, (name, width) in enumerate(_COLUMNS):
            sheet.set_column(index, index, width, wrapped)
            sheet.write_string(0, index, name, bold)
        number = 0
        for number, problem in enumerate(problems, start=1):
            _write_row(sheet, number, problem, wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, number, len(_COLUMNS) - 1)


def _write_row(sheet: Any, number: int, problem: Problem, look: Any) -> None:
    place = problem.place
    kind = "注意" if problem.is_warning else "誤り"
    for index, cell in enumerate(
        (kind, place.file, place.row, place.column, problem.value, problem.message, problem.remedy)
    ):
        if isinstance(cell, int):
            sheet.write_number(number, index, cell, look)
        elif cell:
            write_text(sheet, (number, index), cell[:_MOST], look)
