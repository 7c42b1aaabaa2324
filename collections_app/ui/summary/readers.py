"""Views of the summary that read their own data, and only when they are looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.calendar import fiscal_year_name
from collections_app.domain.early_action import SELECTION
from collections_app.domain.errors import CancelledError
from collections_app.domain.forecast_words import method_sentence, part_label, range_sentence
from collections_app.domain.money import Unit
from collections_app.domain.shown import Shown, table
from collections_app.ui.summary.early import EarlyView
from collections_app.ui.summary.forecast import ForecastView
from collections_app.ui.summary.view import SummaryView
from collections_app.ui.widgets import EmptyState, Skeleton, column

if TYPE_CHECKING:
    from collections_app.domain.back_test import Forecast
    from collections_app.domain.early_action import EarlyAction
    from collections_app.domain.summary_views import SummarySeen
    from collections_app.domain.views import FigureRows
    from collections_app.ui.context import Context


class _Reader(SummaryView):
    """A view that asks for more than the summary, each time the summary is shown anew."""

    def __init__(self, context: Context, view: QWidget) -> None:
        super().__init__(context)
        self.fiscal_year, self.as_of = context.fiscal_year, context.as_of
        self.unit = Unit.MILLION
        self._skeleton = Skeleton(12)
        self._stopped = EmptyState("読み込みが終わっていません。", "もう一度読む", self.read)
        self._stack = QStackedWidget()
        for widget in (self._skeleton, self._stopped, view):
            self._stack.addWidget(widget)
        self.view = view
        self.setLayout(column(self._stack))

    def show_seen(self, seen: SummarySeen, unit: Unit) -> None:
        """Show what is shown in another unit, and ask anew for the last day of the summary."""
        self.unit = unit
        self.fiscal_year, self.as_of = seen.summary.fiscal_year, seen.summary.as_of
        self.refresh()
        self.read()

    def read(self) -> None:
        """Read again, keeping what is shown until then."""
        self._skeleton.restart()
        if self._stack.currentWidget() is not self.view:
            self._stack.setCurrentWidget(self._skeleton)
        self.ask()

    def ask(self) -> None:
        """Ask the desk; sub-classes do."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what was read once more; sub-classes do."""
        raise NotImplementedError

    def bring(self) -> None:
        """Bring the view to the front."""
        self._stack.setCurrentWidget(self.view)
        self.refresh()
        self.put_out_changed.emit()

    def failed(self, error: Exception) -> None:
        """Offer to read again after it was stopped, and say anything else."""
        self._stack.setCurrentWidget(self._stopped)
        if not isinstance(error, CancelledError):
            self.context.jobs.failed.emit(error)


class ForecastHost(_Reader):
    """着地見込み of the fiscal year and day in force."""

    def __init__(self, context: Context) -> None:
        self.forecast = ForecastView()
        self._found: Forecast | None = None
        super().__init__(context, self.forecast)
        self.forecast.rows_wanted.connect(self.rows_wanted)
        self.forecast.claims_wanted.connect(context.list_requested)
        self.forecast.plan_wanted.connect(self._on_plan)

    def ask(self) -> None:
        """Ask for the forecast."""
        context = self.context
        work = partial(context.desk.forecast, self.fiscal_year, self.as_of)
        context.jobs.read(work, self._take, self.failed, owner=self, topic="forecast")

    def refresh(self) -> None:
        """Show the forecast in the unit chosen."""
        if self._found is not None:
            self.forecast.show_forecast(self._found, self.unit)

    def shown(self) -> Shown | None:
        """Return chart, parts and back-test as data."""
        found = self._found
        if found is None:
            return None
        if found.is_over:
            months = tuple((f"{one.month:%Y-%m}", one.actual, one.previous) for one in found.months)
            columns = (("月まで", "text"), ("実績", "yen"), ("前年度", "yen"))
            tables: tuple[FigureRows, ...] = (table("回収の累計", columns, months),)
            return Shown("着地見込み", range_sentence(found), (self.forecast.chart.drawn(),), tables)
        parts = [("実績", found.expected.recovered)]
        parts += [(part_label(part), part.amount) for part in found.expected.parts[found.method]]
        years = [
            (fiscal_year_name(line.fiscal_year), line.actual, line.totals[found.method])
            for line in found.back_test.lines
        ]
        tables = (
            table("内訳", (("区分", "text"), ("円", "yen")), (*parts, ("年度末の見込み", found.total))),
            table("過年度での検証", (("年度", "text"), ("実績", "yen"), ("見込み", "yen")), tuple(years)),
        )
        said = f"{method_sentence(found)}{range_sentence(found)}"
        return Shown("着地見込み", said, (self.forecast.chart.drawn(),), tables)

    def _take(self, found: Forecast) -> None:
        self._found = found
        self.bring()

    def _on_plan(self, year: Any) -> None:
        self.context.place_requested.emit(("plan_figures", year))


class EarlyHost(_Reader):
    """早期着手 as of the day in force; it walks the whole history, so it says how far it is and can be stopped."""

    def __init__(self, context: Context) -> None:
        self.early = EarlyView()
        self._found: EarlyAction | None = None
        self._asked = 0
        super().__init__(context, self.early)
        self.early.claims_wanted.connect(context.list_requested)

    def ask(self) -> None:
        """Ask for early action; what an older question finds is not shown."""
        context = self.context
        self._asked += 1
        work = partial(context.desk.early_action, self.as_of)
        context.jobs.run_long("早期着手を集計", work, partial(self._take, self._asked), self.failed)

    def refresh(self) -> None:
        """Show it in the unit chosen."""
        if self._found is not None:
            self.early.show_early(self._found, self.unit)

    def shown(self) -> Shown | None:
        """Return days and recoveries of the step shown as data."""
        if self._found is None:
            return None
        found = self._found.steps[self.early.step()]
        lines = (*found.lines["all"], *found.lines[self.early.groups.current()])
        times = tuple((one.group, len(one.claim_nos), len(one.reached)) for one in lines)
        rates = tuple(
            (f"{years * 12}か月 {band.label}", len(band.claim_nos), band.amount, band.recovered)
            for years, bands in found.bands.items()
            for band in bands
        )
        heads = (("着手まで", "text"), ("件数", "count"), ("代位弁済", "yen"), ("回収", "yen"))
        tables = (
            table("着手した求償権", (("区分", "text"), ("件数", "count"), ("着手", "count")), times),
            table("着手の早さと回収", heads, rates),
        )
        return Shown(f"早期着手　{found.step.label}", SELECTION, (), tables)

    def _take(self, asked: int, found: EarlyAction) -> None:
        if asked == self._asked:
            self._found = found
            self.bring()
