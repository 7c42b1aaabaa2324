"""元帳: the claim's ledger in the order of 入金日, with what is owed after each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_yen
from collections_app.domain.views import FigureRows
from collections_app.reports.claim_terms import note_of
from collections_app.ui import look
from collections_app.ui.table import Column, StaticTable

if TYPE_CHECKING:
    from collections_app.domain.views import ClaimPage, LedgerLine


def _tone(line: LedgerLine) -> str:
    return "warn" if line.is_unposted else ""


def _owed_tone(line: LedgerLine) -> str:
    return _tone(line) or "soft"


def _posted(line: LedgerLine) -> str:
    return short_era(line.posted_on)


def _movement(amount: object) -> str:
    return show_yen(amount) if isinstance(amount, int) and amount else ""


# key, heading, least width, and whether it is what is owed after the line (else what the line changes)
_AMOUNTS = (
    ("amount", "金額 円", 88, False),
    ("to_costs", "費用 円", 64, False),
    ("to_damages", "損害金 円", 76, False),
    ("to_principal", "元金 円", 84, False),
    ("accrued", "発生損害金 円", 92, False),
    ("principal", "元金残 円", 88, True),
    ("damages", "損害金残 円", 84, True),
    ("costs", "費用残 円", 68, True),
)
_WORDS_WIDTH = 150


def ledger_columns(lines: tuple[LedgerLine, ...]) -> tuple[Column, ...]:
    """Return the columns, as wide as the longest amount of these lines needs."""
    return (
        Column("effective_on", "入金日", "date", 74, value=lambda line: line.effective_on, tone=_tone),
        Column("posted_on", "計上日", "date", 74, value=lambda line: line.posted_on, show=_posted, tone=_tone),
        Column("kind", "区分", "text", 68, value=lambda line: line.kind, tone=_tone),
        Column("voucher_no", "番号", "code", 86, value=lambda line: line.voucher_no, tone=_tone),
        *(_amount_column(lines, *spec) for spec in _AMOUNTS),
        Column("note", "備考", "text", _WORDS_WIDTH, value=note_of, tone=_tone),
    )


def _amount_column(lines: tuple[LedgerLine, ...], key: str, heading: str, width: int, is_owed: bool) -> Column:
    sums = abs(sum(getattr(line, key) for line in lines)) if key in SUMMED else 0
    longest = max((abs(getattr(line, key)) for line in lines), default=0)
    needed = len(show_yen(-max(longest, sums))) * look.BODY // 2 + 2 * look.S
    return Column(
        key,
        heading,
        "yen",
        max(width, needed),
        value=lambda line: getattr(line, key),
        show=None if is_owed else lambda line: _movement(getattr(line, key)),
        tone=_owed_tone if is_owed else _tone,
    )


def as_rows(view: ClaimPage) -> FigureRows:
    """Return the ledger as the table a workbook is written from: every column with the values of its lines."""
    columns = ledger_columns(view.ledger)
    return FigureRows(
        key="ledger",
        title=f"元帳 {view.claim_no} {view.debtor.name}",
        headings=tuple(column.heading.removesuffix(" 円") for column in columns),
        kinds=tuple("text" if column.kind == "code" else column.kind for column in columns),
        rows=tuple(tuple(column.value(line) for column in columns) for line in view.ledger),
        total=len(view.ledger),
        unit="行",
    )


SUMMED = ("to_costs", "to_damages", "to_principal", "accrued")


class Ledger(StaticTable):
    """The table, with the sums of what receipts went to and of the damages accrued."""

    def __init__(self) -> None:
        super().__init__("元帳", ledger_columns(()), framed=False)

    def show_claim(self, view: ClaimPage) -> None:
        """Show the lines of a claim; the newest is in sight."""
        sums: dict[str, object] = {key: sum(getattr(line, key) for line in view.ledger) for key in SUMMED}
        sums["effective_on"] = "合計"
        self.set_rows(view.ledger, ledger_columns(view.ledger), sums=sums if view.ledger else None)
        self.view.scrollToBottom()
