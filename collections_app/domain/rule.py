"""A rule of law as data: what holds from a day on, on which article it rests, when somebody last looked it up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from collections_app.domain.errors import UserError

Value = TypeVar("Value")


class NoRuleError(UserError):
    """A day for which no rule is recorded."""


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """One version of a rule: it holds from `since` on; `verified` is the day it was last compared with its source."""

    since: date
    value: Value
    reference: str
    verified: date


def rule_on(versions: Sequence[Dated[Value]], day: date, name: str) -> Dated[Value]:
    """Return the last version that had begun by the day; NoRuleError when none had."""
    begun = [version for version in versions if version.since <= day]
    if not begun:
        raise NoRuleError(f"{day:%Y-%m-%d} の「{name}」の定めが登録されていません。日付を確かめてください。")
    return max(begun, key=lambda version: version.since)
