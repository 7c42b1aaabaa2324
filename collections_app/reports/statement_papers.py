"""The papers computed under a calculation profile: 元帳, 残高証明, 債権計算書, 請求債権目録."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from collections_app.domain.calendar import era_date, short_era
from collections_app.domain.codes import Part
from collections_app.domain.damages import Profile, Rounding, rate_pieces
from collections_app.domain.facts import Split
from collections_app.domain.ledger import Entry, EntryKind
from collections_app.domain.money import show_yen
from collections_app.domain.paper import PaperKind, Stamp
from collections_app.domain.statement import Movement, Span, Statement, own_profile
from collections_app.domain.views import ClaimPage, LedgerLine
from collections_app.reports import papers
from collections_app.reports.document import (
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
from collections_app.reports.obligor_papers import own_debts
from collections_app.reports.paper_parts import of_claim, recorded

SIGN_OFF = "この計算は弁護士など専門家の確認に代わるものではありません。裁判所などに出す前に確認を受けてください。"
_DAYS = {
    Profile.D365: "うるう年の日も含めて年365日の日割で計算",
    Profile.CALENDAR: "暦年による日割（うるう年の日は366日、ほかの日は365日の日割）で計算",
}
_YEARS = (
    "区間の初日から数えた満年数は年率により、残る日数は暦年による日割（366日・365日）で計算。"
    "利率が変わる日からは年数を数え直す"
)
_ROUNDED = {
    Rounding.FLOOR_SEGMENT: "1円未満の端数は区間ごとに合計してから一度だけ切り捨てる",
    Rounding.FLOOR_TOTAL: "1円未満の端数は区間ごとに捨てず、累計の端数を切り捨てる",
    Rounding.HALF_UP: "1円未満の端数は区間ごとに四捨五入する",
}
_FLOORED = {
    Profile.YEARS_FLOOR_EACH: "1円未満の端数は年の分と日の分（365日・366日）ごとに切り捨ててから合計する",
    Profile.YEARS_ADD_FLOOR: "1円未満の端数は区間ごとに合計してから一度だけ切り捨てる",
}
_OWED = (EntryKind.SUBROGATION, EntryKind.COST)
_RECEIPTS = (EntryKind.RECEIPT, EntryKind.REVERSAL)
_PARTS = (Part.PRINCIPAL, Part.DAMAGES, Part.COSTS)
_TABLE = (
    digits("始期・日付", 17),
    digits("終期", 15),
    PaperColumn("期間・区分", 30),
    amounts("計算の元金 円", 22),
    amounts("年率 ％", 12),
    amounts("損害金 円", 19),
    amounts("金額 円", 21),
    amounts("費用へ 円", 16),
    amounts("損害金へ 円", 19),
    amounts("元金へ 円", 20),
    amounts("元金残 円", 21),
    amounts("損害金残 円", 20),
    amounts("費用残 円", 16),
)


def paper(kind: PaperKind, view: ClaimPage, told: Statement, stamp: Stamp) -> Document:
    """Return the ledger, the certificate, the statement or the schedule of a claim."""
    if kind is PaperKind.LEDGER:
        return _ledger(view, told, stamp)
    blocks = {PaperKind.CERTIFICATE: _certificate, PaperKind.STATEMENT: _statement, PaperKind.SCHEDULE: _schedule}
    titles = {PaperKind.CERTIFICATE: "残高証明書"}
    made = of_claim(
        kind,
        titles.get(kind, kind.label),
        view,
        (*blocks[kind](view, told), *_method(told)),
        stamp,
        is_landscape=kind is not PaperKind.CERTIFICATE,
    )
    return replace(made, as_of=told.as_of, profile=told.profile)


def _ledger(view: ClaimPage, told: Statement, stamp: Stamp) -> Document:
    """Return the ledger; under another profile than the claim's own as that one makes it."""
    if told.profile is not own_profile(told.terms):
        view = replace(view, ledger=tuple(_ledger_lines(view.ledger, told)))
    made = papers.ledger(view, stamp)
    return replace(made, blocks=(*made.blocks, *_method(told)), profile=told.profile)


