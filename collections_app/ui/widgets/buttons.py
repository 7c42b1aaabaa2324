"""Buttons and the choice box. An icon alone always has a tooltip and an accessible name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QToolButton

from collections_app.ui import icons, look


class Button(QPushButton):
    """A button with a word, perhaps an icon; one primary button a page at most."""

    def __init__(self, text: str, *, primary: bool = False, icon: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", "primary" if primary else "normal")
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon = icon
        self._token = "on_accent" if primary else "soft"
        if icon:
            self.setIconSize(QSize(look.L, look.L))
            self._restyle()
            look.theme().changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.setIcon(icons.icon(self._icon, self._token, look.L))


class LinkButton(QPushButton):
    """A word that leads somewhere, in the accent colour."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__(text)
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self.setAccessibleName(name or text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class IconButton(QToolButton):
    """A small button with an icon only; `name` is its tooltip and accessible name."""

    def __init__(self, icon: str, name: str, *, size: int = look.ICON) -> None:
        super().__init__()
        self._icon = icon
        self._size = size
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setIconSize(QSize(size, size))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(size + look.M, size + look.M)
        self._restyle()
        look.theme().changed.connect(self._restyle)

    def set_icon(self, icon: str, name: str) -> None:
        """Show another icon with another name."""
        self._icon = icon
        self.setToolTip(name)
        self.setAccessibleName(name)
        self._restyle()

    def _restyle(self) -> None:
        self.setIcon(icons.icon(self._icon, "soft", self._size))


class ChoiceBox(QComboBox):
    """A choice among words; Alt+↓ and F4 open the list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(20)

    def set_choices(self, choices: list[tuple[object, str]], current: object = None) -> None:
        """Offer pairs of value and word without telling anybody; keep or set the current value."""
        wanted = self.currentData() if current is None else current
        self.blockSignals(True)
        self.clear()
        for value, word in choices:
            self.addItem(word, value)
        self.setCurrentIndex(max(0, next((i for i, (value, _) in enumerate(choices) if value == wanted), 0)))
        self.blockSignals(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chevron over the styled box."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = look.L
        picture = icons.pixmap("chevron-down", "soft", side, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - side - look.XS, (self.height() - side) // 2, picture)
        painter.end()
