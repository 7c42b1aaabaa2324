"""What screens ask for: the summary, one claim, the first page of the list, a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from statistics import median

from collections_app.domain.list_views import ClaimFilter, ClaimOrder
from collections_app.services import claims, finding, statistics
from collections_app.services.office import Office
from tests.bench.databases import opened, raw, replayed, statements_of
from tests.bench.measuring import Result, compared, timed
from tests.bench.walking import find_by_like

_YEAR = 2024
_LAST_COHORTS = 6
_SUMMARY, _HISTORY = 1.5, 1.2
_CLAIM, _STATEMENTS = 6.0, 8
_LIST = 0.5
_DAMAGES, _SORTED = 0.050, 0.300  # seconds allowed: of 8,000 claims, of ten times as many
_SEARCH = 1 / 50
_TERMS = ("佐藤", "観光", "カン", "龘靐")  # the last is in no name
_SAMPLE = 40
_BOTH = ("demonstration", "tenfold")


def summary(runs: int) -> Iterator[Result]:
    """Yield the summary against its own statements sent through the driver, and against itself without a history.

    The floor fetches every total the summary is made of: the figures, levels, months, sections, staff and cohorts.
    The summary holds sections and staff as they were measured; what comparing them costs is paid where they are shown.
    """
    for size in _BOTH:
        for what, last in (("summary", None), ("summary, 6 newest cohorts", _LAST_COHORTS)):
            with opened(size) as office, raw(office) as driver:
                work = partial(statistics.summary, office, _YEAR, None, last)
                floor = replayed(driver, statements_of(office, work))
                yield Result(what, size, *compared(timed(work), timed(floor), runs), _SUMMARY)
    with opened("demonstration") as whole, opened("five years") as newest:
        ours, floor = (
            timed(partial(statistics.summary, office, _YEAR, None, _LAST_COHORTS)) for office in (whole, newest)
        )
        remark = "floor: the newest 5 years of claims alone"
        yield Result("summary behind 15 years", "demonstration", *compared(ours, floor, runs), _HISTORY, remark=remark)


def claim(runs: int) -> Iterator[Result]:
    """Yield the opening of claims of every age, and how many statements one takes at most."""
    for size in _BOTH:
        with opened(size) as office, raw(office) as driver:
            day = _day(office)
            numbers = claims.claim_numbers(office, ClaimFilter(), ClaimOrder("claim_no"), day)
            pages = [partial(claims.open_claim, office, no, day) for no in numbers[:: max(1, len(numbers) // _SAMPLE)]]
            each = [statements_of(office, page) for page in pages]
            floor = replayed(driver, [statement for statements in each for statement in statements])
            ours, least, ratio = compared(timed(partial(_do, pages)), timed(floor), runs)
            yield Result("open a claim", size, ours / len(pages), least / len(pages), ratio, _CLAIM)
            most = max(map(len, each))
            yield Result("open a claim: statements", size, most, _STATEMENTS, most / _STATEMENTS, 1.0, unit="")


def _do(works: Iterable[Callable[[], object]]) -> None:
    for work in works:
        work()


def _day(office: Office) -> date:
    day = office.state().data_on
    assert day is not None
    return day


def first_page(runs: int) -> Iterator[Result]:
    """Yield the first page of the list in its usual order against every line of it as plain tuples."""
    for size in _BOTH:
        with opened(size) as office, raw(office) as driver:
            day = _day(office)
            chosen, order = ClaimFilter(), ClaimOrder()
            numbers = claims.claim_numbers(office, chosen, order, day)
            whole = statements_of(office, partial(claims.claim_rows, office, numbers, day))
            ours = timed(partial(claims.first_claims, office, chosen, order, day))
            yield Result("first page of the list", size, *compared(ours, timed(replayed(driver, whole)), runs), _LIST)


def damages(runs: int) -> Iterator[Result]:
    """Yield the damages of all claims on a day, and the list sorted by them; the floor is the time allowed, in CPU."""
    with opened("demonstration") as office:
        yield _within(
            "damages of all claims",
            "demonstration",
            partial(claims.claim_sums, office, ClaimFilter(), _day(office)),
            _DAMAGES,
            runs,
        )
    with opened("tenfold") as office:
        order = ClaimOrder("damages", descending=True)
        work = partial(claims.claim_numbers, office, ClaimFilter(), order, _day(office))
        yield _within("list by damages", "tenfold", work, _SORTED, runs)


def _within(what: str, size: str, work: Callable[[], object], allowed: float, runs: int) -> Result:
    arm = timed(work)
    cost = median(arm() for _ in range(runs))
    return Result(what, size, cost, allowed, cost / allowed, 1.0, remark="floor: the time allowed")


def search(runs: int) -> Iterator[Result]:
    """Yield the search for two characters against the same search by LIKE, which gives the same hits in the same order.

    The peer was once a bare walk through names and kana that ranked nothing and joined no claim.
    """
    for size in _BOTH:
        with opened(size) as office, raw(office) as driver:
            for term in _TERMS:
                index, like = partial(finding.find, office, term), partial(find_by_like, driver, term)
                assert index() == like(), term
                yield Result(f"search {term}", size, *compared(timed(index), timed(like), runs), _SEARCH)
