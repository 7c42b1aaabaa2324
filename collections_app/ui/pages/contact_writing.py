"""What happens to a contact typed on a claim page: written off the thread, then read again; what is said about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from shiboken6 import isValid

from collections_app.domain.calendar import era_date, short_era
from collections_app.domain.codes import ContactKind

if TYPE_CHECKING:
    from collections_app.domain.records import SaveRecord
    from collections_app.services.changes import Changes
    from collections_app.ui.claim.page import ClaimPageWidget
    from collections_app.ui.context import Context


def write_contact(context: Context, page: ClaimPageWidget, command: SaveRecord) -> None:
    """Record the contact; the page's entry row hears what became of it, the pages read again."""
    claim_no = command.after["claim_no"]

    def refused(error: Exception) -> None:
        if isValid(page) and page.entry is not None and page.claim_no() == claim_no:
            page.entry.refuse(str(error))
        else:
            context.jobs.failed.emit(error)

    work = partial(context.desk.save_record, command)
    context.jobs.write(work, partial(_recorded, context, page, command), refused)


def _recorded(context: Context, page: ClaimPageWidget, command: SaveRecord, changes: Changes) -> None:
    contact = command.after
    if isValid(page) and page.entry is not None and page.claim_no() == contact["claim_no"]:
        page.entry.finish()
    following = f"　次回 {short_era(contact['next_on'])}" if contact["next_on"] is not None else ""
    kind = ContactKind(contact["kind"]).label
    sentence = f"{contact['claim_no']} に{kind}を登録しました（{changes.number}）。{following}"
    if contact["contacted_on"] > context.as_of:
        # as of the day before, the page would not show what was just recorded
        sentence += f"　基準日を{era_date(contact['contacted_on'])}に進めました。"
        context.set_day(contact["contacted_on"])
    context.changed(changes)
    context.say(f"{sentence}　Ctrl+Zで元に戻せます。")
