"""入金一覧入力: the receipts of a day typed or pasted, against the bank's total, with how each of them falls."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import BankTotalError, ConsequencesError, ReceiptsWanted
from collections_app.domain.receipt_grid import RECEIPTS, texts_of
from collections_app.domain.spread_entry import SpreadWanted
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.deposits.bank_bar import BankBar
from collections_app.ui.deposits.receipt_model import Groups, ReceiptModel
from collections_app.ui.drafts.cell_keeper import CellKeeper
from collections_app.ui.drafts.draft import Draft
from collections_app.ui.entry.allocation_pane import AllocationPane
from collections_app.ui.entry.moved_pane import MovedPane
from collections_app.ui.fields import YenEdit
from collections_app.ui.grid import EntryGrid
from collections_app.ui.widgets import hint, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QVBoxLayout

    from collections_app.domain.grid import GridSpec
    from collections_app.domain.money_views import ReceiptPreview
    from collections_app.domain.records import Record
    from collections_app.domain.spread_entry import GridRows
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context
    from collections_app.ui.page import Handlers

_PAUSE_MS = 120
_PANE = 148  # pixels kept for how the current row falls
_PANE_WIDTH = 480
_PAGE = "deposits"
_AMOUNT_AT = RECEIPTS.position("amount")
_HOW = (
    "求償権番号か債務者の名前から入力します。Enterで次の欄、Excelの表は Ctrl+V で貼り付け、"
    "銀行の合計と合わせてF9でまとめて登録します。"
)


class DayReceipts(EntryGrid):
    """All rows are posted together or not at all; one Ctrl+Z takes all of them back."""

    model: ReceiptModel

    def __init__(self, context: Context) -> None:
        super().__init__(context, RECEIPTS, "入金一覧の入力表")
        self.bank, self.pane, self.moved = BankBar(), AllocationPane(), MovedPane()
        self._shown: ReceiptPreview | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE_MS)
        self._lay_out()
        self._typing.timeout.connect(self._look_typed)
        self.view.cells.typed.connect(self._typing.start)
        self._pause.timeout.connect(self._look)
        self.model.counted.connect(self._pause.start)
        self.model.counted.connect(self._show_total)
        self.view.moved_to.connect(self._show_row)
        self.bank.left.connect(self.view.setFocus)
        self.bank.submitted.connect(self.submit)
        self.moved.changed.connect(self.changed)
        context.data_changed.connect(self._on_changed)
        self.kept = CellKeeper(context.drafts, self, self._top, self._draft)
        self.kept.taken.connect(self.resume)
        self.model.counted.connect(self.kept.touch)
        self.bank.changed.connect(self.kept.touch)

    def make_model(self, spec: GridSpec) -> ReceiptModel:
        """Return the rows of the grid."""
        return ReceiptModel(spec, self)

    def _lay_out(self) -> None:
        layout: QVBoxLayout = self.layout()  # type: ignore[assignment]
        self._top = layout
        layout.insertWidget(0, self.bank)
        self.how = hint(_HOW)
        self.how.setWordWrap(True)
        self.under = QWidget()
        self.how.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.pane.setMaximumWidth(look.scaled(_PANE_WIDTH))
        lower = row(self.pane, self.how, self.moved, None, spacing=look.XL)
        for at, share in enumerate((4, 4, 6, 1)):  # the last takes what the pane leaves: it stands at the left
            lower.setStretch(at, share)
        self.under.setLayout(lower)
        self.under.setMinimumHeight(look.scaled(_PANE))
        layout.insertWidget(3, self.under)
        layout.setStretch(0, 0)
        layout.setStretch(1, 1)
        self._show_row()

    def reload(self) -> None:
        """Look at everything anew; what is typed stays, and what a program left behind is offered."""
        self._on_changed()
        self.kept.offer(self._context.drafts.of_page(self._context.desk.location, _PAGE))

    # what is typed and not registered

    def _draft(self, draft_id: str) -> Draft | None:
        rows = self.model.filled()
        texts = {key: field.text() for key, field in self.bank.fields().items() if field.text()}
        for number, at in enumerate(rows):
            texts |= {f"{number}:{place}": text for place, text in enumerate(self.model.texts(at)) if text}
        if not texts:
            return None
        place, said = self._context.desk.location, f"{len(rows):,}行 {show_yen(self.model.total())}円"
        return Draft(
            draft_id, place, RECEIPTS.table, "", said,
            is_row=False, before=None, given={}, record={}, texts=texts, page=_PAGE,
        )  # fmt: skip

    def resume(self, draft: Draft) -> None:
        """Go on with rows that were typed and not registered, below those that are here."""
        cells = [(key.split(":"), text) for key, text in draft.texts.items() if ":" in key]
        rows = [[""] * len(RECEIPTS.columns) for _ in range(1 + max((int(at[0]) for at, _ in cells), default=-1))]
        for (at, place), text in cells:
            rows[int(at)][int(place)] = text
        for key, field in self.bank.fields().items():
            if draft.texts.get(key):
                field.setText(draft.texts[key])
        self.kept.adopt(draft)
        begin = self.model.rowCount() - 1
        if rows:
            self.model.insert(begin, [tuple(texts) for texts in rows])
        self.view.go_to(begin, 0)
        self.view.setFocus()
        self._context.say(
            f"{draft.title}の続きを入力できます。登録はF9です。", "info"
        )  # in the place of what told of it

    def handlers(self) -> Handlers:
        """Return what can be done with the rows."""
        handlers = {**super().handlers(), ActionId.OPEN_CLAIM: self._open_claim}
        if self.claim_at(self.view.place()[0]):
            handlers[ActionId.SPREAD] = self._spread
        if self.moved.moved:
            handlers[ActionId.ACCEPT] = self.moved.turn
        return handlers

    def _open_claim(self) -> None:
        self.view.cells.finish()
        claim_no = self.claim_at(self.view.place()[0])
        if claim_no:
            self._context.claim_requested.emit(claim_no)
        else:
            self._context.say("この行には求償権がありません。求償権番号を入力してください。", "info")

    def claim_at(self, row_at: int) -> str:
        """Return the claim of a row, nothing while it is not known."""
        verdict = self.model.verdict(row_at)
        return str(verdict.record.get("claim_no") or "") if verdict is not None else ""

    # one row over several claims

    def _spread(self) -> None:
        """Let the money of the current row be put on several claims of the debtor."""
        self.view.cells.finish()
        at = self.view.place()[0]
        verdict = self.model.verdict(at)
        if verdict is None:
            return
        record = verdict.record
        shared = {name: record[name] for name in ("source", "payer_no", "method") if record[name] is not None}
        wanted = SpreadWanted(
            claim_no=str(record["claim_no"]),
            received_on=record["received_on"],
            amount=record["amount"],
            shared=shared,
            grid_row=at,
        )
        self._context.place_requested.emit(("spread", wanted))

    def take_spread(self, rows: GridRows) -> None:
        """Put receipts in the place of the row they came from."""
        self.model.remove(rows.at, rows.at)
        self.model.insert(rows.at, texts_of(rows.records, rows.payers))
        self.view.go_to(rows.at, 0)

    # how the rows fall

    def _look(self) -> None:
        """Ask how the rows fall whose claims have other rows than before, all in one go."""
        groups = self.model.unknown()
        if not groups or self.model.stale_rows():
            self._show_row()
            return
        records = [record for some in groups.values() for record in some]
        work = partial(self._context.desk.preview_receipts, records)
        take = partial(self._take_previews, groups)
        self._context.jobs.read(work, take, self._not_checked, owner=self, topic="preview")

    def _take_previews(self, groups: Groups, shown: Sequence[ReceiptPreview]) -> None:
        self.model.take_previews(groups, shown)
        self._show_row()
        if self._wants_writing and not self.model.stale_rows():
            self._settled()

    def _show_row(self) -> None:
        shown = self.model.preview(self.view.place()[0])
        if shown is not None and shown is not self._shown:
            self.pane.show_preview(shown)
        self._shown = shown
        self.pane.setVisible(shown is not None)
        self.moved.show_moved(self.model.moved())
        self.how.setVisible(shown is None and not self.moved.moved)
        self.changed.emit()

    def _look_typed(self) -> None:
        """Ask how the current row falls with the amount that is just being typed."""
        field, (at, place) = self.view.cells.editor(), self.view.place()
        amount = field.value() if isinstance(field, YenEdit) and place == _AMOUNT_AT else None
        found = self.model.typed(at, amount) if amount else None
        if found is not None:
            records, mine = found
            work = partial(self._context.desk.preview_receipts, records)
            take = partial(self._show_typed, at, mine)
            self._context.jobs.read(work, take, lambda _: None, owner=self, topic="typed")

    def _show_typed(self, at: int, mine: int, shown: Sequence[ReceiptPreview]) -> None:
        if self.view.cells.editor() is not None and self.view.place()[0] == at:
            self._shown = shown[mine]
            self.pane.show_preview(self._shown)
            self.how.hide()

    def _show_total(self) -> None:
        self.bank.show_rows(self.model.total(), len(self.model.filled()))

    def _on_changed(self) -> None:
        self.model.forget_previews()
        self._pause.start()

    # writing

    def _settled(self) -> None:
        """Write once it is known how every row falls."""
        if self._wants_writing and self.model.unknown() and self.model.first_refused() is None:
            self._look()
        else:
            super()._settled()

    def _save(self, rows: Sequence[int], records: Sequence[Record]) -> None:
        """Post the receipts once they agree with the bank and what they move is accepted."""
        self._show_row()
        if self.bank.wants_reason():
            self.bank.demand()
        elif not self.moved.is_settled():
            self.moved.demand()
        else:
            wanted = ReceiptsWanted(tuple(records), self.moved.accepted(), self.bank.total())
            self._set_busy(is_busy=True)
            work = partial(self._context.desk.post_receipts, wanted)
            self._context.jobs.write(work, partial(self._posted, wanted), partial(self._refused, rows))

    def _posted(self, wanted: ReceiptsWanted, changes: Changes) -> None:
        self.kept.forget()
        self.bank.clear()
        self._begin_anew()
        self._context.changed(changes)
        self._context.say(
            f"入金 {len(wanted.records):,}件 {show_yen(wanted.amount)}円を登録しました（{changes.number}）。"
            "　Ctrl+Zですべて取り消せます。"
        )
        self.written.emit([changes])

    def _refused(self, rows: Sequence[int], error: Exception) -> None:
        super()._refused(rows, error)
        if isinstance(error, ConsequencesError | BankTotalError):
            self._on_changed()  # somebody was faster: what is moved is another thing now
