"""The visits of a day: the claims due on it, or chosen in the list, area by area."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.calendar import era_date
from collections_app.domain.views import FigureRows
from collections_app.domain.visits import VisitStop, VisitsWanted
from collections_app.ui import look
from collections_app.ui.entry.editors import today
from collections_app.ui.fields import DayEdit
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.pages.list_columns import COLUMNS
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.table import Column, StaticTable
from collections_app.ui.text import file_stamp, spoken_day
from collections_app.ui.widgets import Button, ChoiceBox, EmptyState, Label, RemovableChip, column, row, soft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from collections_app.domain.list_views import Choice
    from collections_app.ui.context import Context

_WAIT_MS = 250
_AREAS_NAMED = 8
_LAST = next(one for one in COLUMNS if one.key == "last_contact_on")
_EMPTY = (
    "この日に次回対応を予定している求償権はありません。"
    "日を変えるか、「求償権」の一覧で行を選んで Ctrl+Shift+V で予定にします。"
)


def _claim(name: str) -> Callable[[Any], object]:
    return lambda stop: getattr(stop.claim, name)


def _place(name: str) -> Callable[[Any], object]:
    return lambda stop: getattr(stop, name)


def _last_contact(stop: VisitStop) -> str:
    return _LAST.text(stop.claim)


STOPS = (
    Column("area", "地区", "text", 124, _place("area")),
    Column("claim_no", "求償権番号", "claim", 110, _claim("claim_no")),
    Column("debtor", "主債務者", "text", 168, _claim("debtor_name"), least=120),
    Column("address", "住所", "text", 228, _place("address"), least=150),
    Column("phone", "電話番号", "code", 112, _place("phone")),
    Column("principal", "元金 円", "yen", 104, _claim("principal")),
    Column("last_contact_on", "最終対応", "text", 116, _claim("last_contact_on"), show=_last_contact),
    Column("next_on", "次回対応", "date", 80, _claim("next_on")),
    Column("staff", "担当", "text", 92, _claim("staff_name"), least=72),
)


class VisitPlan(QWidget):
    """`shown` tells that other visits are shown; `taken` that they are wanted in the entry grid."""

    shown = Signal()
    taken = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._wanted = VisitsWanted(today())
        self.stops: list[VisitStop] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.day = DayEdit(today)
        self.day.setAccessibleName("訪問する日")
        self.day.setMaximumWidth(look.scaled(112))
        self.day.set_value(self._wanted.day)
        self.spoken = Label("", "soft")
        self.staff = ChoiceBox("担当者")
        self.staff.set_choices([("", "担当者: 全員")])
        self.chip_place = row(spacing=look.S)
        self.take = Button("入力表へ Ctrl+T")
        self.table = StaticTable("訪問の予定", STOPS)
        self.areas = Label("", "soft")
        self.areas.setWordWrap(True)
        self.empty = EmptyState(_EMPTY, "今日の予定を見る", self._to_today)
        self.body = QStackedWidget()
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        word = soft("次回対応の日")
        word.setBuddy(self.day)
        line = row(word, self.day, self.spoken, self.staff, self.chip_place, None, self.take, spacing=look.S)
        layout = column(line, self.body, self.areas, spacing=look.S)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._on_day)
        self.day.edited.connect(self._timer.start)
        self.day.returnPressed.connect(self._on_day)
        self.staff.activated.connect(self._on_staff)
        self.take.clicked.connect(self.taken)
        self.table.opened.connect(lambda stop: self._context.claim_requested.emit(stop.claim.claim_no))

    # which visits

    def wanted(self) -> VisitsWanted:
        """Return which visits are shown."""
        return self._wanted

    def show_visits(self, wanted: VisitsWanted) -> None:
        """Show other visits."""
        self._wanted = wanted
        if self.day.value() != wanted.day:
            self.day.set_value(wanted.day)
            self._timer.stop()
        self.reload()

    def reload(self) -> None:
        """Read the visits and the people again."""
        desk, read, as_of = self._context.desk, self._context.jobs.read, self._context.as_of
        read(partial(desk.plan_visits, self._wanted, as_of), self._take, owner=self, topic="visits")
        read(partial(desk.staff, ""), self._take_staff, owner=self, topic="staff")

    def _on_day(self) -> None:
        self._timer.stop()
        problem, day = self.day.problem(), self.day.value()
        self.spoken.set_role("problem" if problem else "soft")
        self.spoken.setText(problem)
        if not problem and day is not None:
            self.spoken.setText(spoken_day(day))
            if day != self._wanted.day:
                self.show_visits(VisitsWanted(day, self._wanted.staff_no))

    def _to_today(self) -> None:
        self.show_visits(VisitsWanted(today()))

    def _on_staff(self) -> None:
        self.show_visits(replace(self._wanted, staff_no=str(self.staff.currentData() or ""), claim_nos=()))

    def _take_staff(self, choices: Sequence[Choice]) -> None:
        lines: list[tuple[object, str]] = [("", "担当者: 全員")]
        lines += [(choice.value, choice.label) for choice in choices]
        self.staff.set_choices(lines, self._wanted.staff_no)

    def _take(self, stops: list[VisitStop]) -> None:
        from collections_app.ui.widgets import clear

        self.stops = stops
        self.table.set_rows(stops)
        self.body.setCurrentWidget(self.table if stops else self.empty)
        self.take.setEnabled(bool(stops))
        self.spoken.setText(spoken_day(self._wanted.day))
        clear(self.chip_place)
        if self._wanted.claim_nos:
            chip = RemovableChip("list", f"選んだ求償権 {len(self._wanted.claim_nos):,}件", "warn")
            chip.removed.connect(lambda _: self.show_visits(replace(self._wanted, claim_nos=())))
            self.chip_place.addWidget(chip)
        counts = Counter(stop.area for stop in stops)
        named = "　".join(f"{area} {count:,}" for area, count in list(counts.items())[:_AREAS_NAMED])
        more = f"　ほか{len(counts) - _AREAS_NAMED}地区" if len(counts) > _AREAS_NAMED else ""
        self.areas.setText(f"{len(stops):,}件・{len(counts):,}地区　{named}{more}" if stops else "")
        if self.table.view.hasFocus() or not self.body.hasFocus():
            self.table.view.select_row(0)
        self.shown.emit()

    def current(self) -> str:
        """Return the claim of the row the keyboard is on, nothing when there is none."""
        at = self.table.view.current_row()
        stop: VisitStop | None = self.table.model.row_at(at) if 0 <= at < len(self.stops) else None
        return stop.claim.claim_no if stop is not None else ""

    # Excel

    def export(self) -> None:
        """Ask for a file and write the visits into it, to be taken along."""
        context, rows = self._context, as_rows(self.stops, self._wanted)

        def write(path: Path) -> None:
            work = partial(context.desk.rows_workbook, rows, context.as_of, path)
            context.jobs.read(work, partial(say_written, context))

        ask_save(self, "訪問予定の保存先", f"訪問予定_{file_stamp(self._wanted.day)}.xlsx", WORKBOOK, write)


def as_rows(stops: Sequence[VisitStop], wanted: VisitsWanted) -> FigureRows:
    """Return the visits as the table the service writes."""
    kinds = {"claim": "code", "code": "text"}
    return FigureRows(
        key="visits",
        title=f"訪問予定 {era_date(wanted.day)}",
        headings=tuple(one.heading.removesuffix(" 円") for one in STOPS),
        kinds=tuple("text" if one.show is not None else kinds.get(one.kind, one.kind) for one in STOPS),
        rows=tuple(
            tuple(one.text(stop) if one.show is not None else one.value(stop) for one in STOPS) for stop in stops
        ),
        total=len(stops),
        unit="件",
    )
