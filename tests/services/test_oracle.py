"""The figures once more by another engine: pandas over the bundle's CSV and the ledger, on any day of the year."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from importlib.resources import files

import pandas as pd
import pytest
from sqlalchemy import select

from collections_app.domain.calendar import fiscal_period, year_before
from collections_app.services import statistics
from collections_app.services.office import Office
from collections_app.storage.tables import ledger_entries

DAYS = [(2024, date(2025, 3, 31)), (2024, date(2024, 7, 9)), (2023, date(2024, 2, 29)), (2019, date(2020, 3, 30))]


@pytest.fixture(scope="module")
def bundle() -> dict[str, pd.DataFrame]:
    data = (files("collections_app.resources") / "demo" / "demonstration.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name.rpartition("/")[2].removesuffix(".csv"): pd.read_csv(archive.open(name), dtype=str)
            for name in archive.namelist()
        }


@pytest.fixture(scope="module")
def ledger(demo: Office) -> pd.DataFrame:
    with demo.database.reading() as connection:
        rows = connection.execute(select(ledger_entries)).mappings().all()
    frame = pd.DataFrame([dict(row) for row in rows])
    frame["posted_on"] = frame["posted_on"].astype(str)
    return frame


def _in_span(frame: pd.DataFrame, column: str, first: date, last: date) -> pd.DataFrame:
    found = frame[frame[column].notna()]
    return found[(found[column] >= first.isoformat()) & (found[column] <= last.isoformat())]


def _counted(bundle: dict[str, pd.DataFrame], first: date, last: date) -> dict[str, int]:
    """Return the figures of a span that are counted from records, by the definitions of the report."""
    contacts = _in_span(bundle["contacts"], "contacted_on", first, last)
    actions = _in_span(bundle["legal_actions"], "filed_on", first, last)["kind"]
    releases = _in_span(bundle["releases"], "released_on", first, last)
    amounts = releases["settlement_amount"].astype("int64")
    measures = _in_span(bundle["support_measures"], "executed_on", first, last)
    claims = _in_span(bundle["claims"], "subrogated_on", first, last)
    direct, servicer = releases["channel"] == "direct", releases["channel"] == "servicer"
    return {
        "visit": int((contacts["kind"] == "visit").sum()),
        "voluntary_disposal": len(_in_span(bundle["disposals"], "agreed_on", first, last)),
        "auction_petition": int(actions.isin(["secured_auction", "compulsory_auction"]).sum()),
        "provisional_remedy": int(actions.isin(["provisional_attachment", "provisional_disposition"]).sum()),
        "lawsuit": int((actions == "lawsuit").sum()),
        "release.direct.count": int(direct.sum()),
        "release.direct.amount": int(amounts[direct].sum()),
        "release.servicer.count": int(servicer.sum()),
        "release.servicer.amount": int(amounts[servicer].sum()),
        "release.all.count": len(releases),
        "release.all.amount": int(amounts.sum()),
        "expert_dispatch": measures[measures["kind"] == "expert_dispatch"]["party_no"].nunique(),
        "extinguishing_guarantee": measures[measures["kind"] == "extinguishing_guarantee"]["party_no"].nunique(),
        "administration_stop": len(_in_span(bundle["administration_stops"], "decided_on", first, last)),
        "claim_closing": len(_in_span(bundle["closings"], "decided_on", first, last)),
        "subrogation.count": len(claims),
        "subrogation.amount": int(claims["principal"].astype("int64").sum() + claims["interest"].astype("int64").sum()),
    }


def _recovered(ledger: pd.DataFrame, first: date, last: date) -> dict[str, int]:
    rows = _in_span(ledger, "posted_on", first, last)
    rows = rows[rows["kind"].isin(["receipt", "reversal"])]
    recovered = -(rows["principal"] + rows["damages"])
    regular = rows["recovery_type"] == "regular"
    return {
        "recovery.total": int(recovered.sum()),
        "recovery.regular": int(recovered[regular].sum()),
        "recovery.irregular": int(recovered[~regular].sum()),
    }


def _levels(bundle: dict[str, pd.DataFrame], ledger: pd.DataFrame, day: date) -> dict[str, int]:
    """Return what there is on a day: every claim's principal as posted, closings and stops looked up one by one."""
    posted = ledger[ledger["posted_on"] <= day.isoformat()].groupby("claim_no")["principal"].sum()
    closings = bundle["closings"]
    closed = set(closings[closings["decided_on"] <= day.isoformat()]["claim_no"])
    here = posted[(posted > 0) & ~posted.index.isin(closed)]
    stops = bundle["administration_stops"]
    holds = (stops["decided_on"] <= day.isoformat()) & ~(stops["resumed_on"].fillna("9999") <= day.isoformat())
    stopped = set(stops[holds]["claim_no"])
    return {
        "outstanding.count": len(here),
        "outstanding.principal": int(here.sum()),
        "stopped.count": int(here.index.isin(stopped).sum()),
    }


@pytest.mark.parametrize(("fiscal_year", "as_of"), DAYS)
def test_another_engine_counts_the_same(
    demo: Office, bundle: dict[str, pd.DataFrame], ledger: pd.DataFrame, fiscal_year: int, as_of: date
) -> None:
    figures = statistics.summary(demo, fiscal_year, as_of).figures
    spans = {
        "current": (fiscal_period(fiscal_year)[0], as_of),
        "previous": (fiscal_period(fiscal_year - 1)[0], year_before(as_of)),
    }
    for name, (first, last) in spans.items():
        wanted = _counted(bundle, first, last) | _recovered(ledger, first, last) | _levels(bundle, ledger, last)
        assert {key: getattr(figures[key], name) for key in wanted} == wanted


@pytest.mark.parametrize(("fiscal_year", "as_of"), DAYS)
def test_another_engine_finds_the_same_recovery_by_elapsed_year(
    demo: Office, bundle: dict[str, pd.DataFrame], ledger: pd.DataFrame, fiscal_year: int, as_of: date
) -> None:
    began = pd.to_datetime(bundle["claims"].set_index("claim_no")["subrogated_on"])
    rows = _in_span(ledger, "posted_on", date(1900, 1, 1), as_of).copy()
    rows = rows[rows["kind"].isin(["receipt", "reversal"])]
    start, posted = rows["claim_no"].map(began), pd.to_datetime(rows["posted_on"])
    before = (posted.dt.month < start.dt.month) | ((posted.dt.month == start.dt.month) & (posted.dt.day < start.dt.day))
    rows["k"] = posted.dt.year - start.dt.year - before.astype(int)
    rows["cohort_"] = start.dt.year - (start.dt.month < 4).astype(int)
    rows["recovered_"] = -(rows["principal"] + rows["damages"])
    by_year = rows.groupby(["cohort_", "k"])["recovered_"].sum()
    cohorts = statistics.summary(demo, fiscal_year, as_of).cohorts
    subrogated = began[began <= pd.Timestamp(as_of)]
    assert [c.cohort for c in cohorts] == sorted(set(subrogated.dt.year - (subrogated.dt.month < 4).astype(int)))
    for cohort in cohorts:
        total = 0
        for k, found in enumerate(cohort.recovered):
            total += int(by_year.get((cohort.cohort, k), 0))
            assert found == total, (cohort.cohort, k)
