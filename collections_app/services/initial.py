"""The first weeks of new claims: a step closed by hand, which claims are late with what."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from collections_app.domain.calendar import fiscal_period, fiscal_year_of
from collections_app.domain.codes import InitialStep
from collections_app.domain.first_weeks import FirstWeeks, LateClaim, contact_days, groups_of
from collections_app.domain.records import RecordRef, SaveRecord
from collections_app.services.records import read_record, save_record
from collections_app.storage import initial as storage
from collections_app.storage import reference

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office


def complete(office: Office, ref: RecordRef) -> Changes:
    """Mark a step done today, by hand; UserError when it cannot be done, NotFoundError when there is no such step."""
    before = read_record(office, ref.table, ref.key)
    return save_record(office, SaveRecord(ref.table, {**before, "done_on": date.today()}, before))  # noqa: DTZ011


def count_late(office: Office, as_of: date) -> int:
    """Return the number of claims that are late with a step as of a day."""
    with office.database.reading() as connection:
        return storage.count_late(connection, as_of)


def first_weeks(office: Office, as_of: date) -> FirstWeeks:
    """Return which claims are late with what, and the days to the first contact of the fiscal year's claims."""
    rules = reference.initial_steps(as_of).value
    contact = next(rule for rule in rules if rule.step is InitialStep.FIRST_CONTACT)
    year = fiscal_year_of(as_of)
    span = (fiscal_period(year)[0], as_of)
    with office.database.reading() as connection:
        steps = storage.late(connection, as_of)
        kinds, outcomes = ([one.value for one in words] for words in (contact.contact_kinds, contact.contact_outcomes))
        new = storage.first_contacts(connection, span, kinds, outcomes)
    late = _late_claims(steps)
    days = contact_days((row.section, row.subrogated_on, row.first_on) for row in new)
    said = tuple(f"{rule.step.label}: {rule.deadline_words}以内。{rule.proof_words}" for rule in rules)
    return FirstWeeks(as_of, year, late, groups_of(late), days, said)


def _late_claims(steps: list[storage.LateStep]) -> tuple[LateClaim, ...]:
    """Return the claims of late steps, the latest ones first."""
    found = []
    for claim_no, group in groupby(sorted(steps, key=lambda one: (one.claim_no, one.due_on)), lambda one: one.claim_no):
        own = list(group)
        first = own[0]
        kinds = {one.step for one in own}
        found.append(
            LateClaim(
                claim_no,
                first.debtor_name,
                first.section,
                first.staff_no,
                first.staff_name,
                first.subrogated_on,
                tuple(step for step in InitialStep if step.value in kinds),
                first.due_on,
            )
        )
    return tuple(sorted(found, key=lambda claim: (claim.due_on, claim.claim_no)))
