"""Early action (早期着手): how soon after 代位弁済 a claim is acted upon, and what those reached early brought.

Days run from 代位弁済日. A step counts from the first day any such step was recorded: of claims subrogated before it,
nobody knows. What came in is compared at equal elapsed time only: a claim counts once that much time has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from collections_app.domain.calendar import anniversary, fiscal_year_name, fiscal_year_of
from collections_app.domain.codes import Code
from collections_app.domain.money import percent_of

BANDS = (30, 60, 90)  # days
HORIZONS = (1, 2)  # years after 代位弁済
SELECTION = (
    "早く着手した求償権と遅い求償権は、もともと同じではありません（連絡のつきやすさ、残高、担保の有無で着手の順を選びます）。"
    "差のすべてが早さによるものとは言えません。件数の少ない欄は読みすぎないでください。"
)


class Step(Code):
    """What is done first."""

    CONTACT = "contact", "最初の接触"
    VISIT = "visit", "最初の訪問"
    FILING = "filing", "最初の申立て"


@dataclass(frozen=True, slots=True)
class Course:
    """What became of a claim: the day of each first step, and what it brought before its first two anniversaries."""

    claim_no: str
    subrogated_on: date
    amount: int
    section: str
    staff: str
    first: Mapping[Step, date]
    recovered: tuple[int, int]

    def days(self, step: Step) -> int | None:
        """Return the days to the first step; None when there was none."""
        day = self.first.get(step)
        return None if day is None else (day - self.subrogated_on).days


@dataclass(frozen=True, slots=True)
class TimeLine:
    """How soon the claims of a group were reached: quartiles of the days of those that were, exact."""

    group: str
    claim_nos: tuple[str, ...]
    reached: tuple[str, ...]
    quartiles: tuple[Fraction, Fraction, Fraction] | None


@dataclass(frozen=True, slots=True)
class Band:
    """Claims reached within the same time, and what they brought by the anniversary."""

    label: str
    claim_nos: tuple[str, ...]
    amount: int
    recovered: int

    @property
    def rate(self) -> str:
        """Recovered ÷ subrogated in percent."""
        return percent_of(self.recovered, self.amount)


@dataclass(frozen=True, slots=True)
class StepView:
    """Everything about one step."""

    step: Step
    since: date | None  # the first day any such step was recorded; None: never
    lines: Mapping[str, tuple[TimeLine, ...]]  # by what they are grouped: all, cohort, section, staff
    bands: Mapping[int, tuple[Band, ...]]  # by years after 代位弁済


@dataclass(frozen=True, slots=True)
class EarlyAction:
    """Early action as of a day."""

    as_of: date
    steps: Mapping[Step, StepView]


def early_action(courses: Sequence[Course], since: Mapping[Step, date], as_of: date) -> EarlyAction:
    """Return times and recoveries of every step."""
    return EarlyAction(as_of, {step: _step_view(step, courses, since.get(step), as_of) for step in Step})


def _step_view(step: Step, courses: Sequence[Course], since: date | None, as_of: date) -> StepView:
    known = [course for course in courses if since is not None and since <= course.subrogated_on <= as_of]
    lines = {
        "all": (time_line(step, "全体", known),) if known else (),
        "cohort": _grouped(step, known, lambda course: fiscal_year_of(course.subrogated_on), fiscal_year_name),
        "section": _grouped(step, known, lambda course: course.section, str),
        "staff": _grouped(step, known, lambda course: course.staff, str),
    }
    return StepView(step, since, lines, {years: bands(step, known, years, as_of) for years in HORIZONS})


def _grouped(step: Step, known: Iterable[Course], key: object, word: object) -> tuple[TimeLine, ...]:
    assert callable(key)
    assert callable(word)
    groups: dict[object, list[Course]] = {}
    for course in known:
        groups.setdefault(key(course), []).append(course)
    return tuple(time_line(step, word(group), groups[group]) for group in sorted(groups, key=_rank))


def _rank(group: object) -> tuple[int, str]:
    return (-group, "") if isinstance(group, int) else (0, str(group))


def time_line(step: Step, group: str, courses: Sequence[Course]) -> TimeLine:
    """Return how soon the claims of a group were reached."""
    found = sorted((late, course.claim_no) for course in courses if (late := course.days(step)) is not None)
    days = [one for one, _ in found]
    shares = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
    quartiles = (_quartile(days, shares[0]), _quartile(days, shares[1]), _quartile(days, shares[2])) if days else None
    numbers = tuple(course.claim_no for course in courses)
    return TimeLine(group, numbers, tuple(number for _, number in found), quartiles)


def _quartile(ordered: Sequence[int], share: Fraction) -> Fraction:
    """Return the quantile between two neighbours in proportion, as spreadsheets do (QUARTILE.INC)."""
    place = share * (len(ordered) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def bands(step: Step, courses: Iterable[Course], years: int, as_of: date) -> tuple[Band, ...]:
    """Return the claims with that many years behind them by how soon they were reached within those years."""
    labels = [_within(at) for at in range(len(BANDS))]
    labels += [f"{BANDS[-1] + 1}日〜{years * 12}か月", f"{years * 12}か月までになし"]
    held: list[list[Course]] = [[] for _ in labels]
    for course in courses:
        end = anniversary(course.subrogated_on, years)
        if end - timedelta(days=1) <= as_of:
            held[_band_of(course, step, end)].append(course)
    return tuple(
        Band(
            label,
            tuple(course.claim_no for course in found),
            sum(course.amount for course in found),
            sum(course.recovered[years - 1] for course in found),
        )
        for label, found in zip(labels, held, strict=True)
    )


def _within(at: int) -> str:
    return f"{BANDS[at]}日以内" if at == 0 else f"{BANDS[at - 1] + 1}〜{BANDS[at]}日"


def _band_of(course: Course, step: Step, end: date) -> int:
    days, day = course.days(step), course.first.get(step)
    if days is None or day is None or day >= end:
        return len(BANDS) + 1
    return next((at for at, most in enumerate(BANDS) if days <= most), len(BANDS))


def together(found: Sequence[Band]) -> Band:
    """Return all bands as one."""
    return Band(
        "計",
        tuple(number for band in found for number in band.claim_nos),
        sum(band.amount for band in found),
        sum(band.recovered for band in found),
    )
