"""The 注記 sheet of the monthly workbook: what is counted how, by which version of its rule, and how to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.counting import counted_by, version_of
from collections_app.domain.figures import FIGURE
from collections_app.reports.sheet import Line, Sheet
from collections_app.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.counting import Rules
    from collections_app.domain.views import FigureValue

NAME = "注記"
_READING = (
    (
        "今年度累計",
        "月別集計から数えた値。「明細の合計」は明細シートの行を集計する数式で、「照合」は二つが同じかを数式で示す。",
    ),
    ("前年比", "今年度累計 ÷ 前年度同期 × 100。円・件の値から計算し、小数第1位に四捨五入。"),
    ("新規取組み／－", "前年度同期が0で今年度が正のときは「新規取組み」、どちらも0のときは「－」。"),
    ("計画比", "今年度累計 ÷ 年度計画（全額）× 100。小数第1位に四捨五入。"),
    ("当月", "当月初日から基準日まで。残高と停止中は時点の値のため当月欄は「－」。"),
    (
        "課別・担当別",
        "その記録をしたときの課・担当者で分ける。あとの担当替えで過去の数字は変わらない。残高は基準日の担当。",
    ),
    ("経過年数別", "代位弁済日から計上日までの満年数で分ける。2月29日の応当日は3月1日。"),
    ("経過年数別回収率", "各求償権の代位弁済日からの経過年数ごとの累計回収（元損）÷ 代位弁済額。"),
    ("数式", "当月・明細の合計・内訳は明細シートの列（名前を定義）を集計する数式。前年度同期と計画は数値。"),
    ("名前", "シート「名前」の名前を協会のひな型に定義すると、同じ値を協会の様式に入れられる。"),
    ("金額の表示", "単位は円の整数。負の値は赤字の▲。月別は千円単位の表示（値は円）。グラフは百万円。"),
)


def notes_sheet(facts: Sequence[tuple[str, str]], figures: Mapping[str, FigureValue], rules: Rules) -> Sheet:
    """Return the sheet 注記; `facts` say when and from what the workbook was made."""
    lines = [_section("作成"), *(Line((words, value, None)) for words, value in facts)]
    lines.append(Line(("集計の方法", None, "規則の版"), "section"))
    for key, figure in figures.items():
        if key in FIGURE:
            lines.append(
                Line(
                    (f"{figure.label}（{figure.unit}）", counted_by(FIGURE[key], rules), version_of(FIGURE[key], rules))
                )
            )
    lines += [_section("見方"), *(Line((*pair, None)) for pair in _READING)]
    columns = (Column("項目", "text", 44), Column("内容", "text", 100), Column("", "count", 12))
    return Sheet(Table(NAME, columns, ()), (Line((NAME,), "title"),), tuple(lines), wraps=True)


def _section(title: str) -> Line:
    return Line((title, None, None), "section")
