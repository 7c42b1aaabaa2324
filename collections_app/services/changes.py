"""What a command touched, so that screens know what to read again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """The record written, the claims and the tables of the bundle touched, and the audit record that can be undone."""

    number: str
    claims: frozenset[str]
    tables: frozenset[str]
    audit_no: int = 0
