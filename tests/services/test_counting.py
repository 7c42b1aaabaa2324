"""Deciding how a figure is counted: tried out, kept with totals and views, known then, frozen in a closed month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from collections_app.domain.breakdowns import of_year
from collections_app.domain.calendar import month_range
from collections_app.domain.counting import CHOICES, CountingRule, rule_of, sentence, shipped
from collections_app.domain.errors import BundleError, ConflictError, UserError
from collections_app.domain.figures import FIGURE, MEASURES
from collections_app.domain.pivot import PivotWanted
from collections_app.services import counting, month_close, pivot, statistics
from collections_app.services.maintenance import check
from collections_app.services.office import Office, open_office
from collections_app.services.transfers import export_bundle, import_bundle
from tests.storage.making import a_claim, base, take_in

TODAY = date(2025, 6, 30)
WITH_ORDERS = CountingRule("lawsuit", 2, ("lawsuit", "payment_order"), "filed_on", "課の申合せ")
BY_PAYMENT = CountingRule("release", 2, (), "paid_on", "弁済を基準にする")


def _action(no: str, kind: str, day: date) -> dict[str, object]:
    return {"action_no": no, "claim_no": "K1", "kind": kind, "filed_on": day, "section": "第一課", "staff_no": "S1"}


@pytest.fixture
def acted(office: Office) -> Iterator[Office]:
    """Give an office with two lawsuits, three payment orders and a release paid and made in different years."""
    take_in(
        office,
        base()
        | {
            "claims": [a_claim("K1")],
            "legal_actions": [
                _action("L1", "lawsuit", date(2024, 5, 10)),
                _action("L2", "payment_order", date(2024, 5, 20)),
                _action("L3", "payment_order", date(2024, 6, 1)),
                _action("L4", "lawsuit", date(2023, 5, 1)),
                _action("L5", "payment_order", date(2023, 5, 1)),
            ],
            "releases": [
                {
                    "release_no": "R1", "claim_no": "K1", "guarantor_no": "P2", "channel": "direct",
                    "settlement_amount": 700, "paid_on": date(2024, 3, 30), "released_on": date(2024, 4, 2),
                    "section": "第一課", "staff_no": "S1",
                }
            ],
        },
    )  # fmt: skip
    yield office
    assert check(office) == ()


def lawsuits(office: Office) -> tuple[int, int]:
    figure = statistics.summary(office, 2024).figures["lawsuit"]
    return figure.current, figure.previous


def test_the_shipped_rules_are_the_measures_and_say_so_in_words(acted: Office) -> None:
    for measure, choice in CHOICES.items():
        assert [one.key for one in shipped(measure).applied()] == list(choice.measures)
        assert all(one == MEASURES[one.key] for one in shipped(measure).applied())
    assert sentence(shipped("lawsuit")) == "法的手続のうち種別が訴訟のものを申立日で数える"
    assert all(view.rule.version == 1 and not view.history for view in counting.rules(acted))
    assert counting.counted(acted)["lawsuit"] == (1, FIGURE["lawsuit"].counted)


def test_the_difference_is_shown_before_anything_is_kept(acted: Office) -> None:
    found = counting.differences(acted, WITH_ORDERS, TODAY)
    assert [(one.fiscal_year, one.before, one.after) for one in found] == [
        (2025, 0, 0), (2024, 1, 3), (2023, 1, 2), (2022, 0, 0), (2021, 0, 0),
    ]  # fmt: skip
    assert lawsuits(acted) == (1, 1)


def test_a_decision_counts_everywhere_and_carries_its_version(acted: Office) -> None:
    counting.decide(acted, WITH_ORDERS, TODAY)
    assert lawsuits(acted) == (3, 2)
    assert (
        statistics.summary(acted, 2024, date(2024, 5, 25)).figures["lawsuit"].current == 2
    )  # a broken month: from rows
    assert statistics.figure_rows(acted, of_year("lawsuit", 2024)).total == 3
    groups = statistics.breakdown(acted, 2024, None, "month")
    assert {key: one["lawsuit"].current for key, one in groups.items() if one["lawsuit"].current} == {
        "2024-05": 2, "2024-06": 1,
    }  # fmt: skip
    crossed = pivot.pivot(acted, PivotWanted(of_year("lawsuit", 2024), "section", "month"))
    assert crossed.total == 3
    with acted.database.reading() as connection:
        seen = connection.execute(text("SELECT count(*) FROM bi_facts WHERE measure = 'lawsuit'")).scalar()
        version = connection.execute(text("SELECT version FROM bi_figures WHERE figure = 'lawsuit'")).scalar()
    assert (seen, version) == (5, 2)
    said = counting.counted(acted)["lawsuit"]
    assert said == (2, "法的手続のうち種別が訴訟、支払督促のものを申立日で数える（課の申合せ）")


def test_a_record_added_after_a_decision_is_counted_by_it(acted: Office) -> None:
    from collections_app.domain.records import SaveRecord
    from collections_app.services.records import save_record

    counting.decide(acted, WITH_ORDERS, TODAY)
    save_record(
        acted, SaveRecord("legal_actions", _action("", "payment_order", date(2024, 7, 1)) | {"action_no": None})
    )
    assert lawsuits(acted) == (4, 2)


def test_releases_are_counted_by_another_day_in_both_channels(acted: Office) -> None:
    counting.decide(acted, BY_PAYMENT, TODAY)
    figures = statistics.summary(acted, 2024).figures
    assert (figures["release.all.count"].current, figures["release.all.count"].previous) == (0, 1)
    assert statistics.figure_rows(acted, of_year("release.all.amount", 2023)).total == 700


def test_a_closed_month_keeps_what_it_was_counted_by(acted: Office) -> None:
    month = date(2024, 5, 1)
    for one in month_range(date(2020, 4, 1), month):
        month_close.close_month(acted, one)
    counting.decide(acted, WITH_ORDERS, TODAY)
    found = month_close.bridge(acted, month)
    assert found.adds_up
    assert not found.lines
    frozen = {one.label: (one.frozen, one.now) for one in found.sums}
    assert frozen[FIGURE["lawsuit"].label] == (1, 1)


def test_what_makes_no_sense_is_refused(acted: Office) -> None:
    cases = [
        (CountingRule("lawsuit", 2, ("secured_auction",), "filed_on", "x"), "二重に数える"),
        (CountingRule("lawsuit", 2, (), "filed_on", "x"), "一つ以上"),
        (CountingRule("lawsuit", 2, ("visit",), "filed_on", "x"), "一つ以上"),
        (CountingRule("lawsuit", 2, ("lawsuit",), "ended_on", "x"), "日では数えられません"),
        (CountingRule("lawsuit", 2, ("lawsuit",), "filed_on", " "), "理由"),
        (CountingRule("recovery.total", 2, (), "posted_on", "x"), "変えられません"),
        (CountingRule("release", 2, ("direct",), "paid_on", "x"), "種別では分けません"),
    ]
    for rule, said in cases:
        with pytest.raises(UserError, match=said):
            counting.differences(acted, rule, TODAY)
        with pytest.raises(UserError, match=said):
            counting.decide(acted, rule, TODAY)
    counting.decide(acted, WITH_ORDERS, TODAY)
    with pytest.raises(ConflictError, match="読み直して"):
        counting.decide(acted, WITH_ORDERS, TODAY)
    assert [view.rule.version for view in counting.rules(acted) if view.rule.measure == "lawsuit"] == [2]


def test_back_to_the_shipped_rule_is_a_decision_too(acted: Office) -> None:
    counting.decide(acted, WITH_ORDERS, TODAY)
    back = CountingRule("lawsuit", 3, shipped("lawsuit").words, "filed_on", "元に戻す")
    counting.decide(acted, back, TODAY)
    assert lawsuits(acted) == (1, 1)
    view = next(one for one in counting.rules(acted) if one.rule.measure == "lawsuit")
    assert [one.version for one in view.history] == [3, 2]
    assert rule_of("lawsuit", (back,)) == back


def test_a_decision_travels_with_the_bundle(acted: Office, database_url: str, tmp_path: Path) -> None:
    counting.decide(acted, WITH_ORDERS, TODAY)
    export_bundle(acted, tmp_path / "bundle.zip")
    other = open_office(str(tmp_path / "other.sqlite3"))
    try:
        import_bundle(other, tmp_path / "bundle.zip")
        assert lawsuits(other) == (3, 2)
        assert check(other) == ()
    finally:
        other.close()


def test_a_rule_of_a_bundle_that_cannot_be_counted_by_is_a_problem_at_its_row(
    office: Office, small: SimpleNamespace
) -> None:
    heads = "measure,version,words,dated,decided_on,reason\n"
    bundle = small.write(
        "bad", counting_rules=heads + "lawsuit,2,lawsuits,filed_on,2025-01-01,x\nmoney,2,,a,2025-01-01,x\n"
    )
    with pytest.raises(BundleError) as caught:
        import_bundle(office, bundle)
    assert [(one.place.row, one.message) for one in caught.value.problems] == [
        (2, "数える種別を一つ以上、一覧から選んでください。"),
        (3, f"「money」の数え方は変えられません。{'、'.join(CHOICES)}のどれかにしてください。"),
    ]
