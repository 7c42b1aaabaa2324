"""The forecast from a database, on both engines: against pandas, and never from what was posted later."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from sqlalchemy import select

from collections_app.domain.errors import UserError
from collections_app.domain.forecast import COHORTS, Method, PartKind
from collections_app.domain.money import rounded
from collections_app.services.forecast import forecast
from collections_app.services.office import Office
from collections_app.services.statistics import summary
from collections_app.storage.tables import BUNDLE, ledger_entries
from tests.storage.making import Invented, a_claim, base, make_office, take_in

DAYS = [(2024, date(2024, 9, 30)), (2024, date(2025, 1, 17)), (2022, date(2022, 5, 31)), (2019, date(2020, 2, 29))]


@pytest.fixture(scope="module")
def entries(demo: Office) -> pd.DataFrame:
    """Every ledger entry of recovery, with the fiscal years of its posting and of its claim."""
    claims, entry = BUNDLE["claims"].c, ledger_entries.c
    query = select(entry.posted_on, entry.recovered, entry.recovery_type, claims.subrogated_on, claims.claim_no).join(
        BUNDLE["claims"], claims.claim_no == entry.claim_no
    )
    with demo.database.reading() as connection:
        found = pd.DataFrame(connection.execute(query).mappings().all())
    found = found[found["recovery_type"].notna()].copy()
    for column in ("posted_on", "subrogated_on"):
        found[column] = pd.to_datetime(found[column])
    found["recovered"] = found["recovered"].astype(object)  # Python's integers: no float, no overflow
    found["cohort"] = _fiscal(found["subrogated_on"])
    found["year"] = _fiscal(found["posted_on"])
    return found


@pytest.fixture(scope="module")
def claims(demo: Office) -> pd.DataFrame:
    c = BUNDLE["claims"].c
    with demo.database.reading() as connection:
        rows = connection.execute(select(c.subrogated_on, (c.principal + c.interest).label("paid"))).mappings().all()
    found = pd.DataFrame(rows)
    found["subrogated_on"] = pd.to_datetime(found["subrogated_on"])
    found["paid"] = found["paid"].astype(object)
    found["cohort"] = _fiscal(found["subrogated_on"])
    return found


def _fiscal(days: pd.Series) -> pd.Series:
    return days.dt.year - (days.dt.month < 4)


@pytest.mark.parametrize(("year", "day"), DAYS)
def test_the_curves_by_pandas(demo: Office, entries: pd.DataFrame, claims: pd.DataFrame, year: int, day: date) -> None:
    """Each older cohort's rest: what the three before it brought at its age, month by month, corrected alike."""
    found = forecast(demo, year, day)
    known = entries[(entries["posted_on"] <= pd.Timestamp(day)) & (entries["recovery_type"] == "irregular")]
    paid = claims[claims["subrogated_on"] <= pd.Timestamp(day)].groupby("cohort")["paid"].sum()
    months = pd.period_range(f"{year}-04", f"{year + 1}-03", freq="M")
    now = pd.Period(day, "M")
    left = Fraction((now.days_in_month - day.day), now.days_in_month)
    weights = [Fraction(0) if month < now else left if month == now else Fraction(1) for month in months]
    parts = [part for part in found.expected.parts[Method.CURVES] if part.kind is PartKind.COHORT]
    older = {part.cohort: part for part in parts if part.cohort is not None and part.cohort != year}
    assert set(older) == {cohort for cohort in paid.index if cohort < year}
    factors = set()
    for cohort, part in older.items():
        earlier = [one for one in range(cohort - COHORTS, cohort) if one in paid.index]
        if not earlier:
            continue
        rows = known[known["cohort"].isin(earlier)]
        at_age = rows[rows["year"] - rows["cohort"] == year - cohort]
        by_month = at_age.groupby(at_age["posted_on"].dt.month)["recovered"].sum()
        rates = [Fraction(int(by_month.get(month.month, 0)), int(paid[earlier].sum())) for month in months]
        plain = [int(paid[cohort]) * rate * weight for rate, weight in zip(rates, weights, strict=True)]
        for yen, one in zip(part.months, plain, strict=True):
            if one > 10**6:
                factors.add(round(Fraction(yen) / one, 5))
            else:
                assert (yen == 0) == (rounded(one) == 0) or abs(yen) < 2 * 10**6
        assert part.base == paid[cohort]
    assert len(factors) == 1, factors  # all cohorts are corrected by one factor
    recovered = entries[(entries["year"] == year) & (entries["posted_on"] <= pd.Timestamp(day))]["recovered"].sum()
    assert found.expected.recovered == recovered


