"""Wishes of one page that another page fulfils: a contact typed on a claim, many claims changed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections_app.domain.codes import ContactKind
    from collections_app.ui.shell.shell import Shell


class Requests(QObject):
    """Leads the window where a wish is fulfilled; going back leads to the page it came from."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.context.contact_requested.connect(self._record_contact)

    def _record_contact(self, wanted: tuple[str, ContactKind]) -> None:
        from collections_app.ui.pages.claims import ClaimsPage

        self._shell.open_claim(wanted[0])
        page = self._shell.page("claims")
        tab = page.current_tab() if isinstance(page, ClaimsPage) else None
        if tab is not None:
            tab.begin_contact(wanted[1])
