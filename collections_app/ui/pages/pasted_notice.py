"""What became of a pasted list of numbers: how many were found, and which were not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from collections_app.ui import look
from collections_app.ui.widgets import Button, Label, column, row

if TYPE_CHECKING:
    from collections_app.domain.list_views import NumbersFound

_LINES = 3


class PastedNotice(QFrame):
    """Stays until it is closed: the numbers not found are worth a second look."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "entry")
        self.setAccessibleName("貼り付けた番号")
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.missing = QPlainTextEdit()
        self.missing.setReadOnly(True)
        self.missing.setTabChangesFocus(True)
        self.missing.setAccessibleName("見つからない番号")
        self.copy = Button("見つからない番号をコピー")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.missing.toPlainText()))
        self.close_button = Button("閉じる")
        self.close_button.clicked.connect(self.leave)
        top = row(self.sentence, self.copy, self.close_button)
        top.setStretch(0, 1)
        self.setLayout(
            column(
                top,
                self.missing,
                spacing=look.XS,
                margins=(look.M, look.S, look.M, look.S),
            )
        )
        self.hide()

    def show_found(self, found: NumbersFound) -> None:
        """Say how many of the numbers there are, and list the others."""
        count, missing = len(found.claim_nos), len(found.missing)
        if not count:
            words = (
                f"貼り付けた番号 {missing:,}件は、どれも見つかりません。一覧は変えていません。番号を確かめてください。"
            )
        elif missing:
            words = f"貼り付けた番号のうち {count:,}件が見つかりました。次の {missing:,}件は見つかりません。"
        else:
            words = f"貼り付けた番号 {count:,}件がすべて見つかりました。"
        self.sentence.setText(words)
        self.missing.setFont(look.number_font())
        self.missing.setPlainText("\n".join(found.missing))
        line = QFontMetrics(look.number_font()).lineSpacing()
        self.missing.setFixedHeight(line * min(_LINES, max(1, missing)) + look.L)
        self.missing.setVisible(bool(missing))
        self.copy.setVisible(bool(missing))
        self.show()

    def leave(self) -> None:
        """Close the notice."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
