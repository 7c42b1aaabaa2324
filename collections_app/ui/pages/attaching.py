"""Files put on a claim page and taken from it: by a dialog or dropped; opened as copies, only when asked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from collections_app.domain.attaching import AttachmentView, safe_name
from collections_app.domain.errors import UserError
from collections_app.ui import files
from collections_app.ui.claim.attachments import FileDrop

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.ui.claim.page import ClaimPageWidget
    from collections_app.ui.context import Context

_KINDS = "添付できるファイル (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.docx *.xlsx *.txt *.csv *.msg)"


class Attaching(QObject):
    """Of one claim page."""

    def __init__(self, context: Context, page: ClaimPageWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._drop = FileDrop(page)
        self._drop.dropped.connect(self.attach)
        card = page.side.attachments
        card.add_wanted.connect(self.ask)
        card.file_opened.connect(self.open)
        card.file_saved.connect(self.ask_where)

    def ask(self) -> None:
        """Ask which file is to be kept with the claim."""
        files.ask_open(self._page, "添付するファイル", _KINDS, lambda path: self.attach([path]))

    def attach(self, paths: list[Path]) -> None:
        """Keep files with the claim, one after the other; what cannot be kept is said, the others are."""
        given = {"claim_no": self._page.claim_no()}
        desk = self._context.desk

        def work() -> tuple[list[Changes], list[str]]:
            done: list[Changes] = []
            problems: list[str] = []
            for path in paths:
                try:
                    done.append(desk.attach(path, given))
                except UserError as error:
                    problems.append(str(error))
            return done, problems

        self._context.jobs.write(work, partial(self._attached, paths))

    def _attached(self, paths: list[Path], found: tuple[list[Changes], list[str]]) -> None:
        done, problems = found
        for changes in done:
            self._context.changed(changes)
        name = f"「{paths[0].name}」" if len(paths) == 1 else f"{len(done):,}件のファイル"
        told = f"{name}を添付しました。　Ctrl+Zで元に戻せます。" if done else ""
        self._context.say("".join((*problems, told)), "bad" if problems else "good")

    def open(self, view: AttachmentView) -> None:
        """Open a copy of a file in the program that is there for its kind."""
        copies, desk = self._context.copies, self._context.desk
        self._context.jobs.read(lambda: copies.put(desk.attached_file(view.number)), self._show, owner=self)

    def _show(self, path: Path) -> None:
        if files.open_file(path):
            self._context.say(
                f"「{path.name}」の写し（読取り専用）を開きました。プログラムを終えると写しは消えます。", "info"
            )
        else:
            self._context.say(f"「{path.name}」を開くプログラムがありません。名前を付けて保存してください。", "warn")

    def ask_where(self, view: AttachmentView) -> None:
        """Ask where a file is to be saved."""
        name = safe_name(view.file_name)
        files.ask_save(self._page, "添付の保存先", name, f"*{Path(name).suffix}", partial(self.save, view))

    def save(self, view: AttachmentView, path: Path) -> None:
        """Write a file to a path."""
        work = partial(self._context.desk.save_attached, view.number, path)
        self._context.jobs.read(
            work, lambda written: self._context.say(f"「{written.name}」を保存しました。"), owner=self
        )
