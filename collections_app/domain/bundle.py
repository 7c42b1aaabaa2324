"""The exchange bundle (受渡データ): the one definition of every record the program keeps.

Import, export, the database, the entry forms and the Japanese headings are all read from here. Version 1 of the bundle;
tables stand in the order of dependence.
"""

from __future__ import annotations

from collections_app.domain.case_tables import CASE_TABLES
from collections_app.domain.columns import Column, Kind, Table
from collections_app.domain.money_tables import MONEY_TABLES
from collections_app.domain.work_tables import WORK_TABLES

__all__ = ["BUNDLE_VERSION", "DATED", "TABLE", "TABLES", "Column", "Kind", "Table"]

BUNDLE_VERSION = 1

TABLES: tuple[Table, ...] = (*CASE_TABLES, *MONEY_TABLES, *WORK_TABLES)
TABLE: dict[str, Table] = {table.name: table for table in TABLES}
DATED = frozenset(table.name for table in TABLES if table.is_dated)
