"""The glossary: one term, one identifier; every label of a closed list is in it, and no identifier in it is invented."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter

from collections_app import domain
from collections_app.domain.bundle import TABLES
from collections_app.domain.codes import Code
from tests.architecture.tree import ROOT, program_files

IDENTIFIER = re.compile(r"`([^`]+)`")


def _rows() -> list[tuple[str, set[str]]]:
    """Return each term of the tables with the identifiers that stand for it."""
    found = []
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] not in {"term", "---"}:
            found.append((cells[0], set(IDENTIFIER.findall(cells[1]))))
    return found


def _closed_lists() -> list[type[Code]]:
    for module in pkgutil.iter_modules(domain.__path__, "collections_app.domain."):
        importlib.import_module(module.name)
    return Code.__subclasses__()


def test_every_label_of_a_closed_list_is_a_term() -> None:
    terms = dict(_rows())
    missing = [
        f"{member.label} = {words.__name__}.{member.name}"
        for words in _closed_lists()
        for member in words
        if f"{words.__name__}.{member.name}" not in terms.get(member.label, set())
    ]
    assert missing == []
    assert len(_closed_lists()) >= 25


def test_every_table_of_the_bundle_is_a_term() -> None:
    terms = dict(_rows())
    assert [table.title for table in TABLES if table.name not in terms.get(table.title, set())] == []


def test_a_term_stands_once() -> None:
    counts = Counter(term for term, _ in _rows())
    assert [term for term, count in counts.items() if count > 1] == []


def test_no_identifier_is_invented() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in program_files())
    words = set(re.findall(r"\w+", source))
    members = {f"{words.__name__}.{member.name}" for words in _closed_lists() for member in words}
    for term, identifiers in _rows():
        assert identifiers, f"{term} has no identifier"
        for identifier in identifiers:
            known = identifier in members or set(re.findall(r"\w+", identifier)) <= words
            assert known, f"{term}: the program has no {identifier}"
