from __future__ import annotations

from dataclasses import replace

from collections_app.reports import printed_figures as printed
from tests.ui import sample_views

PUBLISHED = {
    "訪問督促": "474回（前年度359回）",
    "任意処分成約件数": "39件（前年度26件）",
    "競売申立件数": "15件（前年度14件）",
    "仮差押、仮処分申立件数": "9件（前年度9件）",
    "訴訟申立件数": "76件（前年度99件）",
    "総回収（元損）": "1,824百万円（前年比148.2％）",
    "定期回収（元損）": "438百万円（前年比134.9％）",
    "不定期回収（元損）": "1,386百万円（前年比153.0％）",
    "債権管理課": "43件 5,967千円（前年比 件数122.9％、金額21.2％）",
    "サービサー": "23件 19,330千円（前年比 件数109.5％、金額125.8％）",
    "全体": "66件 25,297千円（前年比 件数117.9％、金額58.2％）",
    "求償権先に対する専門家派遣事業": "3企業（新規取組み）",
    "求償権消滅保証": "1企業（前年度1企業）",
    "管理事務停止": "640件（前年比110.9％）",
    "求償権整理": "956件（前年比277.9％）",
    "代位弁済": "昨年の約１．５倍の１０５億８２百万円、計画比１３２．３％",
    "回収": "計画比１３０．３％の１８億２４百万円",
}


def test_sentences_are_those_of_the_published_report() -> None:
    sections = printed.printed_sections(sample_views.figures())
    assert {line.label: line.sentence for section in sections for line in section.lines} == PUBLISHED


def test_ratio_to_plan_is_printed_as_published() -> None:
    figures = sample_views.figures()
    assert printed.against_plan(figures["recovery.total"]) == "計画比130.3％"
    assert printed.against_plan(figures["subrogation.amount"]) == "計画比132.3％"
    assert printed.against_plan(figures["visit"]) == "計画なし"


def test_nothing_in_both_years_divides_nothing() -> None:
    nothing = sample_views.figure("recovery.total", 0, 0)
    assert printed.with_ratio(nothing) == "0百万円（前年比－）"
    count, amount = sample_views.figure("release.all.count", 0, 0), sample_views.figure("release.all.amount", 0, 0)
    assert printed.count_and_amount(count, amount) == "0件 0千円（前年比 件数－、金額－）"


def test_first_year_is_called_new() -> None:
    assert printed.with_ratio(sample_views.figure("claim_closing", 3, 0)) == "3件（新規取組み）"
    count, amount = sample_views.figure("release.all.count", 1, 0), sample_views.figure("release.all.amount", 500, 0)
    assert printed.count_and_amount(count, amount) == "1件 1千円（新規取組み）"


def test_overview_without_plan_or_last_year_says_only_what_is_known() -> None:
    bare = replace(sample_views.figure("subrogation.amount", 5_000_000, 0), plan=None, plan_ratio=None)
    assert printed.times_last_year(bare) == "５百万円"
    assert printed.in_overview(bare) == "５百万円"


def test_figures_that_are_not_there_are_left_out() -> None:
    only = {"visit": sample_views.figure("visit")}
    sections = printed.printed_sections(only)
    assert [line.label for section in sections for line in section.lines] == ["訪問督促"]
    assert printed.printed_text(sections) == "＜督促と回収＞\n・訪問督促　474回（前年度359回）\n"
    assert printed.printed_text(()) == ""
    assert printed.printed_sections({}) == ()
