"""The figures of the report as data: what is counted, by which date, in which unit.

Screens, workbook, yearly report and command line all read these definitions, and so do the rows behind a figure.
"""

from __future__ import annotations

from dataclasses import dataclass

from collections_app.domain.codes import ActionKind, Channel, ContactKind, MeasureKind, RecoveryType


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: rows of `table` whose `dated` column falls in the period and whose columns have these values.

    `amount` names the column whose sum is the yen; `distinct` the column whose values are counted once.
    """

    key: str
    table: str
    dated: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    amount: str | None = None
    distinct: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A named, versioned figure: the count, or the yen, of the sum of its measures."""

    key: str
    label: str
    unit: str  # 回 件 企業 円
    measures: tuple[str, ...]
    counted: str  # how it is counted, in words
    version: int = 1

    @property
    def is_money(self) -> bool:
        """True when the figure is an amount in yen."""
        return self.unit == "円"


OUTSTANDING = "outstanding"
STOPPED = "stopped"
AFTER_CLOSING = "recovery_after_closing"
LEVELS = frozenset((OUTSTANDING, STOPPED))  # what there is on a day, not what happened in a period


def _recovery(kind: RecoveryType) -> Measure:
    return Measure(
        f"recovery.{kind.value}",
        "ledger_entries",
        "posted_on",
        (("recovery_type", (kind.value,)),),
        amount="recovered",
    )


def _actions(key: str, *kinds: ActionKind) -> Measure:
    return Measure(key, "legal_actions", "filed_on", (("kind", tuple(kind.value for kind in kinds)),))


def _release(channel: Channel) -> Measure:
    return Measure(
        f"release.{channel.value}",
        "releases",
        "released_on",
        (("channel", (channel.value,)),),
        amount="settlement_amount",
    )


def _support(kind: MeasureKind) -> Measure:
    return Measure(kind.value, "support_measures", "executed_on", (("kind", (kind.value,)),), distinct="party_no")


MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure("visit", "contacts", "contacted_on", (("kind", (ContactKind.VISIT.value,)),)),
        Measure("voluntary_disposal", "disposals", "agreed_on"),
        _actions("auction_petition", ActionKind.SECURED_AUCTION, ActionKind.COMPULSORY_AUCTION),
        _actions("provisional_remedy", ActionKind.PROVISIONAL_ATTACHMENT, ActionKind.PROVISIONAL_DISPOSITION),
        _actions("lawsuit", ActionKind.LAWSUIT),
        _recovery(RecoveryType.REGULAR),
        _recovery(RecoveryType.IRREGULAR),
        _release(Channel.DIRECT),
        _release(Channel.SERVICER),
        _support(MeasureKind.EXPERT_DISPATCH),
        _support(MeasureKind.EXTINGUISHING_GUARANTEE),
        Measure("administration_stop", "administration_stops", "decided_on"),
        Measure("claim_closing", "closings", "decided_on"),
        Measure("subrogation", "ledger_entries", "posted_on", (("kind", ("subrogation",)),), amount="principal"),
        Measure(AFTER_CLOSING, "standing_entries", "dated_on", amount="recovered"),
        Measure(OUTSTANDING, "standing_entries", "dated_on", amount="principal"),  # and the ledger's principal
        Measure(STOPPED, "standing_entries", "dated_on"),
    )
}

_RECOVERY = ("recovery.regular", "recovery.irregular")
_RELEASE = ("release.direct", "release.servicer")
_RECOVERED = "入金の元金充当と損害金充当の合計を計上日で集計。取消しは取消しの計上日に差し引く。費用と過誤納を除く"

