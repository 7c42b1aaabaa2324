"""The bundles that are measured: the demonstration's, ten copies of its cases in one, and its newest years alone."""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

from collections_app.domain.bundle import TABLES, Kind, Table

COPIES = 10
_SHARED = ("staff", "plans", "prior_figures")  # one staff and one plan, however many cases
_OF_A_CLAIM = 100  # receipts
_VERSION = b"1"  # of what this module makes

Rows = list[list[str]]
Change = Callable[[Table, Rows], Iterable[list[str]]]


def demonstration() -> Path:
    """Return the bundle the program carries."""
    return Path(str(files("collections_app.resources") / "demo" / "demonstration.zip"))


def cache() -> Path:
    """Return the folder, outside the tree, for what is made once: it belongs to one demonstration bundle."""
    mark = hashlib.sha256(demonstration().read_bytes() + Path(__file__).read_bytes() + _VERSION).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"collections-bench-{mark}"
    folder.mkdir(exist_ok=True)
    return folder


def tenfold() -> Path:
    """Return the bundle with every case ten times, under numbers of its own."""
    return _made("tenfold.zip", _copied)


def newest(first: str) -> Path:
    """Return the bundle with only the claims subrogated since that day, and what belongs to them."""
    with zipfile.ZipFile(demonstration()) as archive:
        table = next(table for table in TABLES if table.name == "claims")
        number, day = (table.position(name) for name in ("claim_no", "subrogated_on"))
        kept = {row[number] for row in rows_of(archive, table)[1:] if row[day] >= first}

    def change(table: Table, rows: Rows) -> Iterable[list[str]]:
        places = [n for n, name in enumerate(rows[0]) if name == "claim_no"]
        return (row for row in rows[1:] if all(row[n] in kept for n in places))

    return _made(f"since-{first}.zip", change)


def busy_year(receipts: int) -> Path:
    """Return a bundle whose fiscal year 2024 has that many receipts, a hundred of each claim."""
    path = cache() / f"busy-{receipts}.zip"
    if path.exists():
        return path
    claims = receipts // _OF_A_CLAIM
    tables = {
        "staff": ["staff_no,name,section,role", *(f"S{n},担当{n},第{n % 3 + 1}課,staff" for n in range(12))],
        "parties": ["party_no,kind,name", *(f"P{n},corporation,株式会社架空商店{n}" for n in range(claims))],
        "claims": [
            "claim_no,debtor_no,subrogated_on,principal,interest,damages_rate,section,staff_no",
            *(f"K{n},P{n},{2015 + n % 9}-05-01,90000000,0,14.6,第{n % 3 + 1}課,S{n % 12}" for n in range(claims)),
        ],
        "receipts": [
            "receipt_no,claim_no,received_on,posted_on,amount,recovery_type,source,channel",
            *(_receipt(n, claims) for n in range(receipts)),
        ],
    }
    unfinished = path.with_suffix(".unfinished")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as made:
        for name, lines in tables.items():
            made.writestr(f"{name}.csv", "\n".join(lines) + "\n")
    return unfinished.replace(path)


def _receipt(number: int, claims: int) -> str:
    day = date(2024, 4, 1) + timedelta(number % 365)
    kind = ("regular,instalment", "irregular,auction", "irregular,lump_sum")[number % 3]
    channel = "servicer" if number % 5 == 0 else "direct"
    return f"R{number:06},K{number % claims},{day},{day},{1000 + number % 977},{kind},{channel}"


def rows_of(archive: zipfile.ZipFile, table: Table) -> Rows:
    """Return the rows of a table's file, the heading first; nothing when the bundle does not have it."""
    if f"{table.name}.csv" not in archive.namelist():
        return []
    with archive.open(f"{table.name}.csv") as file:
        return list(csv.reader(io.TextIOWrapper(file, "utf-8-sig", newline="")))


def _made(name: str, change: Change) -> Path:
    path = cache() / name
    if path.exists():
        return path
    unfinished = path.with_suffix(".unfinished")
    with (
        zipfile.ZipFile(demonstration()) as archive,
        zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for table in TABLES:
            rows = rows_of(archive, table)
            if rows:
                text = io.StringIO(newline="")
                csv.writer(text).writerows([rows[0], *change(table, rows)])
                made.writestr(f"{table.name}.csv", text.getvalue())
    return unfinished.replace(path)


def _copied(table: Table, rows: Rows) -> Iterable[list[str]]:
    if table.name in _SHARED:
        return rows[1:]
    numbers = [n for n, name in enumerate(rows[0]) if _is_number(table, name)]
    return (_renumbered(row, numbers, copy) for copy in range(COPIES) for row in rows[1:])


def _is_number(table: Table, name: str) -> bool:
    column = table.column(name)
    if column.refers_to is not None:
        return column.refers_to not in _SHARED
    return name in table.key and column.kind is Kind.TEXT


def _renumbered(row: list[str], numbers: Iterable[int], copy: int) -> list[str]:
    cells = list(row)
    for n in numbers:
        cells[n] = " ".join(f"{number}-{copy}" for number in cells[n].split())
    return cells
