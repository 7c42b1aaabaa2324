"""Short ways to lay widgets out."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from collections_app.ui import look

Item = QWidget | QLayout | int | None


def _fill(layout: QBoxLayout, items: tuple[Item, ...]) -> None:
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addItem(QSpacerItem(item, item, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed))
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def row(*items: Item, spacing: int = look.S, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return a row of widgets and layouts; None is a stretch, a number a gap."""
    result = QHBoxLayout()
    result.setSpacing(spacing)
    result.setContentsMargins(*margins)
    _fill(result, items)
    return result


def column(*items: Item, spacing: int = look.S, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return a column of widgets and layouts; None is a stretch, a number a gap."""
    result = QVBoxLayout()
    result.setSpacing(spacing)
    result.setContentsMargins(*margins)
    _fill(result, items)
    return result


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets are deleted."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if inner is not None:
            clear(inner)
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
