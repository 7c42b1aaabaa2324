"""今日: the work of a day read, shown, done from the keyboard; the forms of a new task and of a 代行."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from collections_app.domain.calendar import short_era
from collections_app.domain.codes import Approval, ContactKind, StaffRole
from collections_app.domain.day_work import DayWanted, Reach
from collections_app.domain.money import show_yen
from collections_app.ui.actions import ActionId
from collections_app.ui.entry.record_editor import RecordEditor
from collections_app.ui.files import WORKBOOK, ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.text import file_stamp
from collections_app.ui.today.view import DayPlace, TodayView
from collections_app.ui.widgets import column

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from collections_app.domain.day_work import DayWork, WorkItem
    from collections_app.domain.list_views import StaffMember
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context
    from collections_app.ui.desk import Desk

PUT_OFF_DAYS = 7


class TodayPage(Page):
    """The page reads; `view` shows."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "today")
        self.view = TodayView()
        self.view.set_compact(compact=context.settings.compact)
        self.editor = RecordEditor(context, self)
        self._people: dict[str, StaffMember] = {}
        self._reach: Reach | None = None
        self._is_stale = True
        self._is_reading = False
        self._wants_focus = False
        self._shown_for = ""
        self._awaited: DayPlace | None = None
        self._asked: WorkItem | None = None  # the waiver that the next press approves
        self.setLayout(column(self.view))
        self._connect()

    def _connect(self) -> None:
        view, context = self.view, self.context
        view.person_chosen.connect(self._on_person)
        view.reach_chosen.connect(self._on_reach)
        view.opened.connect(self.open_item)
        view.done.connect(self.finish)
        view.postponed.connect(self.put_off)
        view.list_requested.connect(context.list_requested)
        view.task_requested.connect(self.add_task)
        view.cover_requested.connect(self.add_cover)
        view.staff_requested.connect(partial(self.editor.add, "staff", {}))
        view.import_requested.connect(partial(context.page_requested.emit, "admin"))
        view.notices.cover_opened.connect(self.editor.correct)
        view.notices.left_behind_opened.connect(context.reassignment_requested)
        self.editor.changed.connect(self.actions_changed)
        context.day_changed.connect(self._on_changed)
        context.data_changed.connect(self._on_changed)
        context.person_changed.connect(self._on_changed)
        context.taste_changed.connect(self._on_taste)

    # reading

    @property
    def person(self) -> str:
        """The number of the person whose work is shown, empty when nobody is chosen."""
        return self.context.settings.staff_no

    def enter(self) -> None:
        """Read at the first visit, and after something changed."""
        if self._is_stale or self._shown_for != self.person:
            self.reload()

    def reload(self) -> None:
        """Read people and work again."""
        self._is_stale, self._is_reading = False, True
        self._shown_for = self.person
        day = self.context.working_day()
        self.view.show_day(day)
        read = partial(_people_and_work, self.context.desk, self.person, day, self._reach)
        self.context.jobs.read(read, self._take, self._failed, owner=self, topic="work")

    def _take(self, found: tuple[tuple[StaffMember, ...], DayWork | None]) -> None:
        people, work = found
        self._is_reading = False
        was_in_use = self.view.has_rows_in_use()
        place = self._awaited or (self.view.place() if was_in_use else None)
        self.view.show_people(people, self.person)
        if work is None:
            self.view.show_nobody()
        else:
            self.view.show_work(work)
        if was_in_use or self._wants_focus:
            self._go_to(place)
        self.actions_changed.emit()
        self.status_changed.emit(self.status())

    def _go_to(self, place: DayPlace | None) -> None:
        self._wants_focus, self._awaited = False, None
        if place is None:
            self.view.focus_first()
        else:
            self.view.return_to(place)

    def _failed(self, error: Exception) -> None:
        self._is_stale, self._is_reading = True, False
        self.context.jobs.failed.emit(error)

    def _on_changed(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.reload()

    def _on_taste(self) -> None:
        self.view.set_compact(compact=self.context.settings.compact)

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.view.isAncestorOf(focused)

    # who

    def _on_person(self, staff_no: str) -> None:
        self._reach = None
        self._wants_focus = not self.person  # whose work it is was the first step: the rows are the next
        self.view.show_waiting()
        self.context.set_person(staff_no)

    def _on_reach(self, reach: str) -> None:
        self._reach = Reach(reach)
        self.view.show_waiting()
        self.reload()

    # the page

    def take_focus(self) -> None:
        """Put the keyboard on the rows, unless it is on the page already."""
        if self._is_reading:
            self._wants_focus = True
        elif self._awaited is not None or not (self._has_keyboard() or self.editor.form() is not None):
            self._go_to(self._awaited)

    def status(self) -> str:
        """Return how much is overdue."""
        return self.view.overdue_words()

    def memory(self) -> DayPlace:
        """Return where one is."""
        return self.view.place()

    def recall(self, memory: object) -> None:
        """Go back to where one was."""
        if not isinstance(memory, DayPlace):
            return
        if memory.reach != Reach(self.view.reach.current()):
            self._reach = memory.reach
            self._is_stale = True
        self._awaited = memory

    def handlers(self) -> Handlers:
        """Return what can be done with the row in use, and on the page."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.HAND_OVER: self.add_cover}
        if self.person:
            handlers |= {
                ActionId.ADD_RECORD: self.add_task,
                ActionId.RECORD_VISIT: partial(self._record, ContactKind.VISIT),
                ActionId.RECORD_CALL: partial(self._record, ContactKind.PHONE),
                ActionId.OPEN: self._with_current(self.open_item),
                ActionId.DONE: self._with_current(self.finish),
                ActionId.PUT_OFF: self._with_current(self.put_off),
            }
        work = self.view.work()
        if work is not None and work.items:
            handlers[ActionId.EXCEL] = partial(self._export, work)
        return {**handlers, **self.editor.handlers()}

    def _with_current(self, act: Callable[[WorkItem], None]) -> Callable[[], None]:
        def run() -> None:
            item = self.view.current()
            if item is None:
                self.context.say("行を1つ選んでください。", "info")
            else:
                act(item)

        return run

    # what is done with a row

    def open_item(self, item: WorkItem) -> None:
        """Open the claim, the task of no claim, or the waiver to be decided about."""
        if item.can_be_approved:
            self.editor.correct(item.ref, "approval")
        elif item.claim_no:
            self.context.claim_requested.emit(item.claim_no)
        else:
            self.editor.correct(item.ref)

    def _record(self, kind: ContactKind) -> None:
        item = self.view.current()
        if item is None or not item.claim_no:
            self.context.say("求償権のある行を選んでから記録してください。", "info")
        else:
            self.context.contact_requested.emit((item.claim_no, kind))

    def finish(self, item: WorkItem) -> None:
        """Mark a task or a first step as done today, or approve a waiver."""
        if item.can_be_approved:
            self.approve(item)
            return
        if not item.can_be_done:
            self.context.say("この行は記録をすると消えます。F2 で訪問、F6 で電話を記録してください。", "info")
            return
        day = date.today()  # noqa: DTZ011  (what is done is done today, whatever day is looked at)
        self._write(partial(self.context.desk.mark_done, item.ref, day), f"「{item.text}」を完了にしました。")

    def approve(self, item: WorkItem) -> None:
        """Approve a waiver as the person whose work is shown; the second press does it."""
        if self._asked != item:
            self._asked = item
            amount = show_yen(item.amount or 0)
            self.context.say(
                f"もう一度 Space を押すと、{item.claim_no} の減免 {amount}円を承認します（Enter で内容）。", "info"
            )
            return
        self._asked = None
        work = partial(self.context.desk.rule_waiver, item.ref, Approval.APPROVED, self.person)
        self._write(work, f"{item.claim_no} の{item.text.partition('　')[0]}を承認しました。")

    def put_off(self, item: WorkItem) -> None:
        """Put a task or a planned contact off by a week from the day shown."""
        if not item.can_be_postponed:
            self.context.say(f"{item.group.label}の期日は延期できません。Enter で求償権を開いてください。", "info")
            return
        day = self.context.working_day() + timedelta(days=PUT_OFF_DAYS)
        said = f"「{item.text}」を {short_era(day)} に延期しました。"
        self._write(partial(self.context.desk.postpone, item.ref, day), said)

    def _write(self, work: Callable[[], Changes], said: str) -> None:
        def written(changes: Changes) -> None:
            self.context.changed(changes)
            self.context.say(f"{said}　Ctrl+Zで元に戻せます。")

        self.context.jobs.write(work, written)

    def _export(self, work: DayWork) -> None:
        context = self.context

        def write(path: Path) -> None:
            make = partial(_workbook, context.desk, work, path)
            context.jobs.read(make, partial(say_written, context))

        ask_save(self, "今日の仕事の保存先", f"今日の仕事_{file_stamp(work.wanted.day)}.xlsx", WORKBOOK, write)

    # forms

    def add_task(self) -> None:
        """Let a task be typed."""
        if self.person:
            self.editor.add("tasks", {"staff_no": self.person, "due_on": self.context.working_day()})

    def add_cover(self) -> None:
        """Let a colleague be named who does the person's work for a time."""
        given = {"staff_no": self.person, "starts_on": self.context.working_day()} if self.person else {}
        self.editor.add("deputies", given)


def _workbook(desk: Desk, work: DayWork, path: Path) -> Path:
    from collections_app.ui.today.exported import as_rows

    return desk.rows_workbook(as_rows(work), work.wanted.day, path)


def _people_and_work(
    desk: Desk, person: str, day: date, reach: Reach | None
) -> tuple[tuple[StaffMember, ...], DayWork | None]:
    """Return who is in office and the work of a day; where no reach is chosen, a supervisor's is the section."""
    people = desk.people(day)
    if not person:
        return people, None
    is_supervisor = any(one.staff_no == person and one.role is StaffRole.SUPERVISOR for one in people)
    usual = Reach.SECTION if is_supervisor else Reach.OWN
    return people, desk.day_work(DayWanted(person, day, reach or usual))
