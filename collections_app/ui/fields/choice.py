"""A choice among words: by its number, by typing a part of it, or from the list under the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from collections_app.domain.choosing import folded, matching, meant
from collections_app.domain.errors import UserError
from collections_app.domain.forms import Option
from collections_app.ui import look
from collections_app.ui.fields.line import LineField
from collections_app.ui.widgets import column

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

_SHOWN = 10  # lines of the list before it scrolls
_GAP = 3  # pixels around a line of the list
_TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class OptionList(QFrame):
    """The list under a field. The keyboard stays in the field."""

    def __init__(self, field: ChoiceEdit) -> None:
        super().__init__(field.window())
        self.setProperty("role", "popover")
        self.lines = QStringListModel(self)
        self.view = QListView()
        self.view.setModel(self.lines)
        self.view.setSpacing(_GAP)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(f"{field.accessibleName()}の一覧")
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(field.take_clicked)
        self.setLayout(column(self.view, margins=(look.XS, look.XS, look.XS, look.XS)))
        self.hide()

    def show_lines(self, lines: list[str], current: int, field: ChoiceEdit) -> None:
        """Show lines under the field, or above it where there is no room."""
        self.lines.setStringList(lines)
        self.view.setCurrentIndex(self.lines.index(current) if current >= 0 else QModelIndex())
        line = max(self.view.sizeHintForRow(0), look.scaled(look.BODY)) + 2 * _GAP
        height = line * min(len(lines), _SHOWN) + 2 * look.XS + 2 * _GAP + 2
        width = max(field.width(), self.view.sizeHintForColumn(0) + look.XL)
        corner = field.mapTo(field.window(), QPoint(0, field.height() + 2))
        if corner.y() + height > field.window().height():
            corner.setY(corner.y() - field.height() - height - 4)
        left = max(0, min(corner.x(), field.window().width() - width))
        self.setGeometry(left, corner.y(), width, height)
        self.show()
        self.raise_()


class ChoiceEdit(LineField):
    """The number of an option (1, 2, …) chooses at once; a part of its word or kana narrows the list."""

    def __init__(self, options: Sequence[Option] = ()) -> None:
        super().__init__()
        self._options: tuple[Option, ...] = tuple(options)
        self._at = 0  # the line of the list that is meant, among those that match
        self._list: OptionList | None = None
        self._was_asked_for = False  # the list was opened by the person: Esc closes it first
        self.textEdited.connect(self._on_typed)
        self.setPlaceholderText("番号か文字")

    def set_choices(self, options: Sequence[Option]) -> None:
        """Offer other options and leave the text as it is typed."""
        self._options = tuple(options)

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options; a value that is still offered is kept."""
        chosen = self.value()
        self._options = tuple(options)
        if self.text() and chosen is not None:
            self.set_value(chosen)

    def matches(self) -> list[Option]:
        """Return the options that the text may mean, all of them when it is empty or says one exactly."""
        return matching(self._options, self.text())

    def read(self, text: str) -> Option:
        """Return the option meant; UserError when there is none."""
        if not self.matches():
            raise UserError(self.refusal(text))
        return meant(self._options, text, self._at)

    def refusal(self, text: str) -> str:
        """Return what is said of a text that means none of the options."""
        if not self._options:
            return f"「{text}」に当てはまるものが、まだ1つも登録されていません。先に登録するか、空欄にしてください。"
        return f"「{text}」に当てはまるものがありません。番号を入れるか、F4で一覧から選んでください。"

    def chosen(self) -> Option | None:
        """Return the option chosen."""
        found = super().value()
        return found if isinstance(found, Option) else None

    def value(self) -> object:
        """Return the value chosen; None when there is none."""
        found = self.chosen()
        return None if found is None else found.value

    def set_value(self, value: object) -> None:
        """Choose the option of a value; nothing when there is no such option."""
        self._at = 0
        self.setText(next((one.label for one in self._options if one.value == value), ""))
        self.setCursorPosition(0)

    def reading(self) -> str:
        """Return what the option says beside its word, and the word while only a part of it is typed."""
        found = self.chosen()
        if found is None:
            return ""
        return found.detail if self.text() == found.label else f"{found.label} {found.detail}".strip()

    def settle(self) -> None:
        """Show the whole word of the option meant."""
        found = self.chosen()
        if found is not None and self.text() != found.label:
            self.set_value(found.value)

    # the list

    def list_is_open(self) -> bool:
        """Return whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def open_list(self) -> None:
        """Show the list, because the person asked for it (F4)."""
        self._was_asked_for = True
        self.show_matches()

    def close_list(self) -> None:
        """Take the list away."""
        self._was_asked_for = False
        if self._list is not None:
            self._list.hide()

    def take_clicked(self, index: QModelIndex) -> None:
        """Choose the line clicked."""
        found = self.matches()
        if index.row() < len(found):
            self.set_value(found[index.row()].value)
        self.close_list()
        self.selectAll()

    def show_matches(self) -> None:
        """Show the list of what the text may mean, if anything."""
        found = self.matches()
        if not found:
            self.close_list()
            return
        if self._list is None or self._list.parent() is not self.window():
            self._list = OptionList(self)
        chosen = self.chosen()
        current = found.index(chosen) if chosen in found else -1  # an empty field means none of them
        numbers = {one: at for at, one in enumerate(self._options, 1)}
        lines = [f"{numbers[one]:>2}  {one.label}" + (f"　{one.detail}" if one.detail else "") for one in found]
        self._list.show_lines(lines, current, self)

    def _on_typed(self, text: str) -> None:
        self._at = 0
        wanted = folded(text)
        numbers = [str(at) for at in range(1, len(self._options) + 1)]
        if wanted in numbers and not any(number != wanted and number.startswith(wanted) for number in numbers):
            self.set_value(self._options[int(wanted) - 1].value)
            self.selectAll()
            self.close_list()
        else:
            self.show_matches()

    def _move(self, step: int) -> None:
        found = self.matches()
        if not found:
            return
        chosen = self.chosen()
        at = found.index(chosen) + step if chosen in found else (0 if step > 0 else len(found) - 1)
        at = max(0, min(at, len(found) - 1))
        is_narrowed = len(found) < len(self._options)
        if is_narrowed:
            self._at = at
            self.edited.emit()
        else:
            self.set_value(found[at].value)
            self.selectAll()
        self.show_matches()

    # events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F4 and Alt+↓ open the list, the arrows choose, Esc closes a list that was asked for."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and alt):
            self.open_list()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not alt:
            self._move(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def takes_escape(self) -> bool:
        """Close a list that was asked for, and say whether there was one."""
        was_asked_for = self._was_asked_for and self.list_is_open()
        if was_asked_for:
            self.close_list()
        return was_asked_for

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer the list when the field is reached by the keyboard and nothing is chosen yet."""
        super().focusInEvent(event)
        if event.reason() in _TABBED and not self.text():
            self.show_matches()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle the choice and take the list away."""
        super().focusOutEvent(event)
        self.close_list()
