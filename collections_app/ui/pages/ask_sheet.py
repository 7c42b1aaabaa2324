"""A question over the page: what will happen, perhaps a few lines to fill in, and the step itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from collections_app.ui import look
from collections_app.ui.overlay import Overlay
from collections_app.ui.widgets import Button, Label, Prose, column, row, section, soft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

_WIDTH = 460


class AskSheet(Overlay):
    """Asks once. `then` gets what was filled in, in the order of the labels; Esc and a click elsewhere leave."""

    def __init__(self, window: QWidget, title: str, sentence: str, step: str) -> None:
        super().__init__(window)
        self.setAccessibleName(title)
        self.fields: list[QLineEdit] = []
        self._then: Callable[[tuple[str, ...]], None] | None = None
        words = Prose(sentence, "body")
        self._form = QGridLayout()
        self._form.setHorizontalSpacing(look.M)
        self._form.setColumnStretch(1, 1)
        self.problem = Label("", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.step = Button(step, primary=True)
        self.step.clicked.connect(self._answer)
        leave = Button("やめる Esc")
        leave.clicked.connect(self.close_over)
        self.setLayout(
            column(
                section(title),
                words,
                self._form,
                self.problem,
                row(None, leave, self.step),
                margins=(look.L, look.M, look.L, look.L),
                spacing=look.M,
            )
        )
        self.closed.connect(self.deleteLater)

    def ask(self, labels: Sequence[str], then: Callable[[tuple[str, ...]], None]) -> None:
        """Open with a line for each label."""
        self._then = then
        for at, label in enumerate(labels):
            field = QLineEdit()
            field.setAccessibleName(label)
            self._form.addWidget(soft(label), at, 0)
            self._form.addWidget(field, at, 1)
            self.fields.append(field)
        width = min(look.scaled(_WIDTH), self._window.width() - 2 * look.L)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(QPoint((self._window.width() - width) // 2, look.scaled(120)))
        self.open_over()
        (self.fields[0] if self.fields else self.step).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by Enter: to the next line, after the last one to the step itself."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif any(field.hasFocus() for field in self.fields[:-1]):
            self.focusNextChild()
        else:
            self._answer()

    def _answer(self) -> None:
        given = tuple(field.text().strip() for field in self.fields)
        missing = next((field for field in self.fields if not field.text().strip()), None)
        if missing is not None:
            self.problem.setText(f"「{missing.accessibleName()}」を入れてください。")
            self.problem.show()
            self.adjustSize()
            missing.setFocus()
            return
        self.close_over()
        if self._then is not None:
            self._then(given)
