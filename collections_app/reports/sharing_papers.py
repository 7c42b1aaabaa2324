"""保険金請求の計算書 of a claim and 回収納付金計算書 of a month: every formula with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from collections_app.domain.calendar import era_date, era_month, month_end, short_era
from collections_app.domain.codes import Bearer
from collections_app.domain.insurance import InsuranceAmount, InsuranceRow, InsuranceRules
from collections_app.domain.money import Rounding, show_yen
from collections_app.domain.paper import PaperKind, Stamp
from collections_app.domain.payment_statement import PaymentStatement, StatementLine
from collections_app.domain.rule import Dated
from collections_app.domain.sharing import Factors
from collections_app.reports.document import (
    Band,
    Block,
    Document,
    Grid,
    Pairs,
    PaperColumn,
    Paragraph,
    Row,
    Section,
    amounts,
    digits,
)

SHORT = {
    Bearer.JFC: "公庫",
    Bearer.FEDERATION: "連合会",
    Bearer.PREFECTURE: "県",
    Bearer.CITY: "市町村",
    Bearer.ASSOCIATION: "協会",
}
ROUNDED = {Rounding.TRUNCATE: "1円未満切捨て", Rounding.HALF_UP: "1円未満四捨五入"}
METHOD = (
    "公庫の分 ＝ 対象額 × 代位弁済元金／(代位弁済元金＋利息) × 保険金／残額（中小企業信用保険法第8条）。"
    "残額は保険金を計算したときの残額（第5条）。対象額は、入金から費用と、代位弁済日から保険金受領日までの損害金を除いた額。"
    "損害金は古いものから受け取ったものとして除く。ほかの負担者の分は対象額×負担割合（切捨て）、残りと端数は協会の分。"
)
_BEARERS = tuple(amounts(f"{SHORT[bearer]} 円", 15) for bearer in Bearer)
_LINES = (
    digits("入金番号", 15),
    digits("入金日", 13),
    digits("計上日", 13),
    PaperColumn("区分", 9),
    amounts("入金額 円", 15),
    amounts("費用 円", 11),
    amounts("除く損害金 円", 15),
    amounts("対象額 円", 15),
    *_BEARERS,
)
_CLAIMS = (
    digits("求償権番号", 17),
    PaperColumn("主債務者", 38),
    amounts("入金 件", 9),
    amounts("訂正 件", 9),
    amounts("対象額 円", 17),
    *_BEARERS,
)
_WAIVERS = (
    digits("求償権番号", 17),
    digits("減免番号", 15),
    digits("決定日", 13),
    PaperColumn("部分", 10),
    amounts("減免額 円", 17),
    *_BEARERS,
)


def exact_words(value: Fraction) -> str:
    """Return an amount that may have a fraction of a yen: 9,500,000 or 9,500,000.49…."""
    whole = value.numerator // value.denominator
    rest = value - whole
    if not rest:
        return f"{whole:,}"
    cents = rest * 100
    mark = "" if cents.denominator == 1 else "…"
    return f"{whole:,}.{cents.numerator // cents.denominator:02}{mark}"


def factor_words(factors: Factors) -> str:
    """Return the factors of a claim with their numbers."""
    paid = factors.paid
    if not factors.insurance:
        return "保険なし（負担割合だけで分ける）"
    return (
        f"元金割合 {paid.principal:,}／{paid.principal + paid.interest:,}"
        f"　保険金／残額 {factors.insurance:,}／{exact_words(factors.remainder)}"
        f"　除く損害金の総額 {factors.damages_before:,}円"
    )


def insurance_paper(
    row: InsuranceRow, found: InsuranceAmount, rules: Dated[InsuranceRules], as_of: date, stamp: Stamp
) -> Document:
    """Return the calculation of the insurance money of a claim."""
    return Document(
        PaperKind.INSURANCE,
        "保険金請求の計算書",
        f"{row.claim_no}　{row.debtor}",
        as_of,
        tuple(_insurance(row, found, rules)),
        stamp,
        (row.claim_no,),
    )


def _insurance(row: InsuranceRow, found: InsuranceAmount, rules: Dated[InsuranceRules]) -> Iterator[Block]:
    window, paid = row.window, found.paid
    total = paid.principal + paid.interest
    days = {"請求日": row.claimed_on, "受領日": row.received_on}
    yield Pairs(
        (
            ("主債務者", row.debtor),
            ("担当", row.staff_name),
            ("請求できる期間", f"{era_date(window.opens_on)}から{era_date(window.closes_on)}まで"),
            ("状態", row.state.label),
            *((label, era_date(day) if day is not None else "－") for label, day in days.items()),
        )
    )
    yield Section("保険金の額")
    deducted = found.recovered * paid.part
    steps = (
        ("①", "代位弁済元金", "", show_yen(paid.principal)),
        ("②", "代位弁済利息", "", show_yen(paid.interest)),
        ("③", "元金の割合", f"① ÷（①＋②）＝ {paid.principal:,} ÷ {total:,}", f"{paid.principal:,}／{total:,}"),
        ("④", "請求までの回収額（費用・損害金を除く）", "", show_yen(found.recovered)),
        ("⑤", "控除額", f"④ × ③ ＝ {found.recovered:,} × {paid.principal:,} ÷ {total:,}", exact_words(deducted)),
        ("⑥", "残額", f"① － ⑤ ＝ {paid.principal:,} － {exact_words(deducted)}", exact_words(found.remainder)),
        ("⑦", "填補率", "", f"{row.rate}％"),
        (
            "⑧", "保険金",
            f"⑥ × ⑦ ＝ {exact_words(found.remainder)} × {row.rate}％（{ROUNDED[rules.value.insurance_rounding]}）",
            show_yen(found.amount),
        ),
    )  # fmt: skip
    columns = (PaperColumn("", 6), PaperColumn("項目", 40), PaperColumn("計算", 66), amounts("額 円", 28))
    yield Grid(columns, steps)
    if row.note:
        yield Paragraph(f"ご注意: {row.note}")
    yield Section("根拠")
    yield Paragraph(
        f"{rules.reference}（{rules.since:%Y-%m-%d}から適用、{rules.verified:%Y-%m-%d}確認）。"
        "請求期間は代位弁済日の翌日から数え、初日を算入しません（民法第140条・第143条）。"
        "請求の日に入った回収は④に含めます。"
    )


def payment_paper(found: PaymentStatement, stamp: Stamp) -> Document:
    """Return the statement of what is paid on of a month."""
    return Document(
        PaperKind.PAYMENTS,
        "回収納付金計算書",
        era_month(found.month),
        month_end(found.month),
        tuple(_payments(found)),
        stamp,
        tuple(one.claim_no for one in found.claims()),
        is_landscape=True,
    )


def _payments(found: PaymentStatement) -> Iterator[Block]:
    sent = "未報告" if found.reported_on is None else f"{era_date(found.reported_on)}　照合値 {found.sha256[:16]}"
    yield Pairs((("計上月", era_month(found.month)), ("報告", sent)))
    if found.problems:
        yield Section(f"直すところ（{len(found.problems):,}件。このままでは報告できません）")
        yield from (Paragraph(problem) for problem in found.problems)
    claims = found.claims()
    yield Section(f"求償権別（{len(claims):,}件）")
    rows = tuple(
        (
            one.claim_no, one.debtor, f"{one.receipts:,}", f"{one.corrections:,}", show_yen(one.counted),
            *map(show_yen, one.parts),
        )
        for one in claims
    )  # fmt: skip
    count, corrected = sum(one.receipts for one in claims), sum(one.corrections for one in claims)
    sums = ("合計", "", f"{count:,}", f"{corrected:,}", show_yen(found.counted), *map(show_yen, found.parts))
    yield Grid(_CLAIMS, rows, sums if rows else None, "この月に納付の対象になる入金はありません。")
    if found.lines:
        yield Section("入金ごとの計算")
        yield Grid(_LINES, tuple(_line_rows(found)), _line_sums(found))
    if found.waivers:
        yield Section("減免の負担（納付には含まない）")
        yield Grid(
            _WAIVERS,
            tuple(
                (
                    w.claim_no,
                    w.waiver_no,
                    short_era(w.decided_on),
                    w.part.label,
                    show_yen(w.amount),
                    *map(show_yen, w.parts),
                )
                for w in found.waivers
            ),
        )
    yield Section("計算の方法")
    yield Paragraph(METHOD)


def _line_rows(found: PaymentStatement) -> Iterator[Row | Band]:
    claim_no = ""
    for line in found.lines:
        if line.claim_no != claim_no:
            claim_no = line.claim_no
            factors = found.factors.get(claim_no)
            told = factor_words(factors) if factors is not None else ""
            yield Band(f"{claim_no}　{found.debtors.get(claim_no, '')}　{told}".rstrip("　"))
        yield (*line_cells(line), *map(show_yen, line.parts))


def line_cells(line: StatementLine) -> tuple[str, ...]:
    """Return what stands before the bearers: a correction is the difference only, its receipt is not told again."""
    word = "訂正" if line.is_correction else "当月"
    if line.line is None or line.is_correction:
        on = short_era(line.line.received_on) if line.line is not None else ""
        posted = short_era(line.line.posted_on) if line.line is not None else ""
        return (line.receipt_no, on, posted, word, "", "", "", show_yen(line.counted))
    one = line.line
    money = (one.amount, one.costs, one.excluded, one.counted)
    return (one.receipt_no, short_era(one.received_on), short_era(one.posted_on), word, *map(show_yen, money))


def _line_sums(found: PaymentStatement) -> Row:
    return ("合計", *[""] * 6, show_yen(found.counted), *map(show_yen, found.parts))
