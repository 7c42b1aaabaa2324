"""One wrong cell in a bundle that is right otherwise: it is named with file, row, column, value and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from collections_app.domain.bundle import TABLE
from tests.exchange.samples import sample, taken_in, write_folder

if TYPE_CHECKING:
    from pathlib import Path

# table, row (from 0), column, value, part of the sentence
CASES = [
    ("staff", 0, "staff_no", "", "空欄"),
    ("staff", 0, "name", "　", "空欄"),
    ("staff", 0, "role", "boss", "使える言葉ではありません"),
    ("staff", 0, "active_until", "someday", "日付として読めません"),
    ("parties", 1, "party_no", "P1", "2行目と同じ番号"),
    ("parties", 1, "kind", "人", "使える言葉ではありません"),
    ("parties", 1, "birth_date", "H31.5.1", "平成は平成31年4月30日まで"),
    ("parties", 1, "birth_date", "R7.2.29", "閏年ではありません"),
    ("parties", 1, "birth_date", "R1.4.30", "令和は令和元年5月1日から"),
    ("parties", 1, "birth_date", "1960-13-01", "13月はありません"),
    ("parties", 1, "birth_date", "1960-04-31", "1960年4月31日はありません"),
    ("parties", 1, "birth_date", "1860-04-01", "扱えません"),
    ("parties", 1, "birth_date", "R0.1.1", "令和0年はありません"),
    ("parties", 1, "birth_date", "22007", "日付として読めません"),
    ("parties", 1, "birth_date", "1960-04-01 13:00", "日付として読めません"),
    ("parties", 1, "name", "あ" * 32_768, "32,768文字"),
    ("parties", 1, "party_no", "P 2", "途中に空白や改行があるか"),
    ("claims", 0, "principal", "1.5", "円未満"),
    ("claims", 0, "principal", "1,23", "桁区切り"),
    ("claims", 0, "principal", "12万", "金額として読めません"),
    ("claims", 0, "principal", "-1", "小さすぎます"),
    ("claims", 0, "principal", "9" * 16, "桁が多すぎます"),
    ("claims", 0, "principal", "9" * 5000, "桁が多すぎます"),
    ("claims", 0, "damages_rate", "14.6.1", "率として読めません"),
    ("claims", 0, "damages_rate", "101", "大きすぎます"),
    ("claims", 0, "coverage_rate", "-80", "率として読めません"),
    ("claims", 0, "day_basis", "360", "使える言葉ではありません"),
    ("claims", 0, "debtor_no", "P9", "登録済みのデータにもありません"),
    ("claims", 0, "staff_no", "S9", "登録済みのデータにもありません"),
    ("claims", 0, "subrogated_on", "", "空欄"),
    ("claim_parties", 0, "share", "3/2", "1以下ではありません"),
    ("claim_parties", 0, "share", "0", "1以下ではありません"),
    ("claim_parties", 0, "share", "1/0", "分数として読めません"),
    ("claim_parties", 0, "share", "半分", "分数として読めません"),
    ("claim_parties", 0, "role", "debtor", "使える言葉ではありません"),
    ("claim_parties", 0, "inherits_from", "", "被相続人がありません"),
    ("collaterals", 0, "rank", "0", "小さすぎます"),
    ("collaterals", 0, "rank", "1.5", "整数として読めません"),
    ("collaterals", 0, "owner_no", "P9", "登録済みのデータにもありません"),
    ("receipts", 2, "amount", "0", "0円"),
    ("receipts", 2, "amount", "-3000", "取消対象のない入金がマイナス"),
    ("receipts", 1, "amount", "1000", "取消しの金額が正"),
    ("receipts", 1, "amount", "-999", "釣り合いません"),
    ("receipts", 1, "received_on", "2021-05-02", "元の入金と違います"),
    ("receipts", 1, "claim_no", "K2", "別の求償権"),
    ("receipts", 1, "reverses", "R9", "登録済みのデータにもありません"),
    ("receipts", 0, "to_costs", "", "一部だけ"),
    ("receipts", 0, "to_principal", "901", "合計"),
    ("receipts", 0, "to_costs", "-1", "符号"),
    ("receipts", 1, "to_costs", "-1", "釣り合いません"),
    ("receipts", 3, "received_on", "2021-04-09", "代位弁済日（令和3年4月10日）より前"),
    ("receipts", 2, "received_on", "2023-05-01", "サービサー委託がありません"),
    ("receipts", 2, "receipt_no", "R1", "2行目と同じ番号"),
    ("waivers", 0, "amount", "0", "小さすぎます"),
    ("waivers", 0, "part", "利息", "使える言葉ではありません"),
    ("legal_actions", 0, "ended_on", "", "終了日がありません"),
    ("legal_actions", 0, "ended_on", "2021-01-09", "終了日が申立日（令和3年1月10日）より前"),
    ("legal_actions", 0, "fixed_on", "2021-01-09", "確定日が申立日"),
    ("legal_actions", 0, "outcome", "pending", "係属中"),
    ("legal_actions", 0, "case_no", "令和3年(ケ)第1号", "訴訟のものではない"),
    ("legal_actions", 0, "case_no", "３号", "事件番号の形ではない"),
    ("legal_actions", 0, "also_claims", "K9", "登録済みのデータにもありません"),
    ("costs", 0, "amount", "0", "0円"),
    ("costs", 0, "action_no", "L9", "登録済みのデータにもありません"),
    ("contacts", 0, "contacted_at", "25:00", "この時刻はありません"),
    ("contacts", 0, "contacted_at", "夕方", "時刻として読めません"),
    ("contacts", 0, "promised_on", "2021-01-31", "約束日が日付"),
    ("instalment_plans", 0, "day_of_month", "32", "大きすぎます"),
    ("instalment_plans", 0, "ends_on", "2021-03-31", "終了日が開始日"),
    ("disposals", 0, "agreed_on", "2020-12-31", "成約日が申出日"),
    ("limitation_events", 0, "until", "2020-12-31", "期限が発生日"),
    ("releases", 0, "released_on", "2020-12-31", "免除日が申請日"),
    ("releases", 0, "channel", "", "空欄"),
    ("administration_stops", 0, "resumed_on", "2022-12-31", "再開日が停止日"),
    ("placements", 0, "returned_on", "2021-12-31", "返戻日が委託日"),
    ("plans", 0, "figure", "recovery.totla", "統計にありません"),
    ("plans", 0, "fiscal_year", "24", "小さすぎます"),
    ("parties", 0, "phone", "229999999", "電話番号の形ではない"),
    ("parties", 0, "postal_code", "98000", "郵便番号の形ではない"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "part"), CASES)
def test_the_place_of_a_wrong_cell_is_named(
    tmp_path: Path, table: str, row: int, column: str, value: str, part: str
) -> None:
    rows = sample()
    rows[table][row][column] = value
    _, problems = taken_in(write_folder(tmp_path / "b", rows))
    heading = TABLE[table].column(column).heading
    expected = [(p.place.file, p.place.row) for p in problems if part in p.message]
    assert expected, [p.sentence for p in problems]
    assert expected[0] == (f"{table}.csv", row + 2)
    found = next(p for p in problems if part in p.message)
    if "合計" not in part:
        assert found.place.column == heading or (column, part) == ("received_on", "サービサー委託がありません")
    assert found.remedy
    assert all(p.remedy and p.message for p in problems)
    assert value[:200].strip() in found.value or found.place.column != heading


def test_the_sample_is_right(tmp_path: Path) -> None:
    bundle, problems = taken_in(write_folder(tmp_path / "b"))
    assert problems == []
    assert len(bundle.tables) == len(TABLE)


def test_a_long_list_ends_with_how_many_more_there_are(tmp_path: Path) -> None:
    rows = sample()
    rows["parties"] += [{**rows["parties"][1], "party_no": f"X{n}", "birth_date": "x"} for n in range(10_050)]
    _, problems = taken_in(write_folder(tmp_path / "b", rows))
    assert len(problems) == 10_001
    assert problems[-1].message == "このほかに50件あります。"
