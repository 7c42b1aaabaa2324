"""What happens to the steps of the first weeks on a claim page: written off the thread, then said."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_app.domain.initial import StepView
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context


def complete_step(context: Context, step: StepView) -> None:
    """Mark a step done today."""

    def written(changes: Changes) -> None:
        context.changed(changes)
        context.say(f"{step.step.label}を完了にしました。　Ctrl+Zで元に戻せます。")

    context.jobs.write(partial(context.desk.complete_step, step.ref), written)


def begin_steps(context: Context, claim_no: str) -> None:
    """Give a claim its first steps."""

    def written(changes: Changes) -> None:
        context.changed(changes)
        context.say(f"{changes.number} に初動の期限を付けました。")

    context.jobs.write(partial(context.desk.begin_steps, claim_no), written)
