"""The corporation is named under 管理, and papers carry the name at their head."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from collections_app.domain.paper import PaperKind, PaperWanted
from collections_app.services.naming import corporation
from collections_app.services.papers import paper
from collections_app.ui.desk import Desk
from collections_app.ui.pages.admin import AdminPage
from collections_app.ui.printing.setting import pages_of
from tests.storage.making import a_claim, base, make_office
from tests.ui.dress import OFFSCREEN
from tests.ui.shell_fixtures import MakeShell, open_shell, wait_idle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

__all__ = ["open_shell"]
pytestmark = OFFSCREEN
NAME = "架空県信用保証協会"


def test_the_corporation_is_named_and_stands_on_papers(qtbot: QtBot, open_shell: MakeShell, tmp_path: Path) -> None:
    location = str(tmp_path / "office.sqlite3")
    make_office(location, base() | {"claims": [a_claim("K1")]}).close()
    shell = open_shell(Desk(location))  # type: ignore[arg-type]
    shell.go("admin")
    wait_idle(qtbot, shell)
    page = shell.page("admin")
    assert isinstance(page, AdminPage)
    assert page.corporation.text().startswith("まだありません")
    page._rename.click()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit) and field.accessibleName() == "協会名"
    field.setText(NAME)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.corporation.text() == NAME)
    office = shell.context.desk.office
    assert corporation(office) == NAME
    page._rename.click()
    again = QApplication.focusWidget()
    assert isinstance(again, QLineEdit) and again.text() == NAME
    document = paper(office, PaperWanted(PaperKind.CERTIFICATE, date(2025, 3, 31), claim_no="K1"))
    first = pages_of(document).sheets[0].words
    words = [one.text for one in first if one.text != "取扱注意"]
    assert words[0] == NAME and words[1] == document.title
    assert first[words.index(NAME)].y < next(one.y for one in first if one.text == document.title)
    shell.context.desk.close()
