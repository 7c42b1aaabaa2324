"""An office's own workbook filled in: cells found by their defined names, the office's formats kept.

Either the whole file is written or nothing. What openpyxl cannot keep of the template is a refusal, never a loss.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.errors import UserError
from collections_app.domain.month_report import Filled
from collections_app.exchange import archive
from collections_app.exchange.raw import refusal
from collections_app.exchange.target import whole_file
from collections_app.exchange.template_parts import CHARTS, lost, parts_of
from collections_app.exchange.xlsx_guard import guard
from collections_app.exchange.xlsx_text import MALFORMED, refuse_other_kinds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class _Place:
    """The cells of one defined name."""

    name: str
    cells: tuple[Any, ...]


def check_template(template: Path, path: Path) -> None:
    """UserError when a template cannot serve: not there, no plain .xlsx, damaged, or the very file to be written."""
    if not template.is_file():
        raise UserError(f"ひな型「{template}」がありません。場所を確かめてください。")
    if path.exists() and path.samefile(template):
        raise UserError("ひな型と同じファイルには書けません。別の名前で保存してください。")
    try:
        refuse_other_kinds(template)
    except OSError as error:
        raise UserError(
            f"ひな型「{template.name}」を開けません（{error.strerror}）。権限を確かめてください。"
        ) from error
    with archive.opened(template) as parts:
        guard(template.name, parts)


def fill_template(
    template: Path, values: Mapping[str, object], path: Path, stale: Collection[str] = frozenset()
) -> Filled:
    """Write `template` to `path` with the value of each name in its cell (a list into neighbours); say what was done.

    UserError, and nothing written, when no name is known, a name means cells that cannot take its value, the template
    holds what would be lost, or it has one of the `stale` names, which mean rows that are not filled in.
    """
    check_template(template, path)
    before = parts_of(template)
    book = _opened(template)
    known = {name.casefold(): name for name in values}
    found = list(_places(book))
    places = [place for place in found if place.name.casefold() in known]
    unknown = [place for place in found if place.name.casefold() not in known]
    if any(place.name in stale for place in unknown):
        raise UserError(
            f"「{template.name}」は月報そのものです。ひな型にすると明細が前のまま残ります。協会の様式のブックを選んでください。"
        )
    if not places:
        raise UserError(
            f"ひな型「{template.name}」に、月報の名前の付いたセルがありません。"
            "使える名前は、月報のシート「名前」か --template-names で確かめられます。"
        )
    problems = [sentence for place in places for sentence in _put(place, values[known[place.name.casefold()]])]
    if problems:
        raise UserError("\n".join(problems))
    book.calculation.fullCalcOnLoad = True  # the formulas of the template have no values until they are calculated
    with whole_file(path) as part:
        book.save(part)
        gone = lost(before, parts_of(part))
        if gone:
            raise UserError(
                f"ひな型「{template.name}」には、書き出すと失われるものがあります（{'、'.join(gone)}）。"
                "ひな型から除くか、別のブックに移し、値は数式で参照してください。何も書いていません。"
            )
    names = [place.name for place in places]
    return Filled(str(path), tuple(dict.fromkeys(names)), tuple(place.name for place in unknown), before[CHARTS])


def _opened(template: Path) -> Any:
    import openpyxl

    with warnings.catch_warnings():  # what would be lost is counted afterwards and said in words
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(template, rich_text=True)
        except MALFORMED as error:
            raise refusal(
                template.name, "ブックの中身が壊れています。", "Excelで開き、保存し直してください。"
            ) from error


def _places(book: Any) -> Iterator[_Place]:
    """Yield the cells of every name that stands for cells of the workbook itself."""
    scopes = [book.defined_names, *(sheet.defined_names for sheet in book.worksheets)]
    for scope in scopes:
        for name, defined in scope.items():
            if defined.hidden or defined.type != "RANGE" or "#REF!" in defined.attr_text or "[" in defined.attr_text:
                continue
            cells: list[Any] = []
            for title, area in defined.destinations:
                if title in book.sheetnames:
                    cells += _cells(book[title], area.replace("$", ""))
            if cells:
                yield _Place(name, tuple(cells))


def _cells(sheet: Any, area: str) -> list[Any]:
    """Return the cells of an area; of cells that are merged the first, which holds their value."""
    from openpyxl.cell.cell import MergedCell

    if not all(any(sign.isdigit() for sign in corner) for corner in area.split(":")):
        return []  # whole columns or rows
    block = sheet[area]
    rows = block if isinstance(block, tuple) else ((block,),)
    return [
        cell for row in rows for cell in (row if isinstance(row, tuple) else (row,)) if not isinstance(cell, MergedCell)
    ]


def _put(place: _Place, value: object) -> Iterator[str]:
    """Write a value; yield why that cannot be."""
    if isinstance(value, list):
        if len(place.cells) < len(value):
            yield (
                f"名前「{place.name}」は{len(place.cells):,}個のセルを指していますが、"
                f"{len(value):,}個の値が入ります。{len(value):,}個のセルに定義し直してください。"
            )
            return
        for cell, one in zip(place.cells, [*value, *[None] * len(place.cells)], strict=False):
            _set(cell, one)
    elif len(place.cells) > 1:
        yield f"名前「{place.name}」は{len(place.cells):,}個のセルを指しています。1個のセルに定義し直してください。"
    else:
        _set(place.cells[0], value)


def _set(cell: Any, value: object) -> None:
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"  # a name that begins with = stays a name
    elif value is None or isinstance(value, date):
        cell.value = value
    else:
        look = cell.number_format
        cell.value = value
        cell.number_format = look
