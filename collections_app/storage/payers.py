"""What is known of payers, and the claims their money may be for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from collections_app.domain.codes import ClaimStatus
from collections_app.domain.kana import payer_key
from collections_app.domain.matching import Lead, Money, OwedClaim, Registers, account_keys, customer_key, leads_of
from collections_app.domain.recovery import PlanTerm
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.tables import BUNDLE, claim_balances
from collections_app.storage.types import is_among

_claims, _parties, _ties, _plans = (BUNDLE[name] for name in ("claims", "parties", "claim_parties", "instalment_plans"))
_STATUS = {status.value: status for status in ClaimStatus}
Leads = dict[str, tuple[Lead, ...]]
_K = TypeVar("_K")


def _of_many(column: ColumnElement[str], *columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).where(is_among(column, given("wanted")))


def _of_claims(column: ColumnElement[str]) -> Prepared:
    """Return the query of the claims one of whose columns is among the words: who owes them first, then the rest."""
    cells = (_claims.c.debtor_no, _claims.c.claim_no, _parties.c.name, claim_balances.c.status, _claims.c.subrogated_on)
    people = _claims.join(_parties, _parties.c.party_no == _claims.c.debtor_no)
    joined = people.join(claim_balances, claim_balances.c.claim_no == _claims.c.claim_no)
    return Prepared(_of_many(column, *cells).select_from(joined))


def _of_register(name: str, number: str) -> Prepared:
    c = BUNDLE[name].c
    query = select(c[number], c.party_no, c.claim_no)
    return Prepared(query.where(or_(c.ends_on.is_(None), c.ends_on >= given("oldest"))))


_ACCOUNTS, _CUSTOMERS = _of_register("virtual_accounts", "account_no"), _of_register("debit_accounts", "customer_no")
_debit, _account, _c, _plan = BUNDLE["direct_debits"].c, BUNDLE["debit_accounts"].c, _claims.c, _plans.c
_DEBITS = Prepared(
    _of_many(_debit.deposit_no, _debit.deposit_no, _account.party_no, _debit.claim_no, _debit.debit_no).join(
        BUNDLE["debit_accounts"], _account.customer_no == _debit.customer_no
    )
)
_OWED_BY = _of_claims(_c.debtor_no)
_OWED = _of_claims(_c.claim_no)
_TIED = Prepared(_of_many(_ties.c.party_no, _ties.c.party_no, _ties.c.claim_no))
_PLANS = Prepared(
    _of_many(_plan.claim_no, _plan.claim_no, _plan.plan_no, _plan.starts_on, _plan.ends_on, _plan.amount).order_by(
        _plan.starts_on, _plan.plan_no
    )
)


def leads(connection: Connection, wanted: Sequence[Money]) -> list[tuple[Lead, ...]]:
    """Return the leads of some money; people are read only for names no other register knows."""
    oldest = min((money.received_on for money in wanted), default=date.max)
    known = Registers(
        _debits(connection, wanted), _accounts(connection, oldest), _customers(connection, oldest), _names(connection)
    )
    found = [leads_of(money, known) for money in wanted]
    unknown = {payer_key(money.payer_name) for money, some in zip(wanted, found, strict=True) if not some} - {""}
    if not unknown:
        return found
    people = Registers(people=_people(connection, unknown))
    return [some or leads_of(money, people) for money, some in zip(wanted, found, strict=True)]


def _filed(found: Iterable[tuple[str, Lead]]) -> Leads:
    leads: Leads = {}
    for key, lead in found:
        known = leads.get(key, ())
        if key and lead not in known:
            leads[key] = (*known, lead)
    return leads


def _debits(connection: Connection, wanted: Collection[Money]) -> Leads:
    """Return the direct debits that were asked for, by the line of the bank they were paid with."""
    rows = _DEBITS.rows(connection, wanted=[money.deposit_no for money in wanted])
    return _filed(
        (number, Lead(party_no, claim_no, f"口座振替 {debit_no} の結果"))
        for number, party_no, claim_no, debit_no in rows
    )


def _accounts(connection: Connection, oldest: date) -> Leads:
    return _filed(
        (keys[0], Lead(party_no, claim_no, f"仮想口座 {number}"))
        for number, party_no, claim_no in _ACCOUNTS.rows(connection, oldest=oldest)
        if (keys := account_keys(number))
    )


def _customers(connection: Connection, oldest: date) -> Leads:
    return _filed(
        (customer_key(number), Lead(party_no, claim_no, f"顧客番号 {number}"))
        for number, party_no, claim_no in _CUSTOMERS.rows(connection, oldest=oldest)
    )


def _names(connection: Connection) -> Leads:
    c = BUNDLE["payer_names"].c
    query = select(c.payer_name, c.party_no, c.claim_no).order_by(c.confirmed_on.desc())
    return _filed(
        (payer_key(name), Lead(party_no, claim_no, f"確認済みの振込名義「{name}」"))
        for name, party_no, claim_no in connection.execute(query)
    )


def _people(connection: Connection, wanted: Collection[str]) -> Leads:
    """Return the people whose kana, or whose name where it is kana itself, is one of the names."""
    c = _parties.c
    found: list[tuple[str, Lead]] = []
    for party_no, name, kana in connection.execute(select(c.party_no, c.name, c.kana)):
        key = payer_key(kana or name)
        if key in wanted:
            found.append((key, Lead(party_no, None, f"関係人 {name} と同じ名義", is_sure=False)))
    return _filed(found)


class Claims:
    """The claims that money may be for: of people, by number, and by the amount of a plan."""

    def __init__(self, connection: Connection, leads: Collection[Lead], amounts: Collection[int]) -> None:
        self._connection = connection
        people = sorted({lead.party_no for lead in leads if lead.party_no})
        owed = _OWED_BY.rows(connection, wanted=people)
        tied = _TIED.rows(connection, wanted=people)
        by_amount = self._by_amount(amounts)
        further = {lead.claim_no for lead in leads if lead.claim_no}.union(
            (row[1] for row in tied), *by_amount.values()
        )
        further.difference_update([row[1] for row in owed])
        self.by_number = self._filed([*owed, *(_OWED.rows(connection, wanted=further) if further else ())])
        of_party: dict[str, set[str]] = defaultdict(set)
        for party_no, claim_no, *_ in (*owed, *tied):
            of_party[party_no].add(claim_no)
        self.of_party = self._named(of_party)
        self.of_amount = self._named(by_amount)

    def _filed(self, rows: Collection[Any]) -> dict[str, OwedClaim]:
        plans = plans_of(self._connection, [row[1] for row in rows])
        return {
            no: OwedClaim(no, name, _STATUS[status], since, tuple(plans.get(no, ())))
            for _, no, name, status, since in rows
        }

    def _named(self, numbers: Mapping[_K, Collection[str]]) -> dict[_K, list[OwedClaim]]:
        return {key: [self.by_number[no] for no in sorted(some)] for key, some in numbers.items()}

    def _by_amount(self, amounts: Collection[int]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        ordered = sorted(amounts)
        for start in range(0, len(ordered), 500):
            some = ordered[start : start + 500]
            query = select(_plans.c.amount, _plans.c.claim_no).where(_plans.c.amount.in_(some))
            for amount, claim_no in self._connection.execute(query):
                found[amount].add(claim_no)
        return found


def plans_of(connection: Connection, claim_nos: Collection[str]) -> dict[str, list[tuple[PlanTerm, int]]]:
    """Return the instalment plans of claims with their amounts, the oldest first."""
    found: dict[str, list[tuple[PlanTerm, int]]] = defaultdict(list)
    for claim_no, *term, amount in _PLANS.rows(connection, wanted=claim_nos):
        found[claim_no].append((PlanTerm(*term), amount))
    return found
