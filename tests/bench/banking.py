"""Money posted: ten thousand lines of a bank's file at once, and one receipt by hand, against raw sqlite3.

The floor of one receipt sends the very statements that posting it sent, reads as well as writes, through the driver, as
durably: into a copy of the same database, with its keys, indexes, checks and triggers, and commits each receipt.

The floor of ten thousand writes, in one transaction as durable, every row that came of posting them, and reads nothing:
the receipts, ledger entries, balances, monthly totals, the names of payers learned and the audit record, made before
the clock runs, into our own tables with their keys, indexes, checks and triggers.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import event, select

from collections_app.domain.deposit_views import Application
from collections_app.domain.records import SaveRecord
from collections_app.services.deposits import apply_deposits, list_deposits
from collections_app.services.office import Office, open_office
from collections_app.services.records import save_record
from collections_app.storage import audit, deposits
from collections_app.storage.tables import BUNDLE
from tests.bench.databases import Statement, opened, raw, statements_of
from tests.bench.measuring import Arm, Result, compared, cpu
from tests.storage.making import a_claim, base, take_in

GOAL_MANY = 2.0
GOAL_ONE = 5.0
GOAL_SECONDS = 1.0
MANY = 10_000
DAY = date(2025, 4, 1)


@contextmanager
def _copied(office: Office) -> Iterator[Office]:
    """Give a copy of a database: what is measured writes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.sqlite3"
        shutil.copy(office.database.location, path)
        with closing(open_office(str(path))) as copy:
            yield copy


@contextmanager
def _with_lines() -> Iterator[Office]:
    """Give a database of as many claims as lines, whose payers are known by their virtual accounts."""
    with tempfile.TemporaryDirectory() as folder, closing(open_office(str(Path(folder) / "bank.sqlite3"))) as office:
        numbers = [f"K{n:06}" for n in range(MANY)]
        people = [
            {"party_no": f"Q{n:06}", "kind": "individual", "name": f"甲{n}", "kana": f"コウ{n}"} for n in range(MANY)
        ]
        rows = base()
        rows["parties"] += people
        rows["claims"] = [
            a_claim(no, debtor_no=f"Q{n:06}", subrogated_on=date(2023, 12, 20)) for n, no in enumerate(numbers)
        ]
        rows["virtual_accounts"] = [{"account_no": f"123-{n:07}", "party_no": f"Q{n:06}"} for n in range(1, MANY)]
        rows["virtual_accounts"].append({"account_no": "124-0000001", "party_no": "Q000000"})
        take_in(office, rows)
        accounts = ["124-0000001", *(f"123-{n:07}" for n in range(1, MANY))]
        lines = [
            {"received_on": DAY + timedelta(n % 20), "amount": 10_000 + n, "kind": "transfer", "payer_name": f"ｺｳ{n}",
             "virtual_account": account, "file_sha256": "0" * 64, "record_no": n + 2}
            for n, account in enumerate(accounts)
        ]  # fmt: skip
        with office.database.writing() as connection:
            deposits.add(connection, lines, audit.record(connection, audit.BANK_FILE_TAKEN, "bench", "bench", {}))
        yield office


def measure(runs: int) -> Iterator[Result]:
    """Yield matching and posting of ten thousand lines; the floor inserts the rows that come of it, in bulk."""
    with _with_lines() as office:
        rows = _rows_written(office)
        ours, floor = _arm(office, _match_and_post), _bulk(office, rows)
        found = compared(ours, floor, min(runs, 5))
        yield Result("bank: match and post 10,000 lines", "10,000 claims", *found, GOAL_MANY, remark="floor: same rows")
        posted = compared(_arm(office, _post_only(office)), floor, min(runs, 5))
        yield Result("bank: post 10,000 lines", "10,000 claims", *posted, GOAL_MANY, remark="floor: same rows")
        seconds = found[0] / GOAL_SECONDS
        yield Result("bank: seconds for 10,000", "10,000 claims", found[0], GOAL_SECONDS, seconds, 1.0)