@pytest.mark.parametrize(("year", "day"), DAYS)
def test_the_baselines_and_the_back_test_by_pandas(demo: Office, entries: pd.DataFrame, year: int, day: date) -> None:
    found = forecast(demo, year, day)
    by_year = entries.groupby("year")["recovered"].sum()
    assert [line.fiscal_year for line in found.back_test.lines] == list(range(int(by_year.index.min()) + 1, year))
    for line in found.back_test.lines:
        assert line.actual == by_year[line.fiscal_year]
        of_year = entries[entries["year"] == line.fiscal_year]
        so_far = of_year[of_year["posted_on"] <= pd.Timestamp(line.as_of)]["recovered"].sum()
        before = entries[entries["year"] == line.fiscal_year - 1]
        cut = pd.Timestamp(line.as_of) - pd.DateOffset(years=1)
        cut = cut + pd.offsets.MonthEnd(0) if pd.Timestamp(line.as_of).is_month_end else cut
        after = before[before["posted_on"] > cut]["recovered"].sum()
        assert line.recovered == so_far
        assert line.totals[Method.LAST_YEAR] == so_far + after


def test_the_last_day_is_the_actual_year(demo: Office) -> None:
    for year in (2024, 2021):
        found = forecast(demo, year)
        actual = summary(demo, year).figures["recovery.total"].current
        assert found.total == actual == found.expected.recovered
        assert found.range is not None
        assert (found.range.low, found.range.high) == (actual, actual)
        assert found.months[-1].forecast == found.months[-1].actual == actual


def test_a_forecast_of_the_past_is_that_of_its_own_day(demo: Office) -> None:
    """The back-test's line of a past year is what the forecast of that very day says."""
    line = next(one for one in forecast(demo, 2024, date(2024, 10, 17)).back_test.lines if one.fiscal_year == 2021)
    then = forecast(demo, 2021, date(2021, 10, 17)).expected
    assert line.totals == {method: then.total(method) for method in Method}


def test_later_receipts_change_nothing(office: Office) -> None:
    rows = Invented(60).rows
    day = date(2024, 10, 17)
    late = [row for row in rows["receipts"] if row["posted_on"] > day]
    early = [row for row in rows["receipts"] if row not in late]
    take_in(office, {**rows, "receipts": early})
    before = forecast(office, 2024, day)
    take_in(office, {"receipts": late})
    after = forecast(office, 2024, day)
    assert late
    assert after == before
    assert forecast(office, 2024, day) == after  # the same each time


def test_running_plans_and_what_was_kept(office: Office) -> None:
    """By hand: 10,000 a month since June; four fell due by 30 September, three came; six are to come: 45,000."""
    claim = a_claim("K1", subrogated_on=date(2022, 5, 10))
    other = a_claim("K2", subrogated_on=date(2022, 5, 10))
    receipts = [
        {"receipt_no": f"E{n}", "claim_no": number, "received_on": day, "posted_on": day, "amount": yen,
         "recovery_type": "regular", "source": "instalment", "method": "transfer"}
        for n, (number, day, yen) in enumerate((
            ("K1", date(2024, 5, 5), 99_000), ("K1", date(2024, 6, 10), 10_000), ("K1", date(2024, 7, 10), 10_000),
            ("K1", date(2024, 9, 10), 10_000), ("K2", date(2024, 8, 1), 6_000), ("K2", date(2024, 10, 1), 50_000),
        ))
    ]  # fmt: skip
    plans = [
        {"plan_no": "I1", "claim_no": "K1", "starts_on": date(2024, 6, 1), "day_of_month": 10, "amount": 10_000},
        {"plan_no": "I0", "claim_no": "K2", "starts_on": date(2023, 6, 1), "ends_on": date(2024, 5, 31),
         "day_of_month": 10, "amount": 77_000},
    ]  # fmt: skip
    take_in(office, {**base(), "claims": [claim, other], "receipts": receipts, "instalment_plans": plans})
    found = forecast(office, 2024, date(2024, 9, 30))
    parts = {part.kind: part for part in found.expected.parts[Method.CURVES]}
    assert found.plan_claims == ("K1",)
    assert (parts[PartKind.PLANS].base, parts[PartKind.PLANS].rate) == (60_000, "75.00")
    assert parts[PartKind.PLANS].amount == 45_000
    assert parts[PartKind.PACE].amount == 6 * 2_000  # 6,000 of K2 in three months
    assert found.expected.recovered == 99_000 + 30_000 + 6_000


def test_a_day_outside_the_year_is_refused(demo: Office) -> None:
    with pytest.raises(UserError, match="外です"):
        forecast(demo, 2024, date(2025, 4, 1))


def test_a_database_without_anything(tmp_path: object) -> None:
    office = make_office(f"{tmp_path}/empty.sqlite3", base())
    try:
        found = forecast(office, 2024, date(2024, 9, 30))
        assert (found.total, found.range, found.method) == (0, None, Method.RUN_RATE)
        assert found.back_test.lines == ()
    finally:
        office.close()
