"""Dialogs for files, opened without a nested event loop, and folders shown to the person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

WORKBOOK = "Excelブック (*.xlsx)"
PDF = "PDF (*.pdf)"
WORD = "Word (*.docx)"
MARKDOWN = "Markdown (*.md)"
BUNDLE = "受渡データ (*.zip *.xlsx)"
BACKUP = "バックアップ (*.zip *.db *.sqlite)"
DATABASE = "データベース (*.db *.sqlite)"
Take = Callable[[Path], None]


def ask_save(parent: QWidget, title: str, name: str, kinds: str, then: Take) -> QFileDialog:
    """Ask where to write; `then` gets the path."""
    dialog = _dialog(parent, title, kinds, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    dialog.open()
    return dialog


def ask_open(parent: QWidget, title: str, kinds: str, then: Take) -> QFileDialog:
    """Ask for a file that is there."""
    dialog = _dialog(parent, title, kinds, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, title: str, then: Take) -> QFileDialog:
    """Ask for a folder that is there."""
    dialog = _dialog(parent, title, "", then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, title: str, kinds: str, then: Take) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(documents()), kinds)
    for part, word in ((QFileDialog.DialogLabel.LookIn, "場所:"), (QFileDialog.DialogLabel.FileType, "種類:")):
        dialog.setLabelText(part, word)  # Qt's own translation lacks these two
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    return dialog


def documents() -> Path:
    """Return the person's documents, where files are put unless told otherwise."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


def open_file(path: Path) -> bool:
    """Open a file in the system's program for its kind; return whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_folder(path: Path) -> None:
    """Open the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))