FIGURES: tuple[Figure, ...] = (
    Figure("visit", "訪問督促", "回", ("visit",), "種別が訪問督促の交渉記録を日付で数える"),
    Figure("voluntary_disposal", "任意処分成約件数", "件", ("voluntary_disposal",), "任意処分を成約日で数える"),
    Figure("auction_petition", "競売申立件数", "件", ("auction_petition",), "担保不動産競売と強制競売を申立日で数える"),
    Figure(
        "provisional_remedy", "仮差押、仮処分申立件数", "件", ("provisional_remedy",), "仮差押と仮処分を申立日で数える"
    ),
    Figure("lawsuit", "訴訟申立件数", "件", ("lawsuit",), "訴訟を申立日で数える。支払督促は含まない"),
    Figure("recovery.total", "総回収（元損）", "円", _RECOVERY, _RECOVERED),
    Figure("recovery.regular", "定期回収（元損）", "円", _RECOVERY[:1], f"回収区分が定期。{_RECOVERED}"),
    Figure("recovery.irregular", "不定期回収（元損）", "円", _RECOVERY[1:], f"回収区分が不定期。{_RECOVERED}"),
    Figure(
        AFTER_CLOSING, "整理後回収（元損）", "円", (AFTER_CLOSING,), "総回収のうち、求償権整理の日以後に計上したもの"
    ),
    Figure(
        "release.direct.count",
        "連帯保証債務免除 債権管理課 件数",
        "件",
        _RELEASE[:1],
        "取扱が債権管理課、免除日で数える",
    ),
    Figure("release.direct.amount", "連帯保証債務免除 債権管理課 金額", "円", _RELEASE[:1], "同、弁済額の合計"),
    Figure(
        "release.servicer.count",
        "連帯保証債務免除 サービサー 件数",
        "件",
        _RELEASE[1:],
        "取扱がサービサー、免除日で数える",
    ),
    Figure("release.servicer.amount", "連帯保証債務免除 サービサー 金額", "円", _RELEASE[1:], "同、弁済額の合計"),
    Figure("release.all.count", "連帯保証債務免除 全体 件数", "件", _RELEASE, "債権管理課とサービサーの合計"),
    Figure("release.all.amount", "連帯保証債務免除 全体 金額", "円", _RELEASE, "同、弁済額の合計"),
    Figure(
        "expert_dispatch",
        "専門家派遣",
        "企業",
        ("expert_dispatch",),
        "専門家派遣を実施日で、同じ関係人は一度だけ数える",
    ),
    Figure(
        "extinguishing_guarantee",
        "求償権消滅保証",
        "企業",
        ("extinguishing_guarantee",),
        "求償権消滅保証を実施日で、同じ関係人は一度だけ数える",
    ),
    Figure("administration_stop", "管理事務停止", "件", ("administration_stop",), "管理事務停止を停止日で数える"),
    Figure("claim_closing", "求償権整理", "件", ("claim_closing",), "求償権整理を整理日で数える"),
    Figure("subrogation.count", "代位弁済 件数", "件", ("subrogation",), "求償権を代位弁済日で数える"),
    Figure("subrogation.amount", "代位弁済 金額", "円", ("subrogation",), "代位弁済元金と代位弁済利息の合計"),
    Figure(
        "outstanding.count",
        "求償権残高 件数",
        "件",
        (OUTSTANDING,),
        "基準日までに代位弁済し、整理しておらず、計上日で見た元金が残る求償権を数える",
    ),
    Figure("outstanding.principal", "求償権残高 元金", "円", (OUTSTANDING,), "同、元金の合計"),
    Figure("stopped.count", "管理事務停止中", "件", (STOPPED,), "求償権残高のうち、基準日に管理事務停止中のもの"),
)

# what moves the levels, for the rows behind their roll-forward: they are no figures of the report
_MOVED = "求償権残高の増減"
MOVEMENTS: tuple[Figure, ...] = (
    Figure("movement.recovered", "回収（元金）", "円", ("principal.recovered",), f"{_MOVED}。入金の元金充当を計上日で"),
    Figure("movement.waived", "減免（元金）", "円", ("principal.waived",), f"{_MOVED}。減免の元金を計上日で"),
    Figure("movement.closed", "求償権整理の残高", "円", ("principal.closed",), f"{_MOVED}。整理の日の元金"),
    Figure("movement.other", "その他の増減", "円", ("principal.other",), f"{_MOVED}。再開と整理後の訂正"),
    Figure(
        "movement.after", "整理後の増減", "円", ("principal.after",), "整理した求償権の元金のうち、整理後に減った額"
    ),
    Figure("movement.count.opened", "残高に入った求償権", "件", ("count.opened",), "残高に計上された求償権"),
    Figure("movement.count.paid", "元金完済", "件", ("count.paid",), "元金がなくなった求償権"),
    Figure("movement.count.closed", "整理した求償権", "件", ("count.closed",), "残高があって整理した求償権"),
    Figure("movement.stopped.in", "停止した求償権", "件", ("stopped.in",), "管理事務停止中に加わった求償権"),
    Figure("movement.stopped.resumed", "再開した求償権", "件", ("stopped.resumed",), "管理事務を再開した求償権"),
    Figure(
        "movement.stopped.left", "停止中に残高から出た求償権", "件", ("stopped.left",), "停止中に整理・完済したもの"
    ),
    Figure("closed.principal", "整理済求償権の元金", "円", ("closed.principal",), "整理した求償権に残る元金"),
)

FIGURE: dict[str, Figure] = {figure.key: figure for figure in FIGURES}
MOVEMENT: dict[str, Figure] = {figure.key: figure for figure in MOVEMENTS}
