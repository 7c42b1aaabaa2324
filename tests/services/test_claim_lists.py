"""The guarantee department's list on both engines: headings in any order, every row judged, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from collections_app.domain.claim_list import heading_of, kind_of, settled_by
from collections_app.domain.codes import PartyKind
from collections_app.domain.errors import UserError
from collections_app.services.claim_lists import ListRefusedError, preview_list, register_list
from collections_app.services.maintenance import check
from collections_app.services.office import Office
from collections_app.storage.tables import BUNDLE
from tests.storage.making import SECTIONS, a_claim, base, take_in

HEAD = "金融機関\t代位弁済日\t主債務者\tフリガナ\t電話\t備考\t代位弁済元金\t代位弁済利息\t担当者"
ROWS = (
    "青葉銀行\tR7.4.10\t株式会社架空建設\tカクウケンセツ\t022-111-2222\t至急\t５，０００，０００\t12,345\t",
    "青葉銀行\t2025/4/11\t株式会社架空建設\tカクウケンセツ\t022-111-2222\t\t3000000\t0\t",
    "広瀬信用金庫\t令和7年4月12日\t架空　次郎\tカクウ ジロウ\t\t\t1000000\t50\t青田一",
)
PASTED = "\n".join((HEAD, *ROWS)) + "\n"


@pytest.fixture
def office(office: Office) -> Iterator[Office]:
    take_in(office, base() | {"claims": [a_claim("K2024-00041")]})
    yield office
    assert check(office) == ()


def count(office: Office, table: str) -> int:
    with office.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(BUNDLE[table])) or 0


def stored(office: Office) -> list[dict[str, Any]]:
    c = BUNDLE["claims"].c
    with office.database.reading() as connection:
        rows = connection.execute(select(BUNDLE["claims"]).where(c.claim_no.like("K2025%")).order_by(c.claim_no))
        return [dict(row._mapping) for row in rows]


def test_a_pasted_list_is_previewed_and_written_whole(office: Office) -> None:
    view = preview_list(office, PASTED)
    assert (view.problems, view.unread) == ((), ("備考",))
    assert [(row.line, row.new.claim["claim_no"], row.staff_name) for row in view.rows] == [
        (2, "K2025-00001", "井口 二"),
        (3, "K2025-00002", "井口 二"),
        (4, "K2025-00003", "青田 一"),
    ]
    assert [row.problems for row in view.rows] == [()] * 3
    assert count(office, "claims") == 1
    numbers, changes = register_list(office, [(row.line, row.new) for row in view.rows])
    assert numbers == ("K2025-00001", "K2025-00002", "K2025-00003") and changes.claims == set(numbers)
    rows = stored(office)
    assert [(row["principal"], row["interest"], row["subrogated_on"]) for row in rows] == [
        (5_000_000, 12_345, date(2025, 4, 10)),
        (3_000_000, 0, date(2025, 4, 11)),
        (1_000_000, 50, date(2025, 4, 12)),
    ]
    assert rows[0]["debtor_no"] == rows[1]["debtor_no"] != rows[2]["debtor_no"]  # the same words, the same debtor
    assert (rows[2]["staff_no"], rows[2]["section"]) == ("S1", SECTIONS[0])
    assert count(office, "initial_steps") == 12


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("青葉銀行\tR7.2.30\t甲\t\t\t\t1\t0\t", "代位弁済日「R7.2.30」: 2025年2月30日はありません。2月の1日から28日までにしてください。"),
        ("青葉銀行\tR7.4.1\t\t\t\t\t1\t0\t", "名称がありません。入力してください。"),
        ("青葉銀行\tR7.4.1\t甲\t\t\t\t百\t0\t", "代位弁済元金「百」: 金額として読めません。1234、1,234、¥1,234のような円単位の整数で入力してください。"),
        ("青葉銀行\tR7.4.1\t甲\t\t\t\t1\t\t", "代位弁済利息がありません。入力してください。"),
        ("青葉銀行\tR7.4.1\t甲\t\t\t\t\t0\t", "代位弁済元金: 必ず入力する列が空欄です。「代位弁済元金」を入力してください。"),
        ("青葉銀行\tR7.4.1\t甲\t\t\t\t1\t0\t山田", "「山田」という職員が見つかりません。職員番号か氏名を直すか、空欄にしてください。"),
    ],
)  # fmt: skip
def test_every_row_is_judged_with_a_sentence(office: Office, row: str, sentence: str) -> None:
    view = preview_list(office, "\n".join((HEAD, row, ROWS[0])))
    assert sentence in view.rows[0].problems
    assert view.rows[1].problems == ()


def test_known_numbers_are_told_before_anything_is_written(office: Office) -> None:
    head = "求償権番号\t主債務者番号\t代位弁済日\t元金\t利息\n"
    view = preview_list(office, f"{head}K2024-00041\tP2\tR7.4.1\t1\t0\nK5\tP404\tR7.4.1\t1\t0\nK5\tP1\tR7.4.1\t1\t0\n")
    said = [" ".join(row.problems) for row in view.rows]
    assert "すでに登録されています" in said[0]
    assert "主債務者番号「P404」の人は登録されていません" in said[1]
    assert "3行目と同じ番号です" in said[2]


def test_one_wrong_row_keeps_all_of_them_out(office: Office) -> None:
    view = preview_list(office, PASTED)
    rows = [(row.line, row.new) for row in view.rows]
    rows[2] = (4, view.rows[0].new)  # its number is taken by the first row
    with pytest.raises(ListRefusedError, match=r"4行目: この求償権はすでに登録されています。.*1件も登録していません。"):
        register_list(office, rows)
    assert (count(office, "claims"), count(office, "parties")) == (1, 9)


def test_somebody_registered_is_a_candidate(office: Office) -> None:
    view = preview_list(office, f"{HEAD}\n青葉銀行\tR7.4.1\t佐藤花子\t\t０２２００１００３７\t\t1\t0\t\n")
    (alike,) = view.rows[0].alike
    assert (alike.option.value, alike.by) == ("P1", "電話番号")
    register_list(office, [(2, settled_by(view.rows[0], "P1"))])
    assert stored(office)[0]["debtor_no"] == "P1" and count(office, "parties") == 9


def test_a_workbook_and_a_csv_file_say_the_same(office: Office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (HEAD, *ROWS):
        book.active.append(line.split("\t"))
    book.save(tmp_path / "一覧.xlsx")
    text = "\n".join(f'"{line}"'.replace("\t", '","') for line in (HEAD, *ROWS)) + "\n"
    (tmp_path / "一覧.csv").write_text(text, encoding="cp932")
    pasted = preview_list(office, PASTED).rows
    assert preview_list(office, tmp_path / "一覧.xlsx").rows == pasted
    assert preview_list(office, tmp_path / "一覧.csv").rows == pasted


@pytest.mark.parametrize("text", ["", " \n", "あいう\tえお\n1\t2\n"])
def test_what_is_no_list_says_what_to_do(office: Office, text: str) -> None:
    with pytest.raises(UserError, match=r"ください。$"):
        preview_list(office, text)


def test_a_missing_column_is_said_once(office: Office) -> None:
    view = preview_list(office, "主債務者\t元金\n甲\t1\n")
    assert len(view.problems) == 1 and "代位弁済日" in view.problems[0]


def test_headings_and_kinds() -> None:
    assert [heading_of(word) for word in ("代位弁済 日", "ﾌﾘｶﾞﾅ", "principal", "備考")] == [
        "subrogated_on",
        "kana",
        "principal",
        "",
    ]
    assert kind_of("㈱架空") is PartyKind.CORPORATION is kind_of("医療法人架空会")
    assert kind_of("架空 太郎") is PartyKind.INDIVIDUAL
