"""The peer of the search: the very same hits, in the same order, found by LIKE instead of by the index of pairs.

It is what a program without such an index would do, and do well: names, kana and numbers are kept in one normalised
spelling, they are walked through once, and one statement ranks what it meets, joins the claims and cuts. Like the
search, it ranks the newest of each kind of match, half as many again as there are lines to show.
"""

from __future__ import annotations

import sqlite3
from string import Template

from collections_app.domain.codes import ClaimStatus, ObligorRole
from collections_app.domain.views import Hit
from collections_app.storage.searchable import folded

_MATCHES = (
    "subject = 'claim' AND '|' || words || '|' LIKE '%|' || :part || '|%'",
    "subject = 'claim' AND '|' || words LIKE '%|' || :part || '%'",
    "subject = 'claim' AND words || '|' LIKE '%' || :part || '|%'",
    "subject = 'party' AND '|' || words || '|' LIKE '%|' || :part || '|%'",
    "subject = 'party' AND '|' || words LIKE '%|' || :part || '%'",
    "true",
)
_CUT = " UNION ".join(
    f"SELECT * FROM (SELECT * FROM met WHERE {match} ORDER BY entry_no DESC LIMIT :each)" for match in _MATCHES
)
_ROLE = " ".join(f"WHEN '{role.value}' THEN {n}" for n, role in enumerate(ObligorRole))
_LABEL = " ".join(f"WHEN '{role.value}' THEN '{role.label}'" for role in ObligorRole)

# the kinds in their order: 0, 1 a claim by its number, 2 a person's whole name, 3 a part of it, 4 a part of a claim's
# number, 5 a phone, 6 another number; `shown` is all of an entry but its last word: of people the name and the kana
_SQL = Template("""
WITH met AS MATERIALIZED (SELECT entry_no, subject, subject_no, words FROM search_entries WHERE words LIKE :inside),
cut AS ($cut),
known AS (
    SELECT cut.*, rtrim(words, replace(words, '|', '')) AS shown, CASE subject
        WHEN 'party' THEN (
            SELECT min(b.status NOT IN ('active', 'stopped'))
            FROM claims c JOIN claim_balances b ON b.claim_no = c.claim_no WHERE c.debtor_no = subject_no)
        WHEN 'claim' THEN (
            SELECT b.status NOT IN ('active', 'stopped') FROM claim_balances b WHERE b.claim_no = subject_no)
        END AS standing
    FROM cut),
ranked AS (
    SELECT subject, subject_no, CASE
            WHEN subject = 'party' AND '|' || shown LIKE '%|' || :part || '|%' THEN 2
            WHEN subject = 'party' AND shown LIKE :inside THEN 3
            WHEN subject = 'party' THEN 5
            WHEN subject = 'claim' AND shown = :part || '|' THEN 0
            WHEN subject = 'claim' AND shown LIKE :part || '%' THEN 1
            WHEN subject = 'claim' AND shown LIKE :inside THEN 4
            ELSE 6 END AS kind,
        CASE WHEN subject = 'claim' AND shown LIKE :inside THEN shown NOT LIKE :part || '%'
            ELSE '|' || words NOT LIKE '%|' || :part || '%' END AS is_inside
    FROM known
    ORDER BY kind, subject <> 'party' OR standing IS NULL, is_inside, coalesce(standing, 0), subject_no, subject
    LIMIT :limit),
leads AS (
    SELECT r.*, 'debtor' AS role, c.claim_no FROM ranked r JOIN claims c ON c.debtor_no = r.subject_no
    WHERE r.subject = 'party'
    UNION ALL SELECT r.*, t.role, t.claim_no FROM ranked r JOIN claim_parties t ON t.party_no = r.subject_no
    WHERE r.subject = 'party'
    UNION ALL SELECT r.*, 'debtor', subject_no FROM ranked r WHERE subject = 'claim'
    UNION ALL SELECT r.*, 'debtor', a.claim_no FROM ranked r JOIN legal_actions a ON a.action_no = r.subject_no
    WHERE r.subject = 'action')
SELECT c.claim_no, CASE
        WHEN l.subject = 'action' THEN a.case_no WHEN l.kind = 5 THEN p.phone WHEN l.subject = 'party' THEN p.name
        WHEN l.kind = 6 THEN c.guarantee_no ELSE c.claim_no END,
    CASE
        WHEN l.subject = 'action' THEN '事件番号' WHEN l.kind = 5 THEN '電話'
        WHEN l.subject = 'party' THEN CASE l.role $label END
        WHEN l.kind = 6 THEN '保証番号' ELSE '求償権' END,
    CASE
        WHEN l.subject = 'action' THEN a.court WHEN l.kind = 5 THEN p.name || '（' || CASE l.role $label END || '）'
        WHEN l.subject = 'claim' AND l.kind = 6 THEN c.claim_no END,
    CASE WHEN l.subject <> 'party' THEN d.name WHEN l.role <> 'debtor' THEN '主債務者 ' || d.name END,
    CASE l.subject WHEN 'party' THEN p.address WHEN 'claim' THEN c.section END,
    CASE WHEN l.subject = 'party' AND l.kind <> 5 THEN p.phone END,
    b.status
FROM leads l JOIN claims c ON c.claim_no = l.claim_no JOIN claim_balances b ON b.claim_no = c.claim_no
    JOIN parties d ON d.party_no = c.debtor_no
    LEFT JOIN parties p ON l.subject = 'party' AND p.party_no = l.subject_no
    LEFT JOIN legal_actions a ON l.subject = 'action' AND a.action_no = l.subject_no
ORDER BY l.kind, CASE l.role $role END, l.is_inside, b.status NOT IN ('active', 'stopped'), l.subject_no, c.claim_no
LIMIT :limit
""").substitute(cut=_CUT, label=_LABEL, role=_ROLE)


def find_by_like(connection: sqlite3.Connection, text: str, limit: int = 30) -> list[Hit]:
    """Return what `text`, of two characters or more, finds; it holds nothing that LIKE would take for a pattern."""
    part = folded(text)
    cells = {"part": part, "inside": f"%{part}%", "limit": limit, "each": limit + limit // 2}
    return [
        Hit(claim_no, title, kind, "　".join(filter(None, details)), ClaimStatus(status))
        for claim_no, title, kind, *details, status in connection.execute(_SQL, cells)
    ]
