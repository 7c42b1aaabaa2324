"""A paper on the screen whose figures lead to their rows: by the arrows and Enter, or by a click."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QWidget

from collections_app.ui import look
from collections_app.ui.printing.preview import PageView
from collections_app.ui.printing.sheets import UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

    from collections_app.reports.figured import Behind
    from collections_app.ui.printing.sheets import Pages, Words

_ABOVE, _BELOW = 0.92, 0.28  # of a face's size: from the base line of a figure to the edges of its box
_SIDE = 1.5 * UNIT
_FAR = 1e9
_RING = 2  # pixels between a figure and the ring around it


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure on a page: its words, the box of each line it stands in, and what is behind it."""

    page: int
    text: str
    boxes: tuple[QRectF, ...]
    behind: Behind


def spots_of(pages: Pages) -> tuple[Spot, ...]:
    """Return the figures of pages in their order; one that is parted between two lines is one spot."""
    spots: list[Spot] = []
    for page, sheet in enumerate(pages.sheets):
        for words in sheet.words:
            for spot in _of_words(page, words):
                before = spots[-1] if spots else None
                if before is not None and before.behind is spot.behind and before.page == page:
                    spots[-1] = Spot(page, before.text + spot.text, before.boxes + spot.boxes, spot.behind)
                else:
                    spots.append(spot)
    return tuple(spots)


def _of_words(page: int, words: Words) -> Iterator[Spot]:
    size, measure = words.face.points * UNIT, words.face.width
    for start, end, behind in words.marks:
        left = words.x + measure(words.text[:start]) * words.squeeze
        width = measure(words.text[start:end]) * words.squeeze
        box = QRectF(left, words.y - _ABOVE * size, width, (_ABOVE + _BELOW) * size)
        yield Spot(page, words.text[start:end], (box.adjusted(-_SIDE, 0, _SIDE, 0),), behind)


