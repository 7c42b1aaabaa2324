"""The very rows behind a figure, in the columns of `reports.details`; they add up to the figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    literal_column,
    select,
    union_all,
)

from collections_app.domain import codes
from collections_app.domain.calendar import short_era
from collections_app.domain.figures import AFTER_CLOSING, FIGURE, LEVELS, MEASURES, OUTSTANDING, STOPPED, Figure
from collections_app.domain.views import FigureRows
from collections_app.reports import details
from collections_app.storage.sources import EVERYTHING, SOURCES, Source
from collections_app.storage.tables import BUNDLE, ledger_entries, standing_entries


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which rows of a figure: those of one section, one member of staff; empty: all."""

    section: str = ""
    staff_no: str = ""


def rows_behind(connection: Connection, key: str, span: tuple[date, date], narrowed: Narrowed) -> FigureRows:
    """Return the rows of a figure dated within the span (of a level: what there is at its end)."""
    figure = FIGURE[key]
    headings = details.DETAIL_HEADINGS[key]
    query = _QUERIES[figure.measures[0]](figure, span, EVERYTHING)
    charge = query.in_charge
    statement = query.statement
    if narrowed.section:
        statement = statement.where(charge.c.section == narrowed.section)
    if narrowed.staff_no:
        statement = statement.where(charge.c.staff_no == narrowed.staff_no)
    words = [_WORDS.get(heading, {}) for heading, _ in headings]
    rows = tuple(
        tuple(word.get(cell, cell) for word, cell in zip(words, row, strict=True))
        for row in connection.execute(statement)
    )
    days = short_era(span[1]) if MEASURES[figure.measures[0]].key in LEVELS else "–".join(map(short_era, span))
    return FigureRows(
        key,
        f"{figure.label}　{days}",
        tuple(heading for heading, _ in headings),
        tuple(kind for _, kind in headings),
        rows,
        _total(figure, headings, rows),
        figure.unit,
    )


