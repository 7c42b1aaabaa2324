"""The sheet at the right of a page on which a record is entered or corrected; the page beside it stays in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from collections_app.domain.bundle import TABLE
from collections_app.domain.records import REMOVABLE
from collections_app.ui import look
from collections_app.ui.entry.allocation_pane import AllocationPane
from collections_app.ui.entry.record_form import RecordForm
from collections_app.ui.widgets import Button, ElidedLabel, Label, column, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from collections_app.domain.forms import FormView

_WIDTH = 580
_SHARE = 0.62  # of the page, at most
_ASK = "もう一度「削除」を押すと、この記録を削除します。変更履歴には残ります。"


class RecordSheet(QFrame):
    """`form` is what is filled in; `remove_requested` comes when the person asked twice for the removal."""

    remove_requested = Signal()
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
        self.remove = Button("削除")
        self.place = QScrollArea()
        self.place.setWidgetResizable(True)
        self.place.setFrameShape(QFrame.Shape.NoFrame)
        self.place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.place.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pane = AllocationPane()
        self.buttons = row(self.register, self.leave, None, self.remove, spacing=look.S)
        self.body = column(self.title, self.subject, self.place, spacing=look.S)
        self.body.setContentsMargins(look.L, look.M, look.L, look.M)
        self.body.setStretch(2, 1)
        self.body.addWidget(self.pane)
        self.body.addLayout(self.buttons)
        self.setLayout(self.body)
        self.register.clicked.connect(self._on_register)
        self.leave.clicked.connect(self._on_leave)
        self.remove.clicked.connect(self._on_remove)
        page.installEventFilter(self)
        self.hide()

    def show_form(self, view: FormView, first: str = "") -> RecordForm:
        """Show the form of a record, the keyboard in its first field or in `first`."""
        table = TABLE[view.table]
        self.form = RecordForm(view)
        self.place.setWidget(self.form)
        self.form.setAutoFillBackground(False)
        self.place.viewport().setAutoFillBackground(False)
        self.form.focused.connect(self._follow)
        self.form.closed.connect(self._on_closed)
        word = "登録" if view.before is None else "取消し" if self.form.takes_back else "訂正"
        self.register.setText("取り消す F9" if self.form.takes_back else "登録 F9")
        self.pane.hide()
        self.title.setText(f"{table.title}の{word}　{view.number}".rstrip())
        self.subject.setText(view.subject)
        self.subject.setVisible(bool(view.subject))
        self.setAccessibleName(f"{table.title}の{word} {view.subject}")
        self.remove.setVisible(view.before is not None and view.table in REMOVABLE)
        self._was_asked = False
        self._fit()
        self.show()
        self.raise_()
        self.form.begin()
        shown = [name for name, box in self.form.boxes.items() if box.editor.isEnabled()]
        key = first if first in shown else shown[0]
        self.form.focus_field(key, Qt.FocusReason.OtherFocusReason)
        return self.form

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
