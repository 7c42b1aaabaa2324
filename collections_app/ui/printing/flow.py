"""The run of a paper down its pages: where the next line goes, when a page is full, what every page says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_date
from collections_app.domain.progress import SILENT, Progress
from collections_app.reports.figured import figured_lines, marks_of
from collections_app.reports.kinsoku import clusters, lines_of, printable
from collections_app.ui import look
from collections_app.ui.printing.sheets import (
    HEIGHT,
    MARGIN,
    UNIT,
    WIDTH,
    Face,
    Placed,
    Rule,
    Sheet,
    Words,
    is_known,
    shown,
)

if TYPE_CHECKING:
    from collections_app.domain.shown import Chart
    from collections_app.reports.document import Document

TITLE = Face(look.PAPER_TITLE, bold=True)
SECTION = Face(look.PAPER_SECTION, bold=True)
BODY = Face(look.PAPER_BODY)
STRONG = Face(look.PAPER_BODY, bold=True)
FOOT = Face(look.PAPER_FOOT)
FOOT_DIGITS = Face(look.PAPER_FOOT, digits=True)
_CARE = "取扱注意"
_CARE_FACE = Face(look.PAPER_BODY, bold=True)
_PAD = 4 * UNIT
_FOOT_ROOM = 18 * UNIT


class Flow:
    """Collects words and rules page by page. `y` is where the next block begins."""

    def __init__(self, document: Document, progress: Progress = SILENT) -> None:
        self.document = document
        self.progress = progress
        width, height = (HEIGHT, WIDTH) if document.is_landscape else (WIDTH, HEIGHT)
        self.left, self.right = MARGIN, width - MARGIN
        self._foot = height - MARGIN
        self.bottom = self._foot - _FOOT_ROOM
        self._pages: list[tuple[list[Words], list[Rule], list[Placed]]] = []
        self._unknown: dict[str, None] = {}
        self.y = self._top = 0.0
        self.turn()

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    @property
    def room(self) -> float:
        """What is left of the page."""
        return self.bottom - self.y

    @property
    def is_at_top(self) -> bool:
        """Whether nothing stands below the head of the page yet."""
        return self.y == self._top

    @property
    def body(self) -> float:
        """The height of a page without its head and foot: what a block may count on."""
        return self.bottom - MARGIN - 24 * UNIT

    @property
    def unknown(self) -> tuple[str, ...]:
        """The signs no font of this computer has, in the order of their appearance."""
        return tuple(self._unknown)

    def turn(self) -> None:
        """Begin a page with its head."""
        self._pages.append(([], [], []))
        self.y = MARGIN
        self._head(is_first=len(self._pages) == 1)
        self._top = self.y

    def words(self, text: str, x: float, top: float, face: Face, ink: str = "text", squeeze: float = 1.0) -> None:
        """Set a line whose upper edge is at `top`."""
        if not text:
            return
        marks = marks_of(text)
        signs = clusters(printable(text))
        unknown = [sign for sign in signs if not is_known(sign)]
        if unknown:
            self._unknown.update(dict.fromkeys(unknown))
            text = "".join(map(shown, signs))
        base = top + (face.leading + face.points * 0.76 * UNIT) / 2
        self._pages[-1][0].append(Words(x, base, str(text), face, ink, squeeze, marks))

    def words_right(self, text: str, right: float, top: float, face: Face, ink: str = "text") -> None:
        """Set a line that ends at `right`."""
        self.words(text, right - face.width(text), top, face, ink)

    def rule(
        self, x1: float, x2: float, y: float, points: float = look.PAPER_HAIRLINE, ink: str = "line_strong"
    ) -> None:
        """Draw a line across."""
        self._pages[-1][1].append(Rule(x1, y, x2, y, points, ink))

    def drawing(self, chart: Chart, height: float) -> None:
        """Draw a chart over the whole width."""
        self._pages[-1][2].append(Placed(self.left, self.y, self.width, height, chart))
        self.y += height

    def lines(self, text: str, face: Face, ink: str = "text") -> None:
        """Set words over the whole width, turning the page between lines."""
        for line in figured_lines(text, self.width, face.measure):
            if self.room < face.leading:
                self.turn()
            self.words(line, self.left, self.y, face, ink)
            self.y += face.leading

    def sheets(self) -> tuple[Sheet, ...]:
        """Return the pages, each with its foot."""
        everything = tuple(self._pages)
        for number, page in enumerate(everything, 1):
            self._pages = [page]
            self._set_foot(f"{number} / {len(everything)}")
        self._pages = list(everything)
        return tuple(Sheet(tuple(words), tuple(rules), tuple(charts)) for words, rules, charts in everything)

    def _head(self, *, is_first: bool) -> None:
        care_room = self._set_care() if self.document.is_personal else 0.0
        document = self.document
        if is_first:
            if document.stamp.corporation:
                self.words(document.stamp.corporation, self.left, self.y, BODY)
                self.y += BODY.leading
            self.words(document.title, self.left, self.y, TITLE)
            self.y += TITLE.leading
            for line in lines_of(document.reference, self.width, SECTION.measure):
                self.words(line, self.left, self.y, SECTION)
                self.y += SECTION.leading
        else:
            said = f"{document.title}　{document.reference}　{era_date(document.as_of)}現在（続き）"
            self.words(_cut(said, self.width - care_room, FOOT.measure), self.left, self.y, FOOT, "soft")
            self.y += _CARE_FACE.leading
        self.y += _PAD
        self.rule(self.left, self.right, self.y, look.PAPER_RULE, "text")
        self.y += _PAD

    def _set_care(self) -> float:
        """Set 取扱注意 in its frame at the right and return the room it takes."""
        width = _CARE_FACE.width(_CARE) + 2 * _PAD
        left, top, bottom = self.right - width, self.y, self.y + _CARE_FACE.leading
        self.words(_CARE, left + _PAD, top, _CARE_FACE, "bad")
        for y in (top, bottom):
            self.rule(left, self.right, y, look.PAPER_RULE, "bad")
        for x in (left, self.right):
            self._pages[-1][1].append(Rule(x, top, x, bottom, look.PAPER_RULE, "bad"))
        return width + _PAD

    def _set_foot(self, number: str) -> None:
        stamp = self.document.stamp
        top = self._foot - FOOT.leading
        self.rule(self.left, self.right, top - _PAD / 2)
        said = f"印刷 {era_date(stamp.at.date())} {stamp.at:%H:%M}　印刷者 {stamp.by}"
        room = self.width - FOOT_DIGITS.width(number) - _PAD
        self.words(_cut(said, room, FOOT.measure), self.left, top, FOOT, "soft")
        self.words_right(number, self.right, top, FOOT_DIGITS, "soft")


def _cut(text: str, width: float, measure: Callable[[str], float]) -> str:
    """Return what of a text fits on one line, with … where it does not all."""
    signs = clusters(printable(text))
    sizes = [measure(sign) for sign in signs]
    if sum(sizes) <= width:
        return "".join(signs)
    room, kept = width - measure("…"), []
    for sign, size in zip(signs, sizes, strict=True):
        if size > room:
            break
        kept.append(sign)
        room -= size
    return "".join(kept) + "…"