def stream_behind(
    connection: Connection, key: str, spans: Sequence[tuple[date, date]], known: int | None = None
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a figure one by one, those of each span after those of the one before; few are held at a time.

    `known` is the last audit record whose rows count; None: all.
    """
    figure = FIGURE[key]
    words = [
        (place, _WORDS[heading]) for place, (heading, _) in enumerate(details.DETAIL_HEADINGS[key]) if heading in _WORDS
    ]
    for span in spans:
        statement = _QUERIES[figure.measures[0]](figure, span, EVERYTHING if known is None else known).statement
        for row in connection.execute(statement, execution_options={"yield_per": _AT_ONCE}):
            cells = list(row)
            for place, word in words:
                cells[place] = word.get(cells[place], cells[place])
            yield tuple(cells)


def about(connection: Connection, key: str, span: tuple[date, date]) -> int:
    """Return about how many rows a figure of the ledger has in a span of days."""
    entry = ledger_entries.c
    query = select(func.count()).where(entry.posted_on.between(*span), entry.recovery_type.is_not(None))
    return int(connection.execute(query).scalar_one()) if key.startswith("recovery") else 0


def is_level(key: str) -> bool:
    """Return whether a figure is what there is on a day."""
    return not LEVELS.isdisjoint(FIGURE[key].measures)


def _total(figure: Figure, headings: details.Headings, rows: Sequence[tuple[object, ...]]) -> int:
    names = [heading for heading, _ in headings]
    if figure.is_money:
        place = names.index(_AMOUNT[figure.measures[0]])
        return sum(int(str(row[place])) for row in rows if row[place] is not None)
    if MEASURES[figure.measures[0]].distinct:
        place = names.index("関係人番号")
        return len({row[place] for row in rows})
    return len(rows)


def _labels(*enumerations: type[codes.Code]) -> dict[object, str]:
    return {code.value: code.label for enumeration in enumerations for code in enumeration}


_WORDS: dict[str, dict[object, str]] = {
    "回収区分": _labels(codes.RecoveryType),
    "回収原因": _labels(codes.Source),
    "取扱": _labels(codes.Channel),
    "種別": _labels(codes.ActionKind, codes.MeasureKind),
    "結果": _labels(codes.ContactOutcome, codes.ActionOutcome),
}
_AMOUNT = {
    "recovery.regular": "元損",
    "recovery.irregular": "元損",
    AFTER_CLOSING: "元損",
    "release.direct": "弁済額",
    "release.servicer": "弁済額",
    "subrogation": "代位弁済額",
    OUTSTANDING: "元金残高",
}

_AT_ONCE = 1_000  # rows fetched together

_claims = BUNDLE["claims"]
_parties = BUNDLE["parties"].alias("debtor")
_others = BUNDLE["parties"].alias("other")
_staff = BUNDLE["staff"]


@dataclass(frozen=True, slots=True)
class _Query:
    """A SELECT, and the table whose section and staff are those in charge of its rows."""

    statement: Select[Any]
    in_charge: Any


def _with_names(table: Any, in_charge: Any, claim_no: ColumnElement[str]) -> FromClause:
    """Return the join that knows the debtor's name and who was in charge."""
    joined: FromClause = (
        table.outerjoin(_claims, claim_no == _claims.c.claim_no)
        .outerjoin(_parties, _claims.c.debtor_no == _parties.c.party_no)
        .outerjoin(_staff, in_charge.c.staff_no == _staff.c.staff_no)
    )
    return joined


def _charge(table: Any) -> list[ColumnElement[Any]]:
    return [func.coalesce(table.c.section, ""), func.coalesce(table.c.staff_no, ""), func.coalesce(_staff.c.name, "")]


def _dated(figure: Figure, span: tuple[date, date], known: int) -> ColumnElement[bool]:
    """Return the condition that a row belongs to one of the figure's measures, falls in the span and was known."""
    found: list[Source] = [source for source in SOURCES if source.measure in figure.measures]
    conditions = [
        and_(*source.where) if source.where else literal_column("1") == literal_column("1") for source in found
    ]
    belongs = conditions[0]
    for condition in conditions[1:]:
        belongs = belongs | condition
    return and_(belongs, found[0].dated.between(*span), found[0].table.c.audit_no <= known)


def _of_bundle(
    name: str, *columns: str, party: str | None = None
) -> Callable[[Figure, tuple[date, date], int], _Query]:
    """Return the query of a bundle table: claim, debtor, these columns (`=` the party's name), who was in charge."""
    table = BUNDLE[name]

    def query(figure: Figure, span: tuple[date, date], known: int) -> _Query:
        origin = _with_names(table, table, table.c.claim_no)
        if party is not None:
            origin = origin.outerjoin(_others, table.c[party] == _others.c.party_no)
        shown = [_others.c.name if column == "=" else table.c[column] for column in columns]
        dated = next(source.dated for source in SOURCES if source.measure in figure.measures)
        statement = (
            select(table.c.claim_no, _parties.c.name, *shown, *_charge(table))
            .select_from(origin)
            .where(_dated(figure, span, known))
            .order_by(dated, *table.primary_key.columns)
        )
        return _Query(statement, table)

    return query


def _support(figure: Figure, span: tuple[date, date], known: int) -> _Query:
    table = BUNDLE["support_measures"]
    origin = table.join(_others, table.c.party_no == _others.c.party_no).outerjoin(
        _staff, table.c.staff_no == _staff.c.staff_no
    )
    c = table.c
    statement = (
        select(
            func.coalesce(c.claim_no, ""), c.party_no, _others.c.name, c.measure_no, c.kind, c.executed_on,
            *_charge(table),
        )
        .select_from(origin)
        .where(_dated(figure, span, known))
        .order_by(c.executed_on, c.measure_no)
    )  # fmt: skip
    return _Query(statement, table)


def _recovery(figure: Figure, span: tuple[date, date], known: int) -> _Query:
    entry, receipt = ledger_entries.c, BUNDLE["receipts"].c
    closings = BUNDLE["closings"].c
    is_of_claim = (closings.claim_no == entry.claim_no, closings.audit_no <= known)
    closed_on = select(func.min(closings.decided_on)).where(*is_of_claim).scalar_subquery()
    is_after = func.coalesce(closed_on <= entry.posted_on, literal_column("1") == literal_column("0"))
    origin = _with_names(ledger_entries, ledger_entries, entry.claim_no).join(
        BUNDLE["receipts"], entry.voucher_no == receipt.receipt_no
    )
    wanted = is_after if AFTER_CLOSING in figure.measures else _dated(figure, span, known)
    statement = (
        select(
            entry.claim_no, _parties.c.name, receipt.receipt_no, entry.effective_on, entry.posted_on,
            entry.recovery_type, receipt.source, receipt.channel, entry.elapsed, *_charge(ledger_entries),
            case((is_after, details.AFTER_CLOSING), else_=""), -entry.principal, -entry.damages, entry.recovered,
        )
        .select_from(origin)
        .where(
            wanted, entry.posted_on.between(*span), entry.audit_no <= known,
            entry.recovery_type.is_not(None), entry.recovered != 0,
        )
        .order_by(entry.posted_on, receipt.receipt_no, entry.entry_no)
    )  # fmt: skip
    return _Query(statement, ledger_entries)


def _subrogation(figure: Figure, span: tuple[date, date], known: int) -> _Query:
    entry, claim, later = ledger_entries.c, _claims.c, ledger_entries.alias("later")
    taken_back = exists().where(
        later.c.claim_no == entry.claim_no, later.c.kind == entry.kind, later.c.counted < 0,
        later.c.entry_no > entry.entry_no, later.c.audit_no <= known,
    )  # fmt: skip
    statement = (
        select(
            claim.claim_no, _parties.c.name, claim.subrogated_on, claim.bank_name, claim.scheme, claim.industry,
            claim.principal, claim.interest, claim.principal + claim.interest, *_charge(ledger_entries),
        )
        .select_from(_with_names(ledger_entries, ledger_entries, entry.claim_no))
        .where(_dated(figure, span, known), entry.counted == 1, ~taken_back)
        .order_by(claim.subrogated_on, claim.claim_no)
    )  # fmt: skip
    return _Query(statement, ledger_entries)


def _level(figure: Figure, span: tuple[date, date], known: int) -> _Query:
    entry, standing, claim = ledger_entries.c, standing_entries.c, _claims.c
    nothing: ColumnElement[int] = literal_column("0")
    changes = union_all(
        select(entry.claim_no, entry.principal, nothing.label("count"), nothing.label("stopped")).where(
            entry.posted_on <= span[1], entry.audit_no <= known
        ),
        select(standing.claim_no, standing.principal, standing["count"], standing.stopped).where(
            standing.dated_on <= span[1], standing.audit_no <= known
        ),
    ).subquery()
    here, stopped = func.sum(changes.c["count"]), func.sum(changes.c.stopped)
    level = (
        select(changes.c.claim_no, func.sum(changes.c.principal).label("balance"), stopped.label("stopped"))
        .group_by(changes.c.claim_no)
        .having(stopped > 0 if STOPPED in figure.measures else here > 0)
        .subquery()
    )
    statement = (
        select(
            claim.claim_no, _parties.c.name, claim.subrogated_on, claim.bank_name,
            case((level.c.stopped > 0, details.STOPPED), else_=""), claim.principal + claim.interest,
            level.c.balance, *_charge(_claims),
        )
        .select_from(
            level.join(_claims, level.c.claim_no == claim.claim_no)
            .join(_parties, claim.debtor_no == _parties.c.party_no)
            .join(_staff, claim.staff_no == _staff.c.staff_no)
        )
        .order_by(claim.claim_no)
    )  # fmt: skip
    return _Query(statement, _claims)


_ACTION = _of_bundle(
    "legal_actions", "action_no", "kind", "filed_on", "court", "case_no", "=", "outcome", "also_claims",
    party="respondent_no",
)  # fmt: skip
_RELEASE = _of_bundle(
    "releases", "release_no", "=", "channel", "paid_on", "released_on", "settlement_amount", "released_amount",
    party="guarantor_no",
)  # fmt: skip

_QUERIES: dict[str, Callable[[Figure, tuple[date, date], int], _Query]] = {
    "visit": _of_bundle("contacts", "contact_no", "contacted_on", "=", "outcome", "also_claims", party="party_no"),
    "voluntary_disposal": _of_bundle("disposals", "disposal_no", "agreed_on", "settled_on", "price", "recovered"),
    "auction_petition": _ACTION,
    "provisional_remedy": _ACTION,
    "lawsuit": _ACTION,
    "recovery.regular": _recovery,
    "recovery.irregular": _recovery,
    AFTER_CLOSING: _recovery,
    "release.direct": _RELEASE,
    "release.servicer": _RELEASE,
    "expert_dispatch": _support,
    "extinguishing_guarantee": _support,
    "administration_stop": _of_bundle("administration_stops", "stop_no", "decided_on", "reason", "resumed_on"),
    "claim_closing": _of_bundle("closings", "closing_no", "decided_on", "reason", "amount"),
    "subrogation": _subrogation,
    OUTSTANDING: _level,
    STOPPED: _level,
}
