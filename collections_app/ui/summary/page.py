"""The page 集計: a head, and the views of what was found. A view is one line of `VIEWS`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from collections_app.ui import look
from collections_app.ui.summary.balance import Balance
from collections_app.ui.summary.change import Change
from collections_app.ui.summary.crossed import Crossed
from collections_app.ui.summary.groups import Groups
from collections_app.ui.summary.header import SummaryHeader
from collections_app.ui.summary.overview import Overview
from collections_app.ui.summary.printed import Printed
from collections_app.ui.summary.rates import Rates
from collections_app.ui.summary.readers import EarlyHost, ForecastHost
from collections_app.ui.summary.view import SummaryView, View, days_words
from collections_app.ui.widgets import Button, Flow, Label, Skeleton, column, soft

if TYPE_CHECKING:
    from collections_app.domain.money import Unit
    from collections_app.domain.shown import Shown
    from collections_app.domain.summary_views import SummarySeen
    from collections_app.ui.context import Context

VIEWS: tuple[View, ...] = (
    View("overview", "全体", Overview),
    View("groups", "内訳", Groups),
    View("crossed", "クロス集計", Crossed),
    View("change", "増減要因", Change),
    View("balance", "残高", Balance),
    View("rates", "回収率", Rates),
    View("printed", "報告書の形", Printed),
    View("forecast", "着地見込み", ForecastHost),
    View("early", "早期着手", EarlyHost),
)
_EMPTY = "集計は、登録された求償権と入金から作ります。まだ求償権がありません。"


class SummaryPage(QWidget):
    """Shows what was found in the view chosen; a view is made, and reads, when one turns to it."""

    rows_wanted = Signal(object)  # a FigureWanted, or FigureRows that are here already
    put_out_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._seen: SummarySeen | None = None
        self._stale: set[str] = set()
        self._made: dict[str, SummaryView] = {}
        self._areas: dict[str, QScrollArea] = {}
        self.header = SummaryHeader([(view.key, view.label) for view in VIEWS], context.as_of)
        self.moved = Label("", "problem")
        self.moved.setWordWrap(True)
        self.moved.hide()
        self.stack = QStackedWidget()
        self._waiting = Skeleton(12)
        self.stack.addWidget(self._waiting)
        self.first = self._first_steps()
        self.first.hide()
        layout = column(self.header, self.first, self.moved, spacing=look.S, margins=(look.L, look.S, look.L, look.XS))
        layout.addWidget(self.stack, 1)
        self.setLayout(layout)
        self.header.view_changed.connect(self._turn)
        for number, view in enumerate(VIEWS, 1):  # a table takes the digits for a search of its own
            key = QShortcut(QKeySequence(str(number)), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(partial(self.show_view, view.key))
        self.header.unit_changed.connect(self._on_unit)
        self.header.annual.setVisible(context.annual_report is not None)
        self.header.annual.clicked.connect(self._on_annual)
        self._say_put_out()

    def _first_steps(self) -> QWidget:
        """Return what is said above the views while no claim is registered, with the ways to begin."""
        steps = Flow()
        steps.addWidget(soft(_EMPTY))
        for word, page in (("管理で取り込む", "admin"), ("新しい代位弁済を登録", "intake")):
            button = Button(word)
            button.clicked.connect(partial(self._context.page_requested.emit, page))
            steps.addWidget(button)
        place = QWidget()
        place.setLayout(steps)
        return place

    def show_seen(self, seen: SummarySeen) -> None:
        """Show what was found; view and unit stay as chosen."""
        self._seen = seen
        self._stale = {view.key for view in VIEWS}
        self.header.days.setText(days_words(seen))
        self.first.setVisible(not seen.summary.cohorts)
        warning = _warning(seen)
        self.moved.setText(warning)
        self.moved.setVisible(bool(warning))
        self._turn(self.header.views.current())

    def show_waiting(self) -> None:
        """Keep the room while a first summary is computed."""
        if self._seen is None:
            self.stack.setCurrentWidget(self._waiting)

    def show_view(self, key: str) -> None:
        """Turn to one of the views by its key."""
        self.header.views.set_current(key)
        self._turn(key)

    def view(self, key: str = "") -> SummaryView:
        """Return a view, the one looked at without a key; it is made when it is not there yet."""
        wanted = key or self.header.views.current()
        if wanted not in self._made:
            self._make(wanted)
        return self._made[wanted]

    def shown(self) -> Shown | None:
        """Return what the view looked at shows, as data."""
        return self.view().shown() if self._seen is not None else None

    def set_unit(self, unit: Unit) -> None:
        """Show amounts in another unit."""
        self.header.set_unit(unit)
        self._on_unit(unit)

    def _make(self, key: str) -> None:
        view = next(one for one in VIEWS if one.key == key).make(self._context)
        view.setProperty("role", "canvas")
        view.rows_wanted.connect(self.rows_wanted)
        view.turn_wanted.connect(self.show_view)
        view.put_out_changed.connect(self._say_put_out)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(view)
        self._made[key], self._areas[key] = view, area
        self.stack.addWidget(area)

    def _turn(self, key: str) -> None:
        if self._seen is None:
            return
        view = self.view(key)
        self.header.units.setVisible(view.has_amounts)
        if key in self._stale:
            self._stale.discard(key)
            view.show_seen(self._seen, self.header.unit())
        self.stack.setCurrentWidget(self._areas[key])
        self._say_put_out()

    def _on_unit(self, unit: Unit) -> None:
        del unit
        self._stale = {view.key for view in VIEWS}
        self._turn(self.header.views.current())

    def _on_annual(self) -> None:
        opens = self._context.annual_report
        if opens is not None and self._seen is not None:
            opens(self._seen.summary.fiscal_year)

    def _say_put_out(self) -> None:
        can = self.shown() is not None
        self.header.excel.setEnabled(can)
        self.header.print.setEnabled(can)
        self.put_out_changed.emit()


def _warning(seen: SummarySeen) -> str:
    """Return what must be known of a summary as known then: that it was corrected since, or that nothing was known."""
    if seen.moved:
        return (
            f"締めの後に訂正された記録があります（{'、'.join(seen.moved)}）。数字は締めたときのもの、内訳は今ある記録です。"
            "違いは月次締めの「締後訂正」で見られます。"
        )
    is_empty = not any(one.current or one.previous for one in seen.summary.figures.values())
    if seen.known_no is not None and is_empty:
        return f"{seen.said}がありません。認識の日を後の日にするか、「今日の認識」に戻してください。"
    return ""
