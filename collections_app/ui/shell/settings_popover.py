"""A person's settings: who one is, where one starts, how it looks. A change holds at once, and is kept on closing."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from collections_app.ui import look
from collections_app.ui.overlay import Overlay
from collections_app.ui.widgets import Button, ChoiceBox, Label, Segmented, column, hint, row, section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.list_views import StaffMember
    from collections_app.ui.context import Context
    from collections_app.ui.shell.taste import Taste

_WIDTH = 440
_NO_WISH = "職員を選べば今日、ほかは集計"
_NOBODY = "選んでいません"
_LIGHT, _DARK, _WIDE, _COMPACT = "light", "dark", "wide", "compact"


class SettingsPopover(Overlay):
    """Opens at the upper right; Esc closes."""

    def __init__(self, window: QWidget, context: Context, taste: Taste, pages: Sequence[tuple[str, str]]) -> None:
        super().__init__(window)
        self.setAccessibleName("個人設定")
        self._context = context
        self._taste = taste
        self.person = ChoiceBox("職員番号")
        self.person.activated.connect(self._on_person)
        self.start = ChoiceBox("初めに開くページ")
        self._pages = list(pages)
        self.start.set_choices([("", _NO_WISH), *pages], context.settings.start_page)
        self.start.activated.connect(self._on_start)
        self.theme = Segmented([(_LIGHT, "明るい"), (_DARK, "暗い")], name="配色")
        self.theme.changed.connect(lambda _: taste.toggle_theme())
        self.scale = ChoiceBox("文字の大きさ")
        self.scale.set_choices([(scale, f"{round(scale * 100)}%") for scale in look.SCALES], context.settings.scale)
        self.scale.activated.connect(self._on_scale)
        self.rows = Segmented([(_WIDE, "標準"), (_COMPACT, "詰める")], name="表の行の高さ")
        self.rows.changed.connect(lambda _: taste.toggle_compact())
        self.where = hint()
        self.where.setWordWrap(True)
        close = Button("閉じる Esc")
        close.clicked.connect(self.close_over)
        self.setLayout(
            column(
                section("個人設定"),
                self._grid(),
                self.where,
                row(None, close),
                margins=(look.L, look.M, look.L, look.L),
            )
        )
        self.closed.connect(self._keep)
        look.theme().changed.connect(self._on_theme)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(look.M)
        grid.setHorizontalSpacing(look.M)
        grid.setColumnStretch(1, 1)
        lines: list[tuple[str, QWidget]] = [
            ("自分の職員番号", self.person),
            ("初めに開くページ", self.start),
            ("配色", self.theme),
            ("文字の大きさ", self.scale),
            ("表の行の高さ", self.rows),
        ]
        for at, (word, field) in enumerate(lines):
            label = Label(word)
            label.setBuddy(field)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignRight)
            grid.addLayout(row(field, None), at, 1)
        return grid

    def open_below(self, corner: QWidget) -> None:
        """Open below a button at the right, and read who there is."""
        settings = self._context.settings
        self._corner = corner
        self._show_looks()
        self.start.set_choices(
            [(self.start.itemData(at), self.start.itemText(at)) for at in range(self.start.count())],
            settings.start_page,
        )
        self._show_people(())
        self.where.setText(
            f"この設定は、この端末の利用者ごとに保存されます（{settings.path}）。" if settings.path else ""
        )
        self.where.setVisible(bool(settings.path))
        self._place()
        self.open_over(corner)
        self.person.setFocus(Qt.FocusReason.ShortcutFocusReason)
        today = date.today()  # noqa: DTZ011  (the office's own calendar day)
        self._context.jobs.read(
            partial(self._context.desk.people, today), self._show_people, owner=self, topic="people"
        )

    def _place(self) -> None:
        width = min(look.scaled(_WIDTH), self._window.width())
        at = self._corner.mapTo(self._window, QPoint(self._corner.width(), self._corner.height()))
        self.resize(width, self.height())
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry(max(0, at.x() - width), at.y() + look.XS, width, height)

    def _show_looks(self) -> None:
        settings = self._context.settings
        self.theme.set_current(_DARK if settings.dark else _LIGHT)
        self.rows.set_current(_COMPACT if settings.compact else _WIDE)
        at = min(range(len(look.SCALES)), key=lambda place: abs(look.SCALES[place] - settings.scale))
        self.scale.setCurrentIndex(at)

    def _show_people(self, people: Sequence[StaffMember]) -> None:
        mine = self._context.settings.staff_no
        lines: list[tuple[object, str]] = [("", _NOBODY)]
        lines += [(one.staff_no, f"{one.staff_no}  {one.name}（{one.section}）") for one in people]
        if mine and mine not in {one.staff_no for one in people}:
            lines.append((mine, f"{mine}（職員の一覧にありません）" if people else mine))
        self.person.set_choices(lines, mine)

    # what is chosen

    def _on_person(self) -> None:
        self._context.set_person(str(self.person.currentData() or ""))

    def _on_start(self) -> None:
        self._context.settings.start_page = str(self.start.currentData())

    def _on_scale(self) -> None:
        self._taste.set_scale(float(self.scale.currentData()))

    def _on_theme(self) -> None:
        if self.isVisible():
            self._show_looks()
            self._place()

    def _keep(self) -> None:
        settings = self._context.settings
        settings.problem = ""
        settings.save()
        if settings.problem:
            self._context.say(settings.problem, "warn")


def show_settings(
    window: QWidget, context: Context, taste: Taste, pages: Sequence[tuple[str, str]], corner: QWidget
) -> None:
    """Open the settings of a window below a button, made when they are first asked for."""
    popover = window.findChild(SettingsPopover) or SettingsPopover(window, context, taste, pages)
    popover.open_below(corner)