class FigureView(PageView):
    """`opened` tells the FigureWanted of a figure, `refused` why one has no rows, `stood_on` the Spot or None."""

    opened = Signal(object)
    refused = Signal(str)
    stood_on = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.spots: tuple[Spot, ...] = ()
        self.on = -1  # the index of the figure the keyboard is on
        self._layer = _Layer(self, self._paper)
        self.turned.connect(self._layer.update)

    def show_pages(self, pages: Pages, at: int = 0) -> None:
        """Show the pages of a paper; the keyboard is on none of its figures."""
        self.spots = spots_of(pages)
        self.on = -1
        super().show_pages(pages, at)
        self._tell()

    def here(self) -> Spot | None:
        """Return the figure the keyboard is on."""
        return self.spots[self.on] if 0 <= self.on < len(self.spots) else None

    def stand_on(self, at: int) -> None:
        """Put the keyboard on a figure; the first or last one where there is none of that index."""
        if not self.spots:
            return
        self.on = max(0, min(at, len(self.spots) - 1))
        spot = self.spots[self.on]
        if spot.page != self.at:
            self.turn_to(spot.page)
        centre = self.place_of(spot)
        room = look.scaled(look.XL)
        self.ensureVisible(round(centre.x()), round(centre.y()), room, room)
        self._tell()

    def stand_on_behind(self, behind: Behind) -> bool:
        """Put the keyboard on the figure with this behind it, and return whether there is one."""
        found = next((at for at, spot in enumerate(self.spots) if spot.behind is behind), None)
        if found is not None:
            self.stand_on(found)
        return found is not None

    def place_of(self, spot: Spot) -> QPointF:
        """Return the middle of a figure on the paper as it is shown."""
        return spot.boxes[0].center() * self.scale

    def open_here(self) -> None:
        """Open the rows of the figure the keyboard is on; of several, let one be chosen."""
        spot = self.here()
        if spot is None:
            return
        parts = spot.behind.parts
        if len(parts) == 1:
            self.opened.emit(parts[0].wanted)
        elif parts:
            self._offer(spot)
        else:
            self.refused.emit(f"{spot.text}: {spot.behind.why}。")

    def _offer(self, spot: Spot) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for at, part in enumerate(spot.behind.parts, 1):
            action = menu.addAction(f"&{at}　{part.said}")
            action.triggered.connect(partial(self.opened.emit, part.wanted))
        if spot.behind.why:
            menu.addAction(spot.behind.why).setEnabled(False)
        corner = spot.boxes[-1].bottomLeft() * self.scale
        menu.popup(self._paper.mapToGlobal(corner.toPoint()))
        menu.setActiveAction(menu.actions()[0])

    def _tell(self) -> None:
        spot = self.here()
        if spot is not None:
            self.setAccessibleName(
                f"印刷プレビュー {self.at + 1} / {self.count}ページ　数字 {spot.text}　{spot.behind.said}"
            )
        self._layer.update()
        self.stood_on.emit(spot)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from figure to figure by the arrows, open by Enter, turn pages, zoom."""
        moves: dict[int, Callable[[], object]] = {
            Qt.Key.Key_PageUp: lambda: self.turn_to(self.at - 1),
            Qt.Key.Key_PageDown: lambda: self.turn_to(self.at + 1),
            Qt.Key.Key_Plus: lambda: self.zoom_by(1),
            Qt.Key.Key_Minus: lambda: self.zoom_by(-1),
            Qt.Key.Key_0: self.zoom_to_page,
        }
        if self.spots:
            moves |= {
                Qt.Key.Key_Right: lambda: self.stand_on(self._next()),
                Qt.Key.Key_Left: lambda: self.stand_on(self.on - 1),
                Qt.Key.Key_Down: lambda: self.stand_on(self._beside(1)),
                Qt.Key.Key_Up: lambda: self.stand_on(self._beside(-1)),
                Qt.Key.Key_Home: lambda: self.stand_on(0),
                Qt.Key.Key_End: lambda: self.stand_on(len(self.spots) - 1),
                Qt.Key.Key_Return: self.open_here,
                Qt.Key.Key_Enter: self.open_here,
            }
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() in moves and not plain:
            moves[event.key()]()
        else:
            super().keyPressEvent(event)

    def _next(self) -> int:
        """Return the figure after this one; from a page that was turned to, the first of that page."""
        here = self.here()
        if here is None or here.page != self.at:
            return next((at for at, spot in enumerate(self.spots) if spot.page >= self.at), 0)
        return self.on + 1

    def _beside(self, step: int) -> int:
        """Return the nearest figure of the line below (1) or above (-1), on this page or the next one."""
        here = self.here()
        if here is None or here.page != self.at:
            return self._next()

        def line_of(spot: Spot) -> tuple[int, float]:
            return spot.page, round(spot.boxes[0].bottom())

        lines = sorted({line_of(spot) for spot in self.spots})
        place = lines.index(line_of(here)) + step
        if not 0 <= place < len(lines):
            return self.on
        middle = here.boxes[0].center().x()
        there = ((abs(one.boxes[0].center().x() - middle) if line_of(one) == lines[place] else _FAR, at)
                 for at, one in enumerate(self.spots))  # fmt: skip
        return min(there)[1]

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is; it begins on the first figure of the page."""
        super().focusInEvent(event)
        if self.here() is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.stand_on(self._next())
        self._layer.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it is elsewhere."""
        super().focusOutEvent(event)
        self._layer.update()


class _Layer(QWidget):
    """Lies over the paper: a line under each figure, a ring around the one the keyboard is on."""

    def __init__(self, view: FigureView, paper: QWidget) -> None:
        super().__init__(paper)
        self._view = view
        self._under: Spot | None = None  # the mouse
        self.setMouseTracking(True)
        paper.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the paper."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint over the page."""
        view = self._view
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = look.paper_ink("accent")
        here = view.here() if view.hasFocus() else None
        for spot in (one for one in view.spots if one.page == view.at):
            for box in (self._shown(box) for box in spot.boxes):
                painter.setPen(QPen(accent, 1, Qt.PenStyle.SolidLine if spot.behind.parts else Qt.PenStyle.DotLine))
                painter.drawLine(box.bottomLeft(), box.bottomRight())
                if spot is here or spot is self._under:
                    painter.setPen(QPen(accent, 2 if spot is here else 1))
                    ring = box.adjusted(-_RING, -_RING, _RING, _RING)
                    painter.drawRoundedRect(ring, look.SMALL_RADIUS, look.SMALL_RADIUS)
        painter.end()

    def _shown(self, box: QRectF) -> QRectF:
        scale = self._view.scale
        return QRectF(box.topLeft() * scale, box.size() * scale)

    def _at(self, event: QMouseEvent) -> int:
        """Return the index of the figure under the mouse, -1 for none."""
        view, place = self._view, event.position() / self._view.scale
        of_page = ((at, spot) for at, spot in enumerate(view.spots) if spot.page == view.at)
        return next((at for at, spot in of_page if any(box.contains(place) for box in spot.boxes)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which figure would open, and what is behind it."""
        at = self._at(event)
        under = self._view.spots[at] if at >= 0 else None
        if under is not self._under:
            self._under = under
            self.setCursor(Qt.CursorShape.PointingHandCursor if under is not None else Qt.CursorShape.ArrowCursor)
            self.setToolTip(under.behind.said if under is not None else "")
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the mouse."""
        super().leaveEvent(event)
        self._under = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the figure that is pressed."""
        at = self._at(event)
        if at < 0 or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)
        self._view.stand_on(at)
        self._view.open_here()
