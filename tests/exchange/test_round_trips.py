"""What is written is read back the same, in all three forms; what strangers send never crashes the reader."""

from __future__ import annotations

import contextlib
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collections_app.domain.bundle import TABLE, TABLES, Column, Kind, Table
from collections_app.domain.errors import CancelledError, UserError
from collections_app.domain.problem import Place, Problem
from collections_app.domain.progress import SILENT, Progress
from collections_app.exchange.checking import CheckedBundle, check_bundle
from collections_app.exchange.problem_sheet import write_problems
from collections_app.exchange.reading import read_bundle, sha256_of
from collections_app.exchange.writing import Words, write_bundle
from tests.exchange.samples import FIGURES, csv_of, sample, sample_files, taken_in, write_folder, write_zip

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMS = ["b.zip", "b.xlsx", "folder"]

_LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_TEXTS = st.one_of(
    st.text(_LETTERS, min_size=1, max_size=30),
    st.sampled_from(
        ["=1+1", "0123", "髙﨑", "a\nb", 'say "x"', "a,b", "'x", "_x0041_", "１２", "http://x", " x ", "#REF!"]
    ),
).filter(lambda text: not text.isspace() and text == text.rstrip("\n"))
_KEYS = st.text(st.characters(categories=["Lu", "Nd", "Lo"]), min_size=1, max_size=8)
_DAYS = st.dates(date(1873, 1, 1), date(2200, 12, 31))


