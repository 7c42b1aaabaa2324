"""The sheet at the right of a page on which a record is entered or corrected; the page beside it stays in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from collections_app.domain.bundle import TABLE
from collections_app.domain.records import REMOVABLE
from collections_app.ui import look
from collections_app.ui.claim.history_list import HistoryList
from collections_app.ui.entry.allocation_pane import AllocationPane
from collections_app.ui.entry.conflict_panel import ConflictPanel
from collections_app.ui.entry.moved_pane import MovedPane
from collections_app.ui.entry.record_form import RecordForm
from collections_app.ui.widgets import Button, ElidedLabel, Label, column, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collections_app.domain.forms import FormView
    from collections_app.domain.history import ConflictView, History

_WIDTH = 580
_SHARE = 0.62  # of the page, at most
_HISTORY, _BACK = "変更履歴 Ctrl+H", "入力に戻る Ctrl+H"
_ASK = "もう一度「削除」を押すと、この記録を削除します。変更履歴には残ります。"


class RecordSheet(QFrame):
    """`form` is what is filled in; `remove_requested` comes when the person asked twice for the removal."""

    remove_requested = Signal()
    history_requested = Signal()
    turned = Signal()  # to the history of the record, or back
    closed = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setProperty("role", "entry")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.form: RecordForm | None = None
        self._was_asked = False
        self.title, self.subject = Label("", "section"), ElidedLabel(color="soft")
        self.register, self.leave = Button("登録 F9", primary=True), Button("閉じる Esc")
        self.history_button, self.remove = Button(_HISTORY), Button("削除")
        self.conflict, self.history = ConflictPanel(), HistoryList()
        self.pane, self.moved = AllocationPane(), MovedPane(of_one_claim=True)
        self._make_place()
        self.buttons = row(self.register, self.leave, None, self.history_button, self.remove, spacing=look.S)
        self.body = column(self.title, self.subject, self.place, self.history, spacing=look.S)
        self.body.setContentsMargins(look.L, look.M, look.L, look.M)
        self.body.setStretch(2, 1)
        self.body.setStretch(3, 1)
        self.body.addWidget(self.pane)
        self.body.addWidget(self.moved)
        self.body.addLayout(self.buttons)
        self.setLayout(self.body)
        self._connect()
        self.hide()

    def _make_place(self) -> None:
        """Make the place where the form stands, what is to be said about it above it."""
        self.place = QScrollArea()
        self.place.setWidgetResizable(True)
        self.place.setFrameShape(QFrame.Shape.NoFrame)
        self.place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = column(self.conflict, spacing=look.S)
        self._inside.addStretch(1)
        inside = QWidget()
        inside.setLayout(self._inside)
        self.place.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.place.viewport().setAutoFillBackground(False)

    def _connect(self) -> None:
        self.register.clicked.connect(self._on_register)
        self.leave.clicked.connect(self._on_leave)
        self.remove.clicked.connect(self._on_remove)
        self.history_button.clicked.connect(self._on_history)
        self.conflict.chosen.connect(self._on_chosen)
        self.conflict.left.connect(self._enter_form)
        self.conflict.submitted.connect(self._on_register)
        self.conflict.reached.connect(self._follow)
        self._page.installEventFilter(self)

    def show_form(self, view: FormView, first: str = "") -> RecordForm:
        """Show the form of a record, the keyboard in its first field or in `first`."""
        table = TABLE[view.table]
        self.conflict.forget()
        self.pane.hide()
        self.moved.show_moved(())
        form = self._put(RecordForm(view))
        word = "登録" if view.before is None else "取消し" if form.takes_back else "訂正"
        self.register.setText("取り消す F9" if form.takes_back else "登録 F9")
        self.title.setText(f"{table.title}の{word}　{view.number}".rstrip())
        self.subject.setText(view.subject)
        self.subject.setVisible(bool(view.subject))
        self.setAccessibleName(f"{table.title}の{word} {view.subject}")
        self.remove.setVisible(view.before is not None and view.table in REMOVABLE)
        self.history_button.setVisible(view.before is not None)
        self.show_entry()
        self._was_asked = False
        self._fit()
        self.show()
        self.raise_()
        form.begin()
        shown = [name for name, box in form.boxes.items() if box.editor.isEnabled()]
        key = first if first in shown else shown[0]
        form.focus_field(key, Qt.FocusReason.OtherFocusReason)
        return form

    def _put(self, form: RecordForm) -> RecordForm:
        if self.form is not None:
            self._inside.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = form
        self._inside.insertWidget(self._inside.count() - 1, form)
        form.setAutoFillBackground(False)
        form.may_submit = self._is_decided
        form.focused.connect(self._follow)
        form.edited.connect(self._on_edited)
        form.closed.connect(self._on_closed)
        return form

    # what somebody else did to the record

    def show_conflict(self, view: ConflictView) -> None:
        """Go on from what is kept now: what only one changed is put together, the rest is asked about."""
        form = self.form
        if form is None:
            return
        self.show_entry()
        form.restart(view.form)
        form.show_record(view.record)
        form.say("")
        self.conflict.show_conflict(view)
        self.place.verticalScrollBar().setValue(0)
        row_ = self.conflict.undecided()
        if row_ is not None:
            self.conflict.enter(row_)
        else:
            self._enter_form()

    def _is_decided(self) -> bool:
        undecided = self.conflict.undecided()
        if undecided is not None and self.form is not None:
            heading = undecided.contested.field.heading
            self.form.say(f"「{heading}」は、自分の入力かほかの人の登録かを選んでください（←→）。", "problem")
            self.conflict.enter(undecided)
        return undecided is None and self._is_agreed()

    def _is_agreed(self) -> bool:
        """Ask whether later receipts may be split anew, where they would be."""
        if not self.moved.is_settled():
            self.moved.demand()
        return self.moved.is_settled()

    def _on_chosen(self, name: str, value: object) -> None:
        if self.form is not None:
            self.form.set_field(name, value)

    def _on_edited(self) -> None:
        if self.form is not None and self.conflict.rows:
            self.conflict.follow(self.form.record())

    def _enter_form(self) -> None:
        if self.form is not None:
            boxes = self.form.boxes.items()
            self.form.focus_field(next(name for name, box in boxes if box.editor.isEnabled()))

    # what became of the record

    def _on_history(self) -> None:
        if self.history.isVisibleTo(self):
            self.show_entry()
            self._enter_form()
            self.turned.emit()
        else:
            self.history_requested.emit()

    def show_history(self, history: History) -> None:
        """Show what became of the record in the place of its form; what is typed stays."""
        self.history.show_history(history)
        for hidden in (self.place, self.register):  # nothing is registered unseen
            hidden.hide()
        self.history.show()
        self.history_button.setText(_BACK)
        self.history_button.setAccessibleName(_BACK)
        self.history.enter()
        self.turned.emit()

    def show_entry(self) -> None:
        """Show the form again."""
        self.history.hide()
        for shown in (self.place, self.register):
            shown.show()
        self.history_button.setText(_HISTORY)
        self.history_button.setAccessibleName(_HISTORY)

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second command while one is on its way."""
        for button in (self.register, self.remove):
            button.setEnabled(not is_busy)
        if self.form is not None:
            self.form.set_busy(is_busy=is_busy)

    def _on_register(self) -> None:
        if self.form is not None:
            self.form.submit()

    def _on_leave(self) -> None:
        if self.form is not None:
            self.form.leave()

    def _on_remove(self) -> None:
        if self.form is None or self.form.is_busy:
            return
        if self._was_asked:
            self.remove_requested.emit()
        else:
            self._was_asked = True
            self.form.say(_ASK)

    def _on_closed(self) -> None:
        self.hide()
        self.closed.emit()

    def _follow(self, box: QWidget | None) -> None:
        if box is not None:
            self.place.ensureWidgetVisible(box, 0, look.XL)

    def _fit(self) -> None:
        page = self._page
        width = min(look.scaled(_WIDTH), max(int(page.width() * _SHARE), look.scaled(_WIDTH) * 2 // 3))
        self.setGeometry(page.width() - width - look.S, look.S, width, page.height() - 2 * look.S)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the right edge of the page."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._fit()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc on a button leaves, as in a field."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_leave()
        else:
            super().keyPressEvent(event)
