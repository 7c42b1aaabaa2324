"""How 求償権残高, the stopped and the closed claims moved in a period, to the yen, and what is in arrears then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from collections_app.domain.arrears import Arrears, arrears_of
from collections_app.domain.figures import OUTSTANDING, STOPPED
from collections_app.domain.instalments import PLAN_COLUMNS, plan_of
from collections_app.domain.shown import table
from collections_app.domain.summary_views import ArrearsBand, BalanceSeen, Flow, SummarySeen
from collections_app.services.business_days import business_days
from collections_app.storage import day_work, movements
from collections_app.storage import figures as storage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.domain.breakdowns import FigureWanted
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

BANDS: tuple[tuple[int, int | None, str], ...] = (
    (1, 1, "1回"),
    (2, 3, "2〜3回"),
    (4, 6, "4〜6回"),
    (7, 12, "7〜12回"),
    (13, None, "13回以上"),
)
_ARREARS = (
    ("求償権番号", "text"), ("主債務者", "text"), ("計画番号", "text"), ("毎月の額", "yen"), ("遅れ（回）", "count"),
    ("不足額", "yen"), ("最も古い期日", "date"), ("担当者番号", "text"), ("担当者", "text"),
)  # fmt: skip
_ONE_DAY = timedelta(days=1)


def balance(office: Office, seen: SummarySeen) -> BalanceSeen:
    """Return the movements of the period of a summary; every number of them opens its rows."""
    period = seen.wanted.period
    eve = period.first - _ONE_DAY
    with office.database.reading() as connection:
        opening, closing = _levels(connection, (eve, period.last), seen.known_no)
        moved = movements.standing_sums(connection, period.first, period.last, seen.known_no)
        stocks = [movements.closed_stock(connection, day, seen.known_no) for day in (eve, period.last)]
        behind = _behind(connection, period.last)
    return BalanceSeen(
        _balance(seen, opening, closing, moved),
        _stopped(seen, opening, closing, moved),
        _closed(seen, stocks, moved),
        _bands(behind, period.last),
    )


def _levels(connection: Connection, days: tuple[date, date], known: int | None) -> list[storage.Values]:
    if known is None:
        return storage.levels(connection, days)
    return [storage.in_days(connection, None, day, (OUTSTANDING, STOPPED), known) for day in days]


def _balance(
    seen: SummarySeen, opening: storage.Values, closing: storage.Values, moved: Mapping[str, int]
) -> tuple[Flow, ...]:
    roll = seen.summary.roll_forward
    counts = [values.get(OUTSTANDING, (0, 0))[0] for values in (opening, closing)]
    opened, paid, closed = (moved[f"movement.count.{name}"] for name in ("opened", "paid", "closed"))
    other = counts[1] - (counts[0] + opened - paid - closed)
    count, principal, rows = "outstanding.count", "outstanding.principal", seen.rows_of
    return (
        Flow("", "期首残高", counts[0], roll.opening, _before(seen, count), _before(seen, principal)),
        Flow("＋", "代位弁済", opened, roll.subrogated, rows("movement.count.opened"), rows("subrogation.amount")),
        Flow("－", "回収（元金）・完済", paid, roll.recovered, rows("movement.count.paid"), rows("movement.recovered")),
        Flow("－", "減免（元金）", None, roll.waived, None, rows("movement.waived")),
        Flow("－", "求償権整理", closed, roll.closed, rows("movement.count.closed"), rows("movement.closed")),
        Flow("±", "その他（再開・整理後の訂正）", other or None, roll.other, None, rows("movement.other")),
        Flow("＝", "期末残高", counts[1], roll.closing, rows(count), rows(principal)),
    )


def _stopped(
    seen: SummarySeen, opening: storage.Values, closing: storage.Values, moved: Mapping[str, int]
) -> tuple[Flow, ...]:
    first, last = (values.get(STOPPED, (0, 0))[0] for values in (opening, closing))
    rows = seen.rows_of
    return (
        Flow("", "期首の停止中", first, None, _before(seen, "stopped.count")),
        *(
            Flow(sign, label, moved[key], None, rows(key))
            for sign, label, key in (
                ("＋", "管理事務停止", "movement.stopped.in"),
                ("－", "再開", "movement.stopped.resumed"),
                ("－", "整理・完済", "movement.stopped.left"),
            )
        ),
        Flow("＝", "期末の停止中", last, None, rows("stopped.count")),
    )


def _closed(seen: SummarySeen, stocks: list[tuple[int, int]], moved: Mapping[str, int]) -> tuple[Flow, ...]:
    rows, key = seen.rows_of, movements.CLOSED_PRINCIPAL
    before, after = _before(seen, key), rows(key)
    closed = moved["movement.closed"]
    return (
        Flow("", "期首の整理済（元金が残るもの）", *stocks[0], before, before),
        Flow(
            "＋",
            "求償権整理",
            moved["movement.count.closed"],
            closed,
            rows("movement.count.closed"),
            rows("movement.closed"),
        ),
        Flow("－", "整理後の増減（回収・訂正）", None, moved["movement.after"], None, rows("movement.after")),
        Flow("＝", "期末の整理済（元金が残るもの）", *stocks[1], after, after),
    )


def _before(seen: SummarySeen, key: str) -> FigureWanted:
    """Return the question behind a level on the day before the period."""
    eve = seen.wanted.period.first - _ONE_DAY
    return seen.rows_between(key, eve, eve)


def _behind(connection: Connection, day: date) -> list[tuple[Arrears, tuple[object, ...]]]:
    """Return every plan in force that is behind on a day, with its line."""
    found: list[tuple[Arrears, tuple[object, ...]]] = []
    calendar, width = business_days(), len(PLAN_COLUMNS)
    for number, received, *cells in day_work.plans(connection, day_work.Scope(), day):
        plan, claim = plan_of(dict(zip(PLAN_COLUMNS, cells[:width], strict=True))), cells[width:]
        late = arrears_of(plan, int(received), day, calendar)
        if late is not None:
            claim_no, debtor, staff_no, staff_name = claim
            line = (
                claim_no,
                debtor,
                number,
                plan.amount,
                late.months,
                late.yen,
                late.since,
                staff_no or "",
                staff_name or "",
            )
            found.append((late, line))
    return found


def _bands(behind: list[tuple[Arrears, tuple[object, ...]]], day: date) -> tuple[ArrearsBand, ...]:
    found = []
    for least, most, label in BANDS:
        inside = [one for one in behind if least <= one[0].months and (most is None or one[0].months <= most)]
        inside.sort(key=lambda one: (-one[0].yen, str(one[1][0])))
        rows = table(f"延滞 {label}　{day:%Y-%m-%d}", _ARREARS, tuple(line for _, line in inside))
        missing = sum(late.yen for late, _ in inside)
        found.append(ArrearsBand(label, len(inside), missing, replace(rows, total=len(inside), unit="件")))
    return tuple(found)
