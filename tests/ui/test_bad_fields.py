"""Bad input, field by field: a text typed into a form and the very sentence under it, which says what to do.

The cases go over every form and every kind of field; each sentence ends in what is to be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_app.domain.bundle import TABLE, TABLES, Kind
from collections_app.domain.calendar import short_era
from collections_app.domain.forms import FormWanted
from collections_app.services.forms import open_form
from collections_app.services.office import Office
from collections_app.ui import look
from collections_app.ui.entry.editors import today
from collections_app.ui.entry.record_form import RecordForm
from collections_app.ui.fields.line import LineField
from collections_app.ui.fields.memo import MemoEdit
from tests.storage.making import a_claim, base, make_office

FORMS = "2024-04-01、2024/4/1、20240401、R6.4.1、令和6年4月1日のいずれかの形で入力してください。"
YEN = "1234、1,234、¥1,234のような円単位の整数で入力してください。"
LIST = "に当てはまるものがありません。番号を入れるか、F4で一覧から選んでください。"
PEOPLE = "に当てはまる関係人が見つかりません。名前・カナ・番号の一部を入れ直し、一覧から選んでください。"
CLAIMS = "に当てはまる求償権が見つかりません。番号か債務者名の一部を入れ直し、一覧から選んでください。"
NOTHING = "に当てはまるものが、まだ1つも登録されていません。先に登録するか、空欄にしてください。"
KEY = "途中に空白や改行があるか、長すぎます。空白のない200文字までにしてください。"
LONG = "33,000文字あります。32,767文字までにしてください。"
LATER = "が今日より後です。日付を確かめてください。"
BEFORE = "が代位弁済日（令和5年12月20日）より前です。日付を確かめてください。"
CHECK = "桁と単位（円）を確かめてください。"
PHONE = "電話番号の形ではないようです。0から始まる10桁か11桁で入力してください。"
POSTAL = "郵便番号の形ではないようです。980-0811のように7桁で入力してください。"
TOMORROW = short_era(today() + timedelta(1))

# form, field, text typed, sentence under the field
CASES = (
    ("staff", "staff_no", "S 1", f"職員番号: {KEY}"),
    ("staff", "name", "長" * 33_000, f"氏名: {LONG}"),
    ("staff", "role", "社長", f"権限: 「社長」{LIST}"),
    ("staff", "active_until", "平成32年3月31日", "在籍終了日: 平成は平成31年4月30日までです。令和2年3月31日の誤りではありませんか。"),
    ("parties", "kind", "9", f"区分: 「9」{LIST}"),
    ("parties", "birth_date", "S64.1.8", "生年月日: 昭和は昭和64年1月7日までです。平成元年1月8日の誤りではありませんか。"),
    ("parties", "birth_date", "1800-01-01", "生年月日: 西暦1800年は扱えません。1873年（明治6年）以後の日付にしてください。"),
    ("parties", "birth_date", "昭和0年4月1日", "生年月日: 昭和0年はありません。元年（1年）以後の年にしてください。"),
    ("parties", "postal_code", "9800", POSTAL),
    ("parties", "phone", "222-2222", PHONE),
    ("parties", "status", "入院", f"状況: 「入院」{LIST}"),
    ("parties", "operating", "半分", f"事業継続: 「半分」{LIST}"),
    ("claims", "claim_no", "K 2025", f"求償権番号: {KEY}"),
    ("claims", "debtor_no", "いない人", f"主債務者: 「いない人」{PEOPLE}"),
    ("claims", "contracted_on", "2025-13-01", "保証委託契約日: 13月はありません。1から12までの月にしてください。"),
    ("claims", "subrogated_on", "きのう", f"代位弁済日: 日付として読めません。{FORMS}"),
    ("claims", "principal", "", "代位弁済元金がありません。入力してください。"),
    ("claims", "principal", "-5", "代位弁済元金: 金額が▲5円です。0円以上を入力してください。"),
    ("claims", "principal", "1,23", "代位弁済元金: 桁区切りの位置が正しくありません。1,234,567のように3桁ごとに区切るか、区切らずに入力してください。"),
    ("claims", "interest", "12.5", "代位弁済利息: 円未満の端数があります。円単位の整数で入力してください。"),
    ("claims", "interest", "1万億", f"代位弁済利息: 金額として読めません。{YEN}"),
    ("claims", "damages_rate", "14,6", "損害金率: 率として読めません。14.6のように、0以上の数をパーセントで入力してください。"),
    ("claims", "damages_rate", "146", "損害金率: 大きすぎます。100以下にしてください。"),
    ("claims", "coverage_rate", "-80", "填補率: 率として読めません。14.6のように、0以上の数をパーセントで入力してください。"),
    ("claims", "day_basis", "360日", f"日数基準: 「360日」{LIST}"),
    ("claims", "staff_no", "名無し", f"担当者: 「名無し」{LIST}"),
    ("claim_parties", "party_no", "ななし", f"関係人: 「ななし」{PEOPLE}"),
    ("claim_parties", "role", "", "関係がありません。選んでください。"),
    ("claim_parties", "role", "主債務者", f"関係: 「主債務者」{LIST}"),
    ("claim_parties", "limit_amount", "極度なし", f"極度額: 金額として読めません。{YEN}"),
    ("claim_parties", "share", "半分", "持分: 分数として読めません。1/2のように入力してください。"),
    ("claim_parties", "share", "3/2", "持分が0より大きく1以下ではありません。1/2、1/4のように入力してください。"),
    ("claim_parties", "share", "1/0", "持分: 分数として読めません。1/2のように入力してください。"),
    ("claim_parties", "renounced_on", "t", "相続放棄日: 相続人でない人に相続放棄日があります。相続放棄日を空欄にするか、関係を相続人にしてください。"),
    ("collaterals", "kind", "山", f"種類: 「山」{LIST}"),
    ("collaterals", "rank", "一番", "順位: 整数として読めません。数字だけで入力してください。"),
    ("collaterals", "rank", "0", "順位: 小さすぎます。1以上にしてください。"),
    ("collaterals", "appraisal", "1000兆", "評価額: 金額の桁が多すぎます。1,000兆円未満で入力してください。"),
    ("collaterals", "appraised_on", "2025/2/29", "評価日: 2025年2月29日はありません。2025年は閏年ではありません。2月の1日から28日までにしてください。"),
    ("waivers", "amount", "0", "減免額: 金額が0円です。1円以上を入力してください。"),
    ("waivers", "part", "全部", f"部分: 「全部」{LIST}"),
    ("waivers", "decided_on", "R5.12.19", f"決定日{BEFORE}"),
    ("waivers", "reason", "長" * 33_000, f"事由: {LONG}"),
    ("legal_actions", "kind", "けんか", f"種別: 「けんか」{LIST}"),
    ("legal_actions", "respondent_no", "だれか", f"相手方: 「だれか」{PEOPLE}"),
    ("legal_actions", "filed_on", TOMORROW, f"申立日{LATER}"),
    ("legal_actions", "outcome", "勝ち", f"結果: 「勝ち」{LIST}"),
    ("contacts", "contacted_on", TOMORROW, "日付が今日より後です。予定ならば次回対応に入力してください。"),
    ("contacts", "contacted_at", "25:00", "時刻: 25時はありません。0時から23時までにしてください。"),
    ("contacts", "contacted_at", "9:75", "時刻: 75分はありません。0分から59分までにしてください。"),
    ("contacts", "contacted_at", "朝", "時刻として読めません。9:30、0930、14時5分のように24時間制で入力してください。"),
    ("contacts", "promised_amount", "0", "約束額が1円未満です。約束した額を入力するか、空欄にしてください。"),
    ("contacts", "party_no", "P9", f"相手: 「P9」{PEOPLE}"),
    ("contacts", "outcome", "元気", f"結果: 「元気」{LIST}"),
    ("instalment_plans", "amount", "-3万", "月額: 金額が▲30,000円です。1円以上を入力してください。"),
    ("instalment_plans", "day_of_month", "32", "約定日: 大きすぎます。31以下にしてください。"),
    ("instalment_plans", "starts_on", "4/1", f"開始日: 日付として読めません。{FORMS}"),
    ("disposals", "collateral_no", "土地", f"担保: 「土地」{NOTHING}"),
    ("disposals", "price", "約1000万", f"売却価額: 金額として読めません。{YEN}"),
    ("disposals", "agreed_on", "2025-04-31", "成約日: 2025年4月31日はありません。4月の1日から30日までにしてください。"),
    ("limitation_events", "kind", "中断", f"種別: 「中断」{LIST}"),
    ("limitation_events", "party_no", "", "関係人番号がありません。選んでください。"),
    ("limitation_events", "occurred_on", TOMORROW, f"発生日{LATER}"),
    ("releases", "channel", "弁護士", f"取扱: 「弁護士」{LIST}"),
    ("releases", "settlement_amount", "", "弁済額がありません。入力してください。"),
    ("releases", "released_on", TOMORROW, f"免除日{LATER}"),
    ("support_measures", "kind", "融資", f"種別: 「融資」{LIST}"),
    ("support_measures", "executed_on", TOMORROW, f"実施日{LATER}"),
    ("administration_stops", "decided_on", TOMORROW, f"停止日{LATER}"),
    ("closings", "decided_on", "R5.1.1", f"整理日{BEFORE}"),
    ("closings", "amount", "ゼロ", f"整理額: 金額として読めません。{YEN}"),
    ("placements", "placed_on", "", "委託日がありません。入力してください。"),
    ("placements", "placed_on", TOMORROW, f"委託日{LATER}"),
    ("placements", "servicer", "", "委託先がありません。入力してください。"),
    ("plans", "fiscal_year", "6", "年度: 小さすぎます。1868以上にしてください。"),
    ("plans", "fiscal_year", "20250", "年度: 大きすぎます。9999以下にしてください。"),
    ("plans", "figure", "売上", f"項目: 「売上」{LIST}"),
    ("plan_months", "month", "13", "月: 大きすぎます。12以下にしてください。"),
    ("prior_figures", "fiscal_year", "令和六", "年度: 整数として読めません。数字だけで入力してください。"),
    ("prior_figures", "value", "-1", "実績値: 金額が▲1円です。0円以上を入力してください。"),
    ("party_addresses", "valid_until", "R7.2.30", "使用終了日: 2025年2月30日はありません。2月の1日から28日までにしてください。"),
    ("party_addresses", "phone", "110", PHONE),
    ("party_addresses", "postal_code", "980-08111", POSTAL),
    ("party_merges", "merged_into", "だれか", f"統合先: 「だれか」{PEOPLE}"),
    ("surveys", "income", "20億", f"年収が1,000,000,000円を超えています。{CHECK}"),
    ("surveys", "expenses", "2000万", f"月の生活費が10,000,000円を超えています。{CHECK}"),
    ("surveys", "dependants", "20", "扶養人数が15人を超えています。人数を確かめてください。"),
    ("surveys", "dependants", "100", "扶養人数: 大きすぎます。99以下にしてください。"),
    ("surveys", "housing", "豪邸", f"住居: 「豪邸」{LIST}"),
    ("surveys", "source", "うわさ", f"情報源: 「うわさ」{LIST}"),
    ("surveys", "surveyed_on", TOMORROW, f"調査日{LATER}"),
    ("surveys", "living", "長" * 33_000, f"生活状況: {LONG}"),
    ("financial_statements", "period_end", TOMORROW, f"決算日{LATER}"),
    ("financial_statements", "sales", "-1", "売上高: 金額が▲1円です。0円以上を入力してください。"),
    ("financial_statements", "net_profit", "赤字", f"当期純利益: 金額として読めません。{YEN}"),
    ("financial_statements", "employees", "12.5", "従業員数: 整数として読めません。数字だけで入力してください。"),
    ("initial_steps", "step", "挨拶", f"事項: 「挨拶」{LIST}"),
    ("initial_steps", "due_on", "", "期限がありません。入力してください。"),
    ("tasks", "title", "", "件名がありません。入力してください。"),
    ("tasks", "due_on", "来週", f"期限: 日付として読めません。{FORMS}"),
    ("tasks", "staff_no", "だれか", f"担当者: 「だれか」{LIST}"),
    ("tags", "tag", "重 点", f"付箋: {KEY}"),
    ("tags", "until", "+999999999", f"期限: 日付として読めません。{FORMS}"),
    ("notes", "body", "", "本文がありません。入力してください。"),
    ("notes", "written_on", TOMORROW, f"日付{LATER}"),
    ("attachments", "memo", "長" * 33_000, f"内容: {LONG}"),
    ("virtual_accounts", "ends_on", "R7.4.31", "終了日: 2025年4月31日はありません。4月の1日から30日までにしてください。"),
    ("payer_names", "confirmed_on", "先月", f"確認日: 日付として読めません。{FORMS}"),
    ("debit_accounts", "ends_on", "2025-13-01", "終了日: 13月はありません。1から12までの月にしてください。"),
    ("direct_debits", "amount", "1,23", "金額: 桁区切りの位置が正しくありません。1,234,567のように3桁ごとに区切るか、区切らずに入力してください。"),
    ("rate_periods", "since", "R0.4.1", "適用開始日: 令和0年はありません。元年（1年）以後の年にしてください。"),
    ("insurance_claims", "claimed_on", "いつか", f"請求日: 日付として読めません。{FORMS}"),
    ("shares", "bearer", "だれか", f"負担者: 「だれか」{LIST}"),
    ("servicer_reports", "gross", "百万", f"回収額: 金額として読めません。{YEN}"),
    ("deputies", "deputy_no", "だれか", f"代行者: 「だれか」{LIST}"),
    ("deputies", "starts_on", "2025-00-01", "開始日: 0月はありません。1から12までの月にしてください。"),
)  # fmt: skip

# form, what is typed before, field, text typed, sentence under the field
TOGETHER: tuple[tuple[str, dict[str, str], str, str, str, str], ...] = (
    ("claims", {"subrogated_on": "R5.4.1"}, "contracted_on", "R6.4.1", "subrogated_on", "代位弁済日が保証委託契約日（令和6年4月1日）より前です。代位弁済日を保証委託契約日以後の日付にするか、保証委託契約日を直してください。"),
    ("claim_parties", {}, "role", "相続人", "inherits_from", "被相続人: 相続人に被相続人がありません。だれの相続人かを被相続人番号に入力してください。"),
    ("legal_actions", {"filed_on": "R6.4.1"}, "ended_on", "R6.3.1", "ended_on", "終了日が申立日（令和6年4月1日）より前です。終了日を申立日以後の日付にするか、申立日を直してください。"),
    ("legal_actions", {"kind": "訴訟"}, "case_no", "第5号", "case_no", "事件番号の形ではないようです。裁判所の書面を見て、令和6年(ワ)第123号のように入力してください。"),
    ("legal_actions", {}, "outcome", "判決", "ended_on", "終了日: 結果が「判決」なのに終了日がありません。終了した日を入力するか、結果を係属中にしてください。"),
    ("contacts", {"kind": "訪問督促"}, "contacted_at", "2330", "contacted_at", "時刻: 訪問督促が08:00から21:00までの外です。時刻を確かめてください。"),
    ("contacts", {"contacted_on": "R6.4.1"}, "next_on", "R6.3.1", "next_on", "次回対応日が日付（令和6年4月1日）より前です。次回対応日を日付以後の日付にするか、日付を直してください。"),
    ("contacts", {}, "outcome", "弁済約束", "promised_amount", "約束額: 結果が「弁済約束」なのに約束額も約束日もありません。約束した額か日を入力してください。"),
    ("surveys", {"income": "300万"}, "expenses", "400万", "expenses", "月の生活費が年収を上回っています。年収は1年分、生活費は1か月分を円で入力してください。"),
    ("financial_statements", {"total_assets": "1億"}, "net_assets", "2億", "net_assets", f"純資産が総資産を上回っています。{CHECK}"),
    ("financial_statements", {"sales": "1億"}, "operating_profit", "2億", "operating_profit", f"営業利益が売上高を上回っています。{CHECK}"),
    ("financial_statements", {"total_assets": "100万"}, "borrowings", "2億", "borrowings", f"借入金が総資産の100倍を超えています。{CHECK}"),
    ("financial_statements", {"total_assets": "100万"}, "depreciation", "101万", "depreciation", f"減価償却費が総資産を上回っています。{CHECK}"),
    ("instalment_plans", {"starts_on": "R6.4.1"}, "ends_on", "R6.3.31", "ends_on", "終了日が開始日（令和6年4月1日）より前です。終了日を開始日以後の日付にするか、開始日を直してください。"),
    ("initial_steps", {"step": "回収方針", "due_on": "t"}, "done_on", "t", "memo", "内容: 回収方針の内容がありません。決めた方針を書いてから完了にしてください。"),
    ("deputies", {"staff_no": "青田"}, "deputy_no", "青田", "deputy_no", "代行者が本人です。ほかの職員を選んでください。"),
)  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    location: Path = tmp_path_factory.mktemp("fields") / "claims.sqlite3"
    ties = [{"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor"}]
    office = make_office(str(location), base() | {"claims": [a_claim("K1")], "claim_parties": ties})
    yield office
    office.close()


class Typist:
    """Opens forms and types into their fields."""

    def __init__(self, qtbot: QtBot, office: Office) -> None:
        self.qtbot = qtbot
        self.office = office

    def open(self, table: str) -> RecordForm:
        of_claim = any(column.name == "claim_no" for column in TABLE[table].columns) and table != "claims"
        form = RecordForm(open_form(self.office, FormWanted(table, None, {"claim_no": "K1"} if of_claim else {})))
        self.qtbot.addWidget(form)
        form.begin()
        return form

    @staticmethod
    def type(form: RecordForm, field: str, text: str) -> None:
        editor = form.boxes[field].editor
        assert isinstance(editor, (LineField, MemoEdit))
        if isinstance(editor, LineField):
            editor.setText(text)
        else:
            editor.setPlainText(text)


@pytest.fixture
def typist(qapp: QApplication, qtbot: QtBot, office: Office) -> Typist:
    look.theme().apply(qapp, dark=False)
    return Typist(qtbot, office)


def says_what_to_do(sentence: str) -> bool:
    return sentence.endswith(("ください。", "ませんか。")) and sentence.count("。") >= 2


@pytest.mark.parametrize(("table", "field", "text", "sentence"), CASES)
def test_the_sentence_under_the_field(typist: Typist, table: str, field: str, text: str, sentence: str) -> None:
    form = typist.open(table)
    typist.type(form, field, text)
    if not text:
        form.submit()  # what is missing is said once registering was tried
    assert form.boxes[field].problem.text() == sentence
    assert says_what_to_do(sentence)
    assert form.boxes[field].editor.accessibleDescription() == sentence.removeprefix(f"{form.boxes[field]._word}: ")


@pytest.mark.parametrize(("table", "before", "field", "text", "shown_at", "sentence"), TOGETHER)
def test_what_does_not_fit_together(
    typist: Typist, table: str, before: dict[str, str], field: str, text: str, shown_at: str, sentence: str
) -> None:
    form = typist.open(table)
    for name, given in before.items():
        typist.type(form, name, given)
    typist.type(form, field, text)
    form.has_tried = True
    form.judge()
    assert form.boxes[shown_at].problem.text() == sentence
    assert says_what_to_do(sentence)


def test_the_cases_go_over_every_form_and_kind() -> None:
    assert len(CASES) >= 80
    assert {table for table, *_ in CASES} == {table.name for table in TABLES if not table.append_only}
    kinds = {TABLE[table].column(field).kind for table, field, *_ in CASES}
    assert kinds == set(Kind) - {Kind.REFERENCES}  # numbers of claims are looked up when they are written


def test_good_input_is_left_alone(typist: Typist) -> None:
    form = typist.open("contacts")
    for field, text in (
        ("kind", "1"),
        ("contacted_on", "t"),
        ("contacted_at", "９時３０分"),
        ("promised_amount", "1.5万"),
        ("party_no", "花子"),
        ("outcome", "面談"),
    ):
        typist.type(form, field, text)
    assert [box.problem.text() for box in form.boxes.values() if box.problem.text()] == []
