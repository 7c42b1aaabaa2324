"""The header of a person: who it is, where to be reached, what is owed as debtor on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from collections_app.domain import codes
from collections_app.domain.calendar import elapsed_years, era_date, short_era
from collections_app.domain.money import show_yen
from collections_app.domain.phone import grouped_phone
from collections_app.ui import look
from collections_app.ui.claim.fitting import AmountColumn, FittingName
from collections_app.ui.widgets import Button, Card, Chip, ElidedLabel, Label, NumberLabel, column, row

if TYPE_CHECKING:
    from collections_app.domain.people import PersonPage

_TONES = {
    codes.PartyStatus.DECEASED: "warn",
    codes.PartyStatus.MISSING: "warn",
    codes.PartyStatus.BANKRUPT: "bad",
    codes.PartyStatus.DISSOLVED: "bad",
}


class PersonHeader(Card):
    """The first card of the page."""

    def __init__(self) -> None:
        super().__init__(padding=look.M)
        self.name, self.kind, self.status, self.operating = FittingName(), Chip(), Chip(), Chip()
        self.number = NumberLabel(color="soft")
        self.kana, self.where = ElidedLabel(color="soft"), ElidedLabel(color="soft")
        self.phone = NumberLabel()
        self.merged = Label("", "warning")
        self.merged.setWordWrap(True)
        self.principal, self.damages = AmountColumn("元金"), AmountColumn("損害金")
        self.costs = AmountColumn("立替費用")
        self.caption = Label("", "hint")
        self.caption.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.correct, self.add = Button("訂正 Ctrl+E"), Button("追加 Ctrl+N")
        self.merge, self.death = Button("名寄せ Ctrl+Y"), Button("死亡を登録")
        self._lay_out()

    def _lay_out(self) -> None:
        second = row(self.kind, self.status, self.operating, self.number, self.kana, spacing=look.S)
        second.setStretch(4, 1)
        third = row(self.phone, self.where, spacing=look.M)
        third.setStretch(1, 1)
        left = column(self.name, second, third, spacing=2)
        amounts = row(self.principal, self.damages, self.costs, spacing=look.L)
        right = column(self.caption, amounts, None, spacing=2)
        buttons = row(self.correct, self.add, self.merge, self.death, None, spacing=look.S)
        line = row(spacing=look.L)
        line.addLayout(left, 1)
        line.addLayout(right)
        self.body.setContentsMargins(look.L, look.S, look.L, look.S)
        self.body.addLayout(line)
        self.body.addWidget(self.merged)
        self.body.addLayout(buttons)

    def show_person(self, view: PersonPage) -> None:
        """Show another person, or the same one as of another day."""
        record = view.record
        self.name.show_text(view.name)
        self.kind.set_chip(codes.PartyKind(record["kind"]).label)
        status, status_on = codes.PartyStatus(record["status"]), record["status_on"]
        when = f" {short_era(status_on)}" if status_on is not None else ""
        self.status.set_chip(f"{status.label}{when}", _TONES.get(status, ""))
        operating = record["operating"]
        self.operating.setVisible(operating is not None)
        self.operating.set_chip("事業継続" if operating == codes.Operating.YES else "事業停止")
        self.number.setText(view.party_no)
        self.kana.setText("　".join(part for part in (record["kana"], _born(view)) if part))
        self.phone.setText(grouped_phone(record["phone"] or "") or "電話なし")
        postal = f"〒{record['postal_code']} " if record["postal_code"] else ""
        self.where.setText(f"{postal}{record['address'] or ''}" or "住所なし")
        self.merged.setText(
            f"{view.asked_for} はこの関係人（{view.party_no}）に統合されています。" if view.asked_for else ""
        )
        self.merged.setVisible(bool(view.asked_for))
        self.death.setVisible(record["kind"] == codes.PartyKind.INDIVIDUAL)
        self.death.setText("相続人を登録" if status is codes.PartyStatus.DECEASED else "死亡を登録")
        self._show_sums(view)

    def _show_sums(self, view: PersonPage) -> None:
        total = view.sums[-1] if view.sums else None
        self.caption.setText(
            f"主債務者として {total.count:,}件　{short_era(view.as_of)} 現在"
            if total
            else "主債務者の求償権はありません"
        )
        for box in (self.principal, self.damages, self.costs):
            box.setVisible(total is not None)
        if total is not None:
            self.principal.show_amount(show_yen(total.principal))
            self.damages.show_amount(show_yen(total.damages))
            self.costs.show_amount(show_yen(total.costs))


def _born(view: PersonPage) -> str:
    born, record = view.record["birth_date"], view.record
    if born is None:
        return ""
    is_dead = record["status"] == codes.PartyStatus.DECEASED and record["status_on"] is not None
    age = elapsed_years(born, record["status_on"] if is_dead else view.as_of)
    return f"{era_date(born)}生 {age}歳{'（死亡時）' if is_dead else ''}"
