"""The start: what is imported before the first paint, settings that cannot be read, arguments."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from collections_app import app
from collections_app.ui import settings
from collections_app.ui.actions import ACTIONS
from collections_app.ui.settings import Settings, TableTaste

HEAVY = ("sqlalchemy", "alembic", "sqlite3", "psycopg", "openpyxl", "xlsxwriter", "pandas", "numpy", "jaconv")

_FIRST_PAINT = """
import sys
from collections_app.app import main
from collections_app.ui import application
from collections_app.ui.first_window import FirstWindow
app = application.make_application(["x"])
application.look.theme().wear(app, dark=False)
window = FirstWindow()
def judge():
    print(sorted(name for name in sys.modules if name.split(".")[0] in {heavy}))
    print(sorted(name for name in sys.modules if name.startswith("collections_app.ui.")))
    app.quit()
window.painted.connect(judge)
window.show()
app.exec()
"""


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    script = _FIRST_PAINT.replace("{heavy}", repr(set(HEAVY)))
    env = {"QT_QPA_PLATFORM": "offscreen", "PATH": "", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    heavy, ours = done.stdout.splitlines()[-2:]
    assert heavy == "[]"
    assert ours == str([f"collections_app.ui.{name}" for name in ("application", "first_window", "look", "settings")])


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.toml"
    taste = Settings(dark=True, scale=1.3, geometry="AAA=", database='C:\\data\\"求償権".db', path=path)
    taste.tables["claims"] = TableTaste(["costs"], {"claim_no": 120}, ["claim_no", "staff", "debtor"])
    taste.start_page, taste.staff_no = "claims", "S07"
    taste.save()
    assert settings.load(path) == taste
    assert settings.load(path).problem == ""


@pytest.mark.parametrize("broken", ["dark = ", "dark = 3", "scale = 'big'", "\x00", "[tables.claims]\nwidths = 3"])
def test_a_broken_settings_file_costs_only_the_taste(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(broken, encoding="utf-8")
    loaded = settings.load(path)
    assert loaded == Settings()
    assert "設定ファイル" in loaded.problem
    kept = path.with_suffix(".broken")
    assert str(kept) in loaded.problem
    assert kept.read_text(encoding="utf-8") == broken
    loaded.save()
    assert settings.load(path).problem == ""


@pytest.mark.parametrize(
    ("arguments", "location"),
    [
        ([], ""),
        (["--db", "a.db"], "a.db"),
        (["--db=a.db"], "a.db"),
        (["summary", "--db", "a.db"], None),
        (["--help"], None),
        (["--db", "a.db", "summary"], None),
    ],
)
def test_only_a_database_opens_the_window(arguments: list[str], location: str | None) -> None:
    assert app._window_location(arguments) == location


def test_no_key_is_taken_from_typing() -> None:
    assert all("+" in spec.shortcut or spec.shortcut.startswith("F") or spec.is_local for spec in ACTIONS)
