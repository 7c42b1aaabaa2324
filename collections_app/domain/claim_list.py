"""The guarantee department's list of new 代位弁済: claim and debtor in one row, columns by their Japanese headings."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from collections_app.domain.bundle import TABLE, Column, Table
from collections_app.domain.codes import PartyKind
from collections_app.domain.intake import Alike, NewClaim, Person
from collections_app.domain.records import whole

_FILLED = ("subrogated_on", "principal")  # what no list comes without
_ALIASES = {
    "主債務者": "name",
    "主債務者名": "name",
    "債務者": "name",
    "債務者名": "name",
    "氏名": "name",
    "フリガナ": "kana",
    "ふりがな": "kana",
    "電話": "phone",
    "代弁日": "subrogated_on",
    "元金": "principal",
    "利息": "interest",
    "担当": "staff_no",
    "課": "section",
    "債務者番号": "debtor_no",
}
_COMPANY = ("会社", "法人", "組合", "(株)", "(有)", "株)", "有)")


def _column(column: Column) -> Column:
    return replace(column, required=column.name in _FILLED)


CLAIM_LIST = Table(
    "claim_list",
    "代位弁済一覧",
    ("claim_no",),
    (
        *(_column(column) for column in TABLE["claims"].columns),
        *(_column(column) for column in TABLE["parties"].columns if column.name != "party_no"),
    ),
)
"""Every column of a claim and of a person; their headings never collide."""


def heading_of(text: str) -> str:
    """Return the identifier of the column a heading means; empty when it means none."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for column in CLAIM_LIST.columns:
        if plain in {column.heading, column.name}:
            return column.name
    return _ALIASES.get(plain, "")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as it would be registered: what is wrong, what is implausible, who may be the debtor already."""

    line: int
    new: NewClaim
    staff_name: str
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPreview:
    """A list as it was read; `problems` are those of the whole, `unread` the headings that mean no column."""

    source: str
    rows: tuple[ListRow, ...]
    problems: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def claim_of_row(values: Mapping[str, Any]) -> NewClaim:
    """Return the new claim of a row of values by column; a person without 区分 is judged by the name."""
    debtor_no = values.get("debtor_no")
    person = {name: values.get(name) for name in whole("parties", {}) if name != "party_no"}
    if person["kind"] is None and person["name"]:
        person["kind"] = str(kind_of(person["name"]).value)
    debtor = Person(str(debtor_no)) if debtor_no else Person("", whole("parties", person))
    claim = whole("claims", {name: values.get(name) for name in whole("claims", {})})
    return NewClaim(debtor, {**claim, "debtor_no": None})


def kind_of(name: str) -> PartyKind:
    """Return what somebody of a name most likely is."""
    plain = unicodedata.normalize("NFKC", name)
    return PartyKind.CORPORATION if any(word in plain for word in _COMPANY) else PartyKind.INDIVIDUAL


def settled_by(row: ListRow, party_no: str) -> NewClaim:
    """Return the claim of a row whose debtor was decided: somebody registered, or (empty) the new person typed."""
    return replace(row.new, debtor=Person(party_no)) if party_no else row.new
