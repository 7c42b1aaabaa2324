"""The data set for programs of analysis: plain SQL over its views gives the figures; files hold the views, no names."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from collections_app.domain.dataset import CLAIMS, FACTS, TABLES
from collections_app.domain.errors import CancelledError, UserError
from collections_app.domain.figures import FIGURES
from collections_app.domain.progress import Progress
from collections_app.services import statistics
from collections_app.services.dataset import write_dataset
from collections_app.services.office import Office

# as docs/dataset.md gives it
COUNTED = """
SELECT f.figure,
       CASE f.number WHEN 'amount' THEN sum(b.amount) WHEN 'count' THEN sum(b.count)
                     ELSE count(DISTINCT b.party_no) END
FROM bi_figures f JOIN bi_facts b ON b.measure = f.measure
WHERE b.dated_on <= :last AND (f.span = 'level' OR b.dated_on >= :first)
GROUP BY f.figure, f.number
"""


def test_plain_sql_over_the_views_gives_every_figure(demo: Office) -> None:
    given = {"first": "2024-04-01", "last": "2025-03-31"}
    with demo.database.reading() as connection:
        query = text(COUNTED)
        if not demo.database.is_sqlite:
            query = text(COUNTED.replace(":first", "CAST(:first AS date)").replace(":last", "CAST(:last AS date)"))
        found = {row[0]: int(row[1]) for row in connection.execute(query, given)}
    figures = statistics.summary(demo, 2024).figures
    assert {figure.key: found.get(figure.key, 0) for figure in FIGURES} == {
        key: figure.current for key, figure in figures.items()
    }


def test_the_document_gives_this_query_and_every_column() -> None:
    page = (Path(__file__).parents[2] / "docs" / "dataset.md").read_text(encoding="utf-8")
    assert " ".join(COUNTED.replace(":first", "'2024-04-01'").replace(":last", "'2025-03-31'").split()) in " ".join(
        page.split()
    )
    for table in TABLES:
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} | {column.meaning} |" in page


def test_the_files_hold_the_views_and_nobodys_name(demo: Office, tmp_path: Path) -> None:
    counts = write_dataset(demo, tmp_path / "data", "csv")
    for table in TABLES:
        with (tmp_path / "data" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        assert lines[0] == [column.name for column in table.columns]
        assert len(lines) - 1 == counts[table.name] > 0
    with demo.database.reading() as connection:
        people = set(connection.scalars(text("SELECT name FROM parties")))
    cells = set()
    for table in (FACTS, CLAIMS):
        with (tmp_path / "data" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            cells |= {cell for line in csv.reader(file) for cell in line}
    assert not cells & people


def test_parquet_holds_the_same_with_days_and_numbers(demo: Office, tmp_path: Path) -> None:
    from pyarrow import parquet

    counts = write_dataset(demo, tmp_path / "data", "parquet")
    for table in TABLES:
        read = parquet.read_table(tmp_path / "data" / f"{table.name}.parquet")
        assert read.num_rows == counts[table.name]
        kinds = {"text": "string", "date": "date32[day]", "integer": "int64"}
        assert [str(one) for one in read.schema.types] == [kinds[column.kind] for column in table.columns]


def test_nothing_half_is_left(demo: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_text: str, done: int, _total: int) -> None:
        if done > 0:
            raise CancelledError

    with pytest.raises(CancelledError):
        write_dataset(demo, tmp_path / "data", "csv", Progress(stop))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "there").touch()
    with pytest.raises(UserError, match="空ではありません"):
        write_dataset(demo, tmp_path / "full", "csv")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UserError, match="CSVで書き出すか"):
        write_dataset(demo, tmp_path / "data", "parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
