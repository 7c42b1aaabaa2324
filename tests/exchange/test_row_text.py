"""Rows made as text are what XlsxWriter itself writes for the same cells, byte by byte."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collections_app.domain.codes import Channel
from collections_app.exchange.row_text import RowText
from collections_app.exchange.workbook import write_table
from collections_app.reports.table import Column, Table
from tests.reports.samples import CREATED, HOSTILE

COLUMNS = (
    Column("名", "text", 20),
    Column("日", "date"),
    Column("円", "yen"),
    Column("語", "code", 6),
    Column("率", "percent"),
)

texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(HOSTILE),
    st.sampled_from((" x", "x\n", "_x0041_", "<r>a</r>", "a&b", "\t=1", "x" * 40, "0000Æ", "長" * 3)),
)
days = st.one_of(st.dates(), st.just(datetime(2024, 4, 1, 9)))
numbers = st.one_of(st.integers(-(10**17), 10**17), st.decimals(-1000, 1000, places=1))
rows = st.lists(
    st.tuples(
        st.none() | texts,
        st.none() | days | texts,
        st.none() | numbers | texts,
        st.none() | texts | st.just(Channel.DIRECT),
        st.none() | numbers,
    ),
    max_size=12,
)


def sheet_of(path: Path, cells: Sequence[Sequence[object]]) -> bytes:
    write_table(Table("一覧", COLUMNS, cells), path, CREATED)
    with zipfile.ZipFile(path) as book:
        return book.read("xl/worksheets/sheet1.xml")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=rows)
def test_both_ways_write_the_same(cells: list[tuple[object, ...]], tmp_path: Path) -> None:
    fast = sheet_of(tmp_path / "fast.xlsx", cells)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RowText, "write", lambda *_: False)
        assert sheet_of(tmp_path / "slow.xlsx", cells) == fast


def test_plain_rows_do_not_go_the_careful_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections_app.exchange.sheet_writer import SheetWriter

    monkeypatch.setattr(SheetWriter, "_write_row", lambda *_: pytest.fail("a plain row was written cell by cell"))
    plain = [("=1+1", date(2024, 4, 1), -5, "+1", None), ("長" * 30, None, 10**14, "", 7)]
    assert b"=1+1" in sheet_of(tmp_path / "x.xlsx", plain)


def test_an_odd_cell_between_plain_rows_keeps_its_place(tmp_path: Path) -> None:
    import openpyxl

    cells = [(str(number), None, number, "<r>x</r>" if number % 3 == 0 else "", Decimal("1.5")) for number in range(10)]
    sheet_of(tmp_path / "x.xlsx", cells)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [str(number) for number in range(10)]
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)][:4] == ["<r>x</r>", None, None, "<r>x</r>"]
