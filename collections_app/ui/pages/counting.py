"""集計の数え方: how each figure is counted, what another way would change in the years there are, and the decision."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from collections_app.domain.calendar import fiscal_year_name
from collections_app.domain.counting import CHOICES, CountingRule, table_of
from collections_app.domain.errors import UserError
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.page import Handlers, Page
from collections_app.ui.table import StaticTable, columns_of
from collections_app.ui.widgets import (
    Button,
    Card,
    CheckBox,
    ChoiceBox,
    Flow,
    Label,
    clear,
    column,
    hint,
    row,
    soft,
    title,
)

if TYPE_CHECKING:
    from collections_app.domain.counting_views import Difference, RuleView
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context

_RULES = (("項目", "数え方", "版", "理由"), ("text", "text", "count", "text"))
_YEARS = (("年度", "項目", "今の数え方", "変えた場合", "差"), ("text", "text", "yen", "yen", "yen"))


class CountingPage(Page):
    """Above, the rules in force; below, the one chosen, to be changed with its difference in sight."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "counting", nav="admin")
        self.views: tuple[RuleView, ...] = ()
        self._chosen: RuleView | None = None
        self.rules = StaticTable("集計の数え方")
        self.years = StaticTable("変えた場合の差")
        self.words: dict[str, CheckBox] = {}
        self._words = Flow()
        self.dated = ChoiceBox("数える日")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("変える理由")
        self.reason.setPlaceholderText("例: 支払督促も訴訟に準じて数える（令和7年度第1回課内会議）")
        self.problem = Label("", "problem")
        self.problem.setWordWrap(True)
        self.decide_button = Button("決める F9", primary=True)
        self.said = soft()
        self.said.setWordWrap(True)
        self._card = Card("数え方を変える", hint("すべての年度に及びます。締めた月の数字は変わりません"))
        self._lay_out()
        self.rules.selection_changed.connect(self._on_chosen)
        self.dated.activated.connect(self._try)
        self.reason.textChanged.connect(self._say_problem)
        self.reason.returnPressed.connect(self.decide)
        self.decide_button.clicked.connect(self.decide)
        context.data_changed.connect(self._on_data)
        context.day_changed.connect(self._on_data)

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(look.M)
        form.setVerticalSpacing(look.S)
        form.setColumnStretch(1, 1)
        words = QWidget()
        words.setLayout(self._words)
        self._words_label = soft("数える種別")
        lines: tuple[tuple[QWidget, QWidget], ...] = (
            (self._words_label, words), (soft("数える日"), self.dated), (soft("変える理由"), self.reason),
        )  # fmt: skip
        for at, (label, field) in enumerate(lines):
            form.addWidget(label, at, 0)
            form.addWidget(field, at, 1)
        self._card.body.addWidget(self.said)
        self._card.body.addLayout(form)
        self._card.body.addLayout(row(self.problem, None, self.decide_button))
        self._card.body.addWidget(self.years, 1)
        self.years.hide()
        layout = column(title("集計の数え方"), margins=(look.L, look.M, look.L, look.S), spacing=look.M)
        layout.addWidget(self.rules, 2)
        layout.addWidget(self._card)
        self._layout = layout
        self.setLayout(layout)

    def enter(self) -> None:
        """Read the rules."""
        self.reload()

    def reload(self) -> None:
        """Read again."""
        self.context.jobs.read(self.context.desk.counting_rules, self._take, owner=self, topic="counting")

    def handlers(self) -> Handlers:
        """Return what the page can do."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.CLOSE: self.leave_requested.emit}
        if self.decide_button.isEnabled():
            handlers[ActionId.REGISTER] = self.decide
        return handlers

    def take_focus(self) -> None:
        """Put the keyboard on the list of rules."""
        self.rules.view.setFocus()

    def rule(self) -> CountingRule | None:
        """Return the rule as it is chosen below; None before one is chosen above."""
        if self._chosen is None:
            return None
        before = self._chosen.rule
        words = tuple(value for value, box in self.words.items() if box.isChecked())
        return CountingRule(before.measure, before.version + 1, words, self.dated.currentData(), self.reason.text())

    def decide(self) -> None:
        """Count by the rule from now on."""
        rule = self.rule()
        if rule is None or not self.decide_button.isEnabled():
            return
        work = partial(self.context.desk.decide_counting, rule, self.context.as_of)
        self.context.jobs.write(work, self._decided)

    def _decided(self, changes: Changes) -> None:
        del changes
        self.reason.clear()
        self.context.say("数え方を変えました。すべての年度をこの数え方で集計します。")
        self.context.data_changed.emit()

    def _on_data(self) -> None:
        if self.isVisible():
            self.reload()

    def _take(self, views: tuple[RuleView, ...]) -> None:
        at = max(self.rules.view.currentIndex().row(), 0)
        self.views = views
        lines = [(_name(one), one.counted, one.rule.version, one.rule.reason) for one in views]
        self.rules.set_rows(lines, columns_of(*_RULES, lines))
        self.rules.view.select_row(at)
        self._choose(views[at])

    def _on_chosen(self) -> None:
        at = self.rules.view.currentIndex().row()
        if 0 <= at < len(self.views):
            self._choose(self.views[at])

    def _choose(self, view: RuleView) -> None:
        if view == self._chosen:
            return
        self._chosen = view
        choice, rule = CHOICES[view.rule.measure], view.rule
        clear(self._words)
        self.words = {}
        for word in choice.words:
            box = CheckBox(word.label, f"{word.label}を数える")
            box.setChecked(word.value in rule.words)
            box.toggled.connect(self._try)
            self._words.addWidget(box)
            self.words[word.value] = box
        self._words_label.setVisible(bool(choice.words))
        days = [(name, table_of(rule.measure).column(name).heading) for name in choice.dates]
        self.dated.set_choices(list(days), rule.dated)
        history = "、".join(f"第{one.version}版（{one.reason}）" for one in view.history)
        self.said.setText(f"今は「{view.counted}」。{f'これまで: {history}' if history else '出荷時のままです。'}")
        self._try()

    def _try(self) -> None:
        """Ask what the rule chosen would change."""
        rule = self.rule()
        if rule is None or self._chosen is None:
            return
        self._say_problem()
        if not self._is_changed(rule):
            self._show_years([])
            return
        tried = CountingRule(rule.measure, rule.version, rule.words, rule.dated, rule.reason or "試算")
        work = partial(self.context.desk.counting_differences, tried, self.context.as_of)
        self.context.jobs.read(work, self._show, self._refused, owner=self, topic="tried")

    def _is_changed(self, rule: CountingRule) -> bool:
        assert self._chosen is not None
        before = self._chosen.rule
        return (set(rule.words), rule.dated) != (set(before.words), before.dated)

    def _show(self, found: tuple[Difference, ...]) -> None:
        self._show_years([_line(one) for one in found])
        self._say_problem()

    def _show_years(self, lines: list[tuple[object, ...]]) -> None:
        self.years.set_rows(lines, columns_of(*_YEARS, lines))
        self.years.setVisible(bool(lines))
        shares = (2, 3) if lines else (1, 0)  # nothing to compare: the rules have the room
        for at, stretch in enumerate(shares, 1):
            self._layout.setStretch(at, stretch)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self.context.jobs.failed.emit(error)
            return
        self._show_years([])
        self.problem.setText(str(error))
        self._let_decide(is_possible=False)

    def _say_problem(self) -> None:
        rule = self.rule()
        if rule is None:
            return
        is_changed = self._is_changed(rule)
        missing = "" if not is_changed or rule.reason.strip() else "変える理由を入れると、決められます。"
        self.problem.setText(missing)
        self._let_decide(is_possible=is_changed and not missing)

    def _let_decide(self, *, is_possible: bool) -> None:
        self.decide_button.setEnabled(is_possible)
        self.actions_changed.emit()


def _name(view: RuleView) -> str:
    return view.labels[0] if len(view.labels) == 1 else table_of(view.rule.measure).title


def _line(one: Difference) -> tuple[object, ...]:
    return (fiscal_year_name(one.fiscal_year), f"{one.label}（{one.unit}）", one.before, one.after, one.delta)
