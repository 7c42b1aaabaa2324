"""Claims as screens and commands ask for them: lists, sums, choices, one claim, states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_app.domain.calendar import era_date
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.storage import claim_states

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from collections_app.domain.state import ClaimState
    from collections_app.services.office import Office

State = dict[str, Any]


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
