from __future__ import annotations

from dataclasses import replace

from collections_app.reports import printed_figures as printed
from collections_app.reports.layout_reading import read_layout
from collections_app.services.report_layouts import published
from tests.ui import sample_views

PUBLISHED = {
    "訪問督促": "474回（前年度359回）",
    "任意処分成約件数": "39件（前年度26件）",
    "競売申立件数": "15件（前年度14件）",
    "仮差押、仮処分申立件数": "9件（前年度9件）",
    "訴訟申立件数": "76件（前年度99件）",
    "総回収（元損）": "1,824百万円（前年比148.2％）",
    "[内訳]　定期回収　（元損）": "438百万円（前年比134.9％）",
    "不定期回収（元損）": "1,386百万円（前年比153.0％）",
    "債権管理課": "43件 5,967千円（前年比 件数122.9％、金額21.2％）",
    "サービサー": "23件 19,330千円（前年比 件数109.5％、金額125.8％）",
    "全　　　体": "66件 25,297千円（前年比 件数117.9％、金額58.2％）",
    "管理事務停止": "640件（前年比110.9％）",
    "求償権整理": "956件（前年比277.9％）",
}


def test_the_lines_are_those_of_the_published_report() -> None:
    sections = printed.printed_sections(published(), sample_views.summary())
    lines = {line.label: line.sentence for section in sections for line in section.lines if line.label}
    assert lines == PUBLISHED
    unlabelled = [line.sentence for section in sections for line in section.lines if not line.label]
    assert unlabelled[:2] == ["3企業（新規取組み）", "1企業（前年度1企業）"]
    assert "昨年の約１．５倍の１０５億８２百万円、計画比１３２．３％となった。" in unlabelled[2]
    assert unlabelled[3].endswith("計画比１３０．３％の１８億２４百万円となった。")
    assert [section.title for section in sections][0] == "１　回収手続きの早期着手"


def test_every_line_names_the_figures_it_rests_on() -> None:
    sections = printed.printed_sections(published(), sample_views.summary())
    keys = {line.label: line.keys for section in sections for line in section.lines}
    assert keys["債権管理課"] == ("release.direct.count", "release.direct.amount")


def test_the_clipboard_gets_headings_and_lines() -> None:
    layout = read_layout(
        'title = "T"\n[[sections]]\nheading = "督促"\n[[sections.blocks]]\n'
        'lines = [{ label = "・訪問督促", figures = ["visit"], text = "{1}（前年度{1:前年度}）" }]'
    )
    sections = printed.printed_sections(layout, sample_views.summary())
    assert printed.printed_text(sections) == "督促\n・訪問督促　474回（前年度359回）\n"
    assert printed.printed_text(()) == ""


def test_figures_that_are_not_there_are_said_to_be_nothing() -> None:
    view = replace(sample_views.summary(), figures={})
    lines = [line for section in printed.printed_sections(published(), view) for line in section.lines]
    assert lines[0].sentence == "－（前年度－）"
