"""Saved views of the claim list: a person's own, and those that others share. Each change has its audit record."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Any

from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.saved_view import SavedView, checked_name, read_view, written
from collections_app.storage import audit
from collections_app.storage import saved_views as storage

if TYPE_CHECKING:
    from collections_app.domain.saved_view import ListView
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_SUBJECT = "saved_views"


def saved_views(office: Office) -> list[SavedView]:
    """Return the views of the person at the keyboard by name, then those that others share."""
    with office.database.reading() as connection:
        return [_shown(row) for row in storage.rows_for(connection, getpass.getuser())]


def save_view(office: Office, name: str, view: ListView, *, is_shared: bool = False) -> SavedView:
    """Keep a view under a new name; UserError when the person has one of that name, or the name is none."""
    owner, name = getpass.getuser(), checked_name(name)
    with office.database.writing() as connection:
        _refuse_known(connection, owner, name)
        content = {"owner": owner, "name": name, "is_shared": int(is_shared), "definition": written(view)}
        audit_no = audit.record(connection, audit.VIEW_SAVED, _SUBJECT, owner, content)
        return _shown(
            storage.ViewRow(storage.add(connection, content, audit_no), owner, name, is_shared, written(view))
        )


def update_view(office: Office, view_no: int, view: ListView) -> SavedView:
    """Let an own view show something else; NotFoundError or UserError when it is not there or not one's own."""
    return _change(office, view_no, {"definition": written(view)})


def rename_view(office: Office, view_no: int, name: str) -> SavedView:
    """Give an own view another name; errors as for an update, and when the name is taken."""
    return _change(office, view_no, {"name": checked_name(name)})


def share_view(office: Office, view_no: int, *, is_shared: bool) -> SavedView:
    """Show an own view to everybody, or to nobody else; errors as for an update."""
    return _change(office, view_no, {"is_shared": int(is_shared)})


def delete_view(office: Office, view_no: int) -> None:
    """Take an own view away; the audit record keeps what it was. Errors as for an update."""
    with office.database.writing() as connection:
        row = _own(connection, view_no)
        audit.record(connection, audit.VIEW_DELETED, _SUBJECT, row.owner, dict(row._asdict()))
        storage.remove(connection, view_no)


def _change(office: Office, view_no: int, content: dict[str, Any]) -> SavedView:
    with office.database.writing() as connection:
        row = _own(connection, view_no)
        if content.get("name", row.name) != row.name:
            _refuse_known(connection, row.owner, content["name"])
        before = {name: getattr(row, name) for name in content}
        detail = {"view_no": view_no, "before": before, "after": content}
        audit_no = audit.record(connection, audit.VIEW_CHANGED, _SUBJECT, row.owner, detail)
        storage.change(connection, view_no, content, audit_no)
        changed = storage.read(connection, view_no)
    assert changed is not None
    return _shown(changed)


def _own(connection: Connection, view_no: int) -> storage.ViewRow:
    row = storage.read(connection, view_no)
    if row is None:
        raise NotFoundError("この表示は、ほかの画面で削除されています。一覧を開き直してください。")
    if row.owner != getpass.getuser():
        raise UserError(
            f"「{row.name}」は{row.owner}さんの表示なので変えられません。自分の名前で新しく保存してください。"
        )
    return row


def _refuse_known(connection: Connection, owner: str, name: str) -> None:
    if storage.find(connection, owner, name) is not None:
        raise UserError(f"「{name}」という表示はもうあります。別の名前にするか、その表示を更新してください。")


def _shown(row: storage.ViewRow) -> SavedView:
    view, problem = None, ""
    try:
        view = read_view(row.definition)
    except UserError as error:
        problem = str(error)
    return SavedView(row.view_no, row.owner, row.name, row.is_shared, row.owner == getpass.getuser(), view, problem)
