"""What an entry form needs to open, read in one go: the record, its choices, what it is judged against."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.errors import NotFoundError
from collections_app.domain.forms import FormView, FormWanted, Option
from collections_app.domain.judging import Surroundings
from collections_app.domain.records import is_numbered, key_of, key_words, whole
from collections_app.storage import choices, deposits
from collections_app.storage import records as storage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.records import Record
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_OF_CLAIM = {
    "collaterals": choices.collaterals_of,
    "legal_actions": choices.actions_of,
    "instalment_plans": choices.plans_of,
}
_MOST = 20  # people or claims offered while typing


def open_form(office: Office, wanted: FormWanted) -> FormView:
    """Return the form of a record, or of a new one; NotFoundError when there is no such record or claim."""
    table = wanted.table
    with office.database.reading() as connection:
        if wanted.key is None:
            before, record = None, whole(table, wanted.given)
        else:
            before = storage.read(connection, table, wanted.key)
            if before is None:
                raise NotFoundError(
                    f"{TABLE[table].title}「{key_words(wanted.key)}」はありません。読み直してください。"
                )
            record = {**before, **wanted.given}
        return FormView(
            table,
            record,
            before,
            _choices(connection, table, record, wanted.typed),
            _around(connection, table, record),
            _subject(connection, table, record),
            _number(connection, table, before),
        )


def find_options(office: Office, table: str, text: str) -> tuple[Option, ...]:
    """Return the rows of a table (people or claims) that a text typed into a reference may mean."""
    with office.database.reading() as connection:
        found = choices.people_found if table == "parties" else choices.claims_found
        return found(connection, text, _MOST)


def _choices(connection: Connection, table: str, record: Record, typed: Record) -> Mapping[str, tuple[Option, ...]]:
    claim_no = record.get("claim_no") if table != "claims" else None
    found: dict[str, tuple[Option, ...]] = {}
    for column in TABLE[table].columns:
        if column.kind is Kind.REFERENCE and column.refers_to is not None:
            values = dict.fromkeys((record.get(column.name), typed.get(column.name)))
            named = [str(value) for value in values if value is not None]
            found[column.name] = _offered(connection, column.refers_to, claim_no, named)
    return found


def _offered(connection: Connection, table: str, claim_no: str | None, named: list[str]) -> tuple[Option, ...]:
    if table == "staff":
        return choices.staff(connection)
    if table == "claims":
        return choices.claims(connection, named)
    if table in _OF_CLAIM:
        return _OF_CLAIM[table](connection, claim_no) if claim_no else ()
    if table == "deposits":
        return deposits.options(connection, named)
    of_claim = choices.parties_of(connection, claim_no) if claim_no else ()
    further = [no for no in named if no not in {option.value for option in of_claim}]
    return (*of_claim, *(choices.people(connection, further) if further else ()))


def _around(connection: Connection, table: str, record: Record) -> Surroundings:
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    claim_no = record.get("claim_no") if table != "claims" else None
    claim = storage.claim_around(connection, claim_no) if claim_no else None
    if claim is None or claim_no is None:
        return Surroundings(today)
    return Surroundings(today, claim.subrogated_on, storage.party_nos(connection, claim_no))


def _subject(connection: Connection, table: str, record: Record) -> str:
    claim_no: Any = record.get("claim_no")
    if claim_no and table != "claims":
        found = choices.claims(connection, [claim_no])
        return f"{claim_no} {found[0].detail}" if found else str(claim_no)
    party_no: Any = record.get("party_no")
    if party_no and table != "parties":
        found = choices.people(connection, [party_no])
        return f"{party_no} {found[0].label}" if found else str(party_no)
    return ""


def _number(connection: Connection, table: str, before: Record | None) -> str:
    if before is not None:
        return key_words(key_of(table, before))
    return storage.next_key(connection, table) if is_numbered(table) else ""
