"""Every cell opens its rows: random small offices, both engines, every figure by every dimension, any span of days."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from collections_app.domain.breakdowns import DIMENSIONS, FigureWanted, applies
from collections_app.domain.codes import Source
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE, FIGURES
from collections_app.domain.period import Period, span_of
from collections_app.domain.summary_views import SummaryWanted
from collections_app.services import statistics, summary
from collections_app.services.balance import balance
from collections_app.services.month_close import close_month
from collections_app.services.office import Office, open_office
from collections_app.storage import audit
from collections_app.storage.tables import BUNDLE
from collections_app.ui.summary.balance import gap_of
from collections_app.ui.summary.rates import paid_rows, recovered_rows
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
        whole = statistics.period_summary(invented, period)
        for figure in FIGURES:
            value = whole.figures[figure.key]
            for n, (first, last) in enumerate(period.spans):
                rows = statistics.figure_rows(invented, FigureWanted(figure.key, first, last))
                assert rows.total == (value.previous if n else value.current), (figure.key, first, last)
        for by, groups in (("section", whole.sections), ("staff", whole.staff)):
            wanted = statistics.breakdown_of(invented, period, by)
            for group in groups:
                for key, value in group.figures.items():
                    assert value == wanted[group.key][key], (group.key, key)


@pytest.mark.parametrize("known_on", [None, KNOWN_ON])
def test_every_movement_of_the_balance_is_what_its_rows_add_up_to(invented: Office, known_on: date | None) -> None:
    moved = 0
    for period in _periods(23):
        wanted = SummaryWanted(period, is_then=known_on is not None, known_on=known_on)
        seen = summary.seen(invented, wanted)
        found = balance(invented, seen)
        for flows in (found.balance, found.closed):
            assert gap_of(flows) == 0
        counts = [flow.count or 0 for flow in found.stopped]
        assert counts[0] + counts[1] - counts[2] - counts[3] == counts[4]
        for flow in (*found.balance, *found.stopped, *found.closed):
            for opens, value, is_count in ((flow.summed, flow.amount, False), (flow.counted, flow.count, True)):
                if opens is None:
                    continue
                rows = statistics.figure_rows(invented, opens)
                found_there = len(rows.rows) if is_count and rows.unit == "円" else rows.total
                assert found_there == value, (flow, opens)
                moved += bool(rows.rows)
        for band in found.arrears:
            assert len(band.rows.rows) == band.count
            assert sum(row[5] for row in band.rows.rows) == band.missing  # type: ignore[misc]
    assert moved > 20


def test_every_rate_is_what_its_rows_add_up_to(invented: Office) -> None:
    seen = summary.seen(invented, SummaryWanted(span_of(date(2024, 4, 1), date(2025, 1, 17))))
    for cohort in seen.summary.cohorts:
        assert statistics.figure_rows(invented, paid_rows(seen, cohort.cohort)).total == cohort.subrogated
        for elapsed, amount in enumerate(cohort.recovered):
            rows = statistics.figure_rows(invented, recovered_rows(seen, cohort.cohort, elapsed))
            assert rows.total == amount, (cohort.cohort, elapsed)
    assert seen.summary.cohorts


def test_a_summary_as_known_then_is_that_of_the_year_figures_known_then(invented: Office) -> None:
    wanted = SummaryWanted(span_of(date(2024, 4, 1), AS_OF), is_then=True, known_on=KNOWN_ON)
    then = summary.seen(invented, wanted)
    told = statistics.year_figures(invented, 2024, AS_OF, KNOWN_ON)
    assert then.summary.figures == told.figures
    assert then.summary.cohorts == told.cohorts
    assert then.summary.months[-1].current == told.figures["recovery.total"].current
    later = summary.seen(invented, SummaryWanted(wanted.period, is_then=True, known_on=KNOWN_ON + timedelta(days=1)))
    assert (
        replace(later, known_no=None, said="", wanted=wanted).summary
        == summary.seen(invented, SummaryWanted(wanted.period)).summary
    )
    groups = {one.value: one for one in summary.groups(invented, then, "section")}
    for section in then.summary.sections:
        assert groups[section.key].figures["visit"] == section.figures["visit"]


def test_a_closed_month_is_shown_as_its_close_froze_it(invented: Office) -> None:
    period = span_of(date(2024, 4, 1), AS_OF)
    today = summary.seen(invented, SummaryWanted(period))
    close_month(invented, date(2025, 3, 1))
    with invented.database.writing() as connection:  # a visit of that year is corrected after the close
        contacts = BUNDLE["contacts"]
        row = connection.execute(
            select(contacts.c.contact_no).where(
                contacts.c.kind == "visit", contacts.c.contacted_on.between(period.first, AS_OF)
            )
        ).first()
        assert row is not None
        audit_no = audit.record(connection, audit.RECORD_CHANGED, "test", "test", {})
        connection.execute(update(contacts).where(contacts.c.contact_no == row[0]).values(audit_no=audit_no))
    then = summary.seen(invented, SummaryWanted(period, is_then=True))
    assert then.summary.figures == today.summary.figures
    assert then.moved == ("訪問督促",)
    assert "令和7年3月の締め" in then.said
    other = summary.seen(invented, SummaryWanted(span_of(date(2025, 3, 2), AS_OF), is_then=True))
    assert (other.moved, other.known_no) == ((), then.known_no)


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
