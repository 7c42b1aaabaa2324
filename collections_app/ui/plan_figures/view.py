"""The table of the plan grid: a grid of amounts whose last column is what was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from collections_app.domain.plan_figures import PLANNED
from collections_app.ui import look
from collections_app.ui.fields import LineField, YenEdit
from collections_app.ui.grid.delegate import FieldDelegate, Index
from collections_app.ui.grid.view import GridTable
from collections_app.ui.plan_figures.model import CHANGED_ROLE, LAST, PlanModel

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QPainter

_MONTH_WIDTH, _YEAR_WIDTH, _NAME_WIDTH = 88, 108, 196


class PlanDelegate(FieldDelegate):
    """Draws amounts, what was changed in bold; opens an amount field."""

    def field_of(self, index: Index) -> LineField:
        """Return an amount field."""
        field = YenEdit(minimum=0)
        field.setPlaceholderText("")
        field.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return field

    def ground(self, index: Index) -> str:
        """Set last year apart."""
        return "canvas" if index.column() == LAST else "surface"

    def rule(self, index: Index) -> str:
        """Set the months apart from the years around them."""
        return "line_strong" if index.column() in (0, LAST - 1) else "line"

    def paint_words(self, painter: QPainter, box: QRect, index: Index, tone: str) -> None:
        """Draw the amount."""
        painter.setFont(look.number_font(bold=bool(index.data(CHANGED_ROLE))))
        painter.setPen(look.ink(tone or ("soft" if index.column() == LAST else "text")))
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideLeft, box.width())
        painter.drawText(box, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)


class PlanView(GridTable):
    """Shows a PlanModel."""

    def __init__(self, model: PlanModel) -> None:
        self.cells = PlanDelegate()
        widths = [_YEAR_WIDTH if at in (0, LAST) else _MONTH_WIDTH for at in range(LAST + 1)]
        super().__init__("計画値", model, self.cells, widths, _NAME_WIDTH)
        self._model = model

    def rows(self) -> range:
        """Return the rows that are selected, at least the current one."""
        first, last, _, _ = self.block()
        return range(first, last + 1)

    def empty(self) -> None:
        """Empty the selected cells as one step."""
        self._model.take({(index.row(), index.column()): "" for index in self.selectedIndexes()})

    def copy(self) -> None:
        """Put the selected block on the clipboard, with names and headings."""
        _, _, left, right = self.block()
        columns = range(left, right + 1)
        heads = ["項目", *(self._model.heading(column) for column in columns)]
        rows = (
            [PLANNED[row].label, *(self._model.text(row, column).replace(",", "") for column in columns)]
            for row in self.rows()
        )
        lines = [heads, *rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines) + "\n")
