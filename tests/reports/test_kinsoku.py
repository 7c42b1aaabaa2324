"""Line breaking: what may not begin or end a line, what stays together, and that no sign is ever lost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.reports.kinsoku import NO_END, NO_START, clusters, lines_of, may_break, printable


def wide(sign: str) -> float:
    """Measure as a fixed-width font does: half-width signs take one, others two, and marks add nothing."""
    return 1 if sign[0].isascii() or "｡" <= sign[0] <= "ﾟ" else 2


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("あいうえお。かき", 10, ["あいうえ", "お。かき"]),
        ("あいうえ「お」か", 10, ["あいうえ", "「お」か"]),
        ("ちょっとまって", 6, ["ちょっ", "とまっ", "て"]),
        ("ラーメンライス", 4, ["ラー", "メン", "ライ", "ス"]),
        ("金額は1,234,567円です", 12, ["金額は", "1,234,567円", "です"]),
        ("時々々々あ", 6, ["時々々", "々あ"]),  # more than a line of them: the rule gives way, the text does not
        ("ｶﾞｷﾞｸﾞｹﾞ", 5, ["ｶﾞｷﾞ", "ｸﾞｹﾞ"]),
        ("電話022-000-0000まで", 14, ["電話", "022-000-0000ま", "で"]),
        ("……と――は", 5, ["……", "と", "――", "は"]),
        ("あ　い　う", 4, ["あ", "い", "う"]),
        ("  字下げ", 20, ["  字下げ"]),
        ("一行\n\n三行", 20, ["一行", "", "三行"]),
        ("", 20, [""]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("あ", 0, ["あ"]),
    ],
)
def test_lines_follow_the_rules(text: str, width: float, lines: list[str]) -> None:
    assert lines_of(text, width, wide) == lines


def test_a_sign_stays_with_its_marks() -> None:
    assert clusters("𠮷か\u3099葛\U000e0100👨\u200d👩") == ["𠮷", "か\u3099", "葛\U000e0100", "👨\u200d👩"]
    assert lines_of("葛\U000e0100葛\U000e0100", 2, wide) == ["葛\U000e0100", "葛\U000e0100"]


def test_what_no_printer_can_show_is_left_out() -> None:
    assert printable("a\tb\x00c\x1bd髙") == "a bcd髙"
    assert lines_of("前\r\n後\x0c次", 20, wide) == ["前", "後", "次"]


SIGNS = st.text(st.sampled_from("亜あア一ー、。「」（）っャ々〒¥1,2.a 　…―円ｶﾞ𠮷\n"), max_size=60)


@given(SIGNS, st.integers(6, 30))
def test_nothing_is_lost_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = lines_of(text, width, wide)
    blank = dict.fromkeys(map(ord, " 　\n"))
    assert "".join(lines).translate(blank) == text.translate(blank)
    for line in lines:
        assert sum(map(wide, clusters(line.rstrip(" 　")))) <= width


@given(SIGNS, st.integers(6, 30))
def test_a_rule_gives_way_only_where_no_break_was_allowed(text: str, width: int) -> None:
    for part in text.translate(dict.fromkeys(map(ord, " 　"))).splitlines():  # a space may always be broken at
        lines = lines_of(part, width, wide)
        for before, after in itertools.pairwise(lines):
            if before and (after[0] in NO_START or before[-1] in NO_END):
                signs = clusters(before)
                allowed = [at for at in range(1, len(signs)) if may_break(signs[at - 1], signs[at])]
                assert not allowed, (before, after)
