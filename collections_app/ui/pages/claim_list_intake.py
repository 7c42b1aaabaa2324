"""The page of the guarantee department's list: read and judged by a job, registered by a job, then shown as a list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.intake.list_page import ListIntakePage
from collections_app.ui.page import Handlers, Page
from collections_app.ui.widgets import column

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.claim_list import ListPreview
    from collections_app.domain.intake import NewClaim
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context


class ListIntakeHost(Page):
    """Keeps the list while other pages are looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "claim_list_intake", nav="claims")
        self._place = column(margins=(look.L, look.M, look.L, look.S))
        self.setLayout(self._place)
        self.widget = self._empty()

    def _empty(self) -> ListIntakePage:
        widget = ListIntakePage()
        widget.read_wanted.connect(self._read)
        widget.submitted.connect(self._write)
        widget.left.connect(self._leave)
        self._place.addWidget(widget)
        return widget

    def take_focus(self) -> None:
        """Put the keyboard on the list, or on what brings one."""
        (self.widget.table if self.widget.is_dirty() else self.widget.paste_button).setFocus()

    def handlers(self) -> Handlers:
        """Return what the page can do."""
        return {
            ActionId.REGISTER: self.widget.submit,
            ActionId.PASTE_NUMBERS: self.widget.paste,  # Ctrl+V, here of a whole table
            ActionId.CLOSE: self._leave,
        }

    def _read(self, source: Path | str) -> None:
        work = partial(self.context.desk.preview_claim_list, source)
        self.context.jobs.read(work, self._take, self._refused, owner=self, topic="list")

    def _take(self, view: ListPreview) -> None:
        self.widget.show_preview(view)

    def _refused(self, error: Exception) -> None:
        self.widget.refuse(str(error))

    def _write(self, rows: list[tuple[int, NewClaim]]) -> None:
        work = partial(self.context.desk.register_claim_list, rows)
        newest = max(new.claim["subrogated_on"] for _, new in rows)

        def written(result: tuple[tuple[str, ...], Changes]) -> None:
            numbers, changes = result
            self._clear()
            if newest > self.context.as_of:  # as of the day before they are not there
                self.context.set_day(newest)
            self.context.changed(changes)
            self.context.list_requested.emit(("登録した代位弁済", numbers))
            self.context.say(f"代位弁済 {len(numbers):,}件を登録しました。初動の期限も付けました。")

        self.context.jobs.write(work, written, self._refused)

    def _clear(self) -> None:
        self._place.removeWidget(self.widget)
        self.widget.hide()
        self.widget.deleteLater()
        self.widget = self._empty()

    def _leave(self) -> None:
        self._clear()
        self.leave_requested.emit()
