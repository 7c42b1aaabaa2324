"""Steps of the first weeks as the records that prove them have it: closed by them, open again without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.initial import Evidence, StepRule, proof_of, settled
from collections_app.storage import initial as storage
from collections_app.storage import records, reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from collections_app.domain.records import Record
    from collections_app.storage.database import Connection


def unsettled(connection: Connection, claim_nos: Iterable[str]) -> list[tuple[Record, Record]]:
    """Return the steps of some claims that the records of today say differently: as they are, as they should be."""
    found: list[tuple[Record, Record]] = []
    known: dict[str, list[Evidence]] = {}
    for step in storage.steps_of(connection, claim_nos):
        claim = records.claim_around(connection, step["claim_no"])
        assert claim is not None
        if step["claim_no"] not in known:
            known[step["claim_no"]] = storage.evidence(connection, step["claim_no"])
        rule = _rule(step["step"], claim.subrogated_on)
        after = settled(step, proof_of(rule, known[step["claim_no"]], claim.subrogated_on))
        if after != step:
            found.append((step, after))
    return found


def _rule(step: str, subrogated_on: date) -> StepRule:
    return next(one for one in reference.initial_steps(subrogated_on).value if one.step == step)
