"""Random stories in an office of both engines: books, totals, states, statistics and workbook agree to the yen.

COLLECTIONS_STORIES says how many stories there are (PostgreSQL gets a tenth), COLLECTIONS_SEED which.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from collections_app.domain.calendar import fiscal_period, fiscal_year_of, month_end
from collections_app.domain.errors import UserError
from collections_app.domain.receipt_entry import ReceiptsWanted
from collections_app.domain.records import ReverseRecord, SaveRecord
from collections_app.services import statistics
from collections_app.services.claims import all_claim_states, claim_rows
from collections_app.services.maintenance import check
from collections_app.services.money import reverse_record
from collections_app.services.office import Office
from collections_app.services.receipts import post_receipts
from collections_app.services.records import read_record, save_record
from collections_app.services.reports import monthly_workbook
from collections_app.storage import figures
from tests.ledger_stories import (
    FIRST,
    LAST,
    Books,
    Receipt,
    Recomputed,
    Story,
    Teller,
    begun,
    outstanding_on,
    recompute,
    recovered_by_month,
)
from tests.storage.making import SECTIONS, STAFF, a_claim, base, take_in

STORIES = int(os.environ.get("COLLECTIONS_STORIES", "60"))
SEED = int(os.environ.get("COLLECTIONS_SEED", "20250331"))
TODAY = date.today()  # noqa: DTZ011
MONTH = date(2023, 8, 1)


class Kept(Books):
    """Books as the office keeps them, each record in a transaction of its own; every other receipt comes by the grid.

    Receipts of the grid run on from the remembered balance where they come last, the others replay the claim.
    """

    def __init__(self, office: Office) -> None:
        self._office = office

    def _save(self, table: str, story: Story, **given: Any) -> str | None:
        with suppress(UserError):
            return save_record(self._office, SaveRecord(table, {"claim_no": story.number, **given})).number
        return None

    def receive(self, story: Story, one: Receipt) -> str | None:
        given: dict[str, Any] = {"received_on": one.received_on, "posted_on": one.posted_on, "amount": one.amount}
        if one.split:
            given |= dict(zip(("to_costs", "to_damages", "to_principal"), one.split, strict=True)) | {"reason": "配当"}
        if one.order:
            given |= {"allocation_order": one.order, "reason": "指定"}
        given["recovery_type"] = one.kind
        if len(story.receipts) % 2:
            with suppress(UserError):  # one that moves later receipts, which nobody here agrees to
                return post_receipts(self._office, ReceiptsWanted(({"claim_no": story.number, **given},))).number
        return self._save("receipts", story, **given)

    def spend(self, story: Story, on: date, amount: int) -> str | None:
        return self._save("costs", story, paid_on=on, kind="stamp", amount=amount)

    def refund(self, story: Story, on: date, amount: int) -> str | None:
        return self._save("refunds", story, refunded_on=on, amount=amount, payee="佐藤　花子")

    def waive(self, story: Story, part: str, on: date, amount: int) -> str | None:
        return self._save("waivers", story, part=part, decided_on=on, amount=amount, reason="少額")

    def take_back(self, table: str, story: Story, number: str) -> date | None:
        with suppress(UserError):
            reverse_record(self._office, ReverseRecord(table, read_record(self._office, table, (number,)), "誤入力"))
            return TODAY
        return None

    def change_rate(self, story: Story, since: date, rate: str) -> bool:
        return self._save("rate_periods", story, since=since, rate=rate) is not None

    def correct_rate(self, story: Story, rate: str) -> bool:
        seen = read_record(self._office, "claims", (story.number,))
        with suppress(UserError):
            save_record(self._office, SaveRecord("claims", {**seen, "damages_rate": rate}, seen))
            return True
        return False

    def stop(self, story: Story, on: date) -> bool:
        return self._save("administration_stops", story, decided_on=on) is not None

    def close(self, story: Story, on: date) -> bool:
        return self._save("closings", story, decided_on=on, reason="免責") is not None


def test_whatever_happens_everything_the_office_says_agrees(office: Office, tmp_path: Path) -> None:
    count = STORIES if office.database.is_sqlite else max(STORIES // 10, 6)
    picks = [random.Random(f"{SEED}-{n}") for n in range(count)]
    stories = [begun(f"K{n:06}", pick) for n, pick in enumerate(picks, 1)]
    take_in(office, base() | {"claims": [_row(story) for story in stories]})
    tellers = [Teller(story, Kept(office), pick) for story, pick in zip(stories, picks, strict=True)]
    for teller, pick in zip(tellers, picks, strict=True):
        teller.tell(pick.randrange(3, 14))
    accepted = sum((story.accepted for story in stories), Counter[str]())
    assert accepted.total() > 3 * count, accepted
    chosen = random.Random(SEED)
    _compare(office, stories, {LAST, *(FIRST + timedelta(chosen.randrange(1_800)) for _ in range(3))}, tmp_path)
    for teller in tellers:
        teller.take_everything_back()
    _compare(office, stories, {LAST}, tmp_path)
    _is_the_first_day(office, stories)


def _row(story: Story) -> dict[str, Any]:
    staff_no, _, section = STAFF[int(story.number[1:]) % len(STAFF)]
    assert section in SECTIONS
    return a_claim(
        story.number, subrogated_on=story.began, principal=story.principal - 7, interest=7, damages_rate=story.rate,
        day_basis=story.basis, allocation_order=story.order, staff_no=staff_no, section=section,
    )  # fmt: skip


def _compare(office: Office, stories: list[Story], days: set[date], folder: Path) -> None:
    assert check(office) == ()  # ledger, balances and totals, each against what it was made from
    found = {story.number: recompute(story, days | {LAST}) for story in stories}
    for day in days:
        _compare_states(office, stories, found, day)
    listed = claim_rows(office, [story.number for story in stories], LAST)  # by the remembered balances
    assert {row.claim_no: row.damages for row in listed} == {
        number: one.states[LAST].damages for number, one in found.items()
    }
    wanted = Counter[tuple[str, str]]()
    for story in stories:
        wanted.update(recovered_by_month(story, found[story.number]))
    _compare_months(office, stories, found, wanted)
    _compare_figures(office, stories, found, wanted, folder)


def _compare_states(office: Office, stories: list[Story], found: dict[str, Recomputed], day: date) -> None:
    states = {state["claim_no"]: state for state in all_claim_states(office, day)}
    assert states.keys() == {story.number for story in stories if story.began <= day}
    for number, state in states.items():
        wanted = found[number].states[day]
        said = (state["principal"], state["damages"], state["costs"], state["overpaid"])
        assert said == wanted, (number, day)


def _compare_months(
    office: Office, stories: list[Story], found: dict[str, Recomputed], wanted: Counter[tuple[str, str]]
) -> None:
    """The totals of every month there is, and the principal that stands at the end of some."""
    with office.database.reading() as connection:
        for kind in ("regular", "irregular"):
            kept = figures.yen_by_month(connection, FIRST, TODAY, [f"recovery.{kind}"])
            of_kind = {month: yen for (one, month), yen in wanted.items() if one == kind and yen}
            assert {month: yen for month, yen in kept.items() if yen} == of_kind
        ends = [month_end(date(2021 + n // 2, 3 + 6 * (n % 2), 1)) for n in range(1, 10)]
        for day, values in zip(ends, figures.levels(connection, ends), strict=True):
            levels = [outstanding_on(story, found[story.number], day) for story in stories]
            assert values.get("outstanding", (0, 0)) == (sum(level > 0 for level in levels), sum(levels)), day


def _compare_figures(
    office: Office,
    stories: list[Story],
    found: dict[str, Recomputed],
    wanted: Counter[tuple[str, str]],
    folder: Path,
) -> None:
    """The figures of a fiscal year up to a month, on the screen and in the workbook with the rows behind them."""
    day = month_end(MONTH)
    first = f"{fiscal_period(fiscal_year_of(day))[0]:%Y-%m}"
    recovered = sum(yen for (_, month), yen in wanted.items() if first <= month <= f"{day:%Y-%m}")
    standing = sum(outstanding_on(story, found[story.number], day) for story in stories)
    said = statistics.year_figures(office, fiscal_year_of(day), day).figures
    assert said["recovery.total"].current == recovered
    assert said["outstanding.principal"].current == standing
    path = monthly_workbook(office, MONTH, folder / "monthly.xlsx")
    book = openpyxl.load_workbook(path, data_only=True)
    assert [_named(book, f"fig_{name}_ytd") for name in ("recovery_total", "outstanding_principal")] == [
        recovered,
        standing,
    ]
    rows = book["明細_回収"].iter_rows(values_only=True)
    place = next(row.index("元損（円）") for row in rows if "元損（円）" in row)
    assert sum(row[place] for row in rows if isinstance(row[place], int)) == recovered


def _named(book: openpyxl.Workbook, name: str) -> object:
    """Return the value of a defined name's cell."""
    ((sheet, cell),) = book.defined_names[name].destinations
    return book[sheet][cell].value


def _is_the_first_day(office: Office, stories: list[Story]) -> None:
    """What was neither waived nor closed stands as on its first day."""
    states = {state["claim_no"]: state for state in all_claim_states(office, LAST)}
    untouched = [story for story in stories if not story.waivers]
    assert untouched
    for story in untouched:
        state = states[story.number]
        assert (state["principal"], state["costs"], state["overpaid"]) == (story.principal, 0, 0)
        assert set(state["recovered"].values()) == {0}
