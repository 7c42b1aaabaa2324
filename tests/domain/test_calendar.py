from __future__ import annotations

import contextlib
from datetime import date, timedelta

import jaconv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain import calendar
from collections_app.domain.calendar import parse_date
from collections_app.domain.errors import DateError

DAYS = st.dates(date(1873, 1, 1), date(2100, 12, 31))

READ = [
    ("2024-04-01", date(2024, 4, 1)),
    ("2024/4/1", date(2024, 4, 1)),
    ("2024.4.1", date(2024, 4, 1)),
    ("20240401", date(2024, 4, 1)),
    ("2024年4月1日", date(2024, 4, 1)),
    ("R6.4.1", date(2024, 4, 1)),
    ("令和6年4月1日", date(2024, 4, 1)),
    ("令和元年5月1日", date(2019, 5, 1)),
    ("㋿元年5月1日", date(2019, 5, 1)),
    ("H31.4.30", date(2019, 4, 30)),
    ("S64.1.7", date(1989, 1, 7)),
    ("S56.7.25", date(1981, 7, 25)),
    ("大正15年12月25日", date(1926, 12, 25)),
    ("昭和元年12月25日", date(1926, 12, 25)),
    ("M45.7.30", date(1912, 7, 30)),
    ("明治6年1月1日", date(1873, 1, 1)),
    ("２０２４－０４－０１", date(2024, 4, 1)),
    ("2024−04−01", date(2024, 4, 1)),
    (" r6/4/1 ", date(2024, 4, 1)),
    ("2024-04-01T00:00:00", date(2024, 4, 1)),
    ("令和6年2月29日", date(2024, 2, 29)),
]

REFUSED = [
    ("H31.5.1", "平成は平成31年4月30日までです。令和元年5月1日の誤りではありませんか。"),
    ("R7.2.29", "2025年は閏年ではありません。"),
    ("R1.4.30", "令和は令和元年5月1日からです。平成31年4月30日の誤りではありませんか。"),
    ("S64.1.8", "昭和は昭和64年1月7日までです。平成元年1月8日の誤りではありませんか。"),
    ("T1.7.29", "大正は大正元年7月30日からです。明治45年7月29日の誤りではありませんか。"),
    ("2024-13-01", "13月はありません。"),
    ("2024-00-01", "0月はありません。"),
    ("2024-04-31", "4月の1日から30日までにしてください。"),
    ("2024-04-00", "4月の1日から30日までにしてください。"),
    ("2023-02-29", "2023年は閏年ではありません。"),
    ("1900-02-30", "2月の1日から28日までにしてください。"),
    ("R0.1.1", "令和0年はありません。"),
    ("明治5年1月1日", "1873年"),
    ("0024-04-01", "1873年"),
    ("", "日付として読めません。"),
    ("6.4.1", "日付として読めません。"),
    ("2024-04/01", "日付として読めません。"),
    ("45383", "日付として読めません。"),
    ("2024-04-01 09:30", "日付として読めません。"),
    ("X6.4.1", "日付として読めません。"),
]


