"""How figures are counted: shown, tried out against the years there are, decided with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.calendar import fiscal_period, fiscal_year_of
from collections_app.domain.comparison import value_of
from collections_app.domain.counting import (
    CHOICES,
    CountingRule,
    check,
    counted_by,
    figures_of,
    newest,
    rule_of,
    sentence,
    version_of,
)
from collections_app.domain.counting_views import Difference, RuleView
from collections_app.domain.errors import ConflictError
from collections_app.domain.figures import FIGURE, FIGURES
from collections_app.domain.records import SaveRecord
from collections_app.services.records import save_in
from collections_app.storage import counting, figures

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_YEARS = 5


def rules(office: Office) -> tuple[RuleView, ...]:
    """Return everything that may be decided about, as it is counted today."""
    with office.database.reading() as connection:
        decided = counting.decisions(connection)
    in_force = newest(decided)
    found = []
    for measure in CHOICES:
        rule = rule_of(measure, in_force)
        labels = tuple(figure.label for figure in figures_of(rule))
        history = sorted((one for one in decided if one.measure == measure), key=lambda one: -one.version)
        found.append(RuleView(rule, labels, sentence(rule), tuple(history)))
    return tuple(found)


def counted(office: Office) -> dict[str, tuple[int, str]]:
    """Return the version and the sentence of how each figure is counted, by its key."""
    with office.database.reading() as connection:
        in_force = counting.rules(connection)
    return {figure.key: (version_of(figure, in_force), counted_by(figure, in_force)) for figure in FIGURES}


def decided(office: Office) -> dict[str, tuple[int, str]]:
    """Return the version and the sentence of the figures that the office counts otherwise than they were shipped."""
    return {key: said for key, said in counted(office).items() if said[0] != FIGURE[key].version}


def differences(office: Office, rule: CountingRule, as_of: date) -> tuple[Difference, ...]:
    """Return what a decision would change: its figures of the last five fiscal years, the newest up to the day.

    UserError when it makes no sense or would count a row twice.
    """
    with office.database.reading() as connection:
        check(rule, counting.rules(connection))
        return tuple(_differences(connection, rule, as_of))


def _differences(connection: Connection, rule: CountingRule, as_of: date) -> Iterator[Difference]:
    today = counting.rules(connection)
    tried = newest((*today, rule))
    concerned = figures_of(rule)
    measures = {measure for figure in concerned for measure in figure.measures}
    last_year = fiscal_year_of(as_of)
    for year in range(last_year, last_year - _YEARS, -1):
        first, end = fiscal_period(year)
        span = (first, min(end, as_of))
        before, after = (figures.in_days(connection, *span, measures, decided=one) for one in (today, tried))
        for figure in concerned:
            values = (value_of(figure, before), value_of(figure, after))
            yield Difference(figure.key, figure.label, figure.unit, year, *values)


def decide(office: Office, rule: CountingRule, decided_on: date) -> Changes:
    """Count by a new rule from now on, in every period that is not closed; the totals follow in one transaction.

    UserError as for `differences`; ConflictError when somebody else has decided since `rule` was made.
    """
    with office.database.writing() as connection:
        in_force = counting.rules(connection)
        check(rule, in_force)
        if rule.version != rule_of(rule.measure, in_force).version + 1:
            raise ConflictError("ほかの人がこの数え方を変えました。読み直してから決めてください。")
        row = {
            "measure": rule.measure,
            "version": rule.version,
            "words": " ".join(rule.words) or None,
            "dated": rule.dated,
            "decided_on": decided_on,
            "reason": rule.reason.strip(),
        }
        return save_in(connection, SaveRecord("counting_rules", row))
