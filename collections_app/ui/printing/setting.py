"""From a document to its pages: the one place where a paper is set, for preview, file and printer alike."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from collections_app.domain.progress import SILENT, Progress
from collections_app.reports.document import Block, Document, Drawing, Grid, Pairs, Paragraph, Section
from collections_app.ui.printing.flow import BODY, FOOT, SECTION, STRONG, Flow
from collections_app.ui.printing.grid import GridSetter, grid_of
from collections_app.ui.printing.sheets import GETA, UNIT, Pages

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABOVE_SECTION, _BELOW_SECTION, _BELOW_BLOCK = 8 * UNIT, 2 * UNIT, 4 * UNIT


def pages_of(document: Document, progress: Progress = SILENT) -> Pages:
    """Return the pages of a document; the application and its fonts must be there."""
    flow = Flow(document, progress)
    for block, following in zip(document.blocks, chain(document.blocks[1:], (None,)), strict=True):
        _place(flow, block, following)
    if flow.unknown:
        _explain_geta(flow, flow.unknown)
    title = f"{document.title} {' '.join(document.claim_nos) if len(document.claim_nos) == 1 else ''}".strip()
    return Pages(title, flow.sheets(), document.is_landscape, flow.unknown)


def _place(flow: Flow, block: Block, following: Block | None) -> None:
    match block:
        case Section():
            _place_section(flow, block, following)
        case Paragraph():
            flow.lines(block.text, BODY, block.ink)
            flow.y += _BELOW_BLOCK
        case Drawing():
            _place_drawing(flow, block)
        case Pairs() | Grid():
            _setter(flow, block).place()
            flow.y += _BELOW_BLOCK


def _place_section(flow: Flow, block: Section, following: Block | None) -> None:
    face, above = (SECTION, _ABOVE_SECTION) if block.level == 1 else (STRONG, _BELOW_SECTION)
    needed = above + face.leading + _BELOW_SECTION
    if isinstance(following, Pairs | Grid):
        needed += _setter(flow, following).first_height()
    elif isinstance(following, Drawing):
        needed += flow.width * following.height
    elif following is not None:
        needed += 2 * BODY.leading
    if flow.room < needed:
        flow.turn()
    else:
        flow.y += above
    flow.words(block.text, flow.left, flow.y, face)
    flow.y += face.leading + _BELOW_SECTION


def _place_drawing(flow: Flow, block: Drawing) -> None:
    height = flow.width * block.height
    if flow.room < height and not flow.is_at_top:
        flow.turn()
    flow.drawing(block.chart, min(height, flow.room))
    flow.y += _BELOW_BLOCK


def _setter(flow: Flow, block: Pairs | Grid) -> GridSetter:
    if isinstance(block, Pairs):
        return GridSetter(flow, grid_of(block), has_heading=False, labels=True)
    return GridSetter(flow, block)


def _explain_geta(flow: Flow, unknown: Sequence[str]) -> None:
    """Say which signs 〓 stands for: a name with a sign missing must not pass for the name."""
    codes = "、".join(f"U+{ord(sign[0]):04X}" for sign in unknown)
    flow.lines(f"{GETA}は、このパソコンの書体にない文字です（{codes}）。", FOOT, "soft")
