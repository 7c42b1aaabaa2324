"""早期着手: how soon claims are reached after 代位弁済, and what those reached early brought against the late ones."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from collections_app.domain.calendar import short_era
from collections_app.domain.early_action import HORIZONS, SELECTION, Band, Step, TimeLine, together
from collections_app.domain.money import Unit, in_unit, percent_of, show_percent
from collections_app.ui import look
from collections_app.ui.summary.beside import Beside
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from collections_app.ui.widgets import Card, Prose, Segmented, column, hint, prose, row, soft

if TYPE_CHECKING:
    from collections_app.domain.early_action import EarlyAction, StepView

_GROUPS = (("cohort", "年度別"), ("section", "課別"), ("staff", "担当者別"))
_MOST_LINES = 18
_NONE = "－"
_PARTS = {Fraction(0): "", Fraction(1, 4): ".25", Fraction(1, 2): ".5", Fraction(3, 4): ".75"}
_REACHED = "日数は、基準日までに着手した求償権だけのものです。新しい年度ほど、これから着手する分が入っていません。"
_MEANT = {
    Step.CONTACT: "訪問・電話・文書・来所面談の最初の記録",
    Step.VISIT: "訪問督促の最初の記録",
    Step.FILING: "訴訟・支払督促・保全・競売・差押の最初の申立日（債務者の倒産手続は除く）",
}


class EarlyView(QWidget):
    """Shows EarlyAction; every number tells `claims_wanted` (title, claim numbers)."""

    claims_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._view: EarlyAction | None = None
        self._unit = Unit.MILLION
        self.steps = Segmented([(step.value, step.label) for step in Step], Step.VISIT.value, "着手の種類")
        self.groups = Segmented(_GROUPS, "cohort", "まとめ方")
        self.since = soft()
        self.times = CellTable("着手までの日数", _time_heads())
        self.bands = CellTable("早い着手と遅い着手の回収率", _band_heads(Unit.MILLION))
        self.empty = prose()
        self.caution = prose(SELECTION)
        self.reached = Prose(_REACHED, "hint")
        self._lay_out()
        self.steps.changed.connect(self._refresh)
        self.groups.changed.connect(self._refresh)
        self.times.opened.connect(self.claims_wanted)
        self.bands.opened.connect(self.claims_wanted)

    def _lay_out(self) -> None:
        self._times_card = Card("代位弁済日から着手までの日数", self.groups, padding=look.M)
        self._times_card.body.addWidget(self.times)
        self._times_card.body.addWidget(self.reached)
        self._bands_card = Card("着手の早さと代位弁済後の回収率", hint("数字を押すと求償権"), padding=look.M)
        self._bands_card.body.addWidget(self.bands)
        self._bands_card.body.addWidget(self.caution)
        top = row(self.steps, self.since, None, spacing=look.M)
        cards = Beside(self._times_card, self._bands_card)
        self.setLayout(column(top, self.empty, cards, None, spacing=look.M))

    def show_early(self, view: EarlyAction, unit: Unit) -> None:
        """Show another state, or the same one in another unit."""
        self._view, self._unit = view, unit
        self._refresh()

    def step(self) -> Step:
        """Return the step shown."""
        return Step(self.steps.current())

    def _refresh(self) -> None:
        if self._view is None:
            return
        found = self._view.steps[self.step()]
        is_known = found.since is not None
        for widget in (self._times_card, self._bands_card):
            widget.setVisible(is_known)
        self.empty.setVisible(not is_known)
        self.since.setText(f"{_MEANT[found.step]}。" if not is_known else self._said(found))
        word = "法的手続" if found.step is Step.FILING else "交渉"
        self.empty.setText(f"{word}の記録がまだありません。記録すると、代位弁済から着手までの日数がここに出ます。")
        lines = (*found.lines["all"], *found.lines[self.groups.current()])
        self.times.set_cells([_time_cells(line, found.step, is_bold=at == 0) for at, line in enumerate(lines)])
        self.times.fit_rows(_MOST_LINES)
        self.bands.set_heads(_band_heads(self._unit))
        self.bands.set_cells(_band_cells(found, self._unit))
        self.bands.fit_rows(_MOST_LINES)

    @staticmethod
    def _said(found: StepView) -> str:
        assert found.since is not None
        return f"{_MEANT[found.step]}。記録の始まり（{short_era(found.since)}）以後の代位弁済を数えています。"


def _time_heads() -> tuple[Head, ...]:
    words = (("件数", 64), ("着手", 64), ("割合", 64), ("25%", 64), ("中央値 日", 80), ("75%", 64))
    return Head("区分", 120, is_wide=True), *(Head(word, width, is_number=True) for word, width in words)


def _time_cells(line: TimeLine, step: Step, *, is_bold: bool) -> list[Cell]:
    everyone = (f"{line.group} 代位弁済分", line.claim_nos)
    reached = (f"{line.group} {step.label}あり（早い順）", line.reached)
    quarters = [_days(one) for one in line.quartiles] if line.quartiles is not None else [_NONE] * 3
    share = f"{percent_of(len(line.reached), len(line.claim_nos))}%" if line.claim_nos else _NONE
    return [
        Cell(line.group, is_bold=is_bold),
        Cell(f"{len(line.claim_nos):,}", opens=everyone if line.claim_nos else None, is_bold=is_bold),
        Cell(f"{len(line.reached):,}", opens=reached if line.reached else None, is_bold=is_bold),
        Cell(share, "soft"),
        *(Cell(text, opens=reached if line.reached else None, is_bold=is_bold) for text in quarters),
    ]


def _days(value: Fraction) -> str:
    """Return days with the half or quarter a quartile may fall on: 12, 12.5, 12.25."""
    whole, part = divmod(value, 1)
    return f"{whole:,}{_PARTS[part]}"


def _band_heads(unit: Unit) -> tuple[Head, ...]:
    words = (("件数", 64), (f"代位弁済 {unit.label}", 116), (f"回収 {unit.label}", 96), ("回収率", 72))
    return Head("着手まで", 140, is_wide=True), *(Head(word, width, is_number=True) for word, width in words)


def _band_cells(found: StepView, unit: Unit) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for years in HORIZONS:
        heading = f"{years * 12}か月まで"
        rows.append([Cell(heading, "soft", is_bold=True), *(Cell("") for _ in range(4))])
        lines = found.bands[years]
        rows += [_band_row(band, heading, found.step, unit) for band in lines]
        rows.append(_band_row(together(lines), heading, found.step, unit))
    return rows


def _band_row(band: Band, heading: str, step: Step, unit: Unit) -> list[Cell]:
    opens = (f"代位弁済後{heading} {step.label} {band.label}", band.claim_nos) if band.claim_nos else None
    rate = f"{show_percent(band.rate)}%" if band.amount else _NONE
    is_sum = band.label == "計"
    return [
        Cell(band.label, indent=1, is_bold=is_sum),
        Cell(f"{len(band.claim_nos):,}", opens=opens),
        Cell(in_unit(band.amount, unit), opens=opens),
        Cell(in_unit(band.recovered, unit), opens=opens),
        Cell(rate, opens=opens, is_bold=True),
    ]
