"""What is known of payers, and the claims their money may be for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from collections_app.domain.codes import ClaimStatus
from collections_app.domain.kana import payer_key
from collections_app.domain.matching import Lead, Money, OwedClaim, Registers, account_keys, customer_key
from collections_app.domain.recovery import PlanTerm
from collections_app.storage.bulk import in_chunks
from collections_app.storage.tables import BUNDLE, claim_balances

_claims, _parties, _ties, _plans = (BUNDLE[name] for name in ("claims", "parties", "claim_parties", "instalment_plans"))
Leads = dict[str, tuple[Lead, ...]]


def registers(connection: Connection, wanted: Collection[Money]) -> Registers:
    """Return what is known of the payers of some money; people are read only for names no other register knows."""
    oldest = min((money.received_on for money in wanted), default=date.max)
    accounts = _accounts(connection, oldest)
    customers = _customers(connection, oldest)
    names = _names(connection)
    unknown = {payer_key(money.payer_name) for money in wanted if not _is_known(money, accounts, customers, names)}
    people = _people(connection, unknown - {""}) if unknown - {""} else {}
    return Registers(_debits(connection, wanted), accounts, customers, names, people)


def _is_known(money: Money, accounts: Leads, customers: Leads, names: Leads) -> bool:
    keys = (*account_keys(money.virtual_account), *account_keys(money.customer_no))
    is_registered = any(key in accounts for key in keys) or customer_key(money.customer_no) in customers
    return is_registered or payer_key(money.payer_name) in names


def _filed(found: Iterable[tuple[str, Lead]]) -> Leads:
    leads: dict[str, list[Lead]] = defaultdict(list)
    for key, lead in found:
        if key and lead not in leads[key]:
            leads[key].append(lead)
    return {key: tuple(some) for key, some in leads.items() if some}


def _debits(connection: Connection, wanted: Collection[Money]) -> Leads:
    """Return the direct debits that were asked for, by the line of the bank they were paid with."""
    debit, account = BUNDLE["direct_debits"].c, BUNDLE["debit_accounts"].c
    found: list[tuple[str, Lead]] = []
    for chunk in in_chunks(sorted(money.deposit_no for money in wanted)):
        query = select(debit.deposit_no, account.party_no, debit.claim_no, debit.debit_no)
        query = query.join(BUNDLE["debit_accounts"], account.customer_no == debit.customer_no)
        for number, party_no, claim_no, debit_no in connection.execute(query.where(debit.deposit_no.in_(chunk))):
            found.append((number, Lead(party_no, claim_no, f"口座振替 {debit_no} の結果")))
    return _filed(found)


def _accounts(connection: Connection, oldest: date) -> Leads:
    c = BUNDLE["virtual_accounts"].c
    query = select(c.account_no, c.party_no, c.claim_no).where(or_(c.ends_on.is_(None), c.ends_on >= oldest))
    return _filed(
        (account_keys(number)[0], Lead(party_no, claim_no, f"仮想口座 {number}"))
        for number, party_no, claim_no in connection.execute(query)
        if account_keys(number)
    )


def _customers(connection: Connection, oldest: date) -> Leads:
    c = BUNDLE["debit_accounts"].c
    query = select(c.customer_no, c.party_no, c.claim_no).where(or_(c.ends_on.is_(None), c.ends_on >= oldest))
    return _filed(
        (customer_key(number), Lead(party_no, claim_no, f"顧客番号 {number}"))
        for number, party_no, claim_no in connection.execute(query)
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
        of_people = self._of_people({lead.party_no for lead in leads if lead.party_no})
        by_amount = self._by_amount(amounts)
        named = {lead.claim_no for lead in leads if lead.claim_no}
        wanted = named.union(*of_people.values(), *by_amount.values())
        self.by_number = self._read(wanted)
        self.of_party: Mapping[str, list[OwedClaim]] = {
            party: [self.by_number[no] for no in sorted(numbers)] for party, numbers in of_people.items()
        }
        self.of_amount: Mapping[int, list[OwedClaim]] = {
            amount: [self.by_number[no] for no in sorted(numbers)] for amount, numbers in by_amount.items()
        }

    def _of_people(self, party_nos: Collection[str]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for chunk in in_chunks(sorted(party_nos)):
            owed = select(_claims.c.debtor_no, _claims.c.claim_no).where(_claims.c.debtor_no.in_(chunk))
            tied = select(_ties.c.party_no, _ties.c.claim_no).where(_ties.c.party_no.in_(chunk))
            for query in (owed, tied):
                for party_no, claim_no in self._connection.execute(query):
                    found[party_no].add(claim_no)
        return found

    def _by_amount(self, amounts: Collection[int]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        ordered = sorted(amounts)
        for start in range(0, len(ordered), 500):
            some = ordered[start : start + 500]
            query = select(_plans.c.amount, _plans.c.claim_no).where(_plans.c.amount.in_(some))
            for amount, claim_no in self._connection.execute(query):
                found[amount].add(claim_no)
        return found

    def _read(self, claim_nos: Collection[str]) -> dict[str, OwedClaim]:
        plans = plans_of(self._connection, claim_nos)
        found = {}
        c = _claims.c
        columns = (c.claim_no, _parties.c.name, claim_balances.c.status, c.subrogated_on)
        for chunk in in_chunks(sorted(claim_nos)):
            joined = _claims.join(_parties, _parties.c.party_no == c.debtor_no)
            query = select(*columns).select_from(joined.join(claim_balances, claim_balances.c.claim_no == c.claim_no))
            for no, name, status, since in self._connection.execute(query.where(c.claim_no.in_(chunk))):
                found[no] = OwedClaim(no, name, ClaimStatus(status), since, tuple(plans.get(no, ())))
        return found


def plans_of(connection: Connection, claim_nos: Collection[str]) -> dict[str, list[tuple[PlanTerm, int]]]:
    """Return the instalment plans of claims with their amounts, the oldest first."""
    c = _plans.c
    found: dict[str, list[tuple[PlanTerm, int]]] = defaultdict(list)
    for chunk in in_chunks(sorted(claim_nos)):
        query: Any = select(c.claim_no, c.plan_no, c.starts_on, c.ends_on, c.amount).where(c.claim_no.in_(chunk))
        for claim_no, *term, amount in connection.execute(query.order_by(c.starts_on, c.plan_no)):
            found[claim_no].append((PlanTerm(*term), amount))
    return found
