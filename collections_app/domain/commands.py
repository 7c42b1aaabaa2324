"""What the staff ask the program to write: frozen requests that screens send down and services carry out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from collections_app.domain.codes import ContactKind, ContactOutcome


@dataclass(frozen=True, slots=True)
class RecordContact:
    """A contact (交渉記録) of a claim as it is to be kept; None is "not there"."""

    claim_no: str
    kind: ContactKind
    contacted_on: date
    contacted_at: str | None = None  # HH:MM
    party_no: str | None = None
    outcome: ContactOutcome | None = None
    promised_amount: int | None = None  # yen
    promised_on: date | None = None
    next_on: date | None = None
    memo: str | None = None

    def content(self) -> dict[str, str | int | date | None]:
        """Return the content by column of the contacts, codes as the words stored."""
        return {
            "claim_no": self.claim_no,
            "party_no": self.party_no,
            "contacted_on": self.contacted_on,
            "contacted_at": self.contacted_at,
            "kind": self.kind.value,
            "outcome": self.outcome.value if self.outcome else None,
            "promised_amount": self.promised_amount,
            "promised_on": self.promised_on,
            "next_on": self.next_on,
            "memo": self.memo,
        }
