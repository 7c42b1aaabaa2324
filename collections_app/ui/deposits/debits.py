"""Direct debits asked for: a day, who asks, the plans that are due, and the file for the bank."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.bank_lines import Consignor
from collections_app.domain.calendar import month_end, next_month, short_era
from collections_app.domain.codes import AccountKind
from collections_app.domain.errors import UserError
from collections_app.domain.forms import Option
from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.deposits.columns import DUE
from collections_app.ui.entry.editors import today
from collections_app.ui.fields import ChoiceEdit, DayEdit, FieldBox, Form, LineField
from collections_app.ui.files import ask_save
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.table import StaticTable
from collections_app.ui.text import file_stamp
from collections_app.ui.widgets import Button, EmptyState, Label, column, hint, row

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collections_app.domain.deposit_views import DebitProposal
    from collections_app.ui.context import Context
    from collections_app.ui.page import Handlers

_KINDS = "全銀形式 (*.txt *.dat)"
_NOTHING = (
    "この日までに期日の来た、依頼する口座振替はありません。弁済計画の支払う人に振替口座（台帳の「振替口座」）を登録すると、期日の来た回がここに並びます。"
    "依頼して結果待ちのものと、振替済のものは並びません。"
)
_USUAL_DAY = 27
_FIELDS = (
    ("code", "委託者コード", 110, True),
    ("name", "委託者名（カナ）", 220, False),
    ("bank_code", "銀行番号", 72, True),
    ("bank_name", "銀行名（カナ）", 130, False),
    ("branch_code", "支店番号", 72, True),
    ("branch_name", "支店名（カナ）", 130, False),
    ("account_kind", "預金種目", 110, False),
    ("account_no", "口座番号", 90, True),
)


class DebitRequestView(QWidget):
    """`file_wanted` leads to taking results in; `changed` tells that other things can be done."""

    changed = Signal()
    file_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._proposal: DebitProposal | None = None
        self._is_busy = False
        self.form = Form("口座振替の依頼")
        self.day = DayEdit(today)
        self.day.set_value(usual_day(today()))
        self.form.add(FieldBox("day", "振替日", self.day, 136))
        self.fields: dict[str, LineField] = {}
        for key, word, width, is_latin in _FIELDS:
            field = ChoiceEdit(_ACCOUNTS) if key == "account_kind" else LineField(latin=is_latin)
            self.fields[key] = field
            self.form.add(FieldBox(key, word, field, width))
        self.fields["account_kind"].set_value(AccountKind.ORDINARY.value)
        self.words = Label()
        self.make = Button("依頼ファイルを作る… F9", primary=True)
        self.results = Button("結果を取り込む…")
        self.table = StaticTable("依頼する口座振替", DUE)
        self.empty = EmptyState(_NOTHING)
        self._lay_out()
        self.day.editingFinished.connect(self._on_day)
        self.form.submitted.connect(self.submit)
        self.make.clicked.connect(self.submit)
        self.results.clicked.connect(self.file_wanted)
        self.table.opened.connect(lambda due: context.claim_requested.emit(due.claim_no))
        self.table.hide()

    def _lay_out(self) -> None:
        note = hint(
            "委託者の欄は、前に作ったときの内容が入ります。作ると「結果待ち」として記録され、結果を取り込むと入金明細になります。"
        )
        note.setWordWrap(True)
        layout = column(self.form, note, row(self.words, None, self.results, self.make), spacing=look.S)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        self.setLayout(layout)

    def _on_day(self) -> None:
        if self._proposal is None or self._proposal.debited_on != self.day.value():
            self.reload()

    def reload(self) -> None:
        """Read what is due on the day."""
        day = self.day.value()
        if day is None:
            self._say_problem("振替日を入力してください。")
            return
        work = partial(self._context.desk.propose_debits, day)
        self._context.jobs.read(work, self._take, owner=self, topic="debits")

    def _take(self, proposal: DebitProposal) -> None:
        self._proposal = proposal
        if proposal.consignor is not None and not self.fields["code"].text():
            for key, field in self.fields.items():
                field.set_value(getattr(proposal.consignor, key))
        self.table.set_rows(proposal.due, sums={"debtor": "合計", "amount": proposal.total} if proposal.due else {})
        self.table.setVisible(bool(proposal.due))
        self.empty.setVisible(not proposal.due)
        self.words.set_role("body")
        count, total = f"{len(proposal.due):,}件", f"{show_yen(proposal.total)}円"
        self.words.setText(f"{short_era(proposal.debited_on)} に依頼するもの　{count}　{total}")
        self.make.setEnabled(bool(proposal.due) and not self._is_busy)
        self.changed.emit()

    def handlers(self) -> Handlers:
        """Return what can be done."""
        found: Handlers = {ActionId.RELOAD: self.reload, ActionId.FIELD_LIST: self._open_list}
        if self._proposal is not None and self._proposal.due and not self._is_busy:
            found[ActionId.REGISTER] = self.submit
        return found

    def _open_list(self) -> None:
        field = self.fields["account_kind"]
        if isinstance(field, ChoiceEdit) and field.hasFocus():
            field.open_list()

    def consignor(self) -> Consignor:
        """Return who asks, as typed; UserError names the first field that is empty."""
        for key, word, _, _ in _FIELDS:
            if self.fields[key].value() is None:
                self.fields[key].setFocus()
                raise UserError(f"{word}を入力してください。")
        texts = {key: str(field.value()).strip() for key, field in self.fields.items() if key != "account_kind"}
        return Consignor(account_kind=AccountKind(str(self.fields["account_kind"].value())), **texts)

    def submit(self) -> None:
        """Ask where to write the request."""
        proposal = self._proposal
        if proposal is None or not proposal.due or self._is_busy:
            return
        if proposal.debited_on != self.day.value():
            self.reload()
            return
        try:
            consignor = self.consignor()
        except UserError as error:
            self._say_problem(str(error))
            return
        name = f"口座振替依頼_{file_stamp(proposal.debited_on)}.txt"
        ask_save(self, "依頼ファイルの保存先", name, _KINDS, partial(self.write_to, proposal, consignor))

    def write_to(self, proposal: DebitProposal, consignor: Consignor, path: Path) -> None:
        """Write the request and keep what was asked for."""
        self._is_busy = True
        self.make.setEnabled(False)
        plans = [due.plan_no for due in proposal.due]
        work = partial(self._context.desk.request_debits, proposal.debited_on, consignor, plans, path)
        self._context.jobs.write(work, self._written, self._refused)

    def _written(self, path: Path) -> None:
        self._is_busy = False
        say_written(self._context, path)
        self._context.data_changed.emit()
        self.reload()

    def _refused(self, error: Exception) -> None:
        self._is_busy = False
        self.make.setEnabled(True)
        self._say_problem(str(error))

    def _say_problem(self, sentence: str) -> None:
        self.words.set_role("problem")
        self.words.setText(sentence)


_ACCOUNTS = [Option(kind.value, kind.label) for kind in AccountKind]


def usual_day(day: date) -> date:
    """Return the next 27th, the day most banks debit on."""
    this_month = day.replace(day=_USUAL_DAY)
    if this_month >= day:
        return this_month
    following = next_month(day)
    return following.replace(day=min(_USUAL_DAY, month_end(following).day))
