"""Rows that are corrected later: figures, breakdowns and the rows behind them are those of a fresh import."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from collections_app.domain.breakdowns import of_year
from collections_app.services import claims, statistics
from collections_app.services.maintenance import check
from collections_app.services.office import Office, open_office
from collections_app.services.transfers import import_bundle

YEAR_END = date(2025, 3, 31)
CLAIMS = "claim_no,debtor_no,subrogated_on,principal,interest,damages_rate,section,staff_no\n"
BASE = {
    "staff": "staff_no,name,section,role\nS1,甲,第一課,staff\nS2,乙,第二課,staff\n",
    "parties": "party_no,kind,name\nP1,individual,甲野\n",
    "claims": CLAIMS + "K1,P1,2022-05-01,1000000,0,14.6,第一課,S1\nK2,P1,2022-05-01,1000000,0,14.6,第一課,S1\n",
    "receipts": "receipt_no,claim_no,received_on,posted_on,amount,recovery_type\nR1,K1,2024-06-01,2024-06-01,100,regular\n",
    "waivers": "waiver_no,claim_no,part,amount,decided_on\nW1,K1,principal,50000,2024-07-01\n",
    "closings": "closing_no,claim_no,decided_on\nZ1,K1,2024-05-01\n",
    "administration_stops": "stop_no,claim_no,decided_on\nA1,K1,2023-05-01\n",
}
CHANGES = {
    "an earlier 代位弁済": {"claims": CLAIMS + "K1,P1,2021-03-31,1000000,0,14.6,第一課,S1\n"},
    "another amount": {"claims": CLAIMS + "K1,P1,2022-05-01,900000,5,14.6,第一課,S1\n"},
    "a waiver of another claim": {"waivers": "waiver_no,claim_no,part,amount,decided_on\nW1,K2,damages,1,2024-07-01\n"},
    "a closing of another claim": {"closings": "closing_no,claim_no,decided_on\nZ1,K2,2024-05-01\n"},
    "a stop of another claim": {"administration_stops": "stop_no,claim_no,decided_on\nA1,K2,2023-05-01\n"},
}


def _everything(office: Office) -> list[object]:
    summary = statistics.summary(office, 2024)
    by = [statistics.breakdown(office, 2024, date(2024, 6, 15), one) for one in ("section", "elapsed", "month")]
    states = list(claims.all_claim_states(office, YEAR_END))
    return [summary.figures, summary.cohorts, summary.staff, by, states, statistics.fiscal_years(office)]


@pytest.mark.parametrize("change", CHANGES)
def test_a_corrected_row_counts_as_if_it_had_always_been_so(
    office: Office, small: SimpleNamespace, change: str
) -> None:
    import_bundle(office, small.write("first", **BASE))
    import_bundle(office, small.write("change", **CHANGES[change]), update=True)
    assert check(office) == ()
    lines = {table: text.splitlines(keepends=True) for table, text in BASE.items()}
    for table, text in CHANGES[change].items():
        heading, *rows = text.splitlines(keepends=True)
        kept = [line for line in lines[table][1:] if line.split(",")[0] not in {row.split(",")[0] for row in rows}]
        lines[table] = [heading, *rows, *kept]
    fresh = open_office(str(small.write("fresh") / "db.sqlite3"))
    import_bundle(fresh, small.write("whole", **{table: "".join(rows) for table, rows in lines.items()}))
    assert _everything(office) == _everything(fresh)
    fresh.close()
    for year in (2020, 2021, 2022, 2024):
        for key, figure in statistics.summary(office, year).figures.items():
            behind = statistics.figure_rows(office, of_year(key, year))
            assert behind.total == figure.current, (year, key)


def test_a_correction_stays_with_those_who_were_in_charge(office: Office, small: SimpleNamespace) -> None:
    import_bundle(office, small.write("first", **BASE))
    reassigned = CLAIMS + "K1,P1,2022-05-01,900000,0,14.6,第二課,S2\n"
    import_bundle(office, small.write("change", claims=reassigned), update=True)
    groups = statistics.breakdown(office, 2022, None, "section")
    assert groups["第一課"]["subrogation.amount"].current == 1_900_000
    assert sum(group["subrogation.amount"].current for group in groups.values()) == 1_900_000
    assert check(office) == ()
