"""How cells and headings are drawn: hairlines, tabular digits, chips, hover and selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from collections_app.domain.codes import ClaimStatus
from collections_app.ui import look
from collections_app.ui.table.column import GROUP_ROLE, KIND_ROLE, TABULAR, TONE_ROLE, VALUE_ROLE
from collections_app.ui.table.model import PENDING, Index, TableModel
from collections_app.ui.widgets.chip import paint_chip

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_PAD = look.S


class Surface(Protocol):
    """What the delegate must know of its table."""

    hovered_row: int

    def current_row(self) -> int:
        """Return the row the keyboard is on."""

    def has_focus(self) -> bool:
        """Whether the keyboard is in the table."""

    def last_column(self) -> int:
        """Return the last column shown."""


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a TableView."""

    def __init__(self, table: Surface, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        palette = look.colors()
        box: QRect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = palette.neutral_soft if index.data(GROUP_ROLE) else palette.surface
        if is_selected:
            ground = palette.accent_soft
        elif index.row() == self._table.hovered_row:
            ground = palette.hover
        painter.fillRect(box, QColor(ground))
        painter.setPen(QColor(palette.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        kind = str(index.data(KIND_ROLE))
        inner = box.adjusted(_PAD, 0, -_PAD, -1)
        if kind == PENDING:
            self._paint_pending(painter, inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)))
        elif kind == "status":
            self._paint_status(painter, inner, index)
        else:
            self._paint_text(painter, inner, kind, index)
        if index.row() == self._table.current_row() and self._table.has_focus():
            self._paint_ring(painter, box, index.column())

    def _paint_pending(self, painter: QPainter, box: QRect, alignment: int) -> None:
        width = min(box.width(), 56)
        left = box.right() - width if alignment & int(Qt.AlignmentFlag.AlignRight) else box.left()
        painter.fillRect(QRectF(left, box.center().y() - 4, width, 8), QColor(look.colors().neutral_soft))

    def _paint_status(self, painter: QPainter, box: QRect, index: Index) -> None:
        (status,) = index.data(VALUE_ROLE)
        if isinstance(status, ClaimStatus):
            paint_chip(painter, box, status.label, look.STATUS_TONES[status], look.STATUS_SHAPES[status])

    def _paint_text(self, painter: QPainter, box: QRect, kind: str, index: Index) -> None:
        is_tabular = kind in TABULAR or kind == "claim"
        is_bold = bool(index.data(GROUP_ROLE))
        is_word = not is_tabular or (is_bold and kind == "claim")  # there the line of a group has its word
        painter.setFont(look.text_font(bold=is_bold) if is_word else look.number_font(bold=is_bold))
        tone = str(index.data(TONE_ROLE) or ("accent" if kind == "claim" else "text"))
        painter.setPen(QColor(getattr(look.colors(), tone)))
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)

    def _paint_ring(self, painter: QPainter, box: QRect, column: int) -> None:
        # the ring runs round the whole row: its ends are drawn by the first and the last column only
        painter.setPen(QPen(QColor(look.colors().accent), 2))
        top, bottom = box.top() + 1, box.bottom()
        painter.drawLine(box.left(), top, box.right() + 1, top)
        painter.drawLine(box.left(), bottom, box.right() + 1, bottom)
        if column == 0:
            painter.drawLine(box.left() + 1, top, box.left() + 1, bottom)
        if column == self._table.last_column():
            painter.drawLine(box.right(), top, box.right(), bottom)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Show a text that is cut, as plain text."""
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        is_cut = option.fontMetrics.horizontalAdvance(text) > option.rect.width() - 2 * _PAD
        # a tooltip guesses whether its text is HTML: stored text must not be taken for it
        QToolTip.showText(event.globalPos(), text.replace("<", "＜") if is_cut else "", view)
        return True


class Heading(QHeaderView):
    """The sticky headings: soft words, aligned as their columns, with the arrow of the order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(look.ROW_HEIGHT + 2)
        self.setMinimumSectionSize(48)
        self.setStretchLastSection(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.is_held = False  # by the mouse: a width that changes now is the person's own

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Know that the mouse holds a heading or its edge."""
        self.is_held = event.button() == Qt.MouseButton.LeftButton
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Know that the mouse let go."""
        super().mouseReleaseEvent(event)
        self.is_held = False

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one heading."""
        model = self.model()
        if not isinstance(model, TableModel) or section >= len(model.columns):
            return
        palette = look.colors()
        column = model.columns[section]
        painter.save()
        painter.fillRect(rect, QColor(palette.surface))
        arrow = ""
        if model.sorted_by is not None and model.sorted_by[0] == column.key:
            arrow = " ▼" if model.sorted_by[1] else " ▲"
        painter.setFont(look.text_font(look.HINT, bold=bool(arrow)))
        painter.setPen(QColor(palette.text if arrow else palette.soft))
        inner = rect.adjusted(_PAD, 2, -_PAD, 0)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(arrow)
        word = painter.fontMetrics().elidedText(column.heading, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, column.alignment, word + arrow)
        painter.setPen(QColor(palette.line_strong))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
