"""A text in which figures stand: a str for whoever prints it, with their places for whoever opens them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

from collections_app.reports.kinsoku import Measure, lines_of

if TYPE_CHECKING:
    from collections_app.domain.breakdowns import FigureWanted


class Part(NamedTuple):
    """One figure of one span: in words, and the question its rows answer."""

    said: str
    wanted: FigureWanted


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a printed figure: a comparison or a sum has several parts. `why` says what has no rows."""

    parts: tuple[Part, ...]
    why: str = ""

    @property
    def said(self) -> str:
        """All of it in words."""
        return "　／　".join((*(part.said for part in self.parts), *((self.why,) if self.why else ())))


class Mark(NamedTuple):
    """Where a figure stands in a text, and what is behind it."""

    start: int
    end: int
    behind: Behind


class Figured(str):
    """A text with the places of its figures."""

    marks: tuple[Mark, ...]

    def __new__(cls, text: str, marks: Iterable[Mark] = ()) -> Self:
        """Return the text; its marks lie within it."""
        made = super().__new__(cls, text)
        made.marks = tuple(marks)
        return made


def figured(text: str, behind: Behind) -> Figured:
    """Return a text that is a figure from end to end."""
    return Figured(text, (Mark(0, len(text), behind),))


def marks_of(text: str) -> tuple[Mark, ...]:
    """Return the figures of a text; a plain one has none."""
    return text.marks if isinstance(text, Figured) else ()


def joined(texts: Iterable[str]) -> Figured:
    """Return texts on end; their figures keep their places."""
    pieces: list[str] = []
    marks: list[Mark] = []
    length = 0
    for text in texts:
        marks += (Mark(start + length, end + length, behind) for start, end, behind in marks_of(text))
        pieces.append(text)
        length += len(text)
    return Figured("".join(pieces), marks)


def figured_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Return the lines a text takes at a width, as `lines_of` does; a figure that is parted stands in both lines."""
    found = lines_of(text, width, measure)
    if not marks_of(text):
        return found
    placed: list[str] = []
    end = 0
    for line in found:
        start = text.find(line, end)
        if start < 0:  # a sign that no printer can show was left out of it
            placed.append(line)
            continue
        end = start + len(line)
        placed.append(_cut(text, start, end))
    return placed


def _cut(text: str, start: int, end: int) -> Figured:
    inside = (mark for mark in marks_of(text) if mark.start < end and start < mark.end)
    marks = (Mark(max(one.start, start) - start, min(one.end, end) - start, one.behind) for one in inside)
    return Figured(text[start:end], marks)
