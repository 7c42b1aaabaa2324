"""All claims: sections, conditions, sorting by the database, sums; rows arrive while one scrolls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from collections_app.domain.list_views import Choice, ClaimFilter, ClaimOrder, ClaimRow
from collections_app.domain.paper import PaperKind, PaperWanted, papers_of_list
from collections_app.domain.saved_view import ListView
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.filter_row import USUAL
from collections_app.ui.pages.list_bulk import change_together
from collections_app.ui.pages.list_columns import COLUMNS
from collections_app.ui.pages.list_export import export_list
from collections_app.ui.pages.list_foot import ListFoot
from collections_app.ui.pages.list_groups import ListGroups, grouping_menu, is_group, plan_visits
from collections_app.ui.pages.list_layout import ListLayout
from collections_app.ui.pages.narrowing import Narrowing
from collections_app.ui.pages.views_overlay import ViewsOverlay
from collections_app.ui.table.rows_model import PAGE, RowsModel
from collections_app.ui.table.view import TableView
from collections_app.ui.widgets import Button, EmptyState, Segmented, column, row, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.saved_view import SavedView
    from collections_app.ui.context import Context


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where one is in the list."""

    wanted: ClaimFilter
    list_title: str
    order: ClaimOrder
    scroll: int
    claim_no: str


