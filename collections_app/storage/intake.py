"""Taking in the rows of a bundle: compared with what is there, posted, counted and made findable, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, bindparam, select

from collections_app.domain import bundle
from collections_app.domain.bundle import TABLE, TABLES
from collections_app.domain.ledger import Contradiction
from collections_app.domain.row_rules import ReceiptFacts
from collections_app.storage import posting, searchable, totals
from collections_app.storage.bulk import Row, in_chunks, insert_rows
from collections_app.storage.facts import FACT_COLUMNS, load
from collections_app.storage.tables import BUNDLE


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row whose key is kept with other content: index of the row, the column, what is kept."""

    index: int
    column: str
    kept: Any


@dataclass(slots=True)
class TableIntake:
    """What becomes of one table's rows, by their index."""

    table: bundle.Table
    rows: Sequence[Row]
    added: list[int] = field(default_factory=list)
    changed: list[Conflict] = field(default_factory=list)
    unchanged: int = 0


class Intake:
    """One import inside one write transaction: `compare` every table, then `write_rows`, `derive`, `write_books`."""

    def __init__(self, connection: Connection, audit_no: int) -> None:
        self._connection = connection
        self._audit_no = audit_no
        self._tables: dict[str, TableIntake] = {}
        self._known: set[str] = set()
        self._posting = posting.Posting()

    def known_keys(self, table: str, keys: set[str]) -> set[str]:
        """Return those of the keys that the database has."""
        column = BUNDLE[table].c[TABLE[table].key[0]]
        found: set[str] = set()
        for chunk in in_chunks(sorted(keys)):
            found.update(self._connection.scalars(select(column).where(column.in_(chunk))))
        return found

    def subrogated_on(self, claim_nos: set[str]) -> dict[str, date]:
        """Return 代位弁済日 of those claims that the database has."""
        c = BUNDLE["claims"].c
        found: dict[str, date] = {}
        for chunk in in_chunks(sorted(claim_nos)):
            query = select(c.claim_no, c.subrogated_on).where(c.claim_no.in_(chunk))
            found.update((no, day) for no, day in self._connection.execute(query))
        return found

    def receipts(self, receipt_nos: set[str]) -> dict[str, ReceiptFacts]:
        """Return what a reversal must mirror of those receipts that the database has."""
        c, later = BUNDLE["receipts"].c, BUNDLE["receipts"].alias("later")
        found: dict[str, ReceiptFacts] = {}
        for chunk in in_chunks(sorted(receipt_nos)):
            query = (
                select(
                    c.receipt_no, c.claim_no, c.received_on, c.amount, c.to_costs, c.to_damages, c.to_principal,
                    c.reverses, later.c.receipt_no,
                )
                .outerjoin(later, later.c.reverses == c.receipt_no)
                .where(c.receipt_no.in_(chunk))
            )  # fmt: skip
            for no, claim_no, received_on, amount, *parts, reverses, reversed_by in self._connection.execute(query):
                split = None if parts[0] is None else (parts[0], parts[1], parts[2])
                found[no] = ReceiptFacts(claim_no, received_on, amount, split, reverses, reversed_by)
        return found

    def compare(self, table: bundle.Table, rows: Sequence[Row]) -> TableIntake:
        """Return which rows are new, which differ from what is kept, and how many are already there."""
        intake = TableIntake(table, rows)
        kept = self._kept(table, rows)
        if not kept:
            intake.added = list(range(len(rows)))
        else:
            key_of = picker(table, table.key)
            for index, row in enumerate(rows):
                stored = kept.get(key_of(row))
                if stored is None:
                    intake.added.append(index)
                elif difference := _difference(table, row, stored):
                    intake.changed.append(Conflict(index, *difference))
                else:
                    intake.unchanged += 1
        self._tables[table.name] = intake
        return intake

    def write_rows(self) -> None:
        """Write the rows that are new and bring those that differ to the bundle's content."""
        charges = self._charges()
        for table in TABLES:
            intake = self._tables.get(table.name)
            if intake is None:
                continue
            self._update(intake)
            if table.is_dated:
                intake.rows = _in_charge(table, intake.rows, charges)
            self._insert(intake)

    def derive(self) -> list[tuple[str, Contradiction]]:
        """Compute ledger and balance of every claim touched; return what contradicts (claim number, what)."""
        fresh = set(self._added("claims", ("claim_no",), flat=True))
        self._known = self._touched() - fresh
        book = load(self._connection, sorted(self._known))
        for name, columns in FACT_COLUMNS.items():
            book.add(name, (row for row in self._added(name, columns) if row[0] in fresh))
        self._posting = posting.derive(self._connection, book, self._known, self._audit_no)
        return self._posting.contradictions

    def write_books(self) -> None:
        """Write ledger, balances, totals and search entries."""
        posting.write(self._connection, self._posting, self._known)
        self._make_findable()
        if any(intake.changed for intake in self._tables.values()):
            totals.rebuild(self._connection)
        else:
            totals.add(self._connection, self._audit_no)

    def _kept(self, table: bundle.Table, rows: Sequence[Row]) -> dict[Row, Row]:
        """Return the stored rows that may have a key of `rows`, by key."""
        stored = BUNDLE[table.name]
        columns = [stored.c[column.name] for column in table.columns]
        if self._connection.execute(select(columns[0]).limit(1)).first() is None:
            return {}
        first = stored.c[table.key[0]]
        key_of = picker(table, table.key)
        found: dict[Row, Row] = {}
        keys = {key_of(row)[0] for row in rows}
        for chunk in in_chunks(sorted(keys)):
            for row in self._connection.execute(select(*columns).where(first.in_(chunk))):
                found[key_of(row)] = tuple(row)
        return found

    def _charges(self) -> dict[str, tuple[str, str]]:
        """Return section and staff of every claim the bundle's rows may belong to."""
        charge_of = picker(TABLE["claims"], ("claim_no", "section", "staff_no"))
        intake = self._tables.get("claims")
        charges = {row[0]: (row[1], row[2]) for row in map(charge_of, intake.rows if intake else ())}
        wanted = {
            no
            for name in bundle.DATED & self._tables.keys()
            for (no,) in map(picker(TABLE[name], ("claim_no",)), self._tables[name].rows)
            if no is not None and no not in charges
        }
        c = BUNDLE["claims"].c
        for chunk in in_chunks(sorted(wanted)):
            query = select(c.claim_no, c.section, c.staff_no).where(c.claim_no.in_(chunk))
            charges.update((no, (section, staff)) for no, section, staff in self._connection.execute(query))
        return charges

    def _insert(self, intake: TableIntake) -> None:
        rows: Sequence[Row] = intake.rows
        if len(intake.added) != len(rows):
            rows = [rows[index] for index in intake.added]
        if intake.table.name == "receipts":  # a reversal refers to its original: originals first
            reverses = intake.table.position("reverses")
            rows = sorted(rows, key=lambda row: row[reverses] is not None)
        columns = [column.name for column in intake.table.columns]
        audit = (self._audit_no,)
        insert_rows(self._connection, BUNDLE[intake.table.name], [*columns, "audit_no"], [row + audit for row in rows])

    def _update(self, intake: TableIntake) -> None:
        if not intake.changed:
            return
        table, stored = intake.table, BUNDLE[intake.table.name]
        names = [column.name for column in table.columns if column.name not in table.key]
        statement = stored.update().where(*(stored.c[name] == bindparam(f"key_{name}") for name in table.key))
        for conflict in intake.changed:
            row = dict(zip((column.name for column in table.columns), intake.rows[conflict.index], strict=True))
            values = {name: row[name] for name in names if not (_means_claims(table, name) and row[name] is None)}
            keys = {f"key_{name}": row[name] for name in table.key}
            self._connection.execute(statement.values(**values), keys)

    def _touched(self) -> set[str]:
        """Return the claims whose ledger or standing may differ after this import, also those a row moved away from."""
        touched: set[str] = set()
        for name in FACT_COLUMNS.keys() & self._tables.keys():
            intake = self._tables[name]
            changed = [conflict.index for conflict in intake.changed]
            touched.update(_column(intake, "claim_no", [*intake.added, *changed]))
            touched.update(conflict.kept for conflict in intake.changed if conflict.column == "claim_no")
        return touched

    def _added(self, table: str, columns: Sequence[str], *, flat: bool = False) -> Iterator[Any]:
        intake = self._tables.get(table)
        if intake is None:
            return
        pick = picker(intake.table, columns)
        for index in intake.added:
            cells = pick(intake.rows[index])
            yield cells[0] if flat else cells

    def _make_findable(self) -> None:
        entries: list[searchable.Entry] = []
        for name, (subject, key, columns) in searchable.SEARCHED.items():
            intake = self._tables.get(name)
            if intake is None:
                continue
            pick = picker(intake.table, (key, *columns))
            changed = [pick(intake.rows[conflict.index]) for conflict in intake.changed]
            if changed:
                searchable.remove_entries(self._connection, subject, [row[0] for row in changed])
            rows = [*self._added(name, (key, *columns)), *changed]
            entries.extend((subject, row[0], searchable.words_of(row[1:])) for row in rows)
        searchable.add_entries(self._connection, [entry for entry in entries if entry[2]])


