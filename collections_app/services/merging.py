"""名寄せ: two people made one in one transaction with one audit record, from which all of it is undone exactly.

Every reference moves to the survivor but for those of money, which is never rewritten: the number of who paid stays on
the voucher and leads to the survivor. The merged person stays as a row, so that its number is never given again.
"""

from __future__ import annotations

import getpass
from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.bundle import TABLE
from collections_app.domain.errors import NotFoundError, RecordConflictError, UserError
from collections_app.domain.judging import RefusedError, Surroundings, findings_about, refusals
from collections_app.domain.merging import (
    KEY,
    MergePeople,
    MergePreview,
    MergeSide,
    Reference,
    clash_sentence,
    differing_columns,
    joined,
    moved_sentences,
)
from collections_app.domain.records import Key, Record, differing, from_plain, key_of, plain, whole
from collections_app.services.changes import Changes
from collections_app.storage import audit, merging, person_page
from collections_app.storage import records as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_WHERE = ("postal_code", "address", "phone")
_TOO_LATE = "このあとにほかの変更があるため、統合を元に戻せません。動いた記録を開いて訂正してください。"


def merge_preview(office: Office, survivor_no: str, other_no: str, as_of: date) -> MergePreview:
    """Return what making `other_no` one with `survivor_no` would do; NotFoundError when one of them is not there."""
    with office.database.reading() as connection:
        survivor, other = _side(connection, survivor_no, as_of), _side(connection, other_no, as_of)
        return MergePreview(
            survivor,
            other,
            differing_columns(survivor.record, other.record),
            _consequences(connection, survivor_no, other_no),
            _refusal(connection, survivor_no, other_no),
        )


def merge_people(office: Office, command: MergePeople) -> Changes:
    """Make two people one.

    UserError when they cannot be one, RefusedError when the record to be kept contradicts itself, RecordConflictError
    when one of them was changed since it was seen. Nothing is written then.
    """
    before, other, after = dict(command.before), dict(command.other), whole("parties", command.after)
    survivor_no, other_no = before[KEY], other[KEY]
    with office.database.writing() as connection:
        for seen in (before, other):
            _refuse_changed(connection, seen)
        refusal = _refusal(connection, survivor_no, other_no)
        if refusal:
            raise UserError(refusal)
        _refuse_wrong(after, survivor_no)
        clashes = _resolved(connection, survivor_no, other_no)
        gone = {(table, key) for table, _, key, _ in clashes}
        every = merging.movable(merging.references(connection, other_no))
        found = [one for one in every if (one.table, one.key) not in gone]
        history = _history(connection, survivor_no, after, before, other)
        detail = {
            "survivor": survivor_no,
            "other": other_no,
            "before": plain(before),
            "after": plain(after),
            "audit_no": merging.audit_no_of(connection, "parties", (survivor_no,)),
            "moved": [[one.table, one.column, list(one.key)] for one in found],
            "clashes": [_plain_clash(connection, *one) for one in clashes],
            "history": [plain(one) for one in history],
        }
        audit_no = audit.record(connection, audit.PEOPLE_MERGED, survivor_no, getpass.getuser(), detail)
        _write(connection, command, clashes, found, history, audit_no)
    return Changes(survivor_no, _claims(found), frozenset(("parties", "party_merges")), audit_no)


def undo_merge(office: Office, audit_no: int) -> Changes:
    """Take a merge back: every reference, tie and address as it was; UserError when something was changed since."""
    with office.database.writing() as connection:
        kept = audit.read(connection, audit_no)
        if kept is None or kept.tag != audit.PEOPLE_MERGED:
            raise UserError("元に戻せる名寄せではありません。")
        detail = kept.detail
        survivor_no, other_no = detail["survivor"], detail["other"]
        moved = [Reference(table, column, _key(table, key)) for table, column, key in detail["moved"]]
        merge = storage.read(connection, "party_merges", (other_no,))
        after = from_plain("parties", detail["after"])
        if (
            merge is None
            or merge["merged_into"] != survivor_no
            or storage.read(connection, "parties", (survivor_no,)) != after
            or not _take_out_history(connection, detail["history"])
            or not merging.move_back(connection, moved, other_no, survivor_no)
            or not _restore_clashes(connection, detail["clashes"])
        ):
            raise UserError(_TOO_LATE)
        storage.remove(connection, "party_merges", merge)
        before = from_plain("parties", detail["before"])
        if before != after:
            storage.change(connection, "parties", after, before, detail["audit_no"])
        trail = {"survivor": survivor_no, "other": other_no, "merge": audit_no}
        audit.record(connection, audit.PEOPLE_UNMERGED, survivor_no, getpass.getuser(), trail)
    return Changes(other_no, _claims(moved), frozenset(("parties", "party_merges")))


# what a merge would do


def _side(connection: Connection, party_no: str, as_of: date) -> MergeSide:
    page = person_page.read(connection, party_no, as_of)
    if page is None or page.party_no != party_no:
        raise NotFoundError(f"関係人番号「{party_no}」の関係人はありません。読み直してください。")
    return MergeSide(page.record, page.claims, merging.counts(merging.references(connection, party_no)))


def _refusal(connection: Connection, survivor_no: str, other_no: str) -> str:
    """Return why two people cannot be one; nothing when they can."""
    if survivor_no == other_no:
        return "同じ番号です。統合する相手を選んでください。"
    for party_no in (survivor_no, other_no):
        into = merging.merged_into(connection, party_no)
        if into is not None:
            return f"{party_no} はすでに {into} に統合されています。{into} を開いてください。"
    if merging.inherit_from_each_other(connection, survivor_no, other_no):
        return "一方がもう一方の相続人です。同じ人にはできません。相続の記録を確かめてください。"
    return ""


