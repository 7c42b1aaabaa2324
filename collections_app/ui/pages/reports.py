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
from collections_app.ui.files import WORKBOOK, ask_open, ask_save, documents, show_folder
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.annual_card import annual_card
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.widgets import (
    Button,
    Card,
    ChoiceBox,
    ElidedLabel,
    EmptyState,
    LinkButton,
    column,
    prose,
    row,
    soft,
    title,
)

if TYPE_CHECKING:
    from collections_app.domain.month_report import Filled
    from collections_app.ui.context import Context

_MONTHS = 24
_WIDTH = 720
_EMPTY = "求償権がまだありません。帳票は登録された記録から作ります。はじめに受渡データを取り込んでください。"


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
        self.template = QLineEdit(context.settings.template)
        self.template.setAccessibleName("協会のひな型")
        self.template.setPlaceholderText("なければ月報の全シートを作ります")
        self.template.editingFinished.connect(self._remember)
        pick = Button("参照…")
        pick.setAccessibleName("協会のひな型を選ぶ")
        pick.clicked.connect(self._pick)
        choose = Button("参照…")
        choose.setAccessibleName("保存先を選ぶ")
        choose.clicked.connect(self._choose)
        self.make = Button("作成 F11", primary=True)
        self.make.clicked.connect(self.write)
        self.first = EmptyState(_EMPTY, "管理で取り込む", partial(context.page_requested.emit, "admin"))
        self.first.hide()
        self._done = column(spacing=look.XS)
        card = self._card(pick, choose)
        cards = (self.first, card, annual_card(context, _WIDTH), None)
        margins = (look.L, look.M, look.L, look.S)
        purpose = prose(
            "出す帳票を選びます。1件の帳票（債権計算書・カルテなど）は、その求償権のページで Ctrl+P を押します。"
        )
        self.setLayout(column(row(title("帳票"), None), purpose, *cards, margins=margins, spacing=look.M))
        context.day_changed.connect(self._offer_months)
        self._offer_months()

    def _card(self, pick: Button, choose: Button) -> Card:
        """Return what the page asks, under what it makes of it."""
        explain = prose(
            "実績（当月・累計・前年・計画）、月別、課別・担当別、回収原因別、経過年数別、求償権残高、台帳、明細を一つのブックにし、"
            "どの数字も明細と照合します。協会のひな型を選ぶと、そのブックの名前を定義したセルに値を入れます"
            "（使える名前は月報のシート「名前」にあります）。"
        )
        card = Card("月次集計")
        card.body.addWidget(explain)
        form = QGridLayout()
        form.setHorizontalSpacing(look.M)
        form.setVerticalSpacing(look.M)
        form.setColumnStretch(1, 1)
        form.addWidget(soft("対象の月"), 0, 0)
        form.addLayout(row(self.month, None), 0, 1)
        form.addWidget(soft("ひな型"), 1, 0)
        form.addLayout(row(self.template, pick, spacing=look.M), 1, 1)
        form.addWidget(soft("保存先"), 2, 0)
        form.addLayout(row(self.path, choose, spacing=look.M), 2, 1)
        form.addLayout(row(self.make, None), 3, 1)
        card.body.addLayout(form)
        card.body.addLayout(self._done)
        card.body.setSpacing(look.M)
        card.setMaximumWidth(_WIDTH)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        return card

    def enter(self) -> None:
        """Offer the months up to the day in force; say so where there is nothing to report."""
        self.first.setVisible(self.context.data_on is None)
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
        self._remember()
        title, template = f"月次集計 {month_name(month)} を作成", self.template.text().strip()
        if template:
            fill = partial(context.desk.filled_template, month, Path(template), Path(text))
            job = context.jobs.run_long(title, fill, self._filled)
        else:
            work = partial(context.desk.monthly_workbook, month, Path(text))
            job = context.jobs.run_long(title, work, self._written)
        job.ended.connect(self._on_ended)

    def _filled(self, filled: Filled) -> None:
        self._written(Path(filled.path))
        if filled.remarks:
            self.context.say("".join(filled.remarks), "warn")

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

    def _pick(self) -> None:
        ask_open(self, "協会のひな型", WORKBOOK, self._take_template)

    def _take_template(self, path: Path) -> None:
        self.template.setText(str(path))
        self._remember()

    def _remember(self) -> None:
        self.context.settings.template = self.template.text().strip()
        self.context.settings.save()

    def _take_path(self, path: Path) -> None:
        self.path.setText(str(path))
        self._is_named = True
