"""Which new claims are late with what: counted by section and staff, the claims themselves below. It reads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.calendar import fiscal_year_name, short_era
from collections_app.domain.codes import InitialStep
from collections_app.domain.first_weeks import LateGroup
from collections_app.domain.views import FigureRows
from collections_app.ui import look
from collections_app.ui.figure_rows.page import FigureRowsPage
from collections_app.ui.table import StaticTable
from collections_app.ui.table.column import Column
from collections_app.ui.widgets import column, hint, row, soft, title

if TYPE_CHECKING:
    from collections_app.domain.first_weeks import ContactDays, FirstWeeks, LateClaim

_MOST = 7  # lines of the upper table before it scrolls
_HEADINGS = ("求償権番号", "主債務者", "課", "担当", "代位弁済", "遅れている事項", "期限", "遅れ日数")
_KINDS = ("text", "text", "text", "text", "date", "text", "date", "count")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A line of the upper table: everything, a section, or a member of it."""

    label: str
    group: LateGroup
    days: ContactDays | None = None

    @property
    def days_words(self) -> str:
        """The days to the first contact in words; empty for a single person."""
        if self.days is None:
            return ""
        of_all = f"（{self.days.contacted:,} / {self.days.claims:,}件）"
        return f"未接触{of_all}" if self.days.median is None else f"{self.days.median:,}日{of_all}"


def group_rows(view: FirstWeeks) -> list[GroupRow]:
    """Return everything, then each section followed by its members; a section without late claims has its days."""
    days = {one.section: one for one in view.days}
    nothing = tuple((step, 0) for step in InitialStep)
    steps = tuple((step, sum(step in claim.steps for claim in view.late)) for step in InitialStep)
    found = [GroupRow("全体", LateGroup("", "", "全体", len(view.late), steps))]
    late = {group.section for group in view.groups}
    quiet = [LateGroup(section, "", section, 0, nothing) for section in days if section not in late]
    for group in sorted((*view.groups, *quiet), key=lambda one: (one.section, one.staff_no)):
        label = f"　{group.name}" if group.staff_no else group.name
        found.append(GroupRow(label, group, None if group.staff_no else days.get(group.section)))
    return found


def late_rows(view: FirstWeeks, group: LateGroup) -> FigureRows:
    """Return the late claims of a group as rows to show and to write."""
    of_group = [
        claim for claim in view.late if group.section in {"", claim.section} and group.staff_no in {"", claim.staff_no}
    ]
    whose = "" if not group.section else f"　{group.section}"
    who = f" {group.name}" if group.staff_no else ""
    return FigureRows(
        "initial.late",
        f"初動の遅れ{whose}{who}",
        _HEADINGS,
        _KINDS,
        tuple(_row(claim, view) for claim in of_group),
        len(of_group),
        "件",
    )


def _row(claim: LateClaim, view: FirstWeeks) -> tuple[object, ...]:
    return (
        claim.claim_no,
        claim.debtor_name,
        claim.section,
        claim.staff_name,
        claim.subrogated_on,
        "・".join(step.label for step in claim.steps),
        claim.due_on,
        claim.days_late(view.as_of),
    )


def _late_with(step: InitialStep, line: GroupRow) -> int:
    return line.group.count(step)


def _columns() -> tuple[Column, ...]:
    steps = tuple(Column(step.value, step.label, "count", 84, partial(_late_with, step)) for step in InitialStep)
    return (
        Column("label", "課・担当", "text", 200, lambda line: line.label, is_sortable=False),
        Column("claims", "遅れ 件", "count", 84, lambda line: line.group.claims, is_sortable=False),
        *steps,
        Column("days", "初回接触までの日数（中央値）", "text", 240, lambda line: line.days_words, is_sortable=False),
    )


class FirstWeeksPage(QWidget):
    """Enter on a line of the upper table shows its claims below; wishes go up as on the page of rows."""

    claim_requested = Signal(object)
    claims_requested = Signal(object)
    excel_requested = Signal()
    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._view: FirstWeeks | None = None
        self.shown: FigureRows | None = None
        self.period = soft()
        self.groups = StaticTable("課・担当ごとの遅れ", _columns())
        self.rows = FigureRowsPage()
        self.rows.empty.setText("この日までに遅れている初動はありません。期限と完了の条件は下のとおりです。")
        layout = self.rows.layout()
        assert layout is not None
        layout.setContentsMargins(0, look.S, 0, 0)
        self.said = hint()
        self.said.setWordWrap(True)
        self.usage = hint("課・担当の行を選ぶと、その求償権が下に出ます。")
        body = column(
            row(title("初動の遅れ"), self.period, None, spacing=look.M),
            self.groups,
            self.usage,
            spacing=look.XS,
            margins=(look.L, look.M, look.L, look.S),
        )
        body.addWidget(self.rows, 1)
        body.addWidget(self.said)
        self.setLayout(body)
        self.setFocusProxy(self.groups)
        self.groups.selection_changed.connect(self._on_group)
        self.groups.opened.connect(self._enter_rows)
        self.rows.claim_requested.connect(self.claim_requested)
        self.rows.claims_requested.connect(self.claims_requested)
        self.rows.excel_requested.connect(self.excel_requested)
        self.rows.back_requested.connect(self.back_requested)

    def show_view(self, view: FirstWeeks) -> None:
        """Show the state of a day."""
        self._view = view
        year = fiscal_year_name(view.fiscal_year)
        self.period.setText(f"{short_era(view.as_of)} 現在　日数は{year}の代位弁済について")
        self.groups.set_rows(group_rows(view))
        self.groups.fit_height(_MOST)
        self.said.setText("　".join(view.rules))
        self.groups.view.select_row(0)
        self._on_group()

    def open_current(self) -> None:
        """Open the claim the keyboard is on, or go down to the claims of the group."""
        if self.groups.view.hasFocus():
            self._enter_rows()
        else:
            self.rows.open_current()

    def _on_group(self) -> None:
        chosen = self.groups.selected()
        if self._view is None or not chosen:
            return
        self.shown = late_rows(self._view, chosen[0].group)
        self.rows.show_rows(self.shown)

    def _enter_rows(self) -> None:
        self.rows.setFocus()
        if self.shown is not None and self.shown.rows:
            self.rows.table.view.select_row(0)
