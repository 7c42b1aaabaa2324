"""The history of records and of claims, and what two people made of one record, for the screens to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from collections_app.domain.bundle import TABLE
from collections_app.domain.calendar import short_era
from collections_app.domain.forms import FormWanted
from collections_app.domain.history import (
    ADDED,
    CHANGED,
    IMPORTED,
    REMOVED,
    Change,
    ConflictView,
    Contested,
    FieldChange,
    History,
    field_changes,
    people_in,
)
from collections_app.domain.records import (
    APPEND_ONLY,
    REMOVABLE,
    RecordRef,
    from_plain,
    key_of,
    key_words,
    merge,
    subject_of,
)
from collections_app.services.forms import open_form
from collections_app.storage import audit
from collections_app.storage import history as storage
from collections_app.storage import records as stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collections_app.domain.history import Names
    from collections_app.domain.records import Record, SaveRecord
    from collections_app.services.office import Office
    from collections_app.storage.audit import AuditRecord
    from collections_app.storage.database import Connection

PAGE = 12  # changes shown before one asks for more
_WORDS = {
    audit.RECORD_ADDED: ADDED,
    audit.RECORD_CHANGED: CHANGED,
    audit.RECORD_REMOVED: REMOVED,
    audit.RECORD_IMPORTED: IMPORTED,
}
_BATCHES = {
    audit.RECEIPTS_APPLIED: (ADDED, "銀行の明細の充当"),
    audit.DEBITS_REQUESTED: (ADDED, "口座振替の依頼"),
    audit.RECEIPTS_ENTERED: (ADDED, "入金の入力"),
    audit.RECEIPTS_TAKEN_BACK: (ADDED, "入力した入金の取消し"),
    audit.BANK_FILE_TAKEN: (IMPORTED, "銀行のファイル"),
    audit.PAYMENTS_REPORTED: ("報告", "回収納付金計算書"),
}
"""What wrote many records at once, in words; of an import the name of its file says it."""


class _States(NamedTuple):
    """What an audit record kept of a record: before and after, None where it was not there."""

    ref: RecordRef
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def record_history(office: Office, ref: RecordRef) -> History:
    """Return everything that was done to a record, newest first, the import that brought it last."""
    with office.database.reading() as connection:
        kept = stored.read(connection, ref.table, ref.key)
        found = _of_record(connection, ref, kept)
        changes = _told(connection, found)
        origin = _origin(connection, ref, kept, found)
    return History((*changes, *origin))


def claim_history(office: Office, claim_no: str, below: int = 0) -> History:
    """Return the changes of all records of a claim and of its people, newest first; those `below` a number go on."""
    with office.database.reading() as connection:
        imports = storage.imports_of_claim(connection, claim_no)
        people = stored.party_nos(connection, claim_no)
        found = storage.about(connection, {claim_no, *people}, imports.keys(), PAGE + 1, below)
        further = found[PAGE - 1].audit_no if len(found) > PAGE else 0
        shown = [one for one in found[:PAGE] if one.tag in audit.MANY_TAGS or _is_about(one, claim_no, people)]
        told = {change.audit_no: change for change in _told(connection, [o for o in shown if o.tag in _WORDS])}
        actors = _actors(connection, shown)
    return History(
        tuple(told.get(one.audit_no) or _import(one, imports[one.audit_no], actors, claim_no) for one in shown), further
    )


def conflict(office: Office, command: SaveRecord) -> ConflictView:
    """Return what the person and somebody else made of a record; NotFoundError when it has been taken out."""
    table, seen = command.table, command.before
    assert seen is not None
    ref = RecordRef(table, key_of(table, seen))
    form = open_form(office, FormWanted(table, ref.key, typed=command.after))
    kept = form.before
    assert kept is not None
    merged = merge(seen, command.after, kept)
    with office.database.reading() as connection:
        found = _of_record(connection, ref, kept)
        names = storage.names(connection, people_in(table, seen, command.after, kept))
        last = _told(connection, found)
    who = _who_changed(last)
    contested = {one.column: one for one in field_changes(table, command.after, kept, names)}
    theirs = field_changes(table, seen, kept, names)
    taken = tuple(_by(one, who) for one in theirs if one.column not in merged.contested)
    fields = tuple(Contested(_by(contested[name], who), command.after[name], kept[name]) for name in merged.contested)
    record = {**merged.merged, **{name: command.after[name] for name in merged.contested}}
    return ConflictView(form, record, f"{last[0].by} {last[0].at}" if last else "", taken, fields)


def _by(field: FieldChange, who: Mapping[str, str]) -> FieldChange:
    return FieldChange(field.column, field.heading, field.before, field.after, who.get(field.column, ""))


def _who_changed(changes: Iterable[Change]) -> dict[str, str]:
    """Return who changed each column last, and when."""
    found: dict[str, str] = {}
    for change in changes:
        for field in change.fields:
            found.setdefault(field.column, f"{change.by} {change.at}")
    return found


def _of_record(connection: Connection, ref: RecordRef, kept: Record | None) -> list[AuditRecord]:
    """Return what was done to a record, newest first, also while it belonged to another claim or person."""
    key = key_words(ref.key)
    waiting = [key if kept is None else subject_of(ref.table, kept)]
    found: dict[int, AuditRecord] = {}
    asked: set[str] = set()
    while waiting:
        subject = waiting.pop()
        asked.add(subject)
        for one in storage.of_record(connection, subject, ref.table, key):
            found[one.audit_no] = one
            states = _states(one)
            subjects = {subject_of(ref.table, state) for state in (states.before, states.after) if state is not None}
            waiting.extend(subjects - asked - set(waiting))
    return [found[number] for number in sorted(found, reverse=True)]


def _states(one: AuditRecord) -> _States:
    table = one.detail["table"]
    before, after = (one.detail.get(name) for name in ("before", "after"))
    states = [None if state is None else from_plain(table, state) for state in (before, after)]
    named = states[1] if states[1] is not None else states[0]
    assert named is not None
    return _States(RecordRef(table, key_of(table, named)), states[0], states[1])


def _is_about(one: AuditRecord, claim_no: str, people: frozenset[str]) -> bool:
    """Tell whether a change is of the claim or of its people: a claim and a person may have the same number."""
    records = [one.detail[name] for name in ("before", "after") if name in one.detail]
    if any(record.get("claim_no") == claim_no for record in records):
        return True
    return any(record.get("party_no") in people and not record.get("claim_no") for record in records)


def _told(connection: Connection, found: list[AuditRecord]) -> list[Change]:
    """Return audit records of single records as changes in words."""
    states = [_states(one) for one in found]
    people = set().union(*(people_in(one.ref.table, one.before, one.after) for one in states)) if states else set()
    names = {**storage.names(connection, people), **_actors(connection, found)}
    kept = {ref: stored.read(connection, *ref) for ref in {one.ref for one in states}}
    return [_change(one, state, kept[state.ref], names) for one, state in zip(found, states, strict=True)]


def _change(one: AuditRecord, states: _States, kept: Record | None, names: Names) -> Change:
    table = states.ref.table
    may_go = table in REMOVABLE if states.before is None else table not in APPEND_ONLY
    return Change(
        one.audit_no,
        _moment(one),
        names.get(("staff", one.actor), one.actor),
        _WORDS[one.tag],
        f"{TABLE[table].title} {_named(states)}",
        field_changes(table, states.before, states.after, names),
        None if kept is None else states.ref,
        may_go and kept == states.after,
    )


def _named(states: _States) -> str:
    """Return the number of a record, with the name of a person."""
    record = states.after or states.before or {}
    number = key_words(states.ref.key)
    return f"{record['name']}（{number}）" if record.get("name") else number


def _import(one: AuditRecord, tables: set[str], names: Names, claim_no: str = "") -> Change:
    """Return what wrote many records at once; of receipts, which of them are the claim's."""
    titles = "、".join(table.title for name, table in TABLE.items() if name in tables)
    by = names.get(("staff", one.actor), one.actor)
    word, what = _BATCHES.get(one.tag, (IMPORTED, one.subject))
    # receipts are said by number: the word alone does not lead an auditor to the voucher
    written = zip(one.detail.get("receipts", ()), one.detail.get("claims", ()), strict=False)
    numbers = [number for number, of_claim in written if of_claim == claim_no]
    if not numbers:
        return Change(one.audit_no, _moment(one), by, word, f"{what}　{titles}", ())
    others = f" ほか{len(numbers) - 1:,}件" if len(numbers) > 1 else ""
    ref = RecordRef("receipts", (numbers[0],)) if len(numbers) == 1 else None
    return Change(one.audit_no, _moment(one), by, word, f"{what}　{titles}　{numbers[0]}{others}", (), ref)


