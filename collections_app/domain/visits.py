"""A day's visits: which claims are due on it, put together by the area they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from collections_app.domain.list_views import ClaimRow

_PREFECTURE = re.compile(r"北海道|東京都|(?:大阪|京都)府|.{2,3}?県")
_CITY = re.compile(r"[^郡]{1,5}郡.{1,6}?[町村]|.{1,6}?市市?(?:[^市区町村\d]{1,4}区)?|.{1,6}?[区町村]")
NOWHERE = "住所なし"


@dataclass(frozen=True, slots=True)
class VisitsWanted:
    """Which visits: of the claims whose 次回対応 is the day, of one member of staff or all; or of chosen claims."""

    day: date
    staff_no: str = ""
    claim_nos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitStop:
    """One place to go to: the claim's line, and where its debtor is found."""

    claim: ClaimRow
    area: str
    postal_code: str
    address: str
    phone: str


def area_of(postal_code: str | None, address: str | None) -> str:
    """Return the town an address lies in; without one the first digits of the postal code."""
    place = _PREFECTURE.sub("", (address or "").strip(), count=1) if address else ""
    found = _CITY.match(place)
    if found is not None:
        return found[0]
    digits = "".join(character for character in postal_code or "" if character.isdigit())[:3]
    return f"〒{digits}" if digits else place[:8] or NOWHERE


def by_area(stops: Iterable[VisitStop]) -> list[VisitStop]:
    """Return the stops area by area, neighbouring postal codes together; those without an address last."""
    listed = list(stops)
    nearest: dict[str, str] = {}
    for stop in listed:
        code = stop.postal_code or "~"
        nearest[stop.area] = min(nearest.get(stop.area, code), code)
    return sorted(
        listed,
        key=lambda one: (
            one.area == NOWHERE, nearest[one.area], one.area, one.postal_code, one.address, one.claim.claim_no
        ),
    )  # fmt: skip
