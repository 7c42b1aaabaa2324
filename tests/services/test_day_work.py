"""The work of a day on both engines, against a plain recomputation of an invented office; done, put off, handed over."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from holidays.countries.japan import Japan
from sqlalchemy import select

from collections_app.domain.calendar import month_end
from collections_app.domain.day_work import DayWanted, Reach, WorkGroup, WorkItem, state_words, working_day
from collections_app.domain.errors import UserError
from collections_app.domain.records import RecordRef, SaveRecord
from collections_app.services.claims import people
from collections_app.services.day_work import day_work, mark_done, overdue_count, postpone
from collections_app.services.office import Office, open_office
from collections_app.services.records import read_record, save_record, undo_record
from collections_app.storage.tables import claim_balances
from tests.storage.making import SECTIONS, STAFF, Invented, a_claim, base, take_in

DAY = date(2025, 3, 31)
Row = dict[str, Any]
SECTION_OF = {no: section for no, _, section in STAFF}


def busy_rows(claims: int = 120, seed: int = 7) -> dict[str, list[Row]]:
    """Return an invented office whose people also promise, plan and put things off."""
    pick, invented = random.Random(seed), Invented(claims, seed)
    rows = invented.rows

    def near() -> date:
        return DAY + timedelta(days=pick.randrange(-60, 60))

    for contact in rows["contacts"]:
        contact["next_on"] = near() if pick.random() < 0.6 else None
        if contact["outcome"] == "promise":
            contact |= {"promised_on": near(), "promised_amount": pick.choice((None, 10_000, 300_000))}
    for name in ("tasks", "initial_steps", "limitation_events", "placements"):
        rows[name] = []
    for n, number in enumerate(invented.numbers):
        done = near() if pick.random() < 0.3 else None
        if pick.random() < 0.3:
            task = {"task_no": f"Y{n:06}", "staff_no": pick.choice(STAFF)[0], "due_on": near(), "title": "確認"}
            rows["tasks"].append(task | {"claim_no": pick.choice((number, None)), "done_on": done})
        if pick.random() < 0.3:
            rows["initial_steps"].append({"claim_no": number, "step": "survey", "due_on": near(), "done_on": done})
        if pick.random() < 0.3:
            event = {"event_no": f"T{n:06}", "claim_no": number, "party_no": "P1", "kind": "demand"}
            until = DAY + timedelta(days=pick.randrange(-10, 110))
            rows["limitation_events"].append(event | {"occurred_on": date(2025, 2, 1), "until": until})
        if pick.random() < 0.2:
            placed = {"claim_no": number, "servicer": "架空債権回収", "placed_on": date(2025, 2, 1)}
            rows["placements"].append(placed | {"returned_on": near() if pick.random() < 0.5 else None})
    _ask_for(rows["waivers"][::2])
    return rows


def _ask_for(waivers: list[Row]) -> None:
    """Let waivers wait for somebody to decide about them."""
    for waiver in waivers:
        asked_on = waiver["decided_on"] - timedelta(days=3)
        waiver |= {"approval": "requested", "applied_on": asked_on, "applied_by": "S1"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def busy(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if request.param == "sqlite":
        location = str(tmp_path_factory.mktemp("busy") / "office.sqlite3")
    else:
        location = request.getfixturevalue("postgres_server").new_database()
    office = open_office(location)
    take_in(office, busy_rows())
    yield office
    office.close()


def moved(day: date) -> date:
    """Return the day itself, or the next one on which banks are open."""
    closed = Japan(years=(day.year, day.year + 1), categories=("public", "bank"))
    while day.weekday() >= 5 or day in closed:
        day += timedelta(days=1)
    return day


class Plainly:
    """The same questions asked of the rows, one claim at a time."""

    def __init__(self, rows: dict[str, list[Row]], statuses: dict[str, str]) -> None:
        self.rows = rows
        self.claims = {row["claim_no"]: row for row in rows["claims"]}
        self.statuses = statuses

    def of(self, table: str, claim_no: str) -> list[Row]:
        return [row for row in self.rows.get(table, []) if row.get("claim_no") == claim_no]

    def contacts(self, claim_no: str) -> list[Row]:
        known = [row for row in self.of("contacts", claim_no) if row["contacted_on"] <= DAY]
        return sorted(known, key=lambda row: (row["contacted_on"], row["contact_no"]))

    def planned(self, claim_no: str) -> Row | None:
        """Return the last contact that says when to go on, unless one went on at that day or later."""
        contacts = self.contacts(claim_no)
        places = [n for n, row in enumerate(contacts) if row["next_on"] is not None]
        if not places:
            return None
        plan, after = contacts[places[-1]], contacts[places[-1] + 1 :]
        return None if any(row["contacted_on"] >= plan["next_on"] for row in after) else plan

    def received(self, claim_no: str, since: date, *kinds: str) -> int:
        return sum(
            row["amount"]
            for row in self.of("receipts", claim_no)
            if since <= row["received_on"] <= DAY and row["recovery_type"] in (kinds or ("regular", "irregular"))
        )

    def plan(self, claim_no: str) -> Row | None:
        known = [
            row
            for row in self.of("instalment_plans", claim_no)
            if row["starts_on"] <= DAY and (row["ends_on"] is None or row["ends_on"] >= DAY)
        ]
        return max(known, key=lambda row: (row["starts_on"], row["plan_no"]), default=None)

    def items(self, is_mine: Any) -> set[tuple[Any, ...]]:
        """Return (group, key, day, amount, months) of everything."""
        found = {
            (WorkGroup.TASK, (row["task_no"],), row["due_on"], None, 0)
            for row in self.rows["tasks"]
            if row["done_on"] is None and row["due_on"] <= DAY + timedelta(days=7) and is_mine(row["staff_no"])
        }
        found |= {
            (WorkGroup.APPROVAL, (row["waiver_no"],), row["applied_on"], row["amount"], 0)
            for row in self.rows["waivers"]
            if row.get("approval") == "requested" and is_mine(self.claims[row["claim_no"]]["staff_no"])
        }
        for claim_no, claim in self.claims.items():
            if is_mine(claim["staff_no"]) and self.statuses[claim_no] in ("active", "stopped"):
                found |= set(self._of_claim(claim_no))
        return found

    def _of_claim(self, no: str) -> Iterator[tuple[Any, ...]]:
        planned, plan = self.planned(no), self.plan(no)
        if planned is not None and planned["next_on"] <= DAY:
            yield WorkGroup.NEXT, (planned["contact_no"],), planned["next_on"], None, 0
        yield from self._broken(no)
        if plan is not None:
            yield from self._behind(no, plan)
        for table, number, column in (
            ("limitation_events", "event_no", "until"),
            ("instalment_plans", "plan_no", "ends_on"),
        ):
            for row in self.of(table, no):
                if row[column] is not None and DAY <= row[column] <= DAY + timedelta(days=90):
                    yield WorkGroup.DEADLINE, (row[number],), row[column], None, 0
        steps = [row for row in self.of("initial_steps", no) if row["done_on"] is None]
        for row in steps:
            if row["due_on"] <= DAY + timedelta(days=7):
                yield WorkGroup.STEP, (no, row["step"]), row["due_on"], None, 0
        if self.statuses[no] == "active" and not (planned or plan or steps or self._is_under_way(no)):
            contacts = self.contacts(no)
            last_on = contacts[-1]["contacted_on"] if contacts else None
            yield WorkGroup.UNPLANNED, (no,), last_on, "principal", 0

    def _broken(self, no: str) -> Iterator[tuple[Any, ...]]:
        promises = [row for row in self.contacts(no) if row.get("promised_on") is not None]
        if promises and promises[-1]["promised_on"] < DAY:
            last = promises[-1]
            received, amount = self.received(no, last["contacted_on"]), last["promised_amount"]
            if received < (amount or 1):
                missing = amount - received if amount else None
                yield WorkGroup.PROMISE, (last["contact_no"],), last["promised_on"], missing, 0

    def _is_under_way(self, no: str) -> bool:
        tasks = [row for row in self.of("tasks", no) if row["done_on"] is None]
        placed = [row for row in self.of("placements", no) if row["returned_on"] is None or row["returned_on"] > DAY]
        return bool(tasks or placed)

    def _behind(self, no: str, plan: Row) -> Iterator[tuple[Any, ...]]:
        due, day = [], plan["starts_on"]
        while day < DAY:
            if day.day == min(plan["day_of_month"], month_end(day).day):
                due.append(moved(day))
            day += timedelta(days=1)
        left, unpaid = self.received(no, plan["starts_on"], "regular"), []
        for one in (one for one in due if one < DAY):
            paid = max(0, min(left, plan["amount"]))
            left -= paid
            if paid < plan["amount"]:
                unpaid.append((one, plan["amount"] - paid))
        if unpaid:
            yield WorkGroup.ARREARS, (plan["plan_no"],), unpaid[0][0], sum(yen for _, yen in unpaid), len(unpaid)


def said(item: WorkItem) -> tuple[Any, ...]:
    amount = "principal" if item.group is WorkGroup.UNPLANNED else item.amount
    return item.group, item.ref.key, item.on, amount, item.months


@pytest.mark.parametrize("reach", list(Reach))
def test_the_work_of_a_day_is_what_the_rows_say(busy: Office, reach: Reach) -> None:
    rows = busy_rows()
    with busy.database.reading() as connection:
        query = select(claim_balances.c.claim_no, claim_balances.c.status)
        statuses = {row.claim_no: row.status for row in connection.execute(query)}
    mine = {
        Reach.OWN: lambda no: no == "S1",
        Reach.SECTION: lambda no: SECTION_OF[no] == SECTIONS[0],
        Reach.ALL: lambda no: True,
    }[reach]
    work = day_work(busy, DayWanted("S1", DAY, reach))
    expected = Plainly(rows, statuses).items(mine)
    assert {said(item) for item in work.items} == expected
    assert len(work.items) == len(expected)
    if reach is not Reach.OWN:
        assert {item.group for item in work.items} == set(WorkGroup)
    assert overdue_count(busy, DayWanted("S1", DAY, reach)) == work.late_count() > 0


def test_the_most_pressing_comes_first(busy: Office) -> None:
    work = day_work(busy, DayWanted("S1", DAY, Reach.ALL))
    assert [item.group for item in work.items] == sorted((i.group for i in work.items), key=list(WorkGroup).index)
    days = [item.on for item in work.of(WorkGroup.NEXT)]
    assert days == sorted(days, key=lambda day: day or date.max)
    months = [item.months for item in work.of(WorkGroup.ARREARS)]
    assert months == sorted(months, reverse=True)
    principals = [item.amount or 0 for item in work.of(WorkGroup.UNPLANNED)]
    assert principals == sorted(principals, reverse=True)
    words = {state_words(item, DAY)[1] for item in work.items if item.is_late(DAY)}
    assert words == {"bad"}


@pytest.fixture
def claims(office: Office) -> Office:
    contact = {"contact_no": "N0000001", "claim_no": "K1", "contacted_on": date(2025, 3, 1), "kind": "phone"}
    promise = {"outcome": "promise", "promised_on": date(2025, 3, 20), "promised_amount": 50_000}
    take_in(
        office,
        base()
        | {
            "claims": [a_claim("K1"), a_claim("K2", staff_no="S2", section=SECTIONS[1])],
            "contacts": [contact | promise | {"next_on": date(2025, 3, 28)}],
            "tasks": [{"task_no": "Y000001", "claim_no": "K2", "staff_no": "S2", "due_on": DAY, "title": "照会"}],
            "initial_steps": [{"claim_no": "K1", "step": "survey", "due_on": date(2025, 3, 1)}],
        },
    )
    return office


def keys(office: Office, staff_no: str, day: date = DAY) -> dict[WorkGroup, list[str]]:
    work = day_work(office, DayWanted(staff_no, day))
    return {group: [str(item.ref.key[0]) for item in work.of(group)] for group in WorkGroup if work.of(group)}


def test_a_kept_promise_disappears_by_itself(claims: Office) -> None:
    assert WorkGroup.PROMISE in keys(claims, "S1")
    receipt = {"claim_no": "K1", "received_on": DAY, "posted_on": DAY, "recovery_type": "irregular"}
    save_record(claims, SaveRecord("receipts", {"receipt_no": "E1", "amount": 20_000, **receipt}))
    (item,) = day_work(claims, DayWanted("S1", DAY)).of(WorkGroup.PROMISE)
    assert (item.amount, item.handled_on) == (30_000, None)
    visit = {"claim_no": "K1", "contacted_on": date(2025, 3, 25), "kind": "visit", "party_no": "P1"}
    save_record(claims, SaveRecord("contacts", visit))
    (item,) = day_work(claims, DayWanted("S1", DAY)).of(WorkGroup.PROMISE)
    assert item.handled_on == date(2025, 3, 25) and not item.is_late(DAY)
    save_record(claims, SaveRecord("receipts", {"receipt_no": "E2", "amount": 30_000, **receipt}))
    assert WorkGroup.PROMISE not in keys(claims, "S1")


def test_done_and_put_off_and_taken_back(claims: Office) -> None:
    step, task, contact = (
        RecordRef("initial_steps", ("K1", "survey")),
        RecordRef("tasks", ("Y000001",)),
        RecordRef("contacts", ("N0000001",)),
    )
    done = mark_done(claims, step, DAY)
    assert WorkGroup.STEP not in keys(claims, "S1")
    with pytest.raises(UserError, match="すでに完了"):
        mark_done(claims, step, DAY)
    undo_record(claims, done.audit_no)
    assert WorkGroup.STEP in keys(claims, "S1")
    postpone(claims, contact, DAY + timedelta(days=7))
    assert WorkGroup.NEXT not in keys(claims, "S1")
    assert read_record(claims, "contacts", contact.key)["next_on"] == date(2025, 4, 7)
    mark_done(claims, task, DAY)
    assert keys(claims, "S2") == {WorkGroup.UNPLANNED: ["K2"]}
    with pytest.raises(UserError, match="完了の印がありません"):
        mark_done(claims, contact, DAY)
    with pytest.raises(UserError, match="延期できません"):
        postpone(claims, step, DAY)


def test_a_deputy_has_the_colleagues_work_while_it_holds(claims: Office) -> None:
    given = {"staff_no": "S2", "deputy_no": "S1", "starts_on": DAY, "ends_on": DAY + timedelta(days=3)}
    save_record(claims, SaveRecord("deputies", given))
    work = day_work(claims, DayWanted("S1", DAY))
    (task,) = work.of(WorkGroup.TASK)
    assert (task.staff_no, task.staff_name) == ("S2", "井口 二")
    (cover,) = work.covers
    assert (cover.staff_name, cover.deputy_name, cover.holds_on(DAY)) == ("井口 二", "青田 一", True)
    assert WorkGroup.TASK not in keys(claims, "S1", DAY + timedelta(days=4))
    assert WorkGroup.TASK not in keys(claims, "S1", DAY - timedelta(days=1))
    assert WorkGroup.TASK in keys(claims, "S2"), "it stays the colleague's own too"
    assert day_work(claims, DayWanted("S3", DAY)).covers == ()


def test_claims_of_people_who_left_are_named(claims: Office) -> None:
    person = read_record(claims, "staff", ("S2",))
    save_record(claims, SaveRecord("staff", {**person, "active_until": DAY}, person))
    assert day_work(claims, DayWanted("S1", DAY, Reach.ALL)).left_behind == ()
    (left,) = day_work(claims, DayWanted("S1", DAY + timedelta(days=1), Reach.ALL)).left_behind
    assert (left.name, left.count) == ("井口 二", 1)
    assert [one.staff_no for one in people(claims, DAY + timedelta(days=1))] == ["S1", "S3"]


def test_the_day_is_today_while_people_record_and_the_newest_record_where_they_rest() -> None:
    monday, friday = date(2025, 4, 7), date(2025, 4, 4)
    assert working_day(monday, friday, friday) == monday
    assert working_day(date(2026, 4, 7), friday, friday) == friday
    assert working_day(monday, date(2024, 12, 31), friday) == date(2024, 12, 31)
    assert working_day(monday, friday, None) == friday
