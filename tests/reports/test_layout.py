"""Layouts as data: what is read, what is refused with place and remedy, what is printed, and the guard of sentences."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.comparison import compared
from collections_app.domain.figures import FIGURE
from collections_app.domain.money import Rounding, Unit
from collections_app.domain.report_texts import Confirmed, KeptSentence, SentenceStatus
from collections_app.domain.views import FigureValue
from collections_app.reports.layout_figures import FigureSet, Group, Need, needs_of
from collections_app.reports.layout_guard import values_of
from collections_app.reports.layout_printing import number, printed
from collections_app.reports.layout_reading import read_layout
from collections_app.reports.layout_rendering import rendered
from collections_app.reports.layout_terms import Form, LayoutError, Show, Shown, Span, shown
from collections_app.reports.report_blocks import LinesBlock, SentenceView, TableBlock
from collections_app.storage.report_layouts import shipped

HEAD = 'title = "T"\n[[sections]]\nheading = "節"\n'
LINE = HEAD + '[[sections.blocks]]\nlines = [{ label = "訪問", figures = ["visit"], text = "{1}" }]\n'
TABLE = HEAD + "[[sections.blocks]]\n[sections.blocks.table]\n"
CLAIMS = """
[claims."前年を上回る"]
words = ["前年を上回"]
above = 100
[claims."前年を下回る"]
words = ["前年を下回"]
below = 100
[claims."大幅に上回る"]
words = ["大幅に上回"]
at_least = 120
[claims."減少傾向"]
words = ["減少傾向"]
trend = "減少"
years = 3
[claims."計画を達成"]
words = ["計画を達成"]
than = "計画"
at_least = 100
"""


def figure(key: str, current: int, previous: int = 0, plan: int | None = None) -> FigureValue:
    return compared(FIGURE[key], current, previous, plan)


def figures(*values: FigureValue, **back: tuple[FigureValue, ...]) -> FigureSet:
    found = {(Span.YEAR, 0): {value.key: value for value in values}}
    found |= {(Span.YEAR, int(at[1:])): {value.key: value for value in some} for at, some in back.items()}
    return FigureSet(2024, date(2025, 3, 31), found)


def sentence_layout(text: str, *claims: str, key: str = "s") -> str:
    made = ", ".join(f'"{one}"' for one in claims)
    block = f'[[sections.blocks]]\nsentences = [{{ key = "{key}", text = "{text}", claims = [{made}] }}]\n'
    return 'title = "T"\n' + CLAIMS + '[[sections]]\nheading = "節"\n' + block


def sentence(body: str, given: FigureSet, kept: KeptSentence | None = None) -> SentenceView:
    report = rendered("x", read_layout(body), given, {kept.key: kept} if kept is not None else {})
    return next(report.sentences())


# reading


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_layout_can_be_read(name: str) -> None:
    layout = read_layout(shipped()[name])
    assert layout.about
    assert Need() in needs_of(layout)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (LINE.replace('"visit"', '"visits"'), "1番目の節「節」の1番目のブロックの1番目の行「訪問」: 「visits」という数字はありません。近い名前: visit。"),
        (LINE.replace('["visit"]', "[]"), "数字がありません。figures"),
        (LINE.replace("{1}", "{2}"), "「{2}」に当たる数字がありません。この行の数字は1個です。"),
        (LINE.replace("{1}", "{1"), "波かっこが閉じていません"),
        (LINE.replace("{1}", "{}"), "に数字の名前がありません"),
        (LINE.replace("{1}", "{1:億兆}"), "「億兆」という指定はありません。使える指定: 今年度、"),
        (LINE.replace("{1}", "{1:11年前}"), "1年前から10年前まで"),
        (LINE.replace('text = "{1}"', 'compare = "前年"'), "「前年」という比べ方はありません"),
        (LINE.replace('text = "{1}"', 'txt = "{1}"'), "「txt」という項目はありません。使える項目: label、"),
        (LINE.replace('"{1}"', "3"), "「text」は文字で書いてください"),
        (HEAD, ""),
        ('title = "T"', "節がありません"),
        ("[[sections]]\nheading = 'x'", "「title」がありません"),
        ("title = 'T'\ntitle = 'U'", "2行目（終わり）: 同じ名前の項目が二度あります"),
        ("title 'T'", "= がありません"),
        ("title = T", "文字は引用符"),
        ("version = 2\n" + LINE, "新しい版のプログラムで書かれています"),
        ('title = "T"\n[style]\nunit = "億"\n' + LINE[len('title = "T"\n') :], "「unit」の「億」は使えません。円、千円、百万円、億円、億百万から選びます。"),
        ('title = "T"\n[style]\ndecimals = 4\n' + LINE[len('title = "T"\n') :], "「decimals」は0から3までの整数"),
        (HEAD + "[[sections.blocks]]\nlines = []\nsentences = []", "どれか一つだけ"),
        (TABLE + "columns = []\nrows = []", "列（columns）と行（rows）が一つは要ります"),
        (TABLE + 'columns = [{ heading = "実績", show = "実績" }]\nrows = [{ label = "計", sum = ["無い"] }]', "「計」の合計の「無い」は、この表の数字の行ではありません"),
        (TABLE + 'columns = [{ heading = "実績", show = "実績" }]\nrows = [{ label = "a", figure = "visit" }, { label = "a", figure = "lawsuit" }]', "「a」という行が二つあります"),
        (TABLE + 'columns = [{ heading = "実績", show = "実績" }]\nrows = [{ label = "a", figure = "visit" }, { label = "b", figure = "lawsuit" }, { label = "計", sum = ["a", "b"] }]', "単位の違う数字"),
        (TABLE + 'columns = [{ heading = "課", show = "実績:当月", by = "課" }]\nrows = [{ label = "a", figure = "visit" }]', "今年度の累計だけ"),
        (sentence_layout("訪問した。", "visit: 前年を上回る"), "言い回し「前年を上回」が、文にありません"),
        (sentence_layout("前年を上回る。", "visit: 上々"), "「上々」という主張はありません"),
        (sentence_layout("前年を上回る。", "visits: 前年を上回る"), "「visits」という数字はありません"),
        (LINE + '[claims.x]\nwords = ["x"]\n', "いつ成り立つかがありません"),
        (LINE + "[claims.x]\nabove = 1\n", "言い回し（words）がありません"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_remedy(body: str, said: str) -> None:
    if not said:
        assert read_layout(body).blocks
        return
    with pytest.raises(LayoutError) as caught:
        read_layout(body)
    assert said in str(caught.value)


def test_two_sentences_of_one_key_are_refused() -> None:
    more = '[[sections.blocks]]\nsentences = [{ key = "s", text = "もう一つ。" }]\n'
    with pytest.raises(LayoutError, match="同じ key の文が二つあります"):
        read_layout(sentence_layout("訪問した。") + more)


def test_an_error_knows_the_text_it_is_about() -> None:
    with pytest.raises(LayoutError) as caught:
        read_layout(LINE.replace('"visit"', '"visits"'))
    assert caught.value.token == "visits"
    with pytest.raises(LayoutError) as caught:
        read_layout(LINE + "x")
    assert caught.value.line == 6


@given(st.text(max_size=60))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    for body in (text, LINE.replace("{1}", text.replace('"', "")), LINE + text):
        with suppress(LayoutError):  # anything else would be a mistake of ours
            read_layout(body)


# printing


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("recovery.total", "1,824,213,480円"),
        ("recovery.total:百万円", "1,824百万円"),
        ("recovery.total:千円:小数2", "1,824,213.48千円"),
        ("recovery.total:千円:小数1:切捨て", "1,824,213.4千円"),
        ("recovery.total:億百万", "18億24百万円"),
        ("recovery.total:億百万:全角", "１８億２４百万円"),
        ("recovery.total:億円:小数1", "18.2億円"),
        ("recovery.total:前年度:百万円", "1,231百万円"),
        ("recovery.total:前年比", "148.2％"),
        ("recovery.total:前年比:率小数2", "148.20％"),
        ("recovery.total:前年比:全角", "１４８．２％"),
        ("recovery.total:計画比", "130.3％"),
        ("recovery.total:達成率:率小数0", "130％"),
        ("recovery.total:倍", "1.5倍"),
        ("recovery.total:増減:百万円", "593百万円"),
        ("recovery.total:計画差:百万円", "424百万円"),
        ("recovery.total:計画:百万円:数のみ", "1,400"),
        ("recovery.total:単位:千円", "千円"),
        ("lawsuit", "76件"),
        ("lawsuit:増減", "▲23件"),
        ("lawsuit:計画", "－"),
        ("expert_dispatch:前年比", "新規取組み"),
        ("claim_closing:前年比", "－"),
        ("recovery.total:5年前", "－"),
    ],
)
def test_a_number_is_printed_as_its_words_say(words: str, wanted: str) -> None:
    given_figures = figures(
        figure("recovery.total", 1_824_213_480, 1_230_934_215, 1_400_000_000),
        figure("lawsuit", 76, 99),
        figure("expert_dispatch", 3, 0),
        figure("claim_closing", 0, 0),
    )
    one = shown(words, Form(), "")
    assert printed(given_figures.shown(one), one, read_layout(LINE).style) == wanted


def test_years_days_and_months_are_written_by_era_and_width() -> None:
    body = LINE.replace('"T"', '"{年度:全角}{年度:5年前}{基準日}{月}"')
    report = rendered("x", read_layout(body), figures(figure("visit", 1)), {})
    assert report.title == "令和６年度令和元年度令和7年3月31日令和7年3月"
    western = body.replace("[[sections]]", '[style]\nera = "西暦"\n[[sections]]', 1)
    assert rendered("x", read_layout(western), figures(figure("visit", 1)), {}).title.startswith("２０２４年度2019年度")


@given(
    st.integers(-(10**14), 10**14),
    st.integers(-(10**14), 10**14),
    st.sampled_from(list(Unit)),
    st.integers(0, 3),
    st.sampled_from(list(Rounding)),
)
def test_a_printed_amount_is_within_its_last_digit(
    current: int, previous: int, unit: Unit, decimals: int, mode: Rounding
) -> None:
    value = figure("recovery.total", current, previous)
    form = Form(unit, decimals, rounding=mode)
    for show, raw in ((Show.NOW, current), (Show.DIFFERENCE, current - previous)):
        found = number(value, Shown(value.key, show, form=form))
        assert found is not None
        step = Fraction(unit.yen, 10**decimals)
        off = abs(Fraction(raw) - found.scaled * step)
        assert off <= step / 2 if mode is Rounding.HALF_UP else off < step
        assert found.text.replace(",", "").replace("▲", "-") == f"{found.exact:f}"


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_sums_of_printed_parts_add_up_on_paper(a: int, b: int, c: int, d: int) -> None:
    body = TABLE + (
        'unit = "百万円"\nsums = "印字から"\n'
        'columns = [{ heading = "今", show = "今年度" }, { heading = "前", show = "前年度" }, { heading = "差", show = "増減" }]\n'
        'rows = [{ label = "定", figure = "recovery.regular" }, { label = "不", figure = "recovery.irregular" },'
        ' { label = "計", sum = ["定", "不"] }]'
    )
    given_figures = figures(figure("recovery.regular", a, b), figure("recovery.irregular", c, d))
    table = next(
        one for one in rendered("x", read_layout(body), given_figures, {}).blocks if isinstance(one, TableBlock)
    )
    rows: list[list[Any]] = [[cell.number for cell in row.cells] for row in table.rows]
    assert [rows[0][n] + rows[1][n] for n in range(3)] == rows[2]
    assert all(row[0] - row[1] == row[2] for row in rows)
    assert table.rows[2].cells[0].keys == ("recovery.regular", "recovery.irregular")
    of_yen = rendered("x", read_layout(body.replace("印字から", "円から")), given_figures, {}).blocks[1]
    assert isinstance(of_yen, TableBlock)
    assert of_yen.rows[2].cells[0].number == (a + c + 500_000) // 1_000_000


def test_a_line_says_other_words_for_what_is_new_and_for_nothing() -> None:
    body = LINE.replace('text = "{1}"', 'text = "{1}（{1:前年比}）", new = "{1}（皆増）", nothing = "なし"')
    layout = read_layout(body)

    def line(current: int, previous: int) -> str:
        block = rendered("x", layout, figures(figure("visit", current, previous)), {}).blocks[1]
        assert isinstance(block, LinesBlock)
        return block.lines[0].text

    assert [line(3, 2), line(3, 0), line(0, 0), line(0, 2)] == ["3回（150.0％）", "3回（皆増）", "なし", "0回（0.0％）"]


def test_columns_of_years_stand_from_the_oldest_to_the_newest() -> None:
    body = (
        TABLE
        + 'columns = [{ heading = "{年度}", show = "実績", years = 3 }]\nrows = [{ label = "訪問", figure = "visit" }]'
    )
    layout = read_layout(body)
    assert {need.back for need in needs_of(layout)} == {0, 1, 2}
    given_figures = figures(figure("visit", 30), b1=(figure("visit", 20),))
    table = rendered("x", layout, given_figures, {}).blocks[1]
    assert isinstance(table, TableBlock)
    assert table.headings == ("項目", "令和4年度", "令和5年度", "令和6年度")
    assert [cell.text for cell in table.rows[0].cells] == ["－", "20", "30"]


def test_groups_of_a_breakdown_become_columns() -> None:
    body = (
        TABLE
        + 'columns = [{ heading = "（内訳）", show = "実績", by = "課" }]\nrows = [{ label = "訪問", figure = "visit" }]'
    )
    given_figures = replace(
        figures(figure("visit", 3)),
        groups={
            "section": {
                Group("1", "一課"): {"visit": figure("visit", 1)},
                Group("2", "二課"): {"visit": figure("visit", 2)},
            }
        },
    )
    table = rendered("x", read_layout(body), given_figures, {}).blocks[1]
    assert isinstance(table, TableBlock)
    assert (table.headings[1:], [cell.text for cell in table.rows[0].cells]) == (("一課", "二課"), ["1", "2"])


# the guard


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_claim_of_more_or_less_is_doubtful_exactly_when_it_is_not_so(current: int, previous: int) -> None:
    given_figures = figures(figure("visit", current, previous))
    more = sentence(sentence_layout("訪問は前年を上回る。", "visit: 前年を上回る"), given_figures)
    less = sentence(sentence_layout("訪問は前年を下回る。", "visit: 前年を下回る"), given_figures)
    assert more.is_doubtful == (not current > previous)
    assert less.is_doubtful == (not current < previous)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_much_more_is_what_the_layout_says_it_is(current: int, previous: int) -> None:
    body = sentence_layout("訪問は前年を大幅に上回る。", "visit: 大幅に上回る")
    assert sentence(body, figures(figure("visit", current, previous))).is_doubtful == (5 * current < 6 * previous)


@given(st.lists(st.integers(0, 5), min_size=3, max_size=3))
def test_a_trend_falls_over_all_its_years(counts: list[int]) -> None:
    body = sentence_layout("訪問は減少傾向にある。", "visit: 減少傾向")
    oldest, middle, newest = (figure("visit", count) for count in counts)
    told = sentence(body, figures(newest, b1=(middle,), b2=(oldest,)))
    assert told.is_doubtful == (not (counts[0] >= counts[1] >= counts[2] and counts[0] > counts[2]))
    assert sentence(body, figures(newest)).said == "! 要確認: 減少傾向を確かめる3年分の数字がない"


def test_a_plan_that_is_not_there_cannot_be_reached() -> None:
    body = sentence_layout("回収は計画を達成した。", "recovery.total: 計画を達成")
    assert "計画がない" in sentence(body, figures(figure("recovery.total", 10))).said
    assert not sentence(body, figures(figure("recovery.total", 10, 0, 10))).is_doubtful


Known = tuple[int, int, int | None]


@given(
    st.tuples(st.integers(0, 99), st.integers(0, 99), st.none() | st.integers(0, 99)),
    st.tuples(st.integers(0, 99), st.integers(0, 99), st.none() | st.integers(0, 99)),
)
def test_a_confirmed_sentence_is_doubtful_exactly_when_a_figure_moved(then: Known, now: Known) -> None:
    source = "訪問は{visit}である。"
    before = figures(figure("visit", *then))
    confirmed = Confirmed(source, values_of(("visit",), before), "佐藤", datetime(2025, 4, 1, tzinfo=UTC))
    told = sentence(sentence_layout(source), figures(figure("visit", *now)), KeptSentence("s", None, confirmed))
    assert told.is_doubtful == (then != now)
    assert told.status is (SentenceStatus.DOUBTFUL if then != now else SentenceStatus.CONFIRMED)


def test_words_that_change_change_the_claim() -> None:
    body = sentence_layout("訪問は前年を上回る。", "visit: 前年を上回る")
    own = KeptSentence("s", "訪問は前年を下回る。")
    assert not sentence(body, figures(figure("visit", 2, 1))).is_doubtful
    assert (
        "前年を下回るが成り立たない（訪問督促 前年度1回→今年度2回）"
        in sentence(body, figures(figure("visit", 2, 1)), own).said
    )
    assert not sentence(body, figures(figure("visit", 1, 2)), own).is_doubtful


def test_a_text_changed_after_its_confirmation_is_doubtful() -> None:
    given_figures = figures(figure("visit", 2, 1))
    confirmed = Confirmed("前の文。", values_of(("visit",), given_figures), "佐藤", datetime(2025, 4, 1, tzinfo=UTC))
    told = sentence(sentence_layout("訪問は{visit}である。"), given_figures, KeptSentence("s", None, confirmed))
    assert told.said == "! 要確認: 確認後に文が変わった"


def test_a_sentence_without_figures_needs_no_confirmation() -> None:
    told = sentence(sentence_layout("計画的に実施していく。"), figures(figure("visit", 1)))
    assert (told.status, told.is_waiting) == (SentenceStatus.PLAIN, False)


def test_an_own_text_whose_figure_is_gone_stays_as_it_was() -> None:
    told = sentence(sentence_layout("訪問した。"), figures(figure("visit", 1)), KeptSentence("s", "{gone}件。"))
    assert told.text == "{gone}件。"
