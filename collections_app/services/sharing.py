"""Insurance money and recovery paid on: who can claim when, the statement of a month, what was really paid."""

from __future__ import annotations

import getpass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_date, month_end, next_month
from collections_app.domain.codes import Bearer
from collections_app.domain.errors import NotFoundError
from collections_app.domain.insurance import (
    InsuranceAmount,
    InsuranceRow,
    InsuranceRules,
    InsuranceState,
    Window,
    insurance_amount,
    state_of,
    window_of,
)
from collections_app.domain.payment_statement import (
    PaymentStatement,
    Reconciled,
    Reported,
    StatementLine,
    due_by_month,
    fingerprint,
    lines_of_month,
    refuse_report,
)
from collections_app.domain.records import SaveRecord
from collections_app.domain.sharing import (
    PAID_TO,
    ClaimPayments,
    PaymentLine,
    SharedClaim,
    WaiverLine,
    payments_of,
    share_problem,
)
from collections_app.services import records
from collections_app.storage import audit, reference
from collections_app.storage import records as kept_records
from collections_app.storage import sharing as storage

if TYPE_CHECKING:
    from collections_app.domain.rule import Dated
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


def insurance_list(office: Office, day: date) -> tuple[InsuranceRow, ...]:
    """Return every insured claim subrogated by a day, the next deadline first; what is done comes last."""
    with office.database.reading() as connection:
        recorded = storage.insurance_records(connection)
        claims = storage.insured_claims(connection, day)
    rows = [_row(claim, recorded.get(claim.claim_no), day) for claim in claims]
    return tuple(sorted(rows, key=lambda row: (_TURN.index(row.state), row.window.closes_on, row.claim_no)))


_TURN = (
    InsuranceState.CLOSING,
    InsuranceState.OPEN,
    InsuranceState.CLAIMED,
    InsuranceState.NOT_YET,
    InsuranceState.MISSED,
    InsuranceState.RECEIVED,
    InsuranceState.NOTHING,
)


def _row(claim: storage.InsuredClaim, found: storage.InsuranceRecord | None, day: date) -> InsuranceRow:
    record = found or storage.InsuranceRecord("", None, None, None)
    rules = reference.insurance_rules(claim.subrogated_on).value
    window = window_of(claim.subrogated_on, rules)
    computed = insurance_amount(claim.paid, claim.recovered, Fraction(claim.rate) / 100, rules).amount
    state = state_of(window, record.claimed_on, record.received_on, day, is_repaid=computed == 0)
    is_received = state is InsuranceState.RECEIVED and record.amount is not None
    return InsuranceRow(
        claim_no=claim.claim_no,
        debtor=claim.debtor,
        staff_name=claim.staff_name,
        state=state,
        window=window,
        days_left=(window.closes_on - day).days,
        paid=claim.paid,
        rate=claim.rate,
        recovered=claim.recovered,
        computed=computed,
        amount=record.amount if is_received and record.amount is not None else computed,
        claimed_on=record.claimed_on,
        received_on=record.received_on,
        insurance_no=record.insurance_no,
        recorded=record.amount,
        note=_note(window, record, computed),
    )


def _note(window: Window, record: storage.InsuranceRecord, computed: int) -> str:
    """Say what a person should look at: claimed outside the window, or received another amount than computed."""
    if record.claimed_on is None:
        return ""
    if not window.opens_on <= record.claimed_on <= window.closes_on:
        return f"請求日 {era_date(record.claimed_on)} は請求期間の外です。"
    if record.received_on is not None and record.amount is not None and record.amount != computed:
        return f"計算額 {computed:,}円と違います。"
    return ""


def insurance_terms(
    office: Office, claim_no: str, day: date
) -> tuple[InsuranceRow, InsuranceAmount, Dated[InsuranceRules]]:
    """Return the insurance money of a claim with the numbers of its formula and the rules it was computed by.

    NotFoundError when the claim is not there or has no 填補率.
    """
    with office.database.reading() as connection:
        claim = next(iter(storage.insured_claims(connection, day, claim_no)), None)
        record = storage.insurance_records(connection, claim_no).get(claim_no)
    if claim is None:
        remedy = "求償権の填補率と代位弁済日を確かめてください。"
        raise NotFoundError(f"求償権「{claim_no}」の保険金は計算できません（填補率がありません）。{remedy}")
    rules = reference.insurance_rules(claim.subrogated_on)
    amount = insurance_amount(claim.paid, claim.recovered, Fraction(claim.rate) / 100, rules.value)
    return _row(claim, record, day), amount, rules


# the statement of a month


def statement(office: Office, month: date) -> PaymentStatement:
    """Return the statement of a month: as it was sent, or as it would be sent now."""
    with office.database.reading() as connection:
        return _statement(connection, month)


