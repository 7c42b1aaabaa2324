"""The part of the desk about the yearly report and its layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.ui.open_office import OpenOffice

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.report_texts import LayoutRef, LayoutVersion, ReportWanted
    from collections_app.reports.document import Document
    from collections_app.reports.report_blocks import Report, SentenceView
    from collections_app.services.annual_report import SetPdf


class ReportDesk(OpenOffice):
    """What can be asked of the open office about reports."""

    def name_corporation(self, name: str, before: str) -> str:
        """Keep what the corporation is called."""
        from collections_app.services.naming import name_corporation

        return name_corporation(self.office, name, before)

    def report_layouts(self) -> tuple[LayoutRef, ...]:
        """Return the layouts there are."""
        from collections_app.services.report_layouts import layouts

        return layouts(self.office)

    def layout_body(self, name: str) -> str:
        """Return the text of a layout."""
        from collections_app.services.report_layouts import layout_body

        return layout_body(self.office, name)

    def layout_versions(self, name: str) -> tuple[LayoutVersion, ...]:
        """Return what an own layout has been."""
        from collections_app.services.report_layouts import layout_versions

        return layout_versions(self.office, name)

    def save_layout(self, name: str, body: str, before: str | None) -> LayoutRef:
        """Keep an own layout."""
        from collections_app.services.report_layouts import save_layout

        return save_layout(self.office, name, body, before)

    def delete_layout(self, name: str) -> None:
        """Take an own layout away."""
        from collections_app.services.report_layouts import delete_layout

        delete_layout(self.office, name)

    def annual_report(self, wanted: ReportWanted) -> Report:
        """Return a report as it stands now."""
        from collections_app.services.annual_report import annual_report

        return annual_report(self.office, wanted)

    def report_document(self, report: Report) -> Document:
        """Return a report as a paper."""
        from collections_app.services.annual_report import report_document

        return report_document(report)

    def try_text(self, wanted: ReportWanted, key: str, source: str) -> SentenceView:
        """Return a sentence as it would be with another text."""
        from collections_app.services.annual_report import try_text

        return try_text(self.office, wanted, key, source)

    def keep_text(self, wanted: ReportWanted, key: str, source: str | None) -> Report:
        """Keep an own text of a sentence, or that of the layout again."""
        from collections_app.services.annual_report import keep_text

        return keep_text(self.office, wanted, key, source)

    def confirm_sentences(self, wanted: ReportWanted, keys: tuple[str, ...]) -> Report:
        """Confirm sentences on the figures of now."""
        from collections_app.services.annual_report import confirm

        return confirm(self.office, wanted, keys)

    def save_report(self, wanted: ReportWanted, path: Path, set_pdf: SetPdf, *, is_final: bool) -> Report:
        """Write a report and record it."""
        from collections_app.services.annual_report import save_report

        return save_report(self.office, wanted, path, set_pdf, is_final=is_final)
