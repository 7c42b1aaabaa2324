"""The sentences of the report with their status, and the one looked at: read, edited, confirmed by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QListWidgetItem, QPlainTextEdit, QWidget

from collections_app.domain.calendar import era_date
from collections_app.domain.report_texts import SentenceStatus
from collections_app.ui import look
from collections_app.ui.pages.key_list import NONE, KeyList
from collections_app.ui.widgets import Button, Flow, Label, clear, column, hint, section

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collections_app.reports.report_blocks import Report, SentenceView

PAUSE_MS = 300  # between the last key and the look at what was typed
_MARKS = {
    SentenceStatus.PLAIN: ("・", "faint"),
    SentenceStatus.OPEN: ("?", "soft"),
    SentenceStatus.CONFIRMED: ("✓", "good"),
    SentenceStatus.DOUBTFUL: ("!", "warn"),
}
_EDITOR_HEIGHT = 150
_NO_NUMBER = "数字に基づかない文です。"
_KEYS = "Enter 直す　Space 確認　A すべて確認　Delete レイアウトの文に戻す"


def counts_of(report: Report) -> str:
    """Return how many sentences stand how: 「要確認 1　未確認 5　確認済み 0」."""
    found = [sentence.status for sentence in report.sentences()]
    kinds = (SentenceStatus.DOUBTFUL, SentenceStatus.OPEN, SentenceStatus.CONFIRMED)
    return "　".join(f"{_MARKS[kind][0]} {kind.label} {found.count(kind)}" for kind in kinds)


class SentencePane(QWidget):
    """`edited` tells (key, text) to keep, text None for the layout's own.

    `typed` and, after a pause, `tried` tell what is typed; `begun` and `left` which sentence is opened, or given up.
    """

    edited = Signal(object)
    typed = Signal(object)
    tried = Signal(object)
    begun = Signal(str)
    left = Signal(str)
    confirmed = Signal(object)  # keys
    editing_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sentences: list[SentenceView] = []
        self.list = KeyList("報告の文")
        self.list.currentRowChanged.connect(self._show_one)
        self.heading = hint()
        self.words = Label()
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.why = Label("", "soft")
        self.why.setWordWrap(True)
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName("文")
        self.editor.setTabChangesFocus(True)
        self.editor.setMaximumHeight(look.scaled(_EDITOR_HEIGHT))
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._try)
        self.editor.textChanged.connect(self._on_typed)
        self._make_buttons()
        self._lay_out()
        self._set_editing(is_editing=False)

    def _make_buttons(self) -> None:
        self.edit = Button("直す Enter")
        self.agree = Button("確認 Space")
        self.agree_all = Button("すべて確認 A")
        self.give_up = Button("レイアウトの文に戻す Delete")
        self.keep = Button("この文にする F9", primary=True)
        self.leave = Button("やめる Esc")
        for button, key, step in (
            (self.edit, Qt.Key.Key_Return, self.begin_edit),
            (self.agree, Qt.Key.Key_Space, self._confirm),
            (self.agree_all, Qt.Key.Key_A, self.confirm_all),
            (self.give_up, Qt.Key.Key_Delete, self._give_up),
        ):
            button.clicked.connect(step)
            self.list.keys[(key, NONE)] = step
        self.keep.clicked.connect(self.keep_text)
        self.leave.clicked.connect(self.end_edit)

    def _lay_out(self) -> None:
        buttons = Flow()
        for button in (self.edit, self.agree, self.agree_all, self.give_up, self.keep, self.leave):
            buttons.addWidget(button)
        card = QFrame()
        card.setProperty("role", "card")
        keys = hint(_KEYS)
        keys.setWordWrap(True)
        self._above = column()  # where a draft is offered
        inner = column(
            self.heading, self.words, self._above, self.editor, self.why, margins=(look.M, look.M, look.M, look.M)
        )
        inner.addLayout(buttons)
        card.setLayout(inner)
        layout = column(section("文"), keys, self.list, card)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    # showing

    def show_report(self, report: Report) -> None:
        """Show the sentences of a report; the one looked at stays."""
        before = self.current()
        self._sentences = list(report.sentences())
        self.list.blockSignals(True)
        self.list.clear()
        for sentence in self._sentences:
            mark, ink = _MARKS[sentence.status]
            item = QListWidgetItem(f"{mark} {sentence.status.label}　{sentence.text}")
            item.setForeground(look.ink(ink))
            self.list.addItem(item)
        keys = [sentence.key for sentence in self._sentences]
        first = next((at for at, one in enumerate(self._sentences) if one.is_doubtful), 0)
        self.list.setCurrentRow(keys.index(before.key) if before is not None and before.key in keys else first)
        self.list.blockSignals(False)
        self._set_editing(is_editing=False)
        self._show_one()

    def current(self) -> SentenceView | None:
        """Return the sentence the keyboard is on."""
        at = self.list.currentRow()
        return self._sentences[at] if 0 <= at < len(self._sentences) else None

    def go_to(self, key: str) -> bool:
        """Look at a sentence, and return whether there is one of that key."""
        keys = [sentence.key for sentence in self._sentences]
        if key in keys:
            self.list.setCurrentRow(keys.index(key))
        return key in keys

    def _show_one(self) -> None:
        sentence = self.current()
        if sentence is None:
            self.heading.setText("")
            self.words.setText("このレイアウトには文がありません。数字の表だけが印刷されます。")
            self.why.setText("")
        else:
            self.heading.setText(sentence.heading)
            self.words.setText(sentence.text)
            self._say(sentence)
        is_plain = sentence is None or sentence.status is SentenceStatus.PLAIN
        self.edit.setEnabled(sentence is not None)
        self.agree.setEnabled(not is_plain)
        self.agree_all.setEnabled(any(one.status is SentenceStatus.OPEN for one in self._sentences))
        self.give_up.setEnabled(sentence is not None and sentence.is_own)

    def _say(self, sentence: SentenceView) -> None:
        told = [sentence.said] if sentence.is_doubtful else [f"注意: {one}" for one in sentence.why]
        told.append(f"基づく数字: {'、'.join(sentence.basis)}" if sentence.keys else _NO_NUMBER)
        if sentence.is_own:
            told.append("この年度のために直した文です。")
        if sentence.confirmed_at is not None:
            at = sentence.confirmed_at.astimezone()
            told.append(f"確認 {era_date(at.date())} {at:%H:%M} {sentence.confirmed_by}")
        self.why.set_role("warning" if sentence.is_doubtful else "soft")
        self.why.setText("\n".join(told))

    # editing

    @property
    def is_editing(self) -> bool:
        """Whether a text is being typed."""
        return not self.editor.isHidden()

    def begin_edit(self) -> None:
        """Let the text of the sentence be typed, with the names of its numbers."""
        sentence = self.current()
        if sentence is None:
            return
        self.editor.setPlainText(sentence.source)
        self._set_editing(is_editing=True)
        self.editor.setFocus()
        self.begun.emit(sentence.key)

    def offer(self, notice: QWidget | None) -> None:
        """Show above the text that something typed before is still there; None offers nothing any more."""
        clear(self._above)
        if notice is not None:
            self._above.addWidget(notice)
            notice.show()

    def end_edit(self) -> None:
        """Leave the text as it was."""
        sentence = self.current()
        if sentence is not None:
            self.left.emit(sentence.key)
        self._set_editing(is_editing=False)
        self._show_one()
        self.list.setFocus()

    def _set_editing(self, *, is_editing: bool) -> None:
        self._timer.stop()
        if not is_editing:
            self.offer(None)
        for widget in (self.editor, self.keep, self.leave):
            widget.setVisible(is_editing)
        for widget in (self.edit, self.agree, self.agree_all, self.give_up):
            widget.setVisible(not is_editing)
        self.list.setEnabled(not is_editing)
        self.editing_changed.emit()

    def _on_typed(self) -> None:
        sentence = self.current()
        if self.is_editing and sentence is not None:
            self._timer.start()
            self.typed.emit((sentence.key, self._typed()))

    def _typed(self) -> str:
        return "".join(self.editor.toPlainText().splitlines()).strip()

    def _try(self) -> None:
        sentence = self.current()
        if self.is_editing and sentence is not None:
            self.tried.emit((sentence.key, self._typed()))

    def show_tried(self, sentence: SentenceView) -> None:
        """Show how the text typed would stand."""
        if self.is_editing:
            self.words.setText(sentence.text)
            self._say(sentence)

    def show_problem(self, error: Exception) -> None:
        """Say under the text why it cannot be kept."""
        self.why.set_role("problem")
        self.why.setText(str(error))

    def keep_text(self) -> None:
        """Ask to keep what was typed."""
        sentence = self.current()
        if self.is_editing and sentence is not None:
            self._timer.stop()
            if self._typed() == sentence.source:
                self.end_edit()
            else:
                self.edited.emit((sentence.key, self._typed()))

    # confirming

    def _confirm(self) -> None:
        sentence = self.current()
        if sentence is not None and sentence.status is not SentenceStatus.PLAIN:
            self.confirmed.emit((sentence.key,))

    def confirm_all(self) -> None:
        """Ask to confirm every sentence that is open; doubtful ones are looked at one by one."""
        keys = tuple(one.key for one in self._sentences if one.status is SentenceStatus.OPEN)
        if keys:
            self.confirmed.emit(keys)

    def _give_up(self) -> None:
        sentence = self.current()
        if sentence is not None and sentence.is_own:
            self.edited.emit((sentence.key, None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the text by Esc, keep it by Ctrl+Enter."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.is_editing and event.key() == Qt.Key.Key_Escape:
            self.end_edit()
        elif self.is_editing and is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep_text()
        else:
            super().keyPressEvent(event)
