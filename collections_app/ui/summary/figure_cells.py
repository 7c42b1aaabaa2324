"""The rows of the summary's tables: figures as cells, every number with what it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_app.domain.money import Unit
from collections_app.ui import look
from collections_app.ui.summary import words
from collections_app.ui.summary.cell_table import Cell, Head

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.breakdowns import FigureWanted
    from collections_app.domain.summary_views import SummarySeen
    from collections_app.domain.views import FigureValue

# label, figure, indent: the order of the yearly report
ACTIONS: tuple[tuple[str, str, int], ...] = (
    ("訪問督促", "visit", 0),
    ("任意処分成約", "voluntary_disposal", 0),
    ("競売申立", "auction_petition", 0),
    ("仮差押・仮処分申立", "provisional_remedy", 0),
    ("訴訟申立", "lawsuit", 0),
    ("連帯保証債務免除", "release.all.count", 0),
    ("金額", "release.all.amount", 1),
    ("債権管理課", "release.direct.count", 1),
    ("金額", "release.direct.amount", 2),
    ("サービサー", "release.servicer.count", 1),
    ("金額", "release.servicer.amount", 2),
    ("専門家派遣", "expert_dispatch", 0),
    ("求償権消滅保証", "extinguishing_guarantee", 0),
    ("管理事務停止", "administration_stop", 0),
    ("求償権整理", "claim_closing", 0),
)

BALANCE: tuple[tuple[str, str, int], ...] = (
    ("代位弁済 件数", "subrogation.count", 0),
    ("金額", "subrogation.amount", 1),
    ("求償権残高 件数", "outstanding.count", 0),
    ("元金", "outstanding.principal", 1),
    ("管理事務停止中", "stopped.count", 1),
    ("整理後回収", "recovery_after_closing", 0),
)


_PAD, _LEAST = 18, 64


def figure_heads(figures: Mapping[str, FigureValue] | None = None, unit: Unit = Unit.MILLION) -> tuple[Head, ...]:
    """Return the headings of a table of figures, wide enough for the longest number."""
    values = [
        words.amount_text(value, figure.unit, unit)
        for figure in (figures or {}).values()
        for value in (figure.current, figure.previous)
    ]
    wide = max((len(value) * look.BODY // 2 + _PAD for value in values), default=0)
    return (
        Head("項目", 134, is_wide=True),
        Head("今年度", max(wide, _LEAST), is_number=True, is_wide=True),
        Head("単位", 58),
        Head("前年度", max(wide, _LEAST), is_number=True, is_wide=True),
        Head("前年比 %", 72, is_number=True),
    )


def figure_cells(lines: Sequence[tuple[str, str, int]], seen: SummarySeen, unit: Unit) -> list[list[Cell]]:
    """Return a row for each line whose figure is there."""
    figures = seen.summary.figures
    return [figure_row(label, indent, figures[key], unit, seen) for label, key, indent in lines if key in figures]


def figure_row(label: str, indent: int, figure: FigureValue, unit: Unit, seen: SummarySeen) -> list[Cell]:
    """Return label, this year, unit, last year, ratio."""
    return [
        Cell(label, "text" if indent == 0 else "soft", indent=indent),
        amount_cell(figure.current, figure, unit, seen.rows_of(figure.key)),
        Cell(words.unit_text(figure.unit, unit), "faint"),
        amount_cell(figure.previous, figure, unit, seen.rows_of(figure.key, is_previous=True), "soft"),
        ratio_cell(figure),
    ]


def amount_cell(value: int, figure: FigureValue, unit: Unit, opens: FigureWanted, color: str = "text") -> Cell:
    """Return a value of a figure that opens its rows."""
    return Cell(words.amount_text(value, figure.unit, unit), color, opens, sorts=value)


def ratio_cell(figure: FigureValue) -> Cell:
    """Return how a figure stands to the year before."""
    return Cell(
        words.ratio_with_arrow(figure), words.ratio_color(figure), sorts=float(figure.ratio) if figure.ratio else None
    )