def _values(table: Table, column: Column) -> st.SearchStrategy[Any]:
    least = 0 if column.minimum is None else column.minimum
    strategy: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: _KEYS if column.name in table.key else _TEXTS,
        Kind.REFERENCE: _KEYS,
        Kind.REFERENCES: st.lists(_KEYS, min_size=1, max_size=3).map(" ".join),
        Kind.DATE: _DAYS,
        Kind.TIME: st.times().map(lambda moment: moment.isoformat("minutes")),
        Kind.YEN: st.integers(least, 10**15 - 1),
        Kind.INTEGER: st.integers(least, column.maximum or 10**6),
        Kind.PERCENT: st.integers(0, 1000).map(lambda n: f"{n // 10}.{n % 10}" if n % 10 else str(n // 10)),
        Kind.FRACTION: st.sampled_from(["1/2", "1/3", "1", "5/12"]),
        Kind.CODE: st.sampled_from([str(code.value) for code in column.codes] or [""]),
        Kind.FIGURE: st.sampled_from(FIGURES),
    }
    must = column.required or column.default is not None
    return strategy[column.kind] if must else st.none() | strategy[column.kind]


def _rows(table: Table) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    row = st.tuples(*(_values(table, column) for column in table.columns))
    indexes = [table.columns.index(table.column(name)) for name in table.key]
    return st.lists(row, max_size=4, unique_by=lambda r: tuple(r[i] for i in indexes))


_BUNDLES = st.fixed_dictionaries({table.name: _rows(table) for table in TABLES})


def _read_back(path: Path) -> CheckedBundle:
    return check_bundle(read_bundle(path, SILENT), FIGURES, SILENT)[0]


def _write(path: Path, rows: dict[str, list[tuple[Any, ...]]], words: Words) -> None:
    write_bundle(path, [(TABLE[name], lines) for name, lines in rows.items()], SILENT, words)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(rows=_BUNDLES, words=st.sampled_from(["identifier", "japanese"]))
def test_what_is_written_is_read_back(form: str, rows: dict[str, list[tuple[Any, ...]]], words: Words) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / form
        _write(path, rows, words)
        assert {checked.table.name: checked.rows for checked in _read_back(path).tables} == rows


def test_equal_tables_give_equal_bytes_in_any_order(tmp_path: Path) -> None:
    bundle, _ = taken_in(write_folder(tmp_path / "b"))
    tables = [(checked.table, checked.rows) for checked in bundle.tables]
    write_bundle(tmp_path / "1.zip", tables, SILENT)
    write_bundle(tmp_path / "2.zip", reversed(tables), SILENT)
    assert (tmp_path / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    write_bundle(tmp_path / "f", tables, SILENT)
    write_bundle(tmp_path / "g", tables, SILENT)
    assert sha256_of(tmp_path / "f") == sha256_of(tmp_path / "g")
    staff = (tmp_path / "f" / "staff.csv").read_bytes()
    assert staff == (
        "staff_no,name,section,role,active_until\nS1,架空　花子,管理一課,staff,\nS2,架空　次郎,管理一課,staff,\n".encode()
    )


def test_texts_of_a_workbook_are_texts(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    write_bundle(path, [(TABLE["staff"], [("007", "=1+1", "一課", "staff", date(2024, 4, 1))])], SILENT)
    sheet = openpyxl.load_workbook(path)["staff"]
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:2] == [("007", "s"), ("=1+1", "s")]
    assert sheet["E2"].is_date


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "text", ["<r>架空</r>", "_x0041_", "_x005F_", "_x000D_", "\ufffe", "\uffff", "_xFFFE_", "a_x0001_"]
)
def test_texts_that_look_like_a_workbook_s_own_signs_survive(tmp_path: Path, form: str, text: str) -> None:
    rows: dict[str, list[tuple[Any, ...]]] = {"staff": [("S1", text, "一課", "staff", None)]}
    _write(tmp_path / form, rows, "identifier")
    assert _read_back(tmp_path / form).tables[0].rows == rows["staff"]


def test_a_problem_shows_the_text_it_is_about(tmp_path: Path) -> None:
    write_problems([Problem(Place("職員", 2, "氏名"), "<r>架空</r>", "誤り。", "直す。")], tmp_path / "p.xlsx")
    assert openpyxl.load_workbook(tmp_path / "p.xlsx").active["E2"].value == "<r>架空</r>"


@pytest.mark.parametrize("form", FORMS)
def test_nothing_half_is_left(tmp_path: Path, form: str) -> None:
    def failing() -> Any:
        yield ("S1", "架空", "一課", "staff", None)
        raise CancelledError

    with pytest.raises(CancelledError):
        write_bundle(tmp_path / form, [(TABLE["staff"], failing())], SILENT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["b.zip", "b.xlsx"])
def test_an_older_file_stays_when_writing_fails(tmp_path: Path, form: str) -> None:
    (tmp_path / form).write_text("old")
    stopped = Progress(is_cancelled=lambda: True)
    with pytest.raises(CancelledError):
        write_bundle(tmp_path / form, [(TABLE["staff"], [])], stopped)
    assert (tmp_path / form).read_text() == "old"


@pytest.mark.parametrize("form", FORMS)
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, form: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError, match="がありません。保存先を確かめて"):
        write_bundle(tmp_path / "file" / form, [(TABLE["staff"], [])], SILENT)


def test_a_full_folder_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UserError, match="空ではありません"):
        write_bundle(tmp_path, [(TABLE["staff"], [])], SILENT)


def test_a_text_too_long_for_a_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="2行目が長すぎて"):
        write_bundle(tmp_path / "b.xlsx", [(TABLE["staff"], [("S1", "あ" * 32_768, "一課", "staff", None)])], SILENT)
    assert list(tmp_path.iterdir()) == []


def test_problems_as_a_workbook(tmp_path: Path) -> None:
    problems = [
        Problem(Place("staff.csv", 3, "氏名"), "=1+1", "読めません。", "直してください。"),
        Problem(Place("b.zip"), "", "表がありません。", "加えてください。", is_warning=True),
    ]
    write_problems(problems, tmp_path / "p.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "p.xlsx").active.iter_rows(values_only=True))
    assert rows[1] == ("誤り", "staff.csv", 3, "氏名", "=1+1", "読めません。", "直してください。")
    assert rows[2][:3] == ("注意", "b.zip", None)
    assert len(rows) == 3


def _values_of(bundle: CheckedBundle) -> dict[str, list[tuple[Any, ...]]]:
    return {checked.table.name: checked.rows for checked in bundle.tables}


def _japanese(table: str, rows: list[dict[str, str]]) -> str:
    text = csv_of(table, rows)
    first, _, rest = text.partition("\n")
    return ",".join(TABLE[table].column(name).heading for name in first.split(",")) + "\n" + rest


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, line_end: str) -> None:
    expected, _ = taken_in(write_folder(tmp_path / "b"))
    files = {
        f"{TABLE[name].title}.csv": _japanese(name, rows).replace("\n", line_end).encode(encoding)
        for name, rows in sample().items()
    }
    bundle, problems = taken_in(write_zip(tmp_path / "b.zip", {f"受渡/{name}": data for name, data in files.items()}))
    assert problems == []
    assert _values_of(bundle) == _values_of(expected)


