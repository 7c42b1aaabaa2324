"""The history of month closes: append-only, every line hashed together with all before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import Connection, select

from collections_app.domain.month_close import Closed, CloseKind, chained, closed_months, first_open
from collections_app.domain.problem import Place, Problem
from collections_app.storage.tables import month_closes

_c = month_closes.c
_COLUMNS = (
    _c.close_no,
    _c.month,
    _c.kind,
    _c.recorded_at,
    _c.actor,
    _c.confirmed_by,
    _c.reason,
    _c.sha256,
    _c.audit_no,
)


def history(connection: Connection) -> list[Closed]:
    """Return every close, reopening and sealing, the oldest first."""
    return [
        Closed(
            no,
            month,
            CloseKind(kind),
            at.replace(tzinfo=at.tzinfo or UTC),
            actor,
            confirmed or "",
            reason or "",
            sha256 or "",
            audit_no,
        )
        for no, month, kind, at, actor, confirmed, reason, sha256, audit_no in connection.execute(
            select(*_COLUMNS).order_by(_c.close_no)
        )
    ]


def open_from(connection: Connection) -> date | None:
    """Return the first day money may be posted to; None while no month is closed."""
    return first_open(closed_months(history(connection)))


def snapshot(connection: Connection, close_no: int) -> str:
    """Return what was frozen by a close."""
    found: str = connection.execute(select(_c.snapshot).where(_c.close_no == close_no)).scalar_one()
    return found


def append(connection: Connection, line: Closed, text: str) -> Closed:
    """Write a line with its snapshot, and return it with the number, moment and hash it was given."""
    lines = history(connection)
    sha256 = chained(lines[-1].sha256 if lines else "", text)
    at = datetime.now(UTC)
    result = connection.execute(
        month_closes.insert().values(
            month=line.month,
            kind=line.kind.value,
            recorded_at=at,
            actor=line.actor,
            confirmed_by=line.confirmed_by or None,
            reason=line.reason or None,
            sha256=sha256,
            snapshot=text,
            audit_no=line.audit_no,
        )
    )
    key = result.inserted_primary_key
    assert key is not None
    return line._replace(close_no=int(key[0]), recorded_at=at, sha256=sha256)


def broken_chain(connection: Connection) -> Iterator[Problem]:
    """Yield the lines whose hash is not that of their snapshot and of all before them."""
    previous = ""
    rows = connection.execute(select(_c.month, _c.sha256, _c.snapshot).order_by(_c.close_no))
    for month, sha256, text in rows:
        if sha256 != chained(previous, text or ""):
            message = f"{month} の締めの内容が、締めたときのハッシュと合いません。"
            yield Problem(
                Place("月次締め", None, month), "", message, "バックアップから戻すか、管理者に知らせてください。"
            )
        previous = sha256 or ""
