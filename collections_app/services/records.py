"""Every record of the bundle entered, corrected, taken out, undone: one way for all tables, one transaction each.

The audit record holds what was and what is, so that the history of a record can be read and a change be undone.
"""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import Source
from collections_app.domain.contradictions import explained
from collections_app.domain.errors import NotFoundError, RecordConflictError, UserError
from collections_app.domain.initial import PROVING
from collections_app.domain.judging import TIED, RefusedError, Surroundings, findings_about, refusals
from collections_app.domain.ledger import Fault
from collections_app.domain.money import show_yen
from collections_app.domain.month_close import closed_sentence
from collections_app.domain.receipt_entry import agree
from collections_app.domain.records import (
    APPEND_ONLY,
    REMOVABLE,
    UNDONE_BY_OPPOSITE,
    Key,
    Record,
    RemoveRecord,
    SaveRecord,
    charge_columns,
    claims_of,
    dangling_findings,
    differing,
    from_plain,
    is_numbered,
    key_of,
    key_words,
    plain,
    references_of,
    reversal_of,
    subject_of,
    whole,
)
from collections_app.domain.recovery import deviation_findings, recovery_type_of
from collections_app.domain.row_rules import Finding
from collections_app.services import plan_chain, step_proofs, waivers
from collections_app.services.changes import Changes
from collections_app.storage import audit, money, month_closes, payers
from collections_app.storage import records as storage

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from collections_app.domain.receipt_entry import Moved
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


def read_record(office: Office, table: str, key: Key) -> Record:
    """Return a record as it is kept, to be corrected; NotFoundError when there is none of that key."""
    with office.database.reading() as connection:
        return _kept(connection, table, key)


def save_record(office: Office, command: SaveRecord, accepted: Collection[Moved] | None = None) -> Changes:
    """Keep a new record under the next number, or bring a known one to what it says now; books and totals follow.

    RefusedError when it contradicts itself or what is kept, RecordConflictError when somebody changed it since it was
    read, NotFoundError when it is gone or its claim is not there; ConsequencesError when it splits receipts kept before
    otherwise and the person did not accept exactly that (None: nobody was asked). Nothing is written then.
    """
    with office.database.writing() as connection:
        changes = save_in(connection, command)
        agree(changes.moved, accepted)
        return changes


def save_in(connection: Connection, command: SaveRecord) -> Changes:
    """Keep a record as `save_record` does, inside a transaction that keeps other records too."""
    table, before = command.table, command.before
    after = whole(table, command.after)
    if before is None:
        return _add(connection, table, after)
    if table in APPEND_ONLY:
        raise UserError(f"{TABLE[table].title}は書き換えられません。取消しと再登録で直してください。")
    _refuse_changed(connection, table, before)
    if key_of(table, after) != key_of(table, before):
        raise UserError(f"{TABLE[table].title}の番号は変えられません。取り消して、改めて登録してください。")
    if not differing(before, after):
        return Changes(key_words(key_of(table, after)), frozenset(), frozenset())
    if table == "waivers":
        waivers.refuse_approved(before, after)
    judge_in(connection, table, after)
    audit_no = _audit(connection, audit.RECORD_CHANGED, table, before, after)
    storage.change(connection, table, before, after, audit_no)
    _keep_old_address(connection, table, before, after, audit_no)
    return _derived(connection, table, audit_no, before, after)


def remove_record(office: Office, command: RemoveRecord) -> Changes:
    """Take out a record that was entered by mistake; the audit record keeps all of it.

    UserError for money and decisions and for a record that others refer to, RecordConflictError as for a correction.
    """
    with office.database.writing() as connection:
        return remove_in(connection, command)


def remove_in(connection: Connection, command: RemoveRecord) -> Changes:
    """Take out a record as `remove_record` does, inside a transaction that writes other records too."""
    table, before = command.table, command.before
    if table not in REMOVABLE:
        raise UserError(f"{TABLE[table].title}は削除できません。内容を訂正するか、取消しの記録をしてください。")
    _refuse_changed(connection, table, before)
    _refuse_referred(connection, table, before)
    audit_no = _audit(connection, audit.RECORD_REMOVED, table, before, None)
    storage.remove(connection, table, before)
    going_on = plan_chain.going_on(connection, before) if table == "instalment_plans" else None
    if going_on is not None:
        save_in(connection, SaveRecord(table, going_on[1], going_on[0]))
    return _derived(connection, table, audit_no, before)


def undo_record(office: Office, audit_no: int) -> Changes:
    """Take back the change of that audit record; UserError when it cannot be taken back any more, or never could."""
    return undo_records(office, (audit_no,))[0]


