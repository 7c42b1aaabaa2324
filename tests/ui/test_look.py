from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from collections_app.ui import look
from collections_app.ui.widgets import Label, prose
from tests.ui.dress import dress

TEXT = ("text", "soft", "faint", "accent", "good", "warn", "bad", "info")
GROUNDS = ("canvas", "surface", "raised")
PALETTES = pytest.mark.parametrize("palette", [look.LIGHT, look.DARK], ids=["light", "dark"])


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@PALETTES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", TEXT)
def test_every_word_can_be_read_on_every_ground(palette: look.Palette, ink: str, ground: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@PALETTES
def test_chips_and_buttons_can_be_read(palette: look.Palette) -> None:
    for tone in ("good", "warn", "bad", "info", "accent", ""):
        ink, ground = palette.tone(tone)
        assert contrast(ink, ground) >= 4.5, tone
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    assert contrast(palette.text, palette.accent_soft) >= 4.5
    assert contrast(palette.soft, palette.hover) >= 4.5


def test_lines_of_prose_stand_apart(qtbot: QtBot, qapp: QApplication) -> None:
    dress(qapp)
    plain, set_apart = Label("あ" * 80, "soft"), prose("あ" * 80)
    plain.setWordWrap(True)
    for one in (plain, set_apart):
        qtbot.addWidget(one)
    assert set_apart.heightForWidth(300) > plain.heightForWidth(300) * 1.3
    assert set_apart.heightForWidth(300) == set_apart.heightForWidth(299) > set_apart.heightForWidth(2_000)
    set_apart.setText("一行目\n二行目")
    assert set_apart.heightForWidth(2_000) == 2 * prose("一行目").heightForWidth(2_000)
    set_apart.setText("")
    assert set_apart.heightForWidth(300) == 0
