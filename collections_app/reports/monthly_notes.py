"""The 注記 sheet of the monthly workbook: what is counted how, in which unit, as of when, made when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.reports.sheet import Line, Sheet
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.views import FigureValue

NAME = "注記"
_RECEIPTS = (
    "入金の元金充当と損害金充当の合計を計上日で集計（元損）。取消は取消の計上日に減算。費用充当と過誤納は含まない。"
)
_RELEASES = "連帯保証債務の免除を免除日で集計。金額は弁済額。"
# How each figure is counted (definitions of the statistics).
DEFINITIONS: dict[str, str] = {
    "visit": "種別が訪問督促の交渉記録の数。日付で集計。複数の求償権に係る1回の訪問は1回。",
    "voluntary_disposal": "成約した任意処分の数。成約日で集計。",
    "auction_petition": "担保不動産競売と強制競売の申立ての数。申立日で集計。",
    "provisional_remedy": "仮差押と仮処分の申立ての数。申立日で集計。",
    "lawsuit": "訴訟の申立ての数。申立日で集計。支払督促は含まない。",
    "recovery.total": f"{_RECEIPTS}定期と不定期の計。",
    "recovery.regular": f"{_RECEIPTS}回収区分が定期のもの。",
    "recovery.irregular": f"{_RECEIPTS}回収区分が不定期のもの。",
    "recovery_after_closing": "総回収のうち、求償権整理の整理日以後に計上したもの。総回収に含まれる。",
    "release.direct.count": f"{_RELEASES}取扱が債権管理課のもの。",
    "release.direct.amount": f"{_RELEASES}取扱が債権管理課のもの。",
    "release.servicer.count": f"{_RELEASES}取扱がサービサーのもの。",
    "release.servicer.amount": f"{_RELEASES}取扱がサービサーのもの。",
    "release.all.count": f"{_RELEASES}債権管理課とサービサーの計。",
    "release.all.amount": f"{_RELEASES}債権管理課とサービサーの計。",
    "expert_dispatch": "専門家派遣を行った企業の数。実施日で集計。期間内に複数回行った企業は1。",
    "extinguishing_guarantee": "求償権消滅保証を行った企業の数。実施日で集計。期間内に複数回行った企業は1。",
    "administration_stop": "管理事務停止の数。停止日で集計。",
    "claim_closing": "求償権整理の数。整理日で集計。",
    "subrogation.count": "代位弁済した求償権の数。代位弁済日で集計。",
    "subrogation.amount": "代位弁済元金と代位弁済利息の合計。代位弁済日で集計。",
    "outstanding.count": "基準日までに代位弁済し、整理していない求償権のうち、基準日までの計上で元金が残るものの数。",
    "outstanding.principal": "上の求償権の元金の合計。損害金と費用は含まない。",
    "stopped.count": "求償権残高の件数のうち、基準日に管理事務停止中（再開していない）のもの。",
}
_RATIOS = (
    ("前年比", "今年度累計 ÷ 前年度同期 × 100。円・件の値から計算し、小数第1位に四捨五入。"),
    ("新規取組み／－", "前年度同期が0で今年度が正のときは「新規取組み」、どちらも0のときは「－」。"),
    ("計画比", "今年度累計 ÷ 年度計画（全額）× 100。小数第1位に四捨五入。"),
    ("当月", "当月初日から基準日まで。残高と停止中は時点の値のため当月欄は「－」。"),
    (
        "経過年数別",
        "その年度に代位弁済した求償権について、各求償権の代位弁済日からの経過年数ごとの累計回収（元損）÷ 代位弁済額。",
    ),
    ("数式", "今年度累計と当月は明細シートの列（名前を定義）を集計する数式。前年度同期と計画は数値。"),
    ("金額の表示", "単位は円の整数。負の値は赤字の▲。"),
)


def notes_sheet(
    facts: Sequence[tuple[str, str]], figures: Mapping[str, FigureValue], differing: Sequence[str]
) -> Sheet:
    """Return the sheet 注記; `facts` say when and from what the workbook was made."""
    lines = [_section("作成"), *(Line(fact) for fact in facts)]
    lines += [_section("明細との照合"), *_check(differing)]
    lines.append(_section("集計の方法"))
    for key, figure in figures.items():
        if key in DEFINITIONS:
            lines.append(Line((f"{figure.label}（{figure.unit}）", DEFINITIONS[key])))
    lines += [_section("見方"), *(Line(pair) for pair in _RATIOS)]
    table = Table(NAME, (Column("項目", "text", 40), Column("内容", "text", 100)), ())
    return Sheet(table, (), tuple(lines), wraps=True)


def _check(differing: Sequence[str]) -> list[Line]:
    if not differing:
        return [Line(("一致", "数式の項目はすべて明細と一致する。"))]
    return [Line((label, "明細の合計と一致しないため、数式でなく集計値を数値で示す。")) for label in differing]


def _section(title: str) -> Line:
    return Line((title, None), "section")
