from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from collections_app.domain import codes
from collections_app.reports.claim_terms import plan_words, term_pairs
from collections_app.ui.claim.as_of import why_not
from collections_app.ui.claim.entries import party_entries
from collections_app.ui.claim.entry import EntryWidget
from collections_app.ui.claim.page import ClaimPageWidget
from collections_app.ui.claim.timeline import matching
from tests.ui import sample_views
from tests.ui.dress import OFFSCREEN, PAGE, dress, shown

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = OFFSCREEN


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress(qapp)


@pytest.fixture
def page(qtbot: QtBot) -> ClaimPageWidget:
    page = ClaimPageWidget()
    page.show_claim(sample_views.claim_page())
    shown(qtbot, page)
    return page


def entry_texts(page: QWidget) -> list[str]:
    QApplication.processEvents()  # new entries appear with the next layout
    return [entry.accessibleName() for entry in page.findChildren(EntryWidget) if entry.isVisibleTo(page)]


def test_header_says_who_owes_what(page: ClaimPageWidget) -> None:
    header = page.header
    assert header.name.text() == "株式会社広野建設"
    assert header.status.text() == "進行中"
    assert header.operating.text() == "事業継続"
    assert header.number.text() == "K2024-00381"
    assert header.facts.text() == "建設業　代位弁済 R6.6.15　佐藤 一郎（第一課）"
    assert (header.principal.amount.text(), header.damages.amount.text()) == ("23,694,500", "2,751,408")
    assert header.costs.amount.text() == "24,700"
    assert header.damages.caption.text() == "損害金（R7.3.31）"
    assert header.next_on.text() == "R7.4.10(木)"
    assert not header.overpaid.isVisible()
    assert not header.unposted.isVisible()


def test_overpaid_and_unposted_are_shown_when_there_are_any(page: ClaimPageWidget) -> None:
    page.show_claim(sample_views.claim_page(overpaid=1_000, unposted=30_000))
    assert page.header.overpaid.isVisible()
    assert page.header.unposted.amount.text() == "30,000"


def test_missed_and_missing_next_steps_stand_out(page: ClaimPageWidget) -> None:
    page.show_claim(sample_views.claim_page(next_on=date(2025, 3, 1)))
    assert page.header.next_text.text() == "期限超過　電話で入金を確かめる"
    page.show_claim(sample_views.claim_page(next_on=None, next_text=""))
    assert page.header.next_on.text() == "なし"


def test_the_other_claims_lead_to_the_page_of_the_debtor(page: ClaimPageWidget, qtbot: QtBot) -> None:
    page.show_claim(sample_views.claim_page(other_claims=("K2019-01042",)))
    assert page.header.others.text() == "同じ債務者 1件"
    with qtbot.waitSignal(page.person_requested) as signal:
        QTest.mouseClick(page.header.others, Qt.MouseButton.LeftButton)
    assert signal.args == [sample_views.claim_page().debtor.party_no]


def test_as_of_day_is_typed_in_any_form(page: ClaimPageWidget, qtbot: QtBot) -> None:
    field = page.header.as_of
    field.selectAll()
    QTest.keyClicks(field, "2024/12/31")
    with qtbot.waitSignal(page.as_of_requested) as typed:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert typed.args == ["2024/12/31"]


def test_a_day_that_does_not_exist_is_said_while_typing(page: ClaimPageWidget, qtbot: QtBot) -> None:
    field = page.header.as_of
    field.selectAll()
    QTest.keyClicks(field, "R7.2.29")
    assert page.header.problem.isVisible()
    assert "閏年ではありません" in page.header.problem.text()
    with qtbot.assertNotEmitted(page.as_of_requested):
        QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "R7.3.31"
    assert not page.header.problem.isVisible()


def test_arrows_step_a_day(page: ClaimPageWidget, qtbot: QtBot) -> None:
    field = page.header.as_of
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "R7.4.1"
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "R7.3.31"
    field.setText("?")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "?"


@pytest.mark.parametrize("text", ["t", "Ｔ", "＋7", "-31", "今日", "令和6年4月1日", "20250331"])
def test_every_form_of_a_day_is_taken(text: str) -> None:
    assert why_not(text) == ""


@pytest.mark.parametrize("text", ["", "明日", "+", "H31.5.1"])
def test_anything_else_is_answered_with_a_sentence(text: str) -> None:
    assert why_not(text).endswith("。")


