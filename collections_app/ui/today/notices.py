"""What stands above the groups: whose work one does, who does one's own, what people who left have left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.calendar import short_era
from collections_app.ui import look
from collections_app.ui.widgets import Chip, LinkButton, clear, column, row

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collections_app.domain.day_work import Cover, DayWork, LeftBehind

_SHOWN = 4


class Notices(QWidget):
    """Each line leads to what it tells of."""

    cover_opened = Signal(object)  # the RecordRef of a 代行
    left_behind_opened = Signal(object)  # a staff number

    def __init__(self) -> None:
        super().__init__()
        self._lines = column(spacing=look.XS)
        self.setLayout(self._lines)
        self.hide()

    def show_work(self, work: DayWork) -> None:
        """Show what is to be known about a day's work."""
        clear(self._lines)
        person, day = work.wanted.staff_no, work.wanted.day
        for cover in work.covers[:_SHOWN]:
            link = LinkButton(cover_words(cover, person, day), "代行の記録を開く")
            link.setAccessibleName(f"{link.text()}　記録を開く")
            link.clicked.connect(self._opener(cover))
            self._lines.addLayout(row(Chip("代行", "info", "square"), link, None))
        for left in work.left_behind[:_SHOWN]:
            words = f"在籍を終えた {left.name} の担当のままの求償権が {left.count:,}件あります。担当を替える"
            link = LinkButton(words)
            link.clicked.connect(self._finder(left))
            self._lines.addLayout(row(Chip("担当替え", "warn", "dot"), link, None))
        self.setVisible(bool(work.covers or work.left_behind))

    def _opener(self, cover: Cover) -> Callable[[], None]:
        return lambda: self.cover_opened.emit(cover.ref)

    def _finder(self, left: LeftBehind) -> Callable[[], None]:
        return lambda: self.left_behind_opened.emit(left.staff_no)


def cover_words(cover: Cover, person: str, day: date) -> str:
    """Return who does whose work and until when, as it is said to a person."""
    until = f"{short_era(cover.ends_on)}まで"
    if not cover.holds_on(day):
        until = f"{short_era(cover.starts_on)}から{until}"
    if cover.deputy_no == person:
        return f"{cover.staff_name} の仕事を代行（{until}）"
    if cover.staff_no == person:
        return f"あなたの仕事を {cover.deputy_name} が代行（{until}）"
    return f"{cover.staff_name} の仕事を {cover.deputy_name} が代行（{until}）"
