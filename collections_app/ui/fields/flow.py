"""Fields side by side in as many lines as the width needs; what is wrong with a line stands right under it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from collections_app.ui import look
from collections_app.ui.widgets import Flow, Label


class FlowBox(QWidget):
    """A thing of the flow: the room it asks for, and the line for what is wrong with it."""

    problem: Label
    stretches: bool
    begins_line: bool

    def wanted_width(self) -> int:
        """Return the width asked for at the person's font scale."""
        return self.minimumSizeHint().width()

    def unused_height(self) -> int:
        """Return the room at its lower edge that says nothing now: what is wrong may stand there."""
        return 0


class FieldFlow(Flow):
    """Boxes have the width they ask for; those that stretch share what is left of their line."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes: list[tuple[QLayoutItem, QLayoutItem, FlowBox]] = []

    def add_box(self, box: FlowBox) -> None:
        """Add a box and the line for what is wrong with it."""
        self.addWidget(box)
        self.addWidget(box.problem)
        self._boxes.append((self._items[-2], self._items[-1], box))

    def minimumSize(self) -> QSize:
        """Return the size of the largest box."""
        size = QSize()
        for item, _, box in self._boxes:
            if not item.isEmpty():
                size = size.expandedTo(QSize(box.wanted_width(), item.sizeHint().height()))
        return size

    # lines

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QLayoutItem, FlowBox]]]:
        lines: list[list[tuple[QLayoutItem, QLayoutItem, FlowBox]]] = []
        left = 0
        for entry in self._boxes:
            if entry[0].isEmpty():
                continue
            wanted = entry[2].wanted_width()
            if not lines or left + wanted > width or entry[2].begins_line:
                lines.append([])
                left = 0
            lines[-1].append(entry)
            left += wanted + look.S
        return lines

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        top = rect.top()
        for line in self._lines(rect.width()):
            left = rect.left()
            height = max(item.sizeHint().height() for item, _, _ in line)
            spare = rect.width() - sum(box.wanted_width() for _, _, box in line) - look.S * (len(line) - 1)
            stretching = sum(box.stretches for _, _, box in line)
            for item, _, box in line:
                width = box.wanted_width() + (spare // stretching if box.stretches and spare > 0 else 0)
                if moves:
                    size = QSize(min(width, rect.width()), item.sizeHint().height())
                    item.setGeometry(QRect(QPoint(left, top), size))
                left += width + look.S
            unused = min(box.unused_height() for _, _, box in line)
            is_wrong = any(not note.isEmpty() for _, note, _ in line)
            top += height - (unused if is_wrong else 0)
            for _, note, _ in line:
                if not note.isEmpty():
                    lines_of_note = note.heightForWidth(rect.width())
                    if moves:
                        note.setGeometry(QRect(rect.left(), top, rect.width(), lines_of_note))
                    top += lines_of_note + 2
            top += look.S  # the hint of one line keeps off the label of the next
        return max(top - look.S - rect.top(), 0)
