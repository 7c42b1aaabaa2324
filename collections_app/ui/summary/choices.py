"""What the summary asks for when a number is pressed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureChoice:
    """The figure whose rows are wanted: of this year or the previous one, of all, one section or one person."""

    key: str
    is_previous: bool = False
    section: str = ""
    staff_no: str = ""


@dataclass(frozen=True, slots=True)
class CohortChoice:
    """The claims subrogated in one fiscal year, and their recovery up to an elapsed year (0 is the first)."""

    cohort: int
    elapsed: int
