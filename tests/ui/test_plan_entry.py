"""Plans and waivers by keyboard, through the real window, services and a small database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from collections_app.domain.calendar import next_month, short_era
from collections_app.services.maintenance import check
from collections_app.services.records import read_record
from collections_app.ui.entry.plan_help import PlanHelp
from collections_app.ui.entry.record_form import RecordForm
from collections_app.ui.entry.waiver_help import WaiverHelp
from collections_app.ui.fields.form import Editor
from tests.storage.making import a_claim, base, make_office
from tests.ui.test_contact_entry import TODAY, Hands
from tests.ui.windows import window_on

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SINCE = TODAY - timedelta(days=400)
START = next_month(TODAY)


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    location = str(tmp_path / "claims.sqlite3")
    old = {"plan_no": "I1", "claim_no": "K1", "payer_no": "P1", "starts_on": SINCE, "day_of_month": 31}
    tie = {"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor"}
    claims = [a_claim("K1", damages_rate="3"), a_claim("K2", damages_rate="3")]
    rows: dict[str, list[dict[str, Any]]] = {
        "claims": claims,
        "claim_parties": [tie],
        "instalment_plans": [old | {"amount": 50_000}],
    }
    make_office(location, base() | rows).close()
    with window_on(qtbot, location, "S2") as shell:
        yield Hands(qtbot, shell)
        assert check(shell.context.desk.office) == ()


def open_claim(hands: Hands, claim_no: str) -> None:
    hands.shell.go("claims")
    hands.settle()
    hands.shell.open_claim(claim_no)
    hands.settle()


def form_of(hands: Hands) -> RecordForm:
    tab = hands.claims.current_tab()
    assert tab is not None
    assert tab.editor is not None
    form = tab.editor.form()
    assert form is not None
    return form


def text_of(hands: Hands, name: str) -> str:
    editor = form_of(hands).boxes[name].editor
    assert isinstance(editor, Editor)
    return editor.content()


def test_a_plan_is_computed_while_it_is_typed_and_kept(hands: Hands) -> None:
    open_claim(hands, "K2")
    tab = hands.claims.current_tab()
    assert tab is not None
    tab.add("instalment_plans")
    hands.settle()
    hands.press(Key.Key_Return)  # the debtor pays
    hands.fill("100000", "7")
    help_ = hands.page.findChild(PlanHelp)
    assert help_ is not None
    hands.qtbot.waitUntil(lambda: text_of(hands, "amount") == "14,285")
    hands.press(Key.Key_Return)
    hands.press(Key.Key_Return)
    hands.fill("27")
    hands.press(Key.Key_Return)
    hands.fill(short_era(START))
    hands.qtbot.waitUntil(lambda: "7回　合計 100,000円" in help_.words.text())
    assert help_.table.count() == 8 * 8, "headings, the first six, the last"
    assert not help_.warning.isHidden(), "more is owed than the plan pays"
    hands.press(Key.Key_F9)
    hands.settle()
    kept = read_record(hands.shell.context.desk.office, "instalment_plans", ("I2",))
    assert (kept["amount"], kept["payments"], kept["total"], kept["starts_on"]) == (14_285, 7, 100_000, START)
    hands.page.show_view("plans")
    hands.settle()
    (view,) = hands.page.story.plans.plans.model.rows()
    assert view.kept[6].instalment.amount == 14_290
    assert len(hands.page.story.plans.dues.model.rows()) == 7


def test_what_was_typed_is_not_overwritten(hands: Hands) -> None:
    open_claim(hands, "K2")
    tab = hands.claims.current_tab()
    assert tab is not None
    tab.add("instalment_plans")
    hands.settle()
    hands.press(Key.Key_Return)
    hands.fill("100000", "10")
    hands.qtbot.waitUntil(lambda: text_of(hands, "amount") == "10,000")
    form_of(hands).focus_field("payments")
    hands.fill("20")
    hands.qtbot.waitUntil(lambda: text_of(hands, "amount") == "5,000")
    form_of(hands).focus_field("amount")
    hands.fill("30000")
    hands.qtbot.wait(400)
    hands.settle()
    assert (text_of(hands, "amount"), text_of(hands, "payments"), text_of(hands, "total")) == (
        "30,000",
        "20",
        "100,000",
    )
    hands.press(Key.Key_F9)
    assert "総額が、月額19回分" in form_of(hands).boxes["payments"].problem.text()


def test_a_plan_is_changed_from_its_tab_with_a_reason(hands: Hands) -> None:
    open_claim(hands, "K1")
    hands.page.show_view("plans")
    hands.settle()
    hands.page.story.plans.change.setFocus()
    hands.press(Key.Key_Space)
    assert hands.focused() == "月額 必須"
    assert text_of(hands, "replaces").startswith("I1")
    hands.fill("20000")
    form_of(hands).focus_field("starts_on")
    hands.fill(short_era(START))
    hands.press(Key.Key_F9)
    assert "変更の事由がありません" in form_of(hands).boxes["reason"].problem.text()
    hands.type("収入が減った")
    hands.press(Key.Key_F9)
    hands.settle()
    office = hands.shell.context.desk.office
    assert read_record(office, "instalment_plans", ("I1",))["ends_on"] == START - timedelta(days=1)
    assert [view.replaces for view in hands.page.story.plans.plans.model.rows()] == ["I1", ""]
    hands.press(Key.Key_Z, CONTROL)
    hands.settle()
    assert read_record(office, "instalment_plans", ("I1",))["ends_on"] is None


def test_a_waiver_is_asked_for_and_approved_by_another_person(hands: Hands) -> None:
    open_claim(hands, "K1")
    tab = hands.claims.current_tab()
    assert tab is not None
    tab.add("waivers")
    hands.settle()
    hands.fill("損害金", "1000")
    hands.press(Key.Key_Return)
    hands.type("一括弁済の見込み")
    help_ = hands.page.findChild(WaiverHelp)
    assert help_ is not None
    hands.qtbot.waitUntil(lambda: "元金が" in help_.warning.text())
    hands.press(Key.Key_F9)
    hands.settle()
    office = hands.shell.context.desk.office
    kept = read_record(office, "waivers", ("W000001",))
    assert (kept["approval"], kept["applied_by"], kept["decided_on"]) == ("requested", "S2", TODAY)
    damages = desk_damages(hands)
    hands.shell.context.set_person("S1")
    hands.shell.go("today")
    hands.settle()
    view: Any = hands.shell.page("today")
    (item,) = [one for one in view.view.work().items if one.can_be_approved]
    view.finish(item)
    hands.settle()
    assert read_record(office, "waivers", ("W000001",))["approval"] == "requested", "asked once more first"
    view.finish(item)
    hands.settle()
    assert read_record(office, "waivers", ("W000001",))["ruled_by"] == "S1"
    assert desk_damages(hands) == damages - 1_000


def desk_damages(hands: Hands) -> int:
    return hands.shell.context.desk.open_claim("K1", date.today()).damages  # noqa: DTZ011


def test_what_each_obligor_owes_stands_beside_the_parties(hands: Hands) -> None:
    open_claim(hands, "K1")
    card = hands.page.side.debt_card
    assert not card.isHidden()
    open_claim(hands, "K2")
    assert hands.page.side.debt_card.isHidden(), "a debtor alone owes all of it"
