"""What an entry form is given: the record, what may be chosen for its references, and what it is judged against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from collections_app.domain.judging import Surroundings
from collections_app.domain.records import Key, Record


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen, its word, what tells it apart, and what else it is found by (its kana)."""

    value: object
    label: str
    detail: str = ""
    also: str = ""


@dataclass(frozen=True, slots=True)
class FormWanted:
    """Which form: of the record of a key, or of a new record (`key` None) of which something is given already."""

    table: str
    key: Key | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)  # what may be shown later and must be among the choices


@dataclass(frozen=True, slots=True)
class FormView:
    """A form to fill in. `before` is the record as it is kept, None for a new one; `choices` by referring column."""

    table: str
    record: Record
    before: Record | None
    choices: Mapping[str, tuple[Option, ...]]
    around: Surroundings
    subject: str  # whose record it is: claim number and debtor, or the person; empty where it is nobody's
    number: str  # its number, or the one it will get; empty where the key is typed
