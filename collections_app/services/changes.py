"""What a command touched, so that screens know what to read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_app.domain.receipt_entry import Moved


@dataclass(frozen=True, slots=True)
class Changes:
    """The record written, the claims and the tables of the bundle touched, and the audit record that can be undone.

    `moved` are the receipts kept before that are split otherwise because of it.
    """

    number: str
    claims: frozenset[str]
    tables: frozenset[str]
    audit_no: int = 0
    moved: tuple[Moved, ...] = ()
