"""Claims as screens and commands ask for them: lists, sums, choices, one claim, states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.domain.calendar import era_date
from collections_app.domain.claim_numbers import pasted_numbers
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.services.business_days import business_days
from collections_app.storage import claim_choices, claim_list, claim_page, claim_states
from collections_app.storage import claim_groups as storage_groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from collections_app.domain.codes import ClaimStatus
    from collections_app.domain.list_views import (
        Choice,
        ClaimFilter,
        ClaimGroup,
        ClaimOrder,
        ClaimRow,
        ClaimSums,
        NumbersFound,
        StaffMember,
    )
    from collections_app.domain.state import ClaimState
    from collections_app.domain.views import ClaimPage
    from collections_app.services.office import Office
    from collections_app.storage.claim_records import ClaimRecords

State = dict[str, Any]


def claim_numbers(office: Office, chosen: ClaimFilter, order: ClaimOrder, as_of: date) -> list[str]:
    """Return the numbers of all claims of a filter in that order; what is empty comes last in both directions."""
    with office.database.reading() as connection:
        return claim_list.numbers(connection, chosen, order, as_of)


def claim_rows(office: Office, numbers: Sequence[str], as_of: date, *, further: bool = False) -> list[ClaimRow]:
    """Return the lines of those claims in the order of their numbers, `further` with what takes time to count."""
    with office.database.reading() as connection:
        return claim_list.rows(connection, numbers, as_of, further=further)


def first_claims(
    office: Office, chosen: ClaimFilter, order: ClaimOrder, as_of: date, limit: int = 100, *, further: bool = False
) -> list[ClaimRow]:
    """Return the first lines of a list without reading the others."""
    with office.database.reading() as connection:
        numbers = claim_list.numbers(connection, chosen, order, as_of, limit)
        return claim_list.rows(connection, numbers, as_of, further=further)


def claim_sums(office: Office, chosen: ClaimFilter, as_of: date) -> ClaimSums:
    """Return how many claims a filter has and what is owed on them on that day."""
    with office.database.reading() as connection:
        return claim_list.sums(connection, chosen, as_of)


def claim_groups(office: Office, chosen: ClaimFilter, grouping: str, as_of: date) -> list[ClaimGroup]:
    """Return the groups of a filter by one of GROUPINGS, in order, with counts and sums but for damages."""
    with office.database.reading() as connection:
        return storage_groups.groups(connection, chosen, grouping, as_of)


def group_damages(office: Office, chosen: ClaimFilter, grouping: str, as_of: date) -> dict[str, int]:
    """Return the damages of the day of each group, which take longer than all the rest."""
    with office.database.reading() as connection:
        return storage_groups.damages_of_groups(connection, chosen, grouping, as_of)


def find_numbers(office: Office, text: str) -> NumbersFound:
    """Return which claims a pasted list of numbers names, and which of its numbers name none."""
    with office.database.reading() as connection:
        return claim_list.named_claims(connection, pasted_numbers(text))


def condition_choices(office: Office) -> dict[str, tuple[Choice, ...]]:
    """Return the words claims can be narrowed by, for each field of conditions that holds words."""
    with office.database.reading() as connection:
        return claim_choices.choices(connection)


def sections(office: Office, only: Sequence[ClaimStatus] = ()) -> tuple[Choice, ...]:
    """Return the sections that have claims, with the number of those of some states, of all when empty."""
    with office.database.reading() as connection:
        return claim_choices.sections(connection, only)


def staff(office: Office, section: str = "", only: Sequence[ClaimStatus] = ()) -> tuple[Choice, ...]:
    """Return the people who have claims of that section and of some states, or any, by number; shown by name."""
    with office.database.reading() as connection:
        return claim_choices.staff(connection, section, only)


def people(office: Office, today: date) -> tuple[StaffMember, ...]:
    """Return the members of staff in office on a day, by number."""
    with office.database.reading() as connection:
        return claim_choices.people(connection, today)


def statuses(office: Office, section: str = "", staff_no: str = "") -> tuple[Choice, ...]:
    """Return all four states in order with the number of claims of that section and person."""
    with office.database.reading() as connection:
        return claim_choices.statuses(connection, section, staff_no)


def open_claim(office: Office, claim_no: str, as_of: date) -> ClaimPage:
    """Return everything the claim page shows as of a day.

    NotFoundError when there is no such claim, UserError when the day lies before its 代位弁済.
    """
    with office.database.reading() as connection:
        records = claim_page.read(connection, claim_no)
    return page_of(claim_no, records, as_of)


def page_of(claim_no: str, records: ClaimRecords | None, as_of: date) -> ClaimPage:
    """Return the page of a claim from what was read of it; errors as for `open_claim`."""
    if records is None:
        raise _not_there(claim_no)
    if as_of < records.claim.subrogated_on:
        raise _too_early(claim_no, records.claim.subrogated_on)
    return claim_page.page(records, as_of, business_days())


def claim_state(office: Office, claim_no: str, as_of: date) -> State:
    """Return the state of one claim at the end of a day, as `claim --format json` prints it.

    NotFoundError when there is no such claim, UserError when the day lies before its 代位弁済.
    """
    with office.database.reading() as connection:
        found = next(claim_states.states(connection, as_of, [claim_no]), None)
        if found is None:
            subrogated_on = claim_states.subrogated_on(connection, claim_no)
    if found is None:
        raise _not_there(claim_no) if subrogated_on is None else _too_early(claim_no, subrogated_on)
    return _state(*found)


def all_claim_states(office: Office, as_of: date) -> Iterator[State]:
    """Yield the state of every claim subrogated by the day, by number."""
    with office.database.reading() as connection:
        found = claim_states.states(connection, as_of)
    return (_state(state, obligors) for state, obligors in found)


def _state(state: ClaimState, obligors: Sequence[claim_states.Obligor]) -> State:
    balance, recovered = state.balance, state.recovered
    return {
        "claim_no": state.claim_no,
        "as_of": state.as_of.isoformat(),
        "principal": balance.principal,
        "damages": balance.damages,
        "costs": balance.costs,
        "overpaid": balance.overpaid,
        "recovered": {"principal": recovered.principal, "damages": recovered.damages, "costs": recovered.costs},
        "unposted": state.unposted,
        "status": state.status.value,
        "obligors": [
            {"party_no": one.party_no, "role": one.role.value, "released": one.released, "limitation": None}
            for one in obligors
        ],
    }


def _not_there(claim_no: str) -> NotFoundError:
    return NotFoundError(f"求償権番号「{claim_no}」の求償権はありません。番号を確かめてください。")


def _too_early(claim_no: str, subrogated_on: date) -> UserError:
    return UserError(
        f"求償権「{claim_no}」の代位弁済日は{era_date(subrogated_on)}です。基準日をその日以後にしてください。"
    )
