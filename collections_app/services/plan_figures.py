"""Plan figures by month: read with what the past says, proposed from the forecast, kept in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from collections_app.domain.calendar import MONTHS, fiscal_period, fiscal_year_name, fiscal_year_of
from collections_app.domain.comparison import value_of
from collections_app.domain.errors import RecordConflictError
from collections_app.domain.figures import FIGURE, FIGURES, MEASURES
from collections_app.domain.forecast import next_year
from collections_app.domain.period import period_of
from collections_app.domain.plan_figures import MONTH_ORDER, PLANNED, PlanLine, PlanSheet, refuse_beyond, shares
from collections_app.domain.records import Record, RemoveRecord, SaveRecord
from collections_app.services.forecast import read_books
from collections_app.services.records import remove_in, save_in
from collections_app.storage import figures as storage_figures
from collections_app.storage import plan_figures as storage

if TYPE_CHECKING:
    from collections_app.services.changes import Changes
    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

PAST_YEARS = 3  # whose months make the season
_TOTAL, _PARTS = "recovery.total", ("recovery.regular", "recovery.irregular")
_MILLION = 1_000_000

Months = Mapping[str, tuple[int, ...]]  # what the months of a year brought, by figure


def plan_sheet(office: Office, fiscal_year: int, as_of: date) -> PlanSheet:
    """Return the plans of a year, what the years before it brought by month as of a day, and what is proposed."""
    with office.database.reading() as connection:
        lines = _kept(connection, fiscal_year)
        uneven = tuple(gap.figure for gap in storage.gaps(connection) if gap.fiscal_year == fiscal_year)
        past = [_by_month(connection, year, as_of) for year in range(fiscal_year - PAST_YEARS, fiscal_year)]
        whole = [months for months, year in zip(past, range(fiscal_year - PAST_YEARS, fiscal_year), strict=True)
                 if fiscal_period(year)[1] <= as_of]  # fmt: skip
        season = {figure.key: _together(figure.key, whole) for figure in FIGURES}
        proposal, basis = _proposal(connection, fiscal_year, as_of, season)
    last_year = {key: sum(months) for key, months in past[-1].items()}
    return PlanSheet(fiscal_year, lines, last_year, season, proposal, basis, uneven)


def save_plans(office: Office, fiscal_year: int, seen: Sequence[PlanLine], wanted: Sequence[PlanLine]) -> list[Changes]:
    """Keep changed lines; RecordConflictError when one says otherwise by now than what was seen. All or nothing."""
    refuse_beyond(wanted)
    done: list[Changes] = []
    with office.database.writing() as connection:
        kept = _kept(connection, fiscal_year)
        years, _ = storage_figures.plans_and_prior(connection, fiscal_year)
        for before, after in zip(seen, wanted, strict=True):
            if kept.get(before.figure, PlanLine(before.figure)) != before:
                label = FIGURE[before.figure].label
                raise RecordConflictError(
                    f"{label}の計画は、開いたあとにほかの人が変えました。F5で読み直してから登録してください。", {}
                )
            done += _write(connection, fiscal_year, (before, years.get(before.figure)), after)
    return [changes for changes in done if changes.audit_no]


def _write(
    connection: Connection, fiscal_year: int, kept: tuple[PlanLine, int | None], after: PlanLine
) -> list[Changes]:
    before, year = kept
    key = {"fiscal_year": fiscal_year, "figure": after.figure}
    found: list[tuple[str, Record | None, Record | None]] = [
        ("plans", _row(key, year), _row(key, after.year)),
    ]
    for at, month in enumerate(MONTH_ORDER):
        was, now = (one.months[at] if one.months else None for one in (before, after))
        found.append(("plan_months", _row({**key, "month": month}, was), _row({**key, "month": month}, now)))
    done = []
    for table, kept_row, wanted in found:
        if wanted is not None:
            done.append(save_in(connection, SaveRecord(table, wanted, kept_row)))
        elif kept_row is not None:
            done.append(remove_in(connection, RemoveRecord(table, kept_row)))
    return done


def _row(key: Record, value: int | None) -> Record | None:
    return None if value is None else {**key, "value": value}


def _kept(connection: Connection, fiscal_year: int) -> dict[str, PlanLine]:
    """Return the plans that are kept; where months contradict the year, the months say what it is."""
    years, _ = storage_figures.plans_and_prior(connection, fiscal_year)
    months = storage.months(connection, fiscal_year)
    found = {}
    for figure in years.keys() | months.keys():
        by_month = tuple(months[figure].get(month, 0) for month in MONTH_ORDER) if figure in months else ()
        found[figure] = PlanLine(figure, sum(by_month) if by_month else years[figure], by_month)
    return found


def _by_month(connection: Connection, fiscal_year: int, as_of: date) -> dict[str, tuple[int, ...]]:
    """Return what each month of a year brought by a day, for every figure that can be planned."""
    first, last = fiscal_period(fiscal_year)
    found = storage_figures.by_dimension(connection, "month", (first, min(last, as_of)), MEASURES)
    names = [f"{fiscal_year + (month < MONTH_ORDER[0]):04}-{month:02}" for month in MONTH_ORDER]
    return {figure.key: tuple(value_of(figure, found.get(name, {})) for name in names) for figure in PLANNED}


def _together(key: str, past: Sequence[Months]) -> tuple[int, ...]:
    return tuple(sum(months[key][place] for months in past if key in months) for place in range(MONTHS))


def _proposal(connection: Connection, fiscal_year: int, as_of: date, season: Months) -> tuple[dict[str, PlanLine], str]:
    """Return a plan of each figure: recovery from the curves of the year before, the rest as in its last months."""
    before = fiscal_year - 1
    if fiscal_year_of(as_of) != before:
        as_of = fiscal_period(before)[1]
    books = read_books(connection, period_of(before, as_of))
    regular, irregular = next_year(books, before, as_of)
    if not regular + irregular:
        return {}, "前年度の記録がないため、計画の案は出せません。"
    totals = {"recovery.regular": _round(regular), "recovery.irregular": _round(irregular)}
    found = {key: PlanLine(key, total, shares(total, season[key])) for key, total in totals.items()}
    both = [found[key].months for key in _PARTS]
    together = tuple(sum(pair) for pair in zip(*both, strict=True))
    found[_TOTAL] = PlanLine(_TOTAL, sum(together), together)
    basis = (
        f"{fiscal_year_name(before)}の基準日現在の着地見込みと同じ方法で見込み、百万円単位にしたもの。"
        "月は過年度の月別の割合で分けています。"
    )
    return found, basis


def _round(yen: int) -> int:
    return (yen + _MILLION // 2) // _MILLION * _MILLION
