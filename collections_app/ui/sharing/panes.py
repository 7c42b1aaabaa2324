"""What the page shows of each matter: a sentence, lines, what stands behind each line, and the things they are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collections_app.domain.calendar import era_month, short_era
from collections_app.domain.codes import Bearer
from collections_app.domain.insurance import InsuranceRow, InsuranceState
from collections_app.domain.money import show_yen
from collections_app.domain.payment_statement import PaymentStatement, Reconciled, StatementLine
from collections_app.domain.servicer import Compared, ServicerMonth
from collections_app.domain.views import FigureRows
from collections_app.reports.sharing_papers import SHORT, factor_words

_BEARERS = tuple(SHORT[bearer] for bearer in Bearer)
_YENS = ("yen",) * len(_BEARERS)
STATES: dict[str, tuple[str, tuple[InsuranceState, ...]]] = {
    "work": ("請求・受領待ち", (InsuranceState.OPEN, InsuranceState.CLOSING, InsuranceState.CLAIMED)),
    "not_yet": ("期間前", (InsuranceState.NOT_YET,)),
    "missed": ("期限経過", (InsuranceState.MISSED,)),
    "received": ("受領済", (InsuranceState.RECEIVED,)),
    "all": ("すべて", tuple(InsuranceState)),
}


@dataclass(frozen=True, slots=True)
class SharingPane:
    """Lines under headings; `things`, `words` and `rows` are as long as the lines, `sums` as the headings, or empty."""

    title: str
    said: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    lines: tuple[tuple[object, ...], ...] = ()
    things: tuple[object, ...] = ()
    words: tuple[str, ...] = ()
    rows: tuple[FigureRows, ...] = ()
    sums: tuple[object, ...] = ()
    spare: tuple[str, ...] = ()  # headings of columns a narrow window does without

    def as_rows(self) -> FigureRows:
        """Return the lines as the table a workbook is written from."""
        return FigureRows("sharing", self.title, self.headings, self.kinds, self.lines, len(self.lines), "件")


def _summed(kinds: Sequence[str], lines: Sequence[tuple[object, ...]]) -> tuple[object, ...]:
    if not lines:
        return ()
    cells: list[object] = ["合計"]
    for at, kind in enumerate(kinds[1:], 1):
        cells.append(sum(c for line in lines if isinstance(c := line[at], int)) if kind == "yen" else None)
    return tuple(cells)


# 1 insurance money

_INSURANCE = (
    ("求償権番号", "text"), ("主債務者", "text"), ("状態", "text"), ("請求できる日", "date"), ("期限", "date"),
    ("残り日", "count"), ("代位弁済元金", "yen"), ("回収（元金）", "yen"), ("填補率 ％", "number"), ("保険金", "yen"),
    ("請求日", "date"), ("受領日", "date"), ("担当者", "text"),
)  # fmt: skip
_IN_FORMULA = ("代位弁済元金", "回収（元金）", "填補率 ％")  # the sentence below the table says them of the line chosen


def insurance_pane(rows: Sequence[InsuranceRow], wanted: str, day: date) -> SharingPane:
    """Return the insured claims of a choice of states, the next deadline first."""
    counts = {key: sum(row.state in states for row in rows) for key, (_, states) in STATES.items()}
    soon = sum(row.state is InsuranceState.CLOSING for row in rows)
    shown = [row for row in rows if row.state in STATES[wanted][1]]
    if wanted == "received":
        shown.reverse()
    told = "　".join(f"{STATES[key][0]} {counts[key]:,}件" for key in ("work", "not_yet", "missed", "received"))
    said = f"{short_era(day)}現在　{told}　うち期限まで90日以内 {soon:,}件。"
    if not rows:
        said = "填補率のある求償権がありません。求償権に填補率を入れると、保険金を請求できる期間と額がここに並びます。"
    elif not shown:
        said += "この区分の求償権はありません。"
    headings, kinds = _split(_INSURANCE)
    lines = tuple(_insurance_line(row) for row in shown)
    words = tuple(_formula(row) for row in shown)
    unused = tuple(name for at, name in enumerate(headings) if lines and all(line[at] is None for line in lines))
    return SharingPane(
        "保険金", said, headings, kinds, lines, tuple(shown), words, (), _summed(kinds, lines), (*_IN_FORMULA, *unused)
    )


def _insurance_line(row: InsuranceRow) -> tuple[object, ...]:
    is_open = row.state in (InsuranceState.OPEN, InsuranceState.CLOSING, InsuranceState.NOT_YET)
    return (
        row.claim_no, row.debtor, row.state.label, row.window.opens_on, row.window.closes_on,
        row.days_left if is_open else None, row.paid.principal, row.recovered, row.rate, row.amount, row.claimed_on,
        row.received_on, row.staff_name,
    )  # fmt: skip


def _formula(row: InsuranceRow) -> str:
    paid = row.paid
    deducted = f"{show_yen(row.recovered)} × {show_yen(paid.principal)}／{show_yen(paid.principal + paid.interest)}"
    formula = f"（{show_yen(paid.principal)} － {deducted}）× {row.rate}％ ＝ {show_yen(row.computed)}円"
    return "　".join(word for word in (row.claim_no, formula, row.note) if word)


# 2 recovery paid on

_CLAIMS = (("求償権番号", "text"), ("主債務者", "text"), ("入金", "count"), ("訂正", "count"), ("対象額", "yen"))
_RECEIPTS = (
    ("求償権番号", "text"), ("入金番号", "text"), ("入金日", "date"), ("計上日", "date"), ("区分", "text"),
    ("入金額", "yen"), ("費用", "yen"), ("除く損害金", "yen"), ("対象額", "yen"),
)  # fmt: skip


def statement_pane(found: PaymentStatement) -> SharingPane:
    """Return the statement of a month claim by claim, the receipts behind each."""
    claims = found.claims()
    state = (
        "未報告" if found.reported_on is None else f"{short_era(found.reported_on)} 報告　照合値 {found.sha256[:12]}"
    )
    corrected = sum(one.corrections for one in claims)
    said = f"{era_month(found.month)}　{state}　求償権 {len(claims):,}件　訂正 {corrected:,}件。"
    if found.problems:
        said += f"　直すところ {len(found.problems):,}件: {found.problems[0]}"
    elif not claims:
        said += (
            "　対象の入金がありません。保険金の請求日・受領日・額か、負担割合を登録した求償権の入金がここに並びます。"
        )
    headings, kinds = _split(_CLAIMS)
    headings, kinds = (*headings, *_BEARERS), (*kinds, *_YENS)
    lines = tuple((one.claim_no, one.debtor, one.receipts, one.corrections, one.counted, *one.parts) for one in claims)
    words, rows = [], []
    for one in claims:
        factors = found.factors.get(one.claim_no)
        told = factor_words(factors) if factors is not None else ""
        wrong = [problem for problem in found.problems if problem.startswith(f"{one.claim_no}:")]
        words.append("　".join([one.claim_no, told, *wrong]))
        rows.append(_receipts_of(found, one.claim_no))
    return SharingPane(
        f"回収納付金 {found.month:%Y-%m}", said, headings, kinds, lines, claims, tuple(words), tuple(rows),
        _summed(kinds, lines),
    )  # fmt: skip


def _receipts_of(found: PaymentStatement, claim_no: str) -> FigureRows:
    headings, kinds = _split(_RECEIPTS)
    rows = tuple(_receipt(line) for line in found.lines if line.claim_no == claim_no)
    return FigureRows("receipts", claim_no, (*headings, *_BEARERS), (*kinds, *_YENS), rows, len(rows), "件")


def _receipt(line: StatementLine) -> tuple[object, ...]:
    word = "訂正" if line.is_correction else "当月"
    one = line.line
    days = (None, None) if one is None else (one.received_on, one.posted_on)
    money: tuple[object, ...] = (None, None, None)
    if one is not None and not line.is_correction:
        money = (one.amount, one.costs, one.excluded)
    return (line.claim_no, line.receipt_no, *days, word, *money, line.counted, *line.parts)


# 3 what was paid

_PAYMENTS = (
    ("計上月", "text"), ("負担者", "text"), ("納付すべき額", "yen"), ("納付日", "date"), ("納付額", "yen"),
    ("差", "yen"), ("状態", "text"), ("解消日", "date"), ("事由", "text"),
)  # fmt: skip


def reconciliation_pane(rows: Sequence[Reconciled]) -> SharingPane:
    """Return what was due and paid, what is open first."""
    left = [row for row in rows if row.is_open]
    said = (
        f"合わないもの {len(left):,}件（{show_yen(sum(row.difference for row in left))}円）。"
        "Enter で納付日と納付額、または解消の事由を入れます。"
        if rows
        else "報告した計算書がありません。「2 回収納付金」で月の計算書を報告すると、納付額との照合がここに並びます。"
    )
    headings, kinds = _split(_PAYMENTS)
    lines = tuple(
        (
            f"{row.month:%Y-%m}", row.bearer.label, row.due, row.paid_on, row.paid, row.difference, row.word,
            row.settled_on, row.reason,
        )
        for row in rows
    )  # fmt: skip
    return SharingPane("納付の照合", said, headings, kinds, lines, tuple(rows), (), (), _summed(kinds, lines))


# 4 servicers

_SERVICER = (
    ("求償権番号", "text"), ("主債務者", "text"), ("委託先", "text"), ("結果", "text"), ("元帳", "yen"),
    ("報告", "yen"), ("差", "yen"), ("手数料", "yen"), ("送金額", "yen"), ("解消日", "date"), ("事由", "text"),
)  # fmt: skip
_REPORTED = "（報告）"
_POSTED = (
    ("求償権番号", "text"), ("入金番号", "text"), ("入金日", "date"), ("計上日", "date"), ("金額", "yen"),
)  # fmt: skip


def servicer_pane(found: ServicerMonth) -> SharingPane:
    """Return a month of the servicers claim by claim, open differences first."""
    month = era_month(found.month)
    said = f"{month}　{len(found.rows):,}件のうち、合わないもの {found.open_count:,}件。"
    said += "Enter で訂正か解消の事由を入れます。"
    if not found.reported:
        said = f"{month}の報告はまだ取り込んでいません。「5 報告の取込」で取り込むと、元帳との照合がここに並びます。"
    if found.waiting:
        said += f"　報告待ち: {'、'.join(found.waiting)}"
    headings, kinds = _split(_SERVICER)
    lines = tuple(
        (
            row.claim_no, row.debtor, row.servicer, "解消済" if row.settled_on is not None else row.finding.label,
            row.ledger, row.gross, row.difference, row.cost, row.net, row.settled_on, row.reason,
        )
        for row in found.rows
    )  # fmt: skip
    posted, posted_kinds = _split(_POSTED)
    rows = tuple(_side_by_side(row, posted, posted_kinds) for row in found.rows)
    words = tuple(_counts(row) for row in found.rows)
    title = f"サービサー照合 {found.month:%Y-%m}"
    return SharingPane(title, said, headings, kinds, lines, found.rows, words, rows, _summed(kinds, lines))


def _side_by_side(row: Compared, headings: tuple[str, ...], kinds: tuple[str, ...]) -> FigureRows:
    """Return the receipts of the ledger and the payments of the report, by day."""
    lines: list[tuple[object, ...]] = [tuple(one) for one in row.receipts]
    lines += [(row.claim_no, _REPORTED, one.paid_on, None, one.gross) for one in row.payments]
    lines.sort(key=lambda line: str(line[2]))
    return FigureRows("receipts", row.claim_no, headings, kinds, tuple(lines), len(lines), "件")


def _counts(row: Compared) -> str:
    told = f"　報告の入金 {len(row.payments):,}件" if row.payments else ""
    return f"{row.claim_no}　元帳の入金 {len(row.receipts):,}件{told}"


def _split(columns: Sequence[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(heading for heading, _ in columns), tuple(kind for _, kind in columns)
