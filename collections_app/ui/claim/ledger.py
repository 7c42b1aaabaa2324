"""元帳: the claim's ledger in the order of 入金日, with what is owed after each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_yen
from collections_app.ui.table import Column, StaticTable

if TYPE_CHECKING:
    from collections_app.domain.views import ClaimPage, LedgerLine

UNPOSTED = "未計上"


def _tone(line: LedgerLine) -> str:
    return "warn" if line.is_unposted else ""


def _owed_tone(line: LedgerLine) -> str:
    return _tone(line) or "soft"


def note_of(line: LedgerLine) -> str:
    """Return the note, with what must not be overlooked in front: 未計上, 過誤納."""
    overpaid = f"過誤納 {show_yen(line.overpaid)}円" if line.overpaid else ""
    return "　".join(part for part in (UNPOSTED if line.is_unposted else "", overpaid, line.note) if part)


def _posted(line: LedgerLine) -> str:
    return short_era(line.posted_on)


def _yen(key: str, heading: str, width: int = 92, *, owed: bool = False) -> Column:
    def value(line: Any) -> object:
        return getattr(line, key)

    return Column(key, heading, "yen", width, value=value, tone=_owed_tone if owed else _tone)


COLUMNS = (
    Column("effective_on", "入金日", "date", 80, value=lambda line: line.effective_on, tone=_tone),
    Column("posted_on", "計上日", "date", 80, value=lambda line: line.posted_on, show=_posted, tone=_tone),
    Column("kind", "区分", "text", 74, value=lambda line: line.kind, tone=_tone),
    Column("voucher_no", "番号", "code", 92, value=lambda line: line.voucher_no, tone=_tone),
    _yen("amount", "金額 円", 96),
    _yen("to_costs", "費用 円", 72),
    _yen("to_damages", "損害金 円", 84),
    _yen("to_principal", "元金 円", 90),
    _yen("accrued", "発生損害金 円", 96),
    _yen("principal", "元金残 円", 92, owed=True),
    _yen("damages", "損害金残 円", 92, owed=True),
    _yen("costs", "費用残 円", 74, owed=True),
    Column("note", "備考", "text", 160, value=note_of),
)
SUMMED = ("to_costs", "to_damages", "to_principal", "accrued")


class Ledger(StaticTable):
    """The table, with the sums of what receipts went to and of the damages accrued."""

    def __init__(self) -> None:
        super().__init__("元帳", COLUMNS, framed=False)

    def show_claim(self, view: ClaimPage) -> None:
        """Show the lines of a claim; the newest is in sight."""
        sums: dict[str, object] = {key: sum(getattr(line, key) for line in view.ledger) for key in SUMMED}
        sums["effective_on"] = "合計"
        self.set_rows(view.ledger, sums=sums if view.ledger else None)
        self.view.scrollToBottom()
