"""The right column of the claim page: parties, plan and recovery, collateral, legal actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from collections_app.reports.claim_terms import plan_words
from collections_app.ui import look
from collections_app.ui.charts.instalment_strip import InstalmentStrip
from collections_app.ui.claim import entries
from collections_app.ui.claim.entry import fill
from collections_app.ui.widgets import Card, Label, column, hint

if TYPE_CHECKING:
    from collections_app.domain.views import ClaimPage


class Side(QScrollArea):
    """Four cards; an empty one says so. A month of the strip tells `month_chosen`."""

    month_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("関係人・弁済計画・担保・法的手続")
        self.plan_words = hint()
        self.strip = InstalmentStrip()
        self.no_plan = Label("分割弁済の約束はありません。", "soft")
        self.parties, self.collaterals, self.proceedings, self.recovery = (column(spacing=0) for _ in range(4))
        plan = Card("弁済計画と入金", self.plan_words, padding=look.M)
        plan.body.addWidget(self.strip)
        plan.body.addWidget(self.no_plan)
        plan.body.addLayout(self.recovery)
        cards = [plan]
        for heading, layout in (
            ("関係人", self.parties),
            ("担保・任意処分", self.collaterals),
            ("法的手続", self.proceedings),
        ):
            card = Card(heading, padding=look.M)
            card.body.addLayout(layout)
            cards.append(card)
        for card in cards:
            card.body.setSpacing(look.XS)
        body = QWidget()
        body.setProperty("role", "canvas")
        body.setLayout(column(cards[1], cards[0], *cards[2:], None, spacing=look.M, margins=(0, 0, 0, 0)))
        self.setWidget(body)
        self.strip.month_chosen.connect(self.month_chosen)

    def show_claim(self, view: ClaimPage) -> None:
        """Show the facts of a claim."""
        fill(self.parties, entries.party_entries(view), "関係人は登録されていません。")
        fill(self.recovery, entries.recovery_entries(view), "")
        empty = "担保はありません。"
        fill(self.collaterals, entries.collateral_entries(view.collaterals), empty)
        fill(self.proceedings, entries.action_entries(view.actions), "法的手続はありません。")
        has_plan = view.plan_amount is not None or bool(view.plan_months)
        self.plan_words.setText(plan_words(view))
        self.strip.setVisible(bool(view.plan_months))
        self.strip.show_months(view.plan_months)
        self.no_plan.setVisible(not has_plan)
        self.verticalScrollBar().setValue(0)
