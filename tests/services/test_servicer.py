"""Servicers' reports: read by mapping, refused whole, compared with the ledger claim by claim; on both engines."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from collections_app.domain.errors import BundleError, UserError
from collections_app.domain.judging import RefusedError
from collections_app.domain.records import ReverseRecord, SaveRecord
from collections_app.domain.servicer import Compared, Payment, ReportFinding
from collections_app.services import servicer as service
from collections_app.services.maintenance import check
from collections_app.services.money import reverse_record
from collections_app.services.office import Office
from collections_app.services.records import read_record, save_record
from collections_app.storage.tables import BUNDLE, audit_records
from collections_app.ui.sharing.panes import servicer_pane
from tests.storage.making import a_claim, base, take_in

NAME, MAY = "架空債権回収株式会社", date(2025, 5, 1)
GOOD = '求償権番号,回収額,手数料,送金額\nK1,30000,3300,26700\nK2,"10,000",1100,8900\n合計,40000,4400,35600\n'


@pytest.fixture
def claims(office: Office) -> Iterator[Office]:
    placed = [{"claim_no": no, "servicer": NAME, "placed_on": date(2024, 1, 1)} for no in ("K1", "K2", "K3")]
    rows = [a_claim(f"K{n}") for n in range(1, 6)]
    take_in(office, base() | {"claims": rows, "placements": placed})
    yield office
    assert check(office) == ()


def add(office: Office, table: str, **given: Any) -> str:
    return save_record(office, SaveRecord(table, given)).number


def receive(office: Office, claim_no: str, amount: int, on: date = date(2025, 5, 20), **given: Any) -> str:
    days = {"received_on": on, "posted_on": on, "recovery_type": "irregular", "channel": "servicer", **given}
    return add(office, "receipts", claim_no=claim_no, amount=amount, **days)


def a_file(folder: Path, content: str | bytes, name: str = "report.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def a_book(folder: Path, rows: list[list[object]], name: str = "report.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(folder / name)
    return folder / name


def take(office: Office, path: Path, headings: str = "", month: date = MAY, **given: Any) -> Any:
    return service.take_in_report(office, path, NAME, month, headings, **given)


def count(office: Office, table: str) -> int:
    with office.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(BUNDLE[table])) or 0


def found(office: Office, month: date = MAY) -> dict[str, Compared]:
    return {row.claim_no: row for row in service.servicer_month(office, month).rows}


def test_a_report_is_taken_in_once(claims: Office, tmp_path: Path) -> None:
    path = a_file(tmp_path, GOOD)
    seen = take(claims, path, dry_run=True)
    assert (seen.sentence, count(claims, "servicer_reports")) == (
        f"{NAME}　2件　回収額 40,000円　送金額 35,600円", 0,
    )  # fmt: skip
    done = take(claims, path)
    assert (done.is_taken, count(claims, "servicer_reports")) == (True, 2)
    with claims.database.reading() as connection:
        before = connection.scalar(select(func.count()).select_from(audit_records))
    again = take(claims, a_file(tmp_path, GOOD, "again.csv"))
    assert "取込済みです。何も登録しません。" in again.sentence
    with claims.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(audit_records)) == before


def test_a_workbook_with_other_headings_is_read_by_a_mapping_that_is_kept(claims: Office, tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["架空債権回収 月次報告"],
        ["管理No", "回収年月日", "入金（円）", "報酬", "備考"],
        ["K1", date(2025, 5, 20), 30000, 3300, "分割"],
        ["K3", date(2025, 5, 31), 500, 0, None],
    ]
    with pytest.raises(BundleError) as error:
        take(claims, a_book(tmp_path, rows))
    assert "回収額の列が見つかりません" in error.value.problems[0].message
    headings = "番号=管理No 月=回収年月日 回収額=入金 手数料=報酬"
    done = take(claims, a_book(tmp_path, rows), headings)
    assert [(line.claim_no, line.gross, line.net) for line in done.lines] == [("K1", 30_000, 26_700), ("K3", 500, 500)]
    assert service.servicers(claims) == ((NAME, headings),)
    later = [[*row[:1], date(2025, 6, 30), *row[2:]] if n > 1 else row for n, row in enumerate(rows)]
    assert len(take(claims, a_book(tmp_path, later), month=date(2025, 6, 1)).lines) == 2  # read as before


HEAD = "求償権番号,回収額,手数料,送金額\n"
BROKEN: list[tuple[str, str | bytes, str]] = [
    ("empty", "", "report.csv: ファイルが空です。"),
    ("no heading", "K1,30000\n", "report.csv: 列見出しが分かりません（番号の列・回収額の列が見つかりません）。"),
    ("no gross", "求償権番号,手数料\nK1,3\n", "report.csv: 列見出しが分かりません（回収額の列が見つかりません）。"),
    ("twice a heading", "求償権番号,回収額,回収額\nK1,1,2\n", "report.csv 1行目: 「回収額」の列が2つあります。"),
    ("unknown claim", f"{HEAD}K99,30000,3300,26700\n", "report.csv 2行目 求償権番号: 「K99」: この番号の求償権はありません。"),
    ("no number", f"{HEAD},30000,3300,26700\n", "report.csv 2行目 求償権番号: 番号がありません。"),
    ("words", f"{HEAD}K1,三万,0,0\n", "report.csv 2行目 回収額: 「三万」: 金額として読めません。"),
    ("fraction", f"{HEAD}K1,300.5,0,300\n", "report.csv 2行目 回収額: 「300.5」: 円未満の端数があります。"),
    ("no amount", f"{HEAD}K1,,0,0\n", "report.csv 2行目 回収額: 回収額がありません。"),
    ("net", f"{HEAD}K1,30000,3300,26000\n", "report.csv 2行目 送金額: 「26000」: 回収額 30,000円 － 手数料 3,300円 が"),
    ("doubled", f"{HEAD}K1,1,0,1\nK2,1,0,1\nK1,2,0,2\n", "report.csv 4行目 求償権番号: 「K1」: 同じ番号の行が2行目にもあります。"),
    ("sum", f"{HEAD}K1,30000,0,30000\n合計,31000,0,31000\n", "report.csv 3行目 回収額: 「31000」: 合計が明細の合計 30,000円と"),
    ("sum words", f"{HEAD}K1,30000,0,30000\n合計,?,0,0\n", "report.csv 3行目 回収額: 「?」: 金額として読めません。"),
    ("month", "求償権番号,対象月,回収額\nK1,2025-04,1\n", "report.csv 2行目 対象月: 「2025-04」: 令和7年5月の報告に、令和7年4月の行"),
    ("bad month", "求償権番号,対象月,回収額\nK1,五月,1\n", "report.csv 2行目 対象月: 「五月」: "),
    ("no lines", HEAD, "report.csv: 報告の行がありません。"),
    ("utf-16", "求償権番号,回収額\nK1,1\n".encode("utf-16"), "report.csv: 文字コードがUTF-16です。"),
    ("quote", '求償権番号,回収額\n"K1,1\n', 'report.csv 2行目: 引用符（"）が閉じていません。'),
    ("torn", f"{HEAD}K1,30000,3300,26700\nK2,100", "report.csv 3行目: 最後の行が途中で終わっています。"),
    ("control", f"{HEAD}K1,3\x010000,3300,26700\n", "report.csv 2行目 回収額: 「U+0001」: 制御文字が入っています。"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_a_broken_report_registers_nothing_and_says_where(
    claims: Office, tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    with pytest.raises(BundleError) as error:
        take(claims, a_file(tmp_path, content))
    said = [problem.sentence for problem in error.value.problems]
    assert any(one.startswith(sentence) for one in said), said
    assert all(problem.remedy.endswith("。") for problem in error.value.problems)
    assert count(claims, "servicer_reports") == 0
    assert count(claims, "servicer_layouts") == 0


def test_broken_books_and_other_kinds_are_refused_in_words(claims: Office, tmp_path: Path) -> None:
    with pytest.raises(BundleError) as error:
        take(claims, a_file(tmp_path, b"PK\x03\x04broken", "report.xlsx"))
    assert "Excelのブックではないか、途中で切れています" in error.value.problems[0].message
    with pytest.raises(BundleError) as error:
        take(claims, a_file(tmp_path, b"%PDF-1.7", "report.pdf"))
    assert "この種類のファイル（.pdf）は読めません" in error.value.problems[0].message
    with pytest.raises(BundleError) as error:
        take(claims, a_book(tmp_path, [["求償権番号", "回収額"], ["K1", "=1/0"]]))
    assert error.value.problems[0].place.row == 2
    empty = tmp_path / "empty.xlsx"
    Workbook().save(empty)
    with pytest.raises(BundleError) as error:
        take(claims, empty)
    assert "ブックに表がありません" in error.value.problems[0].message
    with pytest.raises(UserError, match="開けません"):
        take(claims, tmp_path / "nowhere.csv")
    with zipfile.ZipFile(tmp_path / "hollow.xlsx", "w") as hollow:
        hollow.writestr("readme.txt", "x")
    with pytest.raises(BundleError):
        take(claims, tmp_path / "hollow.xlsx")
    with pytest.raises(UserError, match="見出しの対応「番地=x」が分かりません"):
        take(claims, a_file(tmp_path, GOOD), "番地=x")
    with pytest.raises(UserError, match="委託先がありません"):
        service.take_in_report(claims, a_file(tmp_path, GOOD), " ", MAY)


def test_all_problems_of_a_file_are_listed_at_once(claims: Office, tmp_path: Path) -> None:
    content = f"{HEAD}K1,x,0,0\nK98,5,0,5\n,5,0,5\nK97,5,1,5\n"
    with pytest.raises(BundleError) as error:
        take(claims, a_file(tmp_path, content))
    assert sorted(problem.place.row or 0 for problem in error.value.problems) == [2, 3, 4, 5, 5]


def test_another_content_for_a_month_that_is_kept_is_refused(claims: Office, tmp_path: Path) -> None:
    take(claims, a_file(tmp_path, GOOD))
    more = GOOD.replace("合計,40000,4400,35600\n", "K3,1,0,1\n")
    assert take(claims, a_file(tmp_path, more)).is_taken  # what is the same stays, what is new is added
    assert count(claims, "servicer_reports") == 3
    with pytest.raises(BundleError) as error:
        take(claims, a_file(tmp_path, f"{HEAD}K1,30001,3300,26701\n"))
    assert "この月の報告は回収額 30,000円で登録済みで、内容が違います。" in error.value.problems[0].message


def test_an_unknown_servicer_is_refused_and_a_claim_not_placed_warned_about(claims: Office, tmp_path: Path) -> None:
    with pytest.raises(BundleError) as error:
        service.take_in_report(claims, a_file(tmp_path, GOOD), "無名回収", MAY)
    assert "「無名回収」は登録のない委託先です。" in error.value.problems[0].message
    seen = take(claims, a_file(tmp_path, f"{HEAD}K4,500,0,500\n"))
    assert seen.is_taken
    assert [problem.is_warning for problem in seen.problems] == [True]
    assert "委託していません" in seen.problems[0].message


def test_the_report_is_compared_with_the_ledger_claim_by_claim(claims: Office, tmp_path: Path) -> None:
    assert service.servicer_month(claims, MAY).waiting == (NAME,)
    receive(claims, "K1", 30_000)
    receive(claims, "K2", 9_000)
    receive(claims, "K3", 700)
    receive(claims, "K3", 999, on=date(2025, 6, 1))  # of another month
    receive(claims, "K1", 999, channel="direct")  # not through a servicer
    receive(claims, "K5", 5_000)
    content = f"{HEAD}K1,30000,3300,26700\nK2,10000,1100,8900\nK4,400,0,400\nK5,5000,0,5000\n"
    take(claims, a_file(tmp_path, content))
    month = service.servicer_month(claims, MAY)
    assert (month.reported, month.waiting, month.open_count) == ((NAME,), (), 4)
    rows = {row.claim_no: (row.finding, row.ledger, row.gross, row.difference) for row in month.rows}
    assert rows == {
        "K1": (ReportFinding.SAME, 30_000, 30_000, 0),
        "K2": (ReportFinding.OTHER_AMOUNT, 9_000, 10_000, 1_000),
        "K3": (ReportFinding.NOT_IN_REPORT, 700, None, -700),
        "K4": (ReportFinding.NOT_IN_LEDGER, None, 400, 400),
        "K5": (ReportFinding.NOT_PLACED, 5_000, 5_000, 0),
    }
    assert month.rows[-1].claim_no == "K1"  # what fits comes last


def test_a_difference_is_solved_by_a_correction_or_settled_with_a_reason(claims: Office, tmp_path: Path) -> None:
    number = receive(claims, "K1", 31_000)
    receive(claims, "K2", 9_000)
    take(claims, a_file(tmp_path, GOOD))
    seen = read_record(claims, "receipts", (number,))
    reverse_record(claims, ReverseRecord("receipts", seen, "金額誤り"))
    receive(claims, "K1", 30_000)
    assert found(claims)["K1"].finding is ReportFinding.SAME
    assert len(found(claims)["K1"].receipts) == 3  # the pair that was taken back is shown
    key = ("K2", NAME, MAY)
    report = read_record(claims, "servicer_reports", key)
    with pytest.raises(RefusedError, match="解消日があるのに事由がありません"):
        save_record(claims, SaveRecord("servicer_reports", {**report, "settled_on": date(2025, 6, 9)}, report))
    settled = {**report, "settled_on": date(2025, 6, 9), "reason": "振込手数料の相違"}
    save_record(claims, SaveRecord("servicer_reports", settled, report))
    assert (found(claims)["K2"].is_open, service.servicer_month(claims, MAY).open_count) == (False, 0)


def test_what_is_missing_in_the_report_is_settled_by_a_line_of_nothing(claims: Office, tmp_path: Path) -> None:
    receive(claims, "K3", 700)
    take(claims, a_file(tmp_path, GOOD))
    given = {"claim_no": "K3", "servicer": NAME, "month": MAY, "gross": 0, "cost": 0, "net": 0}
    add(claims, "servicer_reports", **given, settled_on=date(2025, 6, 9), reason="翌月の報告に入る")
    row = found(claims)["K3"]
    assert (row.finding, row.is_open, row.difference) == (ReportFinding.NOT_IN_REPORT, False, -700)


def test_a_month_of_which_more_was_taken_back_than_came_in(claims: Office, tmp_path: Path) -> None:
    take(claims, a_file(tmp_path, f"{HEAD}K1,-30000,-3300,-26700\n"))
    assert found(claims)["K1"].gross == -30_000


def test_commissions_become_costs_nobody_owes_once(claims: Office, tmp_path: Path) -> None:
    take(claims, a_file(tmp_path, GOOD))
    assert service.enter_commissions(claims, MAY) == (2, 4_400)
    with claims.database.reading() as connection:
        c = BUNDLE["costs"].c
        rows = connection.execute(
            select(c.claim_no, c.amount, c.recoverable, c.paid_on, c.reason).order_by(c.claim_no)
        ).all()
    reason = f"サービサー手数料 2025-05 {NAME}"
    assert [tuple(row) for row in rows] == [
        ("K1", 3_300, "no", date(2025, 5, 31), reason), ("K2", 1_100, "no", date(2025, 5, 31), reason),
    ]  # fmt: skip
    with pytest.raises(UserError, match="まだ立替費用に入れていないものはありません"):
        service.enter_commissions(claims, MAY)
    assert found(claims)["K1"].ledger is None  # a cost is no receipt


PAYMENTS = (
    "管理番号,入金日,回収額,手数料,送金額,受付番号\n"
    "K1,2025-05-02,30000,3300,26700,1\nK2,2025-05-02,700,0,700,2\n"
    "K1,R7.5.20,20000,2200,17800,3\nK1,R7.5.20,20000,2200,17800,4\n合計,,70700,7700,63000,\n"
)


def test_payments_are_added_up_by_claim_and_each_is_kept_and_shown(claims: Office, tmp_path: Path) -> None:
    receive(claims, "K1", 30_000, on=date(2025, 5, 2))
    receive(claims, "K1", 40_000, on=date(2025, 5, 20))
    seen = take(claims, a_file(tmp_path, PAYMENTS), dry_run=True)
    assert seen.sentence == f"{NAME}　2件（入金 4行）　回収額 70,700円　送金額 63,000円"
    assert [line.paid_on and line.paid_on.day for line in seen.lines] == [2, 2, 20, 20]
    take(claims, a_file(tmp_path, PAYMENTS))
    assert count(claims, "servicer_reports") == 2
    kept = found(claims)["K1"]
    assert (kept.finding, kept.gross, kept.cost, kept.net) == (ReportFinding.SAME, 70_000, 7_700, 62_300)
    days = (date(2025, 5, 2), date(2025, 5, 20))
    first, second = Payment(days[0], 30_000, 3_300, 26_700), Payment(days[1], 20_000, 2_200, 17_800)
    assert kept.payments == (first, second, second)
    pane = servicer_pane(service.servicer_month(claims, MAY))
    at = next(at for at, row in enumerate(pane.things) if row == kept)
    assert pane.words[at] == "K1　元帳の入金 2件　報告の入金 3件"
    assert [(row[1], row[4]) for row in pane.rows[at].rows] == [
        ("E000001", 30_000), ("（報告）", 30_000), ("E000002", 40_000), ("（報告）", 20_000), ("（報告）", 20_000),
    ]  # fmt: skip
    record = read_record(claims, "servicer_reports", ("K1", NAME, MAY))
    assert "2025-05-02 30,000円（手数料 3,300円 送金額 26,700円）" in record["memo"]
    save_record(claims, SaveRecord("servicer_reports", {**record, "memo": f"電話で確認\n{record['memo']}"}, record))
    assert found(claims)["K1"].payments == kept.payments  # a remark beside them is none


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (PAYMENTS.replace(",4\n", ",3\n"), "5行目 管理番号: 「K1」: 4行目とまったく同じ行です。"),
        ("求償権番号,対象月,回収額\nK1,2025-05,1\nK1,2025-05,2\n", "3行目 求償権番号: 「K1」: 同じ番号の行が2行目にもあります。"),
        ("求償権番号,入金日,回収額\nK1,2025-05-01,1\nK1,,2\n", "入金日の列を「月=入金日」のように対応させてください。"),
    ],
)  # fmt: skip
def test_only_true_doubles_are_refused(claims: Office, tmp_path: Path, content: str, sentence: str) -> None:
    seen = take(claims, a_file(tmp_path, content), dry_run=True)
    assert any(sentence in problem.sentence for problem in seen.problems)
    with pytest.raises(BundleError):
        take(claims, a_file(tmp_path, content))
    assert count(claims, "servicer_reports") == 0
