"""The very rows behind a figure, in the columns of `reports.details`; they add up to the figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    cast,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)

from collections_app.domain import codes
from collections_app.domain.breakdowns import FigureWanted, dimension_label, figure_of, is_level, value_label
from collections_app.domain.calendar import short_era
from collections_app.domain.counting import Rules, counted_by, version_of
from collections_app.domain.figures import AFTER_CLOSING, MEASURES, OUTSTANDING, STOPPED, Figure
from collections_app.domain.views import FigureRows
from collections_app.reports import details
from collections_app.storage.counting import by_rules, rules
from collections_app.storage.sources import BROKEN_DOWN, KNOWN, Source, grouped, is_after_closing
from collections_app.storage.tables import BUNDLE, ledger_entries, standing_entries
from collections_app.storage.types import YEN


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the queries need it: the figure, the question, the last audit record whose rows count."""

    figure: Figure
    wanted: FigureWanted
    known: int | None = None
    decided: Rules = ()

    @property
    def span(self) -> tuple[date, date]:
        """The days the rows lie in."""
        return self.wanted.first, self.wanted.last

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the figure is counted from; of one figure all lie in one table, but for levels."""
        return tuple(source for source in by_rules(BROKEN_DOWN, self.decided) if source.measure in self.figure.measures)

    def known_of(self, table: Any) -> Iterator[ColumnElement[bool]]:
        """Yield the condition that a row of a table was known."""
        if self.known is not None:
            yield table.c.audit_no <= self.known


def rows_behind(connection: Connection, wanted: FigureWanted, known: int | None = None) -> FigureRows:
    """Return the rows of a figure dated within the span (of a level: what there is at its end).

    `known` is the last audit record whose rows count; None: all. UserError when the figure has no such breakdown.
    """
    asked = Asked(figure_of(wanted), wanted, known, rules(connection, known))
    figure = asked.figure
    headings = details.DETAIL_HEADINGS[figure.key]
    rows = tuple(stream_behind(connection, [wanted], known))
    return FigureRows(
        figure.key,
        _title(asked),
        tuple(heading for heading, _ in headings),
        tuple(kind for _, kind in headings),
        rows,
        _total(figure, headings, rows),
        figure.unit,
        f"第{version_of(figure, asked.decided)}版　{counted_by(figure, asked.decided)}",
    )


def _title(asked: Asked) -> str:
    wanted = asked.wanted
    days = short_era(wanted.last) if is_level(asked.figure) else "–".join(map(short_era, asked.span))
    narrowed = "".join(f"　{dimension_label(by)} {value_label(by, value)}" for by, value in wanted.cells)
    since = "" if asked.known is None else "　当時の記録"
    return f"{asked.figure.label}　{days}{narrowed}{since}"


def stream_behind(
    connection: Connection, questions: Iterable[FigureWanted], known: int | None = None
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one question after another, one by one: few are held at a time."""
    cells, decided = {} if known is None else {KNOWN: known}, rules(connection, known)
    for wanted in questions:
        asked = Asked(figure_of(wanted), wanted, known, decided)
        headings = enumerate(heading for heading, _ in details.DETAIL_HEADINGS[asked.figure.key])
        words = [(place, _WORDS[heading]) for place, heading in headings if heading in _WORDS]
        statement = _QUERIES[asked.figure.measures[0]](asked)
        for row in connection.execute(statement, cells, execution_options={"yield_per": _AT_ONCE}):
            shown = list(row)
            for place, word in words:
                shown[place] = word.get(shown[place], shown[place])
            yield tuple(shown)


def count_of_recoveries(connection: Connection, first: date, last: date) -> int:
    """Return about how many rows the recovery of a span of days has."""
    entry = ledger_entries.c
    query = select(func.count()).where(entry.posted_on.between(first, last), entry.recovery_type.is_not(None))
    return int(connection.execute(query).scalar_one())


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
_AT_ONCE = 1_000  # rows fetched together
_AMOUNT = {
    "recovery.regular": "元損",
    "recovery.irregular": "元損",
    AFTER_CLOSING: "元損",
    "release.direct": "弁済額",
    "release.servicer": "弁済額",
    "subrogation": "代位弁済額",
    OUTSTANDING: "元金残高",
}