def test_sentence_from_outside_is_shown(page: ClaimPageWidget) -> None:
    page.show_as_of_problem("この日の記録はありません。")
    assert page.header.problem.text() == "この日の記録はありません。"


def test_timeline_is_filtered_by_group_and_letters(page: ClaimPageWidget, qtbot: QtBot) -> None:
    story = page.story
    assert story.count.text() == "8件"
    for _ in range(2):
        QTest.keyClick(story.groups, Qt.Key.Key_Right)
    assert story.groups.current() == "入金"
    assert story.count.text() == "2 / 8件"
    story.filter.setText("コウノ")
    assert story.count.text() == "1 / 8件"
    QTest.keyClick(story.filter, Qt.Key.Key_Escape)
    assert story.count.text() == "2 / 8件"
    story.filter.setText("どこにもない")
    assert story.nothing.isVisible()


def test_search_takes_every_word_and_dates() -> None:
    items = sample_views.timeline()
    assert [item.title for item in matching(items, "", "佐藤 面談")] == ["訪問督促"]
    assert len(matching(items, "", "R7.2.")) == 2


def test_filter_is_kept_while_the_same_claim_is_read_again(page: ClaimPageWidget) -> None:
    page.story.filter.setText("佐藤")
    page.show_claim(sample_views.claim_page())
    assert page.story.filter.text() == "佐藤"
    page.show_claim(sample_views.claim_page(claim_no="K2019-01042"))
    assert page.story.filter.text() == ""
    assert page.claim_no() == "K2019-01042"


def test_f3_narrows_and_down_goes_to_the_list(page: ClaimPageWidget) -> None:
    page.show_view("ledger")
    QTest.keyClick(page.story.ledger.view, Qt.Key.Key_F3)
    assert page.story.views.current() == "timeline"
    assert page.story.filter.hasFocus()
    QTest.keyClick(page.story.filter, Qt.Key.Key_Down)
    assert page.story.timeline.hasFocus()


