"""The global search: from whatever was typed to the claims it leads to, in two statements.

The first asks the bigram index for candidates, the best kinds of match each by itself, so that a whole name is among
them however many names hold it as a part. The second reads the claims of those that rank first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    Text,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    union_all,
)

from collections_app.domain.case_no import parse_case_no
from collections_app.domain.codes import ClaimStatus, ObligorRole
from collections_app.domain.views import Hit
from collections_app.storage.searchable import LONGEST, beginning, ending, folded, inside, phrase_of, whole
from collections_app.storage.tables import BUNDLE, claim_balances

_CLAIM_IS, _CLAIM_BEGINS, _PERSON_IS, _PERSON_HAS, _CLAIM_HAS, _PHONE, _CASE = range(7)  # in the order of results
_ROLES = {role.value: n for n, role in enumerate(ObligorRole)}


@dataclass(frozen=True, slots=True)
class _Arm:
    """One kind of match: the grams that follow each other, and the text that shows it among an entry's words."""

    grams: tuple[str, ...]
    shown: str


def find(connection: Connection, text: str, limit: int = 30) -> list[Hit]:
    """Return what `text` finds, best first: claim numbers, people with all their claims, phones, case numbers."""
    part = folded(text[:LONGEST])
    if not part or limit <= 0:
        return []
    candidates = _candidates(connection, _arms(part, text), limit + limit // 2)
    return _hits(connection, _ranked(part, candidates)[:limit], limit)


def _arms(part: str, text: str) -> list[_Arm]:
    arms = [
        _Arm(tuple(grams("claim", part)), shown)
        for grams, shown in ((whole, f"|{part}|"), (beginning, f"|{part}"), (ending, f"{part}|"))
    ]
    arms += [_Arm(tuple(whole("party", part)), f"|{part}|"), _Arm(tuple(beginning("party", part)), f"|{part}")]
    if len(part) > 1:
        arms.append(_Arm(tuple(inside(part)), part))
    else:
        arms += [_Arm(tuple(ending("party", part)), f"{part}|"), _Arm(tuple(ending("action", part)), f"{part}|")]
    case = parse_case_no(text[:LONGEST])
    for year in () if case is None else {str(case.year), "元" if case.year == 1 else str(case.year)}:
        assert case is not None
        for number in (
            f"{case.era}{year}年{case.code}第{case.number}号",
            f"{case.era}{year}年{case.code}{case.number}号",
        ):
            arms.append(_Arm(tuple(whole("action", folded(number))), f"|{folded(number)}|"))
    return arms


_Candidate = tuple[str, str, str, int | None]  # subject, its number, its words, _STANDING


def _candidates(connection: Connection, arms: Sequence[_Arm], each: int) -> Sequence[Any]:
    dialect = connection.dialect.name
    cells: list[Any] = []
    for arm in arms:
        cells += [phrase_of(arm.grams)] if dialect == "sqlite" else [list(arm.grams), arm.shown]
        cells.append(each)
    return connection.exec_driver_sql(_statement(dialect, len(arms)), tuple(cells)).all()


@lru_cache(maxsize=64)
def _statement(dialect: str, arms: int) -> str:
    """Return the union of so many arms; the full-text phrase is exact, the array of grams is rechecked."""
    return " UNION ALL ".join([_ARM[dialect].replace("$standing", _STANDING)] * arms)


# of a debtor and of a claim number: 0 when one of the claims is open, else 1; of anything else null
_STANDING = """(SELECT min(CASE WHEN b.status IN ('active', 'stopped') THEN 0 ELSE 1 END)
            FROM claims c JOIN claim_balances b ON b.claim_no = c.claim_no
            WHERE e.subject = 'party' AND c.debtor_no = e.subject_no
            OR e.subject = 'claim' AND c.claim_no = e.subject_no)"""
# the newest entries first, whose claims are open oftenest: the index walks backwards at no cost
_ARM = {
    "sqlite": """SELECT * FROM (
        SELECT e.subject, e.subject_no, e.words, $standing
        FROM search_grams g JOIN search_entries e ON e.entry_no = g.rowid WHERE g.search_grams MATCH ?
        ORDER BY g.rowid DESC LIMIT ?)""",
    "postgresql": """(
        SELECT e.subject, e.subject_no, e.words, $standing
        FROM search_grams g JOIN search_entries e USING (entry_no)
        WHERE g.grams @> %s::text[] AND strpos('|' || e.words || '|', %s) > 0 LIMIT %s)""",
}


_Ranked = tuple[
    int, bool, bool, int, str, str
]  # kind of match, not a debtor, not a beginning, standing, number, subject


def _ranked(part: str, candidates: Sequence[_Candidate]) -> list[_Ranked]:
    """Return the candidates in their places: best kind of match, then debtors, beginnings, those of open claims."""
    after, found = f"|{part}", set()
    for subject, number, words, standing in candidates:
        is_inside = after not in f"|{words}"
        is_debtor = subject == "party" and standing is not None
        if subject == "party":
            group = _person_group(part, words)
        elif subject == "claim" and part in (claim_no := words.partition("|")[0]):
            is_inside = not claim_no.startswith(part)
            group = _CLAIM_IS if part == claim_no else _CLAIM_HAS if is_inside else _CLAIM_BEGINS
        else:
            group = _CASE
        found.add((group, not is_debtor, is_inside, standing or 0, number, subject))
    return sorted(found)


def _person_group(part: str, words: str) -> int:
    shown = words[: words.rindex("|") + 1]  # name and kana; the phone is the last word
    if part not in shown:
        return _PHONE
    return _PERSON_IS if f"|{part}|" in f"|{shown}" else _PERSON_HAS


class _Lead(NamedTuple):
    """A claim that a subject leads to; of claims and proceedings `name` is the number, `address` section or court."""

    subject: str
    subject_no: str
    role: str | None
    claim_no: str
    debtor_name: str
    status: str
    name: str | None
    address: str | None
    phone: str | None


def _hits(connection: Connection, ranked: Sequence[_Ranked], limit: int) -> list[Hit]:
    if not ranked:
        return []
    wanted: dict[str, list[str]] = {"party": [], "claim": [], "action": []}
    place = {}
    for group, _, is_inside, _, number, subject in ranked:
        wanted[subject].append(number)
        place[subject, number] = group, is_inside
    subjects = tuple(subject for subject, numbers in wanted.items() if numbers)
    rows = connection.execute(_leads(subjects), {f"{subject}_numbers": wanted[subject] for subject in subjects})
    placed = []
    for row in rows:
        lead = _Lead._make(row)
        group, is_inside = place[lead.subject, lead.subject_no]
        role, is_over = _ROLES.get(lead.role or "", 0), not ClaimStatus(lead.status).is_open
        placed.append((group, role, is_inside, is_over, lead.subject_no, lead.claim_no, lead))
    placed.sort(key=itemgetter(0, 1, 2, 3, 4, 5))
    return [_hit(found[0], found[-1]) for found in placed[:limit]]


def _hit(group: int, lead: _Lead) -> Hit:
    title, kind, details = _SHOWN[lead.subject](group, lead)
    return Hit(lead.claim_no, title, kind, "　".join(filter(None, details)), ClaimStatus(lead.status))


_Shown = tuple[str, str, Iterable[str | None]]


def _person(group: int, lead: _Lead) -> _Shown:
    role = ObligorRole(lead.role or "")
    of_whom = "" if role is ObligorRole.DEBTOR else f"{ObligorRole.DEBTOR.label} {lead.debtor_name}"
    if group == _PHONE:
        return lead.phone or "", "電話", (f"{lead.name}（{role.label}）", of_whom, lead.address)
    return lead.name or "", role.label, (of_whom, lead.address, lead.phone)


def _claim(group: int, lead: _Lead) -> _Shown:
    if group == _CASE:
        return lead.name or "", "保証番号", (lead.claim_no, lead.debtor_name, lead.address)
    return lead.claim_no, "求償権", (lead.debtor_name, lead.address)


def _action(_group: int, lead: _Lead) -> _Shown:
    return lead.name or "", "事件番号", (lead.address, lead.debtor_name)


_SHOWN: dict[str, Callable[[int, _Lead], _Shown]] = {"party": _person, "claim": _claim, "action": _action}


@lru_cache(maxsize=8)
def _leads(subjects: tuple[str, ...]) -> CompoundSelect[Any] | Select[Any]:
    """Return the SELECT of every claim these kinds of subjects lead to, with what tells two hits apart."""
    claims, parties, ties, actions = (BUNDLE[name] for name in ("claims", "parties", "claim_parties", "legal_actions"))
    debtors, status = parties.alias("debtors"), claim_balances.c.status
    nothing = cast(null(), Text)
    owed = claims.join(claim_balances, claim_balances.c.claim_no == claims.c.claim_no)
    known = owed.join(debtors, debtors.c.party_no == claims.c.debtor_no)
    claim_no, debtor_name = claims.c.claim_no, debtors.c.name.label("debtor_name")
    by_role: tuple[tuple[Any, Any, Any], ...] = (
        (claims.c.debtor_no, literal_column("'debtor'"), known.join(parties, parties.c.party_no == claims.c.debtor_no)),
        (
            ties.c.party_no,
            ties.c.role,
            known.join(ties, ties.c.claim_no == claim_no).join(parties, parties.c.party_no == ties.c.party_no),
        ),
    )
    people = [
        select(
            literal_column("'party'").label("subject"), number.label("subject_no"), role.label("role"), claim_no,
            debtor_name, status, parties.c.name.label("name"), parties.c.address, parties.c.phone,
        ).select_from(source).where(number.in_(bindparam("party_numbers", expanding=True)))
        for number, role, source in by_role
    ]  # fmt: skip
    numbers = select(
        literal_column("'claim'"), claim_no, nothing, claim_no, debtor_name, status, claims.c.guarantee_no,
        claims.c.section, nothing,
    ).select_from(known).where(claim_no.in_(bindparam("claim_numbers", expanding=True)))  # fmt: skip
    cases = select(
        literal_column("'action'"), actions.c.action_no, nothing, claim_no, debtor_name, status, actions.c.case_no,
        actions.c.court, nothing,
    ).select_from(known.join(actions, actions.c.claim_no == claim_no)).where(
        actions.c.action_no.in_(bindparam("action_numbers", expanding=True))
    )  # fmt: skip
    of_subject = {"party": people, "claim": [numbers], "action": [cases]}
    queries = [query for subject in subjects for query in of_subject[subject]]
    return union_all(*queries) if len(queries) > 1 else queries[0]
