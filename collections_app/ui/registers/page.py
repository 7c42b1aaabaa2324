"""Registers: choose a kind of record, see all of them, open one, enter a new one, go to its claim."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget

from collections_app.domain.bundle import TABLE
from collections_app.domain.money import show_yen
from collections_app.domain.records import Key, RecordRef, key_words
from collections_app.domain.registers import (
    REGISTERS,
    RegisterFilter,
    RegisterOrder,
    RegisterRow,
    RegisterSums,
    register_columns,
    summed_columns,
    usual_order,
)
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.entry.record_editor import RecordEditor
from collections_app.ui.page import Handlers, Page
from collections_app.ui.registers.chooser import RegisterList
from collections_app.ui.registers.conditions import RegisterConditions
from collections_app.ui.registers.export import Exported, export_register
from collections_app.ui.registers.model import RegisterModel
from collections_app.ui.settings import TableTaste
from collections_app.ui.table.rows_model import PAGE
from collections_app.ui.table.static_table import SumRow
from collections_app.ui.table.view import TableView
from collections_app.ui.widgets import Button, EmptyState, Label, column, row, title

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context

_SUMMED_AT_MOST = 5000


@dataclass(frozen=True, slots=True)
class RegisterPlace:
    """Where one is: the register, its conditions and order, the row."""

    wanted: RegisterFilter
    order: RegisterOrder
    scroll: int = 0
    key: Key = ()


class RegistersPage(Page):
    """Every register keeps its conditions, its order and the row one was on while another is looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "registers")
        first = REGISTERS[0]
        self._order = usual_order(first)
        self._places: dict[str, RegisterPlace] = {}
        self._awaited: RegisterPlace | None = None
        self._written = ""  # the number of the record just written: its row is looked for
        self._is_read = False
        self._selected_sums = ""
        self.chooser = RegisterList()
        self.chooser.set_current(first)
        self.conditions = RegisterConditions(context, RegisterFilter(first))
        self.model = RegisterModel(context, first, self)
        self.model.mark_order(self._order)
        self.table = TableView(TABLE[first].title, compact=context.settings.compact)
        self.table.set_model(self.model)
        self.sums = SumRow(self.table)
        self._build()
        self.editor = RecordEditor(context, self)
        self._wear_taste()
        self._connect()

    def _build(self) -> None:
        self.heading = title("台帳")
        self._columns, self._excel = Button("列"), Button("Excel F11")
        self._add = Button("登録 Ctrl+N", primary=True)
        self._range, self._chosen = Label("", "soft"), Label("", "soft")
        self._empty = EmptyState("", "条件を外す", self._on_empty)
        self._body = QStackedWidget()
        self._body.addWidget(self.table)
        self._body.addWidget(self._empty)
        frame, names = QFrame(), QFrame()
        for card in (frame, names):
            card.setProperty("role", "card")
        names.setLayout(column(self.chooser, margins=(1, look.XS, 1, look.XS)))
        frame.setLayout(column(self._body, self.sums, spacing=0, margins=(1, look.XS, 1, look.XS)))
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        right = column(self.conditions, frame, row(look.XS, self._range, look.S, self._chosen, None), spacing=look.S)
        right.setStretch(1, 1)
        body = row(names, right, spacing=look.M)
        body.setStretch(1, 1)
        top = row(self.heading, None, self._columns, self._excel, self._add, spacing=look.M)
        layout = column(top, body, margins=(look.L, look.M, look.L, look.S), spacing=look.S)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.chooser.chosen.connect(self.show_register)
        self.chooser.left.connect(self.table.setFocus)
        self.conditions.changed.connect(self._read_rows)
        self.conditions.left.connect(self.table.setFocus)
        self.model.order_requested.connect(self._on_order)
        self.table.opened.connect(self._on_opened)
        self.table.selection_changed.connect(self._on_selection)
        self.table.columns_changed.connect(self._keep_taste)
        self.table.verticalScrollBar().valueChanged.connect(self._show_range)
        self._columns.clicked.connect(self._show_columns)
        self._excel.clicked.connect(self._export)
        self._add.clicked.connect(self._add_record)
        self.editor.changed.connect(self.actions_changed)
        self.editor.written.connect(self._on_written)
        self.context.data_changed.connect(self._on_changed)
        self.context.taste_changed.connect(self._wear_height)

    # which register

    def register(self) -> str:
        """Return the table shown."""
        return self.conditions.filter().table

    def show_register(self, table: str) -> None:
        """Show another register as one left it."""
        if table == self.register() or not self.editor.may_leave():
            self.chooser.set_current(self.register())
            return
        self.editor.close()
        self._keep_place()
        self.return_to(self._places.get(table, RegisterPlace(RegisterFilter(table), usual_order(table))))

    def return_to(self, place: RegisterPlace) -> None:
        """Show a register, its conditions and its row."""
        table = place.wanted.table
        self._awaited = place
        self._order = place.order
        self.conditions.show_filter(place.wanted)
        self.chooser.set_current(table)
        if TABLE[table].title != self.table.accessibleName():
            self.model.show_table(table, place.order)
            self.table.setAccessibleName(TABLE[table].title)
            self._wear_taste()
            self.table.refresh_frozen()
            self.sums.set_sums({})
        self.model.mark_order(place.order)
        self._read_rows()

    def place(self) -> RegisterPlace:
        """Return where one is."""
        at, keys = self.table.current_row(), self.model.numbers()
        scroll = self.table.verticalScrollBar().value()
        return RegisterPlace(self.conditions.filter(), self._order, scroll, keys[at] if 0 <= at < len(keys) else ())

    def _keep_place(self) -> None:
        self._places[self.register()] = self.place()

    # reading

    def enter(self) -> None:
        """Read at the first visit, and after something changed."""
        if not self._is_read:
            self.reload()

    def take_focus(self) -> None:
        """Put the keyboard on the rows; on the list of registers where there are none to be expected."""
        self.table.setFocus()

    def reload(self) -> None:
        """Read the rows, their sums and the counts again."""
        self._awaited = self._awaited or self.place()
        self._read_rows()

    def _read_rows(self) -> None:
        self._is_read = True
        desk, read = self.context.desk, self.context.jobs.read
        wanted, order = self.conditions.filter(), self._order
        self.model.restart()
        self._body.setCurrentWidget(self.table)
        read(partial(desk.first_of_register, wanted, order, PAGE), self._take_first, owner=self, topic="first")
        read(partial(desk.register_keys, wanted, order), self._take_keys, owner=self, topic="keys")
        read(partial(desk.register_sums, wanted), self._take_sums, owner=self, topic="sums")
        read(desk.register_counts, self.chooser.set_counts, owner=self, topic="counts")

    def _take_first(self, rows: list[RegisterRow]) -> None:
        if rows and len(rows[0].cells) == len(self.model.columns):
            self.model.set_first(rows)
            self._show_range()

    def _take_keys(self, keys: list[Key]) -> None:
        self.model.set_numbers(keys)
        if not keys:
            self._show_empty()
        self._return_to_place()
        if self.table.hasFocus() and not self.table.selected_count():
            self.table.select_row(0)
        self._show_range()
        self.actions_changed.emit()

    def _take_sums(self, sums: RegisterSums) -> None:
        has_sums = bool(sums.amounts) and sums.count > 0
        first = self.model.columns[0].key
        self.sums.set_sums({first: "合計", **sums.amounts} if has_sums else {})

    def _show_empty(self) -> None:
        name, is_narrow = TABLE[self.register()].title, self.conditions.filter().is_narrow
        self._empty.sentence.setText(
            f"この条件に当たる{name}はありません。条件を外すと、すべてを表示します。"
            if is_narrow
            else f"{name}がまだありません。登録するか、「管理」で受渡データを取り込むと、ここに一覧が出ます。"
        )
        if self._empty.button is not None:
            self._empty.button.setText("条件を外す" if is_narrow else f"{name}を登録 Ctrl+N")
            self._empty.button.setAccessibleName(self._empty.button.text())
        self._body.setCurrentWidget(self._empty)

    def _on_empty(self) -> None:
        if self.conditions.filter().is_narrow:
            self.conditions.clear()
        else:
            self._add_record()

    def _return_to_place(self) -> None:
        place, self._awaited = self._awaited, None
        keys = list(self.model.numbers())
        number, self._written = self._written, ""
        new = self._key_of(number) if number else ()
        if new in keys:
            self.table.select_row(keys.index(new))
        elif place is not None and place.wanted.table == self.register():
            if place.key in keys:
                self.table.select_row(keys.index(place.key))
            # the view lays itself out first; a scroll bar asked before that has no range yet
            QTimer.singleShot(0, self.table, partial(self.table.verticalScrollBar().setValue, place.scroll))

    def _key_of(self, number: str) -> Key:
        """Return the key of the record just written; of a key in several parts the one in the same words."""
        if len(TABLE[self.register()].key) == 1:
            return (number,)
        return next((key for key in self.model.numbers() if key_words(key) == number), ())

    def _on_order(self, wish: tuple[str, bool]) -> None:
        self._order = RegisterOrder(*wish)
        self._read_rows()

    def _on_changed(self) -> None:
        self._is_read = False
        if self.isVisible():
            self.reload()

    def _on_written(self, changes: Changes) -> None:
        self._written = changes.number

    # records

    def _on_opened(self, at: int) -> None:
        self.editor.correct(RecordRef(self.register(), self.model.numbers()[at]))

    def _open_current(self) -> None:
        if self.table.current_row() >= 0:
            self._on_opened(self.table.current_row())

    def _add_record(self) -> None:
        self.editor.add(self.register())

    def _open_claim(self) -> None:
        found = self.model.loaded_row(self.table.current_row()) if self.table.current_row() >= 0 else None
        if found is None or not found.claim_no:
            self.context.say("この行には求償権がありません。求償権のある行を選んでください。", "info")
        else:
            self.context.claim_requested.emit(found.claim_no)

    # showing

    def _show_range(self) -> None:
        count = self.model.rowCount()
        first, last = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        last = count - 1 if last < 0 else last
        shown = f"{first + 1:,}–{last + 1:,} / " if count and first >= 0 else ""
        self._range.setText(f"{TABLE[self.register()].title}　{shown}{count:,}件")

    def _on_selection(self) -> None:
        count = self.table.selected_count()
        self._chosen.setText(f"選択 {count:,}件" if count else "")
        self._selected_sums = ""
        self.status_changed.emit("")
        if 1 < count <= _SUMMED_AT_MOST and summed_columns(self.register()):
            keys = self.model.numbers()
            wanted = [keys[at] for at in self.table.selected_rows()]
            work = partial(self.context.desk.register_rows, self.register(), wanted)
            self.context.jobs.read(work, self._take_selected, owner=self, topic="selected")

    def _take_selected(self, rows: list[RegisterRow]) -> None:
        if len(rows) != self.table.selected_count():
            return
        summed = summed_columns(self.register())
        places = [(at, one.heading) for at, one in enumerate(register_columns(self.register())) if one.name in summed]
        words = [f"{word} {show_yen(sum(_yen(row.cells[at]) for row in rows))}円" for at, word in places]
        self._selected_sums = f"選択 {len(rows):,}件 / {'  '.join(words)}"
        self.status_changed.emit(self._selected_sums)

    def status(self) -> str:
        """Return the sums of the selection."""
        return self._selected_sums

    def handlers(self) -> Handlers:
        """Return what the register, or the form over it, can do."""
        form = self.editor.form()
        if form is not None:
            return {**self.editor.handlers(), ActionId.CLOSE: form.leave}
        handlers: Handlers = {
            ActionId.FIND_IN_PAGE: self.conditions.focus_text,
            ActionId.FIELD_LIST: self.chooser.setFocus,
            ActionId.RELOAD: self.reload,
            ActionId.ADD_RECORD: self._add_record,
            ActionId.COLUMNS: self._show_columns,
        }
        if self.model.rowCount():
            handlers |= {ActionId.EXCEL: self._export, ActionId.OPEN: self._open_current}
            if self.model.columns[0].key == "claim_no":
                handlers[ActionId.OPEN_CLAIM] = self._open_claim
        return handlers

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 goes to the list of registers."""
        if event.key() == Qt.Key.Key_F4:
            self.chooser.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def _export(self) -> None:
        shown = tuple(one for at, one in enumerate(self.model.columns) if not self.table.isColumnHidden(at))
        export_register(self, self.context, Exported(self.register(), shown, self.model.numbers()))

    def memory(self) -> RegisterPlace:
        """Return where one is."""
        return self.place()

    def recall(self, memory: object) -> None:
        """Go back to where one was."""
        if isinstance(memory, RegisterPlace):
            if memory != self.place():
                self.return_to(memory)
        elif isinstance(memory, str):
            self.show_register(memory)

    # taste

    def _show_columns(self) -> None:
        menu = self.table.column_menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._columns.mapToGlobal(self._columns.rect().bottomLeft()))

    def _wear_taste(self) -> None:
        taste = self.context.settings.tables.get(f"register_{self.register()}")
        self.table.reset_columns(taste.widths if taste else None, taste.hidden if taste else None)

    def _keep_taste(self) -> None:
        widths = {} if self.table.is_natural else self.table.widths()
        self.context.settings.tables[f"register_{self.register()}"] = TableTaste(self.table.hidden_columns(), widths)

    def _wear_height(self) -> None:
        self.table.set_compact(self.context.settings.compact)
        self._show_range()


def _yen(value: object) -> int:
    return value if isinstance(value, int) else 0
