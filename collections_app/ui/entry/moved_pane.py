"""What an entry moves: later receipts before and after, and the switch by which the person agrees to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from collections_app.ui import look
from collections_app.ui.table.column import Column
from collections_app.ui.table.static_table import StaticTable
from collections_app.ui.widgets import CheckBox, Label, column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_app.domain.facts import Split
    from collections_app.domain.receipt_entry import Moved

_SHOWN = 4  # lines before the table scrolls
_ACCEPT = "後の充当が変わることを承知する Ctrl+Shift+Y"


def _part(when: str, part: str) -> Callable[[Moved], object]:
    def of(moved: Moved) -> object:
        split: Split = getattr(moved.shift, when)
        return getattr(split, part)

    return of


_NUMBERED = (
    Column("claim", "求償権番号", "claim", 92, lambda one: one.claim_no),
    Column("on", "入金日", "date", 72, lambda one: one.shift.effective_on),
    Column("number", "入金番号", "code", 78, lambda one: one.shift.voucher_no),
)
_PARTS = {
    part: (
        Column(part, f"{word} 前", "yen", 80, _part("before", part)),
        Column(f"{part}_after", "→ 後", "yen", 80, _part("after", part)),
    )
    for part, word in (("principal", "元金"), ("damages", "損害金"), ("costs", "費用"))
}


def columns_of(moved: Sequence[Moved], *, of_one_claim: bool = False) -> tuple[Column, ...]:
    """Return the columns that say what becomes of receipts: the parts that become other ones, before and after."""
    changed = [
        columns
        for part, columns in _PARTS.items()
        if not moved or any(getattr(one.shift.before, part) != getattr(one.shift.after, part) for one in moved)
    ]
    return (*_NUMBERED[of_one_claim:], *(column for columns in changed for column in columns))


class MovedPane(QFrame):
    """Hidden while nothing is moved. `changed` tells that the person agreed, or no longer does.

    Where it stands beside one claim alone, the number of the claim is not said line by line.
    """

    changed = Signal()

    def __init__(self, *, of_one_claim: bool = False) -> None:
        super().__init__()
        self._of_one_claim = of_one_claim
        self.setAccessibleName("後の入金への影響")
        self.heading = Label("", "warning")
        self.heading.setWordWrap(True)
        self.table = StaticTable("充当が変わる入金", columns_of((), of_one_claim=of_one_claim), framed=False)
        self.accept = CheckBox(_ACCEPT, _ACCEPT)
        self.setLayout(column(self.heading, self.table, self.accept, spacing=look.XS))
        self.moved: tuple[Moved, ...] = ()
        self.accept.toggled.connect(self.changed)
        self.hide()

    def show_moved(self, moved: Sequence[Moved]) -> None:
        """Show what would be moved; to something else the person has not agreed yet."""
        if tuple(moved) == self.moved:
            return
        self.moved = tuple(moved)
        self.accept.setChecked(False)
        self.accept.setEnabled(bool(moved))
        self.table.set_rows(self.moved, columns_of(self.moved, of_one_claim=self._of_one_claim))
        self.table.fit_height(_SHOWN)
        self.table.view.setFixedHeight(self.table.view.height() + look.M)  # room for the bar that scrolls sideways
        self.say("")
        self.setVisible(bool(moved))
        self.changed.emit()

    def say(self, sentence: str) -> None:
        """Say something about what is moved, else what it is."""
        count = f"後の入金{len(self.moved):,}件の充当が変わります。"
        self.heading.setText(f"{count}{sentence}" if sentence else count)

    def accepted(self) -> frozenset[Moved]:
        """Return what the person agreed to."""
        return frozenset(self.moved) if self.accept.isChecked() else frozenset()

    def is_settled(self) -> bool:
        """Tell whether nothing is moved, or the person agreed to it."""
        return not self.moved or self.accept.isChecked()

    def turn(self) -> None:
        """Agree, or agree no longer (Ctrl+Shift+Y)."""
        if self.moved:
            self.accept.toggle()

    def demand(self) -> None:
        """Put the keyboard on the switch and say that it is waited for."""
        self.say("変わる内容を確かめ、Spaceで承知してから登録してください。直すときは入力に戻ります。")
        self.accept.setFocus()