def test_shuffled_columns_blank_rows_and_wide_headings(tmp_path: Path) -> None:
    text = " 権限 ,ＮＡＭＥ,Section,職員番号,\n担当,架空,一課,S1,\n\n,,,,\n管理職,架空,一課, S2 \n"
    bundle, problems = taken_in(write_folder(tmp_path / "b", {}, staff__csv=text))
    assert problems == []
    assert bundle.tables[0].rows == [("S1", "架空", "一課", "staff", None), ("S2", "架空", "一課", "supervisor", None)]
    assert list(bundle.tables[0].lines) == [2, 5]


@pytest.mark.parametrize(
    "text",
    [
        "2024-04-01",
        "2024/4/1",
        "20240401",
        "R6.4.1",
        "令和6年4月1日",
        "Ｒ６．４．１",
        "２０２４／０４／０１",
        "r6/4/1",
        "2024/4/1 0:00:00",
    ],
)
def test_every_form_of_a_date(tmp_path: Path, text: str) -> None:
    rows = {"staff": [{**sample()["staff"][0], "active_until": text}]}
    bundle, problems = taken_in(write_folder(tmp_path / "b", rows))
    assert problems == []
    assert bundle.tables[0].column("active_until") == [date(2024, 4, 1)]


def test_hidden_files_and_a_single_csv(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "b")
    (folder / ".DS_Store").write_bytes(b"\0")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "._x.csv").write_bytes(b"\0")
    assert taken_in(folder)[1] == []
    assert taken_in(folder / "staff.csv")[1] == []
    (folder / "parties.csv").write_text("party_no,kind,name\n")
    assert any(not checked.rows for checked in taken_in(folder)[0].tables)


def test_references_the_database_knows_are_right(tmp_path: Path) -> None:
    rows = {"receipts": sample()["receipts"][2:3]}
    _, problems = taken_in(write_folder(tmp_path / "b", rows))
    assert [(p.place.column, p.value) for p in problems] == [("求償権番号", "K1")]


def _never_crashes(path: Path) -> None:
    problems: Sequence[Problem] = ()
    with contextlib.suppress(UserError):
        _, problems = taken_in(path)
    assert all(problem.message and problem.remedy for problem in problems)


_CSV_BYTES = st.one_of(
    st.binary(max_size=300),
    st.text('abc,"\n\r\t é架空1/-.', max_size=200).map(lambda text: ("staff_no,name,section,role\n" + text).encode()),
)


@settings(max_examples=200, deadline=None)
@given(data=_CSV_BYTES)
def test_any_bytes_as_csv(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "staff.csv"
        path.write_bytes(data)
        _never_crashes(path)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("originals")
    bundle, _ = taken_in(write_zip(folder / "s.zip", sample_files()))
    write_bundle(folder / "b.xlsx", [(checked.table, checked.rows) for checked in bundle.tables], SILENT)
    return {"b.zip": (folder / "s.zip").read_bytes(), "b.xlsx": (folder / "b.xlsx").read_bytes()}


@pytest.mark.parametrize("name", ["b.zip", "b.xlsx"])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_damage_to_an_archive(originals: dict[str, bytes], name: str, data: st.DataObject) -> None:
    content = bytearray(originals[name])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(len(content) // 2, len(content))) :]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(bytes(content))
        _never_crashes(path)
