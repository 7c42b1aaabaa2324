"""A view of the summary: a widget that shows what was found, reads what it needs besides, and can be put out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.calendar import fiscal_year_name, short_era

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_app.domain.money import Unit
    from collections_app.domain.shown import Shown
    from collections_app.domain.summary_views import SummarySeen
    from collections_app.ui.context import Context


class SummaryView(QWidget):
    """A view. It is made when one first turns to it, and told what was found each time it is shown anew.

    What a number opens goes up by `rows_wanted` (a FigureWanted). A view that needs more than the summary asks
    `self.context.desk` in a job of its own, when `show_seen` is called.
    """

    rows_wanted = Signal(object)
    turn_wanted = Signal(str)  # the key of another view
    put_out_changed = Signal()  # there is something to print and export now, or no more
    has_amounts = True  # whether the choice of 円・千円・百万円 means anything here

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def show_seen(self, seen: SummarySeen, unit: Unit) -> None:
        """Show what was found, amounts in a unit."""
        raise NotImplementedError

    def shown(self) -> Shown | None:
        """Return what is shown as data, for paper and workbook; None while there is nothing."""
        return None


@dataclass(frozen=True, slots=True)
class View:
    """An entry of the row of views."""

    key: str
    label: str
    make: Callable[[Context], SummaryView]


def days_words(seen: SummarySeen) -> str:
    """Return which days are shown, and as known when: 令和6年度　R6.4.1–R7.3.31　今日の認識."""
    period = seen.wanted.period
    year = f"{fiscal_year_name(period.fiscal_year)}　" if period.is_cumulative else ""
    known = f"　{seen.said}" if seen.said else ""
    return f"{year}{short_era(period.first)}–{short_era(period.last)}{known}"
