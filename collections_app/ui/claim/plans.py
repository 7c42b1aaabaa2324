"""弁済計画: the chain of a claim's plans, and payment by payment what was kept of the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.arrears import DueState
from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_yen
from collections_app.domain.records import RecordRef
from collections_app.ui import look
from collections_app.ui.table import Column, StaticTable
from collections_app.ui.widgets import Button, EmptyState, Label, column, row, section

if TYPE_CHECKING:
    from collections_app.domain.arrears import Kept
    from collections_app.domain.plan_views import PlanView
    from collections_app.domain.views import ClaimPage

_TONES = {DueState.LATE: "warn", DueState.PARTLY: "warn", DueState.MISSED: "bad", DueState.OPEN: "soft"}
_EMPTY = (
    "弁済計画はありません。分割弁済の約束ができたら、ここに計画を登録します。期日と入金から、遅れが自動で分かります。"
)


def _span(view: PlanView) -> str:
    ends_on = view.plan.ends_on
    return f"{short_era(view.plan.starts_on)}～{short_era(ends_on) if ends_on is not None else ''}"


def _change(view: PlanView) -> str:
    return "　".join(word for word in (f"{view.replaces}から変更" if view.replaces else "", view.reason) if word)


def _behind(view: PlanView) -> str:
    if view.arrears is None:
        return "" if view.is_in_force else "終了"
    return f"{view.arrears.months:,}回 {show_yen(view.arrears.yen)}円"


PLANS: tuple[Column, ...] = (
    Column("plan_no", "計画番号", "code", 88, lambda view: view.plan_no),
    Column("span", "期間", "text", 140, _span),
    Column("terms", "約定", "text", 430, lambda view: view.terms_words, least=200),
    Column("kept", "履行", "text", 76, lambda view: view.kept_share),
    Column("behind", "遅れ", "text", 120, _behind, tone=lambda view: "bad" if view.arrears is not None else "soft"),
    Column("change", "変更と事由", "text", 160, _change, least=100),
)


def _date(name: str) -> Column:
    headings = {"due_on": "期日", "agreed_on": "約定日"}
    return Column(name, headings[name], "date", 84, lambda kept: getattr(kept.instalment, name))


def _moved(kept: Kept) -> str:
    return "休日のため移動" if kept.instalment.is_moved else ""


DUES: tuple[Column, ...] = (
    Column("number", "回", "count", 52, lambda kept: kept.instalment.number),
    _date("due_on"),
    Column("amount", "約定額 円", "yen", 96, lambda kept: kept.instalment.amount),
    Column("paid", "入金 円", "yen", 96, lambda kept: kept.paid),
    Column("paid_on", "満額の日", "date", 84, lambda kept: kept.paid_on),
    Column("state", "履行", "text", 170, lambda kept: kept.words, tone=lambda kept: _TONES.get(kept.state, "")),
    _date("agreed_on"),
    Column("moved", "備考", "text", 110, _moved),
)


class Plans(QWidget):
    """`opened` tells the RecordRef of a plan; `change_requested` the plan to be replaced; `add_requested` the table."""

    opened = Signal(object)
    change_requested = Signal(object)
    add_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.plans = StaticTable("弁済計画", PLANS, framed=False)
        self.dues = StaticTable("弁済計画の各回", DUES, framed=False)
        self.heading = section("各回の履行")
        self.change, self.add = Button("計画を変更…(&V)"), Button("計画を追加…(&W)")
        self.note = Label(
            "Enter で計画を開きます。変更すると、前の計画は前日で終わり、新しい計画が始まります。", "hint"
        )
        self.empty = EmptyState(_EMPTY, "弁済計画を登録する", self._on_add)
        self._views: tuple[PlanView, ...] = ()
        for label in (self.note, self.heading):
            label.setWordWrap(True)
        keys = row(spacing=look.S)
        keys.addWidget(self.note, 1)
        keys.addWidget(self.change)
        keys.addWidget(self.add)
        layout = column(self.empty, self.plans, keys, spacing=look.S)
        layout.addWidget(self.heading)
        layout.addWidget(self.dues, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.plans)
        self.plans.opened.connect(lambda view: self.opened.emit(RecordRef("instalment_plans", (view.plan_no,))))
        self.plans.selection_changed.connect(self._show_dues)
        self.change.clicked.connect(self._on_change)
        self.add.clicked.connect(self._on_add)

    def show_claim(self, view: ClaimPage) -> None:
        """Show the plans of a claim, the one in force chosen."""
        self._views = view.plans
        has_some = bool(view.plans)
        self.empty.setVisible(not has_some)
        for widget in (self.plans, self.change, self.add, self.note, self.heading, self.dues):
            widget.setVisible(has_some)
        self.plans.set_rows(view.plans)
        if has_some:
            self.plans.fit_height(4)
            self.plans.view.select_row(next((n for n, one in enumerate(view.plans) if one.is_in_force), 0))
        self._show_dues()

    def chosen(self) -> PlanView | None:
        """Return the plan chosen; the first where none is."""
        selected = self.plans.selected()
        return selected[0] if selected else (self._views[0] if self._views else None)

    def _show_dues(self) -> None:
        view = self.chosen()
        kept = view.kept if view is not None else ()
        if view is not None:
            self.heading.setText(f"各回の履行　{view.plan_no}　{view.kept_words}")
        self.dues.set_rows(kept)
        passed = sum(one.state is not DueState.OPEN for one in kept)
        if kept:
            self.dues.view.select_row(max(passed - 1, 0))
            self.dues.view.scrollTo(self.dues.model.index(min(passed + 1, len(kept) - 1), 0))

    def _on_add(self) -> None:
        self.add_requested.emit("instalment_plans")

    def _on_change(self) -> None:
        view = self.chosen()
        if view is not None:
            self.change_requested.emit(view)
