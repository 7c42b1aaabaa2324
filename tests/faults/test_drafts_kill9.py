"""A program that is killed while somebody types has kept what was typed, and the next one finds it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from collections_app.ui.drafts.draft import Draft
from collections_app.ui.drafts.store import DraftStore
from tests.storage.making import a_claim, base, make_office

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")

TYPING = """
import sys, time
from pathlib import Path
from PySide6.QtTest import QTest
from collections_app.ui import look
from collections_app.ui.application import make_application
from collections_app.ui.desk import Desk
from collections_app.ui.settings import Settings
from collections_app.ui.window import make_shell
app = make_application(["test"])
look.theme().apply(app, dark=False)
shell = make_shell(Desk(sys.argv[1]), Settings(path=Path(sys.argv[2]) / "settings.toml"))
shell.show()
def settle():
    while not (shell.is_open and shell.context.jobs.is_idle):
        QTest.qWait(20)
settle()
shell.open_claim("K1")
settle()
tab = shell.page("claims").current_tab()
tab.add("notes")
settle()
body = tab.editor.form().boxes["body"].editor
for word in ("死ぬ", "まえに", "書いた"):
    body.insertPlainText(word)
    QTest.qWait(700)
def kept():
    return any("書いた" in path.read_text(encoding="utf-8") for path in Path(sys.argv[2]).glob("drafts/*.json"))
while not kept():
    QTest.qWait(50)
print("typed", flush=True)
body.insertPlainText("まだ")
QTest.qWait(60_000)
"""


def test_what_was_typed_before_a_kill_is_found_by_the_next_start(tmp_path: Path) -> None:
    location = str(tmp_path / "claims.sqlite3")
    make_office(location, base() | {"claims": [a_claim("K1")]}).close()
    words = [sys.executable, "-c", TYPING, location, str(tmp_path)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "typed\n"
    alive = DraftStore(tmp_path / "drafts")
    assert alive.gather() == []
    assert alive.waiting(location) == []  # the other program still runs
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    following = DraftStore(tmp_path / "drafts")
    assert following.gather() == []
    (draft,) = following.waiting(location)
    assert isinstance(draft, Draft)
    assert draft.texts["body"] == "死ぬまえに書いた"
    assert (draft.title, draft.claim_no, draft.subject) == ("メモの登録", "K1", "K1 佐藤　花子")
    following.drop(draft.draft_id)
    following.close()
    alive.close()
    assert list((tmp_path / "drafts").iterdir()) == []