def picker(table: bundle.Table, columns: Sequence[str]) -> Callable[[Any], Row]:
    """Return the function that takes these columns, as a tuple, out of a row of the table."""
    positions = [table.position(name) for name in columns]
    if len(positions) == 1:
        only = positions[0]
        return lambda row: (row[only],)
    return itemgetter(*positions)


def _column(intake: TableIntake, name: str, indexes: Sequence[int]) -> Iterator[Any]:
    position = intake.table.position(name)
    return (intake.rows[index][position] for index in indexes)


def _means_claims(table: bundle.Table, column: str) -> bool:
    """Tell whether an empty cell of this column means: those in charge of the claim."""
    return table.is_dated and column in ("section", "staff_no")


def _in_charge(table: bundle.Table, rows: Sequence[Row], charges: dict[str, tuple[str, str]]) -> Sequence[Row]:
    """Return the rows with section and staff filled in from their claim where they name none."""
    claim, section, staff = (table.position(name) for name in ("claim_no", "section", "staff_no"))
    nobody = (None, None)
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if not columns:
        return rows
    known = [charges.get(no, nobody) for no in columns[claim]]
    columns[section] = [given or charge[0] for given, charge in zip(columns[section], known, strict=True)]
    columns[staff] = [given or charge[1] for given, charge in zip(columns[staff], known, strict=True)]
    return list(zip(*columns, strict=True))


def _difference(table: bundle.Table, row: Row, stored: Row) -> tuple[str, Any] | None:
    """Return the first column in which a row differs from what is kept, and what is kept; None when nowhere."""
    for column, new, old in zip(table.columns, row, stored, strict=True):
        if new != old and not (new is None and _means_claims(table, column.name)):
            return column.name, old
    return None
