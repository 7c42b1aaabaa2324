"""Buttons and the choice box. An icon alone always has a tooltip and an accessible name."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSizePolicy, QToolButton

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


class CheckBox(QCheckBox):
    """A switch with its words; the box is drawn here, because Fusion's own cannot be seen on dark ground."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Take the room of box and words."""
        metrics = QFontMetrics(look.text_font())
        side = look.scaled(look.L)
        return QSize(
            side + look.S + metrics.horizontalAdvance(self.text()) + look.S, max(side, metrics.height()) + look.XS
        )

    def hitButton(self, place: QPoint) -> bool:
        """Take a click anywhere on it."""
        return self.rect().contains(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its tick and the words."""
        del event
        side, is_on = look.scaled(look.L), self.isChecked()
        box = QRectF(1.5, (self.height() - side) / 2 + 0.5, side - 2, side - 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "accent" if is_on or self.hasFocus() else "faint"
        painter.setPen(QPen(look.ink(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(look.ink("accent" if is_on else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if is_on:
            picture = icons.pixmap("check", "on_accent", side - look.XS, self.devicePixelRatioF())
            painter.drawPixmap(round(box.left()) + 1, round(box.top()) + 1, picture)
        painter.setFont(look.text_font())
        painter.setPen(look.ink("text" if self.isEnabled() else "faint"))
        words = self.rect().adjusted(side + look.S, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self.text())
        painter.end()


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
