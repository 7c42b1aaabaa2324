"""Papers: looked at as they will be printed, then printed or kept as a PDF."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from collections_app.domain.damages import Profile
from collections_app.domain.paper import COMPUTED, PaperKind, PaperOffer
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.files import PDF, WORKBOOK, ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.pages.paper_bar import PaperBar
from collections_app.ui.printing.preview import PageView
from collections_app.ui.printing.work import SetPaper, pdf_of, set_again, set_paper
from collections_app.ui.widgets import EmptyState, Skeleton, column

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtPrintSupport import QPrinter

    from collections_app.ui.context import Context

_KINDS = tuple(PaperKind)


class PapersPage(Page):
    """The paper looked at; it is read again when the day or the data change."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "papers", nav="claims")
        self._offer: PaperOffer | None = None
        self.paper: SetPaper | None = None
        self._awaited_page = 0
        self.bar, self.view = PaperBar(lambda: context.as_of), PageView()
        self._skeleton = Skeleton(14)
        self._problem = EmptyState("", "もう一度作る", self.reload)
        self._stack = QStackedWidget()
        for widget in (self._skeleton, self.view, self._problem):
            self._stack.addWidget(widget)
        layout = column(self.bar, self._stack, margins=(look.L, look.M, look.L, look.S), spacing=look.S)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._connect()

    def _connect(self) -> None:
        bar, view = self.bar, self.view
        bar.kind_chosen.connect(self._on_kind)
        bar.terms.day_chosen.connect(self._on_own_day)
        bar.terms.profile_chosen.connect(self._on_profile)
        bar.print.clicked.connect(self.print)
        bar.save.clicked.connect(self.save)
        bar.back.clicked.connect(partial(self._turn, -1))
        bar.on.clicked.connect(partial(self._turn, 1))
        bar.smaller.clicked.connect(partial(view.zoom_by, -1))
        bar.larger.clicked.connect(partial(view.zoom_by, 1))
        bar.whole.clicked.connect(view.zoom_to_page)
        view.turned.connect(partial(bar.show_place, view))
        self.context.day_changed.connect(self._on_day)
        self.context.data_changed.connect(self._on_data)

    # reading

    def ask(self, offer: object, page: int = 0) -> None:
        """Show the paper of an offer."""
        if isinstance(offer, PaperOffer):
            self._offer = offer
            self._awaited_page = page
            self.bar.show_offer(offer)
            self.reload()

    def reload(self) -> None:
        """Read the paper again and set its pages."""
        if self._offer is None:
            return
        self.paper = None
        wanted = self._offer.wanted
        self.bar.set_usable(False)
        self.bar.reference.setText("")
        self._skeleton.restart()
        self._stack.setCurrentWidget(self._skeleton)
        work = partial(set_paper, self.context.desk, wanted)
        take, failed = partial(self._take, self._offer), partial(self._fail, self._offer)
        if wanted.is_of_list:
            self.context.jobs.run_long(f"{wanted.kind.label}を作成", work, take, failed)
        else:
            self.context.jobs.read(work, take, failed, owner=self, topic="paper")
        self.actions_changed.emit()

    def _take(self, offer: PaperOffer, paper: SetPaper) -> None:
        if offer != self._offer:
            return
        self.paper = paper
        self._stack.setCurrentWidget(self.view)
        self.bar.set_usable(True)
        self.bar.reference.setText(paper.document.reference)
        self.bar.terms.show_terms(paper.document.as_of, paper.document.profile)
        self.view.show_pages(paper.pages, self._awaited_page)
        if self.isVisible():
            self.view.setFocus()
        if paper.pages.unknown:
            signs = "、".join(f"U+{ord(sign[0]):04X}" for sign in paper.pages.unknown)
            self.context.say(f"このパソコンの書体にない文字を〓で示しています（{signs}）。", "warn")
        self.actions_changed.emit()

    def _fail(self, offer: PaperOffer, error: Exception) -> None:
        if offer == self._offer:
            self._problem.sentence.setText(str(error))
            self._stack.setCurrentWidget(self._problem)

    def _on_day(self) -> None:
        if self._offer is not None:
            self._offer = self._offer.on(self.context.as_of)
            self._on_data()

    def _on_data(self) -> None:
        if self.isVisible():
            self._awaited_page = self.view.at
            self.reload()
        else:
            self.paper = None

    # the page

    def enter(self) -> None:
        """Read what has changed since it was left."""
        if self.paper is None and self._stack.currentWidget() is not self._skeleton:
            self.reload()

    def take_focus(self) -> None:
        """Put the keyboard on the pages, where the keys turn them."""
        self.view.setFocus()

    def handlers(self) -> Handlers:
        """Return what can be done with the paper."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.CLOSE: self.leave_requested.emit}
        if self.paper is not None:
            handlers |= {ActionId.PRINT: self.print, ActionId.SAVE_PDF: self.save}
            if self.paper.document.kind is not PaperKind.SUMMARY:  # that one has its workbook where it is looked at
                handlers[ActionId.EXCEL] = self.save_workbook
        return handlers

    def memory(self) -> object:
        """Return which papers, which of them and which page."""
        return (self._offer, self.view.at, self.context.as_of) if self._offer is not None else None

    def recall(self, memory: object) -> None:
        """Show them again, unless they are still here."""
        match memory:
            case (PaperOffer() as offer, int(page), date() as seen_on):
                today = offer if seen_on == self.context.as_of else offer.on(self.context.as_of)
                if today == self._offer and self.paper is not None:
                    self.view.turn_to(page)
                else:
                    self.ask(today, page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, choose a paper by its number, zoom."""
        key, view = Qt.Key(event.key()), self.view
        moves: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_PageUp: partial(self._turn, -1),
            Qt.Key.Key_PageDown: partial(self._turn, 1),
            Qt.Key.Key_Home: partial(view.turn_to, 0),
            Qt.Key.Key_End: partial(view.turn_to, view.count),
            Qt.Key.Key_Plus: partial(view.zoom_by, 1),
            Qt.Key.Key_Minus: partial(view.zoom_by, -1),
            Qt.Key.Key_0: view.zoom_to_page,
        }
        place = key - Qt.Key.Key_1
        is_computed = self._offer is not None and self._offer.kind in COMPUTED
        if key in moves and self.paper is not None:
            moves[key]()
        elif key == Qt.Key.Key_D and is_computed and not event.modifiers():
            self.bar.terms.day.setFocus()
            self.bar.terms.day.selectAll()
        elif key == Qt.Key.Key_M and is_computed and not event.modifiers():
            self.bar.terms.next_profile()
        elif key == Qt.Key.Key_Escape and self.bar.terms.day.hasFocus() and self._offer is not None:
            self.bar.terms.day.set_value(self._offer.wanted.as_of)
            self.view.setFocus()
        elif 0 <= place < len(_KINDS):
            self._on_kind(_KINDS[place].value)
        else:
            super().keyPressEvent(event)

    def _turn(self, step: int) -> None:
        self.view.turn_to(self.view.at + step)

    def _on_kind(self, value: str) -> None:
        if self._offer is None:
            return
        kind = PaperKind(value)
        turned = self._offer.turned_to(kind)
        if turned.kind is not kind:
            self.context.say(f"{kind.label}は求償権1件ごとの帳票です。一覧で求償権を選んでから開いてください。", "info")
        elif turned != self._offer:
            self.ask(turned)

    def _on_own_day(self, day: date) -> None:
        if self._offer is not None:
            self.view.setFocus()
            self.ask(self._offer.on(day))

    def _on_profile(self, value: str) -> None:
        if self._offer is not None:
            self.ask(self._offer.under(Profile(value)))

    # leaving the house

    def save(self) -> None:
        """Ask for a file and write the PDF."""
        if self.paper is not None:
            ask_save(self, "PDFの保存先", self.paper.document.file_name, PDF, partial(self.save_to, self.paper))

    def save_workbook(self) -> None:
        """Ask for a file and write the paper as a workbook."""
        if self.paper is None or self._offer is None:
            return
        wanted, context = self._offer.wanted, self.context
        name = Path(self.paper.document.file_name).with_suffix(".xlsx").name

        def write(path: Path) -> None:
            context.jobs.write(partial(context.desk.save_paper_workbook, wanted, path), partial(say_written, context))

        ask_save(self, "Excelの保存先", name, WORKBOOK, write)

    def save_to(self, paper: SetPaper, path: Path) -> None:
        """Write the PDF and its record."""
        context = self.context

        def keep(made: tuple[SetPaper, bytes]) -> None:
            fresh, content = made
            count = len(fresh.pages.sheets)
            work = partial(context.desk.save_paper, fresh.document, count, content, path)
            context.jobs.write(work, partial(say_written, context))

        context.jobs.run_long(f"{path.name} を作成", partial(pdf_of, context.desk, paper), keep)

    def print(self) -> None:
        """Ask for a printer."""
        if self.paper is not None:
            from collections_app.ui.printing.run import ask_printer

            ask_printer(self, self.paper.pages, self.view.at, partial(self.print_on, self.paper))

    def print_on(self, paper: SetPaper, printer: QPrinter, wanted: range) -> None:
        """Print some pages: recorded first, so that no paper is without its record."""
        from collections_app.ui.printing.run import PrintRun

        name = printer.printerName() or Path(printer.outputFileName()).name
        run = PrintRun(self, printer)
        if not run.begin():
            run.deleteLater()
            self.context.say(f"「{name}」で印刷を始められません。プリンターの電源と接続を確かめてください。", "bad")
            return
        fresh = set_again(self.context.desk, paper)
        run.ended.connect(partial(self._say_printed, f"{fresh.document.title} {len(wanted):,}ページ", name))
        record = partial(self.context.desk.record_printing, fresh.document, len(wanted), name)

        def failed(error: Exception) -> None:
            run.abort()
            self.context.jobs.failed.emit(error)

        self.context.jobs.write(record, lambda _: run.run(fresh.pages, wanted), failed)

    def _say_printed(self, what: str, printer: str, is_done: bool) -> None:
        if is_done:
            self.context.say(f"{what}を「{printer}」に送りました。")
        else:
            sentence = f"「{printer}」での印刷が途中で止まりました。プリンターを確かめ、もう一度印刷してください。"
            self.context.say(sentence, "bad")
