"""How long work says how far it is, and hears that the user wants it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from collections_app.domain.errors import CancelledError


def _show_nothing(text: str, done: int, total: int) -> None:
    del text, done, total


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Progress:
    """Called by long work at every step; the default says nothing and never stops."""

    show: Callable[[str, int, int], None] = _show_nothing
    is_cancelled: Callable[[], bool] = _never

    def step(self, text: str, done: int, total: int) -> None:
        """Say what is being done and how much of it is done; CancelledError when the user wants to stop."""
        if self.is_cancelled():
            raise CancelledError
        self.show(text, done, total)


SILENT = Progress()
