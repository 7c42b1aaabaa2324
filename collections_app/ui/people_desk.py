"""What the desk is asked about people: they are found, looked at, merged, inherited from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_app.domain.inheritance import Death
    from collections_app.domain.merging import MergePeople, MergePreview
    from collections_app.domain.people import Candidate, Pair, PersonPage, PersonRow
    from collections_app.domain.progress import Progress
    from collections_app.domain.records import Record
    from collections_app.services.changes import Changes


class PeopleDesk(OpenOffice):
    """The questions about people."""

    def person_numbers(self, text: str) -> list[str]:
        """Return the numbers of the people a text finds, by kana."""
        from collections_app.services.people import person_numbers

        return person_numbers(self.office, text)

    def person_rows(self, numbers: Sequence[str]) -> list[PersonRow]:
        """Return the lines of people, in their order."""
        from collections_app.services.people import person_rows

        return person_rows(self.office, numbers)

    def open_person(self, party_no: str, as_of: date) -> PersonPage:
        """Return everything about a person."""
        from collections_app.services.people import open_person

        return open_person(self.office, party_no, as_of)

    def similar_people(self, person: Record) -> tuple[Candidate, ...]:
        """Return who may be the person described."""
        from collections_app.services.people import similar_people

        return similar_people(self.office, person)

    def all_duplicates(self, progress: Progress) -> tuple[Pair, ...]:
        """Return every pair of people who may be one."""
        from collections_app.services.people import all_duplicates

        return all_duplicates(self.office, progress)

    def register_death(self, death: Death) -> Changes:
        """Keep the death of a person and the heirs on all claims."""
        from collections_app.services.inheritance import register_death

        return register_death(self.office, death)

    def addresses_of(self, postal_code: str) -> tuple[str, ...]:
        """Return the addresses a postal code stands for."""
        from collections_app.services.postal import addresses_of

        return addresses_of(self.office, postal_code)

    def merge_preview(self, survivor_no: str, other_no: str, as_of: date) -> MergePreview:
        """Return what making two people one would do."""
        from collections_app.services.merging import merge_preview

        return merge_preview(self.office, survivor_no, other_no, as_of)

    def merge_people(self, command: MergePeople) -> Changes:
        """Make two people one."""
        from collections_app.services.merging import merge_people

        return merge_people(self.office, command)
