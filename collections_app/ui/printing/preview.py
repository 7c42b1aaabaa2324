"""One page of a paper on the screen, as it will be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from collections_app.ui import look
from collections_app.ui.printing.painter import paint
from collections_app.ui.printing.sheets import UNIT

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from collections_app.ui.printing.sheets import Pages

_PIXELS_A_POINT = 96 / 72  # at 100 %
_LEAST_SCALE = 0.1 / UNIT  # in a window without room
_SCROLLING = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right}


class _Paper(QWidget):
    """The white sheet; white in the dark theme too, because paper is."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: Pages | None = None
        self.at = 0
        self.scale = 1.0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page."""
        if self.pages is None:
            return
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.fillRect(self.rect(), look.paper_ink("surface"))
        painter.save()
        painter.scale(self.scale, self.scale)
        paint(painter, self.pages.sheets[self.at])
        painter.restore()
        painter.setPen(QPen(look.ink("line_strong"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class PageView(QScrollArea):
    """Shows one page, whole or at a zoom. `turned` tells that another page or zoom is shown."""

    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._paper = _Paper()
        self._zoom = 0.0  # 0: the whole page
        self.setWidget(self._paper)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("印刷プレビュー")

    @property
    def pages(self) -> Pages | None:
        """The pages shown."""
        return self._paper.pages

    @property
    def at(self) -> int:
        """The index of the page shown."""
        return self._paper.at

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._paper.pages.sheets) if self._paper.pages is not None else 0

    @property
    def scale(self) -> float:
        """How many pixels a part of a point takes."""
        return self._paper.scale

    @property
    def percent(self) -> int:
        """How large the page is shown; 100 is about its size on paper."""
        return round(self._paper.scale * UNIT / _PIXELS_A_POINT * 100)

    def show_pages(self, pages: Pages, at: int = 0) -> None:
        """Show the pages of a paper."""
        self._paper.pages = pages
        self._paper.at = 0
        self._fit()
        self.turn_to(at)

    def turn_to(self, at: int) -> None:
        """Show a page; the first or last one where there is none of that index."""
        self._paper.at = max(0, min(at, self.count - 1))
        self.verticalScrollBar().setValue(0)
        pages = self._paper.pages
        if pages is not None:
            self.setAccessibleName(f"印刷プレビュー {self.at + 1} / {self.count}ページ")
            self.setAccessibleDescription("\n".join(words.text for words in pages.sheets[self.at].words))
        self._paper.update()
        self.turned.emit()

    def zoom_by(self, step: int) -> None:
        """Show the page larger or smaller by a step of the zooms."""
        now = self.percent / 100
        larger = [zoom for zoom in look.PAPER_ZOOMS if zoom > now + 0.01]
        smaller = [zoom for zoom in look.PAPER_ZOOMS if zoom < now - 0.01]
        reachable = larger[:1] if step > 0 else smaller[-1:]
        if reachable:
            self._zoom = reachable[0]
            self._fit()
            self.turned.emit()

    def zoom_to_page(self) -> None:
        """Show the whole page."""
        self._zoom = 0.0
        self._fit()
        self.turned.emit()

    def _fit(self) -> None:
        pages = self._paper.pages
        if pages is None:
            return
        width, height = pages.size
        room = self.maximumViewportSize()
        whole = min((room.width() - 2) / width, (room.height() - 2) / height)
        self._paper.scale = self._zoom * _PIXELS_A_POINT / UNIT if self._zoom else max(whole, _LEAST_SCALE)
        self._paper.resize(round(width * self._paper.scale), round(height * self._paper.scale))
        self._paper.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole page in sight."""
        super().resizeEvent(event)
        before = self.percent
        self._fit()
        if self.percent != before:
            self.turned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by the arrows; leave every other key to the page."""
        if event.key() in _SCROLLING:
            super().keyPressEvent(event)
        else:
            event.ignore()
