"""The visits of a day, area by area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.visits import VisitStop, VisitsWanted, area_of, by_area
from collections_app.storage import claim_list, visits

if TYPE_CHECKING:
    from datetime import date

    from collections_app.services.office import Office


def plan_visits(office: Office, wanted: VisitsWanted, as_of: date) -> list[VisitStop]:
    """Return the claims to be visited with the address of their debtor, those of one area together."""
    with office.database.reading() as connection:
        numbers = wanted.claim_nos or visits.due(connection, wanted.day, as_of, wanted.staff_no)
        where = visits.whereabouts(connection, numbers)
        rows = claim_list.rows(connection, numbers, as_of)
    return by_area(VisitStop(row, area_of(*where[row.claim_no][:2]), *where[row.claim_no]) for row in rows)
