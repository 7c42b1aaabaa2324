"""Ctrl+K: claims, people, case numbers and commands, while one types."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from collections_app.ui import look
from collections_app.ui.overlay import Overlay
from collections_app.ui.widgets import column, hint
from collections_app.ui.widgets.chip import chip_size, paint_chip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from collections_app.domain.codes import ClaimStatus
    from collections_app.domain.views import Hit
    from collections_app.ui.context import Context
    from collections_app.ui.shell.top_bar import SearchField

_WAIT_MS = 80
_ROWS = 12
_ROW_HEIGHT = 32
_PEOPLE = 8  # people whose pages are offered below the claims
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
FOUND_AT_MOST = 30  # lines of claims: whoever is not among them is found by one more character


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the results: what it is and what choosing it does."""

    title: str
    kind: str
    detail: str
    run: Callable[[], None]
    status: ClaimStatus | None = None
    words: str = ""  # what else it is found by


def _counted(count: int) -> str:
    return f"はじめの{count:,}件。続きを入れると絞られます。" if count >= FOUND_AT_MOST else f"{count:,}件"


class Results(QAbstractListModel):
    """The lines under the search field."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Result] = []

    def set_rows(self, rows: Sequence[Result]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a line."""
        if not index.isValid() or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        row = self.rows[index.row()]
        return " ".join(part for part in (row.title, row.kind, row.detail) if part)


