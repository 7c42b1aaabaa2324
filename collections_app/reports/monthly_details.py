"""The 明細 sheets of the monthly workbook: one per group of figures that are counted from the same records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_app.reports.measures import FIGURE, MARKS
from collections_app.reports.sheet import Sheet, reference
from collections_app.reports.table import Column, Table, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.views import FigureRows


@dataclass(frozen=True, slots=True)
class _Group:
    """Name of the group, and its figures: of each inner tuple the first that is there (they have the same rows)."""

    name: str
    figures: tuple[tuple[str, ...], ...]


_GROUPS = (
    _Group("回収", (("recovery.total",),)),
    _Group("訪問督促", (("visit",),)),
    _Group("任意処分", (("voluntary_disposal",),)),
    _Group("法的手続", (("auction_petition",), ("provisional_remedy",), ("lawsuit",))),
    _Group("免除", (("release.all.count", "release.all.amount"),)),
    _Group("経営支援", (("expert_dispatch",), ("extinguishing_guarantee",))),
    _Group("管理事務停止", (("administration_stop",),)),
    _Group("求償権整理", (("claim_closing",),)),
    _Group("代位弁済", (("subrogation.count", "subrogation.amount"),)),
    _Group("残高", (("outstanding.count", "outstanding.principal"),)),
)
# The figures whose rows the workbook asks for: the others are part of these.
NEEDED = tuple(figure[0] for group in _GROUPS for figure in group.figures)


def detail_tables(details: Mapping[str, FigureRows]) -> dict[str, Table]:
    """Return the tables of the groups whose rows are all at hand, by name of the group."""
    tables = {}
    for group in _GROUPS:
        found = [next((details[key] for key in keys if key in details), None) for keys in group.figures]
        parts = [rows for rows in found if rows is not None]
        if len(parts) == len(found):
            name = f"明細_{group.name}"
            tables[group.name] = table_of(parts[0], name) if len(parts) == 1 else _together(parts, name)
    return tables


def _together(parts: list[FigureRows], name: str) -> Table:
    """Return the rows of several figures under each other, with a last column that names the figure."""
    tables = [table_of(part, name) for part in parts]
    rows = [(*row, MARKS[part.key]) for part, table in zip(parts, tables, strict=True) for row in table.rows]
    columns = tuple(
        max(same, key=lambda column: column.characters) for same in zip(*(t.columns for t in tables), strict=True)
    )
    return Table(name, (*columns, Column(FIGURE, "text", max(2 * len(mark) for mark in MARKS.values()) + 2)), rows)


def detail_sheet(table: Table) -> Sheet:
    """Return the sheet of a detail table: headings in the first row, nothing above, for machines to read."""
    columns = tuple(_unit_in_heading(column) for column in table.columns)
    return Sheet(replace(table, columns=columns), frozen_columns=2, has_filter=True)


def detail_names(group: str, table: Table) -> list[tuple[str, str]]:
    """Return a defined name for each column of a detail sheet, such as 回収_計上日; one empty row when it has none."""
    last = max(len(table.rows), 1) + 1
    return [
        (f"{group}_{column.heading}", reference(table.name, index, 2, last))
        for index, column in enumerate(table.columns)
    ]


def _unit_in_heading(column: Column) -> Column:
    return replace(column, heading=f"{column.heading}（円）") if column.kind == "yen" else column
