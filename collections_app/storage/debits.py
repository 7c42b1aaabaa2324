"""Direct debits (口座振替): what is due, what waits for an answer, what was answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, or_, select

from collections_app.domain.bank_lines import DebitOrder
from collections_app.domain.codes import AccountKind, ClaimStatus, DebitResult
from collections_app.domain.instalments import PLAN_COLUMNS, Instalment, Plan, plan_of
from collections_app.storage import audit
from collections_app.storage.bulk import insert_columns
from collections_app.storage.deposits import next_numbers
from collections_app.storage.tables import BUNDLE, claim_balances

_debits, _accounts, _plans = BUNDLE["direct_debits"], BUNDLE["debit_accounts"], BUNDLE["instalment_plans"]
_claims, _parties = BUNDLE["claims"], BUNDLE["parties"]


class Waiting(NamedTuple):
    """A debit that was asked for and not answered yet."""

    debit_no: str
    customer_no: str
    debited_on: date
    amount: int


class Settled(NamedTuple):
    """An answer: the result, and the line of the bank when it was paid."""

    debit_no: str
    result: str
    deposit_no: str | None


class PlanDue(NamedTuple):
    """A plan in force with an account to debit, what stands on the claim's books (yen), the last day asked for."""

    claim_no: str
    debtor_name: str
    plan_no: str
    amount: int
    owed: int
    section: str
    staff_no: str
    order: DebitOrder
    plan: Plan
    asked_on: date | None = None  # of the debits that were paid or wait for an answer
    instalment: Instalment | None = None  # which payment is asked for


def waiting(connection: Connection, days: Collection[date]) -> list[Waiting]:
    """Return the debits of these days that were not answered yet, in order of their numbers."""
    c = _debits.c
    query = select(c.debit_no, c.customer_no, c.debited_on, c.amount).order_by(c.debit_no)
    return [
        Waiting(*row) for row in connection.execute(query.where(c.debited_on.in_(sorted(days)), c.result.is_(None)))
    ]


def settle(connection: Connection, settled: Sequence[Settled], audit_no: int) -> None:
    """Write results."""
    if settled:
        statement = _debits.update().where(_debits.c.debit_no == bindparam("number"))
        statement = statement.values(result=bindparam("said"), deposit_no=bindparam("line"), audit_no=audit_no)
        rows = [{"number": one.debit_no, "said": one.result, "line": one.deposit_no} for one in settled]
        connection.execute(statement, rows)


def plans_due(connection: Connection, on: date) -> list[PlanDue]:
    """Return plans in force on a day whose payer has an account; which payment is due the schedule says."""
    p, c, a = _plans.c, _claims.c, _accounts.c
    payer = _parties.alias("payer")
    before = select(_debits.c.customer_no).distinct().subquery()
    owed = claim_balances.c.principal + claim_balances.c.damages + claim_balances.c.costs
    joined = (
        _plans.join(_claims, c.claim_no == p.claim_no)
        .join(claim_balances, claim_balances.c.claim_no == c.claim_no)
        .join(payer, payer.c.party_no == c.debtor_no)
        .join(_accounts, or_(a.claim_no == p.claim_no, a.claim_no.is_(None)) & _is_payer())
        .outerjoin(before, before.c.customer_no == a.customer_no)
    )
    query = (
        select(
            p.claim_no, payer.c.name, p.plan_no, p.amount, owed, c.section, c.staff_no, a.bank_code, a.bank_name,
            a.branch_code, a.branch_name, a.account_kind, a.account_no, a.holder, a.customer_no,
            before.c.customer_no.is_(None), _asked_on(), *(p[name] for name in PLAN_COLUMNS),
        )
        .select_from(joined)
        .where(
            p.starts_on <= on,
            or_(p.ends_on.is_(None), p.ends_on >= on),
            or_(a.ends_on.is_(None), a.ends_on >= on),
            claim_balances.c.status.in_((ClaimStatus.ACTIVE.value, ClaimStatus.STOPPED.value)),
        )
        .order_by(p.plan_no, a.claim_no.is_(None), a.customer_no)
    )  # fmt: skip
    found: dict[str, PlanDue] = {}
    for row in connection.execute(query):
        found.setdefault(row[2], _due(row))  # the account named for the claim comes before the person's own
    return list(found.values())


def _asked_on() -> Any:
    """Return the last day a plan was asked for by a debit that was paid or waits for an answer."""
    d, p = _debits.c, _plans.c
    waits = or_(d.result.is_(None), d.result == DebitResult.PAID.value)
    wanted = (d.claim_no == p.claim_no, d.plan_no == p.plan_no, waits)
    return select(func.max(d.debited_on)).where(*wanted).scalar_subquery()


def _is_payer() -> Any:
    """Return the condition that an account is of the plan's payer, of the debtor where the plan names none."""
    p, a = _plans.c, _accounts.c
    return or_(a.party_no == p.payer_no, p.payer_no.is_(None) & (a.party_no == _claims.c.debtor_no))


def _due(row: Any) -> PlanDue:
    claim_no, name, plan_no, amount, owed, section, staff_no, bank, bank_name, branch, branch_name, *account = row
    kind, number, holder, customer_no, is_first, asked_on, *terms = account
    plan = plan_of(dict(zip(PLAN_COLUMNS, terms, strict=True)))
    order = DebitOrder(
        bank, bank_name or "", branch, branch_name or "", AccountKind(kind), number, holder, amount, customer_no,
        bool(is_first),
    )  # fmt: skip
    return PlanDue(claim_no, name, plan_no, amount, int(owed), section, staff_no, order, plan, asked_on)


def add(connection: Connection, due: Sequence[PlanDue], on: date, audit_no: int) -> list[str]:
    """Write the debits asked for and return their numbers."""
    numbers = next_numbers(connection, "direct_debits", len(due))
    columns: dict[str, Sequence[Any]] = {
        "debit_no": numbers,
        "claim_no": [one.claim_no for one in due],
        "plan_no": [one.plan_no for one in due],
        "customer_no": [one.order.customer_no for one in due],
        "debited_on": [on] * len(due),
        "amount": [one.order.amount for one in due],
        "result": [None] * len(due),
        "deposit_no": [None] * len(due),
        "section": [one.section for one in due],
        "staff_no": [one.staff_no for one in due],
        "audit_no": [audit_no] * len(due),
    }
    insert_columns(connection, _debits, columns)
    return numbers


def last_request(connection: Connection) -> dict[str, Any] | None:
    """Return what the audit trail kept of the last request that was made; None when there was none."""
    kept = audit.newest(connection, REQUESTS, audit.DEBITS_REQUESTED)
    return None if kept is None else kept.detail


REQUESTS = "direct_debits"  # the subject under which the audit trail keeps requests
