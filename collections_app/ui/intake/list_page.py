"""The guarantee department's list before it is registered: every row with what it will be, or why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from collections_app.domain.claim_list import ListPreview, ListRow, settled_by
from collections_app.domain.money import show_yen
from collections_app.ui.files import ask_open
from collections_app.ui.table import StaticTable
from collections_app.ui.table.column import Column
from collections_app.ui.widgets import Button, Label, column, hint, row, soft, title

if TYPE_CHECKING:
    from collections_app.domain.intake import NewClaim

LISTS = "Excelブック・CSV (*.xlsx *.csv)"
_WHAT_FOR = (
    "保証部門の一覧を見出しの行から選んでコピーし、Ctrl+Vで貼り付けるか、ファイルを選びます。"
    "求償権と主債務者の列を1行に、どの順に並べてもかまいません。番号と担当は、空欄ならば案が入ります。"
)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row and what was decided about its debtor: a number, empty for a new person, None while it is open."""

    row: ListRow
    decided: str | None

    @property
    def debtor(self) -> str:
        """The debtor as the list names them."""
        person = self.row.new.debtor
        return person.party_no or str(person.record.get("name") or "")

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say who the debtor is."""
        return bool(self.row.alike) and self.decided is None

    @property
    def verdict(self) -> str:
        """What becomes of the row, in a few words."""
        if self.row.problems:
            return f"× {self.row.problems[0]}"
        if self.is_open:
            alike = self.row.alike[0]
            return f"？ {alike.option.value} {alike.option.label} と{alike.by}が同じ。Enterで選びます"
        if self.row.alike:
            return f"✓ 登録済みの {self.decided}" if self.decided else "✓ 別の人として登録"
        return f"△ {self.row.warnings[0]}" if self.row.warnings else "✓"

    @property
    def tone(self) -> str:
        """The palette token of the verdict."""
        if self.row.problems:
            return "bad"
        return "warn" if self.is_open or self.row.warnings else ""

    def turned(self) -> ShownRow:
        """Return the row with the next decision: each one registered, then a new person, then the first again."""
        numbers = [str(alike.option.value) for alike in self.row.alike]
        choices = [*numbers, ""]
        at = choices.index(self.decided) + 1 if self.decided is not None else 0
        return replace(self, decided=choices[at % len(choices)])


def _columns() -> tuple[Column, ...]:
    return (
        Column("line", "行", "count", 48, lambda one: one.row.line, is_sortable=False),
        Column("claim_no", "求償権番号", "code", 124, lambda one: one.row.new.claim["claim_no"], is_sortable=False),
        Column("debtor", "主債務者", "text", 168, lambda one: one.debtor, is_sortable=False),
        Column("on", "代位弁済", "date", 92, lambda one: one.row.new.claim["subrogated_on"], is_sortable=False),
        Column("principal", "元金 円", "yen", 108, lambda one: one.row.new.claim["principal"], is_sortable=False),
        Column("interest", "利息 円", "yen", 92, lambda one: one.row.new.claim["interest"], is_sortable=False),
        Column("staff", "担当", "text", 104, lambda one: one.row.staff_name, is_sortable=False),
        Column("verdict", "判定", "text", 380, lambda one: one.verdict, tone=lambda one: one.tone, is_sortable=False),
    )


class ListIntakePage(QWidget):
    """Wishes: `read_wanted` a text or a path, `submitted` the rows with their lines, `left`."""

    read_wanted = Signal(object)
    submitted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.is_busy = False
        self._rows: list[ShownRow] = []
        self._problems: tuple[str, ...] = ()
        self.register, self.leave = Button("登録 F9", primary=True), Button("閉じる Esc")
        self.paste_button, self.file_button = Button("貼り付け Ctrl+V"), Button("ファイルを選ぶ(&O)")
        self.counted = soft()
        self.warning = Label("", "problem")
        self.warning.setWordWrap(True)
        self.what_for = hint(_WHAT_FOR)
        self.what_for.setWordWrap(True)
        self.table = StaticTable("登録する求償権", _columns())
        self.detail = Label("", "soft")
        self.detail.setWordWrap(True)
        top = row(title("代位弁済の一覧から登録"), self.counted, None)
        for button in (self.paste_button, self.file_button, self.register, self.leave):
            top.addWidget(button)
        layout = column(top, self.what_for, self.warning)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        self.setLayout(layout)
        self.register.clicked.connect(self.submit)
        self.leave.clicked.connect(self.left)
        self.paste_button.clicked.connect(self.paste)
        self.file_button.clicked.connect(self.choose_file)
        self.table.opened.connect(self._on_opened)
        self.table.selection_changed.connect(self._show_detail)
        self._show([], -1)

    # reading

    def paste(self) -> None:
        """Take what is on the clipboard (Ctrl+V)."""
        self.read_wanted.emit(QGuiApplication.clipboard().text())

    def choose_file(self) -> None:
        """Ask for a workbook or a CSV file."""
        ask_open(self, "代位弁済の一覧を選ぶ", LISTS, self._take_file)

    def _take_file(self, path: Path) -> None:
        self.read_wanted.emit(path)

    def show_preview(self, view: ListPreview) -> None:
        """Show a list as it would be registered."""
        self._problems = view.problems
        said = [*view.problems]
        if view.unread:
            said.append(f"読まない列: {'、'.join(view.unread)}")
        self.say("　".join(said), "problem" if view.problems else "warning")
        self._show([ShownRow(one, None) for one in view.rows], 0)
        self.table.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why nothing was read or written."""
        self.set_busy(is_busy=False)
        self.say(sentence)

    def _show(self, rows: Sequence[ShownRow], at: int) -> None:
        self._rows = list(rows)
        self.table.set_rows(self._rows)
        self.table.setVisible(bool(rows))
        self.detail.setVisible(bool(rows))
        self.register.setEnabled(bool(rows))
        wrong = sum(bool(one.row.problems) for one in rows)
        unsettled = sum(one.is_open for one in rows)
        principal = sum(one.row.new.claim["principal"] or 0 for one in rows)
        parts = [f"{len(rows):,}件　元金 合計 {show_yen(principal)}円"] if rows else []
        parts += [f"直す行 {wrong:,}"] if wrong else []
        parts += [f"確かめる行 {unsettled:,}"] if unsettled else []
        self.counted.setText("　".join(parts))
        if rows:
            self.table.view.select_row(max(at, 0))
            self._show_detail()

    def _show_detail(self) -> None:
        chosen = self.table.selected()
        if not chosen:
            return
        one: ShownRow = chosen[0]
        candidates = [f"{a.option.value} {a.option.label}（{a.option.detail}、{a.by}が同じ）" for a in one.row.alike]
        offered = [f"登録済みの人の候補: {'、'.join(candidates)}。Enterで切り替えます。"] if candidates else []
        said = [*one.row.problems, *offered, *one.row.warnings]
        self.detail.setText(f"{one.row.line}行目: {'　'.join(said) or 'このまま登録できます。'}")

    def _on_opened(self, one: ShownRow) -> None:
        if one.row.alike:
            at = self._rows.index(one)
            self._rows[at] = one.turned()
            self._show(self._rows, at)

    # registering

    def submit(self) -> None:
        """Hand all rows over (F9), or go to the first that cannot be registered yet."""
        if self.is_busy or not self._rows:
            return
        wrong = next((at for at, one in enumerate(self._rows) if one.row.problems), None)
        unsettled = next((at for at, one in enumerate(self._rows) if one.is_open), None)
        if self._problems or wrong is not None:
            self.say("直すところがあるため、1件も登録していません。元の表を直して、貼り付け直してください。")
        elif unsettled is not None:
            self.say("登録済みの人と同じかを確かめてください。Enterで候補と「別の人」を切り替えます。", "warning")
        else:
            self.set_busy(is_busy=True)
            self.submitted.emit(self.decided())
            return
        self.table.view.select_row(wrong if wrong is not None else unsettled or 0)
        self.table.setFocus()

    def decided(self) -> list[tuple[int, NewClaim]]:
        """Return the rows as they were decided, each with its line."""
        return [(one.row.line, settled_by(one.row, one.decided or "")) for one in self._rows]

    def is_dirty(self) -> bool:
        """Return whether a list is shown."""
        return bool(self._rows)

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second command while one is on its way."""
        self.is_busy = is_busy
        self.register.setEnabled(not is_busy and bool(self._rows))

    def say(self, sentence: str, role: str = "problem") -> None:
        """Say something about the whole list, nothing when it is empty."""
        self.warning.set_role(role)
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V takes the clipboard wherever the keyboard is on the page."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)
