"""What the desk is asked about insurance money, recovery paid on and servicers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from collections_app.domain.insurance import InsuranceRow
    from collections_app.domain.payment_statement import PaymentStatement, Reconciled
    from collections_app.domain.servicer import ServicerMonth, ServicerReport


class SharingDesk(OpenOffice):
    """The questions about what others bear."""

    def insurance_list(self, day: date) -> tuple[InsuranceRow, ...]:
        """Return every insured claim, the next deadline first."""
        from collections_app.services.sharing import insurance_list

        return insurance_list(self.office, day)

    def next_statement(self) -> date | None:
        """Return the month to be reported next."""
        from collections_app.services.sharing import next_statement

        return next_statement(self.office)

    def payment_statement(self, month: date) -> PaymentStatement:
        """Return what is paid on of a month."""
        from collections_app.services.sharing import statement

        return statement(self.office, month)

    def report_statement(self, month: date) -> PaymentStatement:
        """Keep the statement of a month as it is sent."""
        from collections_app.services.sharing import report_statement

        return report_statement(self.office, month)

    def payment_workbook(self, month: date, path: Path) -> Path:
        """Write the statement of a month as a workbook."""
        from collections_app.services.sharing_papers import save_payment_workbook

        return save_payment_workbook(self.office, month, path)

    def reconciliation(self) -> tuple[Reconciled, ...]:
        """Return what was due and what was paid."""
        from collections_app.services.sharing import reconciliation

        return reconciliation(self.office)

    def servicers(self) -> tuple[tuple[str, str], ...]:
        """Return the servicers and the headings of their files."""
        from collections_app.services.servicer import servicers

        return servicers(self.office)

    def servicer_month(self, month: date) -> ServicerMonth:
        """Return the reports of a month against the ledger."""
        from collections_app.services.servicer import servicer_month

        return servicer_month(self.office, month)

    def take_in_report(self, path: Path, servicer: str, month: date, headings: str, *, dry_run: bool) -> ServicerReport:
        """Take a servicer's report in, or only look at it."""
        from collections_app.services.servicer import take_in_report

        return take_in_report(self.office, path, servicer, month, headings, dry_run=dry_run)

    def enter_commissions(self, month: date) -> tuple[int, int]:
        """Enter the commissions of a month as costs."""
        from collections_app.services.servicer import enter_commissions

        return enter_commissions(self.office, month)
