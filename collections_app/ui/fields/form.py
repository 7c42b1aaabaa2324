"""A form: labelled fields in tab order, moved through by Enter, judged while one types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from collections_app.ui import look
from collections_app.ui.fields.choice import ChoiceEdit
from collections_app.ui.fields.flow import FieldFlow, FlowBox
from collections_app.ui.fields.line import LineField
from collections_app.ui.fields.memo import MemoEdit
from collections_app.ui.widgets import Label, column, hint

if TYPE_CHECKING:
    from collections_app.domain.row_rules import Finding

Editor = LineField | MemoEdit
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FieldBox(FlowBox):
    """A label, its field, and under it how the value is understood; `problem` is laid out below the whole line."""

    def __init__(self, key: str, word: str, editor: QWidget, width: int, *, stretches: bool = False) -> None:
        super().__init__()
        self.key = key
        self.editor = editor
        self.stretches = stretches
        self.begins_line = False
        self._word = word
        self._width = width
        self.label = hint(word)
        self.label.setBuddy(editor)
        self.note = hint()
        self.problem = Label("", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        if word:
            editor.setAccessibleName(word)
        self.setLayout(column(self.label, editor, self.note, spacing=2, margins=(0, 0, 0, 2)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_access_key(self, letter: str) -> None:
        """Let Alt and a letter lead to the field; the label shows it."""
        self.label.setText(f"{self._word}(&{letter})")

    def wanted_width(self) -> int:
        """Return the width asked for at the person's font scale."""
        return max(look.scaled(self._width), self.editor.minimumSizeHint().width() if not self._word else 0)

    def unused_height(self) -> int:
        """Return the height of the note while it is empty."""
        return 0 if self.note.text() or isinstance(self.editor, MemoEdit) else self.note.sizeHint().height()

    def show_state(self, sentence: str, reading: str, *, is_warning: bool) -> None:
        """Say what is wrong, or how the value is understood."""
        self.note.setText(reading)
        names_itself = not sentence or sentence.startswith(self._word)
        self.problem.setText(sentence if names_itself else f"{self._word}: {sentence}")
        self.problem.set_role("warning" if is_warning else "problem")
        self.problem.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or reading)
        tone = ("warning" if is_warning else "true") if sentence else "false"
        if self.editor.property("problem") != tone:
            self.editor.setProperty("problem", tone)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)


class Form(QFrame):
    """Enter and Shift+Enter move, Ctrl+Enter submits, Esc leaves; `edited` tells that something was typed."""

    submitted = Signal()
    escaped = Signal()
    edited = Signal()
    focused = Signal(object)  # the FieldBox the keyboard came to

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "entry")
        self.setAccessibleName(name)
        self.boxes: dict[str, FieldBox] = {}
        self._order: list[QWidget] = []
        self._before: dict[str, str] = {}
        self.flow = FieldFlow()
        self.flow.setContentsMargins(0, 0, 0, 0)
        self.body = column(spacing=look.XS, margins=(look.M, look.S, look.M, look.S))
        self.setLayout(self.body)
        self.body.addLayout(self.flow)

    def add(self, box: FieldBox) -> FieldBox:
        """Add a field after those there are."""
        self.boxes[box.key] = box
        editor = box.editor
        self.flow.add_box(box)
        if self._order:
            self.setTabOrder(self._order[-1], editor)
        self._order.append(editor)
        editor.installEventFilter(self)
        if isinstance(editor, (LineField, MemoEdit)):
            editor.edited.connect(self.edited)
        return box

    # what was typed

    def editors(self) -> Iterable[tuple[FieldBox, Editor]]:
        """Return the fields that are shown, with their boxes."""
        for box in self.boxes.values():
            if isinstance(box.editor, (LineField, MemoEdit)) and not box.isHidden():
                yield box, box.editor

    def remember(self) -> None:
        """Take what the fields hold now as nothing typed."""
        self._before = self.contents()

    def clear(self) -> None:
        """Empty every field."""
        for box in self.boxes.values():
            if isinstance(box.editor, Editor):
                box.editor.set_value(None)

    def is_dirty(self) -> bool:
        """Return whether something typed would be lost."""
        return self.contents() != self._before

    def contents(self) -> dict[str, str]:
        """Return the text of every field, as typed."""
        return {box.key: box.editor.content() for box in self.boxes.values() if isinstance(box.editor, Editor)}

    def set_contents(self, texts: Mapping[str, str]) -> None:
        """Put texts into the fields, as typed; fields of which nothing is said stay."""
        for key, text in texts.items():
            editor = self.boxes[key].editor if key in self.boxes else None
            if isinstance(editor, MemoEdit):
                editor.setPlainText(text)
            elif isinstance(editor, LineField):
                editor.setText(text)
        self.edited.emit()

    def settle(self) -> None:
        """Show every value typed in its short form."""
        for _, editor in self.editors():
            if isinstance(editor, LineField):
                editor.settle()

    # what is wrong

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Say under each field what is wrong with its text, else what was found about its value."""
        found: dict[str, Finding] = {}
        for finding in sorted(findings, key=lambda one: one.is_warning):
            found.setdefault(finding.column, finding)
        for box, editor in self.editors():
            sentence, is_warning = editor.problem(), False
            if not sentence and box.key in found:
                sentence = f"{found[box.key].message}{found[box.key].remedy}"
                is_warning = found[box.key].is_warning
            box.show_state(sentence, editor.reading(), is_warning=is_warning)

    def first_problem(self) -> FieldBox | None:
        """Return the first field that is refused, None when none is."""
        return next(
            (box for box, _ in self.editors() if box.editor.property("problem") == "true"),
            None,
        )

    # keys

    def focus_field(self, key: str, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason) -> None:
        """Put the keyboard into a field, its text selected."""
        editor = self.boxes[key].editor
        editor.setFocus(reason)
        if isinstance(editor, LineField):
            editor.selectAll()

    def go(self, step: int) -> None:
        """Go to the next or the previous field that is shown."""
        shown = [editor for editor in self._order if editor.isVisibleTo(self) and editor.isEnabled()]
        focused = next((at for at, editor in enumerate(shown) if editor.hasFocus()), None)
        if focused is None or not 0 <= focused + step < len(shown):
            return
        following = shown[focused + step]
        back = Qt.FocusReason.BacktabFocusReason
        following.setFocus(Qt.FocusReason.TabFocusReason if step > 0 else back)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter and Esc before the field does."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self._takes(watched, event)
        if event.type() == QEvent.Type.FocusIn:
            box = next((box for box in self.boxes.values() if box.editor is watched), None)
            self.focused.emit(box)
        return super().eventFilter(watched, event)

    def _takes(self, editor: QWidget, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            if not (isinstance(editor, ChoiceEdit) and editor.takes_escape()):
                self.escaped.emit()
            return True
        if event.key() not in _ENTER:
            return False
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif modifiers == Qt.KeyboardModifier.ShiftModifier:
            self.go(-1)
        elif modifiers == Qt.KeyboardModifier.NoModifier:
            if isinstance(editor, MemoEdit):
                return False
            if isinstance(editor, LineField):
                self.go(1)
            else:
                self.submitted.emit()
        return True
