"""Taking back the last change to what is described (Ctrl+Z)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context


def undo_last(context: Context) -> None:
    """Take back the last change, have everything read again, and say so."""
    audit_no, context.last_change = context.last_change, 0
    context.jobs.write(partial(context.desk.undo_record, audit_no), partial(_say_undone, context))


def _say_undone(context: Context, changes: Changes) -> None:
    context.data_changed.emit()
    context.say(f"{changes.number} の変更を元に戻しました。")
