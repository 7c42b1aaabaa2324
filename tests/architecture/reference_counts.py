"""Qt calls whose binding loses references to None, True or False: python -m tests.architecture.reference_counts.

Before Python 3.12 None can die: a binding that drops one reference to it per call aborts the program after some
thousands of calls, which no short test notices. Prints the guilty calls; the exit code is 1 when there are any.
"""

# mypy: disable-error-code="func-returns-value"
# (a case that makes two calls is a tuple of what they return)

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QComboBox, QFormLayout, QLabel, QLineEdit, QTableView, QWidget

CALLS = 1000
TOLERANCE = CALLS // 20
HELD = [None, True, False] * 2_000_000  # keeps the process alive while references are lost

Case = Callable[[], object]


class _Model(QAbstractTableModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        return 10

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:  # noqa: N802 - Qt's name
        return 3

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return "x" if role == Qt.ItemDataRole.DisplayRole else None


class _Sender(QObject):
    sent = Signal(object)


def _counts() -> tuple[int, int]:
    return sys.getrefcount(None), sys.getrefcount(True) + sys.getrefcount(False)


def loses(case: Case) -> bool:
    """Return True when calling `case` often leaves fewer references than before."""
    for _ in range(20):
        case()  # what is cached at first use is no loss
    before = _counts()
    for _ in range(CALLS):
        case()
    return min(after - was for after, was in zip(_counts(), before, strict=True)) < -TOLERANCE


def _paint() -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.drawLine(0, 0, 5, 5)
    painter.end()


def _form() -> None:
    parent = QWidget()
    QFormLayout(parent).addRow("a", QLineEdit())


def _model_cases() -> dict[str, Case]:
    model, view = _Model(), QTableView()
    view.setModel(model)
    view.show()
    return {
        "model data": lambda: model.data(model.index(1, 1), Qt.ItemDataRole.DecorationRole),
        "dataChanged": lambda: model.dataChanged.emit(model.index(0, 0), model.index(1, 1)),
        "setModel": lambda: (view.setModel(None), view.setModel(model)),
        "repaint": view.viewport().repaint,
    }


def _widget_cases() -> dict[str, Case]:
    sender, parent, line, box, label = _Sender(), QWidget(), QLineEdit(), QComboBox(), QLabel()
    sender.sent.connect(lambda _value: None)
    box.addItem("a")
    return {
        "emit None": lambda: sender.sent.emit(None),
        "setText": lambda: (line.setText("a"), line.text()),
        "setItemData": lambda: (box.setItemData(0, None), box.itemData(0)),
        "setProperty": lambda: (parent.setProperty("p", None), parent.property("p")),
        "setParent": lambda: QWidget(parent).setParent(None),
        "deleteLater": lambda: (QTimer(parent).deleteLater(), QAction("a", parent).deleteLater()),
        "setFont": lambda: parent.setFont(QFont()),
        "setBuddy": lambda: label.setBuddy(line),
        "parent": parent.parent,
        "form": _form,
        "paint": _paint,
    }


def main() -> int:
    """Try the calls; `--broken` adds one that loses references, to prove that it would be seen."""
    application = QApplication([])
    cases: dict[str, Case] = {**_model_cases(), **_widget_cases(), "processEvents": application.processEvents}
    if "--broken" in sys.argv:
        import ctypes

        cases["broken"] = lambda: ctypes.pythonapi.Py_DecRef(ctypes.py_object(None))
    guilty = [name for name, case in cases.items() if loses(case)]
    print(f"{len(guilty)} of {len(cases)} calls lose references: {', '.join(guilty)}", flush=True)
    return int(bool(guilty))


if __name__ == "__main__":
    os._exit(main())  # without the end of the interpreter, which would meet what was lost
