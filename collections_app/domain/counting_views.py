"""How figures are counted, as the screens show it: what is in force, and what a decision would change."""

from __future__ import annotations

from dataclasses import dataclass

from collections_app.domain.counting import CountingRule


@dataclass(frozen=True, slots=True)
class RuleView:
    """What may be decided about: the rule in force, the figures it counts, in words, and how it was before."""

    rule: CountingRule
    labels: tuple[str, ...]  # of the figures
    counted: str
    history: tuple[CountingRule, ...]  # newest first, without the shipped one


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of a fiscal year (up to the day asked for) as it is counted and as it would be."""

    figure: str
    label: str
    unit: str
    fiscal_year: int
    before: int
    after: int

    @property
    def delta(self) -> int:
        """How much more would be counted."""
        return self.after - self.before
