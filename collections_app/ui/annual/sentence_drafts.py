"""What is typed into a sentence of the report, kept until it is registered or left, and offered again after a crash."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from collections_app.domain.calendar import fiscal_year_name
from collections_app.ui.drafts.notice import DraftNotice
from collections_app.ui.drafts.page_keeper import PageDrafts

if TYPE_CHECKING:
    from collections_app.reports.report_blocks import Report
    from collections_app.ui.annual.sentence_pane import SentencePane
    from collections_app.ui.context import Context
    from collections_app.ui.drafts.page_draft import PageDraft

_TITLE = "年度報告の文"
_CHANGED = "書きかけのあとに、この文は変わっています（今の文: {}）。読み合わせてから登録してください。"
_GONE = "書きかけの文は、今のレイアウトにありません（{}）。書きかけはそのまま残ります。"
_BUSY = "ほかの文を直している途中です。F9 か Esc で終えてから、もう一度書きかけを開いてください。"


class SentenceDrafts(QObject):
    """Watches the pane of one page; `resumed` is a draft to go on with once its report is there."""

    def __init__(self, context: Context, page: str, pane: SentencePane) -> None:
        super().__init__(pane)
        self._context = context
        self._pane = pane
        self._drafts = PageDrafts(context.drafts, lambda: context.desk.location, page, self)
        self._report: Report | None = None
        self.resumed: PageDraft | None = None
        pane.begun.connect(self._on_begun)
        pane.typed.connect(self._on_typed)
        pane.left.connect(self.forget)

    def show_report(self, report: Report) -> None:
        """Take the report whose sentences are shown, and go on with the draft one came for."""
        self._report = report
        draft, self.resumed = self.resumed, None
        if draft is None:
            return
        if self._about(draft.about[-1]) == draft.about and self._pane.go_to(draft.about[-1]):
            self._pane.begin_edit()
            self._take(draft)
        else:
            self._context.say(_GONE.format(draft.subject), "warn")

    def refuse(self) -> None:
        """Say that another sentence is being typed, to who came for a draft."""
        if self.resumed is not None:
            self.resumed = None
            self._context.say(_BUSY, "warn")

    def forget(self, key: str) -> None:
        """Drop what was typed into a sentence: it is kept, or given up."""
        self._drafts.forget(self._about(key))

    def _about(self, key: str) -> tuple[str, ...]:
        report = self._report
        return ("", "", key) if report is None else (str(report.fiscal_year), report.layout, key)

    def _on_begun(self, key: str) -> None:
        draft = self._drafts.waiting(self._about(key))
        if draft is not None:
            notice = DraftNotice(draft)
            notice.taken.connect(partial(self._take, draft))
            notice.thrown.connect(partial(self._throw, draft))
            self._pane.offer(notice)

    def _on_typed(self, wish: tuple[str, str]) -> None:
        key, text = wish
        sentence, report = self._pane.current(), self._report
        if sentence is None or report is None:
            return
        if text == sentence.source:
            self.forget(key)
        else:
            subject = f"{fiscal_year_name(report.fiscal_year)}　{sentence.heading or sentence.source[:20]}"
            self._drafts.typed(self._about(key), (_TITLE, subject), text, sentence.source)

    def _take(self, draft: PageDraft) -> None:
        self._drafts.adopt(draft)
        self._pane.offer(None)
        self._pane.editor.setPlainText(draft.text)
        self._pane.editor.setFocus()
        sentence = self._pane.current()
        if sentence is not None and sentence.source != draft.before:
            self._context.say(_CHANGED.format(sentence.source), "warn")

    def _throw(self, draft: PageDraft) -> None:
        self._drafts.throw(draft)
        self._pane.offer(None)
        self._pane.editor.setFocus()
