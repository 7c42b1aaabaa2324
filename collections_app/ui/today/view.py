"""What the page of the day shows: whose work, the counts of the groups, the groups one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from collections_app.domain.day_work import Reach, WorkGroup
from collections_app.domain.records import RecordRef
from collections_app.ui import look
from collections_app.ui.text import spoken_day
from collections_app.ui.today.jump import JumpButton
from collections_app.ui.today.notices import Notices
from collections_app.ui.today.section import WorkSection
from collections_app.ui.widgets import (
    Button,
    ChoiceBox,
    ElidedLabel,
    EmptyState,
    Segmented,
    Skeleton,
    column,
    row,
    title,
)

if TYPE_CHECKING:
    from datetime import date

    from collections_app.domain.day_work import DayWork, WorkItem
    from collections_app.domain.list_views import StaffMember

_NOBODY = (
    "職員を選ぶと、その人の今日の仕事（予定・次回対応・約束・分割弁済・期限）が並びます。選んだ人は覚えておきます。"
)
_NO_STAFF = (
    "担当者ごとに、今日の予定・次回対応・約束・分割弁済・期限を急ぐ順に並べるページです。職員がまだ登録されていません。"
    "職員を登録するか、受渡データを取り込んでください。"
)
_NOTHING = "この日までにすることは残っていません。予定を加えるには Ctrl+N を押します。"


@dataclass(frozen=True, slots=True)
class DayPlace:
    """Where one is: whose work, the record the keyboard is on and its row, how far it is scrolled."""

    staff_no: str
    reach: Reach
    group: WorkGroup | None = None
    ref: RecordRef | None = None
    at: int = 0
    scroll: int = 0


class TodayView(QWidget):
    """Given a DayWork; wishes go up."""

    person_chosen = Signal(str)
    reach_chosen = Signal(str)
    opened = Signal(object)  # a WorkItem
    done = Signal(object)
    postponed = Signal(object)
    list_requested = Signal(object)  # (title, claim numbers)
    task_requested = Signal()
    cover_requested = Signal()
    staff_requested = Signal()
    import_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._work: DayWork | None = None
        self._has_people = True
        self._last: WorkSection | None = None  # the group that had the keyboard last
        self.person = ChoiceBox("だれの仕事か")
        self.reach = Segmented([(reach.value, reach.label) for reach in Reach], Reach.OWN.value, "範囲")
        self.day = ElidedLabel(color="soft")
        self.add_task = Button("予定を追加 Ctrl+N")
        self.add_cover = Button("代行を登録")
        self.jumps = {group: JumpButton(group) for group in WorkGroup}
        self.notices = Notices()
        self.sections = {group: WorkSection(group) for group in WorkGroup}
        self._nobody = EmptyState(_NOBODY, "職員を選ぶ", self._choose_person)
        self._no_staff = EmptyState(_NO_STAFF, "職員を登録", self.staff_requested.emit)
        self._no_staff.add_step("管理で取り込む", self.import_requested.emit)
        self._nothing = EmptyState(_NOTHING, "予定を追加", self.task_requested.emit)
        self._skeleton = Skeleton(14)
        self.body = QStackedWidget()
        self.area = self._area()
        for widget in (self._skeleton, self.area, self._nothing, self._nobody, self._no_staff):
            self.body.addWidget(widget)
        self._build()
        self._connect()

    def _area(self) -> QScrollArea:
        inner = QWidget()
        inner.setProperty("role", "canvas")
        groups = column(*self.sections.values(), spacing=look.L, margins=(0, 0, look.S, look.L))
        groups.addStretch(1)
        inner.setLayout(groups)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _build(self) -> None:
        self.person.setMinimumWidth(look.scaled(136))
        top = row(title("今日"), self.person, self.reach, spacing=look.M)
        top.addWidget(self.day, 1)
        top.addWidget(self.add_task)
        top.addWidget(self.add_cover)
        layout = column(
            top,
            row(*self.jumps.values(), None, spacing=look.S),
            self.notices,
            self.body,
            margins=(look.L, look.M, look.L, look.S),
            spacing=look.S,
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.person.activated.connect(lambda: self.person_chosen.emit(str(self.person.currentData() or "")))
        self.reach.changed.connect(self.reach_chosen)
        self.add_task.clicked.connect(self.task_requested)
        self.add_cover.clicked.connect(self.cover_requested)
        for group, button in self.jumps.items():
            button.clicked.connect(partial(self.go_to, group))
        for one in self.sections.values():
            one.opened.connect(self.opened)
            one.done.connect(self.done)
            one.postponed.connect(self.postponed)
            one.left.connect(self._step)
            one.skipped.connect(self._skip)
            one.list_requested.connect(self._show_list)

    # showing

    def show_people(self, people: Sequence[StaffMember], person: str) -> None:
        """Offer the people in office; somebody who is not among them any more is shown by the number."""
        lines: list[tuple[object, str]] = [] if person else [("", "職員を選んでください")]
        lines += [(one.staff_no, f"{one.name}（{one.section}）") for one in people]
        if person and person not in {one.staff_no for one in people}:
            lines.append((person, f"{person}（在籍していません）"))
        self.person.set_choices(lines, person)
        self._has_people = bool(people)
        self.person.setEnabled(bool(lines) and (bool(people) or bool(person)))

    def show_nobody(self) -> None:
        """Ask whose work is wanted."""
        self._work = None
        self.notices.hide()
        self._take_wishes(can_be_made=False)
        for group, button in self.jumps.items():
            button.show_count(0, 0)
            self.sections[group].hide()
        self.body.setCurrentWidget(self._nobody if self._has_people else self._no_staff)

    def _take_wishes(self, *, can_be_made: bool) -> None:
        self.add_task.setEnabled(can_be_made)
        self.add_cover.setEnabled(self._has_people)
        self.reach.setVisible(can_be_made)

    def show_waiting(self) -> None:
        """Keep the space while the work of somebody else is read."""
        self._skeleton.restart()
        self.body.setCurrentWidget(self._skeleton)

    def show_work(self, work: DayWork) -> None:
        """Show a day's work."""
        self._work = work
        wanted = work.wanted
        self._take_wishes(can_be_made=True)
        self.reach.set_current(wanted.reach.value)
        self.show_day(wanted.day)
        self.notices.show_work(work)
        person = wanted.staff_no if wanted.reach is Reach.OWN else ""
        for group, one in self.sections.items():
            items = work.of(group)
            one.show_items(items, wanted.day, person)
            self.jumps[group].show_count(len(items), sum(item.is_late(wanted.day) for item in items))
        self.body.setCurrentWidget(self.area if work.items else self._nothing)

    def show_day(self, day: date) -> None:
        """Say which day it is."""
        self.day.setText(f"{spoken_day(day)} 現在")

    def work(self) -> DayWork | None:
        """Return the work shown; None while nobody's is."""
        return self._work

    def overdue_words(self) -> str:
        """Return how many things there are and how many are overdue, nothing while nobody's work is shown."""
        work = self._work
        return "" if work is None else f"{len(work.items):,}件　うち超過 {work.late_count():,}件"

    def set_compact(self, *, compact: bool) -> None:
        """Use lower rows."""
        for one in self.sections.values():
            one.table.view.set_compact(compact)
            one.fit()

    # moving

    def current(self) -> WorkItem | None:
        """Return the item the keyboard is on."""
        one = self._section_in_use()
        return one.current() if one is not None else None

    def go_to(self, group: WorkGroup, at: int = 0) -> None:
        """Put the keyboard on a row of a group."""
        one = self.sections[group]
        self._last = one
        one.select(at)
        QTimer.singleShot(0, one, partial(self._reveal, one))

    def _reveal(self, one: WorkSection) -> None:
        """Scroll to the row in use; to the heading too where both have room."""
        if not one.isVisible():
            return
        table = one.table.view
        row_box = table.visualRect(table.currentIndex())
        heading = one.y()
        bottom = heading + table.viewport().mapTo(one, row_box.bottomLeft()).y() + look.XL
        bar = self.area.verticalScrollBar()
        height = self.area.viewport().height()
        if bottom - bar.value() > height:
            bar.setValue(bottom - height)
        elif heading < bar.value():
            bar.setValue(heading)

    def _step(self, group: WorkGroup, step: int) -> None:
        one = self._beside(group, step)
        if one is not None:
            self.go_to(one.group, 0 if step > 0 else one.table.model.rowCount() - 1)

    def _skip(self, group: WorkGroup, step: int) -> None:
        one = self._beside(group, step)
        if one is not None:
            self.go_to(one.group)

    def _beside(self, group: WorkGroup, step: int) -> WorkSection | None:
        shown = [one for one in self.sections.values() if not one.isHidden()]
        at = shown.index(self.sections[group]) + step
        return shown[at] if 0 <= at < len(shown) else None

    def focus_first(self) -> None:
        """Put the keyboard on the first row there is, else where the first step is made."""
        first = next((one for one in self.sections.values() if not one.isHidden()), None)
        if not self._has_people and self._no_staff.button is not None:
            self._no_staff.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._work is None:
            self.person.setFocus(Qt.FocusReason.OtherFocusReason)
        elif first is not None and self._work.items:
            self.go_to(first.group)
        else:
            self.add_task.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> DayPlace:
        """Return where one is."""
        reach, scroll = Reach(self.reach.current()), self.area.verticalScrollBar().value()
        one = self._section_in_use()
        item = one.current() if one is not None else None
        if one is None or item is None:
            return DayPlace(str(self.person.currentData() or ""), reach, scroll=scroll)
        at = one.table.view.current_row()
        return DayPlace(str(self.person.currentData() or ""), reach, one.group, item.ref, at, scroll)

    def return_to(self, place: DayPlace) -> None:
        """Go back to where one was: to the record, else to what stands in its row now."""
        if place.group is None or place.ref is None:
            self.focus_first()
            return
        one = self.sections[place.group]
        if one.isHidden():
            self.focus_first()
            return
        at = one.place_of(place.ref)
        self.go_to(place.group, place.at if at is None else at)
        QTimer.singleShot(0, self.area, partial(self.area.verticalScrollBar().setValue, place.scroll))

    def _section_in_use(self) -> WorkSection | None:
        """Return the group that has the keyboard, or had it last."""
        in_use = next((one for one in self.sections.values() if one.table.view.hasFocus()), self._last)
        self._last = in_use
        return in_use if in_use is not None and not in_use.isHidden() else None

    def has_rows_in_use(self) -> bool:
        """Whether the keyboard is on a row."""
        return any(one.table.view.hasFocus() for one in self.sections.values())

    # wishes

    def _choose_person(self) -> None:
        self.person.setFocus(Qt.FocusReason.OtherFocusReason)
        self.person.showPopup()

    def _show_list(self, group: WorkGroup) -> None:
        numbers = tuple(dict.fromkeys(item.claim_no for item in self.sections[group].items() if item.claim_no))
        self.list_requested.emit((group.label, numbers))
