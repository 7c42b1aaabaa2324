"""People: found by any part of name, kana, telephone, address or number; the lines of their list."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select, union_all

from collections_app.domain import codes, likeness
from collections_app.domain.people import Candidate, PersonRow
from collections_app.domain.progress import Progress
from collections_app.storage.bulk import in_chunks
from collections_app.storage.searchable import LONGEST, folded, found_anywhere
from collections_app.storage.tables import BUNDLE, claim_balances

_parties, _merges = BUNDLE["parties"], BUNDLE["party_merges"]
_claims, _ties = BUNDLE["claims"], BUNDLE["claim_parties"]
_p = _parties.c
_ROLES = {role.value: (n, role.label) for n, role in enumerate(codes.ObligorRole)}
_OPEN = frozenset(status.value for status in codes.ClaimStatus if status.is_open)
_LIKENESS = (_p.party_no, _p.name, _p.kana, _p.birth_date, _p.phone, _p.address)
_KATAKANA_TO_HIRAGANA = {code + 0x60: code for code in range(ord("ぁ"), ord("ゖ") + 1)}
_PLACE_NAMES = re.compile(r"[ぁ-ゖァ-ヺ々一-龥]+")  # what nobody writes in another width
_STEPS = 6
_PLACES = 4  # beginnings of addresses offered for a postal code


def _merged() -> Select[Any]:
    return select(_merges.c.party_no)


def is_own_person() -> ColumnElement[bool]:
    """Return the condition that somebody was not merged into another."""
    return _p.party_no.not_in(_merged())


def survivor_of(connection: Connection, party_no: str) -> str:
    """Return the number under which a person is kept now: its own, or that of whom it was merged into."""
    seen = {party_no}
    while (into := connection.scalar(select(_merges.c.merged_into).where(_merges.c.party_no == party_no))) is not None:
        party_no = into
        if party_no in seen:  # merges that an import brought in a circle
            break
        seen.add(party_no)
    return party_no


def numbers(connection: Connection, text: str) -> list[str]:
    """Return the numbers of the people a text finds, or of all, by kana; those without one last."""
    query = select(_p.party_no).where(is_own_person())
    if part := folded(text[:LONGEST]):
        found = {*connection.scalars(found_anywhere(connection.dialect.name, "party", part))}
        found.update(_by_number(connection, text))
        found.update(_by_address(connection, text, part))
        return _sorted(connection, found)
    ordered = query.order_by(_p.kana, _p.name, _p.party_no)
    return [
        *connection.scalars(ordered.where(_p.kana.is_not(None))),
        *connection.scalars(ordered.where(_p.kana.is_(None))),
    ]


def _sorted(connection: Connection, found: set[str]) -> list[str]:
    rows: list[tuple[bool, str, str, str]] = []
    for chunk in in_chunks(sorted(found), 5_000 if connection.dialect.name == "postgresql" else 500):
        query = select(_p.kana, _p.name, _p.party_no).where(_p.party_no.in_(chunk), is_own_person())
        rows += [(kana is None, kana or "", name, no) for kana, name, no in connection.execute(query)]
    return [row[-1] for row in sorted(rows)]


def _by_number(connection: Connection, text: str) -> Iterator[str]:
    """Yield the people whose number holds the text; a merged number leads to its survivor."""
    wanted = unicodedata.normalize("NFKC", text).strip()
    if wanted:
        yield from connection.scalars(select(_p.party_no).where(_p.party_no.icontains(wanted, autoescape=True)))
        merged = select(_merges.c.party_no).where(_merges.c.party_no.icontains(wanted, autoescape=True))
        yield from (survivor_of(connection, no) for no in connection.scalars(merged).all())


def _by_address(connection: Connection, text: str, part: str) -> Iterator[str]:
    """Yield the people whose address holds the text in any spelling; asked only for texts with a place name."""
    for no, address in connection.execute(select(_p.party_no, _p.address).where(*_address_like(text))):
        if part in folded(address):
            yield no


def _address_like(text: str) -> Iterator[ColumnElement[bool]]:
    """Yield the condition that leaves the addresses a text may be found in; none match without a place name."""
    plain = unicodedata.normalize("NFKC", text)
    spellings = {plain, folded(plain), folded(plain).translate(_KATAKANA_TO_HIRAGANA)}
    patterns = {tuple(_PLACE_NAMES.findall(spelling)) for spelling in spellings}
    yield or_(*(_p.address.like("%" + "%".join(runs) + "%") for runs in sorted(patterns) if runs), _never())


def _never() -> ColumnElement[bool]:
    return _p.party_no.is_(None)


# the lines


def rows(connection: Connection, party_nos: Sequence[str]) -> list[PersonRow]:
    """Return the lines of those people in the order of their numbers; a number without a person has none."""
    found: dict[str, PersonRow] = {}
    for chunk in in_chunks(party_nos):
        roles, open_claims = _roles(connection, chunk)
        query = select(_p.party_no, _p.name, _p.kana, _p.kind, _p.status, _p.birth_date, _p.address, _p.phone).where(
            _p.party_no.in_(chunk)
        )
        for no, name, kana, kind, status, born, address, phone in connection.execute(query):
            found[no] = PersonRow(
                no,
                name,
                kana or "",
                codes.PartyKind(kind),
                codes.PartyStatus(status),
                born,
                address or "",
                phone or "",
                roles.get(no, ""),
                open_claims.get(no, 0),
            )
    return [found[no] for no in party_nos if no in found]


def _roles(connection: Connection, party_nos: Sequence[str]) -> tuple[dict[str, str], dict[str, int]]:
    """Return by number in which roles a person stands how often, and on how many claims that are not over."""
    owed = claim_balances.c
    debtors = select(_claims.c.debtor_no, _claims.c.claim_no, owed.status).join(
        claim_balances, owed.claim_no == _claims.c.claim_no
    )
    tied = select(_ties.c.party_no, _ties.c.claim_no, _ties.c.role, owed.status).join(
        claim_balances, owed.claim_no == _ties.c.claim_no
    )
    counts: dict[str, dict[tuple[int, str], int]] = defaultdict(lambda: defaultdict(int))
    open_claims: dict[str, set[str]] = defaultdict(set)
    found = [
        (no, claim_no, codes.ObligorRole.DEBTOR.value, status)
        for no, claim_no, status in connection.execute(debtors.where(_claims.c.debtor_no.in_(party_nos)))
    ]
    found += [tuple(row) for row in connection.execute(tied.where(_ties.c.party_no.in_(party_nos)))]
    for no, claim_no, role, status in found:
        counts[no][_ROLES[role]] += 1
        if status in _OPEN:
            open_claims[no].add(claim_no)
    words = {
        no: "・".join(f"{label} {count:,}" for (_, label), count in sorted(of_person.items()))
        for no, of_person in counts.items()
    }
    return words, {no: len(claim_nos) for no, claim_nos in open_claims.items()}


# who may be the same


def alike(connection: Connection, person: Mapping[str, Any], limit: int = 8) -> tuple[Candidate, ...]:
    """Return the people who may be the one described, with the reasons; most reasons first."""
    own = person.get("party_no")
    wanted = {*likeness.keys_of(person)}
    if not wanted:
        return ()
    found = []
    for row in connection.execute(union_all(*_like_queries(connection, person, {reason for reason, _ in wanted}))):
        other = dict(zip(("party_no", "name", "kana", "birth_date", "phone", "address"), row, strict=True))
        reasons = likeness.why_alike(person, other)
        if reasons and other["party_no"] != own:
            found.append(Candidate(other["party_no"], other["name"], other["address"] or "", reasons))
    kept = {one.party_no: one for one in found}
    return tuple(sorted(kept.values(), key=lambda one: (-len(one.reasons), one.party_no))[:limit])


def _like_queries(connection: Connection, person: Mapping[str, Any], reasons: set[str]) -> Iterator[Select[Any]]:
    query = select(*_LIKENESS).where(is_own_person())
    if likeness.KANA_AND_BIRTH in reasons:
        yield query.where(_p.birth_date == person["birth_date"])
    if likeness.PHONE in reasons:
        digits = likeness.phone_key(person["phone"])
        yield query.where(_p.party_no.in_(found_anywhere(connection.dialect.name, "party", digits)))
    if likeness.ADDRESS in reasons:
        yield query.where(*_address_like(_place_of(person["address"])))


def _place_of(address: str) -> str:
    """Return the place names of an address before its first number: blocks are written in many ways."""
    plain = unicodedata.normalize("NFKC", address)
    return re.split(r"[0-9]|[一二三四五六七八九十]+丁目", plain)[0] or plain


def all_alike(connection: Connection, progress: Progress) -> list[tuple[Candidate, Candidate]]:
    """Return every pair of people of the office who may be one, those with most reasons first."""
    progress.step("関係人を読んでいます", 0, _STEPS)
    people: dict[str, tuple[str, str]] = {}
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for count, row in enumerate(connection.execute(select(*_LIKENESS).where(is_own_person()))):
        no, name, kana, born, phone, address = row
        people[no] = (name, address or "")
        for key in likeness.keys_of({"kana": kana, "birth_date": born, "phone": phone, "address": address}):
            groups[key].append(no)
        if count % 10_000 == 0:
            progress.step(f"{count:,}人を比べました", min(1 + count // 20_000, _STEPS - 1), _STEPS)
    pairs = likeness.alike_pairs({key: found for key, found in groups.items() if len(found) > 1})
    made = [
        (Candidate(first, *people[first], tuple(reasons)), Candidate(second, *people[second], tuple(reasons)))
        for (first, second), reasons in pairs.items()
    ]
    return sorted(made, key=lambda pair: (-len(pair[1].reasons), pair[0].party_no, pair[1].party_no))


def places_of(connection: Connection, code: str) -> list[str]:
    """Return how the addresses kept with a postal code of seven digits begin: what comes before the first number.

    The most frequent first; in any way the code is written.
    """
    spellings = [code, f"{code[:3]}-{code[3:]}", f"〒{code[:3]}-{code[3:]}", f"〒{code}"]
    found: dict[str, int] = defaultdict(int)
    query = select(_p.address).where(_p.postal_code.in_(spellings), _p.address.is_not(None))
    for address in connection.scalars(query):
        place = re.split(r"[0-9０-９]|[一二三四五六七八九十]+丁目", address)[0].strip()
        if place:
            found[place] += 1
    return sorted(found, key=lambda place: (-found[place], place))[:_PLACES]


def debts_of(connection: Connection, party_no: str) -> list[tuple[str, Fraction]]:
    """Return the claims on which a person owes something that is inherited, with the part of it: 1 but of an heir.

    As debtor, joint guarantor or heir who did not renounce; a mortgage on somebody's property alone is no debt.
    """
    found = dict.fromkeys(
        connection.scalars(select(_claims.c.claim_no).where(_claims.c.debtor_no == party_no)), Fraction(1)
    )
    inherited = (codes.ObligorRole.JOINT_GUARANTOR.value, codes.ObligorRole.HEIR.value)
    query = select(_ties.c.claim_no, _ties.c.share, _ties.c.role).where(
        _ties.c.party_no == party_no, _ties.c.role.in_(inherited), _ties.c.renounced_on.is_(None)
    )
    for claim_no, share, role in connection.execute(query):
        is_part = role == codes.ObligorRole.HEIR.value and share
        part = Fraction(share) if is_part else Fraction(1)
        found[claim_no] = max(found.get(claim_no, part), part)
    return sorted(found.items())
