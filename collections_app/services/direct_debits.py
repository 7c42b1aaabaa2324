"""Direct debits asked for: the plans of a day as a file for the bank, and the rows its answers will settle."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collections_app.domain.bank_lines import Consignor, DebitRequest
from collections_app.domain.calendar import era_date
from collections_app.domain.codes import AccountKind
from collections_app.domain.deposit_views import DebitDue, DebitProposal
from collections_app.domain.errors import UserError
from collections_app.domain.instalments import due_by
from collections_app.domain.state import state_on
from collections_app.exchange.target import whole_file
from collections_app.exchange.zengin.writing import write_request
from collections_app.services.business_days import business_days
from collections_app.storage import audit, debits, money
from collections_app.storage.debits import PlanDue

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


def propose_debits(office: Office, debited_on: date) -> DebitProposal:
    """Return what a request for a day would ask for, and who asked the last time.

    Of every plan in force on the day whose payer has an account the payment that has come to be due (moved where banks
    were closed) and was not asked for since the one before it. Nothing above what is owed on the day.
    """
    with office.database.reading() as connection:
        due = _due(connection, debited_on)
        return DebitProposal(debited_on, tuple(_shown(one) for one in due), _last_consignor(connection))


def request_debits(office: Office, debited_on: date, consignor: Consignor, plan_nos: Sequence[str], path: Path) -> Path:
    """Write the request of these plans to a file and keep what was asked for, both or neither; return where.

    UserError when nothing is due any more, when a name or number does not fit, or the place cannot be written.
    """
    chosen = frozenset(plan_nos)
    with office.database.writing() as connection:
        due = [one for one in _due(connection, debited_on) if one.plan_no in chosen]
        if not due:
            raise UserError(
                f"{era_date(debited_on)}までに期日の来た、依頼する弁済計画がありません。"
                "振替口座と計画の期間、依頼済みかどうかを確かめてください。"
            )
        content = write_request(DebitRequest(consignor, debited_on, [one.order for one in due]))
        detail: dict[str, Any] = {
            "consignor": {**asdict(consignor), "account_kind": consignor.account_kind.value},
            "debited_on": debited_on.isoformat(),
            "file": path.name,
            "plans": [one.plan_no for one in due],
            "amount": sum(one.order.amount for one in due),
        }
        audit_no = audit.record(connection, audit.DEBITS_REQUESTED, debits.REQUESTS, getpass.getuser(), detail)
        debits.add(connection, due, debited_on, audit_no)
        with whole_file(path) as part:
            part.write_bytes(content)
    return path


def _due(connection: Connection, on: date) -> list[PlanDue]:
    found = []
    calendar = business_days()
    for one in debits.plans_due(connection, on):
        due = due_by(one.plan, on, one.asked_on, calendar)
        if due is None:
            continue
        amount = due.amount if one.owed >= due.amount else min(due.amount, _owed_on(connection, one.claim_no, on))
        if amount > 0:
            found.append(one._replace(order=replace(one.order, amount=amount), amount=amount, instalment=due))
    return found


def _owed_on(connection: Connection, claim_no: str, on: date) -> int:
    """Return what is owed of a claim on a day; damages accrue beyond what the books say."""
    facts = money.claim_facts(connection, claim_no)
    assert facts is not None
    balance = state_on(facts, on).balance
    return balance.principal + balance.damages + balance.costs


def _shown(one: PlanDue) -> DebitDue:
    order = one.order
    bank = f"{order.bank_code} {order.bank_name} {order.branch_code} {order.branch_name}".strip()
    return DebitDue(
        one.claim_no, one.debtor_name, one.plan_no, order.customer_no, bank, order.holder, order.amount, order.is_first,
        one.instalment.due_on if one.instalment is not None else None,
    )  # fmt: skip


def _last_consignor(connection: Connection) -> Consignor | None:
    kept = debits.last_request(connection)
    if kept is None:
        return None
    given = dict(kept["consignor"])
    return Consignor(**{**given, "account_kind": AccountKind(given["account_kind"])})
