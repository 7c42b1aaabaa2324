"""The work of a day as the rows of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.day_work import state_words
from collections_app.domain.views import FigureRows
from collections_app.ui.text import spoken_day

if TYPE_CHECKING:
    from collections_app.domain.day_work import DayWork

_HEADINGS = ("求償権番号", "区分", "主債務者", "内容", "期日", "状況", "金額", "担当")
_KINDS = ("text", "text", "text", "text", "date", "text", "yen", "text")


def as_rows(work: DayWork) -> FigureRows:
    """Return everything to be done in the order of the page, a line for each thing."""
    day = work.wanted.day
    rows = tuple(
        (
            item.claim_no,
            item.group.label,
            item.debtor,
            item.text,
            item.on,
            state_words(item, day)[0],
            item.amount,
            item.staff_name,
        )
        for item in work.items
    )
    return FigureRows("day_work", f"今日の仕事 {spoken_day(day)}", _HEADINGS, _KINDS, rows, len(rows), "件")
