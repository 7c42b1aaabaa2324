"""法定相続分 (民法900条) as exact fractions, and whether shares given make one whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from collections_app.domain.row_rules import Finding

_WITH_SPOUSE = {"child": Fraction(1, 2), "parent": Fraction(2, 3), "sibling": Fraction(3, 4)}


class Relation(Enum):
    """What an heir was to the deceased; `rank` orders those who inherit beside a spouse."""

    SPOUSE = "spouse", "配偶者", ""
    CHILD = "child", "子", "child"
    PARENT = "parent", "父母", "parent"
    SIBLING = "sibling", "兄弟姉妹", "sibling"
    HALF_SIBLING = "half_sibling", "半血の兄弟姉妹", "sibling"

    @property
    def label(self) -> str:
        """The word shown."""
        return self.value[1]

    @property
    def rank(self) -> str:
        """Whom it inherits among: children, else parents, else siblings; empty of a spouse."""
        return self.value[2]


def statutory_shares(relations: Sequence[Relation]) -> tuple[Fraction, ...]:
    """Return the share of each heir by 民法900条; together they make one, or nothing without an heir.

    Children come before parents, parents before siblings: those of a later rank have no share. A spouse has 1/2 beside
    children, 2/3 beside parents, 3/4 beside siblings, everything alone; a half-sibling has half of a sibling's part.
    """
    rank = next((name for name in _WITH_SPOUSE if any(one.rank == name for one in relations)), "")
    spouses = sum(one is Relation.SPOUSE for one in relations)
    weights = [_weight(one, rank) for one in relations]
    whole = sum(weights, Fraction(0))
    of_spouse = _WITH_SPOUSE.get(rank, Fraction(1)) if spouses else Fraction(0)
    of_rank = 1 - of_spouse
    return tuple(
        of_spouse / spouses if one is Relation.SPOUSE else (of_rank * weight / whole if weight else Fraction(0))
        for one, weight in zip(relations, weights, strict=True)
    )


def _weight(relation: Relation, rank: str) -> Fraction:
    if relation is Relation.SPOUSE or relation.rank != rank:
        return Fraction(0)
    return Fraction(1, 2) if relation is Relation.HALF_SIBLING else Fraction(1)


@dataclass(frozen=True, slots=True)
class Heir:
    """Somebody who inherits: a person who is kept (`party_no`), or a new one (`person`), with a share like 1/2."""

    share: str
    party_no: str = ""
    name: str = ""  # of a new person
    kana: str = ""
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Death:
    """The death of a person, with the heirs on all the claims of which the person was an obligor."""

    before: Any  # the record as it was seen
    died_on: date
    heirs: tuple[Heir, ...]


def share_findings(shares: Sequence[str]) -> Iterator[Finding]:
    """Yield a warning when shares do not make one whole; the last place is where it is said."""
    total = sum((Fraction(share) for share in shares if share), Fraction(0))
    if shares and total != 1:
        message = f"持分の合計が{total}です（1ではありません）。"
        yield Finding(
            len(shares) - 1, "share", message, "放棄した人を除くなど、持分を確かめてください。", is_warning=True
        )
