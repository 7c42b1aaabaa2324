"""The contents of attachments a bundle brings: checked against the rows that name them, then kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.attaching import size_words
from collections_app.domain.errors import UserError
from collections_app.domain.problem import Place, Problem
from collections_app.exchange.attached import FOLDER, media_type_of, sha256_of
from collections_app.exchange.reading import read_contents
from collections_app.storage import attachments as storage

if TYPE_CHECKING:
    from collections_app.exchange.checking import CheckedBundle, CheckedTable
    from collections_app.storage.database import Connection

_AGAIN = "添付を含むZIPかフォルダーで書き出し直してください。"


class ContentIntake:
    """`check` before anything is written, then `write`; contents are read one at a time, both times."""

    def __init__(self, connection: Connection, path: Path, bundle: CheckedBundle) -> None:
        self._connection = connection
        self._path = path
        self._checked = bundle.get("attachments")
        self._brought: dict[str, int] = {}

    def check(self) -> list[Problem]:
        """Return every content that is missing, is another than its name says, is not named, or could do harm."""
        rows = _rows_by_hash(self._checked)
        problems = [problem for name, content in read_contents(self._path) for problem in self._of(name, content, rows)]
        known = storage.known(self._connection, rows.keys() - self._brought.keys())
        if self._checked is not None:
            problems += self._missing(self._checked, rows, known)
        return problems

    def write(self) -> None:
        """Keep the contents that attachments name."""
        if self._brought and self._checked is not None:
            wanted = _rows_by_hash(self._checked)
            for name, content in read_contents(self._path):
                if name in wanted:
                    storage.keep(self._connection, name, content)

    def _of(self, name: str, content: bytes, rows: dict[str, list[int]]) -> Iterator[Problem]:
        place = Place(f"{FOLDER}{name}")
        if sha256_of(content) != name:
            yield Problem(place, name, "中身が、名前の照合値（SHA-256）と違います。", _AGAIN)
            return
        self._brought[name] = len(content)
        if name not in rows or self._checked is None:
            yield Problem(place, name, "この中身を使う添付がありません。", "登録しません。", is_warning=True)
            return
        names, sizes = self._checked.column("file_name"), self._checked.column("size")
        for index in rows[name]:
            if sizes[index] != len(content):
                message = f"中身は{len(content):,}バイトです。"
                yield Problem(self._checked.place(index, "size"), str(sizes[index]), message, _AGAIN)
            try:
                media_type_of(str(names[index]), content)
            except UserError as error:
                remedy = f"この行を除くか、{size_words(len(content))}の中身を確かめてください。"
                yield Problem(self._checked.place(index, "file_name"), str(names[index]), str(error), remedy)

    def _missing(self, checked: CheckedTable, rows: dict[str, list[int]], known: set[str]) -> Iterator[Problem]:
        for sha256, indexes in rows.items():
            if sha256 not in self._brought and sha256 not in known:
                for index in indexes:
                    yield Problem(checked.place(index, "sha256"), sha256, "この添付の中身がありません。", _AGAIN)


def _rows_by_hash(checked: CheckedTable | None) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, sha256 in enumerate(checked.column("sha256") if checked is not None else ()):
        found.setdefault(str(sha256), []).append(index)
    return found