def undo_records(office: Office, audit_nos: Sequence[int]) -> list[Changes]:
    """Take back changes that were made together, the last one first, all of them or none; else as `undo_record`."""
    with office.database.writing() as connection:
        return [undo_in(connection, audit_no) for audit_no in sorted(audit_nos, reverse=True)]


def undo_in(connection: Connection, audit_no: int) -> Changes:
    """Take back a change as `undo_record` does, inside a transaction that takes others back too."""
    found = audit.read(connection, audit_no)
    if found is None or found.tag not in audit.RECORD_TAGS:
        raise UserError("元に戻せる変更ではありません。")
    table: str = found.detail["table"]
    before, after = found.detail.get("before"), found.detail.get("after")
    if table in UNDONE_BY_OPPOSITE and before is None:
        record = from_plain(table, after or {})
        changes = save_in(connection, SaveRecord(table, _opposite(connection, table, record)))
        return replace(changes, number=key_words(key_of(table, record)))  # what the person knows
    if table not in REMOVABLE and before is None:
        raise UserError(f"{TABLE[table].title}の登録は元に戻せません。内容を訂正してください。")
    try:
        if before is None:
            return remove_in(connection, RemoveRecord(table, from_plain(table, after or {})))
        seen = None if after is None else from_plain(table, after)
        return save_in(connection, SaveRecord(table, from_plain(table, before), seen))
    except (RecordConflictError, NotFoundError):
        raise UserError("このあとにほかの変更があるため、元に戻せません。記録を開いて訂正してください。") from None


def _opposite(connection: Connection, table: str, record: Record) -> Record:
    """Return the record that undoes one that stays: what takes it back, or what it took back anew."""
    number, today = key_of(table, record)[0], date.today()  # noqa: DTZ011  (the office's own calendar day)
    reason = f"{number} を元に戻す"
    earlier = money.reversed_by(connection, table, number) or money.given_as(connection, table, record, reason)
    if earlier is not None:
        raise UserError(f"{TABLE[table].title} {number} は {earlier} で元に戻してあります。読み直してください。")
    if record["reverses"] is None:
        return reversal_of(table, record, today, reason)
    original = storage.read(connection, table, (record["reverses"],))
    assert original is not None  # what was recorded stays
    return {**original, TABLE[table].key[0]: None, "reason": reason}


def _add(connection: Connection, table: str, given: dict[str, Any]) -> Changes:
    number = TABLE[table].key[0]
    record = waivers.as_requested(given) if table == "waivers" else dict(given)
    is_next = is_numbered(table) and not record[number]
    if is_next:
        record[number] = storage.next_key(connection, table)
    judge_in(connection, table, record)
    _fill_charge(connection, table, record)
    if not is_next and storage.read(connection, table, key_of(table, record)) is not None:
        title = TABLE[table].title
        finding = Finding(
            0, TABLE[table].key[-1], f"この{title}はすでに登録されています。", "登録済みのものを開いてください。"
        )
        raise RefusedError((finding,))
    ended = plan_chain.ended_by(connection, record) if table == "instalment_plans" else None
    audit_no = _audit(connection, audit.RECORD_ADDED, table, None, record)
    storage.add(connection, table, record, audit_no)
    if ended is not None:
        save_in(connection, SaveRecord(table, ended[1], ended[0]))
    return _derived(connection, table, audit_no, record)


def _derived(connection: Connection, table: str, audit_no: int, *records: Record) -> Changes:
    touched = claims_of(table, *records)
    own = {record["claim_no"] for record in records if record.get("claim_no")} if "claim_no" in records[0] else set()
    numbers = {key_of(table, record)[0] for record in records}
    booked = storage.derive(connection, table, own, audit_no)
    wrong = [
        explained(claim_no, one)
        for claim_no, one in booked.contradictions
        if one.fault is not Fault.REVERSAL_SPLIT or one.voucher_no in numbers  # a kept reversal follows its original
    ]
    if wrong:
        raise RefusedError(tuple(Finding(0, one.column, one.message, one.remedy) for one in wrong))
    if table in PROVING:
        for step, after_it in step_proofs.unsettled(connection, touched):
            save_in(connection, SaveRecord("initial_steps", after_it, step))
    name = key_words(key_of(table, records[-1]))
    return Changes(name, touched, frozenset((table,)), audit_no, tuple(booked.moved))


