"""A workbook being written: text stays text, rows go to disk as they come, the file appears whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from collections_app.exchange.target import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A text that begins with "=" must never become a formula, nor an address a link.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@contextmanager
def new_book(path: Path) -> Iterator[Any]:
    """Give an XlsxWriter workbook that becomes `path` when the block ends; UserError when it cannot be written."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    with whole_file(path) as part:
        book = xlsxwriter.Workbook(str(part), _OPTIONS)
        try:
            yield book
        finally:
            try:
                book.close()
            except FileCreateError as error:
                raise OSError(*error.args[0].args) from error


def write_text(sheet: Any, at: tuple[int, int], text: str, look: Any) -> int:
    """Write `text` to the cell at (row, column) as it is; return 0, or what XlsxWriter says is wrong with it."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # In constant memory such a text would go into the file as mark-up; in two pieces it is escaped.
        return int(sheet.write_rich_string(*at, text[0], look, text[1:], look))
    return int(sheet.write_string(*at, text, look))
