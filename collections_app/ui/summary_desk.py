"""The part of the desk that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collections_app.domain.breakdowns import FigureWanted
    from collections_app.domain.counting import CountingRule
    from collections_app.domain.counting_views import Difference, RuleView
    from collections_app.domain.pivot import Pivot, PivotWanted
    from collections_app.domain.progress import Progress
    from collections_app.domain.shown import Shown
    from collections_app.domain.summary_views import BalanceSeen, GroupBalance, GroupLine, SummarySeen, SummaryWanted
    from collections_app.domain.views import FigureRows
    from collections_app.services.changes import Changes


class SummaryDesk(OpenOffice):
    """What can be asked of the open office about its figures."""

    def summary(self, wanted: SummaryWanted) -> SummarySeen:
        """Return the summary of a span of days."""
        from collections_app.services.summary import seen

        return seen(self.office, wanted)

    def groups(self, shown: SummarySeen, dimension: str) -> tuple[GroupLine, ...]:
        """Return the figures of a summary by the values of a dimension."""
        from collections_app.services.summary import groups

        return groups(self.office, shown, dimension)

    def group_balances(self, shown: SummarySeen, dimension: str) -> tuple[GroupBalance, ...]:
        """Return what is outstanding by the values of a dimension."""
        from collections_app.services.summary import group_balances

        return group_balances(self.office, shown, dimension)

    def pivot(self, wanted: PivotWanted) -> Pivot:
        """Return a figure by two breakdowns."""
        from collections_app.services.pivot import pivot

        return pivot(self.office, wanted)

    def balance(self, shown: SummarySeen) -> BalanceSeen:
        """Return how the balance moved in the period of a summary."""
        from collections_app.services.balance import balance

        return balance(self.office, shown)

    def counting_rules(self) -> tuple[RuleView, ...]:
        """Return how each figure is counted that an office may decide about."""
        from collections_app.services.counting import rules

        return rules(self.office)

    def counting_differences(self, rule: CountingRule, as_of: date) -> tuple[Difference, ...]:
        """Return what another rule would change."""
        from collections_app.services.counting import differences

        return differences(self.office, rule, as_of)

    def decide_counting(self, rule: CountingRule, decided_on: date) -> Changes:
        """Count by another rule from now on."""
        from collections_app.services.counting import decide

        return decide(self.office, rule, decided_on)

    def write_dataset(self, path: Path, form: str, progress: Progress) -> dict[str, int]:
        """Write the data set for programs of analysis."""
        from collections_app.services.dataset import write_dataset

        return write_dataset(self.office, path, form, progress)

    def shown_workbook(self, shown: Shown, path: Path, progress: Progress) -> Path:
        """Write a view of the summary as a workbook."""
        from collections_app.services.reports import shown_workbook

        return shown_workbook(shown, path, progress)

    def figure_rows(self, wanted: FigureWanted) -> FigureRows:
        """Return the very rows behind a figure."""
        from collections_app.services.statistics import figure_rows

        return figure_rows(self.office, wanted)

    def fiscal_years(self) -> tuple[int, ...]:
        """Return the fiscal years there are data for."""
        from collections_app.services.statistics import fiscal_years

        return fiscal_years(self.office)
