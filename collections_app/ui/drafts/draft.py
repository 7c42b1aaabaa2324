"""One form or table half filled in, as it is kept in a file and taken up again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from collections_app.domain.bundle import TABLE
from collections_app.domain.calendar import short_era
from collections_app.domain.forms import FormWanted
from collections_app.domain.records import from_plain, key_of, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.records import Record


_SHOWN = 24  # texts shown of a table


def new_id() -> str:
    """Return the name of a new draft."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class Draft:
    """`texts` are the fields as typed, `record` what they mean, `before` what was kept when the form was opened.

    Of a table of a whole `page` they are its cells, by names the page understands.
    """

    draft_id: str
    place: str  # of the database
    table: str
    claim_no: str  # of the page it was typed on; "" elsewhere
    subject: str
    is_row: bool  # typed into the entry row of the timeline, not on a sheet
    before: Record | None
    given: Record  # what a new record was opened with
    record: Record
    texts: Mapping[str, str]
    page: str = ""  # whose table it was typed into; "" for a form
    at: datetime = field(default_factory=lambda: datetime.now().astimezone())

    @property
    def title(self) -> str:
        """What is being typed: 担保物件の訂正."""
        what = "一覧入力" if self.page else "登録" if self.before is None else "訂正"
        return f"{TABLE[self.table].title}の{what}"

    @property
    def words(self) -> str:
        """The first of what is typed, in one line."""
        typed = [text.replace("\n", " ") for text in self.texts.values() if text]
        return "　".join(typed[:_SHOWN]) + ("　…" if len(typed) > _SHOWN else "")

    @property
    def moment(self) -> str:
        """When it was typed last."""
        return f"{short_era(self.at.date())} {self.at:%H:%M}"

    @property
    def wanted(self) -> FormWanted:
        """The form it was typed into."""
        key = None if self.before is None else key_of(self.table, self.before)
        return FormWanted(self.table, key, self.given, self.record)

    def is_of(self, place: str, wanted: FormWanted) -> bool:
        """Tell whether it was typed into that form of that database."""
        mine = self.wanted
        about = ("claim_no", "party_no")
        is_same_case = all(mine.given.get(name) == wanted.given.get(name) for name in about)
        return (
            not self.page
            and (place, wanted.table, wanted.key) == (self.place, mine.table, mine.key)
            and (wanted.key is not None or is_same_case)
        )


def as_json(draft: Draft) -> dict[str, Any]:
    """Return a draft as it is written to the file."""
    return {
        "draft_id": draft.draft_id,
        "place": draft.place,
        "table": draft.table,
        "claim_no": draft.claim_no,
        "subject": draft.subject,
        "is_row": draft.is_row,
        "before": None if draft.before is None else plain(draft.before),
        "given": plain(draft.given),
        "record": plain(draft.record),
        "texts": dict(draft.texts),
        "page": draft.page,
        "at": draft.at.isoformat(),
    }


def from_json(kept: Any) -> Draft:
    """Return the draft of a file; KeyError, TypeError, ValueError or AttributeError when it is none."""
    table = TABLE[kept["table"]].name
    texts = {str(name): str(text) for name, text in kept["texts"].items()}
    given = from_plain(table, kept["given"])
    return Draft(
        str(kept["draft_id"]),
        str(kept["place"]),
        table,
        str(kept["claim_no"]),
        str(kept["subject"]),
        bool(kept["is_row"]),
        None if kept["before"] is None else from_plain(table, kept["before"]),
        {name: value for name, value in given.items() if value is not None},
        from_plain(table, kept["record"]),
        texts,
        str(kept.get("page", "")),
        datetime.fromisoformat(kept["at"]),
    )
