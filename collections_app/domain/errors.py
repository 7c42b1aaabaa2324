"""Errors a user can act on. Everything else that reaches the top is a bug and goes to the crash dialog."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections_app.domain.problem import Problem


class UserError(Exception):
    """Something the user can put right; `str(error)` is the Japanese sentence shown."""


class DateError(UserError):
    """A text that is no date, or a date that does not exist."""


class AmountError(UserError):
    """A text that is no whole number of yen."""


class ContradictionError(UserError):
    """Facts that cannot both be true, such as a split above what is owed."""


class NotFoundError(UserError):
    """A number under which nothing is kept."""


class ConflictError(UserError):
    """A record that somebody else has changed since it was read; nothing was written."""


class RecordConflictError(ConflictError):
    """A conflict over one record; `kept` is what the other person made of it, by column."""

    def __init__(self, sentence: str, kept: Mapping[str, Any]) -> None:
        """Keep what is kept now, so that both can be put side by side."""
        super().__init__(sentence)
        self.kept = dict(kept)


class DatabaseError(UserError):
    """A database that cannot be opened or used as it is."""


class BundleError(UserError):
    """A bundle that cannot be taken in; `problems` lists every place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep `problems` and say how many there are."""
        super().__init__(f"取り込めません。問題が{len(problems):,}件あります。何も登録していません。")
        self.problems = tuple(problems)


class CancelledError(UserError):
    """Work the user stopped; nothing of it was kept."""

    def __init__(self) -> None:
        """Say that nothing was kept."""
        super().__init__("中止しました。何も登録していません。")
