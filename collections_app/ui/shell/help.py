"""F1: the keys, read from the list of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from collections_app.ui import look
from collections_app.ui.actions import ACTIONS, GROUPS, ActionId, ActionSpec
from collections_app.ui.overlay import Overlay
from collections_app.ui.widgets import IconButton, Label, clear, column, hint, row, section, title

if TYPE_CHECKING:
    from collections.abc import Collection

_TABLE_KEYS = (
    ("↑ ↓ PageUp PageDown", "行を移る"),
    ("Home / End", "最初の行・最後の行"),
    ("Ctrl+A", "すべて選ぶ"),
    ("Ctrl+C", "選んだ行を見出し付きで写す（Excelに貼り付け可）"),
    ("Shift+Ctrl+C", "見出しなしで写す"),
    ("← / →", "まとめの行をたたむ・開く"),
    ("見出しを右クリック", "列を隠す・出す"),
    ("Esc を続けて2回", "タブを閉じる"),
)


def shown_key(spec: ActionSpec) -> str:
    """Return the key as it is printed on keyboards."""
    return spec.shortcut.replace("Left", "←").replace("Right", "→")


class HelpOverlay(Overlay):
    """Lists what can be done here and everywhere."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAccessibleName("ヘルプ")
        self._close = IconButton("x", "ヘルプを閉じる (Esc)")
        self._close.clicked.connect(self.close_over)
        self._body = QVBoxLayout()
        inner = QWidget()
        inner.setLayout(self._body)
        self._area = QScrollArea()  # large text in a small window has more keys than fit
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName("キーの一覧")
        self._area.setWidget(inner)
        for one in (inner, self._area.viewport()):
            one.setAutoFillBackground(False)
        edge = look.XL
        self.setLayout(
            column(
                row(title("キーの一覧"), None, self._close),
                hint("うすい行は、この画面では使えません。"),
                self._area,
                margins=(edge, look.L, edge, edge),
                spacing=look.M,
            )
        )

    def show_keys(self, usable: Collection[ActionId], own: tuple[tuple[str, str], ...] = ()) -> None:
        """List the keys, first those of the page alone; those that do nothing here are faint."""
        clear(self._body)
        here = [self._keys("この画面だけのキー", [(key, text, True) for key, text in own])] if own else []
        left = column(*[self._group(group, usable) for group in GROUPS[:1]], self._table_keys(), None, spacing=look.L)
        right = column(*here, *[self._group(group, usable) for group in GROUPS[1:]], None, spacing=look.L)
        self._body.addLayout(row(left, look.XL, right, spacing=look.L))
        self.place()
        self.open_over()
        self._area.setFocus()  # the arrows scroll

    def place(self) -> None:
        """Stay in the middle of the window."""
        page = self._window.rect()
        inner = self._body.sizeHint()
        bar = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(min(inner.width() + bar, page.width() - 2 * look.XL))
        around = self.sizeHint().height() - self._area.sizeHint().height()
        size = QSize(self.sizeHint().width(), inner.height() + around).boundedTo(page.size())
        self.setGeometry(
            (page.width() - size.width()) // 2,
            max(0, (page.height() - size.height()) // 2),
            size.width(),
            size.height(),
        )

    def _group(self, group: str, usable: Collection[ActionId]) -> QVBoxLayout:
        specs = [spec for spec in ACTIONS if spec.group == group]
        return self._keys(group, [(shown_key(spec), spec.text, spec.id in usable) for spec in specs])

    def _table_keys(self) -> QVBoxLayout:
        return self._keys("表の中", [(key, text, True) for key, text in _TABLE_KEYS])

    @staticmethod
    def _keys(heading: str, lines: list[tuple[str, str, bool]]) -> QVBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.M)
        grid.setVerticalSpacing(look.XS)
        grid.setColumnStretch(1, 1)
        for at, (key, text, is_usable) in enumerate(lines):
            grid.addLayout(row(Label(key, "key"), None), at, 0)
            grid.addWidget(Label(text) if is_usable else hint(text), at, 1)
        return column(section(heading), grid, spacing=look.S)
