"""債権計算書 as a workbook: the lines of the paper, their sums and what is left as formulas over them."""

from __future__ import annotations

from datetime import datetime

from collections_app.domain.calendar import era_date
from collections_app.domain.ledger import EntryKind
from collections_app.domain.statement import Movement, Span, Statement
from collections_app.reports.sheet import Formula, Line, Sheet, Workbook, letters
from collections_app.reports.statement_papers import SIGN_OFF, amount_of, method_words, percent
from collections_app.reports.table import Column, Table

_COLUMNS = (
    Column("始期・日付", "date"),
    Column("終期", "date"),
    Column("区分", "text", 12),
    Column("番号", "text", 16),
    Column("年", "count", 6),
    Column("日", "count", 9),
    Column("うち閏年", "count", 11),
    Column("計算の元金", "yen"),
    Column("年率 ％", "text", 10),
    Column("損害金", "yen"),
    Column("元金の発生", "yen"),
    Column("費用の発生", "yen"),
    Column("入金・減免", "yen"),
    Column("費用へ", "yen"),
    Column("損害金へ", "yen"),
    Column("元金へ", "yen"),
    Column("元金残", "yen"),
    Column("損害金残", "yen"),
    Column("費用残", "yen"),
)
_HEADINGS = [column.heading for column in _COLUMNS]
_SUMMED = ("損害金", "元金の発生", "費用の発生", "入金・減免", "費用へ", "損害金へ", "元金へ")
_LEFT = {"元金残": ("元金の発生", "元金へ"), "損害金残": ("損害金", "損害金へ"), "費用残": ("費用の発生", "費用へ")}
_EMPTY = ("",) * 6


def statement_workbook(told: Statement, debtor: str, created_at: datetime) -> Workbook:
    """Return the statement as a workbook of one sheet."""
    title = f"債権計算書　{told.terms.claim_no}　{debtor}"
    day = f"{era_date(told.as_of)}現在"
    above = (
        Line((title,), "title"),
        Line((f"{day}　計算方式: {told.profile.label}（{told.profile.value}）",), "note"),
        Line((method_words(told),), "note"),
        Line((SIGN_OFF,), "note"),
    )
    rows = [_span(line) if isinstance(line, Span) else _movement(line) for line in told.lines]
    first = len(above) + 2
    sums = _sums(rows, first, first + len(rows) - 1)
    table = Table("債権計算書", _COLUMNS, rows)
    return Workbook(title, day, created_at, (Sheet(table, above=above, below=(Line(sums, "total"),)),))


def _span(span: Span) -> tuple[object, ...]:
    length = (span.years, span.days, span.leap)
    return (
        span.first,
        span.last,
        "損害金",
        "",
        *length,
        span.principal,
        percent(span.rate),
        span.damages,
        *_EMPTY,
        "",
        "",
        "",
    )


def _movement(line: Movement) -> tuple[object, ...]:
    entry, owed = line.entry, line.owed
    is_cost = entry.kind is EntryKind.COST
    if entry.kind is EntryKind.SUBROGATION or is_cost:
        arose = ("", entry.costs) if is_cost else (entry.principal, "")
        moved: tuple[object, ...] = (*arose, "", "", "", "")
    else:
        moved = ("", "", amount_of(entry), -entry.costs, -entry.damages, -entry.principal)
    length = ("",) * 6
    return (
        entry.effective_on, "", entry.kind.label, entry.voucher_no, *length, *moved,
        owed.principal, owed.damages, owed.costs,
    )  # fmt: skip


def _sums(rows: list[tuple[object, ...]], first: int, last: int) -> list[object]:
    """Return the line of sums; what is left is the difference of two of them."""
    place = {heading: at for at, heading in enumerate(_HEADINGS)}
    total = {heading: sum(cell for row in rows if isinstance(cell := row[place[heading]], int)) for heading in _SUMMED}
    cells: list[object] = ["合計", *("" for _ in _HEADINGS[1:])]
    for heading in _SUMMED:
        column = letters(place[heading])
        cells[place[heading]] = Formula(f"=SUM({column}{first}:{column}{last})", total[heading])
    for heading, (arose, paid) in _LEFT.items():
        formula = f"={letters(place[arose])}{last + 1}-{letters(place[paid])}{last + 1}"
        cells[place[heading]] = Formula(formula, total[arose] - total[paid])
    return cells
