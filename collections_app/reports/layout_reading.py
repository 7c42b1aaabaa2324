"""From the text of a layout to the layout: every mistake is a LayoutError that says where, what and what to do."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

from collections_app.domain.figures import FIGURE
from collections_app.reports.layout import (
    Block,
    Claim,
    Heading,
    Layout,
    Line,
    Lines,
    Paragraph,
    Sentence,
    Style,
    Table,
)
from collections_app.reports.layout_part import Part
from collections_app.reports.layout_tables import read_table
from collections_app.reports.layout_terms import (
    DIGITS,
    MOST_DECIMALS,
    MOST_YEARS,
    ROUNDINGS,
    UNITS,
    Form,
    LayoutError,
    Show,
    keys_of,
    numbered,
    shown,
    template,
    unknown_figure,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
LARGEST = 200_000  # characters: a layout is typed by people
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")
_BOUNDS = ("above", "at_least", "below", "at_most")
_THAN = {"前年度": Show.PREVIOUS, "計画": Show.PLAN}
_TRENDS = {"増加": 1, "減少": -1}
_Comparisons = dict[str, dict[str, str]]


def read_layout(body: str) -> Layout:
    """Return the layout a text (TOML) describes; LayoutError when it cannot be used."""
    if len(body) > LARGEST:
        raise LayoutError("", f"レイアウトが長すぎます（{len(body):,}文字）。{LARGEST:,}文字までです。")
    try:
        data = tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(body, str(error)) from error
    return layout_of(data)


def _unreadable(body: str, said: str) -> LayoutError:
    found = _AT.search(said)
    line = int(found[1]) if found else body.rstrip().count("\n") + 1
    where = f"{line}行目{found[2]}文字目" if found else f"{line}行目（終わり）"
    if "Cannot overwrite" in said or "Cannot declare" in said or "twice" in said:
        return LayoutError(where, "同じ名前の項目が二度あります。どちらかを消してください。", line=line)
    if "Expected '=' after a key" in said:
        return LayoutError(where, "項目の名前のあとに = がありません。", line=line)
    if "Invalid value" in said or "Unterminated" in said or "Illegal character" in said:
        return LayoutError(where, '値を読めません。文字は引用符 " で囲み、閉じてください。', line=line)
    return LayoutError(where, "書き方（TOML）に誤りがあります。かっこ、引用符、= を確かめてください。", line=line)


def layout_of(data: Mapping[str, object]) -> Layout:
    """Return the layout of a parsed file; LayoutError as for `read_layout`."""
    top = Part(dict(data), "")
    top.only("version", "about", "title", "orientation", "style", "compare", "claims", "sections")
    if top.number("version", 1, 10**6, 1) != VERSION:
        raise LayoutError(
            "", "このレイアウトは新しい版のプログラムで書かれています。version = 1 のものを使ってください。", "version"
        )
    style = _style(top.part("style"))
    claims = {name: _claim(name, part) for name, part in top.part("claims").named()}
    compares = {name: _comparison(part) for name, part in top.part("compare").named()}
    blocks: list[Block] = []
    for section in top.parts("sections", "節"):
        blocks += _section(section, style, claims, compares)
    if not blocks:
        raise LayoutError("", "節がありません。[[sections]] を一つは書いてください。")
    layout = Layout(
        template(top.text("title"), style.form, "title"),
        style,
        claims,
        tuple(blocks),
        top.choice("orientation", {"縦": False, "横": True}, "縦"),
        top.text("about", ""),
    )
    _refuse_twice(layout)
    return layout


def _refuse_twice(layout: Layout) -> None:
    seen: set[str] = set()
    for sentence in layout.sentences():
        if sentence.key in seen:
            raise LayoutError(
                f"文「{sentence.key}」", "同じ key の文が二つあります。別の名前にしてください。", sentence.key
            )
        seen.add(sentence.key)


def _style(part: Part) -> Style:
    part.only("unit", "decimals", "ratio_decimals", "rounding", "digits", "era", "sums", "new", "nothing")
    form = Form(
        part.choice("unit", UNITS, "円"),
        part.number("decimals", 0, MOST_DECIMALS, 0) or 0,
        part.number("ratio_decimals", 0, MOST_DECIMALS, 1) or 0,
        part.choice("rounding", ROUNDINGS, "四捨五入"),
        part.choice("digits", DIGITS, "半角"),
    )
    return Style(
        form,
        part.choice("era", {"元号": True, "西暦": False}, "元号"),
        part.choice("sums", SUMS, "円から"),
        part.text("new", "新規取組み"),
        part.text("nothing", "－"),
    )


SUMS = {"円から": False, "印字から": True}


def _claim(name: str, part: Part) -> Claim:
    part.only("words", "than", *_BOUNDS, "trend", "years")
    words = part.texts("words")
    if not words:
        raise LayoutError(part.place, '言い回し（words）がありません。words = ["前年を上回"] のように書いてください。')
    if "trend" in part:
        years = part.number("years", 2, MOST_YEARS, 3) or 3
        return Claim(name, words, trend=part.choice("trend", _TRENDS, ""), years=years)
    bounds = {key: part.number(key, 0, 100_000) for key in _BOUNDS}
    if all(bound is None for bound in bounds.values()):
        raise LayoutError(
            part.place,
            f"いつ成り立つかがありません。{'、'.join(_BOUNDS)} のどれかを百分率で書くか、trend を書いてください。",
        )
    than = part.choice("than", _THAN, "前年度")
    return Claim(name, words, than, bounds["above"], bounds["at_least"], bounds["below"], bounds["at_most"])


def _comparison(part: Part) -> dict[str, str]:
    part.only("text", "new", "nothing")
    return {key: part.text(key) for key in ("text", "new", "nothing") if key in part or key == "text"}


def _section(part: Part, style: Style, claims: Mapping[str, Claim], compares: _Comparisons) -> list[Block]:
    part.only("heading", "level", "blocks")
    blocks: list[Block] = []
    if "heading" in part:
        text = part.text("heading")
        part.place += f"「{text[:12]}」"
        blocks.append(Heading(template(text, style.form, part.place), part.number("level", 1, 4, 2) or 2))
    for block in part.parts("blocks", "ブロック"):
        kinds = [kind for kind in ("heading", "sentences", "lines", "table") if kind in block]
        if len(kinds) != 1:
            raise LayoutError(block.place, "heading、sentences、lines、table のうち、どれか一つだけを書いてください。")
        if kinds == ["heading"]:
            block.only("heading", "level")
            words = template(block.text("heading"), style.form, block.place)
            blocks.append(Heading(words, block.number("level", 1, 4, 3) or 3))
        elif kinds == ["sentences"]:
            blocks.append(_paragraph(block, style, claims))
        elif kinds == ["lines"]:
            block.only("lines", "unit", "decimals", "ratio_decimals", "rounding", "digits")
            base = formed(block, style.form)
            blocks.append(Lines(tuple(_line(one, base, compares) for one in block.parts("lines", "行"))))
        else:
            block.only("table")
            blocks.append(_table(block, style))
    return blocks


def formed(part: Part, form: Form) -> Form:
    """Return a form with what a table of the file says of units, decimals, rounding and digits."""
    if "unit" in part:
        form = replace(form, unit=part.choice("unit", UNITS, "円"))
    if "rounding" in part:
        form = replace(form, rounding=part.choice("rounding", ROUNDINGS, ""))
    if "digits" in part:
        form = replace(form, is_full_width=part.choice("digits", DIGITS, ""))
    decimals = part.number("decimals", 0, MOST_DECIMALS, form.decimals)
    of_ratios = part.number("ratio_decimals", 0, MOST_DECIMALS, form.ratio_decimals)
    return replace(form, decimals=decimals or 0, ratio_decimals=of_ratios or 0)


def _table(block: Part, style: Style) -> Table:
    part = block.part("table")
    part.only(
        "title", "heading", "columns", "rows", "sums", "note",
        "unit", "decimals", "ratio_decimals", "rounding", "digits",
    )  # fmt: skip
    sums = part.choice("sums", SUMS, "印字から" if style.sums_printed else "円から")
    return read_table(part, formed(part, style.form), sums_printed=sums)


def _paragraph(part: Part, style: Style, claims: Mapping[str, Claim]) -> Paragraph:
    part.only("sentences", "mark", "level", "digits", "unit", "decimals", "ratio_decimals", "rounding")
    base = formed(part, style.form)
    sentences = tuple(_sentence(one, base, claims) for one in part.parts("sentences", "文"))
    if not sentences:
        raise LayoutError(part.place, "文がありません。sentences に一つは書いてください。", "sentences")
    return Paragraph(sentences, part.text("mark", ""), part.number("level", 0, 3, 0) or 0)


def _sentence(part: Part, base: Form, claims: Mapping[str, Claim]) -> Sentence:
    part.only("key", "text", "figures", "claims")
    key = part.text("key")
    part.place += f"「{key}」"
    source = part.text("text")
    figures = part.texts("figures")
    for figure in figures:
        shown(figure, base, part.place)
        if figure not in FIGURE:
            raise LayoutError(part.place, f"figures の「{figure}」は数字の名前だけを書いてください。", figure)
    made = tuple(_made(one, part.place, claims) for one in part.texts("claims"))
    for _, claim in made:
        if not any(word in source for word in claim.words):
            said = "」「".join(claim.words)
            raise LayoutError(part.place, f"主張「{claim.name}」の言い回し「{said}」が、文にありません。", claim.name)
    return written(Sentence(key, source, (), figures, made), source, base, part.place)


def written(sentence: Sentence, source: str, base: Form, place: str = "") -> Sentence:
    """Return a sentence with another text: what it rests on grows by the figures in it. LayoutError as for a layout."""
    text = template(source, base, place or f"文「{sentence.key}」")
    rests_on = (*sentence.rests_on, *(figure for figure, _ in sentence.claims), *keys_of(text))
    return replace(sentence, source=source, text=text, rests_on=tuple(dict.fromkeys(rests_on)))


def _made(text: str, place: str, claims: Mapping[str, Claim]) -> tuple[str, Claim]:
    figure, _, name = (one.strip() for one in text.partition(":"))
    if figure not in FIGURE:
        raise unknown_figure(figure, place, text)
    if name not in claims:
        known = "、".join(claims) or "（まだありません。[claims] に書きます）"
        raise LayoutError(place, f"「{name}」という主張はありません。使える主張: {known}。", text)
    return figure, claims[name]


def _line(part: Part, base: Form, compares: _Comparisons) -> Line:
    part.only("label", "figures", "compare", "text", "new", "nothing")
    figures = part.texts("figures")
    if not figures:
        raise LayoutError(part.place, '数字がありません。figures = ["visit"] のように書いてください。')
    label = part.text("label", "")
    part.place += f"「{label.strip()[:12]}」"
    for figure in figures:
        if shown(figure, base, part.place).figure not in FIGURE:
            raise LayoutError(part.place, f"「{figure}」は数字ではありません。", figure)
    words = {key: part.text(key) for key in ("text", "new", "nothing") if key in part}
    if "compare" in part:
        name = part.text("compare")
        if name not in compares:
            known = "、".join(compares) or "（まだありません。[compare] に書きます）"
            raise LayoutError(part.place, f"「{name}」という比べ方はありません。使える比べ方: {known}。", name)
        words = compares[name] | words
    if "text" not in words:
        raise LayoutError(part.place, "compare か text のどちらかを書いてください。")
    made = {key: template(numbered(text, figures, part.place), base, part.place) for key, text in words.items()}
    keys = tuple(dict.fromkeys((*(shown(one, base, part.place).figure for one in figures), *keys_of(made["text"]))))
    return Line(template(label, base, part.place), made["text"], made.get("new"), made.get("nothing"), keys)
