"""What moved 求償権残高, the stopped and the closed claims: sums of a span of days, and the very rows behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from collections_app.domain.breakdowns import FigureWanted, figure_of
from collections_app.domain.calendar import short_era
from collections_app.domain.figures import Figure
from collections_app.domain.ledger import EntryKind
from collections_app.domain.standing import StandingKind
from collections_app.domain.views import FigureRows
from collections_app.storage.figure_rows import DEBTOR, charge_of, with_names
from collections_app.storage.tables import BUNDLE, ledger_entries, standing_entries

_CLAIM = (("求償権番号", "text"), ("主債務者", "text"))
_CHARGE = (("課", "text"), ("担当者番号", "text"), ("担当者", "text"))
_VALUE = {"円": ("元金", "yen"), "件": ("件数", "count")}
_CLOSED = (StandingKind.CLOSED, StandingKind.AFTER_CLOSING)
_LABELS = {kind.value: kind.label for enumeration in (EntryKind, StandingKind) for kind in enumeration}


@dataclass(frozen=True, slots=True)
class _Movement:
    """Rows of a book that move something: of which kinds, by which of its columns, in which direction."""

    table: Any
    kinds: tuple[str, ...]
    column: str
    sign: int = 1


def _standing(column: str, sign: int, *kinds: StandingKind) -> _Movement:
    return _Movement(standing_entries, tuple(kind.value for kind in kinds), column, sign)


_KIND = StandingKind
_MOVEMENTS: dict[str, _Movement] = {
    "movement.recovered": _Movement(
        ledger_entries, (EntryKind.RECEIPT.value, EntryKind.REVERSAL.value), "principal", -1
    ),
    "movement.waived": _Movement(ledger_entries, (EntryKind.WAIVER.value,), "principal", -1),
    "movement.closed": _standing("principal", -1, _KIND.CLOSED),
    "movement.other": _standing("principal", 1, *(kind for kind in _KIND if kind is not _KIND.CLOSED)),
    "movement.after": _standing("principal", 1, _KIND.AFTER_CLOSING),
    "movement.count.opened": _standing("count", 1, _KIND.OPENED),
    "movement.count.paid": _standing("count", -1, _KIND.PAID),
    "movement.count.closed": _standing("count", -1, _KIND.CLOSED),
    "movement.stopped.in": _standing("stopped", 1, _KIND.STOPPED, _KIND.OPENED),
    "movement.stopped.resumed": _standing("stopped", -1, _KIND.RESUMED),
    "movement.stopped.left": _standing("stopped", -1, _KIND.PAID, _KIND.CLOSED, _KIND.AFTER_CLOSING),
}
CLOSED_PRINCIPAL = "closed.principal"


def standing_sums(connection: Connection, first: date, last: date, known: int | None = None) -> dict[str, int]:
    """Return what every movement of the standing adds up to in a span of days, by its key."""
    c: Any = standing_entries.c
    query = (
        select(c.kind, func.sum(c["count"]), func.sum(c.principal), func.sum(c.stopped))
        .where(c.dated_on.between(first, last), *_known(standing_entries, known))
        .group_by(c.kind)
    )
    sums = {
        row[0]: dict(zip(("count", "principal", "stopped"), map(int, row[1:]), strict=True))
        for row in connection.execute(query)
    }
    return {
        key: one.sign * sum(sums.get(kind, {}).get(one.column, 0) for kind in one.kinds)
        for key, one in _MOVEMENTS.items()
        if one.table is standing_entries
    }


def closed_stock(connection: Connection, last: date, known: int | None = None) -> tuple[int, int]:
    """Return how many closed claims still have principal at the end of a day, and how much."""
    stock = _stock(last, known).subquery()
    row = connection.execute(select(func.count(), func.coalesce(func.sum(stock.c.amount), 0))).one()
    return int(row[0]), int(row[1])


def _stock(last: date, known: int | None) -> Select[Any]:
    """Return each closed claim with the principal that is left of it."""
    c: Any = standing_entries.c
    amount = -func.sum(c.principal)
    return (
        select(c.claim_no, amount.label("amount"))
        .where(c.kind.in_([kind.value for kind in _CLOSED]), c.dated_on <= last, *_known(standing_entries, known))
        .group_by(c.claim_no)
        .having(amount != 0)
    )


def rows_behind(connection: Connection, wanted: FigureWanted, known: int | None = None) -> FigureRows:
    """Return the rows of a movement in a span of days, or the closed claims at its end; they add up to it."""
    figure = figure_of(wanted)
    if wanted.key == CLOSED_PRINCIPAL:
        return _closed_claims(connection, figure, wanted.last, known)
    one = _MOVEMENTS[wanted.key]
    c = one.table.c
    dated = c.posted_on if one.table is ledger_entries else c.dated_on
    value = one.sign * c[one.column]
    query = (
        select(c.claim_no, DEBTOR.c.name, dated, c.kind, value, *charge_of(one.table))
        .select_from(with_names(one.table, one.table, c.claim_no))
        .where(c.kind.in_(one.kinds), c[one.column] != 0, dated.between(wanted.first, wanted.last))
        .where(*_known(one.table, known))
        .order_by(dated, c.claim_no, c.entry_no)
    )
    rows = tuple((row[0], row[1], row[2], _LABELS[row[3]], int(row[4]), *row[5:]) for row in connection.execute(query))
    headings = (*_CLAIM, ("異動日", "date"), ("異動", "text"), _VALUE[figure.unit], *_CHARGE)
    days = f"{short_era(wanted.first)}–{short_era(wanted.last)}"
    return _figure_rows(figure, days, headings, rows, sum(row[4] for row in rows))


def _closed_claims(connection: Connection, figure: Figure, last: date, known: int | None) -> FigureRows:
    stock = _stock(last, known).subquery()
    claims, staff = BUNDLE["claims"], BUNDLE["staff"]
    query = (
        select(stock.c.claim_no, DEBTOR.c.name, stock.c.amount, *charge_of(claims))
        .select_from(
            stock.join(claims, stock.c.claim_no == claims.c.claim_no)
            .join(DEBTOR, claims.c.debtor_no == DEBTOR.c.party_no)
            .outerjoin(staff, claims.c.staff_no == staff.c.staff_no)
        )
        .order_by(stock.c.claim_no)
    )
    rows = tuple((row[0], row[1], int(row[2]), *row[3:]) for row in connection.execute(query))
    headings = (*_CLAIM, ("残る元金", "yen"), *_CHARGE)
    return _figure_rows(figure, short_era(last), headings, rows, sum(row[2] for row in rows))


def _known(table: Any, known: int | None) -> list[ColumnElement[bool]]:
    return [] if known is None else [table.c.audit_no <= known]


def _figure_rows(
    figure: Figure, days: str, headings: tuple[tuple[str, str], ...], rows: tuple[tuple[object, ...], ...], total: int
) -> FigureRows:
    names, kinds = (tuple(part) for part in zip(*headings, strict=True))
    return FigureRows(figure.key, f"{figure.label}　{days}", names, kinds, rows, total, figure.unit)
