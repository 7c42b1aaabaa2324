"""A layout filled with figures and with the office's own texts: the report as it is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_app.reports.figured import figured
from collections_app.reports.layout import Heading, Layout, Line, Lines, Paragraph, Row, Sentence, Table
from collections_app.reports.layout_behind import behind
from collections_app.reports.layout_guard import judged, told
from collections_app.reports.layout_printing import Number, filled, in_width, number, printed, summed
from collections_app.reports.layout_reading import written
from collections_app.reports.layout_terms import LayoutError, Show, Shown, applied
from collections_app.reports.report_blocks import (
    Cell,
    HeadingBlock,
    LinesBlock,
    ParagraphBlock,
    PrintedLine,
    Report,
    ReportBlock,
    SentenceView,
    TableBlock,
    TableRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.report_texts import KeptSentence
    from collections_app.domain.views import FigureValue
    from collections_app.reports.layout import Column
    from collections_app.reports.layout_figures import FigureSet, Group

Kept = dict[str, "KeptSentence"]
_ADDED = (Show.NOW, Show.PREVIOUS, Show.PLAN)
_TAKEN = {Show.DIFFERENCE: Show.PREVIOUS, Show.PLAN_DIFFERENCE: Show.PLAN}


def sentences_of(layout: Layout, kept: Kept) -> tuple[Sentence, ...]:
    """Return the sentences with the office's own texts in them; a text that cannot be read any more stays as it was."""
    return tuple(_own(sentence, layout, kept.get(sentence.key)) for sentence in layout.sentences())


def _own(sentence: Sentence, layout: Layout, kept: KeptSentence | None) -> Sentence:
    if kept is None or kept.source is None:
        return sentence
    try:
        return written(sentence, kept.source, layout.style.form)
    except LayoutError:  # a figure of the text is gone: its words stay as they are, braces and all
        return replace(sentence, source=kept.source, text=(kept.source,))


def rendered(name: str, layout: Layout, figures: FigureSet, kept: Kept) -> Report:
    """Return the report of a layout, its figures and what the office keeps of its sentences."""
    texts = {sentence.key: sentence for sentence in sentences_of(layout, kept)}
    renderer = _Renderer(layout, figures, kept, texts)
    blocks = tuple(renderer.block(block) for block in layout.blocks)
    title = filled(layout.title, figures, layout.style)
    return Report(title, name, figures.fiscal_year, figures.as_of, blocks, layout.is_landscape, figures.corporation)


class _Renderer:
    def __init__(self, layout: Layout, figures: FigureSet, kept: Kept, texts: Mapping[str, Sentence]) -> None:
        self._layout, self._style = layout, layout.style
        self._figures, self._kept, self._texts = figures, kept, texts
        self._headings: dict[int, str] = {}

    def block(self, block: Heading | Paragraph | Lines | Table) -> ReportBlock:
        match block:
            case Heading():
                text = filled(block.text, self._figures, self._style)
                self._headings = {level: one for level, one in self._headings.items() if level < block.level}
                self._headings[block.level] = text
                return HeadingBlock(text, block.level)
            case Paragraph():
                return ParagraphBlock(tuple(map(self._sentence, block.sentences)), block.mark, block.level)
            case Lines():
                return LinesBlock(tuple(map(self._line, block.lines)))
            case Table():
                return _TableRenderer(block, self._layout, self._figures).table()

    def _sentence(self, shipped: Sentence) -> SentenceView:
        sentence, kept = self._texts[shipped.key], self._kept.get(shipped.key)
        status, why = judged(sentence, self._layout.claims, self._figures, kept)
        confirmed = kept.confirmed if kept is not None else None
        return SentenceView(
            sentence.key,
            filled(sentence.text, self._figures, self._style),
            sentence.source,
            sentence.rests_on,
            status,
            why,
            is_own=kept is not None and kept.source is not None,
            confirmed_by=confirmed.by if confirmed is not None else "",
            confirmed_at=confirmed.at if confirmed is not None else None,
            heading="　".join(text for level, text in sorted(self._headings.items()) if level > 1),
            basis=tuple(told(value) for key in sentence.rests_on if (value := self._figures.value(key)) is not None),
        )

    def _line(self, line: Line) -> PrintedLine:
        first = self._figures.value(line.keys[0])
        text = line.text
        if first is not None and first.previous == 0:
            text = (line.new if first.current else line.nothing) or line.text
        label = filled(line.label, self._figures, self._style)
        return PrintedLine(label, filled(text, self._figures, self._style), line.keys)


class _TableRenderer:
    """Fills one table; a sum is that of the printed numbers, or that of the yen, as the table says."""

    def __init__(self, table: Table, layout: Layout, figures: FigureSet) -> None:
        self._table, self._style, self._figures = table, layout.style, figures
        self._rows = {row.key: row for row in table.rows}
        self._columns = [(column, group) for column in table.columns for group in self._groups(column)]

    def table(self) -> TableBlock:
        figures, style = self._figures, self._style
        headings = [
            filled(column.heading, figures, style).replace("（内訳）", group.label if group else "")
            for column, group in self._columns
        ]
        rows = tuple(
            TableRow(row.label, tuple(self._cell(row, *column) for column in self._columns), bool(row.sum_of))
            for row in self._table.rows
        )
        title = filled(self._table.title, figures, style)
        return TableBlock(title, (self._table.heading, *headings), rows, self._table.note)

    def _groups(self, column: Column) -> list[Group | None]:
        return [*self._figures.groups.get(column.by, {})] if column.by else [None]

    def _cell(self, row: Row, column: Column, group: Group | None) -> Cell:
        parts = [self._rows[key] for key in row.sum_of] or [row]
        keys = tuple(dict.fromkeys(part.figure for part in parts))
        one = applied(replace(column.shown, figure=parts[0].figure), list(parts[0].words), "")
        values = [self._value(part, column, group) for part in parts]
        value = summed(values, row.key, row.label) if row.sum_of else values[0]
        text = printed(value, one, self._style)
        found = number(value, one) if value is not None else None
        if value is not None and self._table.sums_printed and one.form.unit is not None:
            added = self._added([one_of for one_of in values if one_of is not None], one)
            if added is not None:
                text, found = in_width(added.text, one.form), added
        if text != self._style.nothing and one.show is not Show.UNIT:
            of_column = replace(one, span=column.shown.span, back=column.shown.back)
            text = figured(text, behind(keys, of_column, self._figures, column.by, group))
        return Cell(text, keys, found.exact if found is not None else None)

    def _value(self, row: Row, column: Column, group: Group | None) -> FigureValue | None:
        if group is not None:
            return self._figures.in_group(row.figure, column.by, group)
        return self._figures.value(row.figure, column.shown.span, column.shown.back)

    def _added(self, values: list[FigureValue], one: Shown) -> Number | None:
        """Return the number that the printed ones give; None where the column is no amount, or one is missing."""
        if one.show in _ADDED:
            numbers = [number(value, one) for value in values]
            known = [found for found in numbers if found is not None]
            if len(known) < len(numbers) or not known:
                return None
            return replace(known[0], scaled=sum(found.scaled for found in known))
        if one.show not in _TAKEN:
            return None
        now = self._added(values, replace(one, show=Show.NOW))
        before = self._added(values, replace(one, show=_TAKEN[one.show]))
        if now is None or before is None:
            return None
        return replace(now, scaled=now.scaled - before.scaled)