def test_timeline_of_hundreds_is_painted_and_copied(page: ClaimPageWidget, qtbot: QtBot) -> None:
    page.show_claim(sample_views.claim_page(timeline=sample_views.timeline(600)))
    timeline = page.story.timeline
    page.grab()
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Down)
    QTest.keyClick(timeline, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "日付\t種別\t区分\t内容\t詳細"
    assert len(lines) == 2
    timeline.clearSelection()
    assert len(timeline.as_tsv().splitlines()) == 609


def test_timeline_model_keeps_the_rules_of_models(page: ClaimPageWidget) -> None:
    QAbstractItemModelTester(page.story.timeline.items, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_ledger_takes_the_width_and_adds_up(page: ClaimPageWidget) -> None:
    page.show_view("ledger")
    assert not page.side.isVisible()
    ledger = page.story.ledger
    assert page.story.count.text() == "4行"
    texts = [str(ledger.model.index(3, column).data()) for column in range(ledger.model.columnCount())]
    assert texts[0] == "R7.3.31"
    assert texts[1] == "R7.4.1"
    assert texts[-1] == "未計上　定期"
    assert "60,000" in ledger.sums.accessibleName()
    page.grab()
    page.show_view("timeline")
    assert page.side.isVisible()


def test_ledger_shows_overpayment_in_words(page: ClaimPageWidget) -> None:
    line = replace(sample_views.ledger()[2], overpaid=1_234)
    page.show_claim(sample_views.claim_page(ledger=(line,)))
    model = page.story.ledger.model
    assert model.index(0, model.columnCount() - 1).data() == "過誤納 1,234円　定期"


def test_ledger_columns_are_as_wide_as_the_amounts(page: ClaimPageWidget) -> None:
    line = replace(sample_views.ledger()[0], amount=sample_views.HUGE, principal=sample_views.HUGE)
    page.show_claim(sample_views.claim_page(ledger=(line,)))
    page.show_view("ledger")
    view = page.story.ledger.view
    assert view.columnWidth(4) >= len("3,000,000,000,000") * 6.5 + 16


def test_terms_say_everything_recorded(page: ClaimPageWidget) -> None:
    page.show_view("terms")
    values = page.story.terms.values
    assert values["填補率"].text() == "70％"
    assert values["求償元金"].text() == "24,054,500円"
    assert values["保証委託契約日"].text() == "令和元年6月3日"
    assert values["充当順位"].text() == "元金優先"
    assert dict(term_pairs(sample_views.bare_claim()))["保証番号"] == "—"


def test_parties_carry_role_age_status_and_where_they_live(page: ClaimPageWidget) -> None:
    texts = entry_texts(page.side)
    assert any(text.startswith("広野 健一") and "連帯保証人　67歳" in text for text in texts)
    assert any("免除 R7.1.20" in text for text in texts)
    assert any("庄司 実 死亡" in text for text in texts)
    assert any("〒981-3100 宮城県仙台市泉区見本町1-2-3" in text for text in texts)


def test_heirs_limits_and_the_dead() -> None:
    view = sample_views.claim_page(
        parties=(
            sample_views.debtor(),
            sample_views.party(
                "P5", codes.ObligorRole.JOINT_GUARANTOR, "広野 一", status=codes.PartyStatus.DECEASED,
                status_on=date(2020, 1, 1), limit_amount=5_000_000, share="1/3",
            ),
            sample_views.party("P6", codes.ObligorRole.HEIR, "広野 二", inherits_from="P5", share="1/2"),
        )
    )  # fmt: skip
    dead, heir = party_entries(view)[1:]
    assert dead.chip == ("死亡 R2.1.1", "warn")
    assert "62歳（死亡時）　負担割合 1/3　極度額 5,000,000円" in dead.lines[0]
    assert "広野 一の相続人 相続分 1/2" in heir.lines[0]


def test_plan_strip_and_recovery(page: ClaimPageWidget, qtbot: QtBot) -> None:
    assert page.side.plan_words.text() == "月 30,000円・10日"
    texts = entry_texts(page.side)
    assert "今年度の回収（元損） 330,000円" in texts
    assert "通算の回収　元金 360,000円" in texts
    page.side.strip.setFocus()
    QTest.keyClick(page.side.strip, Qt.Key.Key_End)
    QTest.keyClick(page.side.strip, Qt.Key.Key_Left)
    QTest.keyClick(page.side.strip, Qt.Key.Key_Return)
    assert page.story.groups.current() == "入金"
    assert page.story.timeline.currentIndex().row() == 1
    assert plan_words(sample_views.claim_page(plan_day=None)) == "月 30,000円"


def test_collateral_and_actions(page: ClaimPageWidget) -> None:
    collateral = replace(sample_views.claim_page().collaterals[0], disposal="R7.2.1 成約 15,000,000円")
    page.show_claim(sample_views.claim_page(collaterals=(collateral,)))
    texts = entry_texts(page.side)
    assert any("先順位 4,000,000円　査定 18,400,000円（R6.12.20）" in text for text in texts)
    assert any("任意処分 R7.2.1 成約" in text for text in texts)
    assert any(text.startswith("訴訟 令和6年(ワ)第412号 判決") and "確定 R6.11.23" in text for text in texts)


def test_empty_cards_say_so(page: ClaimPageWidget) -> None:
    page.show_claim(sample_views.bare_claim())
    QApplication.processEvents()
    sentences = {widget.accessibleName() for widget in page.side.findChildren(QWidget) if widget.isVisibleTo(page)}
    assert {"担保はありません。", "法的手続はありません。"} <= sentences
    assert page.side.no_plan.isVisible()
    assert not page.side.strip.isVisible()
    assert page.header.status.text() == "完済"
    assert page.header.facts.text() == "代位弁済 R6.6.15　担当なし"
    assert page.story.nothing.isVisible()
    assert not page.header.others.isVisible()
    for view in ("ledger", "terms", "timeline"):
        page.show_view(view)
        page.grab()


@pytest.mark.parametrize("dark", [False, True])
def test_hostile_text_is_shown_as_typed_and_fits(page: ClaimPageWidget, qapp: QApplication, dark: bool) -> None:
    dress(qapp, dark=dark)
    page.show_claim(sample_views.hostile_claim())
    page.grab()
    assert page.size() == QSize(*PAGE)
    assert page.header.name.text() == sample_views.LONG_NAME_40
    assert len(page.header.name.text()) == 40
    assert page.header.name.font_size() >= 12
    assert page.header.principal.amount.text() == "3,000,000,000,000"
    assert any(text.startswith("<b>A</b> ") for text in entry_texts(page.side))
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_everything_that_takes_the_keyboard_has_a_name(page: ClaimPageWidget) -> None:
    for view in ("timeline", "ledger", "terms"):
        page.show_view(view)
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                assert widget.accessibleName(), widget
