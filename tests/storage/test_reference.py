"""The rules in `db/reference`: every file is read, each version has its article, a slip of a key is noticed."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from collections_app.domain.errors import UserError
from collections_app.storage import reference

ON = date(2025, 3, 31)


def test_limitation_follows_the_day_of_the_agreement() -> None:
    # 旧商法522条・旧民法167条1項: 5 and 10 years; 民法166条1項 from 2020-04-01: 5 years
    old, new = (reference.limitation_periods(day) for day in (date(2020, 3, 31), date(2020, 4, 1)))
    assert (old.value.merchant_years, old.value.other_years) == (5, 10)
    assert (new.value.merchant_years, new.value.other_years) == (5, 5)
    assert old.value.fixed_right_years == new.value.fixed_right_years == 10
    with pytest.raises(UserError, match="消滅時効"):
        reference.limitation_periods(date(1890, 1, 1))


def test_the_rates_offered_are_those_of_the_agreements() -> None:
    assert [preset.percent for preset in reference.rate_presets(ON).value] == ["14.6", "14", "18.25"]


def test_every_rule_names_its_source_and_when_it_was_verified() -> None:
    readers = (
        reference.court_fees,
        reference.limitation_periods,
        reference.rate_presets,
        reference.initial_steps,
        reference.insurance_rules,
    )
    found = [read(ON) for read in readers]
    assert all(rule.reference and rule.verified >= date(2026, 1, 1) for rule in found)
    names = {file.name for file in (files("collections_app.db") / "reference").iterdir() if file.name.endswith(".toml")}
    assert names == {"court_fees.toml", "limitation.toml", "damages_rates.toml", "initial_steps.toml", "insurance.toml"}


def test_an_unknown_key_is_a_mistake_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"anchor": "x", "name": "y", "versions": [{"since": ON, "refrence": "民法", "verified": ON, "presets": []}]}
    monkeypatch.setattr(reference, "_load", lambda _name: wrong)
    with pytest.raises(reference.BadReferenceError, match="refrence"):
        reference.rate_presets(ON)


def test_the_first_weeks_have_their_deadlines_and_proofs_as_data() -> None:
    rules = reference.initial_steps(ON).value
    assert [(rule.step.label, rule.deadline_words) for rule in rules] == [
        ("初回接触", "代位弁済日から14日"),
        ("現況調査", "代位弁済日から30日"),
        ("登記簿", "代位弁済日から30日"),
        ("回収方針", "代位弁済日から60日"),
    ]
    assert rules[0].proof_words == "訪問督促・電話督促・来所面談（面談・弁済約束・債務承認・拒絶）の記録で完了します。"
    assert rules[1].proof_words == "現況調査か、実態調査の記録で完了します。"
    assert rules[2].proof_words == "「登記」を含む添付の記録で完了します。"
    assert rules[3].needs_memo
