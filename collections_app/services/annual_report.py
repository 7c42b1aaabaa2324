"""The yearly report: rendered by a layout, its sentences kept and confirmed, written as a file."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from collections_app.domain.errors import NotFoundError, UserError
from collections_app.domain.figures import FIGURE
from collections_app.domain.paper import Stamp
from collections_app.domain.report_texts import Confirmed, KeptSentence, ReportWanted, SentenceStatus
from collections_app.exchange.target import whole_file
from collections_app.exchange.workbook import write_workbook
from collections_app.reports.layout_figures import FigureSet, needs_of
from collections_app.reports.layout_guard import judged, values_of
from collections_app.reports.layout_reading import read_layout, written
from collections_app.reports.layout_rendering import Kept, rendered, sentences_of
from collections_app.reports.report_papers import document_of, markdown_of, workbook_of
from collections_app.services.report_figures import figure_set
from collections_app.services.report_layouts import body_of
from collections_app.storage import audit
from collections_app.storage import report_layouts as storage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

    from collections_app.reports.document import Document
    from collections_app.reports.layout import Layout, Sentence
    from collections_app.reports.report_blocks import Report, SentenceView
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

    SetPdf = Callable[[Document], tuple[bytes, int]]

SUFFIXES = (".docx", ".pdf", ".xlsx", ".md")
_SAID = 5  # sentences named in a refusal


def annual_report(office: Office, wanted: ReportWanted) -> Report:
    """Return the report as it stands now.

    LayoutError when the layout cannot be used, NotFoundError when there is none, UserError when nothing was counted
    in the fiscal year.
    """
    with office.database.reading() as connection:
        return _Reading(connection, wanted).report


class _Reading:
    """Everything of one moment: layout, what is kept of its sentences, and the figures both ask for."""

    def __init__(self, connection: Connection, wanted: ReportWanted, tried: KeptSentence | None = None) -> None:
        body = body_of(connection, wanted.layout) if wanted.body is None else wanted.body
        self.layout: Layout = read_layout(body)
        self.kept: Kept = storage.sentences(connection, wanted.layout, wanted.fiscal_year)
        if tried is not None:
            self.kept[tried.key] = tried
        self.sentences: dict[str, Sentence] = {one.key: one for one in sentences_of(self.layout, self.kept)}
        needs = needs_of(self.layout, tuple(self.sentences.values()))
        self.figures: FigureSet = figure_set(connection, wanted.fiscal_year, wanted.as_of, needs)
        self.report: Report = rendered(wanted.layout, self.layout, self.figures, self.kept)

    def sentence(self, key: str) -> Sentence:
        """Return a sentence of the layout; NotFoundError when there is none of that key."""
        if key not in self.sentences:
            raise NotFoundError(f"「{key}」という文は、このレイアウトにありません。開き直してください。")
        return self.sentences[key]


def try_text(office: Office, wanted: ReportWanted, key: str, source: str) -> SentenceView:
    """Return a sentence as it would stand with another text; errors as for `keep_text`."""
    with office.database.reading() as connection:
        reading = _Reading(connection, wanted)
        written(reading.sentence(key), source, reading.layout.style.form)
        report = _Reading(connection, wanted, KeptSentence(key, source)).report
    return next(sentence for sentence in report.sentences() if sentence.key == key)


def keep_text(office: Office, wanted: ReportWanted, key: str, source: str | None) -> Report:
    """Keep an own text of a sentence for the fiscal year, None for that of the layout; its confirmation is gone then.

    LayoutError when the text names a figure that is not there; otherwise as for `annual_report`.
    """
    with office.database.writing() as connection:
        reading = _Reading(connection, wanted)
        sentence = reading.sentence(key)
        if source is not None:
            if not source.strip():
                raise UserError("文が空です。文を書くか、レイアウトの文に戻してください。")
            written(sentence, source, reading.layout.style.form)
        kept = KeptSentence(key, source)
        if kept != reading.kept.get(key, KeptSentence(key)):
            _keep(connection, wanted, reading.kept.get(key), kept)
        return _Reading(connection, wanted).report


def confirm(office: Office, wanted: ReportWanted, keys: Collection[str]) -> Report:
    """Confirm sentences on the figures of now; UserError when a claim of one does not hold."""
    with office.database.writing() as connection:
        reading = _Reading(connection, wanted)
        for key in keys:
            sentence = reading.sentence(key)
            values = values_of(sentence.rests_on, reading.figures)
            confirmed = Confirmed(sentence.source, values, getpass.getuser(), storage.now())
            before = reading.kept.get(key)
            kept = replace(before or KeptSentence(key), confirmed=confirmed)
            status, why = judged(sentence, reading.layout.claims, reading.figures, kept)
            if status is SentenceStatus.DOUBTFUL:
                raise UserError(f"「{sentence.source[:20]}…」は確認できません。{'。'.join(why)}。文を直してください。")
            _keep(connection, wanted, before, kept)
        return _Reading(connection, wanted).report


def _keep(connection: Connection, wanted: ReportWanted, before: KeptSentence | None, kept: KeptSentence) -> None:
    detail = {"key": kept.key, "before": storage.told(before), "after": storage.told(kept)}
    subject = f"report_sentences {wanted.layout} {wanted.fiscal_year}"
    audit_no = audit.record(connection, audit.SENTENCE_KEPT, subject, getpass.getuser(), detail)
    storage.keep_sentence(connection, (wanted.layout, wanted.fiscal_year), kept, audit_no)


def report_document(report: Report) -> Document:
    """Return a report as a paper of now, for the preview and the PDF."""
    return document_of(report, _stamp())


def save_report(office: Office, wanted: ReportWanted, path: Path, set_pdf: SetPdf, *, is_final: bool = False) -> Report:
    """Write the report in the form its name ends with, and its record; both or none. Return what was written.

    Doubtful sentences are marked in the file; `is_final` refuses while a sentence waits for its confirmation.
    UserError when the place cannot be written or the form is not known; otherwise as for `annual_report`.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UserError(
            f"「{path.name}」の形では書けません。名前の終わりを{'、'.join(SUFFIXES)}のどれかにしてください。"
        )
    stamp = _stamp()
    with office.database.writing() as connection:
        reading = _Reading(connection, wanted)
        report = reading.report
        if is_final:
            _refuse_waiting(report)
        detail = {"layout": report.layout, "as_of": report.as_of.isoformat(), "file": path.name, "final": is_final}
        subject = f"annual_report {report.fiscal_year}"
        audit.record(connection, audit.REPORT_SAVED, subject, stamp.by, {**detail, "waiting": len(report.waiting)})
        if suffix == ".xlsx":
            figures = {key: value for key in FIGURE if (value := reading.figures.value(key)) is not None}
            write_workbook(workbook_of(report, figures, stamp.at), path)
            return report
        with whole_file(path) as part:
            if suffix == ".docx":
                from collections_app.exchange.word import write_document

                write_document(report, stamp, part)
            elif suffix == ".pdf":
                part.write_bytes(set_pdf(document_of(report, stamp))[0])
            else:
                part.write_text(markdown_of(report), encoding="utf-8")
    return report


def _refuse_waiting(report: Report) -> None:
    waiting = report.waiting
    if waiting:
        named = "\n".join(f"・{one.text[:24]}…（{one.said}）" for one in waiting[:_SAID])
        more = f"\nほか{len(waiting) - _SAID}文" if len(waiting) > _SAID else ""
        raise UserError(f"確認の済んでいない文が{len(waiting)}あるため、確定版を書けません。\n{named}{more}")


def _stamp() -> Stamp:
    return Stamp(getpass.getuser(), datetime.now().astimezone().replace(tzinfo=None, microsecond=0))
