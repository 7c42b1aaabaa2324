"""Lines of the bank: listed with what is left of them, matched to claims, applied many at once."""

from __future__ import annotations

import getpass
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import Channel, DepositKind, Method, Source
from collections_app.domain.contradictions import explained
from collections_app.domain.deposit_views import Application, DepositList, DepositPage, DepositRow
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.judging import RefusedError
from collections_app.domain.ledger import Fault
from collections_app.domain.matching import Money, Suggestion, suggestions_of
from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import Moved, agree, vouchers_of
from collections_app.domain.recovery import PlanTerm, recovery_type_of
from collections_app.domain.row_rules import Finding, findings_in
from collections_app.exchange.collector import paused
from collections_app.services.changes import Changes
from collections_app.storage import appending, audit, deposits, many_receipts, payers
from collections_app.storage.many_receipts import Learned

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.appending import ClaimEnd
    from collections_app.storage.database import Connection
    from collections_app.storage.deposits import Left

_MOST_OF_ALL = 3_000  # lines shown when not only the unapplied ones are wanted
_MOST_UNAPPLIED = 100_000
_METHODS = {
    DepositKind.TRANSFER: Method.TRANSFER.value,
    DepositKind.DIRECT_DEBIT: Method.DIRECT_DEBIT.value,
    DepositKind.CASH: Method.CASH.value,
    DepositKind.COURT: Method.COURT.value,
    DepositKind.SERVICER: Method.TRANSFER.value,
}
_CHANNELS = {DepositKind.SERVICER: Channel.SERVICER.value}
_LEARNT_FROM = (DepositKind.TRANSFER, DepositKind.OTHER)


@paused()  # every line lives until it is handed over
def list_deposits(office: Office, *, only_unapplied: bool = True) -> DepositList:
    """Return the lines of the bank, the newest first; those with something left carry the claims suggested."""
    most = _MOST_UNAPPLIED if only_unapplied else _MOST_OF_ALL
    with office.database.reading() as connection:
        rows, further = deposits.rows(connection, most, only_unapplied=only_unapplied)
        found = suggest(connection, [row for row in rows if row.left > 0])
    return DepositList(tuple(row._replace(suggestions=found.get(row.deposit_no, ())) for row in rows), further)


def open_deposit(office: Office, deposit_no: str) -> DepositPage:
    """Return a line of the bank, what it was used for, and the claims suggested; NotFoundError when there is none."""
    with office.database.reading() as connection:
        row = deposits.some(connection, [deposit_no]).get(deposit_no)
        if row is None:
            raise NotFoundError(f"入金明細「{deposit_no}」はありません。読み直してください。")
        found = suggest(connection, [row] if row.left > 0 else [])
        return DepositPage(
            row._replace(suggestions=found.get(deposit_no, ())), deposits.uses_of(connection, deposit_no)
        )


def suggest(connection: Connection, rows: Sequence[DepositRow]) -> dict[str, tuple[Suggestion, ...]]:
    """Return the claims each line may be for, by its number."""
    if not rows:
        return {}
    wanted = [
        Money(row.deposit_no, row.received_on, row.left, row.payer_name, row.virtual_account, row.customer_no)
        for row in rows
    ]
    leads = payers.leads(connection, wanted)
    unknown = {money.amount for money, some in zip(wanted, leads, strict=True) if not some}
    claims = payers.Claims(connection, [lead for some in leads for lead in some], unknown)
    return {
        money.deposit_no: suggestions_of(
            money, some, claims.of_party, claims.by_number, claims.of_amount.get(money.amount, ())
        )
        for money, some in zip(wanted, leads, strict=True)
    }


@paused()  # every row lives until the commit
def apply_deposits(office: Office, wanted: Sequence[Application], accepted: Collection[Moved] = ()) -> Changes:
    """Post a receipt for each application and learn the names of the payers: all in one transaction, or nothing.

    RefusedError when more is applied than a line has left, or a ledger would contradict; NotFoundError for a claim or
    line that is not there; ConsequencesError when receipts kept before are split otherwise and the person has not
    accepted exactly that.
    """
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    with office.database.writing() as connection:
        return apply_in(connection, wanted, today, accepted)


