"""Reports: the monthly workbook of a month, written by a job."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy

from collections_app.domain.calendar import era_date
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.files import WORKBOOK, ask_save, documents, show_folder
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.annual_card import annual_card
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.widgets import (
    Button,
    Card,
    ChoiceBox,
    ElidedLabel,
    LinkButton,
    column,
    row,
    soft,
    title,
)

if TYPE_CHECKING:
    from collections_app.ui.context import Context

_MONTHS = 24
_WIDTH = 720


def months_before(day: date, count: int) -> list[date]:
    """Return the first days of the month of `day` and of those before it."""
    first = day.year * 12 + day.month - 1
    return [date((first - back) // 12, (first - back) % 12 + 1, 1) for back in range(count)]


def month_name(month: date) -> str:
    """Return 令和7年3月 (2025年3月)."""
    return f"{era_date(month).split('月')[0]}月（{month.year}年{month.month}月）"


class ReportsPage(Page):
    """Choose a month and a file, write, open the folder."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "reports")
        self._is_named = False  # whether the person chose the file
        self.month = ChoiceBox("対象の月")
        self.month.setMinimumWidth(240)
        self.month.activated.connect(self._suggest)
        self.path = QLineEdit()
        self.path.setAccessibleName("保存先")
        self.path.textEdited.connect(self._on_named)
        choose = Button("参照…")
        choose.setAccessibleName("保存先を選ぶ")
        choose.clicked.connect(self._choose)
        self.make = Button("作成 F11", primary=True)
        self.make.clicked.connect(self.write)
        self._done = column(spacing=look.XS)
        explain = soft("集計表（今年度・前年同期・計画）、課・担当別、経過年数別の回収、明細を一つのブックにします。")
        explain.setWordWrap(True)
        card = Card("月次集計")
        card.body.addWidget(explain)
        form = QGridLayout()
        form.setHorizontalSpacing(look.M)
        form.setVerticalSpacing(look.M)
        form.setColumnStretch(1, 1)
        form.addWidget(soft("対象の月"), 0, 0)
        form.addLayout(row(self.month, None), 0, 1)
        form.addWidget(soft("保存先"), 1, 0)
        form.addLayout(row(self.path, choose, spacing=look.M), 1, 1)
        form.addLayout(row(self.make, None), 2, 1)
        card.body.addLayout(form)
        card.body.addLayout(self._done)
        card.body.setSpacing(look.M)
        card.setMaximumWidth(_WIDTH)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        cards = (card, annual_card(context, _WIDTH), None)
        margins = (look.L, look.M, look.L, look.S)
        self.setLayout(column(row(title("帳票"), None), *cards, margins=margins, spacing=look.M))
        context.day_changed.connect(self._offer_months)
        self._offer_months()

    def enter(self) -> None:
        """Offer the months up to the day in force."""
        self._offer_months()

    def handlers(self) -> Handlers:
        """Return what the page can do."""
        return {ActionId.EXCEL: self.write}

    def memory(self) -> object:
        """Return the month chosen."""
        return self.month.currentData()

    def recall(self, memory: object) -> None:
        """Choose the month again."""
        self.month.setCurrentIndex(max(0, self.month.findData(memory)))
        self._suggest()

    def write(self) -> None:
        """Write the workbook."""
        text = self.path.text().strip()
        if not text:
            self.path.setFocus()
            self.context.say("保存先を入れてください。", "warn")
            return
        month, context = self.month.currentData(), self.context
        self.make.setEnabled(False)
        work = partial(context.desk.monthly_workbook, month, Path(text))
        job = context.jobs.run_long(f"月次集計 {month_name(month)} を作成", work, self._written)
        job.ended.connect(self._on_ended)

    def _written(self, path: Path) -> None:
        say_written(self.context, path)
        link = LinkButton("フォルダーを開く", f"{path.name} のフォルダーを開く")
        link.clicked.connect(partial(show_folder, path))
        self._done.insertLayout(0, row(soft("作成済み"), ElidedLabel(str(path), "text"), link, spacing=look.M))

    def _on_ended(self) -> None:
        self.make.setEnabled(True)

    def _offer_months(self) -> None:
        months = months_before(self.context.as_of, _MONTHS)
        choices: list[tuple[object, str]] = [(month, month_name(month)) for month in months]
        self.month.set_choices(choices)
        self._suggest()

    def _on_named(self) -> None:
        self._is_named = bool(self.path.text().strip())

    def _suggest(self) -> None:
        if not self._is_named:
            self.path.setText(str(documents() / f"月次集計_{self.month.currentData():%Y%m}.xlsx"))

    def _choose(self) -> None:
        ask_save(self, "月次集計の保存先", Path(self.path.text()).name or "月次集計.xlsx", WORKBOOK, self._take_path)

    def _take_path(self, path: Path) -> None:
        self.path.setText(str(path))
        self._is_named = True
