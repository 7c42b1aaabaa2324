"""Taking in the rows of a bundle: compared with what is there, posted, counted and made findable, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Connection, bindparam, select

from collections_app.domain import bundle
from collections_app.domain.bundle import TABLE, TABLES
from collections_app.domain.ledger import Contradiction
from collections_app.domain.receipt_entry import Moved
from collections_app.domain.row_rules import ReceiptFacts
from collections_app.storage import audit, posting, searchable, totals
from collections_app.storage.bulk import Columns, Row, in_chunks, insert_columns
from collections_app.storage.facts import FACT_COLUMNS, load
from collections_app.storage.recounting import recount
from collections_app.storage.tables import BUNDLE


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row whose key is kept with other content: index of the row, the first such column, what is kept there.

    `stored` is all of the row that is kept.
    """

    index: int
    column: str
    kept: Any
    stored: Row


@dataclass(slots=True)
class TableIntake:
    """What becomes of one table's rows, by their index; `columns` are all of the table, in its order."""

    table: bundle.Table
    columns: dict[str, Sequence[Any]]
    added: Sequence[int] = ()
    changed: list[Conflict] = field(default_factory=list)
    unchanged: int = 0

    def new(self, column: str) -> Sequence[Any]:
        """Return one column of the rows that are new."""
        cells = self.columns[column]
        return cells if len(self.added) == len(cells) else [cells[index] for index in self.added]

    def new_rows(self, columns: Iterable[str]) -> Iterator[Row]:
        """Return the rows that are new, with these columns only."""
        return zip(*map(self.new, columns), strict=True)

    def differing(self, column: str) -> list[Any]:
        """Return one column of the rows that differ from what is kept."""
        cells = self.columns[column]
        return [cells[conflict.index] for conflict in self.changed]


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

    def compare(self, table: bundle.Table, columns: Columns) -> TableIntake:
        """Return which rows are new, which differ from what is kept, and how many are already there."""
        intake = self._tables[table.name] = TableIntake(table, dict(columns))
        kept = self._kept(intake)
        if not kept:
            intake.added = range(len(columns[table.key[0]]))
            return intake
        added = []
        keys = zip(*(columns[name] for name in table.key), strict=True)
        for index, (key, row) in enumerate(zip(keys, zip(*columns.values(), strict=True), strict=True)):
            stored = kept.get(key)
            if stored is None:
                added.append(index)
            elif difference := _difference(table, row, stored):
                intake.changed.append(Conflict(index, *difference, stored))
            else:
                intake.unchanged += 1
        intake.added = added
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
                _fill_in_charge(intake.columns, charges)
            self._insert(intake)

    def derive(self) -> list[tuple[str, Contradiction]]:
        """Compute ledger and balance of every claim touched; return what contradicts (claim number, what)."""
        claims = self._tables.get("claims")
        fresh = set(claims.new("claim_no") if claims else ())
        self._known = self._touched() - fresh
        book = load(self._connection, sorted(self._known))
        for name in filter(self._tables.__contains__, FACT_COLUMNS):
            rows = self._tables[name].new_rows(FACT_COLUMNS[name])
            book.add(name, (row for row in rows if row[0] in fresh) if self._known else rows)
        self._posting = posting.derive(self._connection, book, self._known, self._audit_no)
        return self._posting.contradictions

    def moved(self) -> list[Moved]:
        """Return the receipts kept before that `derive` found to be split otherwise now."""
        return self._posting.moved

    def write_books(self) -> None:
        """Write ledger, balances, totals and search entries."""
        posting.write(self._connection, self._posting, self._known)
        self._make_findable()
        if "counting_rules" in self._tables:
            recount(self._connection)
        elif any(intake.changed for intake in self._tables.values()):
            totals.rebuild(self._connection)
        else:
            totals.add(self._connection, self._audit_no)

    def _kept(self, intake: TableIntake) -> dict[Row, Row]:
        """Return the stored rows that may have a key of the table's rows, by key."""
        table, stored = intake.table, BUNDLE[intake.table.name]
        columns = [stored.c[column.name] for column in table.columns]
        if self._connection.execute(select(columns[0]).limit(1)).first() is None:
            return {}
        first = stored.c[table.key[0]]
        positions = [table.position(name) for name in table.key]
        found: dict[Row, Row] = {}
        for chunk in in_chunks(sorted(set(intake.columns[table.key[0]]))):
            for row in self._connection.execute(select(*columns).where(first.in_(chunk))):
                found[tuple(row[n] for n in positions)] = tuple(row)
        return found

    def _charges(self) -> dict[str, dict[str, str]]:
        """Return section and staff, each by claim number, of every claim the bundle's rows may belong to."""
        sections: dict[str, str] = {}
        staff: dict[str, str] = {}
        if "claims" in self._tables:
            claims = self._tables["claims"].columns
            sections.update(zip(claims["claim_no"], claims["section"], strict=True))
            staff.update(zip(claims["claim_no"], claims["staff_no"], strict=True))
        wanted: set[str | None] = set()
        for name in bundle.DATED & self._tables.keys():
            wanted.update(self._tables[name].columns["claim_no"])
        c = BUNDLE["claims"].c
        for chunk in in_chunks(sorted(no for no in wanted if no is not None and no not in sections)):
            query = select(c.claim_no, c.section, c.staff_no).where(c.claim_no.in_(chunk))
            for claim_no, section, staff_no in self._connection.execute(query):
                sections[claim_no], staff[claim_no] = section, staff_no
        return {"section": sections, "staff_no": staff}

    def _insert(self, intake: TableIntake) -> None:
        columns = {name: intake.new(name) for name in intake.columns}
        columns["audit_no"] = [self._audit_no] * len(intake.added)
        is_mixed = "reverses" in columns and not _follow(columns["reverses"], columns[intake.table.key[0]])
        last = "reverses" if is_mixed else None  # a reversal refers to its original: originals first
        insert_columns(self._connection, BUNDLE[intake.table.name], columns, last)

    def _update(self, intake: TableIntake) -> None:
        if not intake.changed:
            return
        table, stored = intake.table, BUNDLE[intake.table.name]
        names = [column.name for column in table.columns if column.name not in table.key]
        statement = stored.update().where(*(stored.c[name] == bindparam(f"key_{name}") for name in table.key))
        histories: list[audit.RowChange] = []
        for conflict in intake.changed:
            row = {name: cells[conflict.index] for name, cells in intake.columns.items()}
            values = {name: row[name] for name in names if not (_means_claims(table, name) and row[name] is None)}
            keys = {f"key_{name}": row[name] for name in table.key}
            self._connection.execute(statement.values(**values), keys)
            before = dict(zip(intake.columns, conflict.stored, strict=True))
            histories.append(audit.RowChange(table.name, before, {**before, **values}))
        audit.record_rows(self._connection, self._audit_no, histories)

    def _touched(self) -> set[str]:
        """Return the claims whose ledger or standing may differ after this import, also those a row moved away from."""
        touched: set[str] = set()
        for name in FACT_COLUMNS.keys() & self._tables.keys():
            intake = self._tables[name]
            touched.update(intake.new("claim_no"), intake.differing("claim_no"))
            touched.update(conflict.kept for conflict in intake.changed if conflict.column == "claim_no")
        touched.discard(None)  # a refund may belong to no claim
        return touched

    def _make_findable(self) -> None:
        entries: list[searchable.Entry] = []
        for name, (subject, key, columns) in searchable.SEARCHED.items():
            intake = self._tables.get(name)
            if intake is None:
                continue
            if intake.changed:
                searchable.remove_entries(self._connection, subject, intake.differing(key))
            changed = zip(*map(intake.differing, (key, *columns)), strict=True)
            for number, *texts in chain(intake.new_rows((key, *columns)), changed):
                entries.append((subject, number, searchable.words_of(texts)))
        searchable.add_entries(self._connection, [entry for entry in entries if entry[2]])


