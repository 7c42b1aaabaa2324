"""What a page holds once it is set: words and rules with their places, in parts of a point from its corner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QFont, QFontMetricsF

from collections_app.domain.shown import Chart
from collections_app.reports.figured import Mark
from collections_app.reports.kinsoku import clusters
from collections_app.ui import look

UNIT = look.PAPER_UNIT
MM = 72 / 25.4 * UNIT
WIDTH, HEIGHT = 210 * MM, 297 * MM
MARGIN = look.PAPER_MARGIN_MM * MM
GETA = "〓"  # what Japanese printers have always set for a sign they do not have


@dataclass(frozen=True, slots=True)
class Face:
    """A font of a paper; `measure` says how wide a sign is."""

    points: float = look.PAPER_CELL
    bold: bool = False
    digits: bool = False

    @property
    def leading(self) -> float:
        """The distance of two base lines."""
        return self.points * look.PAPER_LEADING * UNIT

    @property
    def font(self) -> QFont:
        """The font, a new one each time: pages are set and painted on several threads, which must not share one."""
        return look.paper_font(self.points, bold=self.bold, digits=self.digits)

    def measure(self, sign: str) -> float:
        """Return the width of a sign."""
        return _width(self, shown(sign))

    def width(self, text: str) -> float:
        """Return the width of a line."""
        return sum(map(self.measure, clusters(text)))


@cache
def _width(face: Face, sign: str) -> float:
    return QFontMetricsF(face.font).horizontalAdvance(sign)


@cache
def is_known(sign: str) -> bool:
    """Return whether this computer has a font that can draw a sign."""
    return QFontMetricsF(Face().font).inFontUcs4(ord(sign[0]))


def shown(sign: str) -> str:
    """Return a sign, or 〓 where no font of this computer has it."""
    return sign if is_known(sign) else GETA


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text at its base line; `squeeze` below 1 makes it narrower. `marks` are the figures in it."""

    x: float
    y: float
    text: str
    face: Face
    ink: str = "text"
    squeeze: float = 1.0
    marks: tuple[Mark, ...] = ()

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.face.width(self.text) * self.squeeze


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    points: float = look.PAPER_HAIRLINE
    ink: str = "line_strong"


@dataclass(frozen=True, slots=True)
class Placed:
    """A chart and the rectangle it is drawn in."""

    x: float
    y: float
    width: float
    height: float
    chart: Chart


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    words: tuple[Words, ...]
    rules: tuple[Rule, ...]
    charts: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of a paper; `title` names the file's contents without a person's name."""

    title: str
    sheets: tuple[Sheet, ...]
    is_landscape: bool
    unknown: tuple[str, ...] = ()  # signs no font of this computer has

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a page."""
        return (HEIGHT, WIDTH) if self.is_landscape else (WIDTH, HEIGHT)
