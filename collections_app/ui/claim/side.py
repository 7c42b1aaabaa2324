"""The right column of the claim page: what is to be done, parties, plan and recovery, collateral, actions, files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from collections_app.domain.bundle import TABLE
from collections_app.reports.claim_terms import plan_words
from collections_app.ui import look
from collections_app.ui.charts.instalment_strip import InstalmentStrip
from collections_app.ui.claim import entries
from collections_app.ui.claim.attachments import AttachmentsCard
from collections_app.ui.claim.entry import fill
from collections_app.ui.claim.steps import StepsCard
from collections_app.ui.widgets import Card, Label, LinkButton, column, hint, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from collections_app.domain.views import ClaimPage


class Side(QScrollArea):
    """Cards; an empty one says so. A month of the strip tells `month_chosen`."""

    month_chosen = Signal(object)
    opened = Signal(object)  # the RecordRef of an entry
    add_requested = Signal(str)  # the table of the record to be added
    step_done = Signal(object)  # a StepView
    steps_wanted = Signal()  # the claim is to be given its first steps

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("予定・初動・関係人・弁済計画・担保・法的手続・添付")
        self.plan_words = hint()
        self.strip = InstalmentStrip()
        self.no_plan = Label("分割弁済の約束はありません。", "soft")
        self.todos, self.parties, self.collaterals, self.proceedings, self.recovery, self.plan, self.debts = (
            column(spacing=0) for _ in range(7)
        )
        self.attachments = AttachmentsCard()
        self.attachments.opened.connect(self.opened)
        self.todo_card = self._card("予定", self.todos, "tasks")
        plan = self._plan_card()
        self.debt_card = Card("各人の債務額", padding=look.M)
        self.debt_card.body.addLayout(self.debts)
        self.steps = StepsCard()
        self.steps.opened.connect(self.opened)
        self.steps.done_wanted.connect(self.step_done)
        self.steps.wanted.connect(self.steps_wanted)
        cards = (
            self.todo_card,
            self.steps,
            self._card("関係人", self.parties, "claim_parties"),
            self.debt_card,
            plan,
            self._card("担保・任意処分", self.collaterals, "collaterals"),
            self._card("法的手続", self.proceedings, "legal_actions"),
            self.attachments,
        )
        for card in cards:
            card.body.setSpacing(look.XS)
        body = QWidget()
        body.setProperty("role", "canvas")
        body.setLayout(column(*cards, None, spacing=look.M, margins=(0, 0, 0, 0)))
        self.setWidget(body)
        self.strip.month_chosen.connect(self.month_chosen)

    def _plan_card(self) -> Card:
        plan = Card("弁済計画と入金", self._trailing(self.plan_words, "instalment_plans"), padding=look.M)
        plan.body.addWidget(self.strip)
        plan.body.addWidget(self.no_plan)
        plan.body.addLayout(self.plan)
        plan.body.addLayout(self.recovery)
        return plan

    def _card(self, heading: str, layout: QVBoxLayout, table: str) -> Card:
        card = Card(heading, self._trailing(None, table), padding=look.M)
        card.body.addLayout(layout)
        return card

    def _trailing(self, words: Label | None, table: str) -> QWidget:
        """Return the words at the right of a heading and the link that adds a record."""
        link = LinkButton("＋追加", f"{TABLE[table].title}を追加")
        link.setToolTip(f"{TABLE[table].title}を追加")
        link.clicked.connect(partial(self.add_requested.emit, table))
        box = QWidget()
        layout = row(spacing=look.S)
        if words is not None:
            layout.addWidget(words)
        layout.addWidget(link)
        box.setLayout(layout)
        return box

    def show_claim(self, view: ClaimPage) -> None:
        """Show the facts of a claim."""
        opened = self.opened.emit
        fill(self.todos, entries.todo_entries(view), "", opened)
        self.todo_card.setVisible(bool(view.todos))
        self.steps.show_claim(view)
        fill(self.parties, entries.party_entries(view), "関係人は登録されていません。", opened)
        debts = entries.debt_entries(view)
        fill(self.debts, debts, "")
        self.debt_card.setVisible(bool(debts))
        fill(self.plan, entries.plan_entries(view), "", opened)
        fill(self.recovery, entries.recovery_entries(view), "")
        empty = "担保はありません。"
        fill(self.collaterals, entries.collateral_entries(view.collaterals), empty, opened)
        fill(self.proceedings, entries.action_entries(view.actions), "法的手続はありません。", opened)
        self.attachments.show_files(view.attachments)
        has_plan = view.plan_amount is not None or bool(view.plan_months)
        self.plan_words.setText(plan_words(view))
        self.strip.setVisible(bool(view.plan_months))
        self.strip.show_months(view.plan_months)
        self.no_plan.setVisible(not has_plan)
        self.verticalScrollBar().setValue(0)
