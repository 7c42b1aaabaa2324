"""Receipts posted together: what is asked for, what the person accepted, the bank's total beside their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from collections_app.domain.allocation import Shift
from collections_app.domain.errors import UserError
from collections_app.domain.money import show_yen
from collections_app.domain.money_views import ReceiptPreview
from collections_app.domain.records import Record


@dataclass(frozen=True, slots=True)
class Moved:
    """A later receipt that is split anew because of what is entered before it, and the claim it is of."""

    claim_no: str
    shift: Shift


@dataclass(frozen=True, slots=True)
class BankTotal:
    """What the bank says came in on the day (None: nobody said), and why it differs from what is entered (yen)."""

    amount: int | None = None
    reason: str = ""

    def difference(self, entered: int) -> int | None:
        """Return how much more the bank has than is entered; None when nobody said what the bank has."""
        return None if self.amount is None else self.amount - entered

    def wants_reason(self, entered: int) -> bool:
        """Tell whether it has to be said why the two differ, or why they were not compared."""
        return self.difference(entered) != 0 and not self.reason.strip()


@dataclass(frozen=True, slots=True)
class ReceiptsWanted:
    """Receipts to be posted in one transaction; `accepted` are the consequences the person saw and agreed to.

    `bank` is there where they are the receipts of a day and have to agree with the bank.
    """

    records: tuple[Record, ...]
    accepted: frozenset[Moved] = field(default_factory=frozenset)
    bank: BankTotal | None = None

    @property
    def amount(self) -> int:
        """What all of them are together (yen)."""
        return sum(int(record["amount"] or 0) for record in self.records)


class ConsequencesError(UserError):
    """Receipts that split later ones anew, which nobody has agreed to; nothing was written. `moved` lists them."""

    def __init__(self, moved: Collection[Moved]) -> None:
        """Keep what would be moved."""
        super().__init__(
            f"この登録で、後の入金{len(moved):,}件の充当が変わります。変わる内容を確かめ、承知してから登録してください。"
        )
        self.moved = tuple(moved)


def agree(moved: Collection[Moved], accepted: Collection[Moved] | None) -> None:
    """Raise ConsequencesError unless exactly this was accepted; None means that nobody can be asked."""
    if accepted is not None and set(moved) != set(accepted):
        raise ConsequencesError(in_order(moved))


class BankTotalError(UserError):
    """Receipts of a day that differ from the bank's total, and nobody said why; nothing was written."""

    def __init__(self, bank: BankTotal, entered: int) -> None:
        """Say by how much."""
        super().__init__(difference_sentence(bank, entered))


def difference_sentence(bank: BankTotal, entered: int) -> str:
    """Return what is said while the day's receipts and the bank's total do not agree."""
    difference = bank.difference(entered)
    if difference is None:
        return "銀行の合計と照合していません。合計を入力するか、照合しない理由を入力してください。"
    more, less = ("銀行", "入力") if difference > 0 else ("入力", "銀行")
    said = f"{more}の合計が{less}より{show_yen(abs(difference))}円多くなっています。"
    return f"{said}行を直すか、差の理由（仮受に残す、明日入力する など）を入力してください。"


def moved_by(shown: Iterable[tuple[str, ReceiptPreview]]) -> tuple[Moved, ...]:
    """Return what receipts move, by claim and day, each later receipt once; `shown` pairs claim and preview."""
    found = {Moved(claim_no, shift) for claim_no, one in shown for shift in one.preview.shifts}
    return in_order(found)


def in_order(moved: Iterable[Moved]) -> tuple[Moved, ...]:
    """Return receipts that are moved by claim, day and number."""
    return tuple(sorted(moved, key=_place))


def together(steps: Iterable[Moved]) -> tuple[Moved, ...]:
    """Return what steps after one another move in the end: of each receipt from its first split to its last."""
    found: dict[tuple[str, str], Moved] = {}
    for one in steps:
        key = one.claim_no, one.shift.voucher_no
        before = found[key].shift.before if key in found else one.shift.before
        found[key] = Moved(one.claim_no, replace(one.shift, before=before))
    return in_order(one for one in found.values() if one.shift.before != one.shift.after)


def moved_words(moved: Collection[Moved], *, will: bool = False) -> str:
    """Return the sentence of what was moved (or will be), nothing where nothing is."""
    if not moved:
        return ""
    claims = len({one.claim_no for one in moved})
    verb = "変わります" if will else "変わりました"
    return f"後の入金{len(moved):,}件（求償権{claims:,}件）の充当が{verb}。"


def vouchers_of(moved: Iterable[Moved]) -> list[str]:
    """Return the numbers of receipts that are moved, in their order, as the audit trail keeps them."""
    return [one.shift.voucher_no for one in in_order(moved)]


def _place(moved: Moved) -> tuple[str, date, str]:
    """Return what receipts that are moved are ordered by: claim, day, number."""
    return moved.claim_no, moved.shift.effective_on, moved.shift.voucher_no
