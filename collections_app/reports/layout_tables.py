"""Reading the tables of a layout: columns say what is shown, rows of which figure, and which are sums of others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_app.domain.figures import FIGURE
from collections_app.reports.layout import Column, Row, Table
from collections_app.reports.layout_terms import (
    MOST_YEARS,
    Form,
    LayoutError,
    Shown,
    Span,
    applied,
    template,
    unknown_figure,
)

if TYPE_CHECKING:
    from collections_app.reports.layout_part import Part

GROUPS = {
    "課": "section",
    "担当": "staff",
    "回収原因": "source",
    "取扱": "channel",
    "金融機関": "bank",
    "業種": "industry",
}


def read_table(part: Part, form: Form, *, sums_printed: bool) -> Table:
    """Return a table of a layout; LayoutError as for a layout."""
    columns: list[Column] = []
    for column in part.parts("columns", "列"):
        columns += _columns(column, form)
    rows = tuple(_row(one) for one in part.parts("rows", "行"))
    if not columns or not rows:
        raise LayoutError(part.place, "表には列（columns）と行（rows）が一つは要ります。")
    _refuse_wrong_sums(rows, part.place)
    title = template(part.text("title", ""), form, part.place)
    return Table(title, part.text("heading", "項目"), tuple(columns), rows, sums_printed, part.text("note", ""))


def _columns(part: Part, form: Form) -> list[Column]:
    part.only("heading", "show", "years", "by")
    heading = part.text("heading")
    part.place += f"「{heading[:12]}」"
    words = part.text("show", "今年度").split(":")
    one = applied(Shown("", form=replace(form, is_bare=True)), [word.strip() for word in words], part.place)
    years = part.number("years", 1, MOST_YEARS, 1) or 1
    by = part.choice("by", {"": "", **GROUPS}, "")
    if by and (years > 1 or one.back or one.span is not Span.YEAR):
        raise LayoutError(part.place, "内訳（by）の列は、今年度の累計だけを示せます。", "by")
    if years == 1:
        return [_column(heading, one, by, part.place)]
    return [_column(heading, replace(one, back=one.back + back), by, part.place) for back in range(years - 1, -1, -1)]


def _column(heading: str, one: Shown, by: str, place: str) -> Column:
    pieces = template(heading, one.form, place)
    moved = tuple(replace(piece, back=piece.back + one.back) if isinstance(piece, Shown) else piece for piece in pieces)
    return Column(moved, one, by)


def _row(part: Part) -> Row:
    part.only("key", "label", "figure", "sum")
    label = part.text("label")
    part.place += f"「{label.strip()[:12]}」"
    key = part.text("key", label.strip())
    sum_of = part.texts("sum")
    if ("figure" in part) == bool(sum_of):
        raise LayoutError(part.place, "figure か sum のどちらか一つを書いてください。")
    if sum_of:
        return Row(key, label, sum_of=sum_of)
    figure, *words = (word.strip() for word in part.text("figure").split(":"))
    if figure not in FIGURE:
        raise unknown_figure(figure, part.place)
    applied(Shown(figure), words, part.place)
    return Row(key, label, figure, tuple(words))


def _refuse_wrong_sums(rows: tuple[Row, ...], place: str) -> None:
    """Sums are of figures of one unit that stand in the table, and every row is called something of its own."""
    known: dict[str, Row] = {}
    for row in rows:
        if row.key in known:
            raise LayoutError(place, f"「{row.key}」という行が二つあります。key で別の名前を付けてください。", row.key)
        known[row.key] = row
    for row in rows:
        for key in row.sum_of:
            if key not in known or known[key].sum_of:
                raise LayoutError(place, f"「{row.label}」の合計の「{key}」は、この表の数字の行ではありません。", key)
        if len({known[key].words for key in row.sum_of}) > 1:
            raise LayoutError(
                place, f"「{row.label}」は書き方の違う行を合計しています。行の指定をそろえてください。", row.label
            )
        units = {FIGURE[known[key].figure].unit for key in row.sum_of}
        if len(units) > 1:
            raise LayoutError(
                place, f"「{row.label}」は単位の違う数字（{'、'.join(sorted(units))}）を合計しています。", row.label
            )
