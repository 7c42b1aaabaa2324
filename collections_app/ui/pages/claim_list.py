"""All claims: sections, conditions, sorting by the database, sums; rows arrive while one scrolls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from collections_app.domain.money import show_yen
from collections_app.domain.views import Choice, ClaimFilter, ClaimOrder, ClaimRow, ClaimSums
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.filter_row import USUAL, FilterRow
from collections_app.ui.pages.list_columns import COLUMNS
from collections_app.ui.pages.list_export import export_list
from collections_app.ui.settings import TableTaste
from collections_app.ui.table.rows_model import PAGE, RowsModel
from collections_app.ui.table.view import TableView
from collections_app.ui.widgets import Button, EmptyState, Label, NumberLabel, Segmented, column, row, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.ui.context import Context

_TABLE = "claims"
_SUMMED_AT_MOST = 5000


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
        self._sums: ClaimSums | None = None
        self._selected_sums = ""
        self.model = RowsModel(COLUMNS, context.jobs, self._fetch, self)
        self.table = TableView("求償権の一覧", compact=context.settings.compact)
        self.table.set_model(self.model)
        self._wear_taste()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.sections = Segmented([("", "全件")], "", "課")
        self._columns = Button("列")
        self._excel = Button("Excel F11")
        self.filters = FilterRow()
        self._range = Label("", "soft")
        self._chosen = Label("", "soft")
        self._total = NumberLabel(color="soft")
        frame = QFrame()
        frame.setProperty("role", "card")
        self._empty = EmptyState("", "条件をすべて外す", self.filters.clear_all)
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._empty)
        frame.setLayout(column(self._body, margins=(1, look.XS, 1, look.XS)))
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = column(
            row(title("求償権"), self.sections, None, self._columns, self._excel, spacing=look.M),
            self.filters,
            frame,
            row(look.XS, self._range, look.S, self._chosen, None, self._total, look.XS),
            margins=(look.L, look.M, look.L, look.S),
            spacing=look.S,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.sections.changed.connect(self._on_section)
        self._columns.clicked.connect(self._show_columns)
        self._excel.clicked.connect(self._export)
        self.filters.changed.connect(self.reload)
        self.filters.left_downwards.connect(self.table.setFocus)
        self.model.order_requested.connect(self._on_order)
        self.table.opened.connect(self._on_opened)
        self.table.selection_changed.connect(self._on_selection)
        self.table.columns_changed.connect(self._keep_taste)
        self.table.verticalScrollBar().valueChanged.connect(self._show_range)
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
        read(counts, self.filters.set_statuses, owner=self, topic="statuses")
        people = partial(desk.staff, wanted.section, wanted.statuses)
        read(people, self.filters.set_staff, owner=self, topic="staff")
        read(partial(desk.sections, wanted.statuses), self._take_sections, owner=self, topic="sections")

    def _read_list(self) -> None:
        desk, read = self.context.desk, self.context.jobs.read
        wanted, order, as_of = self.filters.filter(), self._order, self.context.as_of
        self._sums = None
        self.model.restart()
        self._body.setCurrentWidget(self.table)
        read(partial(desk.first_claims, wanted, order, as_of, PAGE), self._take_first, owner=self, topic="first")
        read(partial(desk.claim_numbers, wanted, order, as_of), self._take_numbers, owner=self, topic="numbers")
        read(partial(desk.claim_sums, wanted, as_of), self._take_sums, owner=self, topic="sums")

    def _fetch(self, numbers: Sequence[str]) -> Sequence[ClaimRow]:
        return self.context.desk.claim_rows(numbers, self.context.as_of)

    def _take_first(self, rows: list[ClaimRow]) -> None:
        self.model.set_first(rows)
        self._show_range()

    def _take_numbers(self, numbers: list[str]) -> None:
        self.model.set_numbers(numbers)
        if not numbers:
            self._show_empty()
        self._return_to_place()
        if self.table.hasFocus() and not self.table.selected_count():
            self.table.select_row(0)
        self._show_range()
        self.actions_changed.emit()

    def _take_sums(self, sums: ClaimSums) -> None:
        self._sums = sums
        parts = (("元金 合計", sums.principal), ("損害金", sums.damages), ("費用", sums.costs))
        self._total.setText("  ".join(f"{word} {show_yen(yen)} 円" for word, yen in parts))

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
        self._order = place.order
        self.model.sorted_by = (place.order.column, place.order.descending)
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
        if not 0 <= at < len(numbers):
            return None
        self.table.select_row(at)
        return numbers[at]

    # showing

    def _show_range(self) -> None:
        count = self.model.rowCount()
        first = self.table.rowAt(0)
        last = self.table.rowAt(self.table.viewport().height() - 1)
        last = count - 1 if last < 0 else last
        shown = f"{first + 1:,}–{last + 1:,} / " if count and first >= 0 else ""
        self._range.setText(f"{shown}{count:,}件")

    def _on_selection(self) -> None:
        count = self.table.selected_count()
        self._chosen.setText(f"選択 {count:,}件" if count else "")
        self._selected_sums = ""
        self.status_changed.emit(self.status())
        if 1 < count <= _SUMMED_AT_MOST:
            numbers = self.model.numbers()
            wanted = ClaimFilter(claim_nos=tuple(numbers[at] for at in self.table.selected_rows()))
            work = partial(self.context.desk.claim_sums, wanted, self.context.as_of)
            self.context.jobs.read(work, self._take_selected, owner=self, topic="selected")

    def _take_selected(self, sums: ClaimSums) -> None:
        if sums.count == self.table.selected_count():
            self._selected_sums = f"選択 {sums.count:,}件 / 元金 合計 {show_yen(sums.principal)} 円"
            self.status_changed.emit(self._selected_sums)

    def status(self) -> str:
        """Return the sums of the selection."""
        return self._selected_sums

    def handlers(self) -> Handlers:
        """Return what the list can do."""
        handlers: Handlers = {
            ActionId.FIND_IN_PAGE: self._find,
            ActionId.RELOAD: self._read_again,
            ActionId.ADD_RECORD: partial(self.context.page_requested.emit, "intake"),
        }
        if self.model.rowCount():
            handlers[ActionId.EXCEL] = self._export
            handlers[ActionId.OPEN] = self._open_current
        return handlers

    def _find(self) -> None:
        self.filters.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.text.selectAll()

    def _read_again(self) -> None:
        self._awaited = self.place()
        self.reload()

    def _open_current(self) -> None:
        if self.table.current_row() >= 0:
            self._on_opened(self.table.current_row())

    def _on_opened(self, at: int) -> None:
        self.opened.emit(self.model.numbers()[at])

    def _export(self) -> None:
        shown = [one for at, one in enumerate(COLUMNS) if not self.table.isColumnHidden(at)]
        export_list(self, self.context, shown, self.model.numbers())

    # taste

    def _show_columns(self) -> None:
        menu = self.table.column_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def _wear_taste(self) -> None:
        taste = self.context.settings.tables.get(_TABLE)
        if taste is not None:
            self.table.reset_columns(taste.widths, taste.hidden)

    def _keep_taste(self) -> None:
        widths = {} if self.table.is_natural else self.table.widths()
        self.context.settings.tables[_TABLE] = TableTaste(self.table.hidden_columns(), widths)

    def _wear_height(self) -> None:
        self.table.set_compact(self.context.settings.compact)
        self._show_range()
