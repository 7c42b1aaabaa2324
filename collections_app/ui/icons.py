"""The outline icons, recoloured by the palette: `icon("search")`."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from collections_app.ui import look


@cache
def _source(name: str) -> str:
    with open(f"{look.resource_folder('icons')}/{name}.svg", encoding="utf-8") as file:  # noqa: PTH123  (no pathlib at start)
        return file.read()


@cache
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    drawing = _source(name).replace("currentColor", color).replace('stroke-width="2"', 'stroke-width="1.75"')
    pixels = round(size * ratio)
    result = QPixmap(pixels, pixels)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


def pixmap(name: str, color: str = "soft", size: int = look.ICON, ratio: float = 1.0) -> QPixmap:
    """Return the icon `name` in the colour of a palette token."""
    return _pixmap(name, getattr(look.colors(), color), size, ratio)


def icon(name: str, color: str = "soft", size: int = look.ICON) -> QIcon:
    """Return the icon as a QIcon, sharp at 100 and 200 %."""
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(pixmap(name, color, size, ratio))
    return result
