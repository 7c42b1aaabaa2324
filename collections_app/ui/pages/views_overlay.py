"""The saved views: opened, saved, updated, renamed, shared, deleted, by keys or by buttons."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from collections_app.domain.saved_view import LONGEST_NAME, ListView, SavedView
from collections_app.ui import look
from collections_app.ui.overlay import Overlay
from collections_app.ui.pages.key_list import ENTER, NONE, KeyList
from collections_app.ui.widgets import Button, Label, column, hint, row, section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from collections_app.ui.context import Context

_WIDTH, _LINES, _DIGITS = 560, 10, 9
_EMPTY = "保存した表示はまだありません。今の条件・並べ替え・列に名前を付けて保存できます。"
_KEYS = "Enter・数字 開く　N 新しく保存　U 今の表示で更新　R 名前　S 共有　Delete 削除"
_ASK = "「{}」を削除します。もう一度 Delete を押すと削除されます。"


class ViewsOverlay(Overlay):
    """`chosen` tells the view to show. What can be done with a view of somebody else is to show it."""

    chosen = Signal(object)  # a SavedView

    def __init__(self, window: QWidget, context: Context, current: Callable[[], ListView]) -> None:
        super().__init__(window)
        self.setAccessibleName("保存した表示")
        self._context = context
        self._current = current
        self._views: list[SavedView] = []
        self._asked: int | None = None  # the view whose deletion was asked about
        self._is_renaming = False
        self.lines = KeyList("保存した表示の一覧")
        self.lines.currentRowChanged.connect(self._on_row)
        self.sentence = Label("", "soft")
        self.sentence.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName("表示の名前")
        self.name.setPlaceholderText("表示の名前")
        self.name.returnPressed.connect(self._keep)
        self._make_buttons()
        self._name_row = QWidget()
        label = hint("名前")
        label.setBuddy(self.name)
        self._name_row.setLayout(row(label, self.name, self.keep))
        keys = hint(_KEYS)
        keys.setWordWrap(True)
        self.setLayout(
            column(
                section("保存した表示"),
                keys,
                self.lines,
                self.sentence,
                self._name_row,
                row(self.open, self.new, self.update_it, None),
                row(self.rename, self.share, self.delete, None),
                margins=(look.L, look.M, look.L, look.L),
            )
        )
        self._name_row.hide()

    def _make_buttons(self) -> None:
        self.keep = Button("保存", primary=True)
        self.keep.clicked.connect(self._keep)
        self.open = Button("開く Enter")
        self.new = Button("今の表示を新しく保存 N")
        self.update_it = Button("今の表示で更新 U")
        self.rename = Button("名前を変える R")
        self.share = Button("共有する S")
        self.delete = Button("削除 Delete")
        steps: list[tuple[Button, Qt.Key, Callable[[], None]]] = [
            (self.open, Qt.Key.Key_Return, self._choose),
            (self.new, Qt.Key.Key_N, self._begin_new),
            (self.update_it, Qt.Key.Key_U, self._update),
            (self.rename, Qt.Key.Key_R, self._begin_rename),
            (self.share, Qt.Key.Key_S, self._share),
            (self.delete, Qt.Key.Key_Delete, self._delete),
        ]
        for button, key, step in steps:
            self.lines.keys[(key, NONE)] = step
            button.clicked.connect(step)
        for digit in range(1, _DIGITS + 1):
            self.lines.keys[(Qt.Key(Qt.Key.Key_0.value + digit), NONE)] = partial(self._choose_at, digit - 1)
        assert ENTER in self.lines.keys

    # opening

    def open_below(self, button: QWidget) -> None:
        """Open below a button and read the views."""
        self._button = button
        self._name_row.hide()
        self._say("")
        self._place()
        self.open_over(button)
        self.lines.setFocus()
        self._read(None)

    def _place(self) -> None:
        width = min(look.scaled(_WIDTH), self._window.width())
        corner = self._button.mapTo(self._window, QPoint(0, self._button.height() + look.XS))
        left = max(0, min(corner.x(), self._window.width() - width))
        self.resize(width, self.height())
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry(left, corner.y(), width, min(height, self._window.height() - corner.y()))

    def _read(self, view_no: int | None) -> None:
        take = partial(self._take, view_no)
        self._context.jobs.read(self._context.desk.saved_views, take, owner=self, topic="views")

    def _take(self, view_no: int | None, views: Sequence[SavedView]) -> None:
        self._views = list(views)
        self.lines.clear()
        for at, view in enumerate(views, 1):
            number = f"{at}" if at <= _DIGITS else " "
            whose = ("共有中" if view.is_shared else "") if view.is_own else f"{view.owner} さんの共有"
            marks = "　".join(part for part in (whose, "開けません" if view.problem else "") if part)
            self.lines.addItem(QListWidgetItem(f"{number}  {view.name}" + (f"　（{marks}）" if marks else "")))
        numbers = [view.view_no for view in views]
        self.lines.setCurrentRow(numbers.index(view_no) if view_no in numbers else 0)
        self.lines.fit(_LINES)
        self._on_row()
        self._place()

    def view(self) -> SavedView | None:
        """Return the view the keyboard is on, None when there is none."""
        at = self.lines.currentRow()
        return self._views[at] if 0 <= at < len(self._views) else None

    def _on_row(self) -> None:
        view = self.view()
        self._asked = None
        self._say((_EMPTY if not self._views else "") if view is None else view.problem)
        is_own = view is not None and view.is_own
        self.open.setEnabled(view is not None and view.view is not None)
        for button in (self.update_it, self.rename, self.share, self.delete):
            button.setEnabled(is_own)
        self.share.setText("共有をやめる S" if view is not None and view.is_shared else "共有する S")
        self.share.setAccessibleName(self.share.text())

    # showing

    def _choose_at(self, at: int) -> None:
        if at < len(self._views):
            self.lines.setCurrentRow(at)
            self._choose()

    def _choose(self) -> None:
        view = self.view()
        if view is None:
            return
        if view.view is None:
            self._say(view.problem)
            return
        self.close_over()
        self.chosen.emit(view)

    # changing

    def _begin_new(self) -> None:
        self._begin_name(is_renaming=False, name="")

    def _begin_rename(self) -> None:
        view = self._own()
        if view is not None:
            self._begin_name(is_renaming=True, name=view.name)

    def _begin_name(self, *, is_renaming: bool, name: str) -> None:
        self._is_renaming = is_renaming
        self.keep.setText("名前を変える" if is_renaming else "保存")
        self.name.setText(name)
        self._name_row.show()
        self._say("")
        self._place()
        self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.name.selectAll()

    def _keep(self) -> None:
        desk, name = self._context.desk, self.name.text()
        view = self.view()
        if self._is_renaming and view is not None:
            self._write(partial(desk.rename_view, view.view_no, name), "表示の名前を「{}」に変えました。")
        else:
            self._write(partial(desk.save_view, name, self._current()), "表示「{}」を保存しました。")

    def _update(self) -> None:
        view = self._own()
        if view is not None:
            work = partial(self._context.desk.update_view, view.view_no, self._current())
            self._write(work, "表示「{}」を今の条件・並べ替え・列で更新しました。")

    def _share(self) -> None:
        view = self._own()
        if view is not None:
            is_shared = not view.is_shared
            done = "表示「{}」をほかの人も使えるようにしました。" if is_shared else "表示「{}」の共有をやめました。"
            self._write(partial(self._context.desk.share_view, view.view_no, is_shared=is_shared), done)

    def _delete(self) -> None:
        view = self._own()
        if view is None:
            return
        if self._asked != view.view_no:
            self._asked = view.view_no
            self._say(_ASK.format(view.name))
            return
        deleted = partial(self._written, "表示「{}」を削除しました。", view)
        self._context.jobs.write(
            partial(self._context.desk.delete_view, view.view_no), lambda _: deleted(), self._failed
        )

    def _own(self) -> SavedView | None:
        view = self.view()
        if view is not None and not view.is_own:
            self._say(
                f"「{view.name}」は{view.owner}さんの表示なので変えられません。N で自分の表示として保存できます。"
            )
            return None
        return view

    def _write(self, work: Callable[[], SavedView], done: str) -> None:
        self._context.jobs.write(work, partial(self._written, done), self._failed)

    def _written(self, done: str, view: SavedView) -> None:
        self._name_row.hide()
        self._place()
        self.lines.setFocus()
        self._context.say(done.format(view.name))
        self._read(view.view_no)

    def _failed(self, error: Exception) -> None:
        self._say(str(error), "problem")

    def _say(self, sentence: str, role: str = "soft") -> None:
        self.sentence.set_role(role)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        if self.isVisible():
            self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the name by Esc, then the list."""
        if event.key() == Qt.Key.Key_Escape and self._name_row.isVisible():
            self._name_row.hide()
            self._place()
            self.lines.setFocus()
        else:
            super().keyPressEvent(event)
