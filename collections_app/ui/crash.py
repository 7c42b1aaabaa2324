"""Bugs of ours: never swallowed. A dialog with a report that can be copied and holds as little data as can be."""

from __future__ import annotations

import platform
import re
import sys
import threading
import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from collections_app.ui import look
from collections_app.ui.widgets import Button, Label, column, row, title

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_DIGITS = re.compile(r"\d{3,}")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]{2,}")
_FOLDERS = re.compile(r"(?:[A-Za-z]:)?[\\/](?:[^\\/\s\"']+[\\/])+")


def masked(text: str) -> str:
    """Return `text` without what may be a person's: names, numbers, folders."""
    return _JAPANESE.sub("＊", _DIGITS.sub("#", _FOLDERS.sub("…/", text)))


def report_of(error: BaseException) -> str:
    """Return what a developer needs: versions, places in the program, the kind of error; its words masked."""
    import PySide6

    from collections_app import __doc__ as about

    lines = [
        masked((about or "").strip().splitlines()[0]) if about else "collections_app",
        f"Python {platform.python_version()}  Qt {PySide6.__version__}  {platform.system()} {platform.release()}",
        "",
    ]
    one: BaseException | None = error
    while one is not None:
        for frame in traceback.extract_tb(one.__traceback__):
            place = frame.filename.replace("\\", "/")
            lines.append(f"{'/'.join(place.split('/')[-3:])}:{frame.lineno} {frame.name}")
        lines.append(f"{type(one).__name__}: {masked(str(one))}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if one is not None:
            lines.append("--")
    return "\n".join(lines)


def _write(report: str) -> None:
    if sys.stderr is not None:  # a windowed Windows program has none
        sys.stderr.write(report + "\n")


class CrashDialog(QDialog):
    """Says that the program made a mistake, that work can go on, and shows the report."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("プログラムの誤り")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.report = report
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setFont(look.number_font(look.HINT))
        text.setAccessibleName("報告")
        sentence = Label(
            "プログラムの誤りのため、今の操作を終えられませんでした。登録済みのデータは変わっていません。"
            "下の報告を写して、システムの担当者にお知らせください（氏名や番号は伏せてあります）。"
        )
        sentence.setWordWrap(True)
        copy = Button("報告を写す", icon="copy")
        copy.clicked.connect(self._copy)
        close = Button("閉じる", primary=True)
        close.clicked.connect(self.close)
        edge = look.XL
        self.setLayout(
            column(title("プログラムの誤り"), sentence, text, row(None, copy, close), margins=(edge, edge, edge, edge))
        )
        self.resize(680, 420)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)


class CrashReporter:
    """Shows the first crash; those that follow while its dialog is open are only written to the error stream."""

    def __init__(self, window: Callable[[], QWidget | None]) -> None:
        self._window = window
        self._is_open = False

    def install(self) -> None:
        """Take every exception nobody caught."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def show(self, error: BaseException) -> None:
        """Tell the person and whoever reads the error stream."""
        report = report_of(error)
        _write(report)
        if self._is_open or QGuiApplication.instance() is None:
            return
        self._is_open = True
        dialog = CrashDialog(report, self._window())
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self._is_open = False

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show(error)

    def _thread_hook(self, caught: threading.ExceptHookArgs) -> None:
        # a window may be touched by the UI thread only: another thread's error is written, and ends that thread
        _write(report_of(caught.exc_value) if caught.exc_value else str(caught.exc_type))
