"""経過: everything that happened, newest first, painted by a delegate so that hundreds of lines stay light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from collections_app.domain.calendar import short_era
from collections_app.reports import tsv
from collections_app.ui import look
from collections_app.ui.claim.prose import line_height, paint_lines, wrapped
from collections_app.ui.widgets import paint_chip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent

    from collections_app.domain.views import TimelineItem

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
ALL = ""
_NO_INDEX = QModelIndex()
_DATE, _TITLE = 78, 104
_CHIP = 20


def matching(items: Sequence[TimelineItem], group: str, text: str) -> list[TimelineItem]:
    """Return the items of a group (empty: all) in which every word of `text` stands."""
    wanted = text.casefold().split()
    return [
        item
        for item in items
        if group in (ALL, item.group)
        and all(
            word in f"{item.title}\n{item.tag}\n{item.text}\n{item.detail}\n{short_era(item.on)}".casefold()
            for word in wanted
        )
    ]


class TimelineModel(QAbstractListModel):
    """The items shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[TimelineItem] = []

    def set_items(self, items: list[TimelineItem]) -> None:
        """Show other items."""
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the item in one line, or the item itself."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " ".join(part for part in (short_era(item.on), item.title, item.tag, item.text, item.detail) if part)
        return (item,) if role == ITEM_ROLE else None


class TimelineDelegate(QStyledItemDelegate):
    """Date, title with its chip, text with its soft detail. Long text takes as many lines as it needs."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the item at the view's width."""
        del option
        (item,) = index.data(ITEM_ROLE)
        width = self._view.viewport().width()
        line = line_height(look.text_font())
        left = line + (look.scaled(_CHIP) if item.tag else 0)
        right = line * len(self._lines(item.text, width)) + (line if item.detail else 0)
        return QSize(width, max(left, right) + 2 * look.S)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one item."""
        (item,) = index.data(ITEM_ROLE)
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.ink("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look.ink("hover"))
        painter.setPen(QPen(look.ink("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._paint_left(painter, box, item)
        self._paint_right(painter, box, item)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.ink("accent"), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), look.SMALL_RADIUS, look.SMALL_RADIUS)
        painter.restore()

    def _paint_left(self, painter: QPainter, box: QRect, item: TimelineItem) -> None:
        top = box.top() + look.S
        line = line_height(look.text_font())
        painter.setFont(look.number_font())
        painter.setPen(look.ink("soft"))
        paint_lines(painter, [short_era(item.on)], box.left() + look.XS, top)
        left = box.left() + look.scaled(_DATE)
        room = look.scaled(_TITLE) - look.S
        painter.setFont(look.text_font(bold=True))
        painter.setPen(look.ink("text"))
        title = painter.fontMetrics().elidedText(item.title, Qt.TextElideMode.ElideRight, room)
        paint_lines(painter, [title], left, top)
        if item.tag:
            chip = QRect(left, top + line, room, look.scaled(_CHIP))
            paint_chip(painter, chip, item.tag, item.tone)

    def _paint_right(self, painter: QPainter, box: QRect, item: TimelineItem) -> None:
        left = box.left() + look.scaled(_DATE + _TITLE)
        top = box.top() + look.S
        painter.setFont(look.text_font())
        painter.setPen(look.ink("text"))
        lines = self._lines(item.text, box.width())
        paint_lines(painter, lines, left, top)
        if item.detail:
            top += line_height(painter.font()) * len(lines)
            painter.setFont(look.text_font(look.HINT))
            painter.setPen(look.ink("soft"))
            room = box.right() - left - look.XS
            shown = painter.fontMetrics().elidedText(item.detail, Qt.TextElideMode.ElideRight, room)
            paint_lines(painter, [shown], left, top)

    @staticmethod
    def _lines(text: str, width: int) -> list[str]:
        return wrapped(text, look.text_font(), width - look.scaled(_DATE + _TITLE) - 2 * look.XS)


class Timeline(QListView):
    """The list. Ctrl+C copies the selected items, or all; Enter and a double click open the record (`opened`)."""

    opened = Signal(object)  # a RecordRef

    def __init__(self) -> None:
        super().__init__()
        self.doubleClicked.connect(self._open)
        self.items = TimelineModel(self)
        self.setModel(self.items)
        self.setItemDelegate(TimelineDelegate(self))
        self.setAccessibleName("経過")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        look.theme().changed.connect(self.scheduleDelayedItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy; leave Esc to the page."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_tsv())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        ref = self.items.items[index.row()].ref
        if ref is not None:
            self.opened.emit(ref)

    def as_tsv(self) -> str:
        """Return the selected items, or all, as tab-separated text with headings."""
        chosen = sorted(index.row() for index in self.selectedIndexes()) or range(len(self.items.items))
        lines = ["日付\t種別\t区分\t内容\t詳細"]
        for place in chosen:
            item = self.items.items[place]
            cells = (f"{item.on:%Y/%m/%d}", item.title, item.tag, item.text, item.detail)
            lines.append("\t".join(map(tsv.cell_text, cells)))
        return "\n".join(lines) + "\n"