def _origin(
    connection: Connection, ref: RecordRef, kept: Record | None, found: list[AuditRecord]
) -> tuple[Change, ...]:
    """Return how a record came that nobody entered: by an import. Which one is said where it is certain."""
    if found and found[-1].tag == audit.RECORD_ADDED:
        return ()
    number = stored.audit_no_of(connection, ref.table, ref.key)
    one = audit.read(connection, number) if number is not None else None
    first = _states(found[-1]).before if found else kept
    if found and (one is None or one.tag not in audit.MANY_TAGS):  # a correction left its own number on the row
        oldest = found[-1]
        one = storage.import_before(connection, int(oldest.detail.get("import", oldest.audit_no)))
    if one is None or one.tag not in audit.MANY_TAGS:
        return ()
    names = storage.names(connection, people_in(ref.table, first)) | _actors(connection, [one])
    told = _import(one, {ref.table}, names)
    fields = field_changes(ref.table, None, first, names)
    return (Change(told.audit_no, told.at, told.by, told.word, told.title, fields),)


def _actors(connection: Connection, found: Iterable[AuditRecord]) -> dict[tuple[str, str], str]:
    """Return the names of those who did it, where their sign-in name is a number of the staff."""
    return storage.names(connection, {("staff", one.actor) for one in found})


def _moment(one: AuditRecord) -> str:
    moment = one.recorded_at.astimezone()
    return f"{short_era(moment.date())} {moment:%H:%M}"
