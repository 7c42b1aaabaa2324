"""The global search: from whatever was typed to the claims it leads to, in two statements.

The first asks the bigram index for candidates, the best kinds of match each by itself, so that a whole name is among
them however many names hold it as a part. The second reads the claims of those that rank first. Both are plain text,
made once for each shape: putting a statement together would take longer than the database takes to answer it.
"""

from __future__ import annotations

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection

from collections_app.domain.bundle import TABLE
from collections_app.domain.case_no import parse_case_no
from collections_app.domain.codes import ClaimStatus, ObligorRole
from collections_app.domain.views import Hit
from collections_app.storage.prepared import fetched
from collections_app.storage.searchable import LONGEST, beginning, ending, folded, inside, phrase_of, whole

# in the order of results
_CLAIM_IS, _RECORD_IS, _CLAIM_BEGINS, _PERSON_NO, _PERSON_IS, _PERSON_HAS, _CLAIM_HAS, _PHONE, _CASE = range(9)
_ROLES = {role.value: (n, role.label) for n, role in enumerate(ObligorRole)}
_STATUSES = {status.value: status for status in ClaimStatus}
_DEBTOR = ObligorRole.DEBTOR.label
_OVER = {status.value for status in ClaimStatus if not status.is_open}
_NO_CLAIM = "no_claim"  # in the place of a role, see _LEADS
_RECORDS = ("receipts", "costs", "refunds", "waivers", "contacts", "instalment_plans")  # found by their whole number
_LAST = "\U0010ffff"  # after every character a number may go on with


class _Arm(NamedTuple):
    """One kind of match: the grams that follow each other, and the text that shows it among an entry's words."""

    grams: list[str]
    shown: str
    within: int | None = None  # the arm whose matches hold all of this one's: asked only when that one was cut short


