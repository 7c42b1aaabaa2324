"""People as screens ask for them: the list, one person, who may be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.errors import NotFoundError
from collections_app.domain.people import Pair
from collections_app.domain.progress import SILENT, Progress
from collections_app.storage import people, person_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_app.domain.people import Candidate, PersonPage, PersonRow
    from collections_app.domain.records import Record
    from collections_app.services.office import Office


def person_numbers(office: Office, text: str) -> list[str]:
    """Return the numbers of the people a text finds, of all when it is empty: by kana.

    Any part of name, kana, telephone, address or number; the number of somebody who was merged leads to the survivor.
    """
    with office.database.reading() as connection:
        return people.numbers(connection, text)


def person_rows(office: Office, party_nos: Sequence[str]) -> list[PersonRow]:
    """Return the lines of those people in the order of their numbers."""
    with office.database.reading() as connection:
        return people.rows(connection, party_nos)


def open_person(office: Office, party_no: str, as_of: date) -> PersonPage:
    """Return everything the page of a person shows as of a day; NotFoundError when there is no such person."""
    with office.database.reading() as connection:
        page = person_page.read(connection, party_no, as_of)
    if page is None:
        raise NotFoundError(f"関係人番号「{party_no}」の関係人はありません。番号を確かめてください。")
    return page


def similar_people(office: Office, person: Record) -> tuple[Candidate, ...]:
    """Return who may be the person described, with the reasons, before it is kept a second time."""
    with office.database.reading() as connection:
        return people.alike(connection, person)


def all_duplicates(office: Office, progress: Progress = SILENT) -> tuple[Pair, ...]:
    """Return every pair of people of the office who may be one, with the reasons."""
    with office.database.reading() as connection:
        return tuple(Pair(first, second) for first, second in people.all_alike(connection, progress))
