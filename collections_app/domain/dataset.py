"""The data set for programs of analysis (分析用データ): which tables, which columns, what stands in them.

Read-only views of the database and the files written by `dataset` have exactly these columns. No name, address or
telephone number is in them: claims and people are numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "date", "integer"]


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: its name, what its cells hold, what they mean in Japanese. An integer is a count or whole yen."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table of the data set; the view of the database has the same name."""

    name: str
    title: str
    columns: tuple[DataColumn, ...]


def _text(name: str, meaning: str) -> DataColumn:
    return DataColumn(name, "text", meaning)


def _date(name: str, meaning: str) -> DataColumn:
    return DataColumn(name, "date", meaning)


def _integer(name: str, meaning: str) -> DataColumn:
    return DataColumn(name, "integer", meaning)


FACTS = DataTable(
    "bi_facts",
    "集計の事実",
    (
        _text("measure", "数えるもの（bi_figures の measure）"),
        _date("dated_on", "数える日（計上日、実施日など）"),
        _text("claim_no", "求償権番号。求償権に結び付かない行は空"),
        _text("party_no", "同じ関係人を一度だけ数えるときの関係人番号。ほかは空"),
        _integer("count", "件数"),
        _integer("amount", "金額（円）"),
        _text("section", "課（記録したとき。残高は今の担当）"),
        _text("staff", "職員番号（同）"),
        _text("bank", "金融機関"),
        _text("channel", "取扱（direct、servicer）"),
        _text("source", "回収原因"),
        _text("industry", "業種"),
        _text("scheme", "保証制度"),
        _text("month", "数える日の月（2024-04）"),
        _text("elapsed", "代位弁済日から数えた経過年数（0＝1年目）"),
    ),
)
FIGURES = DataTable(
    "bi_figures",
    "集計の項目",
    (
        _text("figure", "項目の名前（recovery.total など）"),
        _text("label", "項目の見出し"),
        _text("unit", "単位"),
        _integer("version", "数え方の版"),
        _text("measure", "足し合わせる measure（項目ごとに1行以上）"),
        _text("number", "足す列（count か amount）。distinct は party_no を一度だけ数える"),
        _text("span", "period（期間中の合計）か level（最初からその日までの合計＝残高）"),
    ),
)
CLAIMS = DataTable(
    "bi_claims",
    "求償権",
    (
        _text("claim_no", "求償権番号"),
        _text("debtor_no", "主債務者の関係人番号"),
        _date("subrogated_on", "代位弁済日"),
        _integer("principal", "代位弁済元金（円）"),
        _integer("interest", "代位弁済利息（円）"),
        _text("bank", "金融機関"),
        _text("industry", "業種"),
        _text("scheme", "保証制度"),
        _text("section", "今の担当課"),
        _text("staff", "今の担当者の職員番号"),
        _text("status", "状態（active、stopped、closed、paid）"),
        _integer("principal_balance", "元金の残高（円、登録済みの入金をすべて反映）"),
        _integer("costs_balance", "費用の残高（円、同）"),
        _integer("overpaid", "過誤納（円、同）"),
    ),
)
TABLES = (FACTS, FIGURES, CLAIMS)
