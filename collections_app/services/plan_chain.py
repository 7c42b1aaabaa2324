"""One plan after the other: a new plan that replaces another one ends it, and its removal lets that one go on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from collections_app.domain.calendar import era_date
from collections_app.domain.errors import UserError
from collections_app.domain.records import Record, differing, from_plain
from collections_app.storage import audit
from collections_app.storage import records as storage

if TYPE_CHECKING:
    from collections_app.storage.database import Connection

_TABLE = "instalment_plans"
_ONE_DAY = timedelta(days=1)
Pair = tuple[Record, dict[str, Any]]


def ended_by(connection: Connection, plan: Record) -> Pair | None:
    """Return the plan that a new one replaces, as it is kept and ended on the day before; None when there is none.

    UserError when it is another claim's, begins no earlier than the new one, or was replaced by another one.
    """
    if plan.get("replaces") is None:
        return None
    old = storage.read(connection, _TABLE, (plan["replaces"],))
    if old is None:  # said by the check of references
        return None
    if old["claim_no"] != plan["claim_no"]:
        raise UserError(f"変更前の計画 {old['plan_no']} は、別の求償権（{old['claim_no']}）の計画です。")
    if old["starts_on"] >= plan["starts_on"]:
        begun = era_date(old["starts_on"])
        raise UserError(f"変更後の計画の開始日を、変更前の計画の開始日（{begun}）より後にしてください。")
    other = next((one for one in _replacing(connection, old["plan_no"]) if one != plan["plan_no"]), None)
    if other is not None:
        raise UserError(f"計画 {old['plan_no']} は、すでに {other} に変更されています。そちらを変更してください。")
    ends_on = plan["starts_on"] - _ONE_DAY
    return None if old["ends_on"] is not None and old["ends_on"] <= ends_on else (old, {**old, "ends_on": ends_on})


def going_on(connection: Connection, plan: Record) -> Pair | None:
    """Return the plan that one taken out had ended, as it is kept and as it was before; None when it says otherwise."""
    if plan.get("replaces") is None:
        return None
    old = storage.read(connection, _TABLE, (plan["replaces"],))
    if old is None or old["ends_on"] != plan["starts_on"] - _ONE_DAY:
        return None
    number = storage.audit_no_of(connection, _TABLE, (old["plan_no"],))
    kept = audit.read(connection, number) if number is not None else None
    if kept is None or "before" not in kept.detail or "after" not in kept.detail:
        return None
    was = from_plain(_TABLE, kept.detail["before"])
    is_only_ended = from_plain(_TABLE, kept.detail["after"]) == old and differing(was, old) == ("ends_on",)
    return (old, was) if is_only_ended else None


def _replacing(connection: Connection, plan_no: str) -> list[str]:
    return [
        key[0]
        for table, column, key in storage.referrers(connection, _TABLE, plan_no)
        if (table, column) == (_TABLE, "replaces")
    ]
