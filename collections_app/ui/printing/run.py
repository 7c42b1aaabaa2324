"""A paper sent to a printer, a page at a time, so that the window stays alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

from collections_app.ui.printing.painter import paint, prepare, to_printer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from collections_app.ui.printing.sheets import Pages


def ask_printer(parent: QWidget, pages: Pages, at: int, then: Callable[[QPrinter, range], None]) -> QPrintDialog:
    """Ask for a printer and which pages; `then` gets both. The page at `at` is the current one."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("印刷")
    option = QPrintDialog.PrintDialogOption
    dialog.setOptions(option.PrintPageRange | option.PrintCurrentPage | option.PrintToFile | option.PrintShowPageSize)
    dialog.setMinMax(1, len(pages.sheets))
    dialog.setFromTo(1, len(pages.sheets))

    def accept() -> None:
        prepare(printer, pages)  # A4, whatever was left in the dialog
        then(printer, wanted_pages(printer, len(pages.sheets), at))

    dialog.accepted.connect(accept)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # the one without a slot
    return dialog


def wanted_pages(printer: QPrinter, count: int, at: int) -> range:
    """Return the indexes of the pages asked for in the dialog."""
    if printer.printRange() is QPrinter.PrintRange.CurrentPage:
        return range(at, at + 1)
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
        return range(max(0, printer.fromPage() - 1), min(count, printer.toPage() or count))
    return range(count)


class PrintRun(QObject):
    """Begins a document on a printer, paints page after page, ends it. `ended` tells whether all was handed over."""

    ended = Signal(bool)

    def __init__(self, parent: QObject, printer: QPrinter) -> None:
        super().__init__(parent)
        self._printer = printer
        self._painter = QPainter()
        self._sheets: list[int] = []
        self._pages: Pages | None = None
        self._is_first = True

    def begin(self) -> bool:
        """Return whether the printer takes the document; nothing is on paper yet."""
        if not self._painter.begin(self._printer):
            return False
        to_printer(self._painter, self._printer)
        return True

    def abort(self) -> None:
        """Take the document back before a page of it is painted."""
        self._printer.abort()
        self._painter.end()
        self.deleteLater()

    def run(self, pages: Pages, wanted: range) -> None:
        """Paint the pages wanted, one at each turn of the event loop."""
        copies = 1 if self._printer.supportsMultipleCopies() else self._printer.copyCount()
        self._pages = pages
        self._sheets = [at for _ in range(copies) for at in wanted]
        self._next()

    def _next(self) -> None:
        assert self._pages is not None
        if not self._sheets:
            self.ended.emit(self._painter.end())
            self.deleteLater()
            return
        if not self._is_first and not self._printer.newPage():
            self.abort()
            self.ended.emit(False)
            return
        self._is_first = False
        self._painter.save()
        paint(self._painter, self._pages.sheets[self._sheets.pop(0)])
        self._painter.restore()
        QTimer.singleShot(0, self, self._next)
