"""充当計算書 under a receipt being typed: line by line with rule and article, the other order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.widgets import Label, NumberLabel, clear, column, hint, section

if TYPE_CHECKING:
    from collections_app.domain.allocation import Allocation
    from collections_app.domain.money_views import ReceiptPreview

_HEADINGS = ("", "充当前", "充当", "充当後", "別の順位では")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AllocationPane(QFrame):
    """Shows a preview."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("充当計算書")
        self.heading, self.rule, self.kind = section("充当"), hint(), hint()
        self.rule.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.L)
        self._grid.setVerticalSpacing(look.XS)
        layout = column(self.heading, self.kind, self._grid, self.rule, spacing=look.XS)
        self.setLayout(layout)
        self.hide()

    def show_preview(self, shown: ReceiptPreview) -> None:
        """Show how the receipt typed would fall."""
        preview = shown.preview
        clear(self._grid)
        for place, word in enumerate(_HEADINGS):
            self._grid.addWidget(hint(word), 0, place, _RIGHT if place else Qt.AlignmentFlag.AlignLeft)
        self._add_lines(preview.allocation, preview.other)
        self.kind.setText(shown.judgement.reason)
        overpaid = preview.allocation.overpaid
        held = f"　過誤納 {show_yen(overpaid)}円" if overpaid else ""
        self.rule.setText(f"順位: {preview.allocation.rule}{held}")
        self.show()

    def _add_lines(self, allocation: Allocation, other: Allocation | None) -> None:
        beside = {line.part: line.paid for line in other.lines} if other is not None else {}
        for number, line in enumerate(allocation.lines, 1):
            self._grid.addWidget(Label(line.part.label), number, 0)
            amounts = (line.owed, line.paid, line.left, beside.get(line.part))
            for place, amount in enumerate(amounts, 1):
                words = "" if amount is None else show_yen(amount)
                label = NumberLabel(words, bold=place == 2)  # noqa: PLR2004 - what is paid stands out
                label.setAccessibleName(f"{line.part.label} {_HEADINGS[place]} {words}円")
                self._grid.addWidget(label, number, place, _RIGHT)
