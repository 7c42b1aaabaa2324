"""How the cells of a grid are drawn, and how their fields are opened, left and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from collections_app.domain.bundle import Kind
from collections_app.ui import look
from collections_app.ui.fields import ChoiceEdit, LineField
from collections_app.ui.fields.search import SearchEdit
from collections_app.ui.grid.editors import editor_of
from collections_app.ui.grid.model import FINDING_ROLE, GridModel

if TYPE_CHECKING:
    from collections_app.domain.grid import CellFinding

Index = QModelIndex | QPersistentModelIndex
_TABULAR = (Kind.DATE, Kind.TIME, Kind.YEN, Kind.INTEGER)
_MARK = 7  # pixels of the corner of a cell that is wrong
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FieldDelegate(QStyledItemDelegate):
    """`moved` tells that a field was left by Enter or Tab, and in which direction."""

    moved = Signal(object)
    submitted = Signal()
    paste_requested = Signal()
    typed = Signal()  # into the field that is open

    def __init__(self) -> None:
        super().__init__()
        self._open: LineField | None = None

    def field_of(self, index: Index) -> LineField:
        """Return a new field for a cell."""
        raise NotImplementedError

    def paint_words(self, painter: QPainter, box: QRect, index: Index, tone: str) -> None:
        """Draw what a cell says; `tone` is the ink of what is wrong with it."""
        raise NotImplementedError

    def finding(self, index: Index) -> CellFinding | None:
        """Return what is wrong with a cell."""
        found: CellFinding | None = index.data(FINDING_ROLE)
        return found

    def ground(self, index: Index) -> str:
        """Return the ink behind a cell about which nothing is to be said."""
        del index
        return "surface"

    def rule(self, index: Index) -> str:
        """Return the ink of the line at the right of a cell."""
        del index
        return "line"

    # the field

    def editor(self) -> LineField | None:
        """Return the field that is open."""
        return self._open if self._open is not None and isValid(self._open) else None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open the field of a cell."""
        del option
        field = self.field_of(index)
        field.setParent(parent)
        field.edited.connect(self.typed)
        self._open = field
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what is typed, as it is typed."""
        if isinstance(editor, LineField) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what was typed, in its short form where it can be read."""
        if isinstance(editor, LineField):
            editor.settle()
            text = editor.text()
            if text != index.data(Qt.ItemDataRole.EditRole):
                model.setData(index, text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell."""
        del index
        editor.setGeometry(option.rect)

    def finish(self) -> None:
        """Take what is typed into the open field and close it."""
        field = self.editor()
        if field is not None:
            self.commitData.emit(field)
            self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.NoHint)
            self._open = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that leave a field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, LineField):
            return self._takes(watched, event)
        return super().eventFilter(watched, event)

    def _takes(self, field: LineField, event: QKeyEvent) -> bool:
        key = event.key()
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER or key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.finish()
            if modifiers == Qt.KeyboardModifier.ControlModifier:
                self.submitted.emit()
            else:
                is_back = bool(modifiers & Qt.KeyboardModifier.ShiftModifier) or key == Qt.Key.Key_Backtab
                self.moved.emit(-1 if is_back else 1)
        elif key == Qt.Key.Key_Escape:
            if not (isinstance(field, ChoiceEdit) and field.takes_escape()):
                self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.RevertModelCache)
        elif event.matches(QKeySequence.StandardKey.Paste) and "\t" in QGuiApplication.clipboard().text():
            self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.RevertModelCache)
            self.paste_requested.emit()
        else:
            return False
        return True

    # drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        box: QRect = option.rect
        finding = self.finding(index)
        tone = "" if finding is None else "warn" if finding.is_warning else "bad"
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        ground = "accent_soft" if is_selected and not is_current else f"{tone}_soft" if tone else self.ground(index)
        painter.fillRect(box, look.ink(ground))
        painter.setPen(look.ink("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(look.ink(self.rule(index)))
        painter.drawLine(box.topRight(), box.bottomRight())
        self.paint_words(painter, box.adjusted(look.S - 2, 0, 2 - look.S, 0), index, tone)
        if tone:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.ink(tone))
            corner = box.topRight()
            painter.drawPolygon(QPolygon([corner, corner - QPoint(_MARK, 0), corner + QPoint(0, _MARK)]))
        if is_current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.ink("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -1))


class GridDelegate(FieldDelegate):
    """The cells of an entry grid: each has the field of its column."""

    search_wanted = Signal(object, str)  # the field, what was typed into it

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self._model = model

    def field_of(self, index: Index) -> LineField:
        """Return the field of the column, with the choices of the row."""
        field = editor_of(self._model, index.row(), index.column())
        if isinstance(field, SearchEdit):
            field.search_wanted.connect(lambda text: self.search_wanted.emit(field, text))
        return field

    def finding(self, index: Index) -> CellFinding | None:
        """Ask the model itself: Qt's way to it is half of the time of drawing."""
        return self._model.finding(index.row(), index.column())

    def paint_words(self, painter: QPainter, box: QRect, index: Index, tone: str) -> None:
        """Draw what is typed or assumed, and beside a number the name it stands for."""
        at = index.row(), index.column()
        model, column = self._model, self._model.spec.column(at[1])
        is_tabular = column.kind in _TABULAR or column.refers_to == "claims"
        painter.setFont(look.number_font() if is_tabular else look.text_font())
        painter.setPen(look.ink(tone or ("accent" if column.refers_to == "claims" else "text")))
        text = model.text(*at).replace("\n", " ")
        if not text:
            text = model.assumed(at[0], column.name)
            painter.setPen(look.ink("soft"))
        if not text:
            return
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance(text)
        if width > box.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, model.alignment(at[1]), text)
        room = box.width() - width - look.S
        note = model.note(*at) if column.refers_to == "claims" and room > look.XL else ""
        if note:
            painter.setFont(look.text_font())
            painter.setPen(look.ink("soft"))
            painter.drawText(
                box.adjusted(box.width() - room, 0, 0, 0),
                int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
                painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, room),
            )
