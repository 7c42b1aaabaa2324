"""The bar above a paper: which one, computed how, which page of it, how large, and where to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.damages import Profile
from collections_app.domain.paper import COMPUTED, OF_CLAIM, PaperKind, PaperOffer
from collections_app.ui import look
from collections_app.ui.fields.day import DayEdit
from collections_app.ui.widgets import (
    Button,
    ElidedLabel,
    Flow,
    Label,
    NumberLabel,
    Segmented,
    column,
    row,
    soft,
    title,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_app.ui.printing.preview import PageView

_KINDS = (*OF_CLAIM, *(kind for kind in PaperKind if kind not in OF_CLAIM))  # those of claims keep their digits


class PaperTerms(QWidget):
    """The day and the calculation profile of a paper that is computed by them."""

    day_chosen = Signal(object)  # a date
    profile_chosen = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.day = DayEdit(today)
        self.day.setAccessibleName("計算の基準日")
        self.day.setMaximumWidth(look.scaled(110))
        self.day.returnPressed.connect(self._choose_day)
        self.day.edited.connect(self._say)
        self.said = Label("", "soft")
        self.profiles = Segmented([(one.value, one.label) for one in Profile], "", "計算方式")
        self.profiles.changed.connect(self.profile_chosen)
        self.setLayout(
            row(soft("基準日 D"), self.day, self.said, look.M, soft("計算方式 M"), self.profiles, spacing=look.S)
        )

    def show_terms(self, day: date, profile: Profile | None) -> None:
        """Show what the paper is computed by; the profile is that of the claim until the paper is there."""
        self.day.set_value(day)
        if profile is not None:
            self.profiles.set_current(profile.value)

    def next_profile(self) -> None:
        """Choose the profile after the one chosen, after the last the first."""
        known = [one.value for one in Profile]
        self.profile_chosen.emit(known[(known.index(self.profiles.current()) + 1) % len(known)])

    def _choose_day(self) -> None:
        day = self.day.value()
        if day is not None:
            self.day_chosen.emit(day)

    def _say(self) -> None:
        problem = self.day.problem()
        self.said.set_role("problem" if problem else "soft")
        self.said.setText(problem or self.day.reading() or "日付を入れてください。")


class PaperBar(QWidget):
    """Which paper, which page of it, how large, and where to."""

    kind_chosen = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.terms = PaperTerms(today)
        self.kinds = Segmented((), "", "帳票")
        self.kinds.changed.connect(self.kind_chosen)
        self.reference = ElidedLabel(color="soft")
        self.print = Button("印刷 Ctrl+P", primary=True)
        self.save = Button("PDF Ctrl+S")
        self.back, self.on = Button("前 PageUp"), Button("次 PageDown")
        self.back.setAccessibleName("前のページ")
        self.on.setAccessibleName("次のページ")
        self.number, self.percent = NumberLabel(), NumberLabel(color="soft")
        self.smaller, self.larger, self.whole = Button("縮小 -"), Button("拡大 +"), Button("全体 0")
        pages = QWidget()
        zoom = (self.percent, self.smaller, self.larger, self.whole)
        pages.setLayout(row(*zoom, look.M, self.back, self.number, self.on, spacing=look.S))
        second = Flow()
        for widget in (self.kinds, self.terms, pages):
            second.addWidget(widget)
        first = row(title("印刷プレビュー"), self.reference, self.save, self.print, spacing=look.M)
        first.setStretch(1, 1)
        self.setLayout(column(first, second, spacing=look.S))

    def show_offer(self, offer: PaperOffer) -> None:
        """Offer the papers, each with its number key."""
        options = [(paper.kind.value, f"{_KINDS.index(paper.kind) + 1} {paper.kind.label}") for paper in offer.papers]
        self.kinds.set_options(options, offer.kind.value)
        self.kinds.setVisible(len(options) > 1)
        self.terms.setVisible(offer.kind in COMPUTED)
        self.terms.show_terms(offer.wanted.as_of, offer.wanted.profile)

    def show_place(self, view: PageView) -> None:
        """Say which page is shown, and how large."""
        self.number.setText(f"{view.at + 1:,} / {view.count:,}ページ")
        self.percent.setText(f"{view.percent}％")
        self.back.setEnabled(view.at > 0)
        self.on.setEnabled(view.at + 1 < view.count)

    def set_usable(self, usable: bool) -> None:
        """Let be printed what is there, and nothing before."""
        for button in (self.print, self.save, self.back, self.on, self.smaller, self.larger, self.whole):
            button.setEnabled(usable)
