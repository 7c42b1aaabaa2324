"""入金: what came from the banks and whose it is, files taken in, direct debits asked for, a day typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.spread_entry import GridRows
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.deposits.day import DayReceipts
from collections_app.ui.deposits.debits import DebitRequestView
from collections_app.ui.deposits.file import BankFileView
from collections_app.ui.deposits.lines import DepositLines
from collections_app.ui.drafts.draft import Draft
from collections_app.ui.page import Handlers, Page
from collections_app.ui.widgets import LinkButton, Segmented, Still, column, row, title

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from collections_app.ui.context import Context

LINES, FILE, DEBITS, DAY = "lines", "file", "debits", "day"
_ORDER = (LINES, FILE, DEBITS, DAY)


class DepositsPage(Page):
    """Four views; a file dropped anywhere is looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "deposits")
        words = [(LINES, "明細"), (FILE, "ファイル取込"), (DEBITS, "口座振替"), (DAY, "一覧入力")]
        self.views = Segmented(words, LINES, "入金")
        self.lines = DepositLines(context, self)
        self.file = BankFileView(context)
        self.debits = DebitRequestView(context)
        self.day = DayReceipts(context)
        self._widgets: dict[str, DepositLines | BankFileView | DebitRequestView | DayReceipts] = {
            LINES: self.lines,
            FILE: self.file,
            DEBITS: self.debits,
            DAY: self.day,
        }
        self.stack = QStackedWidget()
        self._places: dict[str, QWidget] = {**self._widgets, DAY: Still(self.day)}
        for key, widget in self._widgets.items():
            self.stack.addWidget(self._places[key])
            widget.changed.connect(self.actions_changed)
        sharing = LinkButton("保険・納付・サービサー（Ctrl+Shift+H）", "保険・納付を開く")
        sharing.clicked.connect(lambda: context.page_requested.emit("sharing"))
        layout = column(row(title("入金"), self.views, None, sharing, spacing=look.M), self.stack, spacing=look.S)
        layout.setContentsMargins(look.L, look.M, look.L, look.S)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setAcceptDrops(True)
        self.views.changed.connect(self.show_view)
        self.lines.file_wanted.connect(self._want_file)
        self.file.taken.connect(self._want_lines)
        self.debits.file_wanted.connect(self._want_file)
        context.data_changed.connect(self._on_changed)

    def view(self) -> str:
        """Return which of the four is shown."""
        return self.views.current()

    def show_view(self, view: str) -> None:
        """Show one of the four, the keyboard in it."""
        self.views.set_current(view)
        self.stack.setCurrentWidget(self._places[view])
        self._widgets[view].reload()
        self.take_focus()
        self.actions_changed.emit()

    def _want_file(self) -> None:
        self.show_view(FILE)

    def _want_lines(self) -> None:
        self.show_view(LINES)

    def take_focus(self) -> None:
        """Put the keyboard on the table or first field shown."""
        first = {LINES: self.lines.table.view, FILE: self.file.path, DEBITS: self.debits.day, DAY: self.day.view}
        first[self.view()].setFocus()

    def enter(self) -> None:
        """Read what is shown."""
        self._widgets[self.view()].reload()

    def reload(self) -> None:
        """Read what is shown again."""
        self._widgets[self.view()].reload()

    def _on_changed(self) -> None:
        if self.isVisible() and self.view() == LINES:
            self.lines.refresh()

    def _step(self, by: int) -> None:
        self.show_view(_ORDER[(_ORDER.index(self.view()) + by) % len(_ORDER)])

    def handlers(self) -> Handlers:
        """Return what the view shown can do."""
        return {
            ActionId.NEXT_TAB: lambda: self._step(1),
            ActionId.PREVIOUS_TAB: lambda: self._step(-1),
            **self._widgets[self.view()].handlers(),
        }

    def memory(self) -> object:
        """Return which view is shown."""
        return self.view()

    def recall(self, memory: object) -> None:
        """Show the view again, or take receipts into the day's grid."""
        if isinstance(memory, Draft):
            self.day.resume(memory)
            memory = DAY
        if isinstance(memory, GridRows):
            self.day.take_spread(memory)
            memory = DAY
        if isinstance(memory, str) and memory in self._widgets:
            self.views.set_current(memory)
            self.stack.setCurrentWidget(self._places[memory])

    def look_at(self, path: Path) -> None:
        """Look at a file."""
        self.show_view(FILE)
        self.file.set_path(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped; nothing is taken in before it was asked for."""
        from pathlib import Path

        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self.look_at(Path(local[0]))
