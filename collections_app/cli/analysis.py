"""The sub-commands for looking further: a figure by two breakdowns, and the data set for other programs."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.cli.printing import print_table
from collections_app.domain.breakdowns import FigureWanted
from collections_app.domain.money import show_yen
from collections_app.domain.pivot import PivotWanted

if TYPE_CHECKING:
    from collections_app.domain.pivot import Pivot
    from collections_app.services.office import Office


def _open(asked: Namespace) -> closing[Office]:
    from collections_app.services.office import open_office

    return closing(open_office(asked.db, create=False))


def pivot(asked: Namespace) -> int:
    """Print a figure by two breakdowns, or write it to a workbook."""
    from collections_app.services import pivot as service

    wanted = PivotWanted(FigureWanted(asked.figure, asked.first, asked.last), asked.rows, asked.columns)
    with _open(asked) as office:
        if asked.out:
            print(f"書きました: {service.pivot_workbook(office, wanted, Path(asked.out))}")
            return 0
        found = service.pivot(office, wanted)
    _PRINTED[asked.format](found)
    return 0


def _as_json(found: Pivot) -> None:
    wanted = found.wanted
    cells: dict[str, dict[str, int]] = {row: {} for row in found.row_sums}
    for (row, column), number in found.cells.items():
        cells[row][column] = number
    told = {
        "figure": wanted.figure.key,
        "period": [wanted.figure.first.isoformat(), wanted.figure.last.isoformat()],
        "rows": wanted.rows,
        "columns": wanted.columns,
        "cells": cells,
        "row_sums": dict(found.row_sums),
        "column_sums": dict(found.column_sums),
        "total": found.total,
    }
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _as_csv(found: Pivot) -> None:
    from collections_app.reports.pivot_table import pivot_table

    table = pivot_table(found)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([table.headings, *table.rows])


def _as_table(found: Pivot) -> None:
    from collections_app.reports.pivot_table import pivot_table, title_of

    table = pivot_table(found)
    lines = [*table.rows, *([table.sums] if table.sums else [])]
    print(title_of(found))
    print_table(table.headings, [tuple(_word(cell) for cell in line) for line in lines])


def _word(cell: object) -> str:
    return show_yen(cell) if isinstance(cell, int) else str(cell or "")


_PRINTED = {"json": _as_json, "csv": _as_csv, "table": _as_table}


def dataset(asked: Namespace) -> int:
    """Write the data set for programs of analysis."""
    from collections_app.services.dataset import write_dataset

    with _open(asked) as office:
        written = write_dataset(office, Path(asked.out), asked.format)
    for name, count in written.items():
        print(f"{count:>9,}行  {name}")
    print(f"書きました: {asked.out}")
    return 0
