"""The door to the office that is open; the parts of the desk ask their questions through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_app.domain.views import OfficeState
    from collections_app.services.office import Office


class OpenOffice:
    """The database of `location`, once it is open."""

    def __init__(self, location: str) -> None:
        self.location = location
        self._office: Office | None = None

    @property
    def office(self) -> Office:
        """The open office."""
        assert self._office is not None
        return self._office

    def open(self) -> OfficeState:
        """Open the database of `location` and say what is in it."""
        from collections_app.services.office import open_office

        self.close()
        self._office = open_office(self.location)
        return self._office.state()

    def state(self) -> OfficeState:
        """Say what is in the database now."""
        return self.office.state()

    def close(self) -> None:
        """Close the database."""
        if self._office is not None:
            self._office.close()
            self._office = None
