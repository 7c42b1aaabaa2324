"""Administration: which database is open, its check, backup and export, and taking data in."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.files import BACKUP, BUNDLE, DATABASE, ask_folder, ask_open, ask_save
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.ask_sheet import AskSheet
from collections_app.ui.pages.import_card import ImportCard
from collections_app.ui.pages.list_export import say_written
from collections_app.ui.pages.problem_list import ProblemList
from collections_app.ui.text import file_stamp, spoken_day
from collections_app.ui.widgets import Button, Card, ElidedLabel, Label, NumberLabel, column, prose, row, soft, title

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from collections_app.domain.problem import Problem
    from collections_app.domain.views import OfficeState
    from collections_app.ui.context import Context


_PURPOSE = "データを守り、出し入れするページです。点検とバックアップは下のボタン、計画値・数え方・月次締めは右上から。"
_FIRST = (
    "求償権がまだありません。はじめに、下の「取込」で受渡データを選び、確かめてから取り込みます。"
    "1件ずつ登録するときは、求償権の一覧（Ctrl+2）で Ctrl+N を押します。"
)
_UNNAMED = "まだありません（月報の表紙に（記載なし）と載ります）"
_NAMING = "月報の表紙、年度報告、帳票の頭に載ります。データベースに残り、だれがいつ変えたかも記録されます。"


class AdminPage(Page):
    """Two cards side by side: the database, and taking data in."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "admin")
        self._named = ""
        self.location = ElidedLabel()
        self.count = NumberLabel()
        self.newest = Label()
        self.purpose = prose()
        self.corporation = ElidedLabel()
        self._rename = Button("協会名を変える…")
        self._rename.setToolTip("月報の表紙、年度報告、帳票に載ります")
        self._rename.clicked.connect(self.ask_name)
        self.notices = Label("", "soft")
        self.notices.setWordWrap(True)
        self._check = Button("整合性を点検", icon="shield-check")
        self._backup = Button("バックアップ…", icon="database")
        self._export = Button("全データを書き出す…", icon="upload")
        self._dataset = Button("分析用データ…", icon="upload")
        self._dataset.setToolTip("氏名を含まない集計用の表を、CSVで新しいフォルダーに書きます")
        self._open = Button("ほかのデータベースを開く…", icon="folder-open")
        self._new = Button("空のデータベースを作る…", icon="plus")
        self._open.clicked.connect(self._ask_database)
        self._new.clicked.connect(self._ask_new)
        self._check.clicked.connect(self.check)
        self._backup.clicked.connect(self.backup)
        self._export.clicked.connect(self.export)
        self._dataset.clicked.connect(self.ask_dataset)
        self.checked = prose()
        self.checked.hide()
        self.found = ProblemList(context)
        self.found.hide()
        self.imports = ImportCard(context)
        self.counting = self._leading("集計の数え方", "counting")
        self.plans = self._leading("計画値 Ctrl+Shift+P", "plan_figures")
        self.closes = self._leading("月次締め Ctrl+Shift+S", "closes")
        self._lay_out()
        context.data_changed.connect(self.reload)

    def _leading(self, text: str, page: str) -> Button:
        """Return a button that leads to a page."""
        button = Button(text)
        button.clicked.connect(partial(self.context.page_requested.emit, page))
        return button

    def _lay_out(self) -> None:
        body = QWidget()
        body.setProperty("role", "canvas")
        layout = column(self._database_card(), self.imports, spacing=look.M)
        layout.addStretch(1)
        body.setLayout(layout)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        page = column(
            row(title("管理"), None, self.plans, self.counting, self.closes),
            self.purpose,
            area,
            margins=(look.L, look.M, look.L, look.S),
            spacing=look.M,
        )
        page.setStretch(2, 1)
        self.setLayout(page)

    def _database_card(self) -> Card:
        others = QWidget()
        others.setLayout(row(self._open, self._new))
        card = Card("データベース", others)
        named = QWidget()
        named.setLayout(row(self.corporation, self._rename, spacing=look.M))
        lines: tuple[tuple[str, QWidget], ...] = (
            ("協会名", named),
            ("場所", self.location),
            ("求償権", self.count),
            ("データの最新日", self.newest),
        )
        facts = QGridLayout()
        facts.setHorizontalSpacing(look.L)
        facts.setVerticalSpacing(look.XS)
        facts.setColumnStretch(1, 1)
        for place, (word, value) in enumerate(lines):
            facts.addWidget(soft(word), place, 0)
            facts.addWidget(value, place, 1)
        card.body.addLayout(facts)
        card.body.addWidget(self.notices)
        card.body.addSpacing(look.XS)
        card.body.addLayout(row(self._check, self._backup, self._export, self._dataset, None))
        card.body.addWidget(self.checked)
        card.body.addWidget(self.found)
        return card

    def enter(self) -> None:
        """Say what is in the database."""
        self.reload()

    def reload(self) -> None:
        """Read the state of the database again."""
        self.context.jobs.read(self.context.desk.state, self._take, owner=self, topic="state")

    def handlers(self) -> Handlers:
        """Return what the page can do."""
        return {ActionId.RELOAD: self.reload}

    def _take(self, state: OfficeState) -> None:
        self.purpose.setText(_PURPOSE if state.claim_count else _FIRST)
        if not state.claim_count and self.plans.hasFocus():
            self.imports.choose.setFocus()  # the first step of an empty office
        self._named = state.corporation
        self.corporation.setText(state.corporation or _UNNAMED)
        self.location.setText(state.location)
        self.count.setText(f"{state.claim_count:,} 件")
        self.newest.setText(spoken_day(state.data_on) if state.data_on is not None else "データはまだありません")
        self.notices.setText("\n".join(state.notices))
        self.notices.setVisible(bool(state.notices))

    def ask_name(self) -> None:
        """Ask what the corporation is called."""
        sheet = AskSheet(self.window(), "協会名", _NAMING, "登録")
        sheet.ask(("協会名",), self._name)
        sheet.fields[0].setText(self._named)
        sheet.fields[0].selectAll()

    def _name(self, given: tuple[str, ...]) -> None:
        def done(name: str) -> None:
            self.context.say(f"協会名を「{name}」にしました。")
            self.context.data_changed.emit()

        self.context.jobs.write(partial(self.context.desk.name_corporation, given[0], self._named), done)

    def _ask_database(self) -> None:
        ask_open(self, "開くデータベース", DATABASE, self._open_database)

    def _ask_new(self) -> None:
        ask_save(self, "新しいデータベースの場所", "求償権.db", DATABASE, self._open_database)

    def _open_database(self, path: Path) -> None:
        self.context.database_requested.emit(str(path))

    # check

    def check(self) -> None:
        """Check the whole database."""
        self._check.setEnabled(False)
        job = self.context.jobs.run_long("整合性を点検", self.context.desk.check, self._checked)
        job.ended.connect(partial(self._check.setEnabled, True))

    def _checked(self, problems: Sequence[Problem]) -> None:
        errors = sum(not problem.is_warning for problem in problems)
        found = f"誤り {errors:,}件、注意 {len(problems) - errors:,}件" if problems else "誤りも注意もありません"
        self.checked.setText(f"点検の結果　{datetime.now().astimezone():%Y-%m-%d %H:%M}　{found}。")
        self.checked.show()
        self.found.show_problems(problems)
        self.found.setVisible(bool(problems))
        if errors:
            self.context.say(f"点検の結果、誤りが{errors:,}件あります。下の一覧に場所と直し方があります。", "bad")
        elif problems:
            self.context.say(f"点検を終えました。誤りはありません。注意が{len(problems):,}件あります。", "warn")
        else:
            self.context.say("点検を終えました。誤りはありません。")

    # backup and export

    def backup(self) -> None:
        """Ask where, and back the database up."""
        ask_save(self, "バックアップの保存先", f"求償権_{self._stamp()}.db", BACKUP, self.backup_to)

    def backup_to(self, path: Path) -> None:
        """Back the database up into a file."""
        context = self.context

        def done(nothing: None) -> None:
            del nothing
            say_written(context, path)

        context.jobs.write(partial(context.desk.backup, path), done)

    def export(self) -> None:
        """Ask where, and write everything as a bundle."""
        ask_save(self, "書き出す場所", f"受渡データ_{self._stamp()}.zip", BUNDLE, self.export_to)

    def export_to(self, path: Path) -> None:
        """Write everything as a bundle."""
        context = self.context

        def done(nothing: None) -> None:
            del nothing
            say_written(context, path)

        context.jobs.run_long("全データを書き出し", partial(context.desk.export_bundle, path), done)

    def ask_dataset(self) -> None:
        """Ask in which folder, and write the data set into a new one in it."""
        ask_folder(self, "分析用データを書き出すフォルダー", self.dataset_to)

    def dataset_to(self, folder: Path) -> None:
        """Write the data set for programs of analysis into a new folder."""
        context, path = self.context, folder / f"分析用データ_{self._stamp()}"

        def done(counts: dict[str, int]) -> None:
            del counts
            say_written(context, path)

        context.jobs.run_long("分析用データを書き出し", partial(context.desk.write_dataset, path, "csv"), done)

    def _stamp(self) -> str:
        return file_stamp(self.context.as_of)
