"""Below the form of an instalment plan: what follows from amount or number, the dates, and where the money would go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from collections_app.domain.calendar import short_era
from collections_app.domain.money import show_yen
from collections_app.domain.records import as_a_change
from collections_app.ui import look
from collections_app.ui.fields import LineField
from collections_app.ui.fields.form import Editor
from collections_app.ui.widgets import Button, Label, NumberLabel, clear, column, hint, row, section, soft

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from collections_app.domain.plan_forecast import Planned
    from collections_app.domain.plan_views import PlanDraft
    from collections_app.ui.context import Context
    from collections_app.ui.entry.record_form import RecordForm
    from collections_app.ui.entry.sheet import RecordSheet

_PAUSE_MS = 150
_FIRST = 6
_ROOM = 600  # pixels at 100 % that the sheet has at least where the help stands below the scrolled fields
_HEADINGS = ("回", "期日", "金額 円", "元金へ", "損害金へ", "費用へ", "元金残 円", "損害金残 円")
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PlanHelp(QWidget):
    """Lives with the form. A field that holds something typed is not filled; what was filled follows what is typed."""

    def __init__(
        self,
        form: RecordForm,
        context: Context,
        sheet: RecordSheet,
        change: Callable[[str, Mapping[str, Any], str], None],
    ) -> None:
        super().__init__()
        self._form, self._context, self._change = form, context, change
        self._filled: dict[str, str] = {}  # field: the text put there
        self._owed = (0, 0, 0)
        self.heading, self.words, self.owed = section("計算"), soft(), hint()
        self.warning = Label("", "warning")
        self.principal, self.everything = Button("総額を残元金に"), Button("総額を元金・損害金・費用の計に")
        self.table = QGridLayout()
        self._lay_out()
        self._stand(sheet)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        form.edited.connect(self._pause.start)
        form.focused.connect(self._pause.start)
        self.principal.clicked.connect(lambda: self._take_total(self._owed[0]))
        self.everything.clicked.connect(lambda: self._take_total(sum(self._owed)))
        self._pause.start()

    def _lay_out(self) -> None:
        self.setAccessibleName("弁済計画の計算")
        for label in (self.words, self.warning):
            label.setWordWrap(True)
        self.warning.hide()
        self.table.setHorizontalSpacing(look.M)
        self.table.setVerticalSpacing(look.XS)
        first = row(self.heading, None, self.principal, self.everything, spacing=look.S)
        layout = column(first, self.owed, self.words, self.warning, self.table, spacing=look.XS)
        if self._form.view.before is not None:
            change = Button("この計画を変更して、新しい計画にする…")
            change.clicked.connect(self._replace)
            layout.addWidget(change)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _stand(self, sheet: RecordSheet) -> None:
        """Stand below the fields that scroll, in sight while one types; among them where there is little room."""
        if sheet.height() >= look.scaled(_ROOM):
            sheet.body.insertWidget(sheet.body.indexOf(sheet.pane), self)
            self._form.destroyed.connect(self.deleteLater)
            self._form.closed.connect(self.hide)
        else:
            self._form.body.addWidget(self)
            self._form.body.addStretch(1)

    # asking

    def _ask(self) -> None:
        if not isValid(self._form) or self._form.isHidden():
            return
        record = dict(self._form.record())
        for name, text in self._filled.items():
            if self._editor(name).content() == text:
                record[name] = None
        work = partial(self._context.desk.preview_plan, record)
        self._context.jobs.read(work, self._take, owner=self, topic="plan")

    def _take(self, draft: PlanDraft) -> None:
        if not isValid(self._form) or self._form.isHidden():
            return
        self._owed = draft.owed
        self._fill(draft.filled)
        self.show_draft(draft)

    def _fill(self, values: Mapping[str, Any]) -> None:
        changed = False
        for name in [*self._filled, *values]:
            editor = self._editor(name)
            before = editor.content()
            is_own = before in ("", self._filled.get(name))
            was_emptied = not before and name in self._filled and editor.hasFocus()
            if not is_own or was_emptied:
                continue
            editor.set_value(values.get(name))
            self._filled[name] = editor.content()
            if editor.hasFocus() and isinstance(editor, LineField):
                editor.selectAll()  # what is typed next takes its place
            changed = changed or editor.content() != before
        if changed:
            self._form.judge()

    def _editor(self, name: str) -> Editor:
        editor = self._form.boxes[name].editor
        assert isinstance(editor, Editor)
        return editor

    def _take_total(self, yen: int) -> None:
        if yen > 0:
            editor = self._editor("total")
            editor.set_value(yen)
            self._filled.pop("total", None)
            editor.setFocus()
            self._form.judge()
            self._pause.start()

    def _replace(self) -> None:
        """Go over to a new plan that takes the place of this one."""
        before = self._form.view.before
        if before is not None:
            self._change("instalment_plans", as_a_change(before), "amount")

    # showing

    def show_draft(self, draft: PlanDraft) -> None:
        """Show what a plan comes to."""
        clear(self.table)
        principal, damages, costs = (show_yen(yen) for yen in draft.owed)
        self.owed.setText(f"今日の残り　元金 {principal}円　損害金 {damages}円　費用 {costs}円")
        found = draft.forecast
        self.words.setText(draft.problem or (_summary(draft) if found is not None and found.lines else ""))
        self.words.setVisible(bool(self.words.text()))
        self.warning.setText("\n".join(draft.warnings))
        self.warning.setVisible(bool(draft.warnings))
        if found is not None and found.lines:
            self._show_lines(found.lines)

    def _show_lines(self, lines: tuple[Planned, ...]) -> None:
        for place, word in enumerate(_HEADINGS):
            self.table.addWidget(hint(word), 0, place, _RIGHT if place else _LEFT)
        shown = [*lines[:_FIRST], *lines[max(_FIRST, len(lines) - 1) :]]
        for number, line in enumerate(shown, 1):
            gap = number == _FIRST + 1 and len(lines) > _FIRST + 1
            one, paid, left = line.instalment, line.paid, line.left
            mark = "※" if one.is_moved else ""
            cells = (
                f"…{one.number:,}" if gap else f"{one.number:,}",
                f"{mark}{short_era(one.due_on)}",
                *(show_yen(yen) for yen in (line.amount, paid.principal, paid.damages, paid.costs)),
                *(show_yen(yen) for yen in (left.principal, left.damages)),
            )
            for place, text in enumerate(cells):
                label = NumberLabel(text, bold=place == 2)  # noqa: PLR2004 - the amount stands out
                label.setAccessibleName(f"{_HEADINGS[place]} {text}")
                self.table.addWidget(label, number, place, _RIGHT if place else _LEFT)


def _summary(draft: PlanDraft) -> str:
    """Return number, sum, last day and when nothing is owed any more."""
    found = draft.forecast
    assert found is not None
    last = found.lines[-1].instalment
    ends = [
        f"{len(found.lines):,}回",
        f"合計 {show_yen(draft.total)}円",
        f"最終 {short_era(last.due_on)} {show_yen(found.lines[-1].amount)}円",
    ]
    if draft.moved:
        ends.append(f"※休日のため移した期日 {draft.moved:,}回")
    if found.principal_on is not None:
        ends.append(f"元金の完済 {short_era(found.principal_on)}")
    if found.paid_on is not None:
        ends.append(f"すべての完済 {short_era(found.paid_on)}")
    return "　".join(ends)
