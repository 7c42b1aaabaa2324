"""What the desk is asked about new claims: they are taken in, and their first weeks watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from collections_app.domain.claim_list import ListPreview
    from collections_app.domain.first_weeks import FirstWeeks
    from collections_app.domain.intake import Alike, IntakeView, NewClaim, Proposal, ProposalWanted, Registered
    from collections_app.domain.records import Record, RecordRef
    from collections_app.services.changes import Changes


class IntakeDesk(OpenOffice):
    """The questions about new claims."""

    def open_intake(self) -> IntakeView:
        """Return what the page of a new claim opens with."""
        from collections_app.services.intake import open_intake

        return open_intake(self.office)

    def propose_claim(self, wanted: ProposalWanted) -> Proposal:
        """Return number, section and staff that a new claim most likely gets."""
        from collections_app.services.intake import propose

        return propose(self.office, wanted)

    def find_alike(self, person: Record) -> tuple[Alike, ...]:
        """Return those registered who may be a person typed."""
        from collections_app.services.intake import find_alike

        return find_alike(self.office, person)

    def register_claim(self, new: NewClaim) -> tuple[Registered, Changes]:
        """Write a new claim with everything typed with it."""
        from collections_app.services.intake import register

        return register(self.office, new)

    def preview_claim_list(self, source: Path | str) -> ListPreview:
        """Return the guarantee department's list as it would be registered."""
        from collections_app.services.claim_lists import preview_list

        return preview_list(self.office, source)

    def register_claim_list(self, rows: Sequence[tuple[int, NewClaim]]) -> tuple[tuple[str, ...], Changes]:
        """Write the claims of a list, all of them or none."""
        from collections_app.services.claim_lists import register_list

        return register_list(self.office, rows)

    def begin_steps(self, claim_no: str) -> Changes:
        """Give a claim the steps of the first weeks."""
        from collections_app.services.intake import begin_steps

        return begin_steps(self.office, claim_no)

    def complete_step(self, ref: RecordRef) -> Changes:
        """Mark a step of the first weeks done today."""
        from collections_app.services.initial import complete

        return complete(self.office, ref)

    def count_late(self, as_of: date) -> int:
        """Return the number of claims late with a step of the first weeks."""
        from collections_app.services.initial import count_late

        return count_late(self.office, as_of)

    def first_weeks(self, as_of: date) -> FirstWeeks:
        """Return which claims are late with what in the first weeks."""
        from collections_app.services.initial import first_weeks

        return first_weeks(self.office, as_of)
