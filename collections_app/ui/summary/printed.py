"""報告書の形: the figures in the sentences of the yearly report, ready to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from collections_app.domain.shown import Shown, table
from collections_app.reports.printed_figures import PrintedSection, printed_sections, printed_text
from collections_app.services.report_layouts import published
from collections_app.ui import look
from collections_app.ui.summary.view import SummaryView, days_words
from collections_app.ui.widgets import Button, Card, Label, clear, column, hint, row

if TYPE_CHECKING:
    from collections_app.domain.money import Unit
    from collections_app.domain.summary_views import SummarySeen
    from collections_app.ui.context import Context

_LABEL_WIDTH = 240


class Printed(SummaryView):
    """The report's sentences; they can be selected one by one or copied as a whole."""

    has_amounts = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen: SummarySeen | None = None
        self._sections: tuple[PrintedSection, ...] = ()
        self.sentences: list[Label] = []
        self.copy_button = Button("全文をコピー", icon="copy")
        self.copy_button.clicked.connect(self.copy)
        self.copied = hint()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.L)
        self._grid.setVerticalSpacing(look.S)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        trailing = QWidget()
        trailing.setLayout(row(self.copied, self.copy_button, spacing=look.M))
        card = Card("年度報告の文", trailing)
        card.body.addLayout(self._grid)
        card.body.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(card)
        self.setLayout(column(area))

    def show_seen(self, seen: SummarySeen, unit: Unit) -> None:
        """Show the sentences of another summary; their units are those of the report."""
        del unit
        self.seen = seen
        self._sections = printed_sections(published(), seen.summary)
        self.copied.setText("")
        clear(self._grid)
        self.sentences = []
        line = 0
        for section in self._sections:
            heading = Label(section.title, "soft")
            heading.setContentsMargins(0, look.S if line else 0, 0, 0)
            self._grid.addWidget(heading, line, 0, 1, 2)
            line += 1
            for printed in section.lines:
                self._add_line(line, printed.label, printed.sentence)
                line += 1
        self.put_out_changed.emit()

    def shown(self) -> Shown | None:
        """Return the sentences as a table."""
        if self.seen is None:
            return None
        rows = tuple((part.title, one.label, one.sentence) for part in self._sections for one in part.lines)
        columns = (("区分", "text"), ("項目", "text"), ("報告書の文", "text"))
        return Shown("集計　報告書の形", days_words(self.seen), (), (table("報告書の文", columns, rows),))

    def copy(self) -> None:
        """Put all sentences on the clipboard."""
        QGuiApplication.clipboard().setText(printed_text(self._sections))
        self.copied.setText("コピーしました")

    def _add_line(self, line: int, words: str, printed: str) -> None:
        label, sentence = Label(words), Label(printed)
        sentence.setWordWrap(True)
        label.setContentsMargins(look.L, 0, 0, 0)
        sentence.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        sentence.setAccessibleName(f"{words} {printed}")
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(sentence, line, 1)
        self.sentences.append(sentence)
