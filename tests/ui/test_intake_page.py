"""A new claim typed whole by keyboard alone: through the real window, services and a small database."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from collections_app.domain.records import SaveRecord
from collections_app.services.records import save_record
from collections_app.storage.tables import BUNDLE
from collections_app.ui.actions import ActionId
from collections_app.ui.intake.page import IntakePage
from collections_app.ui.pages.intake import IntakeHost
from collections_app.ui.widgets import LinkButton
from tests.ui.test_contact_entry import CONTROL, SHIFT, TODAY, Hands, hands

__all__ = ["hands"]

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


def host(hands: Hands) -> IntakeHost:
    page = hands.shell.page("intake")
    assert isinstance(page, IntakeHost)
    return page


def form(hands: Hands) -> IntakePage:
    shown = host(hands).widget
    assert shown is not None
    return shown


def begin(hands: Hands) -> IntakePage:
    hands.press(Key.Key_N, CONTROL)
    hands.settle()
    return form(hands)


def rows(hands: Hands, table: str) -> list[dict[str, Any]]:
    with hands.shell.context.desk.office.database.reading() as connection:
        return [dict(row._mapping) for row in connection.execute(select(BUNDLE[table]))]


def takers(shown: IntakePage) -> list[LinkButton]:
    return [one for one in shown.findChildren(LinkButton) if one.text() == "この関係人を外す" and one.isVisible()]


def skip(hands: Hands, count: int) -> None:
    for _ in range(count):
        hands.press(Key.Key_Return)


def type_debtor(hands: Hands) -> None:
    assert hands.focused() == "登録済みの人"
    skip(hands, 1)
    hands.fill("2", "架空　九郎", "カクウ クロウ", "S40.5.6", "022-111-2222", "980-0811", "架空市一番町1")
    skip(hands, 3)


def type_claim(hands: Hands) -> None:
    assert hands.focused() == "求償権番号 必須"
    skip(hands, 5)
    hands.fill("R2.4.1", "t", "")
    hands.fill("500万", "12345")


def test_everything_is_typed_and_written_at_once(hands: Hands) -> None:
    begin(hands)
    type_debtor(hands)
    type_claim(hands)
    assert hands.focused() == "損害金率 必須"
    skip(hands, 9)
    assert hands.focused() == "登録 F9"
    hands.press(Key.Key_G, ALT)
    hands.qtbot.waitUntil(lambda: bool(form(hands).ties))  # a button pressed by its letter is seen pressed first
    assert hands.focused() == "登録済みの人"
    hands.type("ハナコ")
    tie = form(hands).ties[0]
    hands.qtbot.waitUntil(lambda: tie.known.value() == "P1")
    skip(hands, 1)
    assert hands.focused() == "関係 必須"
    assert not tie.boxes["kana"].isVisible()
    hands.fill("2")  # 物上保証人
    hands.press(Key.Key_T, ALT)
    hands.qtbot.waitUntil(lambda: bool(form(hands).collaterals))
    assert hands.focused() == "所有者 必須"
    hands.fill("花子", "1", "1", "架空市新町1番")
    hands.press(Key.Key_F9)
    claim = next(row for row in rows(hands, "claims") if row["principal"] == 5_000_000)
    assert claim["claim_no"] == "K3"
    assert (claim["interest"], claim["contracted_on"], claim["subrogated_on"]) == (12_345, date(2020, 4, 1), TODAY)
    debtor = next(row for row in rows(hands, "parties") if row["party_no"] == claim["debtor_no"])
    assert (debtor["name"], debtor["kind"], debtor["birth_date"]) == ("架空　九郎", "individual", date(1965, 5, 6))
    (made,) = [row for row in rows(hands, "claim_parties") if row["claim_no"] == claim["claim_no"]]
    assert (made["party_no"], made["role"]) == ("P1", "collateral_provider")
    assert [(row["owner_no"], row["kind"], row["rank"]) for row in rows(hands, "collaterals")] == [("P1", "land", 1)]
    assert len(rows(hands, "initial_steps")) == 4
    assert hands.page.claim_no() == claim["claim_no"]
    assert host(hands).widget is None


def test_a_mistake_anywhere_keeps_everything_out_and_is_found(hands: Hands) -> None:
    shown = begin(hands)
    hands.press(Key.Key_F9)
    assert hands.focused() == "区分 必須"
    assert shown.debtor.boxes["name"].problem.text() == "名称がありません。入力してください。"
    assert shown.claim.boxes["principal"].problem.text() == "代位弁済元金がありません。入力してください。"
    hands.press(Key.Key_Return, SHIFT)
    type_debtor(hands)
    hands.fill("K1")  # a number there is
    skip(hands, 5)
    hands.fill("t", "", "500万", "0")
    hands.press(Key.Key_F9)
    assert [row["claim_no"] for row in rows(hands, "claims")] == ["K1", "K2"]
    assert hands.focused() == "求償権番号 必須"
    assert "すでに登録されています" in shown.claim.boxes["claim_no"].problem.text()
    assert "登録していません" in shown.warning.text()
    assert not [row for row in rows(hands, "parties") if row["name"] == "架空　九郎"]
    hands.fill("K9")
    hands.press(Key.Key_F9)
    assert "K9" in [row["claim_no"] for row in rows(hands, "claims")]


def test_somebody_registered_with_the_same_telephone_is_offered(hands: Hands) -> None:
    office = hands.shell.context.desk.office
    twin = {"kind": "individual", "name": "架空 九朗", "kana": "カクウ クロウ", "birth_date": date(1965, 5, 6)}
    save_record(office, SaveRecord("parties", twin))
    shown = begin(hands)
    type_debtor(hands)
    hands.qtbot.waitUntil(shown.debtor.is_unsettled)
    type_claim(hands)
    hands.press(Key.Key_F9)
    assert "もう一度F9" in shown.warning.text()
    assert len(rows(hands, "claims")) == 2
    (link,) = [one for one in shown.debtor.findChildren(LinkButton) if "架空 九朗" in one.text()]
    assert "カナと生年月日が同じ" in link.text()
    hands.qtbot.waitUntil(link.isVisible)
    link.setFocus()
    hands.press(Key.Key_Space)
    assert shown.debtor.person().party_no == "P10"
    hands.press(Key.Key_F9)
    made = [row["debtor_no"] for row in rows(hands, "claims") if row["principal"] == 5_000_000]
    assert made == ["P10"]


def test_the_proposals_follow_what_is_typed_and_give_way_to_it(hands: Hands) -> None:
    shown = begin(hands)
    assert (shown.claim.record()["section"], shown.claim.record()["staff_no"]) == ("管理第二課", "S2")
    assert "井口 二（0件）" in shown.why.text()
    shown.claim.focus_field("section")
    hands.fill("管理第一課")
    hands.settle()
    assert shown.claim.record()["staff_no"] == "S3"
    shown.claim.focus_field("staff_no")
    hands.fill("青田")
    shown.claim.focus_field("subrogated_on")
    hands.fill("R6.1.10")
    hands.settle()
    assert (shown.claim.record()["claim_no"], shown.claim.record()["staff_no"]) == ("K3", "S1")
    assert shown.steps.text().startswith("初動の期限: 初回接触 R6.1.24・現況調査 R6.2.9")


def test_the_day_goes_forward_to_that_of_the_claim(hands: Hands) -> None:
    hands.shell.context.set_day(date(2025, 3, 31))
    begin(hands)
    type_debtor(hands)
    type_claim(hands)
    hands.press(Key.Key_F9)
    assert hands.shell.context.as_of == TODAY
    assert hands.page.claim_no() == "K3"
    assert "基準日を" in hands.shell.messages._text.text()


def test_people_and_collateral_can_be_taken_out_again(hands: Hands) -> None:
    shown = begin(hands)
    for _ in range(2):
        shown.add_tie()
    shown.ties[0].boxes["name"].editor.setText("甲")  # type: ignore[attr-defined]
    shown.ties[1].boxes["name"].editor.setText("乙")  # type: ignore[attr-defined]
    shown.add_collateral()
    hands.qtbot.waitUntil(lambda: len(takers(shown)) == 2)
    shown.collaterals[0].owner.set_value(2)
    assert shown.collaterals[0].owner.text() == "乙"
    takers(shown)[0].setFocus()
    hands.press(Key.Key_Space)
    assert [tie.name() for tie in shown.ties] == ["乙"] and shown.ties[0].part == "tie:0"
    assert (shown.collaterals[0].owner_place(), shown.collaterals[0].owner.text()) == (1, "乙")
    hands.qtbot.waitUntil(lambda: len(takers(shown)) == 1)
    takers(shown)[0].setFocus()
    hands.press(Key.Key_Space)
    assert shown.collaterals[0].owner_place() is None


def test_leaving_asks_once_and_another_page_loses_nothing(hands: Hands) -> None:
    shown = begin(hands)
    hands.type("架空")
    hands.press(Key.Key_2, CONTROL)
    assert hands.shell.current() is hands.claims
    hands.press(Key.Key_N, CONTROL | SHIFT)
    assert form(hands) is shown and shown.debtor.known.text() == "架空"
    hands.press(Key.Key_Escape)
    assert "登録されていません" in shown.warning.text()
    hands.press(Key.Key_Escape)
    assert host(hands).widget is None and hands.shell.current() is hands.claims


def test_every_field_has_a_label_a_name_and_no_key_stands_twice(hands: Hands) -> None:
    shown = begin(hands)
    shown.add_tie()
    shown.add_collateral()
    for part in shown.forms():
        for box in part.boxes.values():
            assert box.label.buddy() is box.editor and box.editor.accessibleName()
    texts = [label.text() for label in shown.findChildren(type(shown.warning))]
    texts += [button.text() for button in (shown.add_tie_button, shown.add_collateral_button)]
    keys = [text.partition("(&")[2][:1] for text in texts if "(&" in text]
    assert len(keys) == len(set(keys)) == 6
    assert ActionId.NEW_CLAIM in hands.shell.handlers()
    assert QApplication.focusWidget() is not None
