"""Frozen views for the tests of the screens: the figures of 令和6年度 and one invented claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from collections_app.domain import codes, views
from collections_app.domain.arrears import DueState
from collections_app.domain.breakdowns import value_label
from collections_app.domain.period import period_of
from collections_app.domain.summary_views import ArrearsBand, BalanceSeen, Flow, GroupLine, SummarySeen, SummaryWanted

FISCAL_YEAR = 2024
AS_OF = date(2025, 3, 31)

# key: label, unit, current, previous, plan
_FIGURES: dict[str, tuple[str, str, int, int, int | None]] = {
    "visit": ("訪問督促", "回", 474, 359, None),
    "voluntary_disposal": ("任意処分成約件数", "件", 39, 26, None),
    "auction_petition": ("競売申立件数", "件", 15, 14, None),
    "provisional_remedy": ("仮差押、仮処分申立件数", "件", 9, 9, None),
    "lawsuit": ("訴訟申立件数", "件", 76, 99, None),
    "recovery.total": ("総回収（元損）", "円", 1_824_213_480, 1_230_934_215, 1_400_000_000),
    "recovery.regular": ("定期回収", "円", 438_274_180, 324_886_913, None),
    "recovery.irregular": ("不定期回収", "円", 1_385_939_300, 906_047_302, None),
    "release.direct.count": ("連帯保証債務免除 債権管理課", "件", 43, 35, None),
    "release.direct.amount": ("連帯保証債務免除 債権管理課", "円", 5_967_000, 28_100_000, None),
    "release.servicer.count": ("連帯保証債務免除 サービサー", "件", 23, 21, None),
    "release.servicer.amount": ("連帯保証債務免除 サービサー", "円", 19_330_000, 15_365_000, None),
    "release.all.count": ("連帯保証債務免除 全体", "件", 66, 56, None),
    "release.all.amount": ("連帯保証債務免除 全体", "円", 25_297_000, 43_465_000, None),
    "expert_dispatch": ("専門家派遣", "企業", 3, 0, None),
    "extinguishing_guarantee": ("求償権消滅保証", "企業", 1, 1, None),
    "administration_stop": ("管理事務停止", "件", 640, 577, None),
    "claim_closing": ("求償権整理", "件", 956, 344, None),
    "subrogation.count": ("代位弁済 件数", "件", 1_046, 708, None),
    "subrogation.amount": ("代位弁済", "円", 10_582_314_567, 7_056_880_420, 8_000_000_000),
    "outstanding.count": ("求償権残高 件数", "件", 4_614, 4_503, None),
    "outstanding.principal": ("求償権残高", "円", 45_594_987_820, 44_529_993_555, None),
    "stopped.count": ("管理事務停止中", "件", 1_246, 1_518, None),
    "recovery_after_closing": ("整理後回収", "円", 0, 0, None),
}

_RATES: dict[int, tuple[int, tuple[str, ...]]] = {
    2016: (5_672_812_856, ("6.1", "9.7", "12.3", "13.8", "16.3", "18.1", "19.4", "20.7", "21.0")),
    2017: (6_262_613_245, ("6.0", "9.4", "11.8", "14.1", "15.7", "17.3", "18.7", "19.8")),
    2018: (4_731_880_116, ("6.9", "11.6", "14.2", "17.5", "19.4", "21.9", "23.1")),
    2019: (4_592_982_952, ("6.1", "9.3", "12.2", "15.0", "17.3", "18.4")),
    2020: (4_769_787_987, ("4.7", "8.5", "11.0", "14.1", "15.4")),
    2021: (4_485_921_436, ("4.9", "8.9", "12.2", "13.8")),
    2022: (5_135_935_646, ("4.3", "8.7", "10.8")),
    2023: (7_056_880_420, ("4.9", "8.0")),
    2024: (10_582_314_567, ("3.7",)),
}

_MONTHLY = (85, 205, 310, 450, 560, 720, 865, 1_005, 1_230, 1_390, 1_590)  # 百万円 at the end of 4月 … 2月
_MONTHLY_BEFORE = (70, 150, 235, 330, 420, 515, 610, 705, 850, 960, 1_080)


def ratio_of(current: int, base: int | None) -> str | None:
    """Return current ÷ base in percent, half-up to one decimal; None without a base."""
    if not base:
        return None
    return str((Decimal(current) * 100 / base).quantize(Decimal("0.1"), ROUND_HALF_UP))


def figure(key: str, current: int | None = None, previous: int | None = None) -> views.FigureValue:
    """Return a figure of 令和6年度, or one with other values."""
    label, unit, usual, usual_before, plan = _FIGURES[key]
    now = usual if current is None else current
    before = usual_before if previous is None else previous
    note = "new" if before == 0 and now > 0 else None
    return views.FigureValue(
        key=key,
        label=label,
        unit=unit,
        current=now,
        previous=before,
        ratio=ratio_of(now, before),
        plan=plan,
        plan_ratio=ratio_of(now, plan),
        note=note,
    )


def figures() -> dict[str, views.FigureValue]:
    """Return every figure of 令和6年度."""
    return {key: figure(key) for key in _FIGURES}


def months(last: int = 12) -> tuple[views.MonthPoint, ...]:
    """Return the twelve months; those after the `last` have no value of this year."""
    now = [value * 1_000_000 for value in _MONTHLY] + [1_824_213_480]
    before = [value * 1_000_000 for value in _MONTHLY_BEFORE] + [1_230_934_215]
    days = [date(2024 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]
    return tuple(
        views.MonthPoint(day, now[index] if index < last else None, before[index]) for index, day in enumerate(days)
    )


def cohorts() -> tuple[views.Cohort, ...]:
    """Return nine years of 代位弁済 with their recovery by elapsed year."""
    return tuple(
        views.Cohort(year, paid, tuple(round(paid * float(rate) / 100) for rate in rates))
        for year, (paid, rates) in _RATES.items()
    )


def group(key: str, label: str, parts: int) -> views.GroupValue:
    """Return one section or one person with a share of every figure."""
    shares = {name: figure(name, row[2] // parts, row[3] // parts) for name, row in _FIGURES.items()}
    return views.GroupValue(key, label, shares)


def summary() -> views.Summary:
    """Return the summary of 令和6年度 with all its figures."""
    staff = ("佐藤 一郎", "鈴木 次郎", "高橋 三郎", "及川 四郎", "熊谷 五郎", "庄司 六郎", "千葉 七郎", "伊藤 八郎")
    roll = views.RollForward(
        opening=44_529_993_555,
        subrogated=10_582_314_567,
        recovered=1_500_000_000,
        waived=20_000_000,
        closed=7_997_320_302,
        other=0,
        closing=45_594_987_820,
    )
    return views.Summary(
        fiscal_year=FISCAL_YEAR,
        as_of=AS_OF,
        period=(date(2024, 4, 1), AS_OF),
        figures=figures(),
        cohorts=cohorts(),
        months=months(),
        sections=tuple(group(f"第{name}課", f"第{name}課", 3) for name in "一二三"),
        staff=tuple(group(f"S{index:02}", name, len(staff)) for index, name in enumerate(staff, 1)),
        roll_forward=roll,
    )


def empty_summary() -> views.Summary:
    """Return the summary of an empty database."""
    nothing = {key: figure(key, 0, 0)._replace(plan=None, plan_ratio=None, ratio=None, note=None) for key in _FIGURES}
    days = [point._replace(current=0, previous=0) for point in months()]
    zero = views.RollForward(0, 0, 0, 0, 0, 0, 0)
    return replace(summary(), figures=nothing, cohorts=(), months=tuple(days), sections=(), staff=(), roll_forward=zero)


def party(no: str, role: codes.ObligorRole, name: str, **changes: object) -> views.PartyView:
    """Return a person tied to the claim."""
    person = views.PartyView(
        party_no=no,
        role=role,
        kind=codes.PartyKind.INDIVIDUAL,
        name=name,
        kana="ヒロノ ケンイチ",
        birth_date=date(1957, 5, 2),
        postal_code="981-3100",
        address="宮城県仙台市泉区見本町1-2-3",
        phone="022-000-0000",
        status=codes.PartyStatus.ACTIVE,
        status_on=None,
        operating=None,
        limit_amount=None,
        share="",
        inherits_from="",
        released_on=None,
    )
    return replace(person, **changes)  # type: ignore[arg-type]


def debtor() -> views.PartyView:
    """Return the company that owes."""
    return party(
        "P00001",
        codes.ObligorRole.DEBTOR,
        "株式会社広野建設",
        kind=codes.PartyKind.CORPORATION,
        kana="ヒロノケンセツ",
        birth_date=None,
        operating=codes.Operating.YES,
    )


def ledger() -> tuple[views.LedgerLine, ...]:
    """Return a short ledger: payment for the debtor, costs, receipts, one of them unposted."""
    line = views.LedgerLine(
        effective_on=date(2024, 6, 15),
        posted_on=date(2024, 6, 15),
        kind="代位弁済",
        voucher_no="",
        amount=24_054_500,
        to_costs=0,
        to_damages=0,
        to_principal=0,
        overpaid=0,
        accrued=0,
        principal=24_054_500,
        damages=0,
        costs=0,
        note="元金 23,840,000 利息 214,500",
        is_unposted=False,
    )
    receipt = replace(
        line,
        effective_on=date(2025, 2, 10),
        posted_on=date(2025, 2, 10),
        kind="入金",
        voucher_no="N-0000123",
        amount=30_000,
        to_principal=30_000,
        accrued=2_214_310,
        principal=24_024_500,
        damages=2_214_310,
        note="定期",
    )
    return (
        line,
        replace(line, effective_on=date(2024, 9, 2), kind="立替費用", amount=24_700, costs=24_700, note="印紙"),
        receipt,
        replace(
            receipt,
            effective_on=date(2025, 3, 31),
            posted_on=date(2025, 4, 1),
            voucher_no="N-0000188",
            principal=23_994_500,
            accrued=450_000,
            damages=2_664_310,
            is_unposted=True,
        ),
    )


def timeline(extra: int = 0) -> tuple[views.TimelineItem, ...]:
    """Return the events of the sample claim, newest first, and as many older calls as asked."""
    item = views.TimelineItem
    first = (
        item(date(2025, 3, 24), "督促", "訪問督促", "面談", "good",
             "本社で代表者と面談。4月から月5万円へ増額の意向。決算書を徴求。", "佐藤 一郎"),
        item(date(2025, 3, 10), "入金", "入金", "定期", "info", "30,000円（元金 30,000） 振込 コウノケンセツ", "N-0000188"),
        item(date(2025, 2, 27), "督促", "電話督促", "弁済約束", "warn", "3月10日までに3万円。", "佐藤 一郎"),
        item(date(2025, 2, 10), "入金", "入金", "定期", "info", "30,000円（元金 30,000）", "N-0000123"),
        item(date(2025, 1, 15), "督促", "文書督促", "発送", "", "催告書（配達証明） 到達 R7.1.17", "鈴木 次郎"),
        item(date(2024, 12, 20), "担保", "担保", "査定", "", "仙台市泉区の宅地 査定 18,400,000円（先順位 4,000,000円）", "鈴木 次郎"),
        item(date(2024, 11, 8), "法的手続", "訴訟", "判決", "", "令和6年(ワ)第412号 仙台地方裁判所 確定 R6.11.23", "被告 広野 健一"),
        item(date(2024, 6, 15), "発生", "代位弁済", "発生", "", "見本銀行 泉支店 元金 23,840,000 利息 214,500", ""),
    )  # fmt: skip
    older = tuple(
        item(date(2024, 6, 14) - timedelta(days=index), "督促", "電話督促", "不在", "", f"記録 {index}", "高橋 三郎")
        for index in range(extra)
    )
    return first + older


def plan_months() -> tuple[views.PlanMonth, ...]:
    """Return a year of instalments: July and November missed."""
    days = [date(2024 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]
    missed, paid = (0, DueState.MISSED), (30_000, DueState.PAID)
    return tuple(views.PlanMonth(day, 30_000, *(missed if day.month in (7, 11) else paid)) for day in days)


def claim_page(**changes: object) -> views.ClaimPage:
    """Return the page of the sample claim."""
    who = debtor()
    page = views.ClaimPage(
        claim_no="K2024-00381",
        as_of=AS_OF,
        status=codes.ClaimStatus.ACTIVE,
        debtor=who,
        other_claims=("K2019-01042", "K2022-00215"),
        guarantee_no="H2019-000321",
        scheme="一般保証",
        liability_sharing=codes.LiabilitySharing.SUBJECT,
        insurance_type="普通保険",
        coverage_rate="70",
        bank_name="見本銀行",
        branch_name="泉支店",
        contracted_on=date(2019, 6, 3),
        subrogated_on=date(2024, 6, 15),
        paid_principal=23_840_000,
        paid_interest=214_500,
        damages_rate="14",
        day_basis=codes.DayBasis.D365,
        allocation_order=codes.AllocationOrder.PRINCIPAL_FIRST,
        section="第一課",
        staff_no="S01",
        staff_name="佐藤 一郎",
        cause="売上・受注減少",
        industry="建設業",
        principal=23_694_500,
        damages=2_751_408,
        costs=24_700,
        overpaid=0,
        recovered_principal=360_000,
        recovered_damages=0,
        recovered_costs=0,
        recovered_this_year=330_000,
        unposted=0,
        next_on=date(2025, 4, 10),
        next_text="電話で入金を確かめる",
        parties=(
            who,
            party("P00002", codes.ObligorRole.JOINT_GUARANTOR, "広野 健一"),
            party("P00003", codes.ObligorRole.JOINT_GUARANTOR, "広野 和子", birth_date=date(1960, 8, 1),
                  released_on=date(2025, 1, 20)),
            party("P00004", codes.ObligorRole.COLLATERAL_PROVIDER, "庄司 実", status=codes.PartyStatus.DECEASED),
        ),
        ledger=ledger(),
        timeline=timeline(),
        collaterals=(
            views.CollateralView("C001", codes.CollateralKind.LAND, "庄司 実", "仙台市泉区見本町1-2 宅地", 2,
                                 20_000_000, 4_000_000, 18_400_000, date(2024, 12, 20), ""),
        ),
        actions=(
            views.ActionView("A001", codes.ActionKind.LAWSUIT, "仙台地方裁判所", "令和6年(ワ)第412号", "広野 健一",
                             date(2024, 8, 30), date(2024, 11, 23), date(2024, 11, 8), codes.ActionOutcome.JUDGMENT),
        ),
        plan_amount=30_000,
        plan_day=10,
        plan_months=plan_months(),
    )  # fmt: skip
    return replace(page, **changes)  # type: ignore[arg-type]


def seen(wanted: SummaryWanted | None = None, **changes: object) -> SummarySeen:
    """Return the summary of 令和6年度 as it was asked for."""
    asked = wanted or SummaryWanted(period_of(FISCAL_YEAR))
    return SummarySeen(asked, replace(summary(), **changes))  # type: ignore[arg-type]


def groups(dimension: str) -> tuple[GroupLine, ...]:
    """Return three values of a dimension, one of them missing; the second brought in less than the year before."""
    values = {"month": ("2024-04", "2024-05", ""), "elapsed": ("0", "1", "")}.get(dimension, ("甲", "乙", ""))
    lines = []
    for part, value in enumerate(values, 2):
        figures = {name: figure(name, row[2] // part, row[3] // part) for name, row in _FIGURES.items()}
        if part == 3:
            figures["recovery.total"] = figure("recovery.total", 100_000_000, 400_000_000)
        lines.append(GroupLine(value, value_label(dimension, value), figures))
    return tuple(lines)


def balance(shown: SummarySeen) -> BalanceSeen:
    """Return the movements of the sample summary, and one plan in arrears."""
    roll, rows = shown.summary.roll_forward, shown.rows_of
    count, yen = rows("outstanding.count"), rows("outstanding.principal")
    flows = (
        Flow("", "期首残高", 4_503, roll.opening, count, yen),
        Flow("＋", "代位弁済", 1_046, roll.subrogated, rows("movement.count.opened"), rows("subrogation.amount")),
        Flow("－", "回収（元金）・完済", 123, roll.recovered, rows("movement.count.paid"), rows("movement.recovered")),
        Flow("－", "減免（元金）", None, roll.waived, None, rows("movement.waived")),
        Flow("－", "求償権整理", 812, roll.closed, rows("movement.count.closed"), rows("movement.closed")),
        Flow("±", "その他", None, roll.other, None, rows("movement.other")),
        Flow("＝", "期末残高", 4_614, roll.closing, count, yen),
    )
    late = replace(figure_rows(), title="延滞 1回")
    bands = (ArrearsBand("1回", 40, 500_000, late), ArrearsBand("13回以上", 0, 0, replace(late, rows=())))
    return BalanceSeen(flows, flows[:1], flows[:1], bands)


def figure_rows() -> views.FigureRows:
    """Return the rows behind 訪問督促 of a small office."""
    rows = tuple(
        (f"K2024-{index:05}", "株式会社広野建設", date(2024, 4, 1) + timedelta(days=index * 3), "訪問督促", "面談")
        for index in range(1, 41)
    )
    return views.FigureRows(
        key="visit",
        title="訪問督促 令和6年度（R6.4.1–R7.3.31）",
        headings=("求償権番号", "主債務者", "日付", "種別", "結果"),
        kinds=("code", "text", "date", "text", "text"),
        rows=rows,
        total=40,
        unit="回",
    )


LONG_NAME = "株式会社" + "東北見本商事北上川水産加工販売協同組合連合会" * 2
LONG_NAME_40 = LONG_NAME[:40]
HUGE = 3_000_000_000_000


def hostile_claim() -> views.ClaimPage:
    """Return a claim with a long name, HTML as text and amounts of trillions."""
    who = replace(debtor(), name=LONG_NAME_40, address="<img src=x> " + "宮城県仙台市青葉区見本町" * 4)
    return claim_page(
        claim_no="K2024-<i>9</i>",
        debtor=who,
        parties=(who, party("P9", codes.ObligorRole.HEIR, "<b>A</b>", inherits_from="P00001", share="1/2")),
        principal=HUGE,
        damages=HUGE + 1,
        costs=HUGE + 2,
        overpaid=5,
        unposted=30_000,
        industry="<script>alert(1)</script>",
        timeline=(
            views.TimelineItem(
                AS_OF, "督促", "<b>訪問</b>", "<i>面談</i>", "good", "<b>A</b> " + "長い記録。" * 60, "<u>x</u>"
            ),
            *timeline(),
        ),
    )


def bare_claim() -> views.ClaimPage:
    """Return a claim with nothing recorded beyond what must be."""
    who = replace(debtor(), operating=None, address="", phone="", postal_code="")
    return claim_page(
        claim_no="K2020-00001",
        status=codes.ClaimStatus.PAID,
        debtor=who,
        parties=(who,),
        other_claims=(),
        guarantee_no="",
        scheme="",
        liability_sharing=None,
        insurance_type="",
        coverage_rate="",
        bank_name="",
        branch_name="",
        contracted_on=None,
        section="",
        staff_no="",
        staff_name="",
        cause="",
        industry="",
        principal=0,
        damages=0,
        costs=0,
        next_on=None,
        next_text="",
        ledger=(),
        timeline=(),
        collaterals=(),
        actions=(),
        plan_amount=None,
        plan_day=None,
        plan_months=(),
    )
