"""Reading the rules of law in `db/reference`: every key is known, every version has its article and its day."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from collections_app.domain.codes import Bearer, ContactKind, ContactOutcome, InitialStep
from collections_app.domain.court_fee import FeeStep, FeeTable, steps_are_sound
from collections_app.domain.initial import Start, StepRule
from collections_app.domain.insurance import InsuranceRules, Remainder
from collections_app.domain.money import Rounding
from collections_app.domain.rule import Dated, rule_on

Value = TypeVar("Value")

_EVERY_VERSION = {"since", "reference", "verified"}


class BadReferenceError(ValueError):
    """A file of `db/reference` that does not say what it must: a mistake of ours, not of the user."""


@dataclass(frozen=True, slots=True)
class RatePreset:
    """A damages rate to choose: a decimal number in percent, and the word shown."""

    percent: str
    label: str


@dataclass(frozen=True, slots=True)
class LimitationPeriods:
    """消滅時効の期間 in years: of a merchant's debt, of any other, of a right fixed by judgment."""

    merchant_years: int
    other_years: int
    fixed_right_years: int


def court_fees(day: date) -> Dated[FeeTable]:
    """Return the fee table of the day a suit is filed; NoRuleError before the first one."""
    return rule_on(_versions("court_fees", {"steps", "payment_order_percent"}, _fee_table), day, "訴訟手数料")


def rate_presets(day: date) -> Dated[tuple[RatePreset, ...]]:
    """Return the damages rates to choose from for a claim subrogated on that day."""
    return rule_on(_versions("damages_rates", {"presets"}, _presets), day, "損害金率")


def limitation_periods(day: date) -> Dated[LimitationPeriods]:
    """Return the limitation periods for a guarantee agreement of that day."""
    keys = {"merchant_years", "other_years", "fixed_right_years"}
    return rule_on(_versions("limitation", keys, _periods), day, "消滅時効の期間")


def initial_steps(day: date) -> Dated[tuple[StepRule, ...]]:
    """Return the steps of the first weeks of a claim subrogated on that day: deadlines, and what proves them done."""
    return rule_on(_versions("initial_steps", {"steps"}, _step_rules), day, "初動の期限")


def insurance_rules(day: date) -> Dated[InsuranceRules]:
    """Return the rules of insurance money and of paying recovery on, for a claim subrogated on that day."""
    keys = {
        "opens_after_months",
        "closes_after_months",
        "insurance_rounding",
        "payment_rounding",
        "remainder",
        "rest_to",
    }
    return rule_on(_versions("insurance", keys, _insurance), day, "保険金と回収納付")


@cache
def _load(name: str) -> Mapping[str, Any]:
    text = (files("collections_app.db") / "reference" / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _versions(name: str, keys: set[str], read: Callable[[Mapping[str, Any]], Value]) -> Sequence[Dated[Value]]:
    found = _load(name)
    _refuse(name, found.keys() ^ {"anchor", "name", "versions"})
    versions = []
    for version in found["versions"]:
        _refuse(name, version.keys() ^ (keys | _EVERY_VERSION))
        if not version["reference"]:
            raise BadReferenceError(f"{name}.toml: a version without reference")
        versions.append(Dated(version["since"], read(version), version["reference"], version["verified"]))
    return versions


def _refuse(name: str, odd: set[str]) -> None:
    if odd:
        raise BadReferenceError(f"{name}.toml: unknown or missing {', '.join(sorted(odd))}")


def _fee_table(version: Mapping[str, Any]) -> FeeTable:
    steps = tuple(FeeStep(step.get("up_to"), step["per"], step["fee"]) for step in version["steps"])
    if not steps_are_sound(steps):
        raise BadReferenceError("court_fees.toml: steps out of order")
    return FeeTable(steps, version["payment_order_percent"])


def _presets(version: Mapping[str, Any]) -> tuple[RatePreset, ...]:
    presets = tuple(RatePreset(preset["percent"], preset["label"]) for preset in version["presets"])
    for preset in presets:
        Fraction(preset.percent)  # ValueError when it is no number
    return presets


def _periods(version: Mapping[str, Any]) -> LimitationPeriods:
    return LimitationPeriods(version["merchant_years"], version["other_years"], version["fixed_right_years"])


_ROUNDINGS = {"truncate": Rounding.TRUNCATE, "half-up": Rounding.HALF_UP}


def _insurance(version: Mapping[str, Any]) -> InsuranceRules:
    return InsuranceRules(
        version["opens_after_months"],
        version["closes_after_months"],
        _ROUNDINGS[version["insurance_rounding"]],
        _ROUNDINGS[version["payment_rounding"]],
        Remainder(version["remainder"]),
        Bearer(version["rest_to"]),
    )


_STEP_MUST = {"step", "days", "counts_from"}
_STEP_MAY = {"contact_kinds", "contact_outcomes", "by_survey", "attachment_words"}


def _step_rules(version: Mapping[str, Any]) -> tuple[StepRule, ...]:
    found = tuple(_step_rule(step) for step in version["steps"])
    if {rule.step for rule in found} != set(InitialStep) or len(found) != len(InitialStep):
        raise BadReferenceError("initial_steps.toml: a step is missing or stands twice")
    return found


def _step_rule(step: Mapping[str, Any]) -> StepRule:
    _refuse("initial_steps", (_STEP_MUST - step.keys()) | (step.keys() - _STEP_MUST - _STEP_MAY))
    return StepRule(
        InitialStep(step["step"]),
        step["days"],
        Start(step["counts_from"]),
        tuple(ContactKind(kind) for kind in step.get("contact_kinds", ())),
        tuple(ContactOutcome(outcome) for outcome in step.get("contact_outcomes", ())),
        step.get("by_survey", False),
        tuple(step.get("attachment_words", ())),
    )
