"""The figures a layout is filled with: which spans and years it needs, and what was counted for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from collections_app.domain.calendar import fiscal_period, years_before
from collections_app.domain.figures import FIGURE
from collections_app.domain.period import Period, month_to, period_of
from collections_app.reports.layout import Heading, Layout, Line, Lines, Paragraph, Sentence, Table
from collections_app.reports.layout_terms import Shown, Span, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from collections_app.domain.views import FigureValue


class Need(NamedTuple):
    """Figures of a span, so many years back; `by` asks for the groups of a breakdown of this year."""

    span: Span = Span.YEAR
    back: int = 0
    by: str = ""


class Group(NamedTuple):
    """A value of a breakdown, and what people call it."""

    value: str
    label: str


def days_of(fiscal_year: int, as_of: date, span: Span, back: int) -> Period:
    """Return the days a figure of a report up to a day is of."""
    year, last = fiscal_year - back, years_before(as_of, back)
    if span is Span.MONTH:
        return month_to(last)
    return period_of(year, fiscal_period(year)[1] if span is Span.WHOLE and back else last)


@dataclass(frozen=True, slots=True)
class FigureSet:
    """The figures by need; of a year nothing is known of there are none.

    `typed` (span, years back, key) are those without rows: somebody typed them for a year before the first record.
    """

    fiscal_year: int
    as_of: date
    figures: Mapping[tuple[Span, int], Mapping[str, FigureValue]]
    groups: Mapping[str, Mapping[Group, Mapping[str, FigureValue]]] = field(default_factory=dict)  # by, group, key
    typed: frozenset[tuple[Span, int, str]] = frozenset()
    corporation: str = ""

    def days(self, span: Span, back: int) -> Period:
        """Return the days a figure is of."""
        return days_of(self.fiscal_year, self.as_of, span, back)

    def value(self, key: str, span: Span = Span.YEAR, back: int = 0) -> FigureValue | None:
        """Return a figure; None where nothing is known."""
        return self.figures.get((span, back), {}).get(key)

    def shown(self, one: Shown) -> FigureValue | None:
        """Return the figure a number of a layout names."""
        return self.value(one.figure, one.span, one.back)

    def in_group(self, key: str, by: str, group: Group) -> FigureValue | None:
        """Return a figure of one group of a breakdown."""
        return self.groups.get(by, {}).get(group, {}).get(key)


def needs_of(layout: Layout, more: tuple[Sentence, ...] = ()) -> frozenset[Need]:
    """Return what a layout, and sentences written for it, must be given."""
    found = {Need()}
    for block in layout.blocks:
        if isinstance(block, Table):
            found |= {Need(column.shown.span, column.shown.back, column.by) for column in block.columns}
    for text in _texts(layout, more):
        found |= {Need(one.span, one.back) for one in text if isinstance(one, Shown) and one.figure in FIGURE}
    for sentence in (*layout.sentences(), *more):
        years = max((claim.years for _, claim in sentence.claims), default=0)
        found |= {Need(back=back) for back in range(years)}
    return frozenset(found)


def _texts(layout: Layout, more: tuple[Sentence, ...]) -> Iterator[Template]:
    yield layout.title
    yield from (sentence.text for sentence in more)
    for block in layout.blocks:
        match block:
            case Heading():
                yield block.text
            case Paragraph():
                yield from (sentence.text for sentence in block.sentences)
            case Lines():
                for line in block.lines:
                    yield from _of_line(line)
            case Table():
                yield block.title


def _of_line(line: Line) -> Iterator[Template]:
    yield from (line.label, line.text, line.new or (), line.nothing or ())