class _ResultDelegate(QStyledItemDelegate):
    """Draws title, kind, detail and status of a line."""

    def __init__(self, model: Results) -> None:
        super().__init__()
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Take one row."""
        del option, index
        return QSize(1, look.scaled(_ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        palette = look.colors()
        row = self._model.rows[index.row()]
        box: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, QColor(palette.accent_soft if is_chosen else palette.raised))
        inner = box.adjusted(look.M, 0, -look.M, 0)
        if row.status is not None:
            width = chip_size(row.status.label, "dot").width()
            place = QRect(inner.right() - width, inner.top(), width, inner.height())
            paint_chip(painter, place, row.status.label, look.STATUS_TONES[row.status], look.STATUS_SHAPES[row.status])
            inner.setRight(inner.right() - width - look.S)
        inner = self._word(painter, inner, row.title, "text", bold=True)
        inner = self._word(painter, inner, row.kind, "accent" if row.status is not None else "faint")
        self._word(painter, inner, row.detail, "soft")

    @staticmethod
    def _word(painter: QPainter, room: QRect, word: str, token: str, *, bold: bool = False) -> QRect:
        font = look.text_font(bold=bold)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(look.ink(token))
        shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        used = metrics.horizontalAdvance(shown) + look.M if shown else 0
        return room.adjusted(used, 0, 0, 0)


class SearchResults(Overlay):
    """The list below the search field. The keyboard stays in the field."""

    def __init__(self, window: QWidget, field: SearchField, context: Context) -> None:
        super().__init__(window)
        self._field = field
        self._context = context
        self._commands: Callable[[], list[Result]] = list
        self._is_waiting = False
        self._enter_waits = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self.model = Results()
        self._list = QListView()
        self._list.setAccessibleName("検索結果")
        self._list.setModel(self.model)
        self._delegate = _ResultDelegate(self.model)
        self._list.setItemDelegate(self._delegate)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setMouseTracking(True)
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(self._run)
        self._foot = hint()
        self._foot.setContentsMargins(look.M, 0, look.M, look.XS)
        self.setLayout(column(self._list, self._foot, spacing=look.XS, margins=(1, look.XS, 1, look.XS)))
        field.textEdited.connect(self._on_edited)
        field.key_pressed.connect(self._on_key)

    def set_commands(self, commands: Callable[[], list[Result]]) -> None:
        """Take what lists the commands that can be run now."""
        self._commands = commands

    def begin(self) -> None:
        """Put the keyboard in the field and show the commands."""
        self._field.setFocus()
        self._field.selectAll()
        self._show(self._matching_commands(self._field.text()), "")

    def _on_edited(self, text: str) -> None:
        self._show(self._matching_commands(text), "")
        self._enter_waits = False
        self._is_waiting = bool(text.strip())
        if text.strip():
            self._timer.start(_WAIT_MS)
        else:
            self._timer.stop()

    def _ask(self) -> None:
        text = self._field.text().strip()
        work = partial(self._context.desk.find, text, FOUND_AT_MOST)
        self._context.jobs.read(work, partial(self._take, text), owner=self, topic="find")

    def _take(self, text: str, hits: Sequence[Hit]) -> None:
        if text != self._field.text().strip() or not self.isVisible():
            return
        found = [self._result_of(hit) for hit in hits if hit.claim_no]
        found += self._people(hits)
        commands = self._matching_commands(text)
        foot = (
            _counted(len(hits))
            if found
            else "求償権・関係人には当たりません。"
            if commands
            else f"「{text}」に当たるものはありません。求償権・関係人・入金の番号か、氏名・カナ・電話の一部で探せます。"
        )
        self._show([*found, *commands], foot)
        self._is_waiting = False
        if self._enter_waits:
            self._run(self.model.index(0))

    def _result_of(self, hit: Hit) -> Result:
        run = partial(self._context.claim_requested.emit, hit.claim_no)
        detail = f"{hit.claim_no}  {hit.detail}" if hit.title != hit.claim_no else hit.detail
        return Result(hit.title, hit.kind, detail, run, hit.status)

    def _people(self, hits: Sequence[Hit]) -> list[Result]:
        """Return a line for each person found, which leads to its page with all its claims."""
        people: dict[str, list[Hit]] = {}
        for hit in hits:
            if hit.party_no:
                people.setdefault(hit.party_no, []).append(hit)
        return [
            Result(
                of[0].person,
                "関係人のページ",
                f"{party_no}  求償権 {sum(bool(hit.claim_no) for hit in of):,}件",
                partial(self._context.person_requested.emit, party_no),
            )
            for party_no, of in list(people.items())[:_PEOPLE]
        ]

    def _matching_commands(self, text: str) -> list[Result]:
        wanted = text.strip().lower()
        return [
            one for one in self._commands() if not wanted or wanted in f"{one.title} {one.detail} {one.words}".lower()
        ]

    def _show(self, rows: list[Result], foot: str) -> None:
        self.model.set_rows(rows)
        self._list.setCurrentIndex(self.model.index(0))
        self._foot.setText(foot or "↑↓ 選ぶ   Enter 開く   Esc 閉じる")
        self.place()
        if not self.isVisible():
            self.open_over(self._field)

    def place(self) -> None:
        """Lie below the field, as high as the lines need."""
        corner = self._field.mapTo(self._window, QPoint(0, self._field.height() + look.XS))
        lines = min(_ROWS, len(self.model.rows))
        self._list.setVisible(bool(lines))
        height = lines * look.scaled(_ROW_HEIGHT) + self._foot.sizeHint().height() + look.XL
        width = min(max(self._field.width(), look.scaled(820)), self._window.width() - corner.x() - look.L)
        self.setGeometry(corner.x(), corner.y(), width, height)

    def _on_key(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self._field.clear()
            self.close_over()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.isVisible() and self._is_waiting:
                self._enter_waits = True  # who types a number and Enter at once means the claim, not a command
            elif self.isVisible():
                self._run(self._list.currentIndex())
            else:
                self.begin()
        elif self.isVisible() and self.model.rows:
            step = 1 if key == Qt.Key.Key_Down else -1
            row = (self._list.currentIndex().row() + step) % len(self.model.rows)
            self._list.setCurrentIndex(self.model.index(row))
        else:
            self.begin()

    def _run(self, index: Index) -> None:
        if not index.isValid():
            return
        result = self.model.rows[index.row()]
        self._field.clear()
        self._field.clearFocus()
        self.close_over()
        result.run()
