"""What a claim list can be narrowed by: conditions on a claim as data, and how each is said in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from collections_app.domain.calendar import short_era
from collections_app.domain.codes import ClaimStatus, Code
from collections_app.domain.errors import UserError
from collections_app.domain.money import show_yen


class Comparison(Code):
    """How a condition compares."""

    ANY_OF = "any-of", "いずれか"
    NONE_OF = "none-of", "以外"
    RANGE = "range", "範囲"
    FILLED = "filled", "あり"
    EMPTY = "empty", "なし"


class Shape(Enum):
    """What a field holds: a word among those there are, a day, yen, a number, or only whether there is any."""

    WORD = "word"
    DAY = "day"
    YEN = "yen"
    NUMBER = "number"
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Field:
    """What a claim can be asked for; `may_lack` where a claim need not have it."""

    key: str
    label: str
    shape: Shape
    may_lack: bool = False
    unit: str = ""

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """How it can be compared, the usual way first."""
        first = _COMPARISONS[self.shape]
        return (*first, Comparison.FILLED, Comparison.EMPTY) if self.may_lack else first


_COMPARISONS: dict[Shape, tuple[Comparison, ...]] = {
    Shape.WORD: (Comparison.ANY_OF, Comparison.NONE_OF),
    Shape.DAY: (Comparison.RANGE,),
    Shape.YEN: (Comparison.RANGE,),
    Shape.NUMBER: (Comparison.RANGE,),
    Shape.PRESENCE: (),
}

FIELDS: tuple[Field, ...] = (
    Field("status", "状態", Shape.WORD),
    Field("section", "担当課", Shape.WORD),
    Field("staff", "担当者", Shape.WORD),
    Field("bank_name", "金融機関", Shape.WORD, may_lack=True),
    Field("industry", "業種", Shape.WORD, may_lack=True),
    Field("cause", "代位弁済事由", Shape.WORD, may_lack=True),
    Field("tag", "付箋", Shape.WORD, may_lack=True),
    Field("subrogated_on", "代位弁済日", Shape.DAY),
    Field("last_contact_on", "最終対応日", Shape.DAY, may_lack=True),
    Field("next_on", "次回対応日", Shape.DAY, may_lack=True),
    Field("principal", "元金残高", Shape.YEN, unit="円"),
    Field("damages", "損害金残高", Shape.YEN, unit="円"),
    Field("costs", "費用残高", Shape.YEN, unit="円"),
    Field("monthly_amount", "月額", Shape.YEN, may_lack=True, unit="円"),
    Field("elapsed", "経過年数", Shape.NUMBER, unit="年"),
    Field("collateral", "担保", Shape.PRESENCE, may_lack=True),
    Field("legal_action", "係属中の法的手続", Shape.PRESENCE, may_lack=True),
    Field("placement", "サービサー委託", Shape.PRESENCE, may_lack=True),
)
FIELD: dict[str, Field] = {one.key: one for one in FIELDS}
WORD_FIELDS = tuple(one.key for one in FIELDS if one.shape is Shape.WORD)

Bound = date | int | None
Names = Mapping[str, Mapping[str, str]]  # of a field the word shown for each of its values


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a claim: `values` of ANY_OF and NONE_OF, `low` and `high` (both included) of RANGE.

    It cannot be made wrong: UserError says what is.
    """

    field: str
    comparison: Comparison
    values: tuple[str, ...] = ()
    low: Bound = None
    high: Bound = None

    def __post_init__(self) -> None:
        """Refuse what compares nothing."""
        known = FIELD.get(self.field)
        if known is None:
            raise UserError(f"条件の列「{self.field}」はありません。列を選び直してください。")
        if self.comparison not in known.comparisons:
            raise UserError(
                f"「{known.label}」は「{self.comparison.label}」では比べられません。比べ方を選び直してください。"
            )
        if self.comparison in (Comparison.ANY_OF, Comparison.NONE_OF):
            self._check_values(known)
        elif self.comparison is Comparison.RANGE:
            self._check_range(known)

    def _check_values(self, known: Field) -> None:
        if not self.values:
            raise UserError(f"「{known.label}」の値を選んでください。")
        if self.field == "status" and not set(self.values) <= {status.value for status in ClaimStatus}:
            raise UserError("条件の「状態」に、ない状態が指定されています。選び直してください。")

    def _check_range(self, known: Field) -> None:
        given = [bound for bound in (self.low, self.high) if bound is not None]
        kind = date if known.shape is Shape.DAY else int
        if not given:
            raise UserError(f"「{known.label}」の「から」か「まで」を入力してください。")
        if not all(isinstance(bound, kind) and not isinstance(bound, bool) for bound in given):
            raise UserError(f"「{known.label}」の範囲が読めません。入力し直してください。")
        if known.shape is not Shape.DAY and any(bound < 0 for bound in given):  # type: ignore[operator]
            raise UserError(f"「{known.label}」の範囲は0以上で入力してください。")
        if given != sorted(given):
            raise UserError(f"「{known.label}」の「から」が「まで」より後です。入れ替えてください。")


def with_condition(conditions: tuple[Condition, ...], one: Condition) -> tuple[Condition, ...]:
    """Return the conditions with one more.

    A second one of the same field and comparison takes the first one's place; values chosen are added to its values.
    """
    for at, before in enumerate(conditions):
        if (before.field, before.comparison) == (one.field, one.comparison):
            values = tuple(dict.fromkeys((*before.values, *one.values)))
            joined = Condition(one.field, one.comparison, values, one.low, one.high)
            return (*conditions[:at], joined, *conditions[at + 1 :])
    return (*conditions, one)


def is_within(condition: Condition, value: date | int) -> bool:
    """Tell whether a value lies in the condition's range."""
    low, high = condition.low, condition.high
    return (low is None or low <= value) and (high is None or value <= high)  # type: ignore[operator]


def in_words(condition: Condition, names: Names) -> str:
    """Return a condition as it stands above the list: 元金残高 300,000円以下."""
    known = FIELD[condition.field]
    if condition.comparison in (Comparison.FILLED, Comparison.EMPTY):
        return f"{known.label} {condition.comparison.label}"
    if condition.comparison is Comparison.RANGE:
        return f"{known.label} {_range_in_words(known, condition)}"
    words = names.get(condition.field, {})
    listed = "、".join(
        _status_word(value) if known.key == "status" else words.get(value, value) for value in condition.values
    )
    return f"{known.label} = {listed}" if condition.comparison is Comparison.ANY_OF else f"{known.label} {listed} 以外"


def _status_word(value: str) -> str:
    return ClaimStatus(value).label


def _range_in_words(known: Field, condition: Condition) -> str:
    since, until = ("以後", "以前") if known.shape is Shape.DAY else ("以上", "以下")
    parts = [
        f"{_bound(known, bound)}{word}"
        for bound, word in ((condition.low, since), (condition.high, until))
        if bound is not None
    ]
    return " ".join(parts)


def _bound(known: Field, bound: date | int) -> str:
    return short_era(bound) if isinstance(bound, date) else f"{show_yen(bound)}{known.unit}"
