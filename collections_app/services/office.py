"""The open database as screens and commands hold it: opened once, handed to every service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.errors import DatabaseError
from collections_app.domain.views import OfficeState
from collections_app.storage import overview, schema
from collections_app.storage.database import is_there, open_database

if TYPE_CHECKING:
    from collections_app.storage.database import Database


@dataclass(frozen=True, slots=True)
class Office:
    """An open database of the newest structure; close it when done."""

    database: Database

    def state(self) -> OfficeState:
        """Return what the shell shows: where the data is, how many claims, how new, what to know."""
        with self.database.reading() as connection:
            return OfficeState(
                self.database.location,
                overview.claim_count(connection),
                overview.newest_day(connection),
                self.database.notices,
                overview.corporation(connection),
            )

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def open_office(location: str, *, create: bool = True) -> Office:
    """Return the database at a path or URL, brought to the newest structure; DatabaseError when it cannot be used.

    With `create` False a place without a database is refused and left as it is.
    """
    if not create and not is_there(location):
        raise _nothing_there(location)
    database = open_database(location)
    try:
        if not create:
            _refuse_empty(database)
        schema.upgrade(database)
    except BaseException:
        database.close()
        raise
    return Office(database)


def _refuse_empty(database: Database) -> None:
    if schema.revision_of(database) is None:
        raise _nothing_there(database.location)


def _nothing_there(location: str) -> DatabaseError:
    return DatabaseError(
        f"「{location}」にデータベースがありません。場所を確かめるか、demo か import で作ってください。"
    )
