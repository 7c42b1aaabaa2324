"""What a rule says against a record: the finding, the shape of a rule over whole columns, and rules of two dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from collections_app.domain.bundle import TABLE
from collections_app.domain.calendar import era_date

Columns = Mapping[str, Sequence[Any]]  # values by column identifier; all sequences are equally long


@dataclass(frozen=True, slots=True)
class Finding:
    """An objection to the row at `index`, shown at `column`."""

    index: int
    column: str
    message: str
    remedy: str
    is_warning: bool = False


Rule = Callable[[Columns], Iterator[Finding]]


def in_order(table: str, earlier: str, later: str, *, is_warning: bool = False) -> Rule:
    """Return the rule that the date `later` does not lie before the date `earlier`."""
    before, after = TABLE[table].column(earlier).heading, TABLE[table].column(later).heading

    def rule(columns: Columns) -> Iterator[Finding]:
        for index, (first, last) in enumerate(zip(columns[earlier], columns[later], strict=True)):
            if last is not None and first is not None and last < first:
                message = f"{after}が{before}（{era_date(first)}）より前です。"
                remedy = f"{after}を{before}以後の日付にするか、{before}を直してください。"
                yield Finding(index, later, message, remedy, is_warning)

    return rule
