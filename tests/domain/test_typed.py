"""What is typed into fields, and the sentence that says why it is not taken."""

from __future__ import annotations

from datetime import date

import pytest

from collections_app.domain.errors import UserError
from collections_app.domain.typed import MAX_MEMO, typed_amount, typed_day, typed_memo, typed_time

TODAY = date(2025, 3, 31)
NEAR = date(2025, 4, 10)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-04-14", date(2025, 4, 14)),
        ("2025/4/14", date(2025, 4, 14)),
        ("20250414", date(2025, 4, 14)),
        ("R7.4.14", date(2025, 4, 14)),
        ("r7/4/14", date(2025, 4, 14)),
        ("令和７年４月１４日", date(2025, 4, 14)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("S56.7.25", date(1981, 7, 25)),
        ("t", TODAY),
        ("Ｔ", TODAY),
        ("今日", TODAY),
        (" +14 ", date(2025, 4, 24)),
        ("＋７", date(2025, 4, 17)),
        ("-1", date(2025, 4, 9)),
        ("−10", date(2025, 3, 31)),
        ("+0", NEAR),
    ],
)
def test_days_are_typed_in_every_form(text: str, day: date) -> None:
    assert typed_day(text, TODAY, NEAR) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("H31.5.1", "平成は平成31年4月30日までです。令和元年5月1日の誤りではありませんか。"),
        ("R7.2.29", "2025年2月29日はありません。2025年は閏年ではありません。2月の1日から28日までにしてください。"),
        ("2025/13/1", "13月はありません。1から12までの月にしてください。"),
        ("R0.4.1", "令和0年はありません。元年（1年）以後の年にしてください。"),
        ("1800-01-01", "西暦1800年は扱えません。1873年（明治6年）以後の日付にしてください。"),
        ("来週", "日付として読めません。"),
        ("+", "日付として読めません。"),
        ("+123456", "日付として読めません。"),
        ("2025/4-14", "日付として読めません。"),
    ],
)
def test_a_day_that_is_none_says_why(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match="^" + sentence):
        typed_day(text, TODAY, NEAR)


def test_days_beyond_the_calendar_are_refused_in_words() -> None:
    with pytest.raises(UserError, match="扱えない日付になります。日数を小さくしてください。"):
        typed_day("+99999", TODAY, date.max)
    with pytest.raises(UserError, match="扱えない日付になります。"):
        typed_day("-99999", TODAY, date.min)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:30", "09:30"),
        ("09:30", "09:30"),
        ("930", "09:30"),
        ("1405", "14:05"),
        ("１４：０５", "14:05"),
        ("14.05", "14:05"),
        ("9", "09:00"),
        ("9時", "09:00"),
        ("14時5分", "14:05"),
        ("0:00", "00:00"),
        ("23:59", "23:59"),
    ],
)
def test_times_are_typed_in_every_form(text: str, time: str) -> None:
    assert typed_time(text) == time


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("24:00", "24時はありません。0時から23時までにしてください。"),
        ("9:60", "60分はありません。0分から59分までにしてください。"),
        ("1299", "99分はありません。0分から59分までにしてください。"),
        ("午後3時", "時刻として読めません。9:30、0930、14時5分のように24時間制で入力してください。"),
        ("9:5", "時刻として読めません。"),
        ("12345", "時刻として読めません。"),
    ],
)
def test_a_time_that_is_none_says_why(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match="^" + sentence):
        typed_time(text)


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("30000", 30_000),
        ("1,234", 1_234),
        ("１２３４", 1_234),
        ("¥1,234", 1_234),
        ("12万", 120_000),
        ("1.5百万", 1_500_000),
        ("3億", 300_000_000),
        ("3,000,000,000円", 3_000_000_000),
    ],
)
def test_amounts_are_typed_in_every_form(text: str, yen: int) -> None:
    assert typed_amount(text) == yen


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("0", "金額が0円です。1円以上を入力してください。"),
        ("-500", "金額が▲500円です。1円以上を入力してください。"),
        ("1.5", "円未満の端数があります。円単位の整数で入力してください。"),
        ("12,34", "桁区切りの位置が正しくありません。"),
        ("三万", "金額として読めません。"),
        ("99999兆", "金額の桁が多すぎます。1,000兆円未満で入力してください。"),
    ],
)
def test_an_amount_that_is_none_says_why(text: str, sentence: str) -> None:
    with pytest.raises(UserError, match="^" + sentence):
        typed_amount(text)


def test_a_memo_keeps_its_lines_and_loses_what_is_empty_at_its_end() -> None:
    assert typed_memo("  一行目\n二行目\n\n") == "  一行目\n二行目"
    with pytest.raises(UserError, match=r"^32,768文字あります。32,767文字までにしてください。$"):
        typed_memo("あ" * (MAX_MEMO + 1))
    with pytest.raises(UserError, match="使えない文字"):
        typed_memo("あ\x00")
