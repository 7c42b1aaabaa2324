"""The drafts of the entry row above the timeline: kept while one types, offered when the row is opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from collections_app.domain.codes import ContactKind
from collections_app.domain.forms import FormWanted
from collections_app.ui.drafts.draft import Draft
from collections_app.ui.drafts.keeper import DraftKeeper

if TYPE_CHECKING:
    from collections_app.ui.claim.page import ClaimPageWidget
    from collections_app.ui.context import Context


class RowDrafts(QObject):
    """Watches the row of one claim page."""

    def __init__(self, context: Context, page: ClaimPageWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._keeper: DraftKeeper | None = None
        page.entry_changed.connect(self._on_row)

    def resume(self, draft: Draft) -> None:
        """Go on with a draft in the row."""
        self._page.begin_contact(ContactKind.VISIT)
        entry = self._page.entry
        assert entry is not None
        assert self._keeper is not None
        self._keeper.adopt(draft)
        entry.set_contents(draft.texts)

    def _on_row(self) -> None:
        entry = self._page.entry
        if entry is None or entry.isHidden():
            return
        if self._keeper is None:
            self._keeper = DraftKeeper(self._context.drafts, entry, self._draft)
        found = self._context.drafts.of_form(self._context.desk.location, self._wanted(), is_row=True)
        if found is not None and self._keeper.notice is None:
            self._keeper.offer(found, self.resume)

    def _wanted(self) -> FormWanted:
        return FormWanted("contacts", None, {"claim_no": self._page.claim_no()})

    def _draft(self, draft_id: str) -> Draft:
        entry, claim_no = self._page.entry, self._page.claim_no()
        assert entry is not None
        record = entry.record() or {}
        subject = f"{claim_no} {self._page.debtor_name()}"
        return Draft(
            draft_id,
            self._context.desk.location,
            "contacts",
            claim_no,
            subject,
            is_row=True,
            before=None,
            given=self._wanted().given,
            record=record,
            texts=entry.contents(),
        )
