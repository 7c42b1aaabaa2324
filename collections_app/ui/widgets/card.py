"""Cards: surfaces with a hairline border instead of a shadow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from collections_app.ui import look
from collections_app.ui.widgets.labels import section
from collections_app.ui.widgets.layouts import row

if TYPE_CHECKING:
    from PySide6.QtCore import QSize


class Card(QFrame):
    """A surface with an optional heading and a widget at the heading's right; fill `body`."""

    def __init__(self, heading: str = "", trailing: QWidget | None = None, *, padding: int = look.L) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(look.S)
        if heading:
            self.heading = section(heading)
            items: list[QWidget | None] = [self.heading, None]
            if trailing is not None:
                items.append(trailing)
            self.body.addLayout(row(*items))
            self.setAccessibleName(heading)


class CardButton(QPushButton):
    """A card that is one button as a whole: fill `body`; `clicked` leads to its rows."""

    def __init__(self, name: str, *, padding: int = look.L) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(look.XS)

    def sizeHint(self) -> QSize:
        """Take the size of what is inside, not of a button's text."""
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Take the least size of what is inside."""
        return self.body.minimumSize()


def hairline(*, vertical: bool = False) -> QFrame:
    """Return a line of one pixel."""
    line = QFrame()
    line.setProperty("role", "line")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
