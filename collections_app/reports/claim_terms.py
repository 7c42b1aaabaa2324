"""What a claim says of itself, in words: terms, plan, notes of the ledger; on the screen and on paper."""

from __future__ import annotations

from datetime import date

from collections_app.domain.calendar import era_date
from collections_app.domain.money import show_yen
from collections_app.domain.views import ClaimPage, LedgerLine

NOT_RECORDED = "—"
UNPOSTED = "未計上"


def term_pairs(view: ClaimPage) -> list[tuple[str, str]]:
    """Return label and words of every term."""
    coverage = f"{view.coverage_rate}％" if view.coverage_rate else ""
    sharing = view.liability_sharing.label if view.liability_sharing is not None else ""
    pairs = [
        ("保証番号", view.guarantee_no),
        ("保証制度", view.scheme),
        ("責任共有", sharing),
        ("保険種別", view.insurance_type),
        ("填補率", coverage),
        ("金融機関", f"{view.bank_name} {view.branch_name}".strip()),
        ("保証委託契約日", _day(view.contracted_on)),
        ("業種", view.industry),
        ("代位弁済日", _day(view.subrogated_on)),
        ("代位弁済元金", f"{show_yen(view.paid_principal)}円"),
        ("代位弁済利息", f"{show_yen(view.paid_interest)}円"),
        ("求償元金", f"{show_yen(view.paid_principal + view.paid_interest)}円"),
        ("代位弁済事由", view.cause),
        ("損害金率", f"年{view.damages_rate}％" if view.damages_rate else ""),
        ("日数の基準", view.day_basis.label),
        ("充当順位", view.allocation_order.label),
        ("担当", " ".join(part for part in (view.section, view.staff_name, view.staff_no) if part)),
    ]
    return [(label, words or NOT_RECORDED) for label, words in pairs]


def _day(day: date | None) -> str:
    return era_date(day) if day is not None else ""


def plan_words(view: ClaimPage) -> str:
    """Return 「月 30,000円・10日」, or nothing without a plan."""
    if view.plan_amount is None:
        return ""
    day = f"・{view.plan_day}日" if view.plan_day else ""
    return f"月 {show_yen(view.plan_amount)}円{day}"


def note_of(line: LedgerLine) -> str:
    """Return the note, with what must not be overlooked in front: 未計上, 過誤納."""
    overpaid = f"過誤納 {show_yen(line.overpaid)}円" if line.overpaid else ""
    return "　".join(part for part in (UNPOSTED if line.is_unposted else "", overpaid, line.note) if part)
