"""The program: a window without arguments, a command with them."""

from __future__ import annotations

import os
import sys

NO_DISPLAY = "画面がありません。サブコマンドを付けて実行してください。一覧: collections-app --help"
_WINDOW_OPTIONS = ("--db",)


def main(argv: list[str] | None = None) -> int:
    """Run the program and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    location = _window_location(arguments)
    if location is None:
        from collections_app.cli.main import main as run_command

        return run_command(arguments)
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201  (the command line's own words)
        return 1
    from collections_app.ui.application import run

    return run(location)


def _window_location(arguments: list[str]) -> str | None:
    """Return the database of `--db`, "" without arguments, None when a command is meant."""
    if not arguments:
        return ""
    name, _, value = arguments[0].partition("=")
    if name not in _WINDOW_OPTIONS:
        return None
    rest = arguments[1:]
    if value and not rest:
        return value
    return rest[0] if not value and len(rest) == 1 else None


def has_display() -> bool:
    """Whether a window can be shown: on Linux only where a display is named."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
