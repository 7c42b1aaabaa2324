"""Figures as they were known on an earlier day: those of a database that never heard of the rest."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from types import SimpleNamespace

import pytest

from collections_app.services import statistics
from collections_app.services.office import Office, open_office
from collections_app.services.transfers import import_bundle
from collections_app.storage import audit
from tests.services.test_updates import BASE

DIMENSIONS = ("section", "staff", "bank", "channel", "source", "month", "elapsed")
DAYS = [date(2025, 3, 31), date(2024, 9, 12), date(2023, 2, 28)]
CLAIMS = BASE["claims"].splitlines(keepends=True)
RECEIPTS = "receipt_no,claim_no,received_on,posted_on,amount,recovery_type,channel,reverses\n"
LATER = {  # what becomes known later: earlier receipts, a reversal, another closing, more claims, plans
    "claims": CLAIMS[0] + "K3,P1,2022-05-01,700000,0,14.6,第二課,S2\n",
    "receipts": RECEIPTS
    + "R0,K1,2022-06-01,2022-06-01,900000,irregular,servicer,\nR2,K1,2024-06-01,2024-08-01,-100,regular,direct,R1\n",
    "closings": "closing_no,claim_no,decided_on\nZ2,K1,2024-04-10\nZ3,K2,2024-04-10\n",
    "contacts": "contact_no,claim_no,contacted_on,kind\nT1,K1,2024-06-01,visit\n",
    "support_measures": "measure_no,party_no,kind,executed_on\nM1,P1,expert_dispatch,2024-05-05\n",
    "plans": "fiscal_year,figure,value\n2024,recovery.total,100\n",
    "prior_figures": "fiscal_year,figure,value\n2023,recovery.total,7\n",
}


def _told(office: Office, day: date, known_on: date | None = None) -> list[object]:
    year = day.year - (day.month < 4)
    whole = statistics.year_figures(office, year, day, known_on)
    groups = [statistics.breakdown(office, year, day, by, known_on) for by in DIMENSIONS]
    return [whole.figures, whole.cohorts, *groups]


class _Clock(datetime):
    """A clock that stands still at noon of a day."""

    today_is: date

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _Clock:
        return cls.combine(cls.today_is, time(12)).astimezone(tz)


def test_what_was_recorded_later_was_not_known(
    office: Office, small: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "datetime", _Clock)
    first, second = date(2025, 4, 1), date(2025, 4, 2)
    early = open_office(str(tmp_path / "early.sqlite3"))
    _Clock.today_is = first
    import_bundle(office, small.write("first", **BASE))
    import_bundle(early, tmp_path / "first")
    _Clock.today_is = second
    import_bundle(office, small.write("second", **LATER))
    for day in DAYS:
        assert _told(office, day, first) == _told(early, day)
        assert _told(office, day, second) == _told(office, day)
        assert _told(office, day) != _told(early, day)
    nothing = statistics.year_figures(office, 2024, None, first - timedelta(days=1))
    assert not any(figure.current or figure.previous for figure in nothing.figures.values())
    assert nothing.cohorts == ()
    early.close()
