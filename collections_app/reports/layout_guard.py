"""The guard of texts: a sentence is doubtful when a figure moved since it was confirmed, or a claim does not hold."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from collections_app.domain.figures import FIGURE
from collections_app.domain.report_texts import SentenceStatus
from collections_app.reports.layout_terms import Show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from collections_app.domain.report_texts import KeptSentence, Values
    from collections_app.domain.views import FigureValue
    from collections_app.reports.layout import Claim, Sentence
    from collections_app.reports.layout_figures import FigureSet

_HUNDRED = 100


def values_of(keys: tuple[str, ...], figures: FigureSet) -> dict[str, Values]:
    """Return what is kept with a confirmation: this year, last year and plan of every figure."""
    found = ((key, figures.value(key)) for key in keys)
    return {key: (value.current, value.previous, value.plan) for key, value in found if value is not None}


def told(value: FigureValue) -> str:
    """Return a figure in words: 訪問督促 474回（前年度 359回）, with its plan where there is one."""
    plan = f"、計画 {_counted_in(value, value.plan)}" if value.plan is not None else ""
    return f"{value.label} {_counted_in(value, value.current)}（前年度 {_counted_in(value, value.previous)}{plan}）"


def judged(
    sentence: Sentence, claims: Mapping[str, Claim], figures: FigureSet, kept: KeptSentence | None
) -> tuple[SentenceStatus, tuple[str, ...]]:
    """Return how a sentence stands to the figures, and why it is doubtful or what nobody can judge."""
    made, unclear = _claims_in(sentence, claims)
    doubts = [said for key, claim in made if (said := _broken(key, claim, figures)) is not None]
    confirmed = kept.confirmed if kept is not None else None
    if confirmed is not None:
        doubts += _moved(confirmed.values, values_of(sentence.rests_on, figures))
        if confirmed.source != sentence.source:
            doubts.append("確認後に文が変わった")
    if doubts:
        return SentenceStatus.DOUBTFUL, tuple(doubts)
    if confirmed is not None:
        return SentenceStatus.CONFIRMED, ()
    if not sentence.rests_on:
        return SentenceStatus.PLAIN, unclear
    return SentenceStatus.OPEN, unclear


def _claims_in(sentence: Sentence, claims: Mapping[str, Claim]) -> tuple[list[tuple[str, Claim]], tuple[str, ...]]:
    """Return the claims a text really makes, and its words of which nobody said what figure they are about.

    Somebody who writes 下回る for 上回る makes another claim of the same figure.
    """
    text = sentence.source
    made = [(key, claim) for key, claim in sentence.claims if _word_in(claim, text)]
    given_up = list(dict.fromkeys(key for key, claim in sentence.claims if not _word_in(claim, text)))
    said = [word for _, claim in made for word in claim.words if word in text]
    unclear = []
    for claim in claims.values():
        word = _word_in(claim, text)
        if word and not any(word in one for one in said):
            if given_up:
                made += [(key, claim) for key in given_up]
            else:
                unclear.append(f"「{word}」がどの数字についてか、レイアウトに書かれていない")
    return made, tuple(unclear)


def _word_in(claim: Claim, text: str) -> str:
    return next((word for word in claim.words if word in text), "")


def _broken(key: str, claim: Claim, figures: FigureSet) -> str | None:
    """Return why a claim does not hold; None when it does."""
    value = figures.value(key)
    if value is None:
        return f"{claim.name}を確かめる数字がない"
    if claim.trend:
        return _broken_trend(key, claim, figures)
    word, base = ("計画", value.plan) if claim.than is Show.PLAN else ("前年度", value.previous)
    if base is None:
        return f"{claim.name}を確かめる計画がない（{value.label}）"
    if _holds(claim, value.current, base):
        return None
    said = f"{value.label} {word}{_counted_in(value, base)}→今年度{_counted_in(value, value.current)}"
    return f"{claim.name}が成り立たない（{said}）"


def _holds(claim: Claim, current: int, base: int) -> bool:
    """Compare exactly; nothing against nothing is neither much more nor much less."""
    share = current * _HUNDRED
    if base == 0 and current == 0:
        return False
    return (
        (claim.above is None or share > claim.above * base)
        and (claim.at_least is None or share >= claim.at_least * base)
        and (claim.below is None or share < claim.below * base)
        and (claim.at_most is None or share <= claim.at_most * base)
    )


def _broken_trend(key: str, claim: Claim, figures: FigureSet) -> str | None:
    found = [figures.value(key, back=back) for back in range(claim.years - 1, -1, -1)]
    known = [value for value in found if value is not None]
    if len(known) < claim.years:
        return f"{claim.name}を確かめる{claim.years}年分の数字がない"
    counts = [value.current * claim.trend for value in known]
    if all(before <= after for before, after in pairwise(counts)) and counts[0] < counts[-1]:
        return None
    said = "→".join(_counted_in(value, value.current) for value in known)
    return f"{claim.name}が成り立たない（{known[-1].label} {said}）"


def _moved(before: Mapping[str, Values], now: Mapping[str, Values]) -> Iterator[str]:
    """Yield which figures are not what they were when somebody confirmed."""
    for key, values in now.items():
        was = before.get(key)
        if was is None:
            yield f"確認のときにない数字（{_label(key)}）に基づいている"
            continue
        for word, old, new in zip(("", "前年度", "計画"), was, values, strict=True):
            if old != new:
                yield f"確認後に数字が動いた（{_label(key)}{word} {_counted(old)}→{_counted(new)}）"


def _label(key: str) -> str:
    return FIGURE[key].label if key in FIGURE else key


def _counted(value: int | None) -> str:
    return "なし" if value is None else f"{value:,}"


def _counted_in(value: FigureValue, count: int) -> str:
    return f"{count:,}{value.unit}"