class ClaimListPage(Page):
    """The list. `opened` tells the claim of Enter or a double click."""

    opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "claims")
        self._order = ClaimOrder()
        self._is_read = False
        self._awaited: ListPlace | None = None
        self._has_further = False
        self._views_overlay: ViewsOverlay | None = None
        self.model = RowsModel(COLUMNS, context.jobs, self._fetch, self)
        self.table = TableView("求償権の一覧", compact=context.settings.compact)
        self.table.set_model(self.model)
        self.layout_of_columns = ListLayout(context.settings, self.table)
        self.groups = ListGroups(context, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.sections = Segmented([("", "全件")], "", "課")
        self._views = Button("保存した表示")
        self._group = Button("まとめ")
        self._columns = Button("列")
        self._bulk = Button("変更")  # short, for large text on a small screen
        self._bulk.setAccessibleName("まとめて変更")
        self._bulk.setToolTip("選んだ求償権をまとめて変更 (Ctrl+M)")
        self._excel = Button("Excel F11")
        self.filters = Narrowing(self.context)
        self.foot = ListFoot(self.context, self.table, self.model, self.groups)
        frame = QFrame()
        frame.setProperty("role", "card")
        self._empty = EmptyState("", "条件をすべて外す", self.filters.clear_all)
        self._begin = self._empty.add_step("管理で取り込む", partial(self.context.page_requested.emit, "admin"))
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._empty)
        frame.setLayout(column(self._body, margins=(1, look.XS, 1, look.XS)))
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = column(
            row(
                title("求償権"),
                self.sections,
                self._views,
                None,
                self._group,
                self._columns,
                self._bulk,
                self._excel,
                spacing=look.M,
            ),
            self.filters,
            frame,
            self.foot,
            margins=(look.L, look.M, look.L, look.S),
            spacing=look.S,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.sections.changed.connect(self._on_section)
        self._group.clicked.connect(self._show_groupings)
        self._views.clicked.connect(self._show_views)
        self._columns.clicked.connect(self._show_columns)
        self._bulk.clicked.connect(self._change_together)
        self._excel.clicked.connect(self._export)
        self.filters.changed.connect(self.reload)
        self.filters.grouping_removed.connect(partial(self.group_by, ""))
        self.groups.changed.connect(self._on_groups)
        self.groups.filled.connect(self.table.viewport().update)
        self.table.fold_requested.connect(self._on_fold)
        self.filters.left_downwards.connect(self.table.setFocus)
        self.model.order_requested.connect(self._on_order)
        self.table.opened.connect(self._on_opened)
        self.table.paste_requested.connect(self.filters.paste)
        self.foot.status_changed.connect(self.status_changed)
        self.layout_of_columns.changed.connect(self._on_columns)
        self.context.day_changed.connect(self._on_changed)
        self.context.data_changed.connect(self._on_changed)
        self.context.taste_changed.connect(self._wear_height)

    # reading

    def enter(self) -> None:
        """Read at the first visit, and after something changed."""
        if not self._is_read:
            self.reload()

    def reload(self) -> None:
        """Read the list, its sums and the counts again."""
        self._is_read = True
        self._read_list()
        desk, read = self.context.desk, self.context.jobs.read
        wanted = self.filters.filter()
        counts = partial(desk.statuses, wanted.section, wanted.staff_no)
        read(counts, self.filters.row.set_statuses, owner=self, topic="statuses")
        people = partial(desk.staff, wanted.section, wanted.statuses)
        read(people, self.filters.set_staff, owner=self, topic="staff")
        read(partial(desk.sections, wanted.statuses), self._take_sections, owner=self, topic="sections")

    def _read_list(self) -> None:
        desk, read = self.context.desk, self.context.jobs.read
        wanted, order, as_of = self.filters.filter(), self._order, self.context.as_of
        self._has_further = self.layout_of_columns.wants_further()
        self.model.restart()
        self._body.setCurrentWidget(self.table)
        read(partial(desk.claim_sums, wanted, as_of), self.foot.show_sums, owner=self, topic="sums")
        if self.groups.grouping:
            self.groups.read(wanted, order, as_of)
            return
        first = partial(desk.first_claims, wanted, order, as_of, PAGE, further=self._has_further)
        read(first, self._take_first, owner=self, topic="first")
        read(partial(desk.claim_numbers, wanted, order, as_of), self._take_numbers, owner=self, topic="numbers")

    def _fetch(self, numbers: Sequence[str]) -> Sequence[object]:
        fetch = partial(self.context.desk.claim_rows, as_of=self.context.as_of, further=self._has_further)
        return self.groups.rows(numbers, fetch)

    def _take_first(self, rows: list[ClaimRow]) -> None:
        if self.groups.grouping:
            return
        self.model.set_first(rows)
        self.foot.show_range()

    def _take_numbers(self, numbers: list[str], *, is_grouped: bool = False) -> None:
        if is_grouped != bool(self.groups.grouping):
            return  # it was asked for before the list was grouped
        self.model.set_numbers(numbers)
        if not numbers:
            self._show_empty()
        self._return_to_place()
        if self.table.hasFocus() and not self.table.selected_count():
            self.table.select_row(0)
        self.foot.show_range()
        self.actions_changed.emit()

    def _take_sections(self, choices: Sequence[Choice]) -> None:
        total = sum(choice.count for choice in choices)
        options = [("", f"全件 {total:,}")]
        options += [(choice.value, f"{choice.label} {choice.count:,}") for choice in choices]
        self.sections.set_options(options, self.filters.filter().section)

    def _show_empty(self) -> None:
        has_data = self.context.data_on is not None
        is_filtered = self.filters.filter() not in ((ClaimFilter(),) if has_data else (ClaimFilter(), USUAL))
        self._empty.sentence.setText(
            "この条件に当たる求償権はありません。条件を外すと、すべての求償権を表示します。"
            if is_filtered
            else "求償権がまだありません。Ctrl+Nで1件ずつ登録するか、「管理」で受渡データを取り込みます。"
        )
        if self._empty.button is not None:
            self._empty.button.setVisible(is_filtered)
        self._begin.setHidden(is_filtered)
        self._body.setCurrentWidget(self._empty)

    # conditions

    def show_filter(self, wanted: ClaimFilter, list_title: str = "") -> None:
        """Show the claims of a filter."""
        self.filters.set_filter(wanted, list_title)
        self.sections.set_current(wanted.section)
        self.reload()

    def _on_section(self, section: str) -> None:
        self.filters.set_filter(replace(self.filters.filter(), section=section, staff_no=""), self.filters.list_title())
        self.reload()

    def _on_order(self, wish: tuple[str, bool]) -> None:
        self._order = ClaimOrder(*wish)
        self._read_list()

    def _on_changed(self) -> None:
        self._is_read = False
        if self.isVisible():
            self._awaited = self.place()
            self.reload()

    # where one is

    def place(self) -> ListPlace:
        """Return where one is."""
        at = self.table.current_row()
        numbers = self.model.numbers()
        claim_no = numbers[at] if 0 <= at < len(numbers) else ""
        scroll = self.table.verticalScrollBar().value()
        return ListPlace(self.filters.filter(), self.filters.list_title(), self._order, scroll, claim_no)

    def return_to(self, place: ListPlace) -> None:
        """Go back to where one was."""
        self._awaited = place
        if (place.wanted, place.order) == (self.filters.filter(), self._order) and self._is_read:
            self._return_to_place()
            return
        self._set_order(place.order)
        self.show_filter(place.wanted, place.list_title)

    def _return_to_place(self) -> None:
        place, self._awaited = self._awaited, None
        if place is None:
            return
        numbers = self.model.numbers()
        if place.claim_no in numbers:
            self.table.select_row(list(numbers).index(place.claim_no))
        # the view lays itself out first; a scroll bar asked before that has no range yet
        QTimer.singleShot(0, self.table, partial(self.table.verticalScrollBar().setValue, place.scroll))

    def neighbour(self, claim_no: str, step: int) -> str | None:
        """Return the claim before or after another in the list, None at its ends or outside of it."""
        numbers = list(self.model.numbers())
        if claim_no not in numbers:
            return None
        at = numbers.index(claim_no) + step
        while 0 <= at < len(numbers) and is_group(numbers[at]):
            at += step
        if not 0 <= at < len(numbers):
            return None
        self.table.select_row(at)
        following: str = numbers[at]
        return following

    # the page

    def status(self) -> str:
        """Return the sums of the selection."""
        return self.foot.status

    def handlers(self) -> Handlers:
        """Return what the list can do."""
        handlers: Handlers = {
            ActionId.FIND_IN_PAGE: self.filters.focus_text,
            ActionId.RELOAD: self._read_again,
            ActionId.CONDITIONS: self.filters.begin_condition,
            ActionId.PASTE_NUMBERS: self.filters.paste,
            ActionId.VIEWS: self._show_views,
            ActionId.COLUMNS: self._show_columns,
            ActionId.GROUP: self._show_groupings,
            ActionId.ADD_RECORD: partial(self.context.page_requested.emit, "intake"),
        }
        if self.model.rowCount():
            handlers[ActionId.EXCEL] = self._export
            handlers[ActionId.PRINT] = self._print
            handlers[ActionId.OPEN] = self._open_current
            handlers[ActionId.PLAN_VISITS] = partial(plan_visits, self.context, self.table, self.model.numbers())
            handlers[ActionId.BULK] = self._change_together
        return handlers

    def _read_again(self) -> None:
        self._awaited = self.place()
        self.reload()

    def _open_current(self) -> None:
        if self.table.current_row() >= 0:
            self._on_opened(self.table.current_row())

    def _on_opened(self, at: int) -> None:
        number = self.model.numbers()[at]
        if is_group(number):
            self.groups.toggle(number)
        else:
            self.opened.emit(number)

    def current_claim(self) -> str:
        """Return the claim the keyboard is on, nothing when it is on none."""
        claim_no = self.place().claim_no
        return "" if is_group(claim_no) else claim_no

    def _change_together(self) -> None:
        every = partial(self.context.desk.claim_numbers, self.filters.filter(), self._order, self.context.as_of)
        change_together(self.context, self.table, self.model.numbers(), every)

    def _export(self) -> None:
        wanted, order, as_of = self.filters.filter(), self._order, self.context.as_of
        export = partial(export_list, self, self.context, self.table.shown_columns())
        if self.groups.grouping:  # what is folded belongs to the list, too
            work = partial(self.context.desk.claim_numbers, wanted, order, as_of)
            self.context.jobs.read(work, export, owner=self, topic="export")
        else:
            export(self.model.numbers())

    def _print(self) -> None:
        place = self.place()
        listed = PaperWanted(
            PaperKind.GUARANTORS,
            self.context.as_of,
            chosen=place.wanted,
            order=place.order,
            list_title=place.list_title,
        )
        self.context.papers_requested.emit(papers_of_list(listed, self.current_claim()))

    # taste

    def _show_columns(self) -> None:
        self.layout_of_columns.show_overlay(self._columns)

    def _on_columns(self) -> None:
        if self.layout_of_columns.wants_further() and not self._has_further:
            self._awaited = self.place()
            self._read_list()

    # groups

    def _show_groupings(self) -> None:
        menu = grouping_menu(self, self.groups.grouping, self.group_by)
        menu.popup(self._group.mapToGlobal(self._group.rect().bottomLeft()))

    def group_by(self, grouping: str) -> None:
        """Show the list in groups, or as a whole again."""
        self.groups.set_grouping(grouping)
        self.filters.show_grouping(self.groups.word)
        self._read_list()

    def _on_groups(self) -> None:
        self._awaited = self._awaited or self.place()
        self._take_numbers(self.groups.numbers(), is_grouped=True)

    def _on_fold(self, wish: tuple[int, bool]) -> None:
        self.groups.fold(self.model.numbers()[wish[0]], is_open=wish[1])

    # saved views

    def _show_views(self) -> None:
        if self._views_overlay is None:
            self._views_overlay = ViewsOverlay(self.window(), self.context, self.view)
            self._views_overlay.chosen.connect(self._on_view)
        self._views_overlay.open_below(self._views)

    def view(self) -> ListView:
        """Return what the list shows, as it can be saved."""
        columns = tuple(one.key for one in self.table.shown_columns())
        return ListView(self.filters.filter(), self.filters.list_title(), self._order, columns, self.groups.grouping)

    def _on_view(self, saved: SavedView) -> None:
        view = saved.view
        assert view is not None
        if view.columns:
            self.table.show_columns(view.columns)
        self._set_order(view.order)
        self.groups.set_grouping(view.grouping)
        self.filters.show_grouping(self.groups.word)
        self.show_filter(view.wanted, view.list_title)
        self.context.say(f"表示「{saved.name}」を開きました。", "info")

    def _set_order(self, order: ClaimOrder) -> None:
        self._order = order
        self.model.sorted_by = (order.column, order.descending)

    def _wear_height(self) -> None:
        self.table.set_compact(self.context.settings.compact)
        self.foot.show_range()
