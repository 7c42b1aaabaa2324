"""From the process to the first paint; everything else is imported after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from collections_app.ui import look, settings
from collections_app.ui.first_window import FirstWindow

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.ui.window import Filler


def make_application(arguments: list[str]) -> QApplication:
    """Return the application, not yet dressed: style, palette and fonts are the theme's."""
    app = QApplication(arguments)
    app.setApplicationName("collections_app")
    app.setApplicationDisplayName("求償権管理")
    return app


def speak_japanese(app: QApplication) -> None:
    """Let the words that are Qt's own, such as those of a file dialog, be Japanese."""
    words = QTranslator(app)
    if words.load("qtbase_ja", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


def run(location: str = "", settings_path: Path | None = None) -> int:
    """Show the window until it is closed."""
    app = make_application(["collections_app"])
    taste = settings.load(settings_path or settings.default_path())
    look.theme().wear(app, dark=taste.dark, scale=taste.scale)
    window = FirstWindow(taste.geometry, rail_collapsed=taste.rail_collapsed)
    fillers: list[Filler] = []

    def fill() -> None:
        from collections_app.ui.desk import Desk
        from collections_app.ui.start import default_location
        from collections_app.ui.window import Filler

        look.theme().apply(app, dark=taste.dark, scale=taste.scale)
        speak_japanese(app)
        filler = Filler(window, Desk(location or taste.database or default_location()), taste)
        fillers.append(filler)
        filler.fill()

    window.painted.connect(fill)
    window.show()
    return app.exec()
