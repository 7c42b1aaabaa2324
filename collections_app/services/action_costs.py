"""The costs of a proceeding that was withdrawn, cancelled or dismissed: offered, looked at, taken back together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.action_costs import ActionCosts, CostLine, CostsWanted, replacements
from collections_app.domain.codes import ActionKind, ActionOutcome
from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.receipt_entry import Moved, agree, together
from collections_app.domain.records import Record, SaveRecord
from collections_app.services.consequences import moved_by_rows
from collections_app.services.records import save_in
from collections_app.storage import action_costs as storage
from collections_app.storage import records

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection


def costs_of_action(office: Office, action_no: str) -> ActionCosts:
    """Return the costs of a proceeding that are still claimed; NotFoundError when there is no such proceeding."""
    with office.database.reading() as connection:
        action = records.read(connection, "legal_actions", (action_no,))
        if action is None:
            raise NotFoundError(f"法的手続「{action_no}」はありません。読み直してください。")
        kind, outcome = ActionKind(action["kind"]).label, ActionOutcome(action["outcome"]).label
        words = f"{action_no} {kind} {action['case_no'] or ''}".rstrip() + f"（{outcome}）"
        return ActionCosts(action_no, words, _lines(connection, action_no))


def moved_by_costs(office: Office, wanted: CostsWanted) -> tuple[Moved, ...]:
    """Return the receipts that would be split otherwise without these costs."""
    with office.database.reading() as connection:
        chosen = _chosen(_lines(connection, wanted.action_no), wanted.cost_nos)
        return moved_by_rows(connection, "costs", [], _replacements(chosen, wanted))


def settle_costs(office: Office, wanted: CostsWanted) -> list[Changes]:
    """Take the chosen costs back in one transaction, or none; where we bear them they are recorded again so.

    UserError when one of them is not claimed any more or no reason is given; ConsequencesError when receipts would be
    split otherwise and the person has not agreed to exactly that; RefusedError when a fixed split needs them.
    """
    if not wanted.reason.strip():
        raise UserError("費用を取り消す事由がありません。事由を入力してください。")
    with office.database.writing() as connection:
        chosen = _chosen(_lines(connection, wanted.action_no), wanted.cost_nos)
        done = [save_in(connection, SaveRecord("costs", record)) for record in _replacements(chosen, wanted)]
        agree(together(one for changes in done for one in changes.moved), wanted.accepted)
        return done


def _replacements(chosen: Sequence[CostLine], wanted: CostsWanted) -> list[Record]:
    today = date.today()  # noqa: DTZ011  (the office's own calendar day)
    return [record for line in chosen for record in replacements(line.record, wanted, today)]


def _lines(connection: Connection, action_no: str) -> tuple[CostLine, ...]:
    return tuple(CostLine(record) for record in storage.claimed(connection, action_no))


def _chosen(lines: Sequence[CostLine], cost_nos: Collection[str]) -> list[CostLine]:
    chosen = [line for line in lines if line.cost_no in cost_nos]
    if not chosen:
        raise UserError("費用が選ばれていません。Spaceで選んでから登録してください。")
    if len(chosen) < len(set(cost_nos)):
        raise UserError("選んだ費用の一部は、ほかの人がすでに取り消しています。読み直してください。")
    return chosen
