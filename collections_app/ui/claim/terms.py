"""契約: the terms the claim comes from, as recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from collections_app.domain.calendar import era_date
from collections_app.domain.money import show_yen
from collections_app.ui import look
from collections_app.ui.widgets import Label, LinkButton, clear, column

if TYPE_CHECKING:
    from datetime import date

    from collections_app.domain.views import ClaimPage

NOT_RECORDED = "—"


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


class Terms(QScrollArea):
    """Labels at the left, aligned right; the words can be selected and copied."""

    correction_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        correct = LinkButton("契約の内容を訂正")
        correct.clicked.connect(self.correction_requested)
        self.values: dict[str, Label] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.L)
        self._grid.setVerticalSpacing(look.M)
        self._grid.setColumnStretch(1, 1)
        body = QWidget()
        body.setLayout(column(self._grid, correct, None, margins=(look.S, look.S, look.S, look.S)))
        self.setWidget(body)
        self.setWidgetResizable(True)
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("契約")

    def show_claim(self, view: ClaimPage) -> None:
        """Show the terms of a claim."""
        clear(self._grid)
        self.values = {}
        flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        for line, (label, words) in enumerate(term_pairs(view)):
            value = Label(words)
            value.setWordWrap(True)
            value.setTextInteractionFlags(flags)
            value.setAccessibleName(f"{label} {words}")
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(Label(label, "soft"), line, 0, side)
            self._grid.addWidget(value, line, 1)
            self.values[label] = value