def _ledger_lines(lines: tuple[LedgerLine, ...], told: Statement) -> Iterator[LedgerLine]:
    """Yield the lines with the splits and balances of the statement; day, voucher and note stay."""
    known = {(line.voucher_no, line.kind): line for line in lines}
    for one in told.movements:
        entry, owed = one.entry, one.owed
        is_receipt = entry.kind in _RECEIPTS
        yield replace(
            known[entry.voucher_no, entry.kind.label],
            amount=amount_of(entry),
            to_costs=-entry.costs if is_receipt else 0,
            to_damages=-entry.damages if is_receipt else 0,
            to_principal=-entry.principal if is_receipt else 0,
            overpaid=entry.overpaid,
            accrued=entry.accrued,
            principal=owed.principal,
            damages=owed.damages,
            costs=owed.costs,
        )


def percent(rate: Fraction) -> str:
    """Return a yearly rate in percent as it is written: 14.6."""
    exact = Decimal((rate * 100).numerator) / Decimal((rate * 100).denominator)
    return f"{exact:f}"


def length_words(span: Span) -> str:
    """Return how long a span is: 1年274日（閏62日）."""
    years = f"{span.years}年" if span.years else ""
    days = f"{span.days:,}日" if span.days or not span.years else ""
    return f"{years}{days}" + (f"（閏{span.leap:,}日）" if span.leap else "")


def method_words(told: Statement) -> str:
    """Return how the days are counted and what happens to the fractions of a yen."""
    if told.profile in _DAYS:
        return f"{_DAYS[told.profile]}。{_ROUNDED[told.terms.rounding]}。"
    return f"{_YEARS}。{_FLOORED[told.profile]}。"


def _certificate(view: ClaimPage, told: Statement) -> Iterator[Block]:
    yield from _heading(view, told)
    yield Paragraph(f"この求償権の{era_date(told.as_of)}現在の残高は、次のとおりです。")
    yield Section(f"残高（{era_date(told.as_of)}現在）")
    yield _by_part(told)
    yield from _further(told)
    yield Section("発行")
    yield Pairs((("発行日", ""), ("発行者（記名押印）", "")))


def _statement(view: ClaimPage, told: Statement) -> Iterator[Block]:
    yield from _heading(view, told)
    yield Section(f"残高（{era_date(told.as_of)}現在）")
    yield _by_part(told)
    yield from _further(told)
    balance = told.balance
    yield from own_debts(view.parties, Split(balance.costs, balance.damages, balance.principal), told.as_of)
    yield Section(f"計算の明細（区間 {len(told.spans):,}　入金など {len(told.movements) - 1:,}）")
    yield _table(told)


def _schedule(view: ClaimPage, told: Statement) -> Iterator[Block]:
    """Say what is claimed in the order of a petition: principal, damages fixed, costs, damages that run on."""
    yield from _heading(view, told)
    balance = told.balance
    paid = era_date(told.terms.subrogated_on)
    yield Section("請求債権")
    rows = [
        (
            "1",
            f"求償元金（{paid}の代位弁済による金{show_yen(told.terms.principal)}円の残元金）",
            show_yen(balance.principal),
        ),
        ("2", f"確定遅延損害金（{era_date(told.as_of)}までに生じた未払分。別表のとおり）", show_yen(balance.damages)),
        ("3", "立替費用（未払分）", show_yen(balance.costs)),
    ]
    columns = (digits("", 6), PaperColumn("内容", 90), amounts("金額 円", 24))
    yield Grid(columns, tuple(rows), ("", "合計", show_yen(told.owed)))
    yield from _further(told)
    yield Section("別表　遅延損害金の計算と充当")
    yield _table(told)


def _heading(view: ClaimPage, told: Statement) -> Iterator[Block]:
    debtor = view.debtor
    pairs = (
        ("主債務者", debtor.name),
        ("住所・所在地", debtor.address),
        ("保証番号", view.guarantee_no),
        ("金融機関", f"{view.bank_name} {view.branch_name}".strip()),
        ("代位弁済日", era_date(told.terms.subrogated_on)),
        ("求償元金（代位弁済額）", f"{show_yen(told.terms.principal)}円"),
        ("計算の基準日", era_date(told.as_of)),
        ("計算方式", told.profile.label),
    )
    yield recorded(pairs)


