"""What the desk is asked about receipts that are typed: what they would do, posting them, money over several claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.action_costs import ActionCosts, CostsWanted
    from collections_app.domain.money_views import ReceiptPreview
    from collections_app.domain.receipt_entry import Moved, ReceiptsWanted
    from collections_app.domain.records import Record, ReverseRecord
    from collections_app.domain.spread_entry import SpreadPlan, SpreadWanted
    from collections_app.services.changes import Changes


class ReceiptsDesk(OpenOffice):
    """The questions about receipts that are typed."""

    def preview_receipt(self, record: Record) -> ReceiptPreview:
        """Return what a receipt would do if it were posted now."""
        from collections_app.services.money import preview_receipt

        return preview_receipt(self.office, record)

    def reverse_record(self, command: ReverseRecord, accepted: frozenset[Moved]) -> Changes:
        """Take money back that was recorded, with what the person agreed to."""
        from collections_app.services.money import reverse_record

        return reverse_record(self.office, command, accepted)

    def moved_by_record(self, table: str, before: Record | None, after: Record) -> tuple[Moved, ...]:
        """Return the receipts that would be split otherwise if a record were kept."""
        from collections_app.services.consequences import moved_by_record

        return moved_by_record(self.office, table, before, after)

    def preview_receipts(self, records: Sequence[Record]) -> tuple[ReceiptPreview, ...]:
        """Return what receipts would do if all were posted now."""
        from collections_app.services.receipts import preview_receipts

        return preview_receipts(self.office, records)

    def post_receipts(self, wanted: ReceiptsWanted) -> Changes:
        """Post receipts, all or none."""
        from collections_app.services.receipts import post_receipts

        return post_receipts(self.office, wanted)

    def plan_spread(self, wanted: SpreadWanted) -> SpreadPlan:
        """Return how a payment would fall on several claims."""
        from collections_app.services.spreading import plan_spread

        return plan_spread(self.office, wanted)

    def fill_rest(self, wanted: SpreadWanted) -> Mapping[str, int]:
        """Return what each claim gets when what is not designated falls by law."""
        from collections_app.services.spreading import fill_rest

        return fill_rest(self.office, wanted)

    def costs_of_action(self, action_no: str) -> ActionCosts:
        """Return the costs of a proceeding that are still claimed."""
        from collections_app.services.action_costs import costs_of_action

        return costs_of_action(self.office, action_no)

    def moved_by_costs(self, wanted: CostsWanted) -> tuple[Moved, ...]:
        """Return the receipts that would be split otherwise without these costs."""
        from collections_app.services.action_costs import moved_by_costs

        return moved_by_costs(self.office, wanted)

    def settle_costs(self, wanted: CostsWanted) -> list[Changes]:
        """Take costs of a proceeding back."""
        from collections_app.services.action_costs import settle_costs

        return settle_costs(self.office, wanted)
