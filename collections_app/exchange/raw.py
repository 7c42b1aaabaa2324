"""Tables as they were read: every cell still text, every row with the number its reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.errors import UserError
from collections_app.domain.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.bundle import Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file or sheet whose heading is not yet understood.

    Rows are texts, the heading row first; `lines` are their numbers as a spreadsheet counts them; `problems` are the
    cells that could not be read.
    """

    source: str
    rows: list[list[str]]
    lines: Sequence[int]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table of the bundle by column: the texts of each column it has, and the line each row stands in."""

    table: Table
    source: str
    cells: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    problems: tuple[Problem, ...] = ()


class RefusedError(UserError):
    """A file that cannot be read at all; `problems` say where and what would put it right."""

    def __init__(self, *problems: Problem) -> None:
        """Keep `problems`; their sentences are what is shown."""
        super().__init__("\n".join(problem.sentence for problem in problems))
        self.problems = problems


def refusal(file: str, message: str, remedy: str, *, row: int | None = None, value: str = "") -> RefusedError:
    """Return the error that refuses `file`, to be raised."""
    return RefusedError(Problem(Place(file, row), value, message, remedy))
