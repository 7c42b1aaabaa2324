"""Pages painted: on anything a QPainter paints on, and as the bytes of a PDF."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from collections_app.domain.progress import SILENT, Progress
from collections_app.reports.document import Document
from collections_app.ui import look
from collections_app.ui.printing.setting import pages_of
from collections_app.ui.printing.sheets import UNIT, Pages, Sheet, Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DPI = 72 * UNIT


def paint(painter: QPainter, sheet: Sheet) -> None:
    """Paint a page; the painter measures in parts of a point from the corner of the paper."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    for rule in sheet.rules:
        painter.setPen(QPen(look.paper_ink(rule.ink), rule.points * UNIT))
        painter.drawLine(QPointF(rule.x1, rule.y1), QPointF(rule.x2, rule.y2))
    for placed in sheet.charts:
        from collections_app.ui.charts.plot import paint_chart, paper

        box = QRectF(placed.x, placed.y, placed.width, placed.height)
        paint_chart(painter, placed.chart, box, paper())
    fonts = {face: face.font for face in {words.face for words in sheet.words}}
    for words in sheet.words:
        painter.setFont(fonts[words.face])
        painter.setPen(look.paper_ink(words.ink))
        _paint_words(painter, words)


def _paint_words(painter: QPainter, words: Words) -> None:
    if words.squeeze == 1:
        painter.drawText(QPointF(words.x, words.y), words.text)
        return
    painter.save()
    painter.translate(words.x, words.y)
    painter.scale(words.squeeze, 1)
    painter.drawText(QPointF(0, 0), words.text)
    painter.restore()


def page_layout(pages: Pages) -> QPageLayout:
    """Return A4 upright or across; the margins are the pages' own."""
    way = QPageLayout.Orientation.Landscape if pages.is_landscape else QPageLayout.Orientation.Portrait
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF(0, 0, 0, 0))


def pdf_bytes(pages: Pages, progress: Progress = SILENT) -> bytes:
    """Return pages as a PDF with its fonts inside."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(pages.title)
    writer.setCreator(QGuiApplication.applicationDisplayName())
    writer.setResolution(DPI)
    writer.setPageLayout(page_layout(pages))
    painter = QPainter(writer)
    try:
        for number, sheet in enumerate(pages.sheets):
            progress.step("PDFを作っています", number, len(pages.sheets))
            if number:
                writer.newPage()
            paint(painter, sheet)
    finally:
        painter.end()
        buffer.close()
    return bytes(content.data())


def prepare(printer: QPrinter, pages: Pages) -> None:
    """Set a printer up for pages: A4, the way they lie, measured from the corner of the paper."""
    printer.setPageLayout(page_layout(pages))
    printer.setFullPage(True)
    printer.setDocName(pages.title)


def to_printer(painter: QPainter, printer: QPrinter) -> None:
    """Let a painter on a printer measure in parts of a point."""
    painter.scale(printer.logicalDpiX() / DPI, printer.logicalDpiY() / DPI)


def document_pdf(document: Document, progress: Progress = SILENT) -> tuple[bytes, int]:
    """Return the PDF of a document and its number of pages; without a window an application is made for it."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication(["collections_app"]))
    look.load_fonts()
    pages = pages_of(document, progress)
    return pdf_bytes(pages, progress), len(pages.sheets)


_kept: list[QGuiApplication] = []  # an application must live as long as its fonts are used
