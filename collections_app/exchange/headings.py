"""Names of files, sheets and columns: which table and column is meant, and what is wrong with a heading row."""

from __future__ import annotations

import unicodedata
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLES, Column, Table
from collections_app.domain.problem import Place, Problem
from collections_app.exchange.raw import RawTable, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def plain_name(text: str) -> str:
    """Return `text` as names are compared: NFKC, no space, small letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


_TABLE_OF = {plain_name(name): table for table in TABLES for name in (table.name, table.title)}
TABLE_NAMES = "、".join(f"{table.name}（{table.title}）" for table in TABLES)


def table_called(name: str) -> Table | None:
    """Return the table of that identifier or Japanese name; None when there is none."""
    return _TABLE_OF.get(plain_name(name))


def understand(table: Table, sheet: Sheet) -> RawTable:
    """Return `sheet` by column, with everything that is wrong with its headings and the shape of its rows."""
    rows, lines = sheet.rows, sheet.lines
    if not all(map(any, rows)):  # blank rows are read over, the others keep their numbers
        filled = [index for index, row in enumerate(sheet.rows) if any(row)]
        rows, lines = [sheet.rows[index] for index in filled], [sheet.lines[index] for index in filled]
    if not rows:
        problem = Problem(Place(sheet.source, 1), "", "見出しの行がありません。", _columns_remedy(table))
        return RawTable(table, sheet.source, {}, (), (*sheet.problems, problem))
    heading, body = rows[0], rows[1:]
    columns = [_column_called(table, cell) for cell in heading]
    problems = [*sheet.problems, *_heading_problems(table, sheet.source, lines[0], heading, columns)]
    problems += _even_out(sheet.source, body, lines[1:], heading)
    texts = zip(*body, strict=True) if body else ((),) * len(heading)
    cells = {column.name: text for column, text in zip(columns, texts, strict=True) if column}
    return RawTable(table, sheet.source, cells, lines[1:], tuple(problems))


def _column_called(table: Table, cell: str) -> Column | None:
    name = plain_name(cell)
    return next((c for c in table.columns if name and name in (plain_name(c.name), plain_name(c.heading))), None)


def _columns_remedy(table: Table) -> str:
    return f"使える列は{_listed(table.columns)}です。"


def _listed(columns: Iterable[Column]) -> str:
    return "、".join(f"{column.heading}（{column.name}）" for column in columns)


def _heading_problems(
    table: Table, source: str, line: int, heading: Sequence[str], columns: Sequence[Column | None]
) -> list[Problem]:
    problems = []
    for cell, column in zip(heading, columns, strict=True):
        if column is None and cell.strip():
            message = f"「{table.title}」にこの列はありません。"
            problems.append(Problem(Place(source, line, cell), cell, message, _nearest(table, cell)))
    for column, times in Counter(column for column in columns if column).items():
        if times > 1:
            message = f"「{column.heading}」の列が{times}つあります。"
            place = Place(source, line, column.heading)
            problems.append(Problem(place, column.heading, message, "どれか1つだけにしてください。"))
    for column in table.columns:
        if column.required and column not in columns:
            place = Place(source, line, column.heading)
            remedy = f"見出し「{column.heading}」または「{column.name}」の列を加えてください。"
            problems.append(Problem(place, "", "必要な列がありません。", remedy))
    return problems


def _nearest(table: Table, cell: str) -> str:
    names = {name: column for column in table.columns for name in (column.name, column.heading)}
    near = get_close_matches(cell, names, n=1)
    return f"「{near[0]}」の誤りではありませんか。" if near else f"列を除いてください。{_columns_remedy(table)}"


def _even_out(source: str, body: list[list[str]], lines: Sequence[int], heading: Sequence[str]) -> list[Problem]:
    """Make all rows as long as the heading, in place; return the problems of cells that stand under no heading."""
    width = len(heading)
    problems = []
    if set(map(len, body)) - {width}:
        for index, row in enumerate(body):
            problems += _beyond(source, lines[index], row[width:], width)
            body[index] = (row + [""] * width)[:width]
    for index, name in enumerate(heading):
        if not name.strip():
            for line, row in zip(lines, body, strict=True):
                problems += _beyond(source, line, row[index : index + 1], index)
    return problems


def _beyond(source: str, line: int, cells: Sequence[str], width: int) -> list[Problem]:
    remedy = "値を消すか、見出しを付けてください。セルの中のカンマは引用符で囲んでください。"
    return [
        Problem(Place(source, line, f"{number}列目"), cell, "見出しのない列に値があります。", remedy)
        for number, cell in enumerate(cells, start=width + 1)
        if cell.strip()
    ]
