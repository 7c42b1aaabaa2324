"""Dress the test application as the program is dressed: style, fonts, palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QFontDatabase

from collections_app.ui import look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

# what Qt says of windows without a screen
OFFSCREEN = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PAGE = (1182, 692)  # the room of a page on a screen of 1366×768


def dress(app: QApplication, *, dark: bool = False, scale: float = 1.0) -> None:
    """Load the fonts once and put the theme on."""
    if look.TEXT_FAMILY not in QFontDatabase.families():
        look.load_fonts()
    app.setStyle("Fusion")
    look.theme().apply(app, dark=dark, scale=scale)


def shown(bot: QtBot, page: QWidget, size: tuple[int, int] = PAGE) -> None:
    """Show a page in the room it has in the window."""
    bot.addWidget(page)
    page.resize(*size)
    with bot.waitActive(page):
        page.show()
        page.activateWindow()
    focused = page.focusWidget()
    if focused is not None:
        focused.clearFocus()
