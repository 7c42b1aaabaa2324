"""The list of problems of one bundle: it stays short enough to read, and counts what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from collections_app.domain.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 10_000


@dataclass(slots=True)
class Findings:
    """Collects problems; warnings never push errors off the list."""

    _errors: list[Problem] = field(default_factory=list)
    _warnings: list[Problem] = field(default_factory=list)
    _unlisted: int = 0

    def add(self, problem: Problem) -> None:
        """List `problem`, or count it when the list is full."""
        kind = self._warnings if problem.is_warning else self._errors
        if len(kind) < MOST:
            kind.append(problem)
        else:
            self._unlisted += 1

    def extend(self, problems: Iterable[Problem]) -> None:
        """List all of `problems`."""
        for problem in problems:
            self.add(problem)

    def listed(self) -> list[Problem]:
        """Return at most 10,000 problems, errors first, and a closing sentence saying how many more there are."""
        all_listed = self._errors + self._warnings
        shown, left = all_listed[:MOST], len(all_listed[MOST:]) + self._unlisted
        if left:
            message = f"このほかに{left:,}件あります。"
            remedy = "上の問題を直してから、もう一度確かめてください。"
            shown.append(Problem(Place(), "", message, remedy, is_warning=not self._errors))
        return shown
