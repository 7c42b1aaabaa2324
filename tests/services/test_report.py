"""The program's main job: a bundle of cases in, the published figures of 令和6年度 out, on both engines."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collections_app.domain.breakdowns import of_year
from collections_app.domain.figures import FIGURES
from collections_app.domain.money import Unit, in_unit
from collections_app.services import statistics
from collections_app.services.maintenance import check
from collections_app.services.office import Office, open_office
from collections_app.services.transfers import export_bundle, import_bundle

DATA = Path(__file__).parents[1] / "data"
YEAR_END = date(2025, 3, 31)
MIDDLE = date(2025, 1, 17)


def _expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / "report-statistics.json").read_text(encoding="utf-8"))
    return found


def test_every_figure_of_the_reference_is_counted(demo: Office) -> None:
    summary = statistics.summary(demo, 2024)
    for key, wanted in _expected()["figures"].items():
        found = summary.figures[key]
        assert {name: getattr(found, name) for name in wanted} == wanted, key


def test_recovery_by_elapsed_year_equals_the_reference(demo: Office) -> None:
    cohorts = statistics.summary(demo, 2024).cohorts
    assert [
        {"cohort": c.cohort, "subrogated": c.subrogated, "recovered": list(c.recovered), "rate": list(c.rate)}
        for c in cohorts
    ] == _expected()["recovery_by_elapsed_year"]


def test_the_figures_are_those_of_the_published_report(demo: Office) -> None:
    figures = statistics.summary(demo, 2024).figures
    units = {"百万円": Unit.MILLION, "千円": Unit.THOUSAND}
    with (DATA / "report-figures.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        key = row["key"].removesuffix(".plan").removesuffix(".previous")
        figure = figures["subrogation.amount" if key == "subrogation" else key]
        printed = in_unit(figure.current, units[row["unit"]]) if row["unit"] in units else str(figure.current)
        assert printed.replace(",", "") == row["current"], row
        said = row["printed_comparison"].removesuffix("%")
        if row["comparison_kind"] == "previous_value":
            assert str(figure.previous) == said, row
        elif row["comparison_kind"] == "ratio_to_plan":
            assert figure.plan_ratio == said, row
        elif row["comparison_kind"] == "new_initiative":
            assert (figure.note, figure.ratio) == ("new", None), row
        elif said != "約1.5倍":
            assert figure.ratio == said, row


@pytest.mark.parametrize("previous", [False, True])
@pytest.mark.parametrize("as_of", [YEAR_END, MIDDLE])
def test_the_rows_behind_every_figure_add_up_to_it(demo: Office, as_of: date, *, previous: bool) -> None:
    summary = statistics.summary(demo, 2024, as_of)
    for figure in FIGURES:
        rows = statistics.figure_rows(demo, of_year(figure.key, 2024, as_of, is_previous=previous))
        value = summary.figures[figure.key]
        assert rows.total == (value.previous if previous else value.current), figure.key


@pytest.mark.parametrize(
    "by", ["section", "staff", "bank", "channel", "source", "industry", "scheme", "month", "elapsed"]
)
def test_the_groups_of_a_breakdown_add_up(demo: Office, by: str) -> None:
    whole = statistics.summary(demo, 2024).figures
    groups = statistics.breakdown(demo, 2024, None, by)
    for figure in FIGURES:
        if figure.unit == "企業":
            continue  # a company may stand in two groups
        found = [group[figure.key].current for group in groups.values() if figure.key in group]
        if found:
            assert sum(found) == whole[figure.key].current, figure.key


def test_sections_and_staff_of_the_summary_are_those_of_the_breakdown(demo: Office) -> None:
    for as_of in (YEAR_END, MIDDLE):
        summary = statistics.summary(demo, 2024, as_of)
        for by, groups in (("section", summary.sections), ("staff", summary.staff)):
            wanted = statistics.breakdown(demo, 2024, as_of, by)
            for group in groups:
                for key, value in group.figures.items():
                    assert value == wanted[group.key][key], (group.key, key)


def test_the_balance_rolls_forward_to_the_yen(demo: Office) -> None:
    year = statistics.summary(demo, 2024).roll_forward
    assert year.opening == statistics.summary(demo, 2023).roll_forward.closing
    assert year.closing == _expected()["figures"]["outstanding.principal"]["current"]
    assert year.opening + year.subrogated - year.recovered - year.waived - year.closed + year.other == year.closing
    assert year.other == 0


def test_the_months_add_up_to_the_year(demo: Office) -> None:
    summary = statistics.summary(demo, 2024)
    assert (summary.months[-1].current, summary.months[-1].previous) == (1_824_213_480, 1_230_934_215)
    broken = statistics.summary(demo, 2024, MIDDLE)
    assert broken.months[9].current == broken.figures["recovery.total"].current
    assert broken.months[10].current is None


def test_the_checks_find_nothing(demo: Office) -> None:
    assert check(demo) == ()


def test_a_round_trip_through_the_other_engine_changes_nothing(
    demo: Office, demo_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    export_bundle(demo, first)
    other = str(tmp_path / "other.sqlite3")
    if "://" not in demo_url:
        other = request.getfixturevalue("postgres_server").new_database()
    office = open_office(other)
    try:
        import_bundle(office, first)
        export_bundle(office, second)
        assert second.read_bytes() == first.read_bytes()
        assert statistics.summary(office, 2024) == statistics.summary(demo, 2024)
        again = import_bundle(office, first)
        assert not any(again.added.values())
        assert not any(again.updated.values())
    finally:
        office.close()
