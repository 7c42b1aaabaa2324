"""Early action (早期着手): how soon claims are reached, and what those reached early brought."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.early_action import Course, EarlyAction, Step
from collections_app.domain.early_action import early_action as told
from collections_app.domain.progress import SILENT, Progress
from collections_app.storage import early_action as storage

if TYPE_CHECKING:
    from collections_app.services.office import Office

_STEPS = (Step.CONTACT, Step.VISIT, Step.FILING)


def early_action(office: Office, as_of: date, progress: Progress = SILENT) -> EarlyAction:
    """Return early action as of a day; CancelledError when the user stops."""
    with office.database.reading() as connection:
        progress.step("着手の記録を読んでいます", 0, 3)
        firsts = storage.since(connection, as_of)
        since = {step: day for step, day in zip(_STEPS, firsts, strict=True) if day is not None}
        if not since:
            return told((), {}, as_of)
        lines = storage.claim_lines(connection, min(since.values()), as_of)
        steps = storage.first_steps(connection, {line.claim_no: line.subrogated_on for line in lines}, as_of)
        progress.step("回収を読んでいます", 1, 3)
        brought = storage.recovered(connection, as_of)
    progress.step("数えています", 2, 3)
    courses = [
        Course(
            line.claim_no,
            line.subrogated_on,
            line.amount,
            line.section,
            line.staff_name,
            {step: day for step, day in zip(_STEPS, steps.get(line.claim_no, ()), strict=False) if day is not None},
            brought.get(line.claim_no, (0, 0)),
        )
        for line in lines
    ]
    return told(courses, since, as_of)
