"""Rows as tab-separated text, as Excel takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.ui.table.column import Column


def as_tsv(columns: Sequence[Column], rows: Sequence[Any], *, headings: bool = True) -> str:
    """Return rows as TSV: numbers without separators, dates as 2024/4/1."""
    lines = ["\t".join(column.heading for column in columns)] if headings else []
    lines += ["\t".join(column.copied(row) for column in columns) for row in rows if row is not None]
    return "\n".join(lines) + "\n"


def copy_rows(columns: Sequence[Column], rows: Sequence[Any], *, headings: bool = True) -> None:
    """Put rows on the clipboard."""
    QGuiApplication.clipboard().setText(as_tsv(columns, rows, headings=headings))
