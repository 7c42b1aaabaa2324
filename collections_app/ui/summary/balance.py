"""残高: how 求償権残高 moved to the yen, the flow of stopped and closed claims, and what is in arrears by its age."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from collections_app.domain.calendar import short_era
from collections_app.domain.money import Unit, in_unit
from collections_app.domain.shown import Shown, table
from collections_app.ui import look
from collections_app.ui.summary.cell_table import Cell, CellTable, Head
from collections_app.ui.summary.figure_cells import BALANCE, figure_cells, figure_heads
from collections_app.ui.summary.put_out import figure_table
from collections_app.ui.summary.view import SummaryView, days_words
from collections_app.ui.widgets import Card, Label, Skeleton, column, hint, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from collections_app.domain.summary_views import BalanceSeen, Flow, SummarySeen
    from collections_app.domain.views import FigureRows
    from collections_app.ui.context import Context


def gap_of(flows: tuple[Flow, ...]) -> int:
    """Return the yen by which the movements miss the closing balance: 0 when all is well."""
    signs = {"": 1, "＋": 1, "－": -1, "±": 1, "＝": -1}
    return sum(signs[flow.sign] * (flow.amount or 0) for flow in flows)


def flow_cells(flows: tuple[Flow, ...], unit: Unit, *, has_amounts: bool = True) -> list[list[Cell]]:
    """Return the lines of a movement: sign, words, number of claims, amount."""
    lines = []
    for flow in flows:
        is_level = flow.sign in ("", "＝")
        count = "" if flow.count is None else f"{flow.count:,}"
        amount = "" if flow.amount is None else in_unit(flow.amount, unit)
        cells = [
            Cell(flow.sign, "soft"),
            Cell(flow.label, is_bold=is_level),
            Cell(count, opens=flow.counted if count else None, is_bold=is_level),
        ]
        if has_amounts:
            cells.append(Cell(amount, opens=flow.summed, is_bold=is_level))
        lines.append(cells)
    return lines


class Balance(SummaryView):
    """The movements, the levels beside last year, and the arrears; every number with rows opens them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen: SummarySeen | None = None
        self.found: BalanceSeen | None = None
        self._unit = Unit.MILLION
        self.roll = CellTable("求償権残高の増減", _heads(Unit.MILLION))
        self.figures = CellTable("残高の数字", figure_heads())
        self.stopped = CellTable("管理事務停止の増減", _heads(None))
        self.closed = CellTable("整理済求償権の増減", _heads(Unit.MILLION))
        self.arrears = CellTable("延滞の年齢", _arrears_heads(Unit.MILLION))
        self.check = Label("", "soft")
        self.check.setWordWrap(True)
        self._waiting = Skeleton(10)
        self._cards = row(spacing=look.M)
        self._cards.addLayout(self._left(), 1)
        self._cards.addLayout(self._right(), 1)
        self.setLayout(column(self._cards, None))
        for one in (self.roll, self.figures, self.stopped, self.closed):
            one.opened.connect(self.rows_wanted)
        self.arrears.opened.connect(self._open_band)

    def _left(self) -> QVBoxLayout:
        roll = Card("求償権残高の増減", hint("数字を押すと内訳"), padding=look.M)
        for widget in (self._waiting, self.roll, self.check):
            roll.body.addWidget(widget)
        stopped = Card("管理事務停止中の増減", padding=look.M)
        stopped.body.addWidget(self.stopped)
        return column(roll, stopped, None, spacing=look.M)

    def _right(self) -> QVBoxLayout:
        levels = Card("残高の内訳", padding=look.M)
        levels.body.addWidget(self.figures)
        closed = Card("整理済求償権の増減", padding=look.M)
        closed.body.addWidget(self.closed)
        arrears = Card("分割弁済の延滞", hint("実行中の弁済計画を、遅れた回数で分けています"), padding=look.M)
        arrears.body.addWidget(self.arrears)
        return column(levels, closed, arrears, None, spacing=look.M)

    def show_seen(self, seen: SummarySeen, unit: Unit) -> None:
        """Show another summary, or the same one in another unit."""
        is_same = seen == self.seen
        self.seen, self._unit = seen, unit
        if is_same and self.found is not None:
            self._show()
            return
        self.found = None
        work = partial(self.context.desk.balance, seen)
        self.context.jobs.read(work, self._take, owner=self, topic="balance")

    def shown(self) -> Shown | None:
        """Return every table."""
        if self.seen is None or self.found is None:
            return None
        found = self.found
        tables = (
            _flow_table("求償権残高の増減", found.balance),
            figure_table("残高の内訳", BALANCE, self.seen.summary.figures),
            _flow_table("管理事務停止中の増減", found.stopped),
            _flow_table("整理済求償権の増減", found.closed),
            table(
                "分割弁済の延滞",
                (("遅れ", "text"), ("件数", "count"), ("不足額", "yen")),
                tuple((band.label, band.count, band.missing) for band in found.arrears),
            ),
        )
        return Shown("集計　残高", days_words(self.seen), (), tables)

    def _take(self, found: BalanceSeen) -> None:
        self.found = found
        self._show()

    def _show(self) -> None:
        if self.found is None or self.seen is None:
            return
        found, unit = self.found, self._unit
        self._waiting.hide()
        for shown, flows in ((self.roll, found.balance), (self.closed, found.closed)):
            shown.set_heads(_heads(unit))
            shown.set_cells(flow_cells(flows, unit))
        self.stopped.set_cells(flow_cells(found.stopped, unit, has_amounts=False))
        self.figures.set_heads(figure_heads(self.seen.summary.figures, unit))
        self.figures.set_cells(figure_cells(BALANCE, self.seen, unit))
        self.arrears.set_heads(_arrears_heads(unit))
        self.arrears.set_cells(
            [
                [
                    Cell(band.label),
                    Cell(f"{band.count:,}", opens=band.rows if band.count else None),
                    Cell(in_unit(band.missing, unit), opens=band.rows if band.count else None),
                ]
                for band in found.arrears
            ]
        )
        for shown in (self.roll, self.closed, self.stopped, self.figures, self.arrears):
            shown.fit_rows(len(shown.cells.cells))
        self._say_check(gap_of(found.balance))
        self.put_out_changed.emit()

    def _say_check(self, gap: int) -> None:
        assert self.seen is not None
        self.check.set_role("problem" if gap else "soft")
        last = short_era(self.seen.summary.as_of)
        if gap:
            self.check.setText(f"期首からの増減と期末残高が{gap:,}円合いません。データの検査を実行してください。")
        else:
            self.check.setText(f"✓ 期首残高と増減の合計は、{last}の残高と1円まで一致しています。")

    def _open_band(self, rows: FigureRows) -> None:
        self.rows_wanted.emit(rows)


def _heads(unit: Unit | None) -> tuple[Head, ...]:
    heads = (Head("", 32), Head("増減", 190, is_wide=True), Head("件数", 84, is_number=True))
    return heads if unit is None else (*heads, Head(unit.label, 132, is_number=True))


def _arrears_heads(unit: Unit) -> tuple[Head, ...]:
    return (
        Head("遅れ", 120, is_wide=True),
        Head("件数", 84, is_number=True),
        Head(f"不足額 {unit.label}", 132, is_number=True),
    )


def _flow_table(title: str, flows: tuple[Flow, ...]) -> FigureRows:
    columns = (("", "text"), ("増減", "text"), ("件数", "count"), ("元金", "yen"))
    return table(title, columns, tuple((one.sign, one.label, one.count, one.amount) for one in flows))
