"""The read-only views for programs of analysis, made from the same sources as the statistics."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, SelectBase, func, literal, select, union_all

from collections_app.domain import dataset
from collections_app.domain.counting import Rules, version_of
from collections_app.domain.dataset import DataTable
from collections_app.domain.figures import FIGURES, LEVELS, MEASURES, Figure
from collections_app.storage import counting
from collections_app.storage.fact_rows import fact_rows
from collections_app.storage.sources import BROKEN_DOWN
from collections_app.storage.tables import BUNDLE, claim_balances

_SOME = 10_000  # rows fetched at once: a data set is longer than memory is wide


def drop_views(connection: Connection) -> None:
    """Take the views away: tables they read may be about to change."""
    for table in dataset.TABLES:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {table.name}")


def create_views(connection: Connection) -> None:
    """Make the views as they are defined today."""
    drop_views(connection)
    queries = _queries(counting.rules(connection))
    for table in dataset.TABLES:
        made = queries[table.name].compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        connection.exec_driver_sql(f"CREATE VIEW {table.name} AS {made}")


def rows(connection: Connection, table: DataTable) -> Generator[tuple[object, ...]]:
    """Yield the rows of a view in the order of its columns: text, dates, whole numbers; None where there is nothing."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    days = [number for number, column in enumerate(table.columns) if column.kind == "date"]
    query = f"SELECT {names} FROM {table.name}"  # noqa: S608 - names of our own
    with connection.execution_options(stream_results=True).exec_driver_sql(query) as found:
        while some := found.fetchmany(_SOME):
            for row in some:
                yield _with_days(row, days)


def _with_days(row: Sequence[Any], places: Sequence[int]) -> tuple[object, ...]:
    cells = list(row)
    for place in places:
        if isinstance(cells[place], str):  # SQLite keeps days as text
            cells[place] = date.fromisoformat(cells[place])
    return tuple(cells)


def _queries(decided: Rules) -> dict[str, SelectBase]:
    return {
        dataset.FACTS.name: union_all(*(fact_rows(source) for source in counting.by_rules(BROKEN_DOWN, decided))),
        dataset.FIGURES.name: union_all(*_figures(decided)),
        dataset.CLAIMS.name: _claims(),
    }


def _figures(decided: Rules) -> Iterator[SelectBase]:
    for figure in FIGURES:
        for measure in figure.measures:
            cells = (
                figure.key,
                figure.label,
                figure.unit,
                version_of(figure, decided),
                measure,
                _number(figure),
                _span(figure),
            )
            names = (column.name for column in dataset.FIGURES.columns)
            yield select(*(literal(cell).label(name) for cell, name in zip(cells, names, strict=True)))


def _number(figure: Figure) -> str:
    if any(MEASURES[measure].distinct for measure in figure.measures):
        return "distinct"
    return "amount" if figure.is_money else "count"


def _span(figure: Figure) -> str:
    return "period" if LEVELS.isdisjoint(figure.measures) else "level"


def _claims() -> SelectBase:
    claim, balance = BUNDLE["claims"].c, claim_balances.c
    return select(
        claim.claim_no,
        claim.debtor_no,
        claim.subrogated_on,
        claim.principal,
        claim.interest,
        func.coalesce(claim.bank_name, "").label("bank"),
        func.coalesce(claim.industry, "").label("industry"),
        func.coalesce(claim.scheme, "").label("scheme"),
        claim.section,
        claim.staff_no.label("staff"),
        balance.status,
        balance.principal.label("principal_balance"),
        balance.costs.label("costs_balance"),
        balance.overpaid,
    ).join(claim_balances, balance.claim_no == claim.claim_no)