def _means_claims(table: bundle.Table, column: str) -> bool:
    """Tell whether an empty cell of this column means: those in charge of the claim."""
    return table.is_dated and column in ("section", "staff_no")


def _follow(reverses: Sequence[str | None], numbers: Sequence[str]) -> bool:
    """Return whether every reversal stands below its original, as nearly always."""
    wanted = set(reverses)
    place = {number: n for n, number in enumerate(numbers) if number in wanted}
    return all(place.get(original, -1) < n for n, original in enumerate(reverses) if original is not None)


def _fill_in_charge(columns: dict[str, Sequence[Any]], charges: dict[str, dict[str, str]]) -> None:
    """Fill in section and staff from the claim where a row names none."""
    for name, charge in charges.items():
        if not all(columns[name]):
            own = list(map(charge.get, columns["claim_no"]))
            cells = zip(columns[name], own, strict=True)
            columns[name] = [given or known for given, known in cells] if any(columns[name]) else own


def _difference(table: bundle.Table, row: Row, stored: Row) -> tuple[str, Any] | None:
    """Return the first column in which a row differs from what is kept, and what is kept; None when nowhere."""
    for column, new, old in zip(table.columns, row, stored, strict=True):
        if new != old and not (new is None and _means_claims(table, column.name)):
            return column.name, old
    return None
