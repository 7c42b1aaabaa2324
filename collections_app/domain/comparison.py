"""Figures from measured values: current against last year and plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from collections_app.domain.figures import Figure
from collections_app.domain.money import percent_of
from collections_app.domain.views import FigureValue

NEW = "new"  # 新規取組み: nothing last year, something now


def value_of(figure: Figure, values: Mapping[str, tuple[int, int]]) -> int:
    """Return the figure's count, or yen, from (count, yen) by measure; what was not measured counts as nothing."""
    place = 1 if figure.is_money else 0
    value = 0
    for measure in figure.measures:
        if measure in values:
            value += values[measure][place]
    return value


def compared(figure: Figure, current: int, previous: int, plan: int | None = None) -> FigureValue:
    """Return the figure with its ratios in percent, half-up to one decimal from unrounded values.

    Nothing last year: no ratio, and the note `new` when there is something now.
    """
    return FigureValue(
        figure.key,
        figure.label,
        figure.unit,
        current,
        previous,
        percent_of(current, previous) if previous else None,
        plan,
        percent_of(current, plan) if plan else None,
        NEW if previous == 0 and current > 0 else None,
    )


class Compared(Mapping[str, FigureValue]):
    """Figures of one group by key, each made when it is asked for: the tables of groups show a part of them.

    It holds what was measured in both periods and asks nobody, so it is as frozen as any other value.
    """

    def __init__(
        self,
        figures: Mapping[str, Figure],
        current: Mapping[str, tuple[int, int]],
        previous: Mapping[str, tuple[int, int]],
    ) -> None:
        self._figures, self._current, self._previous = figures, current, previous

    def __getitem__(self, key: str) -> FigureValue:
        figure = self._figures[key]
        return compared(figure, value_of(figure, self._current), value_of(figure, self._previous))

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)
