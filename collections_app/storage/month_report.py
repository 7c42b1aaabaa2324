"""What only the monthly workbook asks for: changes of the standing by kind, and the events that touch limitation."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, func, or_, select

from collections_app.domain.codes import LimitationEventKind
from collections_app.domain.month_report import Movement
from collections_app.domain.standing import StandingKind
from collections_app.storage.sources import EVERYTHING
from collections_app.storage.tables import BUNDLE, standing_entries

_KINDS = {kind.value: kind.label for kind in LimitationEventKind}


def movements(connection: Connection, span: tuple[date, date], known: int | None = None) -> tuple[Movement, ...]:
    """Return what each kind of change did to the outstanding and the stopped count in a span of days."""
    c = standing_entries.c
    query = (
        select(c.kind, func.sum(c["count"]), func.sum(c.stopped))
        .where(c.dated_on.between(*span), c.audit_no <= (EVERYTHING if known is None else known))
        .group_by(c.kind)
        .order_by(c.kind)
    )
    return tuple(
        Movement(StandingKind(kind), int(claims), int(stopped)) for kind, claims, stopped in connection.execute(query)
    )


def limitation_events(
    connection: Connection, span: tuple[date, date], known: int | None = None
) -> list[tuple[object, ...]]:
    """Return the 時効関係事由 of a span and those whose 期限 lies after it, as recorded; the next 期限 first."""
    events, claims, staff = BUNDLE["limitation_events"], BUNDLE["claims"].c, BUNDLE["staff"].c
    debtor, party = BUNDLE["parties"].alias("debtor"), BUNDLE["parties"].alias("party")
    c = events.c
    origin = (
        events.join(BUNDLE["claims"], c.claim_no == claims.claim_no)
        .join(debtor, claims.debtor_no == debtor.c.party_no)
        .outerjoin(party, c.party_no == party.c.party_no)
        .outerjoin(BUNDLE["staff"], c.staff_no == staff.staff_no)
    )
    is_wanted = or_(c.occurred_on.between(*span), (c.until > span[1]) & (c.occurred_on <= span[1]))
    query = (
        select(
            c.claim_no, debtor.c.name, c.event_no, party.c.name, c.kind, c.occurred_on, c.until, c.section,
            c.staff_no, func.coalesce(staff.name, ""),
        )
        .select_from(origin)
        .where(is_wanted, c.audit_no <= (EVERYTHING if known is None else known))
        .order_by(c.until.is_(None), c.until, c.occurred_on, c.event_no)
    )  # fmt: skip
    return [(*row[:4], _KINDS.get(row[4], row[4]), *row[5:]) for row in connection.execute(query)]
