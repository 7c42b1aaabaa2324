"""Layouts of reports: those shipped, and those an office keeps for itself, with all they have been."""

from __future__ import annotations

import getpass
from functools import cache
from typing import TYPE_CHECKING

from collections_app.domain.errors import ConflictError, NotFoundError, UserError
from collections_app.domain.report_texts import LayoutRef, LayoutVersion
from collections_app.reports.layout_reading import read_layout
from collections_app.storage import audit
from collections_app.storage import report_layouts as storage

if TYPE_CHECKING:
    from collections_app.reports.layout import Layout
    from collections_app.reports.layout_terms import Template
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

LONGEST_NAME = 40
PUBLISHED = "miyagi"
_FORBIDDEN = frozenset('/\\:*?"<>|')  # a name becomes part of a file's name


def layouts(office: Office) -> tuple[LayoutRef, ...]:
    """Return the layouts there are: shipped ones first, then the office's own by name."""
    with office.database.reading() as connection:
        own = storage.own(connection)
    found = [(name, body, False) for name, body in storage.shipped().items()]
    return tuple(_ref(*one) for one in (*found, *((name, body, True) for name, body in own.items())))


def _ref(name: str, body: str, is_own: bool) -> LayoutRef:
    try:
        layout = read_layout(body)
        return LayoutRef(name, layout.about or _words(layout.title), is_own)
    except UserError as error:
        return LayoutRef(name, name, is_own, str(error))


def _words(title: Template) -> str:
    return "".join(piece for piece in title if isinstance(piece, str)).strip() or "（題名なし）"


@cache
def published() -> Layout:
    """Return the layout of the published yearly report as it is shipped."""
    return read_layout(storage.shipped()[PUBLISHED])


def layout_body(office: Office, name: str) -> str:
    """Return the text of a layout; NotFoundError when there is none of that name."""
    with office.database.reading() as connection:
        return body_of(connection, name)


def body_of(connection: Connection, name: str) -> str:
    """Return the text of a layout, read through a connection; errors as for `layout_body`."""
    shipped, own = storage.shipped(), storage.own(connection)
    body = own.get(name, shipped.get(name))
    if body is None:
        known = "、".join((*shipped, *own))
        raise NotFoundError(f"「{name}」というレイアウトはありません。使えるレイアウト: {known}。")
    return body


def save_layout(office: Office, name: str, body: str, before: str | None = None) -> LayoutRef:
    """Keep an own layout; `before` is what it was when it was opened, None for a new one.

    UserError when the text is no layout or the name cannot be used; ConflictError when somebody else changed it.
    """
    read_layout(body)
    name = _checked(name)
    with office.database.writing() as connection:
        kept = storage.own(connection).get(name)
        if kept != before:
            raise ConflictError(
                f"「{name}」というレイアウトはもうあります。別の名前を付けてください。"
                if before is None
                else f"「{name}」は、開いたあとにほかの人が変えました。開き直してから、もう一度直してください。"
            )
        actor = getpass.getuser()
        audit_no = audit.record(connection, audit.LAYOUT_SAVED, _subject(name), actor, {"before": kept, "after": body})
        storage.keep(connection, name, body, audit_no)
    return _ref(name, body, is_own=True)


def delete_layout(office: Office, name: str) -> None:
    """Take an own layout away; its versions stay in the audit trail. NotFoundError when there is none."""
    with office.database.writing() as connection:
        body = storage.own(connection).get(name)
        if body is None:
            raise NotFoundError(f"「{name}」という自分たちのレイアウトはありません。")
        audit.record(connection, audit.LAYOUT_DELETED, _subject(name), getpass.getuser(), {"before": body})
        storage.remove(connection, name)


def layout_versions(office: Office, name: str) -> tuple[LayoutVersion, ...]:
    """Return what an own layout has been, the newest first."""
    with office.database.reading() as connection:
        found = storage.versions(connection, _subject(name))
    return tuple(LayoutVersion(one.audit_no, one.recorded_at, one.actor, one.detail["after"]) for one in found)


def _subject(name: str) -> str:
    return f"report_layouts {name}"


def _checked(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise UserError(f"レイアウトの名前を1文字から{LONGEST_NAME}文字までで入力してください。")
    if _FORBIDDEN.intersection(name) or not name.isprintable():
        raise UserError(f"レイアウトの名前に {' '.join(sorted(_FORBIDDEN))} は使えません。ほかの文字にしてください。")
    if name in storage.shipped():
        raise UserError(f"「{name}」は初めからあるレイアウトの名前です。別の名前を付けてください。")
    return name
