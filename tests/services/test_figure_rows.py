"""Every cell opens its rows: random small offices, both engines, every figure by every dimension, any span of days."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from collections_app.domain.breakdowns import DIMENSIONS, FigureWanted, applies
from collections_app.domain.codes import Source
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE, FIGURES
from collections_app.domain.period import Period, span_of
from collections_app.services import statistics
from collections_app.services.office import Office, open_office
from collections_app.storage import audit
from tests.storage.making import AS_OF, STAFF, Invented, Rows, a_claim, take_in

KNOWN_ON = date(2025, 4, 1)  # the first half of an office is recorded on this day, the rest and corrections later
SEEDS = (3, 17)


class _Clock(datetime):
    today_is = KNOWN_ON

    @classmethod
    def now(cls, tz: Any = None) -> _Clock:
        return cls(cls.today_is.year, cls.today_is.month, cls.today_is.day, 12).astimezone(tz)


class _Office(Invented):
    """An invented office whose rows also lack what may lack, with every figure and every source of recovery."""

    def __init__(self, seed: int) -> None:
        super().__init__(24, seed)
        pick = random.Random(seed * 7)
        for row in self.rows["receipts"]:
            row["source"] = pick.choice((None, *(code.value for code in Source)))
            row["channel"] = pick.choice(("direct", "servicer"))
            row["section"], row["staff_no"] = pick.choice(((None, None), *((one[2], one[0]) for one in STAFF)))
        taken_back = {row["receipt_no"]: row for row in self.rows["receipts"]}
        for row in self.rows["receipts"]:
            if row.get("reverses"):
                like = taken_back[row["reverses"]]
                row |= {name: like[name] for name in ("source", "channel", "section", "staff_no")}
        for row in self.rows["claims"]:
            row["scheme"] = pick.choice((None, "架空一般保証", "架空特別保証"))
        for n in range(12):
            on = date(2023, 4, 1) + timedelta(days=pick.randrange(700))
            self._add(
                "support_measures", "measure_no", party_no=f"P{pick.randint(1, 4)}", executed_on=on,
                kind=pick.choice(("expert_dispatch", "extinguishing_guarantee")),
                claim_no=pick.choice((None, *self.numbers)),
            )  # fmt: skip
            action = {"claim_no": pick.choice(self.numbers), "filed_on": on, "court": "架空地方裁判所"}
            kinds = ("secured_auction", "compulsory_auction", "provisional_attachment", "provisional_disposition")
            self._add("legal_actions", "action_no", kind=kinds[n % 4], **action)

    def first_half(self) -> Rows:
        """Return what is recorded first: everything but a part of the work, the money and the closings."""
        late = ("contacts", "receipts", "closings", "releases", "administration_stops")
        reversed_nos = {row["reverses"] for row in self.rows["receipts"] if row.get("reverses")}
        found = dict(self.rows)
        for table in late:
            rows = self.rows.get(table, [])
            kept = rows[: len(rows) // 2]
            if table == "receipts":
                kept = [row for row in kept if not row.get("reverses")]
                kept += [row for row in rows if row["receipt_no"] in reversed_nos and row not in kept]
            found[table] = kept
        return found


@pytest.fixture(params=SEEDS)
def invented(request: pytest.FixtureRequest, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Give an office recorded in two turns, on two days."""
    monkeypatch.setattr(audit, "datetime", _Clock)
    made = _Office(request.param)
    office = open_office(database_url)
    _Clock.today_is = KNOWN_ON
    take_in(office, made.first_half())
    _Clock.today_is = KNOWN_ON + timedelta(days=1)
    take_in(office, made.rows)
    yield office
    office.close()


def _periods(seed: int) -> list[Period]:
    pick = random.Random(seed)
    first = date(2023, 4, 1) + timedelta(days=pick.randrange(500))
    return [
        span_of(date(2024, 4, 1), AS_OF),
        span_of(date(2024, 2, 1), date(2024, 2, 29)),
        span_of(first, first + timedelta(days=pick.randrange(400))),
    ]


@pytest.mark.parametrize("known_on", [None, KNOWN_ON])
def test_the_rows_of_every_cell_add_up_to_it(invented: Office, known_on: date | None) -> None:
    opened = 0
    for period in _periods(5):
        for by in DIMENSIONS:
            for value, figures in statistics.breakdown_of(invented, period, by, known_on).items():
                for key, figure in figures.items():
                    for n, (first, last) in enumerate(period.spans):
                        if by == "month" and n:
                            continue  # its cells stand under the months of the year after
                        wanted = FigureWanted(key, first, last, ((by, value),), known_on)
                        rows = statistics.figure_rows(invented, wanted)
                        assert rows.total == (figure.previous if n else figure.current), wanted
                        opened += bool(rows.rows)
    assert opened > 200


def test_cells_of_two_dimensions_add_up_to_the_cell_of_one(invented: Office) -> None:
    first, last = date(2022, 4, 1), AS_OF
    for key in ("recovery.total", "visit", "recovery_after_closing", "outstanding.principal", "release.all.amount"):
        sections = statistics.breakdown_of(invented, span_of(first, last), "section")
        banks = statistics.breakdown_of(invented, span_of(first, last), "bank")
        for section, figures in sections.items():
            of_section = FigureWanted(key, first, last).within("section", section)
            found = [statistics.figure_rows(invented, of_section.within("bank", bank)).total for bank in banks]
            assert sum(found) == figures[key].current, (key, section)


def test_the_figures_of_any_span_are_what_their_rows_add_up_to(invented: Office) -> None:
    for period in _periods(11):
        summary = statistics.period_summary(invented, period)
        for figure in FIGURES:
            value = summary.figures[figure.key]
            for n, (first, last) in enumerate(period.spans):
                rows = statistics.figure_rows(invented, FigureWanted(figure.key, first, last))
                assert rows.total == (value.previous if n else value.current), (figure.key, first, last)
        for by, groups in (("section", summary.sections), ("staff", summary.staff)):
            wanted = statistics.breakdown_of(invented, period, by)
            for group in groups:
                for key, value in group.figures.items():
                    assert value == wanted[group.key][key], (group.key, key)


def test_a_level_has_no_months() -> None:
    assert not applies(FIGURE["outstanding.principal"], "month")
    assert applies(FIGURE["outstanding.principal"], "bank")


def test_rows_of_a_level_by_month_are_refused_in_a_sentence(office: Office) -> None:
    wanted = FigureWanted("outstanding.count", AS_OF, AS_OF).within("month", "2025-03")
    with pytest.raises(UserError, match="月では分けられません"):
        statistics.figure_rows(office, wanted)


def test_who_was_in_charge_when_a_row_was_recorded_is_who_it_counts_for(office: Office) -> None:
    made = _Office(1)
    rows: Rows = {name: made.rows[name] for name in ("staff", "parties")}
    rows["claims"] = [a_claim("K1")]
    visit = {"contact_no": "T1", "claim_no": "K1", "kind": "visit", "contacted_on": date(2025, 1, 6)}
    rows["contacts"] = [{**visit, "section": STAFF[1][2], "staff_no": "S2"}]
    take_in(office, rows)
    wanted = FigureWanted("visit", date(2024, 4, 1), AS_OF)
    assert statistics.figure_rows(office, wanted.within("staff", "S2")).total == 1
    assert statistics.figure_rows(office, wanted.within("staff", "S1")).total == 0
