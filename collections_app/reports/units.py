"""The units amounts are shown in: yen, thousands, millions; half-up from whole yen."""

from __future__ import annotations

from enum import Enum


class Unit(Enum):
    """A unit of display: how many yen it holds and the word in the heading."""

    YEN = (1, "円")
    THOUSAND = (1_000, "千円")
    MILLION = (1_000_000, "百万円")

    @property
    def yen(self) -> int:
        """How many yen one of this unit is."""
        return self.value[0]

    @property
    def label(self) -> str:
        """The word that stands in headings."""
        return self.value[1]


def in_unit(yen: int, unit: Unit) -> int:
    """Return the amount in the unit, rounded half-up (a half goes away from zero)."""
    size, half = unit.yen, unit.yen // 2
    return (yen + half) // size if yen >= 0 else -((-yen + half) // size)
