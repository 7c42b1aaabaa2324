"""Files on the claim page: dropped or chosen, opened as a read-only copy, saved elsewhere, taken out, by keyboard."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from collections_app.domain.attaching import AttachedFile
from collections_app.ui import files
from collections_app.ui.claim.attachments import AttachmentWidget
from collections_app.ui.copies import Copies
from tests.ui.test_contact_entry import CONTROL, Hands, hands, open_claim
from tests.ui.test_record_entry import form_of, rows

__all__ = ["hands"]

Key = Qt.Key
PDF = b"%PDF-1.7 contract"


def dropped(hands: Hands, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
    QApplication.sendEvent(hands.page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(hands.page, QDropEvent(QPoint(5, 5), copy, data, left, none))
    hands.settle()


def shown(hands: Hands) -> list[AttachmentWidget]:
    return hands.page.side.attachments.files


def message(hands: Hands) -> str:
    return str(hands.shell.messages._text.text())


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "契約書.pdf"
    path.write_bytes(PDF)
    return path


def test_files_are_dropped_and_what_is_refused_is_said(hands: Hands, contract: Path, tmp_path: Path) -> None:
    open_claim(hands)
    bad = tmp_path / "道具.exe"
    bad.write_bytes(b"MZ")
    dropped(hands, contract, bad)
    assert [one.view.file_name for one in shown(hands)] == ["契約書.pdf"]
    assert "「道具.exe」は添付できません" in message(hands) and "1件のファイルを添付しました" in message(hands)
    assert hands.page.side.attachments.count.text() == "1件"
    hands.page.story.timeline.setFocus()
    hands.press(Key.Key_Z, CONTROL)
    assert shown(hands) == [] and rows(hands, "attachments") == []


def test_a_file_is_chosen_by_the_menu_of_what_can_be_added(hands: Hands, contract: Path) -> None:
    open_claim(hands)
    tab = hands.claims.current_tab()
    assert tab is not None
    tab.add("attachments")
    dialog = hands.page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(contract))
    dialog.close()
    hands.settle()
    assert [row["file_name"] for row in rows(hands, "attachments")] == ["契約書.pdf"]


def test_a_copy_is_opened_on_demand_only_and_goes_with_the_window(
    hands: Hands, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def note(path: Path) -> bool:
        seen.append(path)
        return True

    monkeypatch.setattr(files, "open_file", note)
    open_claim(hands)
    dropped(hands, contract)
    assert seen == []
    shown(hands)[0].setFocus()
    hands.press(Key.Key_Tab)
    assert hands.focused() == "契約書.pdf を開く"
    hands.press(Key.Key_Space)
    (path,) = seen
    assert (path.name, path.read_bytes()) == ("契約書.pdf", PDF)
    assert not path.stat().st_mode & (stat.S_IWUSR | stat.S_IRGRP | stat.S_IROTH)
    hands.shell.context.copies.close()
    assert not path.exists() and not path.parent.parent.exists()


def test_a_file_is_saved_elsewhere_and_its_record_corrected(hands: Hands, contract: Path, tmp_path: Path) -> None:
    open_claim(hands)
    dropped(hands, contract)
    shown(hands)[0].save_link.click()
    dialog = hands.page.findChild(QFileDialog)
    assert dialog is not None
    target = tmp_path / "控え.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    hands.settle()
    assert target.read_bytes() == PDF
    with hands.qtbot.waitActive(hands.shell):
        hands.shell.activateWindow()
    shown(hands)[0].setFocus()
    hands.press(Key.Key_Return)
    form_of(hands).focus_field("memo")
    hands.type("原本は金庫")
    hands.press(Key.Key_F9)
    assert "原本は金庫" in shown(hands)[0].accessibleName()


def test_what_a_killed_program_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / "left"
    (left / "1").mkdir(parents=True)
    old = left / "1" / "個人情報.pdf"
    old.write_bytes(PDF)
    old.chmod(0o400)
    running = Copies(tmp_path)
    kept = running.put(AttachedFile("a.pdf", PDF))
    assert not left.exists()
    other = Copies(tmp_path)
    other.put(AttachedFile("b.pdf", PDF))
    assert kept.exists()  # its program still runs
    other.close()
    running.close()
    assert list(tmp_path.iterdir()) == []
