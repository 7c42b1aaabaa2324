"""The bar at the top: the program's name, the search, the fiscal year, the day in force, the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QPushButton, QSizePolicy

from collections_app.domain.calendar import fiscal_year_name
from collections_app.ui import look
from collections_app.ui.text import western
from collections_app.ui.widgets import IconButton, section
from collections_app.ui.widgets import row as lay_row

if TYPE_CHECKING:
    from collections_app.ui.context import Context

_SEARCH_WIDTH = 480


class SearchField(QLineEdit):
    """The search: arrows and Enter go to the list of results below it."""

    key_pressed = Signal(object)  # a Qt.Key the results want
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("番号・氏名・カナ・電話・事件番号")
        self.setAccessibleName("すべてから検索、またはコマンド")
        self.setFixedWidth(_SEARCH_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that somebody is about to search."""
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the keys of the list over, keep those of the text."""
        wanted = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
        if Qt.Key(event.key()) in wanted:
            self.key_pressed.emit(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the key's name at the right while the field is empty."""
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        painter = QPainter(self)
        painter.setFont(look.number_font(look.HINT))
        painter.setPen(look.ink("faint"))
        box = QRect(0, 0, self.width() - look.M, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), "Ctrl+K")
        painter.end()


class TopBar(QFrame):
    """The bar; it only says what was asked for."""

    back_requested = Signal()
    menu_requested = Signal()
    day_requested = Signal()
    year_chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._context = context
        self._years: tuple[int, ...] = ()
        self.name = section("求償権管理")
        self.back = IconButton("arrow-left", "戻る (Alt+←)")
        self.back.setEnabled(False)
        self.back.clicked.connect(self.back_requested)
        self.search = SearchField()
        self.year = self._plain("年度")
        self.year.clicked.connect(self._choose_year)
        self.day = self._plain("基準日")
        self.day.clicked.connect(self.day_requested)
        self.menu = IconButton("menu-2", "メニュー (F10)")
        self.menu.clicked.connect(self.menu_requested)
        self.setLayout(
            lay_row(
                self.name,
                look.S,
                self.back,
                look.XS,
                self.search,
                None,
                self.year,
                self.day,
                self.menu,
                spacing=look.XS,
                margins=(look.L, 0, look.M, 0),
            )
        )
        self.setFixedHeight(look.TOP_BAR_HEIGHT)
        self.year.hide()  # which day is looked at is known once the database is open
        self.day.hide()

    def _plain(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "plain")
        button.setAutoDefault(False)
        button.setAccessibleName(name)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def show_day(self) -> None:
        """Show the fiscal year and the day in force."""
        self.year.show()
        self.day.show()
        year = fiscal_year_name(self._context.fiscal_year)
        day = f"{western(self._context.as_of)} 現在"
        self.year.setText(year)
        self.year.setAccessibleName(f"年度: {year}")
        self.year.setToolTip("年度を選ぶ")
        self.day.setText(day)
        self.day.setAccessibleName(f"基準日: {day}")
        self.day.setToolTip("基準日を変える (Ctrl+D)")

    def set_years(self, years: tuple[int, ...]) -> None:
        """Offer these fiscal years, the newest first."""
        self._years = tuple(sorted(years, reverse=True))

    def _choose_year(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for year in self._years or (self._context.fiscal_year,):
            action = menu.addAction(fiscal_year_name(year))
            action.setCheckable(True)
            action.setChecked(year == self._context.fiscal_year)
            action.setData(year)
        menu.triggered.connect(lambda action: self.year_chosen.emit(action.data()))
        menu.popup(self.year.mapToGlobal(self.year.rect().bottomLeft()))

    def rescale(self) -> None:
        """Follow the font scale."""
        self.setFixedHeight(look.scaled(look.TOP_BAR_HEIGHT))
        self.search.setFixedWidth(round(_SEARCH_WIDTH * min(look.theme().scale, 1.15)))
