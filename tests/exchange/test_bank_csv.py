"""CSV of online banking: headings known by name or by a mapping, whatever stands before them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from collections_app.domain.bank_lines import BankFileKind
from collections_app.exchange.bank_csv import CsvColumns, read_bank_csv
from collections_app.exchange.bank_file import read_bank_file
from collections_app.exchange.raw import RefusedError

USUAL = "口座,普通 7654321\n期間,2025/4/1～2025/4/30\nお取引日,摘要,お預入金額（円）,お引出金額（円）,備考\n"
ROWS = USUAL + '2025/4/1,サトウ ハナコ,"50,000",,振込\nR7.4.2,手数料,,440,\n20250403,ｶ)ｱｵﾊﾞｲﾝｻﾂ,３０，０００,,\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_usual_headings_are_known(encoding: str) -> None:
    file = read_bank_csv("a.csv", ROWS.replace("～", "-").encode(encoding), CsvColumns())
    assert (file.kind, file.problems, file.withdrawals, file.total) == (BankFileKind.CSV, (), 1, 80_000)
    assert [(one.record_no, one.received_on, one.amount, one.payer_name) for one in file.lines] == [
        (4, date(2025, 4, 1), 50_000, "サトウ ハナコ"),
        (6, date(2025, 4, 3), 30_000, "ｶ)ｱｵﾊﾞｲﾝｻﾂ"),
    ]


def test_other_headings_are_read_by_a_mapping() -> None:
    text = "いつ,だれ,いくら\n2025-04-01,サトウ,100\n"
    columns = CsvColumns("いつ", "いくら", "だれ")
    assert read_bank_csv("a.csv", text.encode(), columns).total == 100
    with pytest.raises(RefusedError, match=r"日付の列・入金額の列・名義の列が見つかりません.*いつ.*だれ.*いくら"):
        read_bank_csv("a.csv", text.encode(), CsvColumns())
    with pytest.raises(RefusedError, match="「なに」が見つかりません"):
        read_bank_csv("a.csv", text.encode(), CsvColumns("いつ", "いくら", "だれ", "なに"))


@pytest.mark.parametrize(
    ("row", "column"),
    [("2025/2/29,サトウ,100", "日付"), ("2025/4/1,サトウ,1.5", "金額"), ("2025/4/1,サトウ,-5", "金額")],
)
def test_what_cannot_be_read_is_said_with_its_line(row: str, column: str) -> None:
    file = read_bank_csv("a.csv", f"日付,摘要,金額\n{row}\n".encode(), CsvColumns())
    (problem,) = file.problems
    assert (problem.place.row, problem.place.column, file.lines) == (2, column, ())


def test_the_form_of_a_file_is_seen_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "meisai.txt"
    path.write_bytes(ROWS.replace("～", "-").encode("cp932"))
    file, data = read_bank_file(path, date(2025, 4, 10))
    assert (file.kind, data) == (BankFileKind.CSV, path.read_bytes())
    path.write_bytes(b"")
    with pytest.raises(RefusedError, match="ファイルが空です"):
        read_bank_file(path, date(2025, 4, 10))
