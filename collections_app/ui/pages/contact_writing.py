"""A contact typed on a claim page on its way to the database, and what is said about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from shiboken6 import isValid

from collections_app.domain.calendar import era_date, short_era

if TYPE_CHECKING:
    from collections_app.domain.commands import RecordContact
    from collections_app.services.changes import Changes
    from collections_app.ui.claim.page import ClaimPageWidget
    from collections_app.ui.context import Context


def write_contact(context: Context, page: ClaimPageWidget, command: RecordContact) -> None:
    """Record the contact; the page's entry row hears what became of it, the pages read again."""

    def refused(error: Exception) -> None:
        if isValid(page) and page.entry is not None and page.claim_no() == command.claim_no:
            page.entry.refuse(str(error))
        else:
            context.jobs.failed.emit(error)

    work = partial(context.desk.record_contact, command)
    context.jobs.write(work, partial(_recorded, context, page, command), refused)


def _recorded(context: Context, page: ClaimPageWidget, command: RecordContact, changes: Changes) -> None:
    if isValid(page) and page.entry is not None and page.claim_no() == command.claim_no:
        page.entry.finish()
    following = f"　次回 {short_era(command.next_on)}" if command.next_on is not None else ""
    sentence = f"{command.claim_no} に{command.kind.label}を登録しました（{changes.number}）。{following}"
    if command.contacted_on > context.as_of:
        # as of the day before, the page would not show what was just recorded
        sentence += f"　基準日を{era_date(command.contacted_on)}に進めました。"
        context.set_day(command.contacted_on)
    context.data_changed.emit()
    context.say(sentence)
