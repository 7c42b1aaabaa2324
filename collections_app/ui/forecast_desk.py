"""The part of the desk that looks ahead: forecast, plan figures, early action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_app.domain.back_test import Forecast
    from collections_app.domain.early_action import EarlyAction
    from collections_app.domain.plan_figures import PlanLine, PlanSheet
    from collections_app.domain.progress import Progress
    from collections_app.services.changes import Changes


class ForecastDesk(OpenOffice):
    """What can be asked of the open office about the year's end and the next year."""

    def forecast(self, fiscal_year: int, as_of: date) -> Forecast:
        """Return the year's end as it can be expected on a day."""
        from collections_app.services.forecast import forecast

        return forecast(self.office, fiscal_year, as_of)

    def early_action(self, as_of: date, progress: Progress) -> EarlyAction:
        """Return how soon claims are reached, and what those reached early brought."""
        from collections_app.services.early_action import early_action

        return early_action(self.office, as_of, progress)

    def plan_sheet(self, fiscal_year: int, as_of: date) -> PlanSheet:
        """Return the plans of a year with what the past says."""
        from collections_app.services.plan_figures import plan_sheet

        return plan_sheet(self.office, fiscal_year, as_of)

    def save_plans(self, fiscal_year: int, seen: Sequence[PlanLine], wanted: Sequence[PlanLine]) -> list[Changes]:
        """Keep changed plans."""
        from collections_app.services.plan_figures import save_plans

        return save_plans(self.office, fiscal_year, seen, wanted)
