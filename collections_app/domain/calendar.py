"""Days as people here write them: Japanese eras, fiscal years, months, anniversaries (rules §1, §3, §5)."""

from __future__ import annotations

import re
import unicodedata
from calendar import isleap, monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from collections_app.domain.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Iterator

MONTHS = 12
APRIL = 4
# The Gregorian calendar of Japan begins (明治5年太政官布告第337号); the days before it had other names.
FIRST_DAY = date(1873, 1, 1)


@dataclass(frozen=True, slots=True)
class Era:
    """An era with its letter and the first and last day that may be written in it."""

    letter: str
    name: str
    first: date
    last: date

    def year_of(self, day: date) -> int:
        """Return the year of the era in which `day` lies; 1 is 元年."""
        return day.year - self.starting_year + 1

    @property
    def starting_year(self) -> int:
        """The Gregorian year of 元年."""
        return _MEIJI_1 if self.letter == "M" else self.first.year


_MEIJI_1 = 1868

# 30 July 1912 and 25 December 1926 belong to both eras: the new one began on the day the old one ended.
ERAS = (
    Era("M", "明治", FIRST_DAY, date(1912, 7, 30)),
    Era("T", "大正", date(1912, 7, 30), date(1926, 12, 25)),
    Era("S", "昭和", date(1926, 12, 25), date(1989, 1, 7)),
    Era("H", "平成", date(1989, 1, 8), date(2019, 4, 30)),
    Era("R", "令和", date(2019, 5, 1), date.max),
)
_ERA = {key: era for era in ERAS for key in (era.letter, era.name)}

# What keyboards and word processors make of "-".
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_WESTERN = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:[ T]0?0:00(?::00)?)?", re.ASCII
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_JAPANESE = re.compile(
    rf"({'|'.join(_ERA)})\s*(元|\d{{1,2}})(?:([-/.])(\d{{1,2}})\3(\d{{1,2}})|年(\d{{1,2}})月(\d{{1,2}})日)",
    re.ASCII,
)
_OLDEST = 10  # years; a Western 250401 read as 平成25年 lies 12 years back and is refused
_FORMS = "2024-04-01、2024/4/1、20240401、R6.4.1、令和6年4月1日のいずれかの形で入力してください。"


def parse_date(text: str) -> date:
    """Return the day written in any form of rules §1; DateError says exactly why a text is none.

    Half or full width, Western or Japanese years, 元年, letters of either case. A time of midnight, which Excel
    appends when it exports dates, is read over.
    """
    if _ISO.fullmatch(text):  # as bundles write it; a day that does not exist is explained below
        with suppress(ValueError):
            day = date.fromisoformat(text)
            if day >= FIRST_DAY:
                return day
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS).strip().upper()
    if found := _EIGHT_DIGITS.fullmatch(plain):
        return _existing(int(found[1]), int(found[2]), int(found[3]))
    if found := _WESTERN.fullmatch(plain):
        return _existing(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
    if found := _JAPANESE.fullmatch(plain):
        year = 1 if found[2] == "元" else int(found[2])
        return _in_era(_ERA[found[1]], year, int(found[4] or found[6]), int(found[5] or found[7]))
    raise DateError(f"日付として読めません。{_FORMS}")


def date_without_era(text: str, near: date) -> date:
    """Return the day that the banks write as YYMMDD of an era they do not name; or DateError.

    Of the eras in which the day exists the one nearest to `near` is meant: in 令和7年 310430 is 平成31年4月30日 and
    070501 is 令和7年5月1日. A day more than a year ahead or more than `_OLDEST` years ago is refused.
    """
    if len(text) != 6 or not (text.isascii() and text.isdigit()):  # noqa: PLR2004  (YYMMDD)
        raise DateError("日付（和暦のYYMMDD、6桁の数字）として読めません。")
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    found: list[date] = []
    reasons: list[str] = []
    oldest = years_before(near, _OLDEST)
    for era in (one for one in reversed(ERAS) if one.last >= oldest):
        try:
            found.append(_in_era(era, year, month, day))
        except DateError as error:
            reasons.append(str(error))
    fitting = [one for one in found if oldest <= one <= anniversary(near, 1)]
    if fitting:
        return min(fitting, key=lambda one: abs(one - near))
    if not found:
        raise DateError(reasons[0])
    nearest = min(found, key=lambda one: abs(one - near))
    raise DateError(f"どの元号で読んでも、ありえない日付です（いちばん近いのは{era_date(nearest)}）。")


def parse_month(text: str) -> date:
    """Return the first day of the month written as 2025-03, 2025/3, 202503, R7.3 or 令和7年3月; or DateError."""
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS).strip()
    first = "1日" if plain.endswith("月") else next((f"{sign}1" for sign in "-/." if sign in plain), "01")
    try:
        return parse_date(plain + first)
    except DateError as error:
        raise DateError("月として読めません。2025-03、R7.3、令和7年3月のいずれかの形で入力してください。") from error


