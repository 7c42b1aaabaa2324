"""Plans by month: parted exactly, kept and undone as one, in the bundle, and as the plan up to a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.domain.errors import BundleError, RecordConflictError, UserError
from collections_app.domain.plan_figures import (
    PlanLine,
    Spread,
    shares,
    spread_line,
    typed_plan,
    up_to,
    with_month,
)
from collections_app.domain.progress import SILENT
from collections_app.exchange.reading import read_bundle
from collections_app.services.forecast import forecast
from collections_app.services.office import Office, open_office
from collections_app.services.plan_figures import plan_sheet, save_plans
from collections_app.services.records import undo_records
from collections_app.services.statistics import summary, year_figures
from collections_app.services.transfers import export_bundle, import_bundle
from tests.storage.making import base, take_in

DAY = date(2025, 3, 31)
TWELVE = st.lists(st.integers(-5, 10**12), min_size=12, max_size=12)


@given(st.integers(0, 10**15), TWELVE)
def test_shares_add_up_and_none_is_off_by_one(total: int, weights: list[int]) -> None:
    found = shares(total, weights)
    assert sum(found) == total
    known = [max(weight, 0) for weight in weights]
    known = known if sum(known) else [1] * 12
    unit = 1000 if total % 1000 == 0 else 1
    for part, weight in zip(found, known, strict=True):
        assert abs(part * sum(known) - total * weight) < unit * sum(known)
        assert part >= 0
        assert part % unit == 0


def test_a_total_spread_by_hand() -> None:
    assert shares(5, [1] * 12) == (0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1)  # the sum up to each month is rounded down
    assert shares(1_000_000, [1] * 12)[:3] == (83_000, 83_000, 84_000)  # round thousands stay round
    line = PlanLine("visit")
    assert spread_line(line, 24, Spread.EVEN, ()).months == (2,) * 12
    assert spread_line(line, 30, Spread.SEASON, (2, 1) + (0,) * 10).months == (20, 10) + (0,) * 10
    assert spread_line(line, 30, Spread.NONE, ()) == PlanLine("visit", 30)
    assert spread_line(PlanLine("visit", 30), None, Spread.EVEN, ()) == PlanLine("visit")


def test_a_month_typed_makes_the_year_its_sum() -> None:
    line = with_month(PlanLine("visit", 99), 0, 5)
    assert line == PlanLine("visit", 5, (5,) + (0,) * 11)
    assert with_month(line, 11, 7).year == 12
    assert with_month(line, 0, None) == PlanLine("visit")
    assert up_to(with_month(line, 11, 7), 11) == 5
    assert up_to(PlanLine("visit", 30), 5) == 12
    assert up_to(None, 5) is None


def test_what_is_typed() -> None:
    assert (typed_plan(" １,２００ "), typed_plan("12万"), typed_plan("0"), typed_plan("  ")) == (
        1200,
        120_000,
        0,
        None,
    )
    with pytest.raises(UserError):
        typed_plan("たくさん")


def test_plans_are_kept_read_and_undone_as_one(office: Office) -> None:
    take_in(office, {**base(), "plans": [{"fiscal_year": 2024, "figure": "visit", "value": 300}]})
    sheet = plan_sheet(office, 2024, DAY)
    assert sheet.lines == {"visit": PlanLine("visit", 300)}
    visit = spread_line(PlanLine("visit"), 360, Spread.EVEN, ())
    total = spread_line(PlanLine("recovery.total"), 1_200, Spread.EVEN, ())
    wanted = [visit, total]
    done = save_plans(office, 2024, [PlanLine("visit", 300), PlanLine("recovery.total")], wanted)
    assert plan_sheet(office, 2024, DAY).lines == {line.figure: line for line in wanted}
    figures = year_figures(office, 2024).figures
    assert (figures["visit"].plan, figures["recovery.total"].plan) == (360, 1_200)
    assert save_plans(office, 2024, wanted, wanted) == []  # nothing changed, nothing written
    undo_records(office, [changes.audit_no for changes in done])
    assert plan_sheet(office, 2024, DAY).lines == sheet.lines
    gone = save_plans(office, 2024, [PlanLine("visit", 300)], [PlanLine("visit")])
    assert plan_sheet(office, 2024, DAY).lines == {}
    undo_records(office, [changes.audit_no for changes in gone])
    assert plan_sheet(office, 2024, DAY).lines == sheet.lines


def test_somebody_else_was_faster(office: Office) -> None:
    seen = PlanLine("visit")
    save_plans(office, 2024, [seen], [PlanLine("visit", 1)])
    both = [PlanLine("lawsuit"), seen]
    with pytest.raises(RecordConflictError, match="訪問督促"):
        save_plans(office, 2024, both, [PlanLine("lawsuit", 3), PlanLine("visit", 2)])
    assert plan_sheet(office, 2024, DAY).lines == {"visit": PlanLine("visit", 1)}  # nothing of it was written


def test_a_plan_beyond_reason_is_refused(office: Office) -> None:
    with pytest.raises(UserError, match="大きすぎ"):
        save_plans(office, 2024, [PlanLine("visit")], [PlanLine("visit", 10**16)])


def test_a_bundle_without_months_is_as_before_and_with_months_travels(office: Office, tmp_path: Path) -> None:
    take_in(office, {**base(), "plans": [{"fiscal_year": 2024, "figure": "visit", "value": 300}]})
    export_bundle(office, tmp_path / "before")
    assert not (tmp_path / "before" / "plan_months.csv").exists()
    seen, wanted = PlanLine("visit", 300), spread_line(PlanLine("visit"), 360, Spread.SEASON, range(12))
    save_plans(office, 2024, [seen], [wanted])
    export_bundle(office, tmp_path / "after")
    other = open_office(str(tmp_path / "other.sqlite3"))
    try:
        import_bundle(other, tmp_path / "after")
        assert plan_sheet(other, 2024, DAY).lines == {"visit": wanted}
        assert import_bundle(other, tmp_path / "after").added["plan_months"] == 0
    finally:
        other.close()
    assert read_bundle(tmp_path / "after", SILENT)


@pytest.mark.parametrize(("year", "months"), [("2024,visit,10\n", (4, 5)), ("", (10,)), ("2024,visit,8\n", (9,))])
def test_months_that_contradict_the_year_are_refused(
    office: Office, tmp_path: Path, year: str, months: tuple[int, ...]
) -> None:
    folder = tmp_path / "uneven"
    folder.mkdir()
    (folder / "plans.csv").write_text(f"fiscal_year,figure,value\n{year}", encoding="utf-8")
    rows = "".join(f"2024,visit,{4 + n},{value}\n" for n, value in enumerate(months))
    (folder / "plan_months.csv").write_text(f"fiscal_year,figure,month,value\n{rows}", encoding="utf-8")
    with pytest.raises(BundleError) as caught:
        import_bundle(office, folder)
    [problem] = caught.value.problems
    assert "月別計画の合計" in problem.message
    assert plan_sheet(office, 2024, DAY).lines == {}


def test_the_plan_line_follows_the_months(office: Office) -> None:
    line = PlanLine("recovery.total", 100, (10, 0, 0, 0, 0, 40, 0, 0, 0, 0, 0, 50))
    save_plans(office, 2024, [PlanLine("recovery.total")], [line])
    found = summary(office, 2024, date(2024, 9, 30))
    assert found.planned == (10, 10, 10, 10, 10, 50, 50, 50, 50, 50, 50, 100)
    assert [month.plan for month in forecast(office, 2024, date(2024, 9, 30)).months] == list(found.planned)


def test_the_next_plan_is_drawn_from_the_forecast(demo: Office) -> None:
    """The proposal: regular and irregular in millions, the total their sum in every month, and the season of the past."""
    sheet = plan_sheet(demo, 2025, date(2025, 3, 31))
    regular, irregular, total = (sheet.proposal[f"recovery.{key}"] for key in ("regular", "irregular", "total"))
    assert (regular.year or 0) % 1_000_000 == (irregular.year or 0) % 1_000_000 == 0
    assert total.year == (regular.year or 0) + (irregular.year or 0)
    assert all(a + b == c for a, b, c in zip(regular.months, irregular.months, total.months, strict=True))
    figures = year_figures(demo, 2024).figures
    assert sheet.last_year["recovery.total"] == figures["recovery.total"].current
    assert sheet.last_year["visit"] == figures["visit"].current
    assert regular.year == round(figures["recovery.regular"].current, -6)  # the year is over: it is what it was
    three = [year_figures(demo, year).figures["lawsuit"].current for year in (2022, 2023, 2024)]
    assert sum(sheet.season["lawsuit"]) == sum(three)
