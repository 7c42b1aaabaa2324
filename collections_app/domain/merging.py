"""名寄せ: two people kept under two numbers made one. What is moved, what is in the way, what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import ObligorRole
from collections_app.domain.people import PersonClaim
from collections_app.domain.records import APPEND_ONLY, Key, Record, differing

KEY = "party_no"
_ROLES = {role.value: role.label for role in ObligorRole}
NOT_MERGED_COLUMNS = frozenset((KEY,))


@dataclass(frozen=True, slots=True)
class Reference:
    """A record that refers to a person by one of its columns; the key is that of the record before the merge."""

    table: str
    column: str
    key: Key


@dataclass(frozen=True, slots=True)
class MergeSide:
    """One of the two people as it is kept, with its claims and how many records of each table refer to it."""

    record: Record
    claims: tuple[PersonClaim, ...]
    counts: Mapping[str, int]

    @property
    def party_no(self) -> str:
        """The number of the person."""
        return str(self.record[KEY])


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do: `other` is made one with `survivor`."""

    survivor: MergeSide
    other: MergeSide
    differing: tuple[str, ...]  # the columns in which both say something else
    consequences: tuple[str, ...]  # sentences: what is moved, what is resolved and how, what stays
    refusal: str = ""  # why the two cannot be one; empty when they can


@dataclass(frozen=True, slots=True)
class MergePeople:
    """Make two people one. `before` and `other` are the records as they were seen, `after` is what is kept."""

    before: Record
    other: Record
    after: Record


def differing_columns(survivor: Record, other: Record) -> tuple[str, ...]:
    """Return the columns, but for the number, in which two people differ."""
    return tuple(name for name in differing(survivor, other) if name not in NOT_MERGED_COLUMNS)


def suggested(survivor: Record, other: Record) -> dict[str, Any]:
    """Return what most likely holds of both: the survivor's, and the other's where the survivor's is empty."""
    return {name: value if value is not None or name == KEY else other.get(name) for name, value in survivor.items()}


def joined(kept: Record, gone: Record) -> dict[str, Any]:
    """Return one record of two that would have the same key: what the kept one says, filled up from the other."""
    return {name: value if value is not None else gone.get(name) for name, value in kept.items()}


def clash_sentence(table: str, kept: Record, gone: Record) -> str:
    """Return how two records that would have the same key are resolved."""
    if table == "claim_parties":
        what = f"{kept['claim_no']}では両方が{_ROLES[kept['role']]}です。"
    else:
        named = " ".join(str(kept[name]) for name in TABLE[table].key if name != KEY)
        what = f"{TABLE[table].title}「{named}」は両方にあります。"
    said = [name for name in differing(kept, gone) if name != KEY and kept[name] is not None and gone[name] is not None]
    headings = "・".join(TABLE[table].column(name).heading for name in said)
    lost = f"{headings}は統合先のものを残します。" if headings else "空欄はもう一方から補います。"
    return f"{what}1件にまとめ、{lost}"


def moved_sentences(references: Mapping[str, int], number: str) -> tuple[str, ...]:
    """Return what is moved and what stays as it was written, by counts of records of each table."""
    moved = "・".join(
        f"{TABLE[table].title} {count:,}" for table, count in references.items() if table not in APPEND_ONLY
    )
    kept = sum(count for table, count in references.items() if table in APPEND_ONLY)
    found = [f"統合先に移す記録: {moved}。" if moved else "移す記録はありません。"]
    if kept:
        found.append(f"入金 {kept:,}件の弁済者番号は台帳のまま {number} を残します（番号は統合先に通じます）。")
    return tuple(found)
