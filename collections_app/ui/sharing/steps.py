"""The steps of the page: forms, a statement reported, commissions entered; what is final is asked first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.calendar import era_month
from collections_app.domain.insurance import InsuranceRow
from collections_app.domain.payment_statement import PaymentStatement, Reconciled
from collections_app.domain.records import RecordRef
from collections_app.domain.servicer import Compared
from collections_app.ui.pages.ask_sheet import AskSheet

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from collections_app.ui.context import Context
    from collections_app.ui.entry.record_editor import RecordEditor


class SharingSteps:
    """Forms are opened by the editor of the page; what cannot be taken back is asked about first."""

    def __init__(self, context: Context, page: QWidget, editor: RecordEditor) -> None:
        self._context = context
        self._page = page
        self._editor = editor

    def enter(self, thing: object) -> None:
        """Open the form that goes with a line."""
        if isinstance(thing, InsuranceRow):
            self._insurance(thing)
        elif isinstance(thing, Reconciled):
            self._payment(thing)
        elif isinstance(thing, Compared):
            self._settle(thing)

    def _insurance(self, row: InsuranceRow) -> None:
        if row.insurance_no:
            first = "received_on" if row.claimed_on is not None else "claimed_on"
            given = {} if row.recorded is not None else {"amount": row.amount}
            self._editor.amend(RecordRef("insurance_claims", (row.insurance_no,)), given, first)
        else:
            self._editor.add("insurance_claims", {"claim_no": row.claim_no, "amount": row.amount}, "claimed_on")

    def _payment(self, row: Reconciled) -> None:
        if row.is_kept:
            self._editor.correct(RecordRef("bearer_payments", (row.month, row.bearer.value)), "paid_on")
        else:
            self._editor.add("bearer_payments", {"month": row.month, "bearer": row.bearer.value}, "paid_on")

    def _settle(self, row: Compared) -> None:
        """Open the line of the report; where there is none, a line of nothing that says why."""
        if row.is_kept:
            ref = RecordRef("servicer_reports", (row.claim_no, row.servicer, row.month))
            self._editor.correct(ref, "settled_on")
            return
        given = {"claim_no": row.claim_no, "month": row.month, "gross": 0, "cost": 0, "net": 0}
        servicer = {"servicer": row.servicer} if row.servicer else {}
        self._editor.add("servicer_reports", {**given, **servicer}, "settled_on")

    def ask_report(self, month: date) -> None:
        """Say what reporting does, and keep the statement as it is sent."""
        sentence = (
            f"{era_month(month)}の計算書を、今の内容のまま報告済みとして固定します。"
            "あとから変わった分は、次の月の計算書に訂正として入ります。取り消せません。"
        )

        def done(found: PaymentStatement) -> None:
            self._context.say(f"{era_month(month)}の計算書を報告済みにしました（{len(found.lines):,}件）。")
            self._context.data_changed.emit()

        work = partial(self._context.desk.report_statement, month)
        sheet = AskSheet(self._page.window(), f"{era_month(month)}の計算書を報告済みにする", sentence, "報告済みにする")
        sheet.ask((), lambda _: self._context.jobs.write(work, done))

    def ask_commissions(self, month: date) -> None:
        """Say what entering commissions does, and enter them."""
        sentence = (
            f"{era_month(month)}に報告された手数料を、求償できない立替費用として求償権ごとに登録します。"
            "登録済みの分は二度登録しません。"
        )

        def done(entered: tuple[int, int]) -> None:
            count, amount = entered
            self._context.say(f"手数料 {count:,}件 {amount:,}円を立替費用に登録しました。")
            self._context.data_changed.emit()

        work = partial(self._context.desk.enter_commissions, month)
        sheet = AskSheet(self._page.window(), "手数料を立替費用に登録する", sentence, "登録する")
        sheet.ask((), lambda _: self._context.jobs.write(work, done))