def _by_part(told: Statement) -> Grid:
    """Return what arose, was received and waived of each part, and what is left; every line adds up."""
    balance = told.balance
    left = Split(balance.costs, balance.damages, balance.principal)
    waived = _sum_of(told, EntryKind.WAIVER)
    arose = Split(_sum_of(told, EntryKind.COST).costs, told.accrued, told.terms.principal)
    rows = [(part.label, arose.of(part), told.received.of(part), -waived.of(part), left.of(part)) for part in _PARTS]
    columns = (
        PaperColumn("", 16),
        amounts("発生額 円", 24),
        amounts("入金の充当 円", 24),
        amounts("減免 円", 20),
        amounts("残高 円", 24),
    )
    sums = ("合計", *(show_yen(sum(int(row[n]) for row in rows)) for n in range(1, 5)))
    return Grid(columns, tuple((row[0], *map(show_yen, row[1:])) for row in rows), sums)


def _sum_of(told: Statement, kind: EntryKind) -> Split:
    entries = [movement.entry for movement in told.movements if movement.entry.kind is kind]
    return Split(sum(e.costs for e in entries), sum(e.damages for e in entries), sum(e.principal for e in entries))


def _further(told: Statement) -> Iterator[Block]:
    """Say what runs on after the day, what is held too much, and what does not fit this profile."""
    if told.balance.principal > 0:
        following = told.as_of + timedelta(days=1)
        rate = next(rate_pieces(told.terms.rates, told.as_of, following))[0]
        since = era_date(following)
        principal = show_yen(told.balance.principal)
        yield Paragraph(
            f"このほか、元金 金{principal}円に対する{since}から支払済みまで、"
            f"年{percent(rate)}％の割合による遅延損害金が生じます。"
        )
    if told.balance.overpaid:
        yield Paragraph(f"過誤納（お返しするもの）: {show_yen(told.balance.overpaid)}円")
    if told.contradictions:
        numbers = "、".join(dict.fromkeys(one.voucher_no for one in told.contradictions))
        yield Paragraph(
            f"ご注意: {numbers} の内訳や金額は、この計算方式で計算した残高に合いません。"
            "内訳を確かめるか、元帳の計算方式で作ってください。"
        )


def _method(told: Statement) -> tuple[Block, ...]:
    own = own_profile(told.terms)
    other = (
        ()
        if told.profile is own
        else (
            Paragraph(
                f"元帳の計算方式は「{own.label}」です。この書面は充当も含めて計算し直したもので、元帳とは異なります。"
            ),
        )
    )
    return (
        Section(f"計算方式: {told.profile.label}（{told.profile.value}）"),
        Paragraph(
            "遅延損害金は残った元金に対して、代位弁済日の翌日から入金日当日までを1区間とし、以後は前の区間の翌日から計算します。"
            + method_words(told)
        ),
        *other,
        Paragraph(SIGN_OFF),
    )


def _table(told: Statement) -> Grid:
    received = told.received
    total = sum(amount_of(one.entry) for one in told.movements if one.entry.kind in _RECEIPTS)
    paid = (received.costs, received.damages, received.principal)
    sums = (
        "合計",
        "",
        "入金の合計",
        "",
        "",
        show_yen(told.accrued),
        show_yen(total),
        *map(show_yen, paid),
    )
    owed = (told.balance.principal, told.balance.damages, told.balance.costs)
    return Grid(_TABLE, tuple(map(_row, told.lines)), (*sums, *map(show_yen, owed)))


def _row(line: Span | Movement) -> Row:
    if isinstance(line, Span):
        computed = (show_yen(line.principal), percent(line.rate), show_yen(line.damages))
        return (short_era(line.first), short_era(line.last), length_words(line), *computed, *[""] * 7)
    entry, owed = line.entry, line.owed
    what = entry.kind.label if entry.kind is EntryKind.SUBROGATION else f"{entry.kind.label} {entry.voucher_no}"
    paid = [
        "" if entry.kind in _OWED or not yen else show_yen(-yen)
        for yen in (entry.costs, entry.damages, entry.principal)
    ]
    left = (owed.principal, owed.damages, owed.costs)
    day = short_era(entry.effective_on)
    return (day, "", what, "", "", "", show_yen(amount_of(entry)), *paid, *map(show_yen, left))


def amount_of(entry: Entry) -> int:
    """Return the amount of a voucher (yen): what came to be owed, or what was paid, waived or, below 0, paid back."""
    moved = entry.costs + entry.damages + entry.principal
    return moved if entry.kind in _OWED else entry.overpaid - moved
