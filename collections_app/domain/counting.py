"""Counting rules (集計ルール): what an office may decide about how a figure is counted, each decision a version.

Version 1 of every measure is the shipped one. A decision names the words that count and the day they are counted by; it
holds for every period, so that years stay comparable. A closed month keeps what it was counted by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from collections_app.domain.bundle import TABLE, Table
from collections_app.domain.codes import ActionKind, Code, ContactKind
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURES, MEASURES, Figure, Measure


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be decided about measures: the words of `column` that may count, the columns they may be dated by."""

    measures: tuple[str, ...]
    column: str | None
    words: tuple[Code, ...]
    dates: tuple[str, ...]


CHOICES: dict[str, Choice] = {
    "visit": Choice(("visit",), "kind", tuple(ContactKind), ("contacted_on",)),
    "voluntary_disposal": Choice(("voluntary_disposal",), None, (), ("agreed_on", "settled_on")),
    "auction_petition": Choice(("auction_petition",), "kind", tuple(ActionKind), ("filed_on",)),
    "provisional_remedy": Choice(("provisional_remedy",), "kind", tuple(ActionKind), ("filed_on",)),
    "lawsuit": Choice(("lawsuit",), "kind", tuple(ActionKind), ("filed_on",)),
    "release": Choice(("release.direct", "release.servicer"), None, (), ("released_on", "paid_on", "approved_on")),
}


@dataclass(frozen=True, slots=True)
class CountingRule:
    """One version of how something is counted: words (none: the column is not asked) and the dating column."""

    measure: str  # a key of CHOICES
    version: int
    words: tuple[str, ...]
    dated: str
    reason: str = ""

    def applied(self) -> tuple[Measure, ...]:
        """Return the measures as this version counts them."""
        choice = CHOICES[self.measure]
        return tuple(self._applied_to(MEASURES[key], choice.column) for key in choice.measures)

    def _applied_to(self, made: Measure, column: str | None) -> Measure:
        where = tuple((name, self.words if name == column else words) for name, words in made.where)
        return replace(made, where=where, dated=self.dated)


Rules = tuple[CountingRule, ...]  # the newest version of each measure that an office decided about, by measure


def shipped(measure: str) -> CountingRule:
    """Return version 1 of a measure that may be decided about."""
    choice = CHOICES[measure]
    made, column = MEASURES[choice.measures[0]], choice.column
    return CountingRule(measure, 1, next((words for name, words in made.where if name == column), ()), made.dated)


def newest(rules: Iterable[CountingRule]) -> Rules:
    """Return the newest version of each measure, in the order of their names."""
    found: dict[str, CountingRule] = {}
    for rule in rules:
        if rule.measure not in found or found[rule.measure].version < rule.version:
            found[rule.measure] = rule
    return tuple(found[measure] for measure in sorted(found))


def rule_of(measure: str, rules: Rules) -> CountingRule:
    """Return how a measure is counted today."""
    return next((rule for rule in rules if rule.measure == measure), None) or shipped(measure)


def measures_by(rules: Rules) -> dict[str, Measure]:
    """Return every measure as the rules count it."""
    return MEASURES | {measure.key: measure for rule in rules for measure in rule.applied()}


def concerns(rule: CountingRule, figure: Figure) -> bool:
    """Return whether a decision says how a figure is counted."""
    return not set(CHOICES[rule.measure].measures).isdisjoint(figure.measures)


def version_of(figure: Figure, rules: Rules) -> int:
    """Return the version a figure is counted by: one more for each decision about any of its measures."""
    decided = sum(rule.version - 1 for rule in rules if concerns(rule, figure))
    return figure.version + decided


def counted_by(figure: Figure, rules: Rules) -> str:
    """Return in words how a figure is counted: the shipped sentence, or what was decided since, with the reason."""
    decided = [rule for rule in rules if concerns(rule, figure)]
    if not decided:
        return figure.counted
    words = "。".join(dict.fromkeys(sentence(rule) for rule in decided))
    reasons = "、".join(dict.fromkeys(rule.reason for rule in decided))
    return f"{words}（{reasons}）"


def sentence(rule: CountingRule) -> str:
    """Return such as 法的手続のうち種別が訴訟、支払督促のものを申立日で数える."""
    table = table_of(rule.measure)
    choice = CHOICES[rule.measure]
    day = table.column(rule.dated).heading
    if choice.column is None:
        return f"{table.title}を{day}で数える"
    labels = "、".join(word.label for word in choice.words if word.value in rule.words)
    return f"{table.title}のうち{table.column(choice.column).heading}が{labels}のものを{day}で数える"


def table_of(measure: str) -> Table:
    """Return the table whose rows are counted."""
    return TABLE[MEASURES[CHOICES[measure].measures[0]].table]


def figures_of(rule: CountingRule) -> tuple[Figure, ...]:
    """Return the figures a decision is about."""
    return tuple(figure for figure in FIGURES if concerns(rule, figure))


def check(rule: CountingRule, rules: Rules) -> None:
    """Refuse what cannot be counted or counts a row twice; UserError with what to change."""
    found = objection(rule)
    if found is None and not rule.reason.strip():
        found = "数え方を変える理由を入れてください。報告書の注記と履歴に残ります。"
    if found is None:
        found = _counted_twice(rule, rules)
    if found is not None:
        raise UserError(found)


def objection(rule: CountingRule) -> str | None:
    """Return why a decision makes no sense by itself; None when it does."""
    choice = CHOICES.get(rule.measure)
    if choice is None:
        return f"「{rule.measure}」の数え方は変えられません。{'、'.join(CHOICES)}のどれかにしてください。"
    if rule.dated not in choice.dates:
        headings = "、".join(f"{table_of(rule.measure).column(name).heading}（{name}）" for name in choice.dates)
        return f"「{rule.dated}」の日では数えられません。{headings}から選んでください。"
    if choice.column is None and rule.words:
        return "この項目は種別では分けません。種別を空にしてください。"
    known = {word.value for word in choice.words}
    if choice.column is not None and (not rule.words or not known.issuperset(rule.words)):
        return "数える種別を一つ以上、一覧から選んでください。"
    return None


def _counted_twice(rule: CountingRule, rules: Rules) -> str | None:
    for other, choice in CHOICES.items():
        if other == rule.measure or table_of(other) is not table_of(rule.measure):
            continue
        both = set(rule_of(other, rules).words) & set(rule.words)
        if both:
            labels = "、".join(word.label for word in choice.words if word.value in both)
            counting = figures_of(shipped(other))[0].label
            return f"{labels}は「{counting}」で数えています。二重に数えるので、先にそちらから外してください。"
    return None


def differences(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return how much more each figure counts afterwards; what stays the same is left out."""
    return {key: after[key] - before[key] for key in before if after[key] != before[key]}