def _match_and_post(office: Office) -> None:
    wanted = _wanted(office)
    assert len(wanted) == MANY, len(wanted)
    apply_deposits(office, wanted)


def _wanted(office: Office) -> list[Application]:
    return [
        Application(row.deposit_no, best.claim_no, best.party_no, row.left)
        for row in list_deposits(office).rows
        if (best := row.best) is not None
    ]


def _post_only(office: Office) -> Callable[[Office], None]:
    wanted = _wanted(office)

    def post(copy: Office) -> None:
        apply_deposits(copy, wanted)

    return post


def _arm(office: Office, work: Callable[[Office], None]) -> Arm:
    def arm() -> float:
        with _copied(office) as copy:
            start = cpu()
            work(copy)
            return cpu() - start

    return arm


_Rows = list[tuple[str, list[tuple[object, ...]]]]


def _rows_written(office: Office) -> _Rows:
    """Return what posting writes, statement by statement, with the rows of each."""
    found: _Rows = []

    def listen(_connection: object, _cursor: object, sql: str, rows: object, _context: object, many: bool) -> None:
        if sql.startswith(("INSERT", "UPDATE")) and isinstance(rows, (list, tuple)):
            found.append((sql, [tuple(row) for row in rows] if many else [tuple(rows)]))

    with _copied(office) as copy:
        event.listen(copy.database.engine, "before_cursor_execute", listen)
        _match_and_post(copy)
    return found


def _bulk(office: Office, rows: _Rows) -> Arm:
    """Return the arm that writes the same rows into our own tables by the driver alone, as durably."""

    def arm() -> float:
        with _copied(office) as copy, raw(copy) as connection:
            for name in ("synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON", "secure_delete = ON"):
                connection.execute(f"PRAGMA {name}")
            start = cpu()
            connection.execute("BEGIN IMMEDIATE")
            for sql, many in rows:
                connection.executemany(sql, many)
            connection.execute("COMMIT")
            return cpu() - start

    return arm


# one receipt


def receipt(runs: int) -> Iterator[Result]:
    """Yield one receipt posted durably in the demonstration, against its own statements sent by the driver alone."""
    with opened("demonstration") as office:
        commands = list(islice(_commands(office), (runs + 1) * _TOGETHER))
        with _copied(office) as first:
            sent = [statements_of(first, partial(save_record, first, command)) for command in commands]
        with _copied(office) as ours, _copied(office) as floor, raw(floor) as connection:
            connection.execute("PRAGMA synchronous = FULL")
            by_hand = _turns(iter([partial(save_record, ours, command) for command in commands]))
            by_driver = _turns(iter([partial(_sent, connection, statements) for statements in sent]))
            by_hand(), by_driver()  # caches and late imports are not what is measured
            found = compared(by_hand, by_driver, runs)
    yield Result("receipt: one posted durably", "demonstration", *found, GOAL_ONE, remark="floor: its statements")


_TOGETHER = 8  # receipts of one turn


def _turns(works: Iterator[Callable[[], object]]) -> Arm:
    def arm() -> float:
        start = cpu()
        for work in islice(works, _TOGETHER):
            work()
        return (cpu() - start) / _TOGETHER

    return arm


def _sent(connection: sqlite3.Connection, statements: list[Statement]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for sql, parameters in statements:
        if isinstance(parameters, list):
            connection.executemany(sql, parameters)
        elif not sql.startswith("BEGIN"):
            connection.execute(sql, parameters).fetchall()
    connection.execute("COMMIT")


def _commands(office: Office) -> Iterator[SaveRecord]:
    c = BUNDLE["claims"].c
    with office.database.reading() as connection:
        claims = connection.execute(select(c.claim_no, c.subrogated_on).order_by(c.claim_no).limit(2_000)).all()
    for n, (claim_no, since) in enumerate(claims):
        day = max(since, DAY)
        given = {
            "claim_no": claim_no,
            "received_on": day,
            "posted_on": day,
            "amount": 10_000 + n,
            "recovery_type": "irregular",
        }
        yield SaveRecord("receipts", given)