def apply_in(
    connection: Connection, wanted: Sequence[Application], today: date, accepted: Collection[Moved] = ()
) -> Changes:
    """Apply lines as `apply_deposits` does, inside a transaction that writes other records too."""
    if not wanted:
        raise UserError("充当する明細が選ばれていません。Spaceで選んでから、もう一度登録してください。")
    lines = deposits.left_of(connection, {one.deposit_no for one in wanted})
    ends = appending.ends(connection, {one.claim_no for one in wanted})
    _refuse_unknown(wanted, lines, ends)
    _refuse_beyond_left(wanted, lines)
    columns = _receipts(connection, wanted, lines, ends)
    wrong = [finding for finding in findings_in("receipts", columns) if not finding.is_warning]
    if wrong:
        raise RefusedError(wrong)
    numbers = columns["receipt_no"]
    detail = {
        "receipts": numbers,
        "deposits": [one.deposit_no for one in wanted],
        "claims": columns["claim_no"],
        "amount": sum(one.amount for one in wanted),
        **({"moved": vouchers_of(accepted)} if accepted else {}),
    }
    audit_no = audit.record(connection, audit.RECEIPTS_APPLIED, numbers[0], getpass.getuser(), detail)
    booked = many_receipts.add(connection, columns, ends, audit_no)
    _refuse_contradictions(booked.contradictions, set(numbers))
    agree(booked.moved, accepted)
    many_receipts.learn(connection, _learned(wanted, lines), today, audit_no)
    name = numbers[0] if len(numbers) == 1 else f"{numbers[0]}～{numbers[-1]}"
    claims, tables = frozenset(columns["claim_no"]), frozenset(("receipts", "payer_names"))
    return Changes(name, claims, tables, audit_no, tuple(booked.moved))


def _refuse_unknown(wanted: Iterable[Application], lines: dict[str, Left], ends: dict[str, ClaimEnd]) -> None:
    for one in wanted:
        if one.deposit_no not in lines:
            raise NotFoundError(f"入金明細「{one.deposit_no}」はありません。読み直してください。")
        if one.claim_no not in ends:
            raise NotFoundError(f"求償権番号「{one.claim_no}」の求償権はありません。番号を確かめてください。")


def _refuse_beyond_left(wanted: Iterable[Application], lines: dict[str, Left]) -> None:
    asked: Counter[str] = Counter()
    for one in wanted:
        asked[one.deposit_no] += one.amount
    wrong = [
        Finding(
            0,
            "amount",
            f"入金明細 {number} の残り（仮受）は{show_yen(lines[number].left)}円です。",
            "ほかの人が充当したかもしれません。読み直して、残りの範囲で充当してください。",
        )
        for number, amount in asked.items()
        if amount > lines[number].left
    ]
    if wrong:
        raise RefusedError(wrong[:5])


def _refuse_contradictions(found: list[tuple[str, Any]], numbers: set[str]) -> None:
    said = [
        explained(claim_no, one)
        for claim_no, one in found
        if one.fault is not Fault.REVERSAL_SPLIT or one.voucher_no in numbers  # a kept reversal follows its original
    ]
    if said:
        raise RefusedError([Finding(0, one.column or "received_on", one.message, one.remedy) for one in said[:5]])


def _receipts(
    connection: Connection,
    wanted: Sequence[Application],
    lines: dict[str, Left],
    ends: dict[str, ClaimEnd],
) -> many_receipts.Columns:
    """Return the receipts by column: 回収区分 by the rule, those in charge from the claim."""
    plans = {no: tuple([plan for plan, _ in some]) for no, some in payers.plans_of(connection, ends.keys()).items()}
    columns: many_receipts.Columns = {
        column.name: [column.default] * len(wanted) for column in TABLE["receipts"].columns
    }
    claims = columns["claim_no"] = [one.claim_no for one in wanted]
    rows = [lines[one.deposit_no] for one in wanted]
    days = [row.received_on for row in rows]
    causes = [_cause(day, plans.get(no, ())) for day, no in zip(days, claims, strict=True)]
    charges = [ends[no].charge for no in claims]
    columns["receipt_no"] = deposits.next_numbers(connection, "receipts", len(wanted))
    columns["received_on"] = columns["posted_on"] = days
    columns["amount"] = [one.amount for one in wanted]
    columns["source"] = [source for source, _ in causes]
    columns["recovery_type"] = [recovery_type for _, recovery_type in causes]
    columns["payer_no"] = [one.party_no for one in wanted]
    columns["method"] = [_METHODS.get(row.kind) for row in rows]
    columns["channel"] = [_CHANNELS.get(row.kind, Channel.DIRECT.value) for row in rows]
    columns["deposit_no"] = [one.deposit_no for one in wanted]
    columns["section"] = [charge.section for charge in charges]
    columns["staff_no"] = [charge.staff_no for charge in charges]
    return columns


@lru_cache(maxsize=4_096)  # the days of a file are few, and so are the plans of most claims
def _cause(on: date, plans: tuple[PlanTerm, ...]) -> tuple[str | None, str]:
    """Return 回収原因 and 回収区分: 分割弁済 where a plan is in force; else nobody knows yet why the money came."""
    source = Source.INSTALMENT if any(plan.holds_on(on) for plan in plans) else None
    return source and source.value, recovery_type_of(source, on, plans).recovery_type.value


def _learned(wanted: Iterable[Application], lines: dict[str, Left]) -> list[Learned]:
    return [
        Learned(line.payer_name, one.party_no, one.claim_no)
        for one in wanted
        if one.party_no and (line := lines[one.deposit_no]).payer_name and line.kind in _LEARNT_FROM
    ]