def _statement(connection: Connection, month: date) -> PaymentStatement:
    months = storage.reported_months(connection)
    payments = [payments_of(claim) for claim in storage.shared_claims(connection)]
    waivers = tuple(line for one in payments for line in one.waivers if _is_in(line, month))
    factors = {one.claim.claim_no: one.factors for one in payments}
    lines = [line for one in payments for line in one.lines]
    if month in months:
        reported_on, sha256 = months[month]
        sent = storage.reported_lines(connection, month)
        known = {(line.claim_no, line.receipt_no): line for line in lines}
        shown = tuple(_as_sent(one, known.get((one.claim_no, one.receipt_no))) for one in sent)
        wrong = () if fingerprint(month, sent) == sha256 else (_TAMPERED,)
        names = storage.debtor_names(connection, {one.claim_no for one in sent} | {one.claim_no for one in waivers})
        return PaymentStatement(month, shown, waivers, names, factors, wrong, reported_on, sha256)
    earlier = [one for one in storage.reported_lines(connection) if one.month < month]
    first = min(months, default=None)
    found = lines_of_month(month, lines, earlier, first)
    names = storage.debtor_names(connection, {one.claim_no for one in found} | {one.claim_no for one in waivers})
    concerned = {line.claim_no for line in found}
    problems = tuple(
        f"{one.claim.claim_no}: {problem}"
        for one in payments
        if one.claim.claim_no in concerned
        for problem in _problems(one.claim, one)
    )
    return PaymentStatement(month, found, waivers, names, factors, problems)


_TAMPERED = "報告したときの照合値と、保存してある明細が合いません。バックアップと比べてください。"


def _is_in(line: WaiverLine, month: date) -> bool:
    return month <= line.decided_on <= month_end(month)


def _as_sent(one: Reported, line: PaymentLine | None) -> StatementLine:
    is_correction = line is None or line.month != one.month
    is_same = line is not None and (line.counted, line.parts) == (one.counted, one.parts)
    return StatementLine(one.claim_no, one.receipt_no, one.counted, one.parts, is_correction, line if is_same else None)


def _problems(claim: SharedClaim, found: ClaimPayments) -> list[str]:
    """Return what forbids reporting a claim."""
    told = [share_problem(claim.shares)] if claim.shares else []
    if claim.insured is not None and claim.insured.received_on is not None and found.factors.remainder <= 0:
        told.append("保険金の請求までの回収が代位弁済元金に達していて、納付の割合が計算できません。")
    rest = list(Bearer).index(claim.rules.rest_to)
    if any(line.parts[rest] * line.counted < 0 for line in found.lines):
        told.append(
            f"{claim.rules.rest_to.label}の分が回収額と逆の符号になります。保険金額か負担割合を確かめてください。"
        )
    return [one for one in told if one]


def report_statement(office: Office, month: date) -> PaymentStatement:
    """Keep the statement of a month as it is sent, and return it as it was sent.

    UserError when it was reported before, is not the next month, is not over, or something in it is wrong.
    """
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    with office.database.writing() as connection:
        found = _statement(connection, month)
        refuse_report(found, storage.reported_months(connection), today)
        lines = [Reported(month, one.claim_no, one.receipt_no, one.counted, one.parts) for one in found.lines]
        sha256 = fingerprint(month, lines)
        detail = {
            "month": f"{month:%Y-%m}", "lines": len(lines), "sha256": sha256,
            "parts": {bearer.value: amount for bearer, amount in zip(Bearer, found.parts, strict=True)},
        }  # fmt: skip
        audit_no = audit.record(connection, audit.PAYMENTS_REPORTED, f"{month:%Y-%m}", getpass.getuser(), detail)
        storage.add_lines(connection, month, lines, audit_no)
        for bearer in PAID_TO:
            _expect(connection, month, bearer, today, sha256)
        return _statement(connection, month)


def _expect(connection: Connection, month: date, bearer: Bearer, today: date, sha256: str) -> None:
    """Note that a bearer waits for its payment of a month; what was typed before stays."""
    key = {"month": month, "bearer": bearer.value}
    before = kept_records.read(connection, "bearer_payments", tuple(key.values()))
    after = {**(before or {}), **key, "reported_on": today, "sha256": sha256}
    records.save_in(connection, SaveRecord("bearer_payments", after, before))


def reconciliation(office: Office) -> tuple[Reconciled, ...]:
    """Return for each month reported and each bearer what was due and what was paid; what is open comes first."""
    with office.database.reading() as connection:
        due = due_by_month(storage.reported_lines(connection))
        typed = storage.payments(connection)
    rows = []
    for month, bearer in {**due, **typed}:
        one = typed.get((month, bearer), {})
        amount = due.get((month, bearer), 0)
        if not amount and one.get("paid") is None:
            continue
        rows.append(
            Reconciled(
                month,
                bearer,
                amount,
                one.get("paid_on"),
                one.get("paid"),
                one.get("settled_on"),
                one.get("reason") or "",
                is_kept=(month, bearer) in typed,
            )
        )
    order = list(Bearer)
    return tuple(sorted(rows, key=lambda row: (not row.is_open, -row.month.toordinal(), order.index(row.bearer))))


def next_statement(office: Office) -> date | None:
    """Return the month whose statement is to be reported next; None while none was."""
    with office.database.reading() as connection:
        last = max(storage.reported_months(connection), default=None)
    return None if last is None else next_month(last)
