"""What the papers of a claim share: whose they are, and pairs that say so where nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterable

from collections_app.domain.paper import PaperKind, Stamp
from collections_app.domain.views import ClaimPage
from collections_app.reports.claim_terms import NOT_RECORDED
from collections_app.reports.document import Block, Document, Pairs


def of_claim(
    kind: PaperKind, title: str, view: ClaimPage, blocks: Iterable[Block], stamp: Stamp, *, is_landscape: bool = False
) -> Document:
    """Return a paper of one claim."""
    reference = f"{view.claim_no}　{view.debtor.name}"
    return Document(kind, title, reference, view.as_of, tuple(blocks), stamp, (view.claim_no,), is_landscape)


def recorded(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return labels with their words, with a dash where there are none."""
    return Pairs(tuple((label, words or NOT_RECORDED) for label, words in pairs))
