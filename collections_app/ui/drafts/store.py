"""The file of drafts: one for every running program of a person, taken over by the next start when left behind."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile, QObject, Signal

from collections_app.ui.drafts.draft import Draft, as_json, from_json, new_id
from collections_app.ui.drafts.page_draft import PageDraft, page_as_json, page_from_json

if TYPE_CHECKING:
    from pathlib import Path

    from collections_app.domain.forms import FormWanted

_BROKEN = "書きかけの入力のファイルを読めないため、「{}」という名前で残しました。"
_UNWRITTEN = "書きかけの入力を保存できません（{}）。登録はできますが、途中で止まると入力は残りません。"
AnyDraft = Draft | PageDraft
_UNREAD = (KeyError, TypeError, ValueError, AttributeError)


class DraftStore(QObject):
    """Drafts by their names. Those `waiting` were left by a program that ended before they were registered.

    Every change goes to the file on a thread of its own, whole or not at all. Without a folder nothing is kept.
    """

    changed = Signal()  # those waiting
    closing = Signal()  # the last moment to put something
    failed = Signal(str)  # a sentence: the file cannot be written

    def __init__(self, folder: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._name = new_id()
        self._drafts: dict[str, AnyDraft] = {}
        self._waiting: set[str] = set()
        self._lock: QLockFile | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self._has_failed = False

    # what others left behind

    def gather(self) -> list[str]:
        """Take over the drafts of programs that are gone; return a sentence for each file that cannot be read.

        Called off the UI thread, before anything is typed.
        """
        if self._folder is None or not self._folder.is_dir():
            return []
        sentences: list[str] = []
        names = {path.stem for path in self._folder.iterdir() if path.suffix in (".json", ".lock")}
        for name in sorted(names - {self._name}):
            lock = self._lock_of(name)
            if lock.tryLock(0):  # its program is gone
                try:
                    sentences += self._take_over(self._folder / f"{name}.json")
                finally:
                    lock.unlock()
        return sentences

    def _take_over(self, path: Path) -> list[str]:
        if not path.exists():
            return []
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            found = [_read(one) for one in kept["drafts"]]
        except OSError as error:
            return [_UNWRITTEN.format(error.strerror)]
        except _UNREAD:
            aside = path.with_suffix(".broken")
            path.replace(aside)
            return [_BROKEN.format(aside.name)]
        self._drafts.update((draft.draft_id, draft) for draft in found)
        self._waiting.update(draft.draft_id for draft in found)
        if found:
            self._write(list(self._drafts.values()))  # before the other file goes
        path.unlink()
        return []

    def _lock_of(self, name: str) -> QLockFile:
        assert self._folder is not None
        lock = QLockFile(str(self._folder / f"{name}.lock"))
        lock.setStaleLockTime(0)  # only a program that is gone gives it up
        return lock

    def waiting(self, place: str) -> list[AnyDraft]:
        """Return the drafts left behind for a database, the newest first."""
        found = [self._drafts[name] for name in self._waiting if self._drafts[name].place == place]
        return sorted(found, key=lambda draft: draft.at, reverse=True)

    def of_form(self, place: str, wanted: FormWanted, *, is_row: bool) -> Draft | None:
        """Return what was left of a form, of the entry row or of a sheet."""
        forms = (draft for draft in self.waiting(place) if isinstance(draft, Draft) and draft.is_row is is_row)
        return next((draft for draft in forms if draft.is_of(place, wanted)), None)

    def of_page(self, place: str, page: str) -> list[Draft]:
        """Return what was left of the table of a page."""
        return [draft for draft in self.waiting(place) if isinstance(draft, Draft) and draft.page == page]

    # what is typed now

    def take(self, draft: AnyDraft) -> None:
        """Let a draft wait no longer: it is being typed on."""
        self._waiting.discard(draft.draft_id)
        self.changed.emit()

    def put(self, draft: AnyDraft) -> None:
        """Keep what is typed."""
        self._drafts[draft.draft_id] = draft
        self._save()

    def drop(self, draft_id: str) -> None:
        """Forget what was registered or thrown away."""
        if self._drafts.pop(draft_id, None) is not None:
            self._waiting.discard(draft_id)
            self._save()
            self.changed.emit()

    def close(self) -> None:
        """Wait until everything is written; what is left is offered by the next start."""
        self.closing.emit()
        self._writer.shutdown(wait=True)
        if self._lock is not None:
            self._lock.unlock()

    def _save(self) -> None:
        if self._folder is not None:
            self._writer.submit(self._try_to_write, list(self._drafts.values()))

    def _try_to_write(self, drafts: list[AnyDraft]) -> None:
        try:
            self._write(drafts)
        except OSError as error:
            if not self._has_failed:
                self._has_failed = True
                self.failed.emit(_UNWRITTEN.format(error.strerror))

    def _write(self, drafts: list[AnyDraft]) -> None:
        assert self._folder is not None
        path = self._folder / f"{self._name}.json"
        if not drafts:
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._lock is None:
            self._lock = self._lock_of(self._name)
            self._lock.tryLock(0)
        part = path.with_suffix(".new")
        with part.open("w", encoding="utf-8") as file:
            json.dump({"drafts": [_written(draft) for draft in drafts]}, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)


def _written(draft: AnyDraft) -> dict[str, Any]:
    return page_as_json(draft) if isinstance(draft, PageDraft) else as_json(draft)


def _read(kept: Any) -> AnyDraft:
    return page_from_json(kept) if "about" in kept else from_json(kept)
