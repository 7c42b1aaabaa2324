"""The header of a claim: who owes, what is owed on the day, what comes next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain import codes
from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.claim.as_of import AsOfField
from collections_app.ui.claim.fitting import AmountColumn, FittingName
from collections_app.ui.text import WEEKDAYS
from collections_app.ui.widgets import (
    Card,
    Chip,
    ElidedLabel,
    Label,
    LinkButton,
    NumberLabel,
    StatusChip,
    clear,
    column,
    hairline,
    row,
)

if TYPE_CHECKING:
    from collections_app.domain.views import ClaimPage

_NEXT_WIDTH = 190


class ClaimHeader(Card):
    """The first card of the page. 「同じ債務者」 asks for the debtor's page."""

    as_of_requested = Signal(object)
    person_requested = Signal(object)  # the number of the debtor
    tag_opened = Signal(object)  # the RecordRef of a tag

    def __init__(self) -> None:
        super().__init__(padding=look.M)
        self.name, self.status, self.operating = FittingName(), StatusChip(), Chip()
        self.number, self.facts = NumberLabel(color="soft"), ElidedLabel(color="soft")
        self.others = LinkButton("")
        self.others.setToolTip("債務者のページ（合計・経過・まとめて訪問）を開く　Ctrl+J")
        self._debtor_no = ""
        self.principal, self.damages = AmountColumn("元金"), AmountColumn("損害金")
        self.costs = AmountColumn("立替費用")
        self.overpaid, self.unposted = AmountColumn("過誤納"), AmountColumn("未計上入金")
        self.next_on, self.next_text = NumberLabel(size=look.SECTION, bold=True), ElidedLabel(color="soft")
        self.as_of = AsOfField()
        self.problem = Label("", "problem")
        self.problem.hide()
        self._tags = row(spacing=look.XS)
        self._lay_out()
        self._connect()

    def show_claim(self, view: ClaimPage) -> None:
        """Show another claim, or the same one as of another day."""
        self.name.show_text(view.debtor.name)
        self.status.set_status(view.status)
        self._show_operating(view.debtor.operating)
        self.number.setText(view.claim_no)
        self.facts.setText("　".join(_facts(view)))
        self._debtor_no = view.debtor.party_no
        self.others.setText(f"同じ債務者 {len(view.other_claims)}件")
        self.others.setAccessibleName(f"同じ債務者の他の求償権 {len(view.other_claims)}件")
        self.others.setVisible(bool(view.other_claims))
        self.principal.show_amount(show_yen(view.principal))
        self.damages.show_amount(show_yen(view.damages), f"損害金（{short_era(view.as_of)}）")
        self.costs.show_amount(show_yen(view.costs))
        for box, amount in ((self.overpaid, view.overpaid), (self.unposted, view.unposted)):
            box.show_amount(show_yen(amount))
            box.setVisible(amount != 0)
        self._show_tags(view)
        self._show_next(view)
        self.as_of.show_day(view.as_of)

    def _show_operating(self, operating: codes.Operating | None) -> None:
        self.operating.setVisible(operating is not None)
        if operating is not None:
            self.operating.set_chip("事業継続" if operating is codes.Operating.YES else "事業停止")

    def _show_tags(self, view: ClaimPage) -> None:
        clear(self._tags)
        for tag in view.tags:
            link = LinkButton(f"#{tag.word}", f"付箋 {tag.word}")
            link.setToolTip(f"付箋（{short_era(tag.until)}まで）" if tag.until is not None else "付箋")
            link.clicked.connect(partial(self.tag_opened.emit, tag.ref))
            self._tags.addWidget(link)

    def _show_next(self, view: ClaimPage) -> None:
        day = view.next_on
        is_late = day is not None and day < view.as_of and view.status.is_open
        nothing = "なし" if view.status.is_open else ""
        self.next_on.setText(nothing if day is None else f"{short_era(day)}({WEEKDAYS[day.weekday()]})")
        self.next_on.set_color("bad" if day is None or is_late else "text")
        late = "期限超過　" if is_late else ""
        self.next_text.setText(late + view.next_text)

    def _lay_out(self) -> None:
        second = row(self.status, self.operating, self.number, self.others, self._tags, None)
        left = column(self.name, second, self.facts, spacing=2)
        following = QWidget()
        following.setLayout(column(Label("次回対応", "hint"), self.next_on, self.next_text, None, spacing=2))
        following.setMaximumWidth(look.scaled(_NEXT_WIDTH))
        day = column(Label("基準日", "hint"), self.as_of, None, spacing=2)
        amounts = (self.principal, self.damages, self.costs, self.overpaid, self.unposted)
        right = row(*amounts, hairline(vertical=True), following, day, spacing=look.L)
        for amount in amounts:
            right.setAlignment(amount, Qt.AlignmentFlag.AlignTop)
        line = row(spacing=look.M)
        line.addLayout(left, 1)
        line.addLayout(right)
        self.body.setContentsMargins(look.L, look.S, look.L, look.S)
        self.body.addLayout(line)
        self.body.addWidget(self.problem)

    def _connect(self) -> None:
        self.others.clicked.connect(self.request_debtor)
        self.as_of.requested.connect(self.as_of_requested)
        self.as_of.problem.connect(self._on_problem)

    def request_debtor(self) -> None:
        """Ask for the page of the debtor."""
        self.person_requested.emit(self._debtor_no)

    def _on_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


def _facts(view: ClaimPage) -> list[str]:
    staff = view.staff_name or view.staff_no or "担当なし"
    section = f"（{view.section}）" if view.section else ""
    facts = [view.industry, f"代位弁済 {short_era(view.subrogated_on)}", f"{staff}{section}"]
    return [fact for fact in facts if fact]
