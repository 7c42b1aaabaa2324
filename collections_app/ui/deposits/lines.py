"""The lines of the banks: Space chooses the claim suggested, F9 posts all that are chosen, Enter shows one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.codes import Confidence, Method
from collections_app.domain.deposit_views import Application
from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import ConsequencesError, moved_words
from collections_app.domain.records import RecordRef
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.deposits.columns import line_columns
from collections_app.ui.deposits.detail import DepositDetail
from collections_app.ui.entry.moved_pane import MovedPane
from collections_app.ui.entry.record_editor import RecordEditor
from collections_app.ui.table import StaticTable
from collections_app.ui.widgets import Button, EmptyState, Label, Segmented, Skeleton, column, row, soft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_app.domain.deposit_views import DepositList, DepositPage, DepositRow
    from collections_app.domain.matching import Suggestion
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context
    from collections_app.ui.page import Handlers

_UNAPPLIED, _ALL = "unapplied", "all"
_NOTHING = "仮受（充当していない入金）はありません。銀行のファイルを取り込むと、ここに明細と候補の求償権が並びます。"
_METHODS = {method.value for method in Method}


class DepositLines(QWidget):
    """`changed` tells that other things can be done; `file_wanted` that a file is to be taken in."""

    changed = Signal()
    file_wanted = Signal()

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__()
        self._context = context
        self._chosen: dict[str, Suggestion] = {}
        self._by_no: dict[str, DepositRow] = {}
        self._was_asked = False
        self._is_busy = False
        self.which = Segmented([(_UNAPPLIED, "仮受だけ"), (_ALL, "すべて")], _UNAPPLIED, "明細の範囲")
        self.words = soft()
        self.certain = Button("確実なものを選ぶ")
        self.clear_button = Button("選択を外す")
        self.post = Button("選んだ分を充当 F9", primary=True)
        self.foot = Label()
        self.moved, self.leave_out = MovedPane(), Button("充当が変わる明細を外す(&O)")
        self.table = StaticTable("入金明細", line_columns(self._chosen.get))
        self.detail = DepositDetail()
        self.editor = RecordEditor(context, page)
        empty = EmptyState(_NOTHING, "ファイルを取り込む", self.file_wanted.emit)
        self._skeleton = Skeleton(12)
        self.stack = QStackedWidget()
        for widget in (self._skeleton, self.table, empty):
            self.stack.addWidget(widget)
        top = row(self.which, self.words, None, self.certain, self.clear_button, self.post)
        self.leave_out.hide()
        aside = row(self.leave_out, None)
        layout = column(top, self.foot, self.moved, aside, self.stack, self.detail, spacing=look.S)
        layout.setStretch(4, 1)
        self.setLayout(layout)
        self._connect()
        self._say_chosen()

    def _connect(self) -> None:
        self.which.changed.connect(self._on_which)
        self.certain.clicked.connect(self.choose_certain)
        self.clear_button.clicked.connect(self.clear_choice)
        self.post.clicked.connect(self.submit)
        self.table.opened.connect(self._open)
        self.table.view.installEventFilter(self)
        self.detail.decided.connect(self._decide)
        self.detail.closed.connect(self._on_closed)
        self.detail.claim_requested.connect(self._context.claim_requested)
        self.detail.receipt_wanted.connect(self._add_receipt)
        self.detail.refund_wanted.connect(self._add_refund)
        self.detail.reversal_wanted.connect(self._take_back)
        self.editor.changed.connect(self.changed)
        self.moved.changed.connect(self._on_moved)
        self.leave_out.clicked.connect(self.leave_moved_out)

    # reading

    def reload(self) -> None:
        """Read the lines again."""
        work = partial(self._context.desk.list_deposits, only_unapplied=self.which.current() == _UNAPPLIED)
        self._context.jobs.read(work, self._take, owner=self, topic="lines")

    def _on_which(self, _: str) -> None:
        self.reload()

    def _take(self, found: DepositList) -> None:
        at = self.table.view.current_row()
        self._by_no = {line.deposit_no: line for line in found.rows}
        for number in [one for one in self._chosen if self._left_of(one) <= 0]:
            del self._chosen[number]
        self.table.set_rows(found.rows, sums={"on": "合計", "amount": self._sum(found.rows), "left": found.left})
        further = f"（ほかに古い明細 {found.further:,}件）" if found.further else ""
        self.words.setText(f"{len(found.rows):,}件　仮受 {show_yen(found.left)}円{further}")
        self.stack.setCurrentIndex(1 if found.rows else 2)
        self.table.view.select_row(min(max(at, 0), len(found.rows) - 1))
        self._say_chosen()

    def _left_of(self, number: str) -> int:
        line = self._by_no.get(number)
        return 0 if line is None else line.left

    @staticmethod
    def _sum(rows: tuple[DepositRow, ...]) -> int:
        return sum(line.amount for line in rows if not line.is_reversed)

    # choosing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the space bar in the table: it chooses the lines selected, or lets them go."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self.turn_selected()
            return True
        return super().eventFilter(watched, event)

    def turn_selected(self) -> None:
        """Choose the best suggestion of the lines selected; let them go when all are chosen."""
        lines = [line for line in self.table.selected() if line.best is not None and line.left > 0]
        if not lines:
            self._context.say(
                "この明細には候補がありません。Enterで開き、「入金を登録…」で求償権を探してください。", "info"
            )
            return
        if all(line.deposit_no in self._chosen for line in lines):
            for line in lines:
                del self._chosen[line.deposit_no]
        else:
            self._choose(line for line in lines if line.deposit_no not in self._chosen)
        self._say_chosen()

    def _choose(self, lines: Iterable[DepositRow]) -> None:
        for line in lines:
            if line.best is not None:
                self._chosen[line.deposit_no] = line.best

    def choose_certain(self) -> None:
        """Choose every line whose best suggestion is certain."""
        certain = [line for line in self._by_no.values() if self._is_certain(line)]
        self._choose(line for line in certain if line.deposit_no not in self._chosen)
        self._say_chosen()
        self.table.view.setFocus()
        if not certain:
            self._context.say(
                "確度が「確実」の明細はありません。有力・候補の行は Space で1件ずつ選んでください。", "info"
            )

    @staticmethod
    def _is_certain(line: DepositRow) -> bool:
        return line.left > 0 and line.best is not None and line.best.confidence is Confidence.CERTAIN

    def clear_choice(self) -> None:
        """Let all lines go."""
        self._chosen.clear()
        self._say_chosen()
        self.table.view.setFocus()

    def _say_chosen(self) -> None:
        self._was_asked = False
        self.moved.show_moved(())  # what another choice moves is seen when it is posted
        model = self.table.model
        if model.rowCount():
            model.dataChanged.emit(model.index(0, 0), model.index(model.rowCount() - 1, model.columnCount() - 1))
        has = bool(self._chosen)
        self.post.setEnabled(has and not self._is_busy)
        self.clear_button.setEnabled(has)
        keys = "Spaceで選ぶ　Enterで候補と使い道を見る"
        self.foot.setText(self._chosen_words() if has else keys)
        self.foot.set_role("body" if has else "hint")
        self.changed.emit()

    def _chosen_words(self) -> str:
        amount = sum(self._left_of(number) for number in self._chosen)
        claims = len({one.claim_no for one in self._chosen.values()})
        weak = sum(one.confidence is not Confidence.CERTAIN for one in self._chosen.values())
        doubt = f"（うち確実でないもの {weak:,}件）" if weak else ""
        return f"選択 {len(self._chosen):,}件　{show_yen(amount)}円　求償権 {claims:,}件に充当{doubt}"

    # posting

    def submit(self) -> None:
        """Post what is chosen; several at once are shown and asked for a second time, as is what they move."""
        if self._is_busy or not self._chosen:
            return
        if not self.moved.is_settled():
            self.moved.demand()
            return
        if len(self._chosen) > 1 and not self._was_asked:
            self._was_asked = True
            self.foot.setText(f"{self._chosen_words()}　もう一度 F9 で登録します。")
            return
        wanted = [
            Application(number, one.claim_no, one.party_no, self._left_of(number))
            for number, one in sorted(self._chosen.items())
        ]
        self._is_busy = True
        self.post.setEnabled(False)
        work = partial(self._context.desk.apply_deposits, wanted, self.moved.accepted())
        self._context.jobs.write(work, partial(self._applied, len(wanted)), self._refused)

    def _applied(self, count: int, changes: Changes) -> None:
        self._is_busy = False
        self._chosen.clear()
        if self.detail.isVisible():
            self.detail.leave()
        self._say_chosen()
        self._context.changed(changes, can_undo=False)
        self._context.say(f"{count:,}件を充当しました（入金 {changes.number}）。{moved_words(changes.moved)}")

    def _refused(self, error: Exception) -> None:
        self._is_busy = False
        if isinstance(error, ConsequencesError):
            self.post.setEnabled(True)
            self.moved.show_moved(error.moved)
            self.moved.demand()
        else:
            self._say_chosen()
            self._context.jobs.failed.emit(error)

    # lines that lie before later receipts of their claims

    def _on_moved(self) -> None:
        self.leave_out.setVisible(bool(self.moved.moved))
        self.changed.emit()

    def leave_moved_out(self) -> None:
        """Let those lines go that split later receipts of their claims otherwise; the rest stays chosen."""
        last = {one.claim_no: one.shift.effective_on for one in self.moved.moved}  # by day: the last one stays
        for number, one in list(self._chosen.items()):
            if one.claim_no in last and self._by_no[number].received_on <= last[one.claim_no]:
                del self._chosen[number]
        self._say_chosen()
        self.table.view.setFocus()

    # one line

    def _open(self, line: DepositRow) -> None:
        work = partial(self._context.desk.open_deposit, line.deposit_no)
        self._context.jobs.read(work, self._show, owner=self, topic="detail")

    def _show(self, page: DepositPage) -> None:
        self.detail.show_page(page, self._chosen.get(page.row.deposit_no))

    def _decide(self, suggestion: Suggestion) -> None:
        page = self.detail.page
        if page is not None:
            self._chosen[page.row.deposit_no] = suggestion
            self.detail.leave()
            self._say_chosen()

    def _on_closed(self) -> None:
        self.table.view.setFocus()
        self.changed.emit()

    def _given(self) -> dict[str, object]:
        page = self.detail.page
        return {} if page is None else {"deposit_no": page.row.deposit_no, "amount": page.row.left}

    def _add_receipt(self) -> None:
        page = self.detail.page
        if page is not None:
            line = page.row
            method = line.kind.value if line.kind.value in _METHODS else None
            days = {"received_on": line.received_on, "posted_on": line.received_on}
            payer = line.best.party_no if line.best is not None else None
            self.editor.add("receipts", {**self._given(), **days, "method": method, "payer_no": payer})

    def _add_refund(self) -> None:
        self.editor.add("refunds", {**self._given(), "refunded_on": self._context.as_of})

    def _take_back(self) -> None:
        page = self.detail.page
        if page is not None:
            self.editor.correct(RecordRef("deposits", (page.row.deposit_no,)))

    def refresh(self) -> None:
        """Read everything again after something was written; the line shown stays shown."""
        self.reload()
        page = self.detail.page
        if self.detail.isVisible() and page is not None:
            self._open(page.row)

    def handlers(self) -> Handlers:
        """Return what can be done with the lines, or in the form that is open."""
        found: Handlers = {ActionId.RELOAD: self.refresh}
        if self.editor.form() is not None:
            return found | self.editor.handlers()
        if self._by_no:
            found[ActionId.OPEN] = self._open_current
        if self._chosen:
            found[ActionId.REGISTER] = self.submit
        if self.moved.moved:
            found[ActionId.ACCEPT] = self.moved.turn
        return found

    def _open_current(self) -> None:
        chosen = self.table.selected()
        if chosen:
            self._open(chosen[0])
