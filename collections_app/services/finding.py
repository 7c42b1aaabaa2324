"""The global search of screens and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.storage import finding

if TYPE_CHECKING:
    from collections_app.domain.views import Hit
    from collections_app.services.office import Office


def find(office: Office, text: str, limit: int = 30) -> list[Hit]:
    """Return what `text` finds, best first: claims by number, people with all their claims, phones, case numbers.

    Any text is allowed; hiragana, half width and missing spaces or dashes make no difference.
    """
    with office.database.reading() as connection:
        return finding.find(connection, text, limit)
