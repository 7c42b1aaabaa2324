"""Entry grids: which columns of a table stand side by side, and what the texts typed into a row of them say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from collections_app.domain.bundle import TABLE, Column, Kind
from collections_app.domain.calendar import short_era
from collections_app.domain.cells import reader_of
from collections_app.domain.choosing import meant
from collections_app.domain.codes import Code, ContactKind, ContactOutcome
from collections_app.domain.errors import UserError
from collections_app.domain.figures import FIGURE
from collections_app.domain.forms import Option
from collections_app.domain.judging import Surroundings, findings_about
from collections_app.domain.money import LIMIT, show_yen
from collections_app.domain.records import Record, whole
from collections_app.domain.typed import typed_amount, typed_day, typed_memo, typed_time

Texts = tuple[str, ...]  # what is typed into a row, by column


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of a grid: of which column of the table, how wide, which other headings Excel may give it."""

    name: str
    width: int
    word: str = ""
    also: tuple[str, ...] = ()
    only_when: tuple[str, Code] | None = None  # passed over unless that column says so
    passed_unless: tuple[str, ...] = ()  # passed over while all of these columns are empty


@dataclass(frozen=True, slots=True)
class GridSpec:
    """A grid: `day` is what +7 counts from; `carried` what a new row takes from the one above, else from `first`.

    Rows are alike when they agree in the columns `alike`, in all of them where none is named.
    """

    table: str
    columns: tuple[GridColumn, ...]
    day: str
    carried: tuple[str, ...]
    first: Mapping[str, str] = field(default_factory=dict)
    alike: tuple[str, ...] = ()

    def position(self, name: str) -> int:
        """Return the place of a column; ValueError when the grid has none of that name."""
        return [column.name for column in self.columns].index(name)

    def column(self, at: int) -> Column:
        """Return the column of the table at a place."""
        return TABLE[self.table].column(self.columns[at].name)

    def heading(self, at: int) -> str:
        """Return the heading at a place."""
        return self.columns[at].word or self.column(at).heading


