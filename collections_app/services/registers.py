"""Registers as their page asks for them: keys in order, rows by key, sums, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.storage import registers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.records import Key
    from collections_app.domain.registers import RegisterFilter, RegisterOrder, RegisterRow, RegisterSums
    from collections_app.services.office import Office


def register_keys(office: Office, chosen: RegisterFilter, order: RegisterOrder) -> list[Key]:
    """Return the keys of all records of a filter in that order; what is empty comes last in both directions."""
    with office.database.reading() as connection:
        return registers.keys(connection, chosen, order)


def register_rows(office: Office, table: str, keys: Sequence[Key]) -> list[RegisterRow]:
    """Return the records of those keys in their order."""
    with office.database.reading() as connection:
        return registers.rows(connection, table, keys)


def first_of_register(
    office: Office, chosen: RegisterFilter, order: RegisterOrder, limit: int = 100
) -> list[RegisterRow]:
    """Return the first records of a register without reading the others."""
    with office.database.reading() as connection:
        return registers.rows(connection, chosen.table, registers.keys(connection, chosen, order, limit))


def register_sums(office: Office, chosen: RegisterFilter) -> RegisterSums:
    """Return how many records a filter has, and the sums of their yen."""
    with office.database.reading() as connection:
        return registers.sums(connection, chosen)


def register_counts(office: Office) -> dict[str, int]:
    """Return how many records each register has."""
    with office.database.reading() as connection:
        return registers.counts(connection)
