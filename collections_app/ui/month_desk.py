"""The part of the desk that closes months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collections_app.domain.month_close import Bridge, CheckItem, Closed
    from collections_app.domain.month_report import Filled
    from collections_app.domain.progress import Progress


class MonthDesk(OpenOffice):
    """What can be asked of the open office about month closes and the papers of a month."""

    def monthly_workbook(self, month: date, path: Path, progress: Progress) -> Path:
        """Write the monthly workbook."""
        from collections_app.services.reports import monthly_workbook

        return monthly_workbook(self.office, month, path, progress)

    def filled_template(self, month: date, template: Path, path: Path, progress: Progress) -> Filled:
        """Write the office's own workbook with the values of a month."""
        from collections_app.services.reports import filled_template

        return filled_template(self.office, month, template, path, progress)

    def close_history(self) -> tuple[Closed, ...]:
        """Return every close, reopening and sealing, the newest first."""
        from collections_app.services.month_close import history

        return history(self.office)

    def month_checklist(self, month: date) -> tuple[CheckItem, ...]:
        """Return what to look at before a month is closed."""
        from collections_app.services.month_close import checklist

        return checklist(self.office, month)

    def month_bridge(self, month: date) -> Bridge:
        """Return what a closed month is now against what was frozen."""
        from collections_app.services.month_close import bridge

        return bridge(self.office, month)

    def close_month(self, month: date) -> Closed:
        """Freeze a month."""
        from collections_app.services.month_close import close_month

        return close_month(self.office, month)

    def reopen_month(self, month: date, said: tuple[str, str, str]) -> Closed:
        """Open the last closed month again: who asks, who confirms, why."""
        from collections_app.services.month_close import reopen_month

        return reopen_month(self.office, month, *said)

    def seal_year(self, fiscal_year: int) -> Closed:
        """Seal a fiscal year."""
        from collections_app.services.month_close import seal_year

        return seal_year(self.office, fiscal_year)

    def reprint_month(self, month: date, path: Path, *, as_known_today: bool) -> Path:
        """Write a month again."""
        from collections_app.services.month_reprint import reprint_month

        return reprint_month(self.office, month, path, as_known_today=as_known_today)
