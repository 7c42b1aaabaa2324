"""The lines of figures of a printed report by themselves, for the screen and the clipboard, by any layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.reports.layout_figures import FigureSet
from collections_app.reports.layout_rendering import rendered
from collections_app.reports.layout_terms import Span
from collections_app.reports.report_blocks import HeadingBlock, LinesBlock, ParagraphBlock

if TYPE_CHECKING:
    from collections_app.domain.views import Summary
    from collections_app.reports.layout import Layout


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One figure of the report: its label and the words printed for it. `keys` are the figures in it."""

    label: str
    sentence: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A heading of the report and the figures under it."""

    title: str
    lines: tuple[PrintedLine, ...]


def printed_sections(layout: Layout, view: Summary) -> tuple[PrintedSection, ...]:
    """Return the lines of a report on the figures of a summary, and the sentences that have numbers in them."""
    figures = FigureSet(view.fiscal_year, view.as_of, {(Span.YEAR, 0): view.figures})
    found: dict[str, list[PrintedLine]] = {}
    heading = ""
    for block in rendered("", layout, figures, {}).blocks:
        lines = found.setdefault(heading, [])
        match block:
            case HeadingBlock():
                is_named = block.text.startswith("〔")  # 〔取組状況〕 is said under every section
                heading = heading if is_named else block.text
            case LinesBlock():
                lines += [PrintedLine(line.label.strip("　・"), line.text, line.keys) for line in block.lines]
            case ParagraphBlock():
                with_numbers = (one for one in block.sentences if "{" in one.source)
                lines += [PrintedLine("", one.text, one.keys) for one in with_numbers]
    return tuple(PrintedSection(title, tuple(lines)) for title, lines in found.items() if lines)


def printed_text(sections: tuple[PrintedSection, ...]) -> str:
    """Return the sections as plain text for the clipboard: a heading, then 「・訪問督促　474回（…）」."""
    blocks = []
    for section in sections:
        lines = [section.title, *(f"・{line.label}　{line.sentence}".replace("・　", "・") for line in section.lines)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n" if blocks else ""
