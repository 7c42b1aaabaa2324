"""The part of the desk about agreements: instalment plans looked at while they are typed, waivers decided about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from collections_app.domain.codes import Approval
    from collections_app.domain.plan_views import PlanDraft
    from collections_app.domain.records import Record, RecordRef
    from collections_app.domain.waiving import WaiverPreview
    from collections_app.services.changes import Changes


class PlansDesk(OpenOffice):
    """Asks the services about plans and waivers."""

    def preview_plan(self, record: Record) -> PlanDraft:
        """Return what a plan being typed comes to."""
        from collections_app.services.plans import preview_plan

        return preview_plan(self.office, record)

    def preview_waiver(self, record: Record) -> WaiverPreview:
        """Return what is owed on the day of a waiver being typed, and what speaks against it."""
        from collections_app.services.waivers import preview_waiver

        return preview_waiver(self.office, record)

    def rule_waiver(self, ref: RecordRef, approval: Approval, staff_no: str) -> Changes:
        """Approve or reject a waiver."""
        from collections_app.services.approvals import rule_waiver

        return rule_waiver(self.office, ref, approval, staff_no)
