"""Jobs: threads, errors, stale results, long work."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from collections_app.domain.errors import CancelledError, NotFoundError
from collections_app.domain.progress import Progress
from collections_app.ui.crash import CrashDialog, masked, report_of
from collections_app.ui.jobs import Jobs
from collections_app.ui.progress_panel import ProgressPanel


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.shutdown()


def test_results_come_back_on_the_ui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    seen: list[tuple[int, str]] = []
    jobs.read(lambda: 3_000_000_000, lambda yen: seen.append((yen, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(3_000_000_000, threading.main_thread().name)]


def test_only_the_newest_answer_of_an_owner_arrives(qtbot: QtBot, jobs: Jobs) -> None:
    gate, owner = threading.Event(), QObject()
    seen: list[str] = []

    def old() -> str:
        gate.wait(5)
        return "old"

    jobs.read(old, seen.append, owner=owner, topic="list")
    jobs.read(lambda: "new", seen.append, owner=owner, topic="list")
    qtbot.waitUntil(lambda: seen == ["new"])
    gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert seen == ["new"]


def test_a_users_error_and_a_bug_take_different_roads(qtbot: QtBot, jobs: Jobs) -> None:
    def missing() -> None:
        raise NotFoundError("ありません。")

    def bug() -> None:
        raise ZeroDivisionError("佐藤一郎 12345")

    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.read(missing, print)
    assert str(failed.args[0]) == "ありません。"
    with qtbot.waitSignal(jobs.crashed) as crashed:
        jobs.write(bug, print)
    report = report_of(crashed.args[0])
    assert "ZeroDivisionError" in report
    assert "佐藤" not in report
    assert "12345" not in report


def test_writes_never_meet(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[str] = []
    for name in "abc":
        jobs.write(lambda one=name: order.append(one), lambda _: None)  # type: ignore[misc]
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert order == ["a", "b", "c"]


def test_long_work_shows_itself_and_is_cancelled(qtbot: QtBot, jobs: Jobs) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    panel = ProgressPanel(page)
    jobs.long_started.connect(panel.watch)
    errors: list[Exception] = []

    def work(progress: Progress) -> None:
        for at in range(10_000):
            progress.step("読んでいます", at, 3_000_000_000)
            threading.Event().wait(0.01)

    job = jobs.run_long("取込", work, lambda _: None, errors.append, writes=True)
    qtbot.waitUntil(panel.isVisible)
    job.cancel()
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], CancelledError)
    assert not panel.isVisible()


def test_shutdown_waits_for_writes(qapp: QApplication) -> None:
    jobs, done = Jobs(), []
    jobs.write(lambda: threading.Event().wait(0.05), lambda _: None)
    jobs.write(lambda: done.append(1), lambda _: None)
    jobs.shutdown()
    assert done == [1]


def test_a_report_hides_names_numbers_and_folders(qtbot: QtBot) -> None:
    assert masked("no /srv/taro/data/claims.csv for 株式会社広瀬 K2020-00123") == "no …/claims.csv for ＊ K#-#"
    dialog = CrashDialog("報告")
    qtbot.addWidget(dialog)
    dialog._copy()
    assert QApplication.clipboard().text() == "報告"