@pytest.mark.parametrize(("text", "day"), READ)
def test_every_form_is_read(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(("text", "part"), REFUSED)
def test_a_day_that_is_none_is_refused_with_the_reason(text: str, part: str) -> None:
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert part in str(caught.value)


def test_every_day_comes_back_from_every_form() -> None:
    day = date(1873, 1, 1)
    while day.year <= 2100:
        assert parse_date(calendar.era_date(day)) == parse_date(calendar.short_era(day)) == day
        assert parse_date(day.isoformat()) == parse_date(f"{day:%Y%m%d}") == day
        day += timedelta(days=1)


@given(DAYS)
def test_full_width_is_read_alike(day: date) -> None:
    for text in (day.isoformat(), calendar.era_date(day), calendar.short_era(day)):
        assert parse_date(jaconv.h2z(text, ascii=True, digit=True)) == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(DateError):
        assert isinstance(parse_date(text), date)


def test_written_forms() -> None:
    assert calendar.era_date(date(2024, 4, 1)) == "令和6年4月1日"
    assert calendar.era_date(date(2019, 5, 1)) == "令和元年5月1日"
    assert calendar.era_date(date(1926, 12, 25)) == "昭和元年12月25日"
    assert calendar.era_date(date(1872, 1, 1)) == "1872年1月1日"
    assert calendar.short_era(date(2024, 4, 1)) == "R6.4.1"
    assert calendar.short_era(date(1872, 1, 1)) == "1872-01-01"


def test_fiscal_years() -> None:
    assert calendar.fiscal_year_of(date(2024, 3, 31)) == 2023
    assert calendar.fiscal_year_of(date(2024, 4, 1)) == 2024
    assert calendar.fiscal_period(2024) == (date(2024, 4, 1), date(2025, 3, 31))
    names = {
        2024: "令和6年度",
        2019: "令和元年度",
        2018: "平成30年度",
        1989: "平成元年度",
        1988: "昭和63年度",
        1870: "1870年度",
    }
    assert {year: calendar.fiscal_year_name(year) for year in names} == names


@given(DAYS)
def test_a_day_lies_in_its_fiscal_year(day: date) -> None:
    first, last = calendar.fiscal_period(calendar.fiscal_year_of(day))
    assert first <= day <= last


def test_years_and_leap_days() -> None:
    assert calendar.year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert calendar.year_before(date(2025, 2, 28)) == date(2024, 2, 28)
    assert calendar.anniversary(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert calendar.anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert calendar.elapsed_years(date(2024, 2, 29), date(2025, 2, 28)) == 0
    assert calendar.elapsed_years(date(2024, 2, 29), date(2025, 3, 1)) == 1
    assert calendar.elapsed_years(date(2024, 4, 1), date(2023, 4, 1)) == 0


@given(DAYS, DAYS)
def test_elapsed_years_lie_between_two_anniversaries(since: date, day: date) -> None:
    years = calendar.elapsed_years(since, day)
    if day >= since:
        assert calendar.anniversary(since, years) <= day < calendar.anniversary(since, years + 1)
    else:
        assert years == 0


@given(DAYS)
def test_months(day: date) -> None:
    assert calendar.month_start(day).day == 1
    assert calendar.month_end(day) + timedelta(days=1) == calendar.next_month(day)
    assert calendar.month_start(day) <= day <= calendar.month_end(day)


def test_month_range() -> None:
    months = list(calendar.month_range(date(2024, 12, 31), date(2025, 2, 1)))
    assert months == [date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1)]
    assert list(calendar.month_range(date(2025, 2, 1), date(2025, 1, 31))) == []


def test_months_in_words() -> None:
    assert calendar.era_month(date(1989, 1, 7)) == "昭和64年1月"
    assert calendar.era_month(date(2019, 5, 31)) == "令和元年5月"
    assert (calendar.short_era_month(date(2025, 3, 1)), calendar.short_era_month(date(1800, 1, 1))) == (
        "R07-03",
        "1800-01",
    )


@pytest.mark.parametrize(
    "text", ["2025-03", "2025/3", "202503", "R7.3", "令和7年3月", "２０２５－０３", " 令和７年３月 "]
)
def test_a_month_is_read_in_every_form(text: str) -> None:
    assert calendar.parse_month(text) == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "year"),
    [("2024", 2024), ("２０２４", 2024), ("R6", 2024), ("令和6年度", 2024), ("令和元年度", 2019), ("H31", 2019)],
)
def test_a_fiscal_year_is_read_in_every_form(text: str, year: int) -> None:
    assert calendar.parse_fiscal_year(text) == year


@pytest.mark.parametrize("text", ["", "0", "24", "9999", "R0", "H32", "2024-04", "来年"])
def test_what_is_no_fiscal_year_or_month_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="年度"):
        calendar.parse_fiscal_year(text)
    with pytest.raises(DateError, match="月として"):
        calendar.parse_month(f"{text}x")