def parse_fiscal_year(text: str) -> int:
    """Return the fiscal year written as 2024, R6 or 令和6年度; or DateError. 平成31年度 and 令和元年度 are 2019."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("年度")
    for month in (APRIL, APRIL + 1):  # an era that began on 1 May names the year too
        with suppress(DateError):
            year = parse_date(f"{plain}年{month}月1日").year
            break
    else:
        raise DateError("年度として読めません。2024、R6、令和6年度のいずれかの形で入力してください。")
    if year >= date.max.year:  # it ends in the year after
        raise DateError(f"{year}年度は扱えません。")
    return year


def _existing(year: int, month: int, day: int) -> date:
    if not 1 <= month <= MONTHS:
        raise DateError(f"{month}月はありません。1から12までの月にしてください。")
    if year < FIRST_DAY.year:
        raise DateError(f"西暦{year}年は扱えません。1873年（明治6年）以後の日付にしてください。")
    length = monthrange(year, month)[1]
    if day > length or day < 1:
        leap = f"{year}年は閏年ではありません。" if (month, day) == (2, 29) and not isleap(year) else ""
        raise DateError(f"{year}年{month}月{day}日はありません。{leap}{month}月の1日から{length}日までにしてください。")
    return date(year, month, day)


def _in_era(era: Era, year: int, month: int, day: int) -> date:
    if year < 1:
        raise DateError(f"{era.name}{year}年はありません。元年（1年）以後の年にしてください。")
    found = _existing(era.starting_year + year - 1, month, day)
    if found > era.last:
        raise DateError(f"{era.name}は{_written(era, era.last)}までです。{era_date(found)}の誤りではありませんか。")
    if found < era.first:
        raise DateError(f"{era.name}は{_written(era, era.first)}からです。{era_date(found)}の誤りではありませんか。")
    return found


def era_of(day: date) -> Era | None:
    """Return the era of `day`, the later one on a day of two; None before 1873."""
    return next((era for era in reversed(ERAS) if day >= era.first), None)


def _written(era: Era, day: date) -> str:
    year = era.year_of(day)
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"


def era_date(day: date) -> str:
    """Return `day` as 令和6年4月1日; in the Western calendar before 1873."""
    era = era_of(day)
    return _written(era, day) if era else f"{day.year}年{day.month}月{day.day}日"


def era_month(day: date) -> str:
    """Return the month of `day` as 令和6年4月; in the Western calendar before 1873."""
    return era_date(day).rpartition("月")[0] + "月"


def short_era_month(day: date) -> str:
    """Return the month of `day` as R06-04, as file names carry it; 1872-12 before 1873."""
    era = era_of(day)
    return f"{era.letter}{era.year_of(day):02}-{day.month:02}" if era else f"{day.year}-{day.month:02}"


def short_era(day: date) -> str:
    """Return `day` as R6.4.1; in ISO form before 1873."""
    era = era_of(day)
    return f"{era.letter}{era.year_of(day)}.{day.month}.{day.day}" if era else day.isoformat()


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year of `day`: 2024 for 2024-04-01 to 2025-03-31."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_period(year: int) -> tuple[date, date]:
    """Return the first and the last day of fiscal year `year`."""
    return date(year, APRIL, 1), date(year + 1, APRIL - 1, 31)


def fiscal_year_name(year: int) -> str:
    """Return 令和6年度 for 2024.

    The era is that of 1 May: the Government calls the whole of 2019 令和元年度 (平成31年4月2日 新元号への移行に伴う
    予算の名称等の取扱いについて), and no other change of era fell between 1 April and 1 May.
    """
    day = date(year, APRIL + 1, 1)
    era = era_of(day)
    if era is None:
        return f"{year}年度"
    number = era.year_of(day)
    return f"{era.name}{'元' if number == 1 else number}年度"


def year_before(day: date) -> date:
    """Return the same day a year earlier, the comparison of 前年比; 28 February for the 29th."""
    return years_before(day, 1)


def years_before(day: date, years: int) -> date:
    """Return the last day of which `years` anniversaries have come by `day`; the first day there is at the earliest."""
    if years >= day.year:
        return date.min
    return _moved(day, -years, lacking=date(day.year - years, 2, 28))


def anniversary(day: date, years: int) -> date:
    """Return the day `years` later; of 29 February it is 1 March in a year that has none."""
    return _moved(day, years, lacking=date(day.year + years, 3, 1))


def _moved(day: date, years: int, lacking: date) -> date:
    is_lacking = (day.month, day.day) == (2, 29) and not isleap(day.year + years)
    return lacking if is_lacking else day.replace(year=day.year + years)


def elapsed_years(since: date, day: date) -> int:
    """Return how many anniversaries of `since` have come by `day`; 0 before the first."""
    return max((_digits(day) - _digits(since)) // 10_000, 0)


@lru_cache(maxsize=65_536)
def _digits(day: date) -> int:
    """Return 20240229: later months and days are larger, 1 March is the first after 29 February in any year."""
    return day.year * 10_000 + day.month * 100 + day.day


def month_start(day: date) -> date:
    """Return the first day of the month of `day`."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def next_month(day: date) -> date:
    """Return the first day of the month after that of `day`."""
    return month_end(day) + timedelta(days=1)


def month_range(first: date, last: date) -> Iterator[date]:
    """Return the first days of all months from that of `first` to that of `last`, both included."""
    month = month_start(first)
    while month <= last:
        yield month
        month = next_month(month)
