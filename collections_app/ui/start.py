"""From the first paint to the first page: open the database by a job, with demonstration data where there is none."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from collections_app.ui.context import Message
from collections_app.ui.shell.drafts import show_drafts

if TYPE_CHECKING:
    from collections_app.domain.progress import Progress
    from collections_app.domain.views import OfficeState
    from collections_app.ui.context import Context
    from collections_app.ui.shell.shell import Shell

_DEMO = "デモ用のデータで開きました。氏名・番号はすべて架空です。「管理」で自分のデータベースを作れます。"
_EMPTY = "データベースは空です。受渡データを取り込むと、集計と一覧が見られます。"


def default_location() -> str:
    """Return where the database of this person is kept."""
    from platformdirs import user_data_path

    return str(user_data_path("collections_app", appauthor=False) / "collections.db")


class Start(QObject):
    """Opens the database at the first paint, and another when asked for."""

    def __init__(self, context: Context, window: Shell) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        context.database_requested.connect(self.open_other)
        context.data_changed.connect(self._refresh)

    def begin(self) -> None:
        """Open the database, or make the demonstration one where there is none."""
        location = self._context.desk.location
        if "://" in location or Path(location).exists():
            self._open(is_demo=False)
        else:
            self._make_demo()

    def open_other(self, location: str) -> None:
        """Open another database; an empty one is made where there is none."""
        self._context.settings.database = location
        self._window.forget_places()

        def reopen() -> OfficeState:
            self._context.desk.close()
            self._context.desk.location = location
            return self._context.desk.open()

        self._context.jobs.write(reopen, partial(self._opened, is_demo=False), self._refused)

    def _make_demo(self) -> None:
        desk = self._context.desk

        def work(progress: Progress) -> OfficeState:
            Path(desk.location).parent.mkdir(parents=True, exist_ok=True)
            desk.make_demo(progress)
            return desk.open()

        title = "デモ用のデータを作成"
        self._context.jobs.run_long(title, work, partial(self._opened, is_demo=True), self._refused, writes=True)

    def _open(self, *, is_demo: bool) -> None:
        self._context.jobs.write(self._context.desk.open, partial(self._opened, is_demo=is_demo), self._refused)

    def _opened(self, state: OfficeState, *, is_demo: bool) -> None:
        context = self._context
        self._take(state)
        if state.data_on is not None:
            context.set_day(state.data_on)
        self._window.open_pages(first=self._first_page() if state.claim_count else "admin")
        if is_demo:
            context.say(_DEMO, "info")
        elif not state.claim_count:
            context.say(_EMPTY, "info")
        context.jobs.read(context.drafts.gather, self._tell_drafts, owner=self, topic="drafts")

    def _tell_drafts(self, sentences: list[str]) -> None:
        """Say what was typed and not registered before the program ended."""
        context = self._context
        waiting = context.drafts.waiting(context.desk.location)
        if waiting:
            first = f"{waiting[0].title}　{waiting[0].subject}".strip()
            more = f"ほか{len(waiting) - 1}件" if len(waiting) > 1 else ""
            told = f"登録していない書きかけの入力があります（{first}{more}）。"
            text = "".join((*sentences, told))
            see = partial(show_drafts, self._window, context)
            context.said.emit(Message(text, "warn", "見る Ctrl+Shift+K", see, is_lasting=True))
        elif sentences:
            context.said.emit(Message("".join(sentences), "warn", is_lasting=True))

    def _first_page(self) -> str:
        """Return the page the person wants to start with; without a wish the day's, for who has work of their own."""
        settings, pages = self._context.settings, [key for key, _ in self._window.pages()]
        usual = "today" if settings.staff_no else "summary"
        return settings.start_page if settings.start_page in pages else usual

    def _refused(self, error: Exception) -> None:
        self._window.show_refusal(str(error), self.begin)

    def _refresh(self) -> None:
        self._context.jobs.read(self._context.desk.state, self._take_new, owner=self, topic="state")

    def _take_new(self, state: OfficeState) -> None:
        is_first = self._context.data_on is None
        self._take(state)
        if is_first and state.data_on is not None:
            self._context.set_day(state.data_on)

    def _take(self, state: OfficeState) -> None:
        self._context.data_on = state.data_on
        read = self._context.jobs.read
        read(self._context.desk.fiscal_years, self._window.top.set_years, owner=self, topic="years")
