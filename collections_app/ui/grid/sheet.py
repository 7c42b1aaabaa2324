"""An entry grid with what is said about the current cell below it, and the way of its rows into the database."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QStyledItemDelegate, QWidget
from shiboken6 import isValid

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.grid import GridSpec, RowVerdict, Texts
from collections_app.domain.pasting import Pasted, cells_of, placed
from collections_app.domain.records import SaveRecord
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.context import Message
from collections_app.ui.grid.model import MOST_ROWS, GridModel
from collections_app.ui.grid.view import GridView
from collections_app.ui.text import spoken_day
from collections_app.ui.widgets import Button, Label, column, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.forms import Option
    from collections_app.domain.records import Record
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context
    from collections_app.ui.fields.search import SearchEdit
    from collections_app.ui.page import Handlers

_PAUSE_MS = 20  # what is pasted or filled in one go is checked in one go
_HINTS = {
    Kind.DATE: "R7.4.14、4/14、t＝今日、+7＝7日後の形で入力できます。",
    Kind.TIME: "9:30、930の形で入力できます。",
    Kind.YEN: "30,000、12万の形で入力できます。",
    Kind.CODE: "番号か文字の一部で選べます。F4で一覧を出します。",
    Kind.REFERENCE: "番号か名前の一部で選べます。F4で一覧を出します。",
}


class EntryGrid(QWidget):
    """What is typed stays until it is written or taken out. `written` tells the Changes; `changed` that counts did."""

    changed = Signal()
    written = Signal(object)

    def __init__(self, context: Context, spec: GridSpec, name: str) -> None:
        super().__init__()
        self._context = context
        self._is_busy = False
        self._wants_writing = False
        self.model = self.make_model(spec)
        self.view = GridView(name, self.model)
        self.line = Label("", "soft")
        self.line.setWordWrap(True)
        self.counts = Label("", "soft")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._build()
        self._connect()
        self._show_counts()
        self._show_line()

    def make_model(self, spec: GridSpec) -> GridModel:
        """Return the rows of the grid."""
        return GridModel(spec, self)

    def _build(self) -> None:
        self.register = Button("登録 F9", primary=True)
        self.above = Button("上と同じ Ctrl+U")
        self.drop = Button("行を消す Ctrl+Del")
        card = QFrame()
        card.setProperty("role", "card")
        card.setLayout(column(self.view, margins=(1, look.XS, 1, look.XS)))
        self.line.setMinimumHeight(look.scaled(look.ROW_HEIGHT))
        buttons = row(self.register, self.above, self.drop, None, self.counts, spacing=look.S)
        layout = column(card, self.line, look.XS, buttons, spacing=look.XS)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self.register.clicked.connect(self.submit)
        self.above.clicked.connect(self.copy_above)
        self.drop.clicked.connect(self.remove_rows)
        self._timer.timeout.connect(self._check)
        self.model.stale.connect(self._timer.start)
        self.model.counted.connect(self._show_counts)
        self.model.dataChanged.connect(self._show_line)
        self.view.moved_to.connect(self._show_line)
        self.view.submitted.connect(self.submit)
        self.view.paste_requested.connect(self.paste)
        self.view.cells.search_wanted.connect(self._search)

    def handlers(self) -> Handlers:
        """Return what can be done with the grid."""
        handlers: Handlers = {ActionId.FIELD_LIST: self.view.open_field}
        if self.model.filled():
            handlers |= {
                ActionId.REGISTER: self.submit,
                ActionId.COPY_ABOVE: self.copy_above,
                ActionId.REMOVE_ROWS: self.remove_rows,
            }
        return handlers

    # checking

    def _check(self) -> None:
        texts = list(dict.fromkeys(self.model.texts(at) for at in self.model.stale_rows()))
        if texts:
            work = partial(self._context.desk.check_rows, self.model.spec, texts)
            self._context.jobs.read(work, partial(self._take, texts), self._not_checked, owner=self, topic="check")

    def _take(self, texts: Sequence[Texts], verdicts: list[RowVerdict]) -> None:
        self.model.judge(texts, verdicts)
        if self.model.stale_rows():
            self._timer.start()
        else:
            self._settled()

    def _settled(self) -> None:
        """Go on once every row is checked."""
        if self._wants_writing:
            self._write()

    def _not_checked(self, error: Exception) -> None:
        self._wants_writing = False
        self._context.jobs.failed.emit(error)

    def _show_counts(self) -> None:
        filled = self.model.filled()
        verdicts = [verdict for at in filled if (verdict := self.model.verdict(at)) is not None]
        refused = sum(verdict.is_refused for verdict in verdicts)
        warned = sum(bool(verdict.findings) and not verdict.is_refused for verdict in verdicts)
        parts = [f"{len(filled):,}行"]
        parts += [f"直すところのある行 {refused:,}"] if refused else []
        parts += [f"確かめたい行 {warned:,}"] if warned else []
        self.counts.setText("　".join(parts) if filled else "")
        self.changed.emit()

    def _show_line(self) -> None:
        """Say under the grid what is wrong with the current cell, else how it is understood or may be typed."""
        at, place = self.view.place()
        heading = self.model.spec.heading(place)
        finding = self.model.finding(at, place)
        if finding is not None:
            self.line.set_role("warning" if finding.is_warning else "problem")
            self.line.setText(f"{at + 1}行 {heading}: {finding.sentence}")
        else:
            self.line.set_role("soft")
            self.line.setText(f"{heading}　{self._reading(at, place)}".rstrip())

    def _reading(self, at: int, place: int) -> str:
        kept = self.model.spec.column(place)
        if not self.model.texts(at)[place]:
            assumed = self.model.assumed(at, kept.name)
            return f"（{assumed}）{_HINTS.get(kept.kind, '')}" if assumed else _HINTS.get(kept.kind, "")
        verdict = self.model.verdict(at)
        value = None if verdict is None else verdict.record.get(kept.name)
        if isinstance(value, date):
            return spoken_day(value)
        note = verdict.notes.get(kept.name, "") if verdict is not None else ""
        return f"{self.model.texts(at)[place]}{'円' if kept.kind is Kind.YEN else ''}　{note}".rstrip()

    # typing

    def begin(self, **given: str) -> None:
        """Put the keyboard on the empty row at the end, which will say what is given."""
        self.view.cells.finish()
        self.view.go_to(self.model.begin(given), 0)
        self.view.setFocus()

    def copy_above(self) -> None:
        """Say in the current cell what the one above says, and go on."""
        field = self.view.cells.editor()
        if field is not None:
            self.view.cells.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.RevertModelCache)
        at, place = self.view.place()
        if at > 0:
            self.model.take(at, {place: self.model.texts(at - 1)[place]})
            self.view.go(1)
        self.view.setFocus()

    def remove_rows(self) -> None:
        """Take the selected rows out; a step of the message puts them back."""
        self.view.cells.finish()
        first, last, _, place = self.view.block()
        taken = self.model.remove(first, last)
        if taken:
            self.view.go_to(first, place)
            put_back = partial(self.model.insert, first, taken)
            self._context.said.emit(Message(f"{len(taken):,}行を消しました。", "info", "戻す", put_back))
        self.view.setFocus()

    def paste(self) -> None:
        """Take the rows of the clipboard in, from the current cell on."""
        at, place = self.view.place()
        self.take_rows(placed(self.model.spec, cells_of(QGuiApplication.clipboard().text()), place), at)

    def take_rows(self, pasted: Pasted, at: int | None = None) -> None:
        """Take rows in from a row on, behind what is typed when none is said."""
        if not pasted.rows:
            return
        where = self.model.rowCount() - 1 if at is None else at
        count = self.model.paste(where, pasted)
        words = f"{count:,}行を入れました。"
        if pasted.unused:
            words += f"「{'」「'.join(pasted.unused)}」の列は使いません。"
        if count < len(pasted.rows):
            words += f"一度に入力できるのは{MOST_ROWS:,}行までです。残りは登録してから貼り付けてください。"
        self._context.say(words, "warn" if pasted.unused or count < len(pasted.rows) else "info")
        self.view.go_to(where, self.view.place()[1])

    def _search(self, field: SearchEdit, text: str) -> None:
        def take(found: tuple[Option, ...]) -> None:
            if isValid(field):
                field.offer(text, found)

        work = partial(self._context.desk.find_options, field.table, text)
        self._context.jobs.read(work, take, owner=self, topic="options")

    # writing

    def submit(self) -> None:
        """Write every row, as soon as all of them are checked; go to the first cell that is wrong."""
        self.view.cells.finish()
        if self._is_busy:
            return
        if not self.model.filled():
            self._context.say("登録する行がありません。求償権番号か債務者の名前から入力してください。", "info")
            return
        self._wants_writing = True
        if self.model.stale_rows():
            self._check()
        else:
            self._settled()

    def _write(self) -> None:
        self._wants_writing = False
        wrong = self.model.first_refused()
        if wrong is not None:
            self.view.go_to(*wrong)
            self.view.setFocus()
            return
        rows = self.model.filled()
        self._save(rows, [verdict.record for at in rows if (verdict := self.model.verdict(at)) is not None])

    def _save(self, rows: Sequence[int], records: Sequence[Record]) -> None:
        """Write the records of the rows."""
        commands = [SaveRecord(self.model.spec.table, record) for record in records]
        self._set_busy(is_busy=True)
        work = partial(self._context.desk.save_rows, commands)
        self._context.jobs.write(work, self._written, partial(self._refused, rows))

    def _written(self, done: list[Changes]) -> None:
        self._begin_anew()
        self._context.changed(done[-1], *done[:-1])
        numbers = done[0].number if len(done) == 1 else f"{done[0].number}〜{done[-1].number}"
        title = TABLE[self.model.spec.table].title
        self._context.say(f"{title} {len(done):,}件を登録しました（{numbers}）。　Ctrl+Zで元に戻せます。")
        self.written.emit(done)

    def _begin_anew(self) -> None:
        """Take the rows out that are written; the keyboard is where one begins."""
        self.model.clear()
        self._set_busy(is_busy=False)
        self.view.go_to(0, 0)

    def _refused(self, rows: Sequence[int], error: Exception) -> None:
        from collections_app.domain.judging import RowRefusedError

        self._set_busy(is_busy=False)
        if isinstance(error, RowRefusedError):
            at = rows[error.at]
            self.view.go_to(at, self.model.refuse(at, error.column, str(error)))
        self._context.say(f"{error}　何も登録していません。", "bad")

    def _set_busy(self, *, is_busy: bool) -> None:
        """Take nothing typed while rows are on their way."""
        self._is_busy = is_busy
        self.view.setEnabled(not is_busy)
        self.register.setEnabled(not is_busy)
        if not is_busy and self.isVisible():
            self.view.setFocus()
