"""The checklist of the first weeks on the claim page by keyboard, through the real window and database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from collections_app.domain.codes import InitialStep
from collections_app.domain.initial import StepView
from collections_app.domain.intake import NewClaim, Person
from collections_app.domain.records import RecordRef
from collections_app.services.intake import register
from collections_app.ui.claim.steps import StepEntry, step_entry
from collections_app.ui.widgets import LinkButton
from tests.storage.making import a_claim, take_in
from tests.ui.shell_fixtures import wait_idle
from tests.ui.test_contact_entry import CONTROL, TODAY, Hands, hands
from tests.ui.test_intake_page import ALT, rows
from tests.ui.test_record_entry import form_of, is_open

__all__ = ["hands"]

Key = Qt.Key


def open_new(hands: Hands, day: date) -> None:
    claim = {**a_claim("K3"), "subrogated_on": day}
    register(hands.shell.context.desk.office, NewClaim(Person("P1"), claim))
    hands.shell.open_claim("K3")
    wait_idle(hands.qtbot, hands.shell)


def lines(hands: Hands) -> dict[str, StepEntry]:
    QApplication.processEvents()  # what was just put into a layout is shown by its turn
    return {one.entry.name: one for one in hands.page.side.steps.findChildren(StepEntry) if one.isVisible()}


def kept(hands: Hands, step: str) -> dict[str, Any]:
    return next(row for row in rows(hands, "initial_steps") if row["step"] == step)


def test_each_step_says_its_day_and_what_proves_it(hands: Hands) -> None:
    open_new(hands, TODAY - timedelta(20))
    shown = {name: (one.entry.chip, one.entry.lines) for name, one in lines(hands).items()}
    assert shown["初回接触"][0] == ("6日超過", "bad")
    assert "訪問督促・電話督促・来所面談" in shown["初回接触"][1][0]
    assert shown["現況調査"][0] == ("あと10日", "info")
    assert hands.page.side.steps.count.text() == "0 / 4 完了"
    assert not hands.page.side.todo_card.isVisible()


def test_a_call_closes_the_first_contact_and_ctrl_z_opens_it_again(hands: Hands) -> None:
    open_new(hands, TODAY - timedelta(20))
    hands.press(Key.Key_F6)
    hands.entry.focus_field("outcome")
    hands.fill("面談")
    hands.press(Key.Key_F9)
    assert lines(hands)["初回接触"].entry.chip[0].startswith("完了")
    assert "［自動］交渉記録 N0000001 電話督促・面談" in lines(hands)["初回接触"].entry.lines
    hands.page.story.timeline.setFocus()
    hands.press(Key.Key_Z, CONTROL)
    assert lines(hands)["初回接触"].entry.chip[0] == "6日超過"


def test_a_key_marks_a_step_done_and_ctrl_z_takes_it_back(hands: Hands) -> None:
    open_new(hands, TODAY)
    assert lines(hands)["登記簿"].entry.chip[0] == "あと30日"
    hands.press(Key.Key_3, ALT)
    hands.qtbot.waitUntil(lambda: kept(hands, "registry")["done_on"] == TODAY)
    wait_idle(hands.qtbot, hands.shell)
    assert lines(hands)["登記簿"].entry.chip[0].startswith("完了")
    assert hands.page.side.steps.count.text() == "1 / 4 完了"
    hands.press(Key.Key_Z, CONTROL)
    assert kept(hands, "registry")["done_on"] is None


def test_the_policy_is_written_before_it_is_done(hands: Hands) -> None:
    open_new(hands, TODAY)
    (link,) = lines(hands)["回収方針"].findChildren(LinkButton)
    assert link.text() == "方針を書いて完了(&4)"
    link.setFocus()
    hands.press(Key.Key_Space)
    assert hands.focused() == "内容"
    hands.press(Key.Key_F9)
    assert is_open(hands)
    assert (
        form_of(hands).boxes["memo"].problem.text()
        == "内容: 回収方針の内容がありません。決めた方針を書いてから完了にしてください。"
    )
    hands.type("分割弁済を求める。")
    hands.press(Key.Key_F9)
    assert not is_open(hands)
    assert (kept(hands, "policy")["done_on"], kept(hands, "policy")["memo"]) == (TODAY, "分割弁済を求める。")


def test_enter_opens_the_record_of_a_step(hands: Hands) -> None:
    open_new(hands, TODAY)
    lines(hands)["現況調査"].setFocus()
    hands.press(Key.Key_Return)
    editor = form_of(hands).boxes["due_on"].editor
    assert isinstance(editor, QLineEdit) and form_of(hands).record()["due_on"] == TODAY + timedelta(30)


def test_a_new_claim_of_an_import_is_given_its_steps(hands: Hands) -> None:
    office = hands.shell.context.desk.office
    take_in(office, {"claims": [a_claim("K4", subrogated_on=TODAY - timedelta(60))]})
    hands.shell.open_claim("K4")
    wait_idle(hands.qtbot, hands.shell)
    assert lines(hands) == {}
    hands.press(Key.Key_1, ALT)
    hands.qtbot.waitUntil(lambda: len(rows(hands, "initial_steps")) == 4)
    wait_idle(hands.qtbot, hands.shell)
    assert len(lines(hands)) == 4
    hands.shell.open_claim("K1")  # of 2023: the first weeks are long over
    wait_idle(hands.qtbot, hands.shell)
    assert not hands.page.side.steps.isVisible()


def test_the_last_day_is_not_late() -> None:
    step = StepView(InitialStep.SURVEY, TODAY, None, "", "記録で完了します。", False, RecordRef("initial_steps", ()))
    assert step_entry(step, TODAY).chip == ("今日まで", "info")
    assert step_entry(step, TODAY + timedelta(1)).chip == ("1日超過", "bad")
