"""Wishes of one page that another page fulfils: a contact typed on a claim, many claims changed together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from collections_app.domain.bulk import ClaimsWanted

if TYPE_CHECKING:
    from collections_app.domain.codes import ContactKind
    from collections_app.ui.context import Context
    from collections_app.ui.page import Page


class Pages(Protocol):
    """What the wishes need of the window."""

    context: Context

    def page(self, key: str) -> Page:
        """Return a page."""

    def go(self, key: str) -> None:
        """Show a page, and remember where one was."""

    def open_claim(self, claim_no: object) -> None:
        """Open a claim in a tab."""

    def remember(self) -> None:
        """Remember where one is, as where going back leads."""

    def show_page(self, key: str) -> None:
        """Show a page."""

    def show_place(self, place: tuple[str, object]) -> None:
        """Show a page at a place of it, and remember where one was."""


class Requests:
    """Leads the window where a wish is fulfilled; going back leads to the page it came from."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        pages.context.contact_requested.connect(self._record_contact)
        pages.context.bulk_requested.connect(self._change_claims)
        pages.context.reassignment_requested.connect(self._reassign)
        pages.context.list_requested.connect(self._show_list)
        pages.context.rows_requested.connect(self._show_rows)
        pages.context.papers_requested.connect(self._show_papers)
        pages.context.annual_report = self._show_annual_report

    def _record_contact(self, wanted: tuple[str, ContactKind]) -> None:
        from collections_app.ui.pages.claims import ClaimsPage

        self._pages.open_claim(wanted[0])
        page = self._pages.page("claims")
        tab = page.current_tab() if isinstance(page, ClaimsPage) else None
        if tab is not None:
            tab.begin_contact(wanted[1])

    def _change_claims(self, wanted: tuple[str, tuple[str, ...]]) -> None:
        self._show_bulk(ClaimsWanted(claim_nos=wanted[1]), wanted[0])

    def _reassign(self, staff_no: object) -> None:
        self._show_bulk(ClaimsWanted(staff_no=str(staff_no)), "")

    def _show_bulk(self, claims: ClaimsWanted, title: str) -> None:
        from collections_app.ui.pages.bulk import BulkPage

        page = self._pages.page("bulk")
        self._pages.go("bulk")
        if isinstance(page, BulkPage):
            page.ask(claims, title)

    def _show_list(self, wanted: tuple[str, tuple[str, ...]]) -> None:
        from collections_app.ui.pages.claims import ClaimsPage

        self._pages.remember()
        page = self._pages.page("claims")
        if isinstance(page, ClaimsPage):
            page.show_numbers(*wanted)
        self._pages.show_page("claims")

    def _show_rows(self, question: object) -> None:
        self._pages.show_place(("rows", question))

    def _show_annual_report(self, fiscal_year: int) -> None:
        self._pages.show_place(("annual_report", (fiscal_year, "")))

    def _show_papers(self, offer: object) -> None:
        from collections_app.ui.pages.papers import PapersPage

        self._pages.remember()
        page = self._pages.page("papers")
        if isinstance(page, PapersPage):
            page.ask(offer)
        self._pages.show_page("papers")
