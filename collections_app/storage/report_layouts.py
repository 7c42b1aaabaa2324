"""Layouts of reports, shipped and the office's own, and what is kept of their sentences for each fiscal year."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from collections_app.domain.report_texts import Confirmed, KeptSentence
from collections_app.storage import audit
from collections_app.storage.tables import audit_records, report_layouts, report_sentences

_c = report_layouts.c
_s = report_sentences.c


def shipped() -> dict[str, str]:
    """Return the layouts that come with the program: text by name."""
    folder = files("collections_app.db") / "reference" / "layouts"
    found = {path.name.removesuffix(".toml"): path for path in folder.iterdir() if path.name.endswith(".toml")}
    return {name: found[name].read_text(encoding="utf-8") for name in sorted(found)}


def own(connection: Connection) -> dict[str, str]:
    """Return the office's own layouts: text by name."""
    return {row[0]: row[1] for row in connection.execute(select(_c.name, _c.body).order_by(_c.name))}


def keep(connection: Connection, name: str, body: str, audit_no: int) -> None:
    """Keep an own layout, new or changed."""
    values = {"body": body, "audit_no": audit_no}
    done = connection.execute(update(report_layouts).where(_c.name == name).values(**values))
    if done.rowcount == 0:
        connection.execute(insert(report_layouts).values(name=name, **values))


def remove(connection: Connection, name: str) -> None:
    """Take an own layout away."""
    connection.execute(delete(report_layouts).where(_c.name == name))


def versions(connection: Connection, subject: str) -> list[audit.AuditRecord]:
    """Return the records of every time a layout was saved, the newest first."""
    c = audit_records.c
    query = audit.selecting().where(c.subject == subject, c.tag == audit.LAYOUT_SAVED).order_by(c.audit_no.desc())
    return [audit.record_of(row) for row in connection.execute(query)]


def sentences(connection: Connection, layout: str, fiscal_year: int) -> dict[str, KeptSentence]:
    """Return what is kept of a layout's sentences for a fiscal year, by their keys."""
    query = select(_s.key, _s.source, _s.confirmed, _s.confirmed_by, _s.confirmed_at).where(
        _s.layout == layout, _s.fiscal_year == fiscal_year
    )
    return {row[0]: KeptSentence(row[0], row[1], _confirmed(row)) for row in connection.execute(query)}


def _confirmed(row: Any) -> Confirmed | None:
    if row[2] is None:
        return None
    kept, at = json.loads(row[2]), row[4]
    values = {key: (found[0], found[1], found[2]) for key, found in kept["values"].items()}
    return Confirmed(kept["source"], values, row[3], at if at.tzinfo is not None else at.replace(tzinfo=UTC))


def keep_sentence(connection: Connection, place: tuple[str, int], kept: KeptSentence, audit_no: int) -> None:
    """Keep a sentence of (layout, fiscal year), new or changed."""
    confirmed = kept.confirmed
    values = {
        "source": kept.source,
        "confirmed": None if confirmed is None else json.dumps(_plain(confirmed), ensure_ascii=False, sort_keys=True),
        "confirmed_by": None if confirmed is None else confirmed.by,
        "confirmed_at": None if confirmed is None else confirmed.at,
        "audit_no": audit_no,
    }
    key = {"layout": place[0], "fiscal_year": place[1], "key": kept.key}
    where = [_s[name] == value for name, value in key.items()]
    done = connection.execute(update(report_sentences).where(*where).values(**values))
    if done.rowcount == 0:
        connection.execute(insert(report_sentences).values(**key, **values))


def _plain(confirmed: Confirmed) -> dict[str, Any]:
    return {"source": confirmed.source, "values": {key: list(value) for key, value in confirmed.values.items()}}


def told(kept: KeptSentence | None) -> dict[str, Any] | None:
    """Return what is kept of a sentence as the audit record tells it."""
    if kept is None:
        return None
    confirmed = kept.confirmed
    said = None if confirmed is None else {**_plain(confirmed), "by": confirmed.by, "at": confirmed.at.isoformat()}
    return {"source": kept.source, "confirmed": said}


def now() -> datetime:
    """Return the moment of now, as it is kept."""
    return datetime.now(UTC)
