"""Servicers: who has which claim, what came in through them, what they reported, and how their files are read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, or_, select

from collections_app.domain.calendar import month_end
from collections_app.domain.codes import Channel
from collections_app.domain.servicer import KeptReport, Placement, ServicerLayout, ServicerReceipt, payments_in
from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE

_placements, _reports, _layouts = (BUNDLE[name].c for name in ("placements", "servicer_reports", "servicer_layouts"))
_receipts, _costs = BUNDLE["receipts"].c, BUNDLE["costs"].c
_LAYOUT = ("claim", "month", "gross", "cost", "net")


def servicers(connection: Connection) -> tuple[str, ...]:
    """Return the names of all servicers there are placements, reports or layouts of."""
    found: set[str] = set()
    for column in (_placements.servicer, _reports.servicer, _layouts.servicer):
        found.update(connection.scalars(select(column).distinct()))
    return tuple(sorted(found))


def placements(connection: Connection, month: date) -> list[Placement]:
    """Return the placements that cover any day of a month."""
    is_there = (
        _placements.placed_on <= month_end(month),
        or_(_placements.returned_on.is_(None), _placements.returned_on >= month),
    )
    query = select(_placements.claim_no, _placements.servicer, _placements.placed_on, _placements.returned_on)
    return [Placement(*row) for row in connection.execute(query.where(*is_there).order_by(_placements.placed_on))]


def receipts(connection: Connection, month: date) -> list[ServicerReceipt]:
    """Return what came in through servicers in a month by 入金日, reversals too."""
    query = select(
        _receipts.claim_no, _receipts.receipt_no, _receipts.received_on, _receipts.posted_on, _receipts.amount
    ).where(_receipts.channel == Channel.SERVICER.value, _receipts.received_on.between(month, month_end(month)))
    return [ServicerReceipt(*row) for row in connection.execute(query.order_by(_receipts.receipt_no))]


def reports(connection: Connection, month: date) -> list[KeptReport]:
    """Return what servicers reported of a month."""
    query = select(
        _reports.claim_no, _reports.servicer, _reports.month, _reports.gross, _reports.cost, _reports.net,
        _reports.settled_on, _reports.reason, _reports.memo,
    ).where(_reports.month.between(month, month_end(month)))  # fmt: skip
    return [
        KeptReport(
            no,
            servicer,
            on.replace(day=1),
            gross,
            cost or 0,
            net or 0,
            settled_on,
            reason or "",
            payments_in(memo or ""),
        )
        for no, servicer, on, gross, cost, net, settled_on, reason, memo in connection.execute(query)
    ]


def layout(connection: Connection, servicer: str) -> ServicerLayout:
    """Return how the files of a servicer are read; an empty mapping when none is kept."""
    row = connection.execute(
        select(*(_layouts[f"{name}_heading"] for name in _LAYOUT)).where(_layouts.servicer == servicer)
    ).first()
    return ServicerLayout() if row is None else ServicerLayout(*(heading or "" for heading in row))


def known_claims(connection: Connection, claim_nos: Collection[str]) -> set[str]:
    """Return those of the numbers that are claims."""
    c = BUNDLE["claims"].c
    found: set[str] = set()
    for part in in_chunks(sorted(claim_nos)):
        found.update(connection.scalars(select(c.claim_no).where(c.claim_no.in_(part))))
    return found


def entered_commissions(connection: Connection, reason: str) -> set[str]:
    """Return the claims whose commission of that reason is entered as a cost, and not taken back."""
    taken_back = select(_costs.reverses).where(_costs.reverses.is_not(None))
    query = select(_costs.claim_no).where(_costs.reason == reason, _costs.cost_no.not_in(taken_back))
    return set(connection.scalars(query.where(_costs.reverses.is_(None))))
