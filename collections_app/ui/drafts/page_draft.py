"""A text typed on a page of its own (a layout, a sentence of the report), kept until it is saved or left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from collections_app.domain.calendar import short_era

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class PageDraft:
    """`about` says which text of the page it is, `text` is what was typed, `before` what was kept when it began.

    A page takes it up where it takes up where one was: in `recall`.
    """

    claim_no: ClassVar[str] = ""  # it is of no claim's page
    draft_id: str
    place: str  # of the database
    page: str
    about: tuple[str, ...]
    title: str
    subject: str
    text: str
    before: str
    at: datetime = field(default_factory=lambda: datetime.now().astimezone())

    @property
    def moment(self) -> str:
        """When it was typed last."""
        return f"{short_era(self.at.date())} {self.at:%H:%M}"

    @property
    def words(self) -> str:
        """The first line that is not as it was, cut where it is long."""
        before = set(self.before.splitlines())
        lines = self.text.splitlines() or [""]
        line = next((line for line in lines if line not in before), lines[0])
        return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def page_as_json(draft: PageDraft) -> dict[str, Any]:
    """Return a draft as it is written to the file."""
    names = ("draft_id", "place", "page", "title", "subject", "text", "before")
    return {name: getattr(draft, name) for name in names} | {"about": list(draft.about), "at": draft.at.isoformat()}


def page_from_json(kept: Any) -> PageDraft:
    """Return the draft of a file; KeyError, TypeError or ValueError when it is none."""
    names = ("draft_id", "place", "page", "title", "subject", "text", "before")
    words = {name: str(kept[name]) for name in names}
    return PageDraft(**words, about=tuple(map(str, kept["about"])), at=datetime.fromisoformat(kept["at"]))
