"""充当計算書 under a receipt being typed: line by line with rule and article, the other order, what it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.widgets import Label, NumberLabel, clear, column, hint, section

if TYPE_CHECKING:
    from collections_app.domain.allocation import Allocation, Shift
    from collections_app.domain.money_views import ReceiptPreview

_MOST = 6  # moved vouchers that are listed
_HEADINGS = ("", "充当前", "充当", "充当後", "別の順位では")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AllocationPane(QFrame):
    """Shows a preview; `shifts` are the later vouchers that posting would move."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("充当計算書")
        self.heading, self.rule, self.kind = section("充当"), hint(), hint()
        self.rule.setWordWrap(True)
        self.moved = Label("", "warning")
        self.moved.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.L)
        self._grid.setVerticalSpacing(look.XS)
        layout = column(self.heading, self.kind, self._grid, self.rule, self.moved, spacing=look.XS)
        self.setLayout(layout)
        self.shifts: tuple[Shift, ...] = ()
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
        self.shifts = preview.shifts
        self._show_moved()
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

    def _show_moved(self) -> None:
        lines = [_moved_line(shift) for shift in self.shifts[:_MOST]]
        if len(self.shifts) > _MOST:
            lines.append(f"ほか{len(self.shifts) - _MOST:,}件")
        heading = f"後の入金{len(self.shifts):,}件の充当が変わります。"
        self.moved.setText("\n".join([heading, *lines]) if lines else "")
        self.moved.setVisible(bool(lines))


def _moved_line(shift: Shift) -> str:
    before, after = shift.before, shift.after
    principal = f"元金 {show_yen(before.principal)}→{show_yen(after.principal)}"
    damages = f"損害金 {show_yen(before.damages)}→{show_yen(after.damages)}"
    return f"{short_era(shift.effective_on)} {shift.voucher_no}　{principal}　{damages}"
