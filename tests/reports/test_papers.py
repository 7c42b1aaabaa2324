"""What stands on a paper: words of parties, plans and conditions; nothing left out that the page shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from collections_app.domain import codes
from collections_app.domain.list_views import ClaimFilter
from collections_app.domain.paper import OF_CLAIM, PaperKind, PaperWanted, papers_of_claim, papers_of_list
from collections_app.domain.records import RecordRef
from collections_app.domain.views import ClaimPage, Tag, Todo
from collections_app.reports import papers
from collections_app.reports.document import Document, Grid, Pairs, Section
from tests.ui import sample_views
from tests.ui.fakes import STAMP

DAY = sample_views.AS_OF
REF = RecordRef("tasks", ("T1",))


def under(document: Document, heading: str) -> Grid:
    """Return the table below a heading."""
    blocks = document.blocks
    at = next(at for at, block in enumerate(blocks) if isinstance(block, Section) and block.text.startswith(heading))
    grid = blocks[at + 1]
    assert isinstance(grid, Grid)
    return grid


def parties(view: ClaimPage) -> list[tuple[object, ...]]:
    return [tuple(row) for row in under(papers.chart(view, STAMP), "関係人").rows if isinstance(row, tuple)]


def pairs_of(document: Document) -> dict[str, str]:
    return dict(pair for block in document.blocks if isinstance(block, Pairs) for pair in block.pairs)


def test_a_chart_says_what_is_owed_in_all() -> None:
    document = papers.chart(sample_views.claim_page(), STAMP)
    rows = under(document, "残高（令和7年3月31日現在）").rows
    assert rows == (
        ("残高", "23,694,500", "2,751,408", "24,700", "26,470,608"),
        ("通算の回収", "360,000", "0", "0", "360,000"),
    )
    words = pairs_of(document)
    assert words["次回対応"] == "R7.4.10　電話で入金を確かめる"
    assert words["状態"] == "進行中　事業継続"
    assert words["同じ債務者"] == "K2019-01042、K2022-00215"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"released_on": date(2025, 1, 20)}, "免除 R7.1.20"),
        ({"renounced_on": date(2024, 12, 1)}, "相続放棄 R6.12.1"),
        ({"status": codes.PartyStatus.MISSING}, "所在不明"),
        ({"status": codes.PartyStatus.DECEASED, "status_on": date(2020, 1, 2)}, "死亡 R2.1.2"),
        ({"inherits_from": "P00001", "share": "1/2"}, "株式会社広野建設の相続人\n相続分 1/2"),
        ({"share": "1/3"}, "負担割合 1/3"),
    ],
)
def test_the_standing_of_a_party_is_said(changes: dict[str, object], words: str) -> None:
    party = sample_views.party("P2", codes.ObligorRole.HEIR, "広野 健一", **changes)
    (_, row) = parties(sample_views.claim_page(parties=(sample_views.debtor(), party)))
    assert row[5] == words


def test_the_age_of_the_dead_is_that_of_their_day() -> None:
    dead = sample_views.party(
        "P2", codes.ObligorRole.HEIR, "故人", status=codes.PartyStatus.DECEASED, status_on=date(2020, 1, 2)
    )
    (company, row) = parties(sample_views.claim_page(parties=(sample_views.debtor(), dead)))
    assert company[2] == "法人"
    assert row[2] == "S32.5.2\n死亡時62歳"


def test_the_plan_stands_in_two_halves_of_a_year() -> None:
    rows = under(
        papers.chart(sample_views.claim_page(), STAMP), "弁済計画と今年度の定期入金（約定　月 30,000円・10日）"
    ).rows
    assert len(rows) == 6
    assert rows[3] == ("R6.7", "30,000", "0", "R7.1", "30,000", "30,000")
    odd = sample_views.claim_page(plan_months=sample_views.plan_months()[:3])
    assert under(papers.chart(odd, STAMP), "弁済計画").rows[1] == ("R6.5", "30,000", "30,000", "", "", "")


def test_what_is_to_be_done_stands_on_the_chart() -> None:
    todos = (Todo("登記簿を取る", date(2025, 3, 1), REF), Todo("訪問", date(2025, 4, 1), REF))
    view = sample_views.claim_page(todos=todos, tags=(Tag("重点", None, REF), Tag("要注意", DAY, REF)))
    document = papers.chart(view, STAMP)
    assert under(document, "予定").rows == (("R7.3.1", "登記簿を取る", "期限超過"), ("R7.4.1", "訪問", ""))
    assert pairs_of(document)["付箋"] == "重点、要注意"
    assert "予定" not in [
        block.text for block in papers.chart(sample_views.claim_page(), STAMP).blocks if isinstance(block, Section)
    ]


def test_an_empty_claim_says_what_there_is_not() -> None:
    document = papers.chart(sample_views.bare_claim(), STAMP)
    said = [block.empty for block in document.blocks if isinstance(block, Grid) and not block.rows]
    assert said == ["担保はありません。", "法的手続はありません。", "まだ記録がありません。"]
    assert pairs_of(document)["電話"] == "—"
    assert not under(papers.ledger(sample_views.bare_claim(), STAMP), "元帳").sums


def test_a_ledger_adds_up_what_receipts_went_to() -> None:
    grid = under(papers.ledger(sample_views.claim_page(), STAMP), "元帳")
    assert grid.sums is not None
    assert grid.sums[:9] == ("合計", "", "", "", "", "0", "0", "60,000", "2,664,310")
    assert isinstance(grid.rows[-1], tuple)
    assert len(grid.sums) == len(grid.columns) == len(grid.rows[-1])
    assert grid.rows[-1][-1] == "未計上　定期"


@pytest.mark.parametrize(
    ("chosen", "title", "words"),
    [
        (ClaimFilter(), "", "すべての求償権"),
        (ClaimFilter(section="第一課", staff_no="S01", text="広瀬"), "", "第一課　職員番号 S01　「広瀬」を含む"),
        (ClaimFilter(statuses=(codes.ClaimStatus.ACTIVE, codes.ClaimStatus.STOPPED)), "", "進行中・管理事務停止"),
        (ClaimFilter(claim_nos=("K1", "K2")), "訪問督促", "訪問督促"),
        (ClaimFilter(claim_nos=("K1", "K2")), "", "指定した求償権 2件"),
    ],
)
def test_the_conditions_of_a_list_are_said(chosen: ClaimFilter, title: str, words: str) -> None:
    wanted = PaperWanted(PaperKind.GUARANTORS, DAY, chosen=chosen, list_title=title)
    document = papers.guarantors_of_list([], wanted, STAMP)
    assert document.reference == papers.list_words(wanted) == words
    assert document.file_name == "保証人一覧_0件_20250331.pdf"


def test_the_papers_offered_keep_their_numbers() -> None:
    offer = papers_of_claim("K1", DAY)
    assert [paper.kind for paper in offer.papers] == list(OF_CLAIM)
    assert offer.wanted == PaperWanted(PaperKind.CHART, DAY, "K1")
    assert offer.turned_to(PaperKind.LEDGER).wanted.kind is PaperKind.LEDGER
    assert {paper.as_of for paper in offer.on(date(2024, 3, 31)).papers} == {date(2024, 3, 31)}
    listed = PaperWanted(PaperKind.GUARANTORS, DAY, list_title="訪問督促")
    of_list = papers_of_list(listed, "K1")
    assert [paper.kind for paper in of_list.papers if paper.is_of_list] == [PaperKind.GUARANTORS]
    assert of_list.wanted == listed
    alone = papers_of_list(listed, "")
    assert alone.papers == (listed,)
    assert alone.turned_to(PaperKind.CHART) == alone
    assert replace(listed, claim_no="K1").is_of_list is False
