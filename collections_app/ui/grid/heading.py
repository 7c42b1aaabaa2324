"""The headings and the row numbers of an entry grid, drawn as those of the other tables."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from collections_app.ui import look


class GridHeading(QHeaderView):
    """Soft words above, soft numbers at the left."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(look.XL)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one heading or one number."""
        is_number = self.orientation() == Qt.Orientation.Vertical
        role = Qt.ItemDataRole
        alignment = self.model().headerData(section, self.orientation(), role.TextAlignmentRole)
        word = str(self.model().headerData(section, self.orientation(), role.DisplayRole) or "")
        painter.save()
        painter.fillRect(rect, look.ink("surface"))
        painter.setFont(look.number_font(look.HINT) if is_number else look.text_font(look.HINT))
        painter.setPen(look.ink("soft"))
        inner = rect.adjusted(look.S - 2, 0, 2 - look.S, 0)
        painter.drawText(inner, int(alignment), word)
        painter.setPen(look.ink("line" if is_number else "line_strong"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_number:
            painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()