def _consequences(connection: Connection, survivor_no: str, other_no: str) -> tuple[str, ...]:
    counts = merging.counts(merging.references(connection, other_no))
    found = list(moved_sentences(counts, other_no))
    for table, kept, gone in merging.clashes(connection, survivor_no, other_no):
        found.append(clash_sentence(table, _record(connection, table, kept), _record(connection, table, gone)))
    both = merging.debts_guaranteed(connection, survivor_no, other_no)
    if both:
        found.append(
            f"{'・'.join(both)}では一方が主債務者、もう一方が関係人です。両方の関係を残すので、確かめてください。"
        )
    return tuple(found)


# writing


_Clash = tuple[str, dict[str, Any], Key, dict[str, Any]]  # table, the record that stays, the key of the other, as kept


def _record(connection: Connection, table: str, key: Key) -> dict[str, Any]:
    found = storage.read(connection, table, key)
    assert found is not None
    return found


def _resolved(connection: Connection, survivor_no: str, other_no: str) -> list[_Clash]:
    found = []
    for table, kept_key, gone_key in merging.clashes(connection, survivor_no, other_no):
        kept, gone = _record(connection, table, kept_key), _record(connection, table, gone_key)
        found.append((table, kept, gone_key, joined(kept, gone)))
    return found


def _plain_clash(connection: Connection, table: str, kept: Record, gone: Key, after: Record) -> dict[str, Any]:
    """Return what the audit record keeps of two records made one."""
    return {
        "table": table,
        "kept": plain(kept),
        "kept_audit": merging.audit_no_of(connection, table, key_of(table, kept)),
        "after": plain(after),
        "gone": plain(_record(connection, table, gone)),
        "gone_audit": merging.audit_no_of(connection, table, gone),
    }


def _history(connection: Connection, survivor_no: str, after: Record, *people: Record) -> list[dict[str, Any]]:
    """Return the addresses and telephones that are not kept, as records of the survivor's history."""
    known: list[Record] = [after]
    found: list[dict[str, Any]] = []
    number = storage.next_key(connection, "party_addresses")
    for person in people:
        where = {name: person[name] for name in _WHERE if person[name] is not None}
        if any(where.items() <= one.items() for one in known):
            continue
        known.append(where)
        given = {"history_no": number, KEY: survivor_no, "valid_until": _today(), "memo": f"名寄せ（{person[KEY]}）"}
        found.append(whole("party_addresses", where | given))
        number = storage.following_key(number)
    return found


def _write(
    connection: Connection,
    command: MergePeople,
    clashes: list[_Clash],
    moved: list[Reference],
    history: list[dict[str, Any]],
    audit_no: int,
) -> None:
    survivor_no, other_no = command.before[KEY], command.other[KEY]
    for table, kept, gone, after in clashes:
        storage.remove(connection, table, _record(connection, table, gone))
        if differing(kept, after):
            storage.change(connection, table, kept, after, audit_no)
    merging.move(connection, moved, survivor_no)
    after_person = whole("parties", command.after)
    if differing(command.before, after_person):
        storage.change(connection, "parties", command.before, after_person, audit_no)
    for one in history:
        storage.add(connection, "party_addresses", one, audit_no)
    merge = {KEY: other_no, "merged_into": survivor_no, "merged_on": _today()}
    storage.add(connection, "party_merges", whole("party_merges", merge), audit_no)


def _refuse_wrong(after: Record, survivor_no: str) -> None:
    wrong = refusals(findings_about("parties", after, Surroundings()))
    if wrong or after[KEY] != survivor_no:
        raise RefusedError(wrong)


def _refuse_changed(connection: Connection, seen: Record) -> None:
    kept = storage.read(connection, "parties", (seen[KEY],))
    if kept is None:
        raise NotFoundError(f"関係人番号「{seen[KEY]}」の関係人はありません。読み直してください。")
    if kept != dict(seen):
        raise RecordConflictError(
            f"関係人 {seen[KEY]} は、開いたあとにほかの人が変えました。開き直してください。", kept
        )


# undoing


def _key(table: str, kept: list[Any]) -> Key:
    """Return a key as the table holds it: the audit record keeps days as text."""
    names = TABLE[table].key
    read = from_plain(table, dict(zip(names, kept, strict=True)))
    return tuple(read[name] for name in names)


def _take_out_history(connection: Connection, kept: list[dict[str, Any]]) -> bool:
    """Take out the addresses the merge kept; False when one was changed since."""
    for one in kept:
        record = from_plain("party_addresses", one)
        if storage.read(connection, "party_addresses", (record["history_no"],)) != record:
            return False
        storage.remove(connection, "party_addresses", record)
    return True


def _restore_clashes(connection: Connection, kept: list[dict[str, Any]]) -> bool:
    """Write both records of one key again as they were; False when the one left was changed since."""
    for one in kept:
        table = one["table"]
        after = from_plain(table, one["after"])
        if storage.read(connection, table, key_of(table, after)) != after:
            return False
        merging.restore(connection, table, from_plain(table, one["kept"]), one["kept_audit"])
        merging.restore(connection, table, from_plain(table, one["gone"]), one["gone_audit"])
    return True


def _claims(moved: list[Reference]) -> frozenset[str]:
    found = set()
    for one in moved:
        names = TABLE[one.table].key
        if "claim_no" in names:
            found.add(str(one.key[names.index("claim_no")]))
    return frozenset(found)


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the office's own calendar day)
