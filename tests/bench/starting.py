"""From the process to the first painted window, against a blank window: CPU seconds of child processes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.measuring import Result, compared, cpu

_GOAL = 1.3
_LATE = ("sqlalchemy", "alembic", "psycopg", "pandas", "numpy", "openpyxl", "xlsxwriter")

_BLANK = """
import os, sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
app = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
app.exec()
"""

_OURS = """
import os, sys
from collections_app.app import main
from collections_app.ui import first_window
class Window(first_window.FirstWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(*sorted(set(sys.argv[1:]) & sys.modules.keys()), flush=True)
        os._exit(0)
first_window.FirstWindow = Window
main(["--db", "bench.sqlite3"])
"""


def measure(runs: int) -> Iterator[Result]:
    """Yield the first paint, and which modules were imported too early."""
    with tempfile.TemporaryDirectory() as folder:
        early = _run(_OURS, folder).split()  # also compiles what was never imported before
        _run(_BLANK, folder)
        arms = (partial(_cost, _OURS, folder), partial(_cost, _BLANK, folder))
        yield Result("first painted window", "", *compared(*arms, runs), _GOAL)
    count = len(early)
    yield Result("heavy modules before it", "", count, 0, count, 0, unit="", remark=" ".join(early))


def _cost(code: str, folder: str) -> float:
    start = cpu()
    _run(code, folder)
    return cpu() - start


def _run(code: str, folder: str) -> str:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "*=false",
        "XDG_CONFIG_HOME": folder,
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *_LATE], env=environment, cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout
