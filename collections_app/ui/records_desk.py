"""The part of the desk that hands over many records at once: registers, entry grids, the visits of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_app.domain.grid import GridSpec, RowVerdict, Texts
    from collections_app.domain.records import Key, SaveRecord
    from collections_app.domain.registers import RegisterFilter, RegisterOrder, RegisterRow, RegisterSums
    from collections_app.domain.visits import VisitStop, VisitsWanted
    from collections_app.services.changes import Changes


class RecordsDesk(OpenOffice):
    """Every method runs in a job and imports what it needs when called."""

    def check_rows(self, spec: GridSpec, rows: Sequence[Texts]) -> list[RowVerdict]:
        """Return what each row of an entry grid says and what is wrong with it."""
        from collections_app.services.grids import check_rows

        return check_rows(self.office, spec, rows)

    def save_rows(self, commands: Sequence[SaveRecord]) -> list[Changes]:
        """Keep all records of an entry grid, or none."""
        from collections_app.services.grids import save_rows

        return save_rows(self.office, commands)

    def plan_visits(self, wanted: VisitsWanted, as_of: date) -> list[VisitStop]:
        """Return the visits of a day, area by area."""
        from collections_app.services.visits import plan_visits

        return plan_visits(self.office, wanted, as_of)

    def register_keys(self, chosen: RegisterFilter, order: RegisterOrder) -> list[Key]:
        """Return the keys of the records of a register, in order."""
        from collections_app.services.registers import register_keys

        return register_keys(self.office, chosen, order)

    def register_rows(self, table: str, keys: Sequence[Key]) -> list[RegisterRow]:
        """Return the lines of a register, in the order of their keys."""
        from collections_app.services.registers import register_rows

        return register_rows(self.office, table, keys)

    def first_of_register(self, chosen: RegisterFilter, order: RegisterOrder, limit: int) -> list[RegisterRow]:
        """Return the first lines of a register, sooner than all the keys."""
        from collections_app.services.registers import first_of_register

        return first_of_register(self.office, chosen, order, limit)

    def register_sums(self, chosen: RegisterFilter) -> RegisterSums:
        """Return the sums over the records of a register."""
        from collections_app.services.registers import register_sums

        return register_sums(self.office, chosen)

    def register_counts(self) -> dict[str, int]:
        """Return how many records each register has."""
        from collections_app.services.registers import register_counts

        return register_counts(self.office)
