"""What the staff feel: a claim painted, a contact saved, a name searched, the list filtered, on 80,000 claims.

These goals are times. They are asked for as times, so the floor is the time allowed; on a shared machine the clock
tells of the neighbours too, which is why CPU seconds are given where nothing waits for the disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from collections_app.domain.codes import ClaimStatus
from collections_app.domain.list_views import ClaimFilter, ClaimOrder
from collections_app.domain.records import SaveRecord
from collections_app.services import claims, finding
from collections_app.services.office import Office, open_office
from collections_app.services.records import save_record
from tests.bench.databases import opened
from tests.bench.measuring import Result

_DAY = date(2025, 3, 31)
_CLAIM, _CONTACT, _SEARCH, _FILTER, _GAP = 0.100, 0.050, 0.020, 0.300, 0.100  # seconds allowed
_PER_RUN = 20
_TERMS = ("佐藤", "観光", "カン", "K2020", "0220", "鈴木", "食品", "ワタ", "龘靐", "令和6年")


def measure(runs: int) -> Iterator[Result]:
    """Yield what is done on the tenfold bundle; the 99th percentile of each, and the longest gap of the window."""
    with opened("tenfold") as office:
        numbers = claims.claim_numbers(office, ClaimFilter(), ClaimOrder("claim_no"), _DAY)
        yield _worst("search, p99", [partial(finding.find, office, term, 30) for term in _TERMS * runs], _SEARCH)
        yield _worst("filter and sort", list(_narrowings(office)) * max(1, runs // 3), _FILTER)
        yield from _painted(office, numbers[:: max(1, len(numbers) // (_PER_RUN * runs))])
        yield _saved(office, numbers, runs)


def _worst(
    what: str, works: Sequence[Callable[[], object]], allowed: float, clock: Callable[[], float] = time.process_time
) -> Result:
    works[0]()  # late imports
    costs = sorted(_cost(work, clock) for work in works)
    p99 = costs[min(len(costs) - 1, len(costs) * 99 // 100)]
    unit = "CPU" if clock is time.process_time else "wall"
    remark = f"floor: the time allowed; {len(costs)} times, {unit}, median {costs[len(costs) // 2] * 1000:.1f} ms"
    return Result(what, "tenfold", p99, allowed, p99 / allowed, 1.0, remark=remark)


def _cost(work: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return clock() - start


def _narrowings(office: Office) -> Iterator[Callable[[], object]]:
    orders = ("claim_no", "subrogated_on", "principal", "debtor", "staff", "next_on")
    wanted = (ClaimFilter(), ClaimFilter(statuses=(ClaimStatus.ACTIVE,)), ClaimFilter(text="佐藤"))
    for order in orders:
        for one in wanted:
            yield partial(claims.claim_numbers, office, one, ClaimOrder(order, descending=True), _DAY)


def _painted(office: Office, numbers: list[str]) -> Iterator[Result]:
    """Yield the claim page read and painted, and the longest time the window did not listen meanwhile."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from collections_app.ui import look
    from collections_app.ui.claim.page import ClaimPageWidget

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look.load_fonts()
    look.theme().apply(app, dark=False)
    page = ClaimPageWidget()
    page.resize(1182, 692)
    page.show()
    gaps: list[float] = []

    def show(number: str) -> None:
        view = claims.open_claim(office, number, _DAY)
        began = time.process_time()
        page.show_claim(view)
        page.grab()
        gaps.append(time.process_time() - began)

    yield _worst("claim page, painted", [partial(show, number) for number in numbers], _CLAIM)
    longest = max(gaps[1:])
    remark = "floor: the time allowed; what the window's own thread does to show a claim, CPU"
    yield Result("longest gap of the window", "tenfold", longest, _GAP, longest / _GAP, 1.0, remark=remark)
    page.close()


def _saved(office: Office, numbers: list[str], runs: int) -> Result:
    """Return the saving of a contact, durable: on a copy of the database, by the clock on the wall."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.sqlite3"
        shutil.copyfile(office.database.location, path)
        copy = open_office(str(path))
        try:
            works = [partial(_save, copy, number) for number in numbers[: _PER_RUN * runs]]
            return _worst("save a contact, p99", works, _CONTACT, time.perf_counter)
        finally:
            copy.close()


def _save(office: Office, number: str) -> None:
    contact = {"claim_no": number, "kind": "visit", "contacted_on": _DAY, "outcome": "met", "memo": "面談"}
    save_record(office, SaveRecord("contacts", contact))
