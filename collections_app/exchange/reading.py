"""A bundle from outside, read: a folder of CSV files, a ZIP of it, one CSV file or an .xlsx workbook to raw tables."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLES
from collections_app.domain.errors import BundleError, UserError
from collections_app.domain.problem import Place, Problem
from collections_app.exchange import archive, attached
from collections_app.exchange.collector import paused
from collections_app.exchange.csv_text import read_csv
from collections_app.exchange.headings import TABLE_NAMES, table_called, understand
from collections_app.exchange.raw import RawTable, RefusedError, Sheet
from collections_app.exchange.xlsx_text import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from collections_app.domain.progress import Progress

_BOOKS = (".xlsx", ".xlsm", ".xltm", ".xlsb", ".xls")
_ORDER = {table.name: number for number, table in enumerate(TABLES)}


@dataclass(frozen=True, slots=True)
class _Member:
    """A file of a bundle, not yet read."""

    name: str
    size: int
    read: Callable[[], bytes]


@paused()
def read_bundle(path: Path, progress: Progress) -> list[RawTable]:
    """Return the tables of the bundle at `path` in the order of dependence.

    What is wrong with headings and rows travels with each table, for `check_bundle` to list with the rest. BundleError
    lists files that cannot be read at all, are no table, or are the same table twice; UserError when `path` itself
    cannot be opened; CancelledError when the user stops.
    """
    problems: list[Problem] = []
    tables: list[RawTable] = []
    try:
        for sheet in _sheets(path, progress, problems):
            _take(sheet, tables, problems)
    except RefusedError as error:
        problems += error.problems
    except OSError as error:
        raise UserError(
            f"「{path.name}」を開けません（{error.strerror}）。場所と、ほかで開いていないかを確かめてください。"
        ) from error
    if not tables and not problems:
        remedy = f"表の名前は次のいずれかです: {TABLE_NAMES}"
        problems.append(Problem(Place(path.name), "", "受渡データの表が1つもありません。", remedy))
    if problems:
        raise BundleError(problems)
    return sorted(tables, key=lambda raw: _ORDER[raw.table.name])


def _take(sheet: Sheet, tables: list[RawTable], problems: list[Problem]) -> None:
    """Add `sheet` to `tables`, or say in `problems` why it is none of them or one too many."""
    table = table_called(sheet.source.removesuffix(".csv").removesuffix(".CSV"))
    place = Place(sheet.source)
    if table is None:
        remedy = f"ファイルやシートの名前を次のいずれかにするか、除いてください: {TABLE_NAMES}"
        problems.append(Problem(place, "", "この名前の表はありません。", remedy))
        return
    twin = next((raw for raw in tables if raw.table is table), None)
    if twin:
        message = f"「{table.title}」の表が2つあります（{twin.source}と{sheet.source}）。"
        problems.append(Problem(place, "", message, "1つにまとめてください。"))
        return
    tables.append(understand(table, sheet))


def _sheets(path: Path, progress: Progress, problems: list[Problem]) -> Iterator[Sheet]:
    if path.suffix.lower() in _BOOKS and not path.is_dir():
        yield from read_xlsx(path, progress)
        return
    with _members(path) as members:
        tables = [member for member in members if not member.name.startswith(attached.FOLDER)]
        total = sum(member.size for member in tables)
        done = 0
        for member in tables:
            progress.step(f"{member.name}を読み込んでいます", done, total)
            try:
                _refuse_no_csv(member)
                yield read_csv(member.name, member.read())
            except RefusedError as error:
                problems += error.problems
            done += member.size


def _refuse_no_csv(member: _Member) -> None:
    suffix = PurePosixPath(member.name).suffix.lower()
    if suffix == ".csv" and "/" not in member.name:
        return
    if suffix == ".zip":
        message, remedy = "ZIPの中にZIPがあります。", "中のZIPを展開し、CSVファイルだけを圧縮してください。"
    elif suffix in _BOOKS:
        message, remedy = "フォルダーやZIPの中のブックは読み込めません。", "ブックはそのまま選んでください。"
    elif "/" in member.name:
        message, remedy = "下のフォルダーにあるファイルは読み込めません。", "1つのフォルダーに並べてください。"
    else:
        message, remedy = "CSVファイルではありません。", f"除くか、次のいずれかの名前のCSVにしてください: {TABLE_NAMES}"
    raise RefusedError(Problem(Place(member.name), "", message, remedy))


@contextmanager
def _members(path: Path) -> Iterator[list[_Member]]:
    """Give the files of a folder, of a ZIP, or the one CSV file at `path`; hidden ones are no part of a bundle."""
    if path.is_dir():
        yield [_file(child, path) for child in sorted(path.rglob("*")) if child.is_file() and not _hidden(child, path)]
    elif path.suffix.lower() == ".csv":
        yield [_file(path, path.parent)]
    elif path.is_file():
        with archive.opened(path) as parts:
            found = [part for part in parts.infolist() if not part.is_dir()]
            names = [archive.part_name(part).replace("\\", "/") for part in found]
            shown = _without_top(names)
            yield [
                _Member(shown[name], part.file_size, partial(parts.read, part))
                for name, part in zip(names, found, strict=True)
                if name in shown
            ]
    else:
        raise UserError(f"「{path}」がありません。ファイルかフォルダーを選び直してください。")


def read_contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the contents of attachments a bundle brings, each under the name its file has; a workbook brings none.

    RefusedError when the archive is damaged.
    """
    if not path.is_dir() and path.suffix.lower() in (*_BOOKS, ".csv"):
        return
    with _members(path) as members:
        for member in members:
            if member.name.startswith(attached.FOLDER):
                yield member.name.removeprefix(attached.FOLDER), member.read()


def _file(file: Path, folder: Path) -> _Member:
    return _Member(file.relative_to(folder).as_posix(), file.stat().st_size, file.read_bytes)


def _hidden(file: Path, folder: Path) -> bool:
    return _is_hidden(file.relative_to(folder).parts)


def _is_hidden(parts: Iterable[str]) -> bool:
    return any(part.startswith(".") or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in parts)


def _without_top(names: list[str]) -> dict[str, str]:
    """Return the names that belong to the bundle, each without the one folder that all of them may lie in."""
    kept = [name for name in names if not _is_hidden(PurePosixPath(name).parts)]
    tops = {name.partition("/")[0] for name in kept}
    has_top = len(tops) == 1 and all("/" in name for name in kept)
    return {name: name.partition("/")[2] if has_top else name for name in kept}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a bundle in hexadecimal: of the file, or of the sorted names and contents of a folder."""
    if not path.is_dir():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    whole = hashlib.sha256()
    with _members(path) as members:
        for member in members:
            content = member.read()
            whole.update(f"{member.name}\0{len(content)}\0".encode())
            whole.update(content)
    return whole.hexdigest()
