"""返済予定表: an instalment plan for who pays it: every payment with its day, and where the money would go."""

from __future__ import annotations

from collections.abc import Iterator

from collections_app.domain.calendar import era_date, short_era
from collections_app.domain.money import show_yen
from collections_app.domain.paper import PaperKind, Stamp
from collections_app.domain.plan_forecast import Planned
from collections_app.domain.plan_views import PlanSheet
from collections_app.domain.views import ClaimPage
from collections_app.reports.document import (
    Block,
    Document,
    Grid,
    PaperColumn,
    Paragraph,
    Row,
    Section,
    amounts,
    digits,
)
from collections_app.reports.paper_parts import of_claim, recorded

_MOST = 240  # lines of a plan without an end
_KEPT = (
    digits("回", 8),
    digits("期日", 14),
    amounts("約定額 円", 18),
    amounts("入金 円", 18),
    digits("満額の日", 14),
    PaperColumn("履行", 28),
)
_TO_COME = (
    digits("回", 8),
    digits("期日", 15),
    amounts("支払額 円", 17),
    amounts("元金へ 円", 17),
    amounts("損害金へ 円", 17),
    amounts("費用へ 円", 14),
    amounts("元金残 円", 18),
    amounts("損害金残 円", 18),
)
_FORECAST = (
    "充当と残高は、各回の期日に支払われたときの見込みです。損害金は支払われた日までの日数で計算するため、"
    "支払いが早くなったり遅くなったりすると変わります。"
)


def repayment_table(view: ClaimPage, sheet: PlanSheet | None, stamp: Stamp) -> Document:
    """Return the plan of a claim as a table; a sentence where there is none."""
    blocks = tuple(_heading(view, sheet)) + (tuple(_table(sheet)) if sheet is not None else _nothing())
    return of_claim(PaperKind.REPAYMENTS, PaperKind.REPAYMENTS.label, view, blocks, stamp)


def _nothing() -> tuple[Block, ...]:
    return (Section("弁済計画"), Paragraph("弁済計画は登録されていません。計画を登録すると、予定表になります。"))


def _heading(view: ClaimPage, sheet: PlanSheet | None) -> Iterator[Block]:
    pairs = [
        ("主債務者", view.debtor.name),
        ("基準日", era_date(view.as_of)),
        ("残高　元金", f"{show_yen(view.principal)}円"),
        ("残高　損害金・費用", f"{show_yen(view.damages)}円・{show_yen(view.costs)}円"),
        ("充当順位", view.allocation_order.label),
        ("損害金率", f"年{view.damages_rate}％"),
    ]
    if sheet is not None:
        plan = sheet.view
        ends = f"{era_date(plan.plan.ends_on)}まで" if plan.plan.ends_on is not None else ""
        pairs += [
            ("支払う人", plan.payer_name or view.debtor.name),
            ("計画番号", f"{plan.plan_no}{f'（{plan.replaces}から変更）' if plan.replaces else ''}"),
            ("期間", f"{era_date(plan.plan.starts_on)}から{ends}"),
            ("約定", plan.terms_words),
        ]
    yield recorded(pairs)


def _table(sheet: PlanSheet) -> Iterator[Block]:
    if sheet.kept:
        yield Section(f"これまでの履行　{sheet.view.kept_words}")
        yield Grid(_KEPT, tuple(_kept_rows(sheet)))
    lines = sheet.forecast.lines
    yield Section(f"これからの支払い（{len(lines):,}回　合計 {show_yen(sheet.forecast.total)}円）")
    paid = [line.paid for line in lines]
    sums = (
        "",
        "合計",
        show_yen(sheet.forecast.total),
        *(
            show_yen(sum(yen))
            for yen in ([p.principal for p in paid], [p.damages for p in paid], [p.costs for p in paid])
        ),
        "",
        "",
    )
    yield Grid(_TO_COME, tuple(map(_row, lines[:_MOST])), sums if lines else None, "これから支払う回はありません。")
    if len(lines) > _MOST:
        yield Paragraph(f"{_MOST:,}回より後の{len(lines) - _MOST:,}回は省きました。")
    yield from _ends(sheet)


def _ends(sheet: PlanSheet) -> Iterator[Block]:
    found = sheet.forecast
    ends = [("元金の完済", found.principal_on), ("すべての完済", found.paid_on)]
    words = "　".join(f"{label} {era_date(day)}" for label, day in ends if day is not None)
    if words:
        yield Paragraph(f"見込み: {words}")
    for note in sheet.notes:
        yield Paragraph(f"ご注意: {note}")
    yield Paragraph("※は、約定日が金融機関の休業日のため移した期日です。")
    yield Paragraph(_FORECAST)


def _kept_rows(sheet: PlanSheet) -> Iterator[Row]:
    for one in sheet.kept:
        day = f"{'※' if one.instalment.is_moved else ''}{short_era(one.instalment.due_on)}"
        complete = short_era(one.paid_on) if one.paid_on is not None else ""
        yen = (show_yen(one.instalment.amount), show_yen(one.paid))
        yield (f"{one.instalment.number:,}", day, *yen, complete, one.words)


def _row(line: Planned) -> Row:
    one, paid, left = line.instalment, line.paid, line.left
    yen = (line.amount, paid.principal, paid.damages, paid.costs, left.principal, left.damages)
    day = f"{'※' if one.is_moved else ''}{short_era(one.due_on)}"
    return (f"{one.number:,}", day, *map(show_yen, yen))
