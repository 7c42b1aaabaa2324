"""One payment over several claims, or a court's distribution: what would come of it, before it is posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from collections_app.domain.errors import NotFoundError
from collections_app.domain.facts import Split
from collections_app.domain.forms import Option
from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import moved_by
from collections_app.domain.records import Record
from collections_app.domain.spread_entry import (
    SOURCES,
    PartsTyped,
    SpreadKind,
    SpreadLine,
    SpreadPlan,
    SpreadWanted,
    court_portion,
    records_of,
    rest_sentence,
)
from collections_app.domain.spreading import Debt, Portion, rest_by_law, spread
from collections_app.domain.state import ClaimFacts, state_on
from collections_app.services.receipts import around, preview_in
from collections_app.storage import choices, facts
from collections_app.storage import spreading as storage

if TYPE_CHECKING:
    from collections_app.domain.money_views import ReceiptPreview
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


def plan_spread(office: Office, wanted: SpreadWanted) -> SpreadPlan:
    """Return how a payment would fall on the claims of a debtor, or what a distribution says of them.

    NotFoundError when there is no such claim or person.
    """
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    on = wanted.received_on or today
    with office.database.reading() as connection:
        subject, claim_nos = _whose(connection, wanted)
        found = storage.proceedings_of(connection, claim_nos) if claim_nos else ()
        actions = [one for one in found if one.kind in SOURCES]
        chosen = next((one for one in actions if one.action_no == wanted.action_no), None)
        numbers = chosen.claims if chosen is not None else claim_nos
        debts = _debts(connection, numbers, on)
        lines = _lines(connection, wanted, debts, on)
        records = _records(connection, wanted, lines, today)
        shown = preview_in(connection, records) if records else ()
        return SpreadPlan(
            subject,
            _judged(lines, records, shown),
            records,
            moved_by(zip((str(record["claim_no"]) for record in records), shown, strict=True)),
            _rest(wanted, lines),
            _payers(connection, [debt.claim_no for debt in debts]),
            tuple(Option(one.action_no, one.words, "・".join(one.claims)) for one in actions),
            {one.action_no: SOURCES[one.kind] for one in actions},
            _words(wanted, lines),
        )


def fill_rest(office: Office, wanted: SpreadWanted) -> Mapping[str, int]:
    """Return what each claim gets when what is not designated yet falls by law."""
    on = wanted.received_on or date.today()  # noqa: DTZ011  (the office's own calendar day)
    with office.database.reading() as connection:
        _, claim_nos = _whose(connection, wanted)
        return rest_by_law(wanted.amount or 0, _debts(connection, claim_nos, on), on, wanted.given)


def _whose(connection: Connection, wanted: SpreadWanted) -> tuple[str, tuple[str, ...]]:
    party_no = wanted.party_no or storage.debtor_of(connection, wanted.claim_no)
    name = storage.name_of(connection, party_no) if party_no else None
    if party_no is None or name is None:
        raise NotFoundError(f"「{wanted.claim_no or wanted.party_no}」はありません。番号を確かめてください。")
    return f"{party_no} {name}", storage.claims_of(connection, party_no)


def _debts(connection: Connection, claim_nos: Sequence[str], on: date) -> list[Debt]:
    """Return what is owed on that day on the claims there were by then; what came in later does not count."""
    book = facts.load(connection, claim_nos)
    claims = [book.claim(claim_no) for claim_no in sorted(book.claims())]
    return [_debt(claim, on) for claim in claims if claim.terms.subrogated_on <= on]


def _debt(claim: ClaimFacts, on: date) -> Debt:
    owed, terms = state_on(claim, on).balance, claim.terms
    rate = Fraction(0)
    for period in terms.rates:
        rate = period.rate if period.since is None or period.since <= on else rate
    split = Split(max(owed.costs, 0), max(owed.damages, 0), max(owed.principal, 0))
    return Debt(terms.claim_no, split, rate, terms.subrogated_on, terms.order)


def _lines(connection: Connection, wanted: SpreadWanted, debts: Sequence[Debt], on: date) -> list[SpreadLine]:
    names = storage.debtors(connection, [debt.claim_no for debt in debts])
    by_no = {debt.claim_no: debt for debt in debts}
    if wanted.kind is SpreadKind.COURT:
        portions = tuple(court_portion(debt, wanted.parts.get(debt.claim_no, PartsTyped())) for debt in debts)
    else:
        portions = spread(wanted.amount or 0, debts, on, wanted.by, wanted.given)
    return [SpreadLine(by_no[one.claim_no], names[one.claim_no], one) for one in portions if _is_shown(by_no, one)]


def _is_shown(debts: Mapping[str, Debt], portion: Portion) -> bool:
    return debts[portion.claim_no].total > 0 or portion.amount > 0


def _records(
    connection: Connection, wanted: SpreadWanted, lines: Sequence[SpreadLine], today: date
) -> tuple[Record, ...]:
    if wanted.received_on is None or wanted.amount is None:
        return ()
    known = around(connection, [line.claim_no for line in lines], today)
    found = []
    for record in records_of(wanted, lines):
        assumed = known.assumed(record)
        found.append({**assumed, **{name: value for name, value in record.items() if value is not None}})
    return tuple(found)


def _judged(
    lines: Sequence[SpreadLine], records: Sequence[Record], shown: Sequence[ReceiptPreview]
) -> tuple[SpreadLine, ...]:
    wrong = {
        str(record["claim_no"]): {one.column: f"{one.message}{one.remedy}" for one in preview.findings}
        for record, preview in zip(records, shown, strict=True)
    }
    return tuple(SpreadLine(line.debt, line.debtor_name, line.portion, wrong.get(line.claim_no, {})) for line in lines)


def _rest(wanted: SpreadWanted, lines: Sequence[SpreadLine]) -> int:
    return (wanted.amount or 0) - sum(line.portion.amount for line in lines)


def _words(wanted: SpreadWanted, lines: Sequence[SpreadLine]) -> str:
    if wanted.amount is None:
        return ""
    rest = _rest(wanted, lines)
    if rest:
        return rest_sentence(rest, show_yen(abs(rest)))
    excess = sum(line.portion.amount - sum(line.portion.split) for line in lines)
    return f"債務の全額を超えるため、過誤納 {show_yen(excess)}円になります。" if excess else ""


def _payers(connection: Connection, claim_nos: Sequence[str]) -> tuple[Option, ...]:
    found: dict[object, Option] = {}
    for options in choices.parties_by_claim(connection, claim_nos).values():
        for option in options:
            found.setdefault(option.value, option)
    return tuple(found.values())
