"""The bank's total of the day beside that of the rows: the difference, and the reason where there is one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from collections_app.domain.money import show_yen
from collections_app.domain.receipt_entry import BankTotal, difference_sentence
from collections_app.ui import look
from collections_app.ui.fields import LineField, YenEdit
from collections_app.ui.widgets import Label, NumberLabel, column, row, soft

_FIELD = 132
_NOT_COMPARED = "未照合"


class BankBar(QFrame):
    """`left` tells that Enter left the total, `submitted` that Enter left the reason."""

    left = Signal()
    submitted = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("銀行の合計との照合")
        self._entered = 0
        self.amount, self.reason = YenEdit(0), LineField()
        self.amount.setAccessibleName("銀行の合計")
        self.amount.setFixedWidth(look.scaled(_FIELD))
        self.reason.setAccessibleName("差の理由")
        self.reason.setPlaceholderText("差があるとき、照合しないとき")
        self.reason.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.entered, self.difference, self.count = (NumberLabel("", bold=True) for _ in range(3))
        self.said = Label("", "problem")
        self.said.setWordWrap(True)
        self.said.hide()
        word, why = soft("銀行の合計(&B)"), soft("差の理由(&R)")
        word.setBuddy(self.amount)
        why.setBuddy(self.reason)
        line = row(word, self.amount, look.S, soft("入力の合計"), self.entered, look.S, soft("差"), self.difference)
        for item in (self.count, why):
            line.addSpacing(look.S)
            line.addWidget(item)
        line.addWidget(self.reason, 1)
        self.setLayout(column(line, self.said, spacing=look.XS))
        self.amount.edited.connect(self._on_edited)
        self.reason.edited.connect(self._on_edited)
        self.amount.returnPressed.connect(self.left)
        self.reason.returnPressed.connect(self.submitted)
        self.show_rows(0, 0)

    def total(self) -> BankTotal:
        """Return what is typed."""
        return BankTotal(self.amount.value(), self.reason.text())

    def fields(self) -> dict[str, LineField]:
        """Return the fields by what they are called in a draft."""
        return {"bank": self.amount, "reason": self.reason}

    def show_rows(self, entered: int, count: int) -> None:
        """Show what the rows are together, and how many."""
        self._entered = entered
        self.entered.setText(f"{show_yen(entered)}円")
        self.count.setText(f"{count:,}件")
        self._compare()

    def _on_edited(self) -> None:
        self.say("")
        self._compare()
        self.changed.emit()

    def _compare(self) -> None:
        difference = self.total().difference(self._entered)
        words = _NOT_COMPARED if difference is None else f"{show_yen(difference)}円"
        tone = "soft" if difference is None else "bad" if difference else "good"
        self.difference.setText(f"✓ {words}" if difference == 0 else words)
        self.difference.set_color(tone)
        self.difference.setAccessibleName(f"差 {words}")
        self.reason.setEnabled(difference != 0)

    def demand(self) -> None:
        """Ask for the reason: say what does not agree, the keyboard in the field."""
        field = self.amount if self.amount.problem() else self.reason
        field.setFocus(Qt.FocusReason.OtherFocusReason)  # what is left settles, and takes the sentence away
        self.say(self.amount.problem() or difference_sentence(self.total(), self._entered))

    def wants_reason(self) -> bool:
        """Tell whether the rows may not be registered yet."""
        return bool(self.amount.problem()) or self.total().wants_reason(self._entered)

    def say(self, sentence: str) -> None:
        """Say a sentence under the fields, or nothing."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def clear(self) -> None:
        """Forget the day."""
        for field in (self.amount, self.reason):
            field.set_value(None)
        self.say("")
