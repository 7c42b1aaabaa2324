"""A window over a small office with something of every kind to be done today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from collections_app.services.maintenance import check
from collections_app.ui.pages.today import TodayPage
from tests.storage.making import SECTIONS, a_claim, base, make_office
from tests.ui.test_contact_entry import Hands
from tests.ui.windows import window_on

TODAY = date.today()  # noqa: DTZ011


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def a_contact(number: int, claim_no: str, on: date, **given: Any) -> dict[str, Any]:
    return {"contact_no": f"N{number:07}", "claim_no": claim_no, "contacted_on": on, "kind": "phone", **given}


def todays_rows() -> dict[str, list[dict[str, Any]]]:
    promise = {"outcome": "promise", "promised_on": ago(5), "promised_amount": 50_000}
    return base() | {
        "claims": [
            *(a_claim(f"K{n}", debtor_no=f"P{n}") for n in range(1, 7)),
            a_claim("K7", staff_no="S2", section=SECTIONS[1]),
        ],
        "contacts": [
            a_contact(1, "K1", ago(20), next_on=ago(3), memo="折返しを約束"),
            a_contact(2, "K2", ago(20), next_on=TODAY),
            a_contact(3, "K3", ago(20), **promise),
            a_contact(4, "K7", ago(9), next_on=ago(1)),
        ],
        "instalment_plans": [
            {
                "plan_no": "I000001",
                "claim_no": "K4",
                "starts_on": ago(100),
                "day_of_month": ago(40).day,
                "amount": 30_000,
            }
        ],
        "limitation_events": [
            {
                "event_no": "T000001",
                "claim_no": "K5",
                "party_no": "P5",
                "kind": "demand",
                "occurred_on": ago(100),
                "until": ago(-20),
            }
        ],
        "initial_steps": [{"claim_no": "K6", "step": "survey", "due_on": ago(2)}],
        "tasks": [
            {"task_no": "Y000001", "claim_no": "K1", "staff_no": "S1", "due_on": ago(1), "title": "登記簿を取る"},
            {"task_no": "Y000002", "claim_no": None, "staff_no": "S1", "due_on": TODAY, "title": "研修の申込み"},
        ],
    }


class DayHands(Hands):
    """Somebody at the keyboard, on the page of the day."""

    @property
    def day(self) -> TodayPage:
        page = self.shell.page("today")
        assert isinstance(page, TodayPage)
        return page

    def here(self) -> tuple[str, str]:
        """Return the group and the key of the row the keyboard is on."""
        item = self.day.view.current()
        assert item is not None
        return item.group.value, str(item.ref.key[0])

    def badge(self) -> str:
        return self.shell.rail.buttons["today"].badge

    def message(self) -> str:
        message = self.shell.messages.message
        return message.text if message is not None else ""


@pytest.fixture
def day_hands(qtbot: QtBot, tmp_path: Path) -> Iterator[DayHands]:
    location = str(tmp_path / "claims.sqlite3")
    make_office(location, todays_rows()).close()
    with window_on(qtbot, location, "S1") as shell:
        hands = DayHands(qtbot, shell)
        yield hands
        assert check(shell.context.desk.office) == ()
