"""The program: a window without arguments, a command with them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    location = _window_location(arguments)
    if location is None:
        from collections_app.cli.main import main as run_command

        return run_command(arguments)
    if not has_display():
        from collections_app.cli.headless import headless
        from collections_app.ui.start import default_location

        return headless(location or default_location(), Path("out"))
    from collections_app.ui.application import run

    return run(location)


def has_display() -> bool:
    """Whether a window can be shown: on Linux only where a display is named."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _window_location(arguments: list[str]) -> str | None:
    """Return the database of `--db`, "" without arguments, None when a command is meant."""
    match arguments:
        case []:
            return ""
        case ["--db", location]:
            return location
        case [option] if option.startswith("--db="):
            return option.removeprefix("--db=")
    return None