_claims = BUNDLE["claims"]
DEBTOR = BUNDLE["parties"].alias("debtor")
_others = BUNDLE["parties"].alias("other")
_staff = BUNDLE["staff"]


def with_names(table: Any, in_charge: Any, claim_no: ColumnElement[str]) -> FromClause:
    """Return the join that knows the debtor's name and who was in charge."""
    joined: FromClause = (
        table.outerjoin(_claims, claim_no == _claims.c.claim_no)
        .outerjoin(DEBTOR, _claims.c.debtor_no == DEBTOR.c.party_no)
        .outerjoin(_staff, in_charge.c.staff_no == _staff.c.staff_no)
    )
    return joined


def charge_of(table: Any) -> list[ColumnElement[Any]]:
    """Return section, number and name of who was in charge."""
    return [func.coalesce(table.c.section, ""), func.coalesce(table.c.staff_no, ""), func.coalesce(_staff.c.name, "")]


def _belongs(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that a row is counted: of one of the measures, in the span, in the cells, known."""
    sources = asked.sources
    table, dated = sources[0].table, sources[0].dated
    yield dated.between(*asked.span)
    yield or_(*(and_(true(), *source.where) for source in sources))
    yield from asked.known_of(table)
    for dimension, value in asked.wanted.cells:
        yield _in_cell(sources[0], dimension, value, asked.span)


def _in_cell(source: Source, dimension: str, value: str, span: tuple[date, date]) -> ColumnElement[bool]:
    """Return the condition that a row has this value of a dimension, by the very rule breakdowns are counted by."""
    if dimension == "cohort":
        return ledger_entries.c.cohort == int(value)
    if dimension == "until":
        return ledger_entries.c.elapsed <= int(value)
    group, origin = grouped(source, dimension)
    if group is None:
        return true() if value == "" else false()
    is_value = func.coalesce(group, "") == value
    if origin is source.table:
        return is_value
    (key,) = source.table.primary_key.columns
    found: ColumnElement[bool] = key.in_(select(key).select_from(origin).where(is_value, source.dated.between(*span)))
    return found


def _of_bundle(name: str, *columns: str, party: str | None = None) -> Callable[[Asked], Select[Any]]:
    """Return the query of a bundle table: claim, debtor, these columns (`=` the party's name), who was in charge."""
    table = BUNDLE[name]

    def query(asked: Asked) -> Select[Any]:
        origin = with_names(table, table, table.c.claim_no)
        if party is not None:
            origin = origin.outerjoin(_others, table.c[party] == _others.c.party_no)
        shown = [_others.c.name if column == "=" else table.c[column] for column in columns]
        return (
            select(table.c.claim_no, DEBTOR.c.name, *shown, *charge_of(table))
            .select_from(origin)
            .where(*_belongs(asked))
            .order_by(asked.sources[0].dated, *table.primary_key.columns)
        )

    return query


def _support(asked: Asked) -> Select[Any]:
    table = BUNDLE["support_measures"]
    origin = table.join(_others, table.c.party_no == _others.c.party_no).outerjoin(
        _staff, table.c.staff_no == _staff.c.staff_no
    )
    c = table.c
    return (
        select(
            func.coalesce(c.claim_no, ""), c.party_no, _others.c.name, c.measure_no, c.kind, c.executed_on,
            *charge_of(table),
        )
        .select_from(origin)
        .where(*_belongs(asked))
        .order_by(c.executed_on, c.measure_no)
    )  # fmt: skip


def _recovery(asked: Asked) -> Select[Any]:
    entry, receipt = ledger_entries.c, BUNDLE["receipts"].c
    is_after = func.coalesce(is_after_closing(), false())
    origin = with_names(ledger_entries, ledger_entries, entry.claim_no).join(
        BUNDLE["receipts"], entry.voucher_no == receipt.receipt_no
    )
    return (
        select(
            entry.claim_no, DEBTOR.c.name, receipt.receipt_no, entry.effective_on, entry.posted_on,
            entry.recovery_type, receipt.source, receipt.channel, entry.elapsed, *charge_of(ledger_entries),
            case((is_after, details.AFTER_CLOSING), else_=""), -entry.principal, -entry.damages, entry.recovered,
        )
        .select_from(origin)
        .where(*_belongs(asked), entry.recovery_type.is_not(None), entry.recovered != 0)
        .order_by(entry.posted_on, receipt.receipt_no, entry.entry_no)
    )  # fmt: skip


def _subrogation(asked: Asked) -> Select[Any]:
    entry, claim, later = ledger_entries.c, _claims.c, ledger_entries.alias("later")
    taken_back = exists().where(
        later.c.claim_no == entry.claim_no, later.c.kind == entry.kind, later.c.counted < 0,
        later.c.entry_no > entry.entry_no, *asked.known_of(later),
    )  # fmt: skip
    return (
        select(
            claim.claim_no, DEBTOR.c.name, claim.subrogated_on, claim.bank_name, claim.scheme, claim.industry,
            entry.principal - claim.interest, claim.interest, entry.principal, *charge_of(ledger_entries),
        )
        .select_from(with_names(ledger_entries, ledger_entries, entry.claim_no))
        .where(*_belongs(asked), entry.counted == 1, ~taken_back)
        .order_by(claim.subrogated_on, claim.claim_no)
    )  # fmt: skip


def _level(asked: Asked) -> Select[Any]:
    entry, standing, claim = ledger_entries.c, standing_entries.c, _claims.c
    nothing: ColumnElement[int] = literal_column("0")
    last = asked.wanted.last
    changes = union_all(
        select(entry.claim_no, entry.principal, nothing.label("count"), nothing.label("stopped")).where(
            entry.posted_on <= last, *asked.known_of(ledger_entries)
        ),
        select(standing.claim_no, standing.principal, standing["count"], standing.stopped).where(
            standing.dated_on <= last, *asked.known_of(standing_entries)
        ),
    ).subquery()
    here, stopped = func.sum(changes.c["count"]), func.sum(changes.c.stopped)
    level = (
        select(changes.c.claim_no, cast(func.sum(changes.c.principal), YEN).label("balance"), stopped.label("stopped"))
        .group_by(changes.c.claim_no)
        .having(stopped > 0 if STOPPED in asked.figure.measures else here > 0)
        .subquery()
    )
    # a level knows its breakdowns from the claim alone, so their expressions hold here as well
    groups = [func.coalesce(grouped(asked.sources[0], by)[0], "") == value for by, value in asked.wanted.cells]
    return (
        select(
            claim.claim_no, DEBTOR.c.name, claim.subrogated_on, claim.bank_name,
            case((level.c.stopped > 0, details.STOPPED), else_=""), claim.principal + claim.interest,
            level.c.balance, *charge_of(_claims),
        )
        .select_from(
            level.join(_claims, level.c.claim_no == claim.claim_no)
            .join(DEBTOR, claim.debtor_no == DEBTOR.c.party_no)
            .outerjoin(_staff, claim.staff_no == _staff.c.staff_no)
        )
        .where(*groups)
        .order_by(claim.claim_no)
    )  # fmt: skip


_ACTION = _of_bundle(
    "legal_actions", "action_no", "kind", "filed_on", "court", "case_no", "=", "outcome", "also_claims",
    party="respondent_no",
)  # fmt: skip
_RELEASE = _of_bundle(
    "releases", "release_no", "=", "channel", "approved_on", "paid_on", "released_on",
    "settlement_amount", "released_amount", party="guarantor_no",
)  # fmt: skip

_QUERIES: dict[str, Callable[[Asked], Select[Any]]] = {
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
