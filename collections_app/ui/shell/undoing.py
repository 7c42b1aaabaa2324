"""Taking back the last change to what is described (Ctrl+Z)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.receipt_entry import moved_words, together

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context


def undo_last(context: Context) -> None:
    """Take back the last change, have everything read again, and say so."""
    audit_nos = (context.last_change, *context.changed_with_it)
    context.last_change, context.changed_with_it = 0, ()
    context.jobs.write(partial(context.desk.undo_records, audit_nos), partial(_say_undone, context))


def _say_undone(context: Context, changes: list[Changes]) -> None:
    context.data_changed.emit()
    others = f"ほか{len(changes) - 1:,}件" if len(changes) > 1 else ""
    moved = moved_words(together(one for change in changes for one in change.moved))
    context.say(f"{changes[-1].number} {others}の変更を元に戻しました。{moved}")


def say_kept(context: Context) -> None:
    """Say how what was written last is taken back: not by a key."""
    context.say(
        f"{context.kept_change} は Ctrl+Z では戻せません。その行を Enter で開いて取り消すと、両方の行が残ります。",
        "info",
    )
