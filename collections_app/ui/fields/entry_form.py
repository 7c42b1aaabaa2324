"""A form that is registered: handed over as a command, kept until it is written, asked about once before it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from collections_app.ui.fields.choice import ChoiceEdit
from collections_app.ui.fields.form import Form
from collections_app.ui.widgets import Label

if TYPE_CHECKING:
    from collections_app.domain.row_rules import Finding

_LOST = "入力した内容は登録されていません。Escをもう一度押すと、捨てて閉じます。"


class EntryForm(Form):
    """`command_ready` hands over what is to be written; the form waits until it hears `finish` or `refuse`."""

    command_ready = Signal(object)
    closed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.is_busy = False
        self.has_tried = False  # registering was tried: what is missing is said from then on
        self._was_asked = False
        self.warning = Label("", "warning")
        self.warning.setWordWrap(True)
        self.warning.hide()
        self.body.addWidget(self.warning)
        self.edited.connect(self._on_edited)
        self.submitted.connect(self.submit)
        self.escaped.connect(self.leave)
        self.hide()

    # what a form of a kind says

    def command(self) -> object:
        """Return what the fields say is to be written; None while it cannot be said."""
        raise NotImplementedError

    def findings(self) -> Sequence[Finding]:
        """Return what is wrong with the values typed."""
        raise NotImplementedError

    def judge(self) -> None:
        """Say under the fields what is wrong."""
        self.show_findings(self.findings())

    # opening and closing

    def begin(self) -> None:
        """Be open, with nothing typed yet."""
        self.set_busy(is_busy=False)
        self._was_asked = self.has_tried = False
        self.say("")
        self.remember()
        self.show()
        self.judge()

    def leave(self) -> None:
        """Close the form (Esc); what was typed is asked about once."""
        if self.may_close():
            self.close_entry()

    def may_close(self) -> bool:
        """Return whether nothing typed would be lost, or the person has been asked."""
        if self.is_busy:
            return False
        if self.isHidden() or not self.is_dirty() or self._was_asked:
            return True
        self._was_asked = True
        self.say(_LOST)
        return False

    def close_entry(self) -> None:
        """Close the form without asking."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _on_edited(self) -> None:
        self._was_asked = False
        self.say("")
        self.judge()

    # registering

    def submit(self) -> None:
        """Hand the command over (F9, Ctrl+Enter), or go to the first field that is wrong."""
        if self.is_busy or self.isHidden():
            return
        self.settle()
        self.has_tried = True
        self.judge()
        wrong = self.first_problem()
        command = self.command()
        if wrong is not None:
            self.focus_field(wrong.key)
        elif command is not None:
            self.set_busy(is_busy=True)
            self.command_ready.emit(command)

    def finish(self) -> None:
        """Close: what was handed over is written."""
        self.set_busy(is_busy=False)
        self.close_entry()

    def refuse(self, sentence: str) -> None:
        """Say why nothing was written; everything typed stays."""
        self.set_busy(is_busy=False)
        self.say(sentence, "problem")

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second command while one is on its way."""
        self.is_busy = is_busy

    def say(self, sentence: str, role: str = "warning") -> None:
        """Say something about the whole form, nothing when it is empty."""
        self.warning.set_role(role)
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))

    def open_list(self) -> None:
        """Open the list of the field that has the keyboard (F4)."""
        for _, editor in self.editors():
            if isinstance(editor, ChoiceEdit) and editor.hasFocus():
                editor.open_list()
