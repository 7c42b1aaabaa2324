"""Early action on both engines: medians and recoveries once more by pandas, and by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from collections_app.domain.calendar import anniversary
from collections_app.domain.early_action import Course, Step, bands, time_line, together
from collections_app.services.early_action import early_action
from collections_app.services.office import Office
from collections_app.storage.tables import BUNDLE, ledger_entries
from tests.storage.making import a_claim, base, take_in

DAY = date(2025, 3, 31)
KINDS = {
    Step.CONTACT: ("contacts", "contacted_on", {"visit", "phone", "letter", "office"}),
    Step.VISIT: ("contacts", "contacted_on", {"visit"}),
    Step.FILING: (
        "legal_actions",
        "filed_on",
        {
            "lawsuit", "payment_order", "provisional_attachment", "provisional_disposition", "secured_auction",
            "compulsory_auction", "claim_attachment",
        },
    ),
}  # fmt: skip


def frame(office: Office, table: str) -> pd.DataFrame:
    with office.database.reading() as connection:
        return pd.DataFrame(connection.execute(select(BUNDLE[table])).mappings().all())


@pytest.mark.parametrize("day", [DAY, date(2024, 6, 15)])
@pytest.mark.parametrize("step", list(Step))
def test_times_and_recoveries_by_pandas(demo: Office, step: Step, day: date) -> None:
    table, dated, kinds = KINDS[step]
    rows = frame(demo, table)
    rows = rows[rows["kind"].isin(kinds) & (rows[dated] <= day)]
    pairs = [(no, on) for no, on in zip(rows["claim_no"], rows[dated], strict=True)]
    pairs += [
        (no, on)
        for also, on in zip(rows["also_claims"], rows[dated], strict=True)
        if isinstance(also, str)
        for no in also.split()
    ]
    claims = frame(demo, "claims").set_index("claim_no")
    events = pd.DataFrame(pairs, columns=["claim_no", "on"]).join(claims[["subrogated_on"]], on="claim_no")
    since = events["on"].min()
    first = events[events["on"] >= events["subrogated_on"]].groupby("claim_no")["on"].min()
    known = claims[(claims["subrogated_on"] >= since) & (claims["subrogated_on"] <= day)].copy()
    known["days"] = [(first[no] - on).days if no in first.index else None for no, on in known["subrogated_on"].items()]
    found = early_action(demo, day).steps[step]
    assert found.since == since
    [line] = found.lines["all"]
    assert set(line.claim_nos) == set(known.index)
    assert set(line.reached) == set(known.index[known["days"].notna()])
    assert line.quartiles is not None
    assert [float(one) for one in line.quartiles] == list(known["days"].dropna().quantile([0.25, 0.5, 0.75]))
    by_section = known.dropna(subset=["days"]).groupby("section")["days"].median()
    assert {one.group: float(one.quartiles[1]) for one in found.lines["section"] if one.quartiles} == dict(by_section)
    _compare_bands(demo, known, found.bands, day)


def _compare_bands(demo: Office, known: pd.DataFrame, found: object, day: date) -> None:
    with demo.database.reading() as connection:
        c = ledger_entries.c
        entries = pd.DataFrame(
            connection.execute(select(c.claim_no, c.posted_on, c.recovered).where(c.posted_on <= day)).mappings().all()
        )
    for years, lines in found.items():  # type: ignore[attr-defined]
        end = known["subrogated_on"].map(lambda on, years=years: anniversary(on, years))
        whole = known[end.map(lambda one: one - timedelta(days=1) <= day)]
        joined = entries.join(end.rename("end"), on="claim_no", how="inner")
        brought = joined[joined["posted_on"] < joined["end"]].groupby("claim_no")["recovered"].sum()
        limit = (end - known["subrogated_on"]).map(lambda one: one.days)
        days = whole["days"].where(whole["days"] < limit[whole.index])
        cuts = [days <= 30, (days > 30) & (days <= 60), (days > 60) & (days <= 90), days > 90, days.isna()]
        for line, chosen in zip(lines, cuts, strict=True):
            members = whole.index[chosen]
            assert set(line.claim_nos) == set(members)
            assert line.amount == int((whole.loc[members, "principal"] + whole.loc[members, "interest"]).sum())
            assert line.recovered == int(brought.reindex(members).fillna(0).sum())


def test_by_hand(office: Office) -> None:
    """K1 was visited after 10 days and brought 100,000 in its first year; K2 by a visit that names it, after 40."""
    began = date(2023, 4, 10)
    numbers = ("K1", "K2", "K3")
    claims = [a_claim(number, subrogated_on=began) for number in numbers]
    early = a_claim("K0", subrogated_on=date(2023, 4, 1))  # before the first visit: nothing is known of it
    contacts = [
        {"contact_no": "N0", "claim_no": "K0", "contacted_on": date(2023, 4, 5), "kind": "visit"},
        {"contact_no": "N1", "claim_no": "K1", "contacted_on": date(2023, 4, 20), "kind": "visit"},
        {"contact_no": "N2", "claim_no": "K1", "contacted_on": date(2023, 5, 20), "kind": "visit", "also_claims": "K2"},
        {"contact_no": "N3", "claim_no": "K3", "contacted_on": date(2023, 4, 11), "kind": "survey"},
    ]
    receipts = [
        {"receipt_no": f"E{n}", "claim_no": "K1", "received_on": on, "posted_on": on, "amount": yen,
         "recovery_type": "irregular", "source": "lump_sum", "method": "transfer"}
        for n, (on, yen) in enumerate(((date(2024, 4, 9), 100_000), (date(2024, 4, 10), 50_000)))
    ]  # fmt: skip
    take_in(office, {**base(), "claims": [early, *claims], "contacts": contacts, "receipts": receipts})
    found = early_action(office, date(2025, 4, 9)).steps[Step.VISIT]
    assert found.since == date(2023, 4, 5)
    [line] = found.lines["all"]
    assert (set(line.claim_nos), line.reached) == (set(numbers), ("K1", "K2"))
    assert line.quartiles is not None
    assert line.quartiles[1] == 25
    year, both = found.bands[1], found.bands[2]
    assert [band.claim_nos for band in year] == [("K1",), ("K2",), (), (), ("K3",)]
    assert (year[0].recovered, year[0].amount, year[0].rate) == (100_000, 1_000_000, "10.0")
    assert both[0].recovered == 150_000
    assert together(both).amount == 3_000_000
    assert [band.claim_nos for band in early_action(office, date(2025, 4, 8)).steps[Step.VISIT].bands[2]] == [()] * 5
    assert early_action(office, date(2023, 4, 4)).steps[Step.VISIT].since is None


COURSES = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), date(2024, 1, 1)), st.none() | st.integers(0, 900), st.integers(0, 10**9)),
    max_size=20,
)


@given(COURSES, st.sampled_from((1, 2)))
def test_every_claim_with_history_is_in_one_band(rows: list[tuple[date, int | None, int]], years: int) -> None:
    courses = [
        Course(f"K{n}", on, yen, "", "", {} if days is None else {Step.VISIT: on + timedelta(days=days)}, (0, yen // 2))
        for n, (on, days, yen) in enumerate(rows)
    ]
    found = bands(Step.VISIT, courses, years, DAY)
    members = [number for band in found for number in band.claim_nos]
    assert sorted(members) == sorted(
        course.claim_no for course in courses if anniversary(course.subrogated_on, years) - timedelta(days=1) <= DAY
    )
    line = time_line(Step.VISIT, "", courses)
    assert len(line.reached) == sum(days is not None for _, days, _ in rows)
    if line.quartiles is not None:
        assert line.quartiles[0] <= line.quartiles[1] <= line.quartiles[2]