CONTACTS = GridSpec(
    "contacts",
    (
        GridColumn("claim_no", 240, "求償権・債務者", ("求償権", "債務者", "主債務者", "番号")),
        GridColumn("contacted_on", 80, also=("訪問日", "対応日", "年月日", "実施日")),
        GridColumn("contacted_at", 58, also=("時間", "訪問時刻")),
        GridColumn("kind", 86, also=("区分", "方法", "対応種別")),
        GridColumn("party_no", 116, also=("面談者", "対応者", "相手方")),
        GridColumn("outcome", 86, also=("対応結果", "訪問結果")),
        GridColumn("promised_amount", 92, also=("約束金額",), only_when=("outcome", ContactOutcome.PROMISE)),
        GridColumn("promised_on", 80, also=("約束期日",), only_when=("outcome", ContactOutcome.PROMISE)),
        GridColumn("next_on", 80, "次回対応", ("次回", "次回予定", "次回予定日")),
        GridColumn("memo", 150, also=("メモ", "備考", "摘要", "交渉内容")),
    ),
    day="contacted_on",
    carried=("contacted_on", "kind"),
    first={"contacted_on": "t", "kind": ContactKind.VISIT.label},
)
"""The results of a day's visits and calls."""


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What is wrong with a cell (refused) or implausible (warned about)."""

    sentence: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """What a row says: its texts in their short form, the record, what is said beside and against its cells."""

    texts: Texts
    record: Record
    notes: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, CellFinding] = field(default_factory=dict)
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    assumed: Mapping[str, str] = field(default_factory=dict)  # what empty cells stand for

    @property
    def is_refused(self) -> bool:
        """True while the row cannot be written."""
        return any(not finding.is_warning for finding in self.findings.values())


@dataclass(frozen=True, slots=True)
class RowAround:
    """What a row is read by: the claim meant, or why none is, and what may be chosen for each reference."""

    today: date
    claim: Option | None = None
    claim_problem: str = ""
    subrogated_on: date | None = None
    options: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    assume: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None  # the values of cells that are empty


def read_row(spec: GridSpec, texts: Texts, around: RowAround) -> RowVerdict:
    """Return what a row says; a cell that cannot be read has a finding and no value."""
    values: dict[str, Any] = {}
    shown, notes, found = list(texts), {}, {}
    day_at = spec.position(spec.day)
    for at in sorted(range(len(texts)), key=lambda place: place != day_at):  # the day first: others count from it
        column, text = spec.column(at), texts[at].strip()
        if not text:
            continue
        try:
            values[column.name], shown[at], note = _read(column, text, around, values.get(spec.day))
        except UserError as error:
            found[column.name] = CellFinding(str(error))
        else:
            if note:
                notes[column.name] = note
    _take_only_party(spec, values, shown, around)
    assumed = {name: value for name, value in _assumed(around, values).items() if name not in values}
    record = whole(spec.table, {**assumed, **values})
    found |= _judged(spec, record, around, found)
    words = {name: _assumed_word(spec, name, value) for name, value in assumed.items()}
    return RowVerdict(tuple(shown), record, notes, found, around.options, words)


def _assumed(around: RowAround, values: Mapping[str, Any]) -> Mapping[str, Any]:
    return {} if around.assume is None else around.assume(values)


def _assumed_word(spec: GridSpec, name: str, value: Any) -> str:
    column = TABLE[spec.table].column(name)
    word = next((code.label for code in column.codes if code.value == value), None)
    return word if word is not None else _short(column, value, str(value))


def is_empty(texts: Sequence[str]) -> bool:
    """Tell whether nothing is typed into a row."""
    return not any(text.strip() for text in texts)


def _read(column: Column, text: str, around: RowAround, day: date | None) -> tuple[Any, str, str]:
    """Return the value of a cell, its short form, and what is said beside it."""
    if column.refers_to == "claims" and column.kind is Kind.REFERENCE:
        if around.claim is None:
            raise UserError(around.claim_problem)
        return around.claim.value, around.claim.label, around.claim.detail
    options = _options(column, around)
    if options is not None:
        chosen = meant(options, text)
        return chosen.value, chosen.label, chosen.detail
    value = _reader(column, around.today, day or around.today)(text)
    return value, _short(column, value, text), ""


def _options(column: Column, around: RowAround) -> Sequence[Option] | None:
    if column.kind is Kind.CODE:
        return [Option(code.value, code.label) for code in column.codes]
    if column.kind is Kind.REFERENCE:
        return around.options.get(column.name, ())
    return None


def _reader(column: Column, today: date, near: date) -> Callable[[str], Any]:
    if column.kind is Kind.DATE:
        return partial(typed_day, today=today, near=near)
    if column.kind is Kind.YEN:
        return partial(typed_amount, minimum=-LIMIT if column.minimum is None else column.minimum)
    readers = {Kind.TIME: typed_time, Kind.TEXT: typed_memo}
    return readers.get(column.kind) or reader_of(column, is_key=False, figure_keys=FIGURE)


def _short(column: Column, value: Any, text: str) -> str:
    if column.kind is Kind.DATE:
        return short_era(value)
    if column.kind is Kind.YEN:
        return show_yen(value)
    return str(value) if column.kind in (Kind.TIME, Kind.INTEGER, Kind.PERCENT, Kind.FRACTION) else text


def _take_only_party(spec: GridSpec, values: dict[str, Any], shown: list[str], around: RowAround) -> None:
    """Take the one person a claim has where nobody is named."""
    for at, column in enumerate(spec.columns):
        people = around.options.get(column.name, ()) if spec.column(at).refers_to == "parties" else ()
        if len(people) == 1 and around.claim is not None and not shown[at].strip():
            values[column.name] = people[0].value
            shown[at] = people[0].label


def _judged(
    spec: GridSpec, record: Record, around: RowAround, found: Mapping[str, CellFinding]
) -> dict[str, CellFinding]:
    people = around.options.get("party_no") if around.claim is not None else None
    parties = None if people is None else frozenset(str(one.value) for one in people)
    known = Surroundings(around.today, around.subrogated_on, parties)
    names = {column.name for column in spec.columns}
    judged: dict[str, CellFinding] = {}
    for finding in sorted(findings_about(spec.table, record, known), key=lambda one: one.is_warning):
        place = finding.column if finding.column in names else spec.columns[0].name
        if place not in found:
            judged.setdefault(place, CellFinding(f"{finding.message}{finding.remedy}", finding.is_warning))
    return judged


def with_warning(verdict: RowVerdict, column: str, sentence: str) -> RowVerdict:
    """Return a verdict with one more warning, unless something is said against that cell already."""
    return replace(verdict, findings={column: CellFinding(sentence, is_warning=True), **verdict.findings})


def with_finding(verdict: RowVerdict, column: str, sentence: str) -> RowVerdict:
    """Return a verdict with one more refusal."""
    return replace(verdict, findings={**verdict.findings, column: CellFinding(sentence)})