def find(connection: Connection, text: str, limit: int = 30) -> list[Hit]:
    """Return what `text` finds, best first: claim numbers, people with all their claims, phones, case numbers.

    People are found by their number too, or its beginning; those without a claim come last. A voucher is found by its
    whole number, and leads to its claim.
    """
    part = folded(text[:LONGEST])
    if not part or limit <= 0:
        return []
    number = _number_in(text)
    candidates = _candidates(connection, _arms(part, text), number, limit + limit // 2)
    return _hits(connection, _ranked(part, number, candidates)[:limit], limit)


def _number_in(text: str) -> str:
    """Return how a number of a person would begin, "" when none would."""
    number = unicodedata.normalize("NFKC", text[:LONGEST]).strip().upper()
    return number if len(number) > 1 and number.isascii() and number.isalnum() and not number.isalpha() else ""


def _arms(part: str, text: str) -> list[_Arm]:
    arms = [_Arm(inside(part), part)] if len(part) > 1 else []
    anywhere = 0 if arms else None
    for subject in ("claim", "party"):
        arms.append(_Arm(beginning(subject, part), f"|{part}", anywhere))
        arms.append(_Arm(whole(subject, part), f"|{part}|", len(arms) - 1))
    ends = ("claim",) if len(part) > 1 else ("claim", "party", "action")
    arms += [_Arm(ending(subject, part), f"{part}|", anywhere) for subject in ends]
    case = parse_case_no(text[:LONGEST])
    for year in () if case is None else {str(case.year), "元" if case.year == 1 else str(case.year)}:
        assert case is not None
        for number in (
            f"{case.era}{year}年{case.code}第{case.number}号",
            f"{case.era}{year}年{case.code}{case.number}号",
        ):
            arms.append(_Arm(whole("action", folded(number)), f"|{folded(number)}|"))
    return arms


_Candidate = tuple[str, str, str, int | None]  # subject, its number, its words, _STANDING


def _candidates(connection: Connection, arms: Sequence[_Arm], number: str, each: int) -> Sequence[Any]:
    dialect = connection.dialect.name
    cells: list[Any] = []
    for arm in arms:
        cells += [phrase_of(arm.grams)] if dialect == "sqlite" else [arm.grams, arm.shown]
    cells += [number, number + _LAST, *[number] * len(_RECORDS)] if number else []
    sql = _candidates_sql(dialect, tuple(arm.within for arm in arms), bool(number), each)
    return fetched(connection.exec_driver_sql(sql, tuple(cells)))


@lru_cache(maxsize=64)
def _candidates_sql(dialect: str, withins: tuple[int | None, ...], has_number: bool, each: int) -> str:
    """Return the union of arms, each with its limit; the full-text phrase is exact, the array of grams is rechecked."""
    arms, found = [], []
    for n, within in enumerate(withins):
        limit = "$each" if within is None else _WHEN_CUT.replace("$within", str(within))
        arms.append(f"arm_{n} AS ({_ARM[dialect]} LIMIT {limit})")
        found.append(_FOUND.replace("$n", str(n)))
    if has_number:
        arms.append(f"numbered AS ({_NUMBERED[dialect]} LIMIT $each)")
        found.append("SELECT entry_no FROM numbered")
    sql = f"WITH {', '.join(arms)} {_CANDIDATES} {_recorded(dialect) if has_number else ''}"
    return sql.replace("$found", " UNION ".join(found)).replace("$each", str(each))


def _recorded(dialect: str) -> str:
    """Return the part of the union that looks records up by their keys."""
    mark = {"sqlite": "?", "postgresql": "%s"}[dialect]
    keys = ((name, TABLE[name].key[0]) for name in _RECORDS)
    return " ".join(
        f"UNION ALL SELECT '{name}', {key}, '', NULL FROM {name} WHERE {key} = {mark}"  # noqa: S608  (names of tables)
        for name, key in keys
    )


# the newest entries first, whose claims are open oftenest: the index walks backwards at no cost
_ARM = {
    "sqlite": "SELECT rowid AS entry_no FROM search_grams WHERE search_grams MATCH ? ORDER BY rowid DESC",
    "postgresql": """
        SELECT entry_no FROM search_grams g JOIN search_entries e USING (entry_no)
        WHERE g.grams @> %s::text[] AND strpos('|' || e.words || '|', %s) > 0""",
}

# a span of the unique key, in the order of characters on both engines
_NUMBERED = {
    "sqlite": """
        SELECT entry_no FROM search_entries
        WHERE subject = 'party' AND subject_no >= ? AND subject_no < ? ORDER BY subject_no""",
    "postgresql": """
        SELECT entry_no FROM search_entries WHERE subject = 'party'
        AND subject_no COLLATE "C" >= %s AND subject_no COLLATE "C" < %s ORDER BY subject_no""",
}

# when an arm found fewer than it may, those of the arms within it are all among them: nothing more is looked for
_WHEN_CUT = "(SELECT CASE count(*) WHEN $each THEN $each ELSE 0 END FROM arm_$within)"
_FOUND = "SELECT entry_no FROM arm_$n"

# _STANDING of a debtor and of a claim number: 0 when one of the claims is open, else 1; of anything else null
_CANDIDATES = """
    SELECT e.subject, e.subject_no, e.words, CASE e.subject
        WHEN 'party' THEN (
            SELECT min(CASE WHEN b.status IN ('active', 'stopped') THEN 0 ELSE 1 END)
            FROM claims c JOIN claim_balances b ON b.claim_no = c.claim_no WHERE c.debtor_no = e.subject_no)
        WHEN 'claim' THEN (
            SELECT CASE WHEN b.status IN ('active', 'stopped') THEN 0 ELSE 1 END
            FROM claim_balances b WHERE b.claim_no = e.subject_no)
        END
    FROM ($found) AS found JOIN search_entries e ON e.entry_no = found.entry_no"""


_Ranked = tuple[
    int, bool, bool, int, str, str
]  # kind of match, not a debtor, not a beginning, standing, number, subject


def _ranked(part: str, person_no: str, candidates: Iterable[_Candidate]) -> list[_Ranked]:
    """Return the candidates in their places: best kind of match, then debtors, beginnings, those of open claims."""
    after, found = f"|{part}", []
    for subject, number, words, standing in candidates:
        is_inside = after not in f"|{words}"
        if subject == "party" and person_no and number.startswith(person_no):
            group, is_inside = _PERSON_NO, number != person_no
        elif subject == "party":
            group = _person_group(part, words)
        elif subject in _RECORDS:
            group, is_inside = _RECORD_IS, False
        elif subject == "claim" and part in (claim_no := words.partition("|")[0]):
            is_inside = not claim_no.startswith(part)
            group = _CLAIM_IS if part == claim_no else _CLAIM_HAS if is_inside else _CLAIM_BEGINS
        else:
            group = _CASE
        found.append((group, subject != "party" or standing is None, is_inside, standing or 0, number, subject))
    found.sort()
    return found


def _person_group(part: str, words: str) -> int:
    shown = words[: words.rindex("|") + 1]  # name and kana; the phone is the last word
    if part not in shown:
        return _PHONE
    return _PERSON_IS if f"|{part}|" in f"|{shown}" else _PERSON_HAS


# subject, its number, role, claim number, debtor's name, status, then name, address and phone of people; of claims the
# guarantee number and the section, of proceedings the case number and the court
_Lead = tuple[str, str, str, str, str, str, str | None, str | None, str | None]


def _hits(connection: Connection, ranked: Sequence[_Ranked], limit: int) -> list[Hit]:
    if not ranked:
        return []
    place = {(subject, number): (group, is_inside) for group, _, is_inside, _, number, subject in ranked}
    placed = []
    for lead in _leads(connection, place):
        subject, number, role, claim_no, _, status, _, _, _ = lead
        group, is_inside = place[subject, number]
        order = len(_ROLES) if role == _NO_CLAIM else _ROLES[role][0]
        placed.append((role == _NO_CLAIM, group, order, is_inside, status in _OVER, number, claim_no, lead))
    placed.sort(key=itemgetter(0, 1, 2, 3, 4, 5, 6))
    return [_hit(found[1], found[-1]) for found in placed[:limit]]


def _hit(group: int, lead: _Lead) -> Hit:
    subject, number, role, claim_no, debtor, status, name, address, phone = lead
    title, kind = name, "事件番号"
    details: tuple[str | None, ...] = (address, debtor)
    if role == _NO_CLAIM:
        kind, details = "関係人", (number, "求償権なし", address, phone)
    elif subject == "party":
        label = _ROLES[role][1]
        of_whom = None if role == "debtor" else f"{_DEBTOR} {debtor}"
        if group == _PHONE:
            title, kind, details = phone, "電話", (f"{name}（{label}）", of_whom, address)
        else:
            kind, details = label, (number if group == _PERSON_NO else None, of_whom, address, phone)
    elif subject in _RECORDS:
        title, kind, details = number, TABLE[subject].title, (debtor,)
    elif subject == "claim" and group == _CASE:
        kind, details = "保証番号", (claim_no, debtor, address)
    elif subject == "claim":
        title, kind, details = claim_no, "求償権", (debtor, address)
    person = (number, name or "") if subject == "party" else ("", "")
    return Hit(claim_no, title or "", kind, "　".join(filter(None, details)), _STATUSES.get(status), *person)


def _leads(connection: Connection, subjects: Iterable[tuple[str, str]]) -> Sequence[Any]:
    """Return every claim that these subjects lead to, with what tells two hits apart."""
    dialect, of_kind = connection.dialect.name, defaultdict[str, list[str]](list)
    for subject, number in subjects:
        of_kind[subject].append(number)
    kinds = sorted(of_kind)
    cells: list[Any] = []
    for kind in kinds:
        numbers = of_kind[kind]
        cells += [json.dumps(numbers) if dialect == "sqlite" else numbers] * len(_LEADS[kind])
    return fetched(connection.exec_driver_sql(_leads_sql(dialect, tuple(kinds)), tuple(cells)))


@lru_cache(maxsize=16)
def _leads_sql(dialect: str, kinds: tuple[str, ...]) -> str:
    listed = {"sqlite": "json_each(?) AS listed", "postgresql": "unnest(%s::text[]) AS listed (value)"}[dialect]
    return " UNION ALL ".join(query for kind in kinds for query in _LEADS[kind]).replace("$listed", listed)


_LEADS = {
    "party": (
        """
        SELECT 'party', p.party_no, 'debtor', c.claim_no, NULL, b.status, p.name, p.address, p.phone
        FROM $listed JOIN parties p ON p.party_no = listed.value
        JOIN claims c ON c.debtor_no = p.party_no JOIN claim_balances b ON b.claim_no = c.claim_no""",
        """
        SELECT 'party', p.party_no, t.role, c.claim_no, d.name, b.status, p.name, p.address, p.phone
        FROM $listed JOIN claim_parties t ON t.party_no = listed.value JOIN parties p ON p.party_no = t.party_no
        JOIN claims c ON c.claim_no = t.claim_no JOIN claim_balances b ON b.claim_no = c.claim_no
        JOIN parties d ON d.party_no = c.debtor_no""",
        """
        SELECT 'party', p.party_no, 'no_claim', '', NULL, '', p.name, p.address, p.phone
        FROM $listed JOIN parties p ON p.party_no = listed.value
        WHERE NOT EXISTS (SELECT 1 FROM claims c WHERE c.debtor_no = p.party_no)
        AND NOT EXISTS (SELECT 1 FROM claim_parties t WHERE t.party_no = p.party_no)
        AND NOT EXISTS (SELECT 1 FROM party_merges m WHERE m.party_no = p.party_no)""",
    ),
    "claim": (
        """
        SELECT 'claim', c.claim_no, 'debtor', c.claim_no, d.name, b.status, c.guarantee_no, c.section, NULL
        FROM $listed JOIN claims c ON c.claim_no = listed.value JOIN claim_balances b ON b.claim_no = c.claim_no
        JOIN parties d ON d.party_no = c.debtor_no""",
    ),
    "action": (
        """
        SELECT 'action', a.action_no, 'debtor', c.claim_no, d.name, b.status, a.case_no, a.court, NULL
        FROM $listed JOIN legal_actions a ON a.action_no = listed.value JOIN claims c ON c.claim_no = a.claim_no
        JOIN claim_balances b ON b.claim_no = c.claim_no JOIN parties d ON d.party_no = c.debtor_no""",
    ),
}
_LEADS |= {
    name: (
        """
        SELECT '$name', r.$key, 'debtor', c.claim_no, d.name, b.status, NULL, NULL, NULL
        FROM $listed JOIN $name r ON r.$key = listed.value JOIN claims c ON c.claim_no = r.claim_no
        JOIN claim_balances b ON b.claim_no = c.claim_no JOIN parties d ON d.party_no = c.debtor_no""".replace(
            "$name", name
        ).replace("$key", TABLE[name].key[0]),
    )
    for name in _RECORDS
}
