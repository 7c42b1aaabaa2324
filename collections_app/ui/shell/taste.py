"""The person's taste, changed while the program runs: theme, size of text, height of rows, what is folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from collections_app.ui import look
from collections_app.ui.actions import ActionId

if TYPE_CHECKING:
    from collections_app.ui.context import Context
    from collections_app.ui.page import Handlers
    from collections_app.ui.shell.key_bar import KeyBar
    from collections_app.ui.shell.rail import Rail

_BESIDE_RAIL = 960  # pixels at 100 % that page and navigation need side by side


class Taste:
    """Changes a setting and shows the change at once."""

    def __init__(self, context: Context, rail: Rail, keys: KeyBar) -> None:
        self._context = context
        self._rail = rail
        self._keys = keys
        self._is_narrow = False  # large text in a small window: the navigation folds by itself
        self._is_open_anyway = False
        self.show_folds()

    def handlers(self) -> Handlers:
        """Return what can be done to the look everywhere."""
        return {
            ActionId.THEME: self.toggle_theme,
            ActionId.LARGER: self.enlarge,
            ActionId.SMALLER: self.reduce,
            ActionId.COMPACT: self.toggle_compact,
            ActionId.RAIL: self.toggle_rail,
            ActionId.KEY_BAR: self.toggle_key_bar,
        }

    def toggle_theme(self) -> None:
        """Change between the light and the dark palette."""
        self._context.settings.dark = not self._context.settings.dark
        self._dress()

    def enlarge(self) -> None:
        """Make the text a step larger."""
        self._resize_text(1)

    def reduce(self) -> None:
        """Make the text a step smaller."""
        self._resize_text(-1)

    def toggle_compact(self) -> None:
        """Change between rows of 28 and of 24 pixels."""
        self._context.settings.compact = not self._context.settings.compact
        self._context.taste_changed.emit()

    def toggle_rail(self) -> None:
        """Fold the navigation to icons, or unfold it."""
        if self._is_narrow:
            self._is_open_anyway = not self._is_open_anyway
        else:
            self._context.settings.rail_collapsed = not self._context.settings.rail_collapsed
        self.show_folds()

    def fit(self, width: int) -> None:
        """Fold the navigation where the text is too large for it and the page side by side."""
        is_narrow = width < look.scaled(_BESIDE_RAIL)
        if is_narrow != self._is_narrow:
            self._is_narrow, self._is_open_anyway = is_narrow, False
            self.show_folds()

    def toggle_key_bar(self) -> None:
        """Hide the key bar, or show it."""
        self._context.settings.key_bar_hidden = not self._context.settings.key_bar_hidden
        self.show_folds()

    def show_folds(self) -> None:
        """Fold what the settings fold."""
        is_folded = not self._is_open_anyway if self._is_narrow else self._context.settings.rail_collapsed
        self._rail.set_collapsed(collapsed=is_folded)
        self._keys.setHidden(self._context.settings.key_bar_hidden)

    def _resize_text(self, step: int) -> None:
        settings, scales = self._context.settings, look.SCALES
        at = min(range(len(scales)), key=lambda place: abs(scales[place] - settings.scale))
        self.set_scale(scales[max(0, min(len(scales) - 1, at + step))])
        self._context.say(f"文字の大きさ {round(settings.scale * 100)}%", "info")

    def set_scale(self, scale: float) -> None:
        """Set the text at a size."""
        self._context.settings.scale = scale
        self._dress()

    def _dress(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            look.theme().apply(app, dark=self._context.settings.dark, scale=self._context.settings.scale)
            self._context.taste_changed.emit()
