"""Pictures of every form, filled and with errors, in both themes, at 1366×768 and at 150 %; nothing is cut off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from collections_app.domain.forms import FormWanted
from collections_app.domain.records import whole
from collections_app.services.forms import open_form
from collections_app.services.office import Office
from collections_app.ui import look
from collections_app.ui.entry.sheet import RecordSheet
from collections_app.ui.fields import LineField
from tests.services.test_records import SAMPLES
from tests.storage.making import a_claim, base, make_office
from tests.ui.dress import OFFSCREEN, dress

pytestmark = OFFSCREEN
_WRONG = "これは読めません９９"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    tie = {"claim_no": "K1", "party_no": "P2", "role": "joint_guarantor"}
    rows = base() | {"claims": [a_claim("K1")], "claim_parties": [tie]}
    office = make_office(str(tmp_path_factory.mktemp("forms") / "a.sqlite3"), rows)
    yield office
    office.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(os.environ.get("COLLECTIONS_PICTURES") or tmp_path)


@pytest.fixture(autouse=True)
def _plain_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # pages of before are not dressed again
    dress(qapp)


def _in_page(page: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


def _sheet(qtbot: QtBot, office: Office, table: str) -> tuple[QWidget, RecordSheet]:
    page = QWidget()
    page.setProperty("role", "canvas")
    qtbot.addWidget(page)
    page.resize(1366 - 184, 768 - 76)
    sheet = RecordSheet(page)
    page.show()
    view = open_form(office, FormWanted(table, None, whole(table, SAMPLES[table])))
    sheet.show_form(view)
    return page, sheet


@pytest.mark.parametrize("scale", [1.0, 1.5], ids=["100", "150"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("table", sorted(SAMPLES))
def test_a_form_is_whole_filled_and_with_errors(
    qapp: QApplication, qtbot: QtBot, kept: Office, folder: Path, table: str, dark: bool, scale: float
) -> None:
    dress(qapp, dark=dark, scale=scale)
    page, sheet = _sheet(qtbot, kept, table)
    form = sheet.form
    assert form is not None
    name = f"form-{table}-{'dark' if dark else 'light'}-{round(100 * scale)}"
    assert page.grab().save(str(folder / f"{name}.png"))
    lines = [editor for _, editor in form.editors() if isinstance(editor, LineField)]
    for editor in lines:
        editor.setText(_WRONG)
    form.submit()
    qapp.processEvents()
    said = [box.problem.text() for box in form.boxes.values() if box.problem.isVisibleTo(form)]
    picture = folder / f"{name}-errors.png"
    assert page.grab().save(str(picture))
    assert QImage(str(picture)).width() > 0
    readable = sum(1 for editor in lines if not editor.problem())  # a name may be anything
    assert len(said) >= len(lines) - readable
    assert all(sentence.endswith("。") for sentence in said)
    for widget in (sheet.title, sheet.register, sheet.leave):
        assert page.rect().contains(_in_page(page, widget)), widget.accessibleName()
    for box in form.boxes.values():  # what does not fit in height is scrolled to; in width nothing is cut
        place = QRect(box.mapTo(form, QPoint(0, 0)), box.size())
        assert place.left() >= 0 and place.right() <= form.width(), box.key
        assert form.width() <= sheet.place.viewport().width()
        assert box.width() >= min(box.wanted_width(), form.width() - 2 * look.L), box.key
