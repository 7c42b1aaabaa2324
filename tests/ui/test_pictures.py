"""Pictures of every page in both themes and at both sizes; COLLECTIONS_PICTURES names a folder to keep them in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontInfo, QImage
from PySide6.QtWidgets import QApplication, QLabel

from collections_app.ui import look
from collections_app.ui.desk import Desk
from collections_app.ui.pictures import SHOTS, save_pictures
from tests.ui.dress import OFFSCREEN, dress

pytestmark = OFFSCREEN
SIZES = ((1366, 768), (1920, 1080))
PAGES = {
    "summary", "summary-groups", "summary-crossed", "summary-change", "summary-balance", "summary-rates", "summary-printed",
    "summary-forecast", "summary-early", "plan-figures", "annual-report", "report-layouts", "sharing", "counting", "closes", "claims", "claim", "claim-ledger",
    "claim-terms", "rows", "today", "people", "person", "intake", "first-weeks", "bulk", "deposits", "papers", "contacts", "registers", "reports", "admin", "search", "help", "day",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(os.environ.get("COLLECTIONS_PICTURES") or tmp_path)


@pytest.fixture(autouse=True)
def _light_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    look.theme().apply(qapp, dark=False)


def tones(picture: QImage) -> list[int]:
    """Return the brightness of points all over a picture."""
    return [
        picture.pixelColor(x, y).lightness()
        for x in range(0, picture.width(), 5)
        for y in range(0, picture.height(), 5)
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["1366x768", "1920x1080"])
def test_every_page_has_its_picture(
    qapp: QApplication, demo_location: str, tmp_path: Path, folder: Path, size: tuple[int, int], dark: bool
) -> None:
    saved = save_pictures(Desk(demo_location), tmp_path, size=size, dark=dark)  # the names are the same in every dress
    ending = f"-{'dark' if dark else 'light'}-{size[0]}x{size[1]}.png"
    paths = {path.stem.removesuffix("-dark"): path for path in saved}
    assert paths.keys() == {name for name, _ in SHOTS} == PAGES
    grounds = []
    for name, path in paths.items():
        kept = shutil.move(path, folder / f"{name}{ending}")
        picture = QImage(str(kept))
        assert (picture.width(), picture.height()) == size, name
        points = tones(picture)
        assert len(set(points)) > 8, f"{name} is blank"
        grounds.append(sorted(points)[len(points) // 2])
    assert all(ground < 64 if dark else ground > 192 for ground in grounds)


def drawn(text: str, font: QFont) -> QImage:
    label = QLabel(text)
    label.setFont(font)
    label.resize(200, 40)
    return label.grab().toImage()


def test_words_are_set_in_the_fonts_of_the_program(qapp: QApplication) -> None:
    dress(qapp)
    for bold in (False, True):
        text, number = look.text_font(bold=bold), look.number_font(bold=bold)
        assert QFontInfo(text).family() == look.TEXT_FAMILY
        assert QFontInfo(number).family() == look.NUMBER_FAMILY
        for font in (text, number):
            assert drawn("求償権", font) != drawn("〓〓〓", font)
            assert drawn("求償権", font) != drawn("権求償", font)
