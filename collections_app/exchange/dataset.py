"""The data set for programs of analysis as files: CSV (UTF-8, first line the names) or Parquet."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING, Any

from collections_app.domain.errors import UserError
from collections_app.exchange.target import whole_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from collections_app.domain.dataset import DataTable

    Rows = Iterable[tuple[object, ...]]

_SOME = 50_000  # rows of one Parquet row group


def write_tables(path: Path, tables: Iterable[tuple[DataTable, Rows]], form: str) -> dict[str, int]:
    """Write each table to a file of its own in a new folder, and return how many rows each has.

    `form` is csv or parquet. UserError when the folder is not empty or cannot be written, or when the library that
    writes Parquet is not installed; then nothing is left behind.
    """
    write = {"csv": _csv, "parquet": _parquet}[form]
    if form == "parquet":
        _arrow()
    counts = {}
    with whole_folder(path) as folder:
        for table, rows in tables:
            counts[table.name] = write(folder / f"{table.name}.{form}", table, rows)
    return counts


def _csv(path: Path, table: DataTable, rows: Rows) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last count is the number of rows
            writer.writerow(row)
    return count


def _parquet(path: Path, table: DataTable, rows: Rows) -> int:
    arrow, parquet = _arrow()
    types: dict[str, Callable[[], Any]] = {"text": arrow.string, "date": arrow.date32, "integer": arrow.int64}
    schema = arrow.schema([(column.name, types[column.kind]()) for column in table.columns])
    count = 0
    with parquet.ParquetWriter(path, schema) as writer:
        for some in _parts(rows):
            count += len(some)
            columns = zip(*some, strict=True)
            arrays = [arrow.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
    return count


def _parts(rows: Rows) -> Iterator[list[tuple[object, ...]]]:
    left = iter(rows)
    while some := list(islice(left, _SOME)):
        yield some


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise UserError(
            "Parquetを書く部品（pyarrow）が入っていません。CSVで書き出すか、collections-app[parquet] を入れてください。"
        ) from error
    return pa, parquet
