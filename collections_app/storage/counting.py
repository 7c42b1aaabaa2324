"""How measures are counted today: the office's decisions read, and the sources of the statistics made by them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import Connection, func, select

from collections_app.domain.counting import CHOICES, CountingRule, Rules, newest, table_of
from collections_app.storage.prepared import Prepared, given
from collections_app.storage.sources import EVERYTHING, KNOWN, Source, of_bundle
from collections_app.storage.tables import BUNDLE

DECIDED_TABLES = frozenset(table_of(measure).name for measure in CHOICES)  # whose rows a decision may count otherwise


def rules(connection: Connection, known: int | None = None) -> Rules:
    """Return the newest decision about each measure; `known`: of those recorded by that audit record."""
    return newest(decisions(connection, known))


def decisions(connection: Connection, known: int | None = None) -> tuple[CountingRule, ...]:
    """Return every decision, the later version of a measure after the earlier."""
    rows = _rules().rows(connection, **{KNOWN: EVERYTHING if known is None else known})
    return tuple(CountingRule(row[0], row[1], tuple(row[2].split()), row[3], row[4]) for row in rows)


@lru_cache(maxsize=1)
def _rules() -> Prepared:
    c = BUNDLE["counting_rules"].c
    found = select(c.measure, c.version, func.coalesce(c.words, ""), c.dated, c.reason)
    return Prepared(found.where(c.audit_no <= given(KNOWN)).order_by(c.measure, c.version))


def by_rules(sources: Iterable[Source], decided: Rules) -> tuple[Source, ...]:
    """Return the sources as the rules count them."""
    made = _made(decided)
    return tuple(made.get(source.measure, source) for source in sources)


@lru_cache(maxsize=64)
def _made(decided: Rules) -> dict[str, Source]:
    return {measure.key: of_bundle(measure) for rule in decided for measure in rule.applied()}