def judge_in(connection: Connection, table: str, record: Record) -> None:
    """Refuse a record that contradicts itself or what is kept, names what is not there, or is of a closed month."""
    claim_no = record.get("claim_no") if table != "claims" else None
    around = Surroundings()
    if claim_no is not None:
        claim = storage.claim_around(connection, claim_no)
        if claim is None:
            raise NotFoundError(f"求償権番号「{claim_no}」の求償権はありません。番号を確かめてください。")
        people = storage.party_nos(connection, claim_no) if table in TIED else None
        around = Surroundings(None, claim.subrogated_on, people)
    wanted = references_of(table, record)
    known = {other: storage.known_keys(connection, other, keys) for other, keys in wanted.items()}
    found = (*findings_about(table, record, around), *dangling_findings(table, record, known))
    wrong = refusals(
        (
            *found,
            *_beyond_deposit(connection, table, record),
            *_in_closed_month(connection, table, record),
            *_against_rule(connection, table, record),
            *(waivers.findings(connection, record) if table == "waivers" and not refusals(found) else ()),
        )
    )
    if wrong:
        raise RefusedError(wrong)


def _beyond_deposit(connection: Connection, table: str, record: Record) -> tuple[Finding, ...]:
    """Return the objection to applying or paying back more than a line of the bank has left."""
    if table not in ("receipts", "refunds") or not record.get("deposit_no") or record["amount"] is None:
        return ()
    left = money.deposit(connection, record["deposit_no"]).left
    if record["amount"] <= left:
        return ()
    message = f"入金明細 {record['deposit_no']} の残り（仮受）は{show_yen(left)}円です。"
    return (Finding(0, "amount", message, "残りの範囲の金額にするか、明細番号を直してください。"),)


def _in_closed_month(connection: Connection, table: str, record: Record) -> tuple[Finding, ...]:
    """Return the objection to money posted into a month that is closed; other facts keep their day."""
    posted_on: Any = record.get("posted_on")
    opens_on = month_closes.open_from(connection) if table == "receipts" and posted_on is not None else None
    if opens_on is None or posted_on >= opens_on:
        return ()
    return (Finding(0, "posted_on", *closed_sentence(posted_on, opens_on)),)


def _against_rule(connection: Connection, table: str, record: Record) -> tuple[Finding, ...]:
    """Return the objection to a receipt whose 回収区分 is not the rule's and nobody said why."""
    if table != "receipts" or record.get("received_on") is None or record.get("recovery_type") is None:
        return ()
    claim_no, source = str(record["claim_no"]), record.get("source")
    plans = [plan for plan, _ in payers.plans_of(connection, (claim_no,)).get(claim_no, ())]
    return deviation_findings(
        record, recovery_type_of(Source(source) if source else None, record["received_on"], plans)
    )


def _fill_charge(connection: Connection, table: str, record: dict[str, Any]) -> None:
    claim_no = record.get("claim_no")
    claim = storage.claim_around(connection, claim_no) if claim_no and charge_columns(table) else None
    if claim is not None:
        record["section"] = record["section"] or claim.section
        record["staff_no"] = record["staff_no"] or claim.staff_no


def _kept(connection: Connection, table: str, key: Key) -> dict[str, Any]:
    found = storage.read(connection, table, key)
    if found is None:
        raise NotFoundError(f"{TABLE[table].title}「{key_words(key)}」はありません。番号を確かめてください。")
    return found


def _refuse_changed(connection: Connection, table: str, before: Record) -> None:
    kept = _kept(connection, table, key_of(table, before))
    if kept != dict(before):
        title = f"{TABLE[table].title} {key_words(key_of(table, before))}"
        raise RecordConflictError(
            f"{title} は、開いたあとにほかの人が変えました。違いを確かめてから登録してください。", kept
        )


def _refuse_referred(connection: Connection, table: str, before: Record) -> None:
    if len(TABLE[table].key) > 1:
        return
    found = storage.referrers(connection, table, key_of(table, before)[0])
    if found:
        other, _, key = found[0]
        raise UserError(
            f"{TABLE[other].title}「{key_words(key)}」がこの記録を使っています（{len(found):,}件）。先にそちらを直してください。"
        )


def _keep_old_address(connection: Connection, table: str, before: Record, after: Record, audit_no: int) -> None:
    """Put what a person's address and telephone were until today into the history of addresses."""
    columns = ("postal_code", "address", "phone")
    if table != "parties" or all(before[name] == after[name] for name in columns):
        return
    old = {name: before[name] for name in columns}
    if any(old.values()):
        given = {"party_no": before["party_no"], "valid_until": date.today(), **old}  # noqa: DTZ011 - the office's day
        number = storage.next_key(connection, "party_addresses")
        record = whole("party_addresses", {"history_no": number, **given})
        storage.add(connection, "party_addresses", record, audit_no)


def _audit(connection: Connection, tag: str, table: str, before: Record | None, after: Record | None) -> int:
    record = after if after is not None else before
    assert record is not None
    detail: dict[str, Any] = {"table": table, "key": key_words(key_of(table, record))}
    detail |= {name: plain(one) for name, one in (("before", before), ("after", after)) if one is not None}
    return audit.record(connection, tag, subject_of(table, record), getpass.getuser(), detail)
