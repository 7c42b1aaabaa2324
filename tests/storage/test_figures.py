"""Sums of spans: whole months from the totals and broken months from the rows are what the rows alone say."""

from __future__ import annotations

from datetime import date

import pytest

from collections_app.domain.figures import FIGURES, LEVELS
from collections_app.services.office import Office
from collections_app.storage import figures

_WHOLE = ((date(2024, 4, 1), date(2025, 3, 31)), (date(2023, 4, 1), date(2024, 3, 31)))
_BROKEN = ((date(2024, 4, 1), date(2025, 1, 17)), (date(2023, 4, 1), date(2024, 1, 17)))
_FIRST_DAY = ((date(2024, 4, 1), date(2024, 4, 1)), (date(2023, 4, 1), date(2023, 4, 1)))
_MEASURES = frozenset(
    measure for figure in FIGURES for measure in figure.measures if measure.startswith(("re", "visit", "sub"))
) - {"recovery_after_closing"}


@pytest.mark.parametrize("spans", [_WHOLE, _BROKEN, _FIRST_DAY])
def test_totals_are_what_the_rows_say(invented_office: Office, spans: tuple[tuple[date, date], ...]) -> None:
    with invented_office.database.reading() as connection:
        found = figures.totals(connection, spans, _MEASURES)
        levels = figures.levels(connection, [last for _, last in spans])
        for n, (first, last) in enumerate(spans):
            assert _something(found[n]) == _something(figures.in_days(connection, first, last, _MEASURES))
            assert _something(levels[n]) == _something(figures.in_days(connection, None, last, LEVELS))
    assert any(map(_something, levels))


@pytest.mark.parametrize("spans", [_WHOLE, _BROKEN, _FIRST_DAY])
def test_charges_are_what_the_rows_say(invented_office: Office, spans: tuple[tuple[date, date], ...]) -> None:
    with invented_office.database.reading() as connection:
        found = figures.by_charge(connection, spans, _MEASURES)
        for dim in ("section", "staff"):
            for n, span in enumerate(spans):
                of_dim = {key: _something(values[n]) for (one, key), values in found.items() if one == dim}
                rows = figures.by_dimension(connection, dim, span, _MEASURES)
                assert {key: values for key, values in of_dim.items() if values} == {
                    key: _something(values) for key, values in rows.items() if key
                }
    assert found or spans is _FIRST_DAY


def _something(values: figures.Values) -> figures.Values:
    return {measure: pair for measure, pair in values.items() if pair != (0, 0)}
