"""One line of the bank under the list: the claims it may be for, what became of it, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.deposits.columns import SUGGESTIONS, USES
from collections_app.ui.table import StaticTable
from collections_app.ui.widgets import Button, ElidedLabel, Label, column, hint, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collections_app.domain.deposit_views import DepositPage
    from collections_app.domain.matching import Suggestion

_HEIGHT = 216
_MOST = 276  # large letters must leave room for the list above


class DepositDetail(QFrame):
    """`decided` hands over the suggestion that Enter chose; the buttons ask for a form."""

    decided = Signal(object)
    receipt_wanted = Signal()
    refund_wanted = Signal()
    reversal_wanted = Signal()
    claim_requested = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName("入金明細の内容")
        self.page: DepositPage | None = None
        self.facts = ElidedLabel(bold=True)
        self.origin = ElidedLabel(color="soft", size=look.HINT)
        self.suggestions = StaticTable("候補の求償権", SUGGESTIONS, framed=False)
        self.uses = StaticTable("この明細の使い道", USES, framed=False)
        self.nobody = hint(
            "候補がありません。「入金を登録…」で求償権を探して登録すると、次から同じ名義が候補になります。"
        )
        self.nobody.setWordWrap(True)
        self.receipt = Button("入金を登録…")
        self.refund = Button("返還を登録…")
        self.reversal = Button("明細を取り消す…")
        self.close_button = Button("閉じる Esc")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        word = Label("候補（Enterで決める）", "soft")
        word.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        left = column(word, self.nobody, self.suggestions, spacing=look.XS)
        right = column(Label("使い道", "soft"), self.uses, spacing=look.XS)
        middle = row(spacing=look.L)
        middle.addLayout(left, 3)
        middle.addLayout(right, 2)
        buttons = row(self.receipt, self.refund, self.reversal, None, self.close_button)
        layout = column(self.facts, self.origin, spacing=look.XS, margins=(look.M, look.S, look.M, look.S))
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)
        self.setLayout(layout)
        self.setFixedHeight(min(look.scaled(_HEIGHT) + look.XL, _MOST))
        self.suggestions.opened.connect(self.decided)
        self.uses.opened.connect(self._open_use)
        self.receipt.clicked.connect(self.receipt_wanted)
        self.refund.clicked.connect(self.refund_wanted)
        self.reversal.clicked.connect(self.reversal_wanted)
        self.close_button.clicked.connect(self.leave)
        self.hide()

    def show_page(self, page: DepositPage, chosen: Suggestion | None) -> None:
        """Show a line, the keyboard on the suggestion chosen."""
        self.page = page
        line = page.row
        name = line.payer_name or "名義なし"
        amount = f"{show_yen(line.amount)}円（残り {show_yen(line.left)}円）"
        self.facts.setText(f"{line.deposit_no}　{short_era(line.received_on)}　{name}　{amount}")
        where = f"{line.file_name} {line.record_no}件目" if line.file_name else "手で登録した明細"
        parts = (f"{line.bank_name} {line.branch_name}", line.virtual_account, line.customer_no, line.memo, where)
        self.origin.setText("　".join(part.strip() for part in parts if part.strip()))
        self.suggestions.set_rows(line.suggestions)
        self.suggestions.setVisible(bool(line.suggestions))
        self.nobody.setVisible(not line.suggestions and line.left > 0)
        self.uses.set_rows(page.uses)
        self.receipt.setEnabled(line.left > 0)
        self.refund.setEnabled(line.left > 0)
        self.reversal.setEnabled(line.left == line.amount and not line.is_reversed)
        self.show()
        if line.suggestions:
            at = next((n for n, one in enumerate(line.suggestions) if one == chosen), 0)
            self.suggestions.view.select_row(at)
            self.suggestions.view.setFocus()
        else:
            (self.receipt if line.left > 0 else self.close_button).setFocus()

    def leave(self) -> None:
        """Close, and give the keyboard back to the list."""
        self.hide()
        self.page = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _open_use(self, use: object) -> None:
        claim_no = getattr(use, "claim_no", "")
        if claim_no:
            self.claim_requested.emit(claim_no)
