"""What the desk is asked about money from the banks: lines, files, direct debits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from collections_app.domain.bank_lines import Consignor
    from collections_app.domain.deposit_views import (
        Application,
        BankFileReport,
        DebitProposal,
        DepositList,
        DepositPage,
        Overlaps,
    )
    from collections_app.domain.receipt_entry import Moved
    from collections_app.services.changes import Changes


class DepositsDesk(OpenOffice):
    """The questions about money from the banks."""

    def list_deposits(self, *, only_unapplied: bool) -> DepositList:
        """Return the lines of the bank with the claims suggested."""
        from collections_app.services.deposits import list_deposits

        return list_deposits(self.office, only_unapplied=only_unapplied)

    def open_deposit(self, deposit_no: str) -> DepositPage:
        """Return a line of the bank and what became of it."""
        from collections_app.services.deposits import open_deposit

        return open_deposit(self.office, deposit_no)

    def apply_deposits(self, wanted: Sequence[Application], accepted: frozenset[Moved] = frozenset()) -> Changes:
        """Post receipts for lines, all or none, with what the person agreed to."""
        from collections_app.services.deposits import apply_deposits

        return apply_deposits(self.office, wanted, accepted)

    def take_in_bank_file(self, path: Path, overlaps: Overlaps, headings: str, *, dry_run: bool) -> BankFileReport:
        """Take a file of a bank in, or only look at it."""
        from collections_app.services.bank_files import take_in_bank_file

        return take_in_bank_file(self.office, path, overlaps, headings, dry_run=dry_run)

    def propose_debits(self, debited_on: date) -> DebitProposal:
        """Return what a request of direct debits would hold."""
        from collections_app.services.direct_debits import propose_debits

        return propose_debits(self.office, debited_on)

    def request_debits(self, debited_on: date, consignor: Consignor, plan_nos: Sequence[str], path: Path) -> Path:
        """Write a request of direct debits and keep what was asked for."""
        from collections_app.services.direct_debits import request_debits

        return request_debits(self.office, debited_on, consignor, plan_nos, path)
