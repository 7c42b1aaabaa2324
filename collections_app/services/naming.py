"""What the corporation is called: the newest audit record of its naming, so that every name has its history."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from collections_app.domain.errors import ConflictError, UserError
from collections_app.storage import audit, overview

if TYPE_CHECKING:
    from collections_app.services.office import Office

LONGEST = 60


def corporation(office: Office) -> str:
    """Return the name of the corporation; "" while nobody has given it."""
    with office.database.reading() as connection:
        return overview.corporation(connection)


def name_corporation(office: Office, name: str, before: str | None = None) -> str:
    """Keep the name and return it; "" takes it away. `before` is what the person saw, None for whatever there is.

    UserError when it is no name; ConflictError when somebody else has named it otherwise meanwhile.
    """
    name = " ".join(name.split())
    if len(name) > LONGEST or not name.isprintable():
        raise UserError(f"協会名は{LONGEST}文字までの1行で入れてください。")
    with office.database.writing() as connection:
        kept = overview.corporation(connection)
        if before is not None and kept != before:
            raise ConflictError(f"ほかの人が協会名を「{kept}」に変えました。確かめてから、もう一度入れてください。")
        if name != kept:
            detail = {"before": kept, "after": name}
            audit.record(connection, audit.OFFICE_NAMED, overview.OFFICE, getpass.getuser(), detail)
    return name
