"""A claim list in groups: counts and sums by one GROUP BY, damages, which no SQL can compute, claim by claim."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, extract, func, select

from collections_app.domain.calendar import fiscal_year_name
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.list_views import ClaimFilter, ClaimGroup
from collections_app.storage.claim_list import amounts, conditions_of
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _staff, _owed = BUNDLE["claims"], BUNDLE["staff"], claim_balances.c
_RANK = {status.value: n for n, status in enumerate(ClaimStatus)}


def groups(connection: Connection, chosen: ClaimFilter, grouping: str, as_of: date) -> list[ClaimGroup]:
    """Return the groups of a filter in their order; the claims without a value come last."""
    value = _value(grouping)
    query = (
        select(value, func.count(), func.sum(_owed.principal), func.sum(_owed.costs))
        .select_from(_claims.join(claim_balances, _owed.claim_no == _claims.c.claim_no))
        .where(*conditions_of(connection, chosen, as_of))
        .group_by(value)
    )
    names = _names(connection) if grouping == "staff" else {}
    found = [
        ClaimGroup(_text(one), _label(grouping, _text(one), names), count, int(principal), int(costs))
        for one, count, principal, costs in connection.execute(query)
    ]
    return sorted(found, key=lambda group: (not group.value, _RANK.get(group.value, 0), group.value))


def damages_of_groups(connection: Connection, chosen: ClaimFilter, grouping: str, as_of: date) -> dict[str, int]:
    """Return the damages of the day by the value of the group."""
    found: Counter[str] = Counter()
    for damages, value in amounts(connection, chosen, as_of, _value(grouping)):
        found[_text(value)] += damages
    return dict(found)


def _value(grouping: str) -> Any:
    if grouping == "cohort":
        day = _claims.c.subrogated_on
        return extract("year", day) - case((extract("month", day) < 4, 1), else_=0)  # noqa: PLR2004  (April)
    if grouping == "status":
        return _owed.status
    return _claims.c["staff_no" if grouping == "staff" else grouping]


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _names(connection: Connection) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(select(_staff.c.staff_no, _staff.c.name))}


def _label(grouping: str, value: str, names: dict[str, str]) -> str:
    if grouping == "cohort":
        return fiscal_year_name(int(value))
    if grouping == "status":
        return ClaimStatus(value).label
    return names.get(value, value) or "（なし）"
