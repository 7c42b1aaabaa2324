"""回収納付金計算書 as a workbook: claims, receipts with their factors, waivers; sums as formulas over the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from collections_app.domain.calendar import era_date, era_month
from collections_app.domain.codes import Bearer
from collections_app.domain.payment_statement import PaymentStatement, StatementLine
from collections_app.domain.sharing import Factors
from collections_app.reports.sharing_papers import METHOD, SHORT, exact_words
from collections_app.reports.sheet import Formula, Line, Sheet, Workbook, letters
from collections_app.reports.table import Kind, Table, fitted

_BEARERS: tuple[tuple[str, Kind], ...] = tuple((SHORT[bearer], "yen") for bearer in Bearer)
_CLAIMS: tuple[tuple[str, Kind], ...] = (
    ("求償権番号", "code"), ("主債務者", "text"), ("入金 件", "count"), ("訂正 件", "count"), ("対象額", "yen"),
    *_BEARERS,
)  # fmt: skip
_LINES: tuple[tuple[str, Kind], ...] = (
    ("求償権番号", "code"), ("主債務者", "text"), ("入金番号", "code"), ("区分", "text"), ("入金日", "date"),
    ("計上日", "date"), ("入金額", "yen"), ("費用", "yen"), ("過誤納", "yen"), ("除く損害金", "yen"), ("対象額", "yen"),
    *_BEARERS,
    ("代位弁済元金", "yen"), ("代位弁済利息", "yen"), ("保険金", "yen"), ("残額", "text"),
)  # fmt: skip
_WAIVERS: tuple[tuple[str, Kind], ...] = (
    ("求償権番号", "code"), ("減免番号", "code"), ("決定日", "date"), ("部分", "text"), ("減免額", "yen"), *_BEARERS,
)  # fmt: skip


def payment_workbook(found: PaymentStatement, created_at: datetime) -> Workbook:
    """Return the statement of a month as a workbook."""
    title = f"回収納付金計算書　{era_month(found.month)}"
    sent = "未報告" if found.reported_on is None else f"{era_date(found.reported_on)} 報告　照合値 {found.sha256}"
    above = (Line((title,), "title"), Line((sent,), "note"), Line((METHOD,), "note"))
    problems = tuple(Line((f"直すところ: {problem}",), "note") for problem in found.problems)
    claims = [
        (one.claim_no, one.debtor, one.receipts, one.corrections, one.counted, *one.parts) for one in found.claims()
    ]
    lines = [_line(found, line) for line in found.lines]
    waivers = [
        (one.claim_no, one.waiver_no, one.decided_on, one.part.label, one.amount, *one.parts) for one in found.waivers
    ]
    sheets = (
        _sheet("求償権別", _CLAIMS, claims, (*above, *problems)),
        _sheet("入金別", _LINES, lines, above[:1]),
        _sheet("減免の負担", _WAIVERS, waivers, above[:1]),
    )
    return Workbook(title, sent, created_at, sheets)


def _sheet(
    name: str, headings: Sequence[tuple[str, Kind]], rows: list[tuple[object, ...]], above: Sequence[Line]
) -> Sheet:
    first = len(above) + 2
    sums: list[object] = ["合計"]
    for at, (_, kind) in enumerate(headings[1:], 1):
        if kind not in ("yen", "count") or headings[at][0] in ("代位弁済元金", "代位弁済利息", "保険金"):
            sums.append("")
            continue
        total = sum(cell for row in rows if isinstance(cell := row[at], int))
        column = letters(at)
        sums.append(Formula(f"=SUM({column}{first}:{column}{first + len(rows) - 1})", total) if rows else 0)
    table = Table(name, fitted(headings, rows), rows)
    return Sheet(table, above=tuple(above), below=(Line(sums, "total"),), has_filter=True)


def _line(found: PaymentStatement, line: StatementLine) -> tuple[object, ...]:
    word = "訂正" if line.is_correction else "当月"
    one = line.line
    days: tuple[object, ...] = ("", "") if one is None else (one.received_on, one.posted_on)
    money: tuple[object, ...] = ("", "", "", "")
    if one is not None and not line.is_correction:
        money = (one.amount, one.costs, one.overpaid, one.excluded)
    return (
        line.claim_no, found.debtors.get(line.claim_no, ""), line.receipt_no, word, *days, *money, line.counted,
        *line.parts, *_factors(found.factors.get(line.claim_no)),
    )  # fmt: skip


def _factors(factors: Factors | None) -> tuple[object, ...]:
    if factors is None or not factors.insurance:
        return ("", "", "", "")
    return (factors.paid.principal, factors.paid.interest, factors.insurance, exact_words(factors.remainder))
