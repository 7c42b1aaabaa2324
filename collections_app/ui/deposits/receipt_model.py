"""The rows of the day's receipts, and how each falls: computed claim by claim, all rows of a claim together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.grid import CellFinding
from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import Moved, moved_by
from collections_app.domain.receipt_grid import SPLIT
from collections_app.ui.grid.model import GridModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from collections_app.domain.grid import GridSpec
    from collections_app.domain.money_views import ReceiptPreview
    from collections_app.domain.records import Record

Groups = dict[str, list["Record"]]  # the receipts of each claim, in the order of their rows
_NEEDED = ("claim_no", "received_on", "amount")


class ReceiptModel(GridModel):
    """While its three parts are empty a row shows how it falls; what forbids it stands at its cells."""

    def __init__(self, spec: GridSpec, parent: QObject) -> None:
        super().__init__(spec, parent)
        self._known: dict[str, tuple[list[Record], Sequence[ReceiptPreview]]] = {}
        self._of_row: dict[int, ReceiptPreview] = {}
        self._moved: tuple[Moved, ...] = ()
        self._claims: dict[str, list[tuple[int, Record]]] = {}  # as the rows are: gathered once for every change
        self.counted.connect(self._gather)

    def _gather(self) -> None:
        self._claims = self._by_claim()
        self._place()

    # which rows can be looked at

    def _by_claim(self) -> dict[str, list[tuple[int, Record]]]:
        stale = set(self.stale_rows())
        found: dict[str, list[tuple[int, Record]]] = {}
        for at in self.filled():
            verdict = None if at in stale else self.verdict(at)
            if verdict is None or verdict.is_refused or any(verdict.record[name] is None for name in _NEEDED):
                continue
            found.setdefault(str(verdict.record["claim_no"]), []).append((at, verdict.record))
        return found

    def _record(self, row: int) -> Record:
        verdict = self.verdict(row)
        return verdict.record if verdict is not None else {}

    def unknown(self) -> Groups:
        """Return the receipts of those claims of which it is not known how they fall."""
        groups = {no: [record for _, record in rows] for no, rows in self._claims.items()}
        return {no: rows for no, rows in groups.items() if no not in self._known or self._known[no][0] != rows}

    def typed(self, row: int, amount: int) -> tuple[list[Record], int] | None:
        """Return the receipts of a row's claim with another amount in the row, and its place among them."""
        mine = self._record(row)
        if mine.get("claim_no") is None or mine.get("received_on") is None:
            return None
        others = [(at, one) for at, one in self._by_claim().get(str(mine["claim_no"]), []) if at != row]
        before = [one for at, one in others if at < row]
        after = [one for at, one in others if at > row]
        return [*before, {**mine, "amount": amount}, *after], len(before)

    def take_previews(self, groups: Groups, shown: Sequence[ReceiptPreview]) -> None:
        """Take how the receipts of some claims fall, in the order of `groups`."""
        begin = 0
        for claim_no, records in groups.items():
            self._known[claim_no] = (records, shown[begin : begin + len(records)])
            begin += len(records)
        self._place()
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def forget_previews(self) -> None:
        """Look at everything anew: something was written."""
        self._known.clear()
        self._place()

    def _place(self) -> None:
        self._of_row = {}
        for claim_no, rows in self._claims.items():
            records, shown = self._known.get(claim_no, ([], ()))
            if records == [record for _, record in rows]:
                self._of_row |= {at: one for (at, _), one in zip(rows, shown, strict=True)}
        claims = ((str(self._record(at)["claim_no"]), one) for at, one in self._of_row.items())
        self._moved = moved_by(claims)

    # what is known of the rows

    def preview(self, row: int) -> ReceiptPreview | None:
        """Return how a row falls; None while that is not known."""
        return self._of_row.get(row)

    def moved(self) -> tuple[Moved, ...]:
        """Return the later receipts that the rows would split anew."""
        return self._moved

    def total(self) -> int:
        """Return what the rows are together, as far as their amounts can be read (yen)."""
        verdicts = [self.verdict(at) for at in self.filled()]
        return sum(int(one.record["amount"] or 0) for one in verdicts if one is not None)

    # cells

    def assumed(self, row: int, name: str) -> str:
        """Return how the receipt falls on a part that nobody typed; else as any grid."""
        shown = self._of_row.get(row)
        if name not in SPLIT or shown is None:
            return super().assumed(row, name)
        part = name.removeprefix("to_")
        return next((show_yen(line.paid) for line in shown.preview.allocation.lines if line.part == part), "")

    def finding(self, row: int, column: int) -> CellFinding | None:
        """Return what is wrong with a cell, and what forbids the receipt beside the others."""
        found = super().finding(row, column)
        shown = self._of_row.get(row)
        if shown is None or (found is not None and not found.is_warning):
            return found
        name = self.spec.columns[column].name
        wrong = next((one for one in shown.findings if one.column == name), None)
        if wrong is not None:
            return CellFinding(f"{wrong.message}{wrong.remedy}")
        overpaid = shown.preview.allocation.overpaid
        if found is None and name == "amount" and overpaid:
            return CellFinding(f"債務の全額を超えるため、過誤納 {show_yen(overpaid)}円になります。", is_warning=True)
        return found
