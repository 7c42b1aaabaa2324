"""Column types by the kind of a bundle column, and the few SQL expressions the two engines spell differently."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Integer, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeEngine

from collections_app.domain.bundle import Column, Kind

ROW_ID = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER PRIMARY KEY is a rowid there
YEN = BigInteger()
MOMENT = DateTime(timezone=True)

_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.DATE: Date(),
    Kind.YEN: YEN,
    Kind.INTEGER: Integer(),
}


def type_of(column: Column) -> TypeEngine[Any]:
    """Return the SQL type of a bundle column; percentages and fractions are text, read exactly."""
    return _TYPES.get(column.kind, Text())


class month_of(GenericFunction[str]):  # noqa: N801 - it is written like a function in queries
    """The month of a date column as text, such as 2024-04."""

    type = Text()
    inherit_cache = True


@compiles(month_of, "sqlite")  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def _month_on_sqlite(element: month_of, compiler: Any, **kw: Any) -> str:
    return f"substr({compiler.process(element.clauses, **kw)}, 1, 7)"


@compiles(month_of, "postgresql")  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def _month_on_postgresql(element: month_of, compiler: Any, **kw: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kw)}, 'YYYY-MM')"


class years_between(GenericFunction[int]):  # noqa: N801 - it is written like a function in queries
    """How many anniversaries of the first date have come by the second, as `calendar.elapsed_years` counts them.

    Month and day are compared as they are written: 29 February is later than any 28th and earlier than 1 March.
    """

    type = Integer()
    inherit_cache = True


@compiles(years_between, "sqlite")  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def _years_on_sqlite(element: years_between, compiler: Any, **kw: Any) -> str:
    since, day = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"max(0, substr({day}, 1, 4) - substr({since}, 1, 4) - (substr({day}, 6) < substr({since}, 6)))"


@compiles(years_between, "postgresql")  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def _years_on_postgresql(element: years_between, compiler: Any, **kw: Any) -> str:
    since, day = (compiler.process(clause, **kw) for clause in element.clauses)
    years = f"extract(year FROM {day})::int - extract(year FROM {since})::int"
    return f"greatest(0, {years} - (to_char({day}, 'MMDD') < to_char({since}, 'MMDD'))::int)"


class is_among(GenericFunction[bool]):  # noqa: N801 - it is written like a function in queries
    """Whether a column has one of the words given as one parameter, however many: `Prepared` takes a collection."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> is_among:  # noqa: ARG002
        """Return the condition itself: SQLite finds no index for one that is compared with 1."""
        return self


@compiles(is_among, "sqlite")  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def _among_on_sqlite(element: is_among, compiler: Any, **kw: Any) -> str:
    column, words = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({words}))"  # noqa: S608 - both are compiled, not typed


@compiles(is_among, "postgresql")  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
def _among_on_postgresql(element: is_among, compiler: Any, **kw: Any) -> str:
    column, words = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{column} = ANY({words})"
