"""The rows of the summary's tables: figures as cells, every number with what it opens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_app.domain.money import Unit
from collections_app.ui import look
from collections_app.ui.summary import words
from collections_app.ui.summary.cell_table import Cell, Head
from collections_app.ui.summary.choices import FigureChoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_app.domain.views import FigureValue, GroupValue

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
    ("求償権残高", "outstanding.count", 0),
    ("元金", "outstanding.principal", 1),
    ("管理事務停止中", "stopped.count", 1),
    ("整理後回収", "recovery_after_closing", 0),
)

BALANCE: tuple[tuple[str, str, int], ...] = (
    ("代位弁済 件数", "subrogation.count", 0),
    ("金額", "subrogation.amount", 1),
    ("求償権残高 件数", "outstanding.count", 0),
    ("元金", "outstanding.principal", 1),
    ("管理事務停止中", "stopped.count", 1),
    ("整理後回収", "recovery_after_closing", 0),
)


# heading, figure; the amounts first
_GROUP_AMOUNTS = (("定期", "recovery.regular"), ("不定期", "recovery.irregular"), ("代位弁済", "subrogation.amount"))
_GROUP_COUNTS = (
    ("訪問", "visit"),
    ("任意処分", "voluntary_disposal"),
    ("競売", "auction_petition"),
    ("保全", "provisional_remedy"),
    ("訴訟", "lawsuit"),
    ("免除", "release.all.count"),
    ("停止", "administration_stop"),
    ("整理", "claim_closing"),
)
_TOTAL = "recovery.total"
_NARROW, _FOUR, _AMOUNT, _PAD, _LEAST = 48, 66, 106, 18, 64


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


def figure_cells(
    lines: Sequence[tuple[str, str, int]], figures: Mapping[str, FigureValue], unit: Unit
) -> list[list[Cell]]:
    """Return a row for each line whose figure is there."""
    return [figure_row(label, indent, figures[key], unit) for label, key, indent in lines if key in figures]


def figure_row(label: str, indent: int, figure: FigureValue, unit: Unit) -> list[Cell]:
    """Return label, this year, unit, last year, ratio."""
    return [
        Cell(label, "text" if indent == 0 else "soft", indent=indent),
        Cell(words.amount_text(figure.current, figure.unit, unit), opens=FigureChoice(figure.key)),
        Cell(words.unit_text(figure.unit, unit), "faint"),
        Cell(
            words.amount_text(figure.previous, figure.unit, unit),
            "soft",
            opens=FigureChoice(figure.key, is_previous=True),
        ),
        Cell(words.ratio_with_arrow(figure), words.ratio_color(figure)),
    ]


def group_heads(first: str, unit: Unit, groups: Sequence[GroupValue] = ()) -> tuple[Head, ...]:
    """Return the headings of the section or staff table, wide enough for the longest amount; the unit is in them."""
    keys = [_TOTAL, *(key for _, key in _GROUP_AMOUNTS)]
    figures = [group.figures[key] for group in groups for key in keys if key in group.figures]
    amounts = [amount for figure in figures for amount in (figure.current, figure.previous)]
    longest = max((len(words.amount_text(amount, words.YEN, unit)) for amount in amounts), default=0)
    wide = max(_AMOUNT, longest * look.BODY // 2 + _PAD)

    def amount(word: str) -> Head:
        return Head(f"{word} {unit.label}", wide, is_number=True)

    counts = (Head(word, _FOUR if len(word) > len("訪問") else _NARROW, is_number=True) for word, _ in _GROUP_COUNTS)
    return (
        Head(first, 108, is_wide=True),
        amount("総回収"),
        Head("前年度", wide, is_number=True),
        Head("前年比 %", 76, is_number=True),
        *(amount(word) for word, _ in _GROUP_AMOUNTS),
        *counts,
    )


def group_cells(groups: Sequence[GroupValue], unit: Unit, *, is_staff: bool) -> list[list[Cell]]:
    """Return a row for each section or person; of a person the name alone, unless two have the same."""
    names = [group.label.partition("（")[0] if is_staff else group.label for group in groups]
    if len(set(names)) < len(names):
        names = [group.label for group in groups]
    return [
        _group_row(replace(group, label=name), unit, is_staff=is_staff)
        for group, name in zip(groups, names, strict=True)
    ]


def _group_row(group: GroupValue, unit: Unit, *, is_staff: bool) -> list[Cell]:
    def opens(key: str, *, is_previous: bool = False) -> FigureChoice:
        section, staff_no = ("", group.key) if is_staff else (group.key, "")
        return FigureChoice(key, is_previous, section, staff_no)

    def number(key: str) -> Cell:
        figure = group.figures.get(key)
        if figure is None:
            return Cell("")
        return Cell(words.amount_text(figure.current, figure.unit, unit), opens=opens(key))

    total = group.figures.get(_TOTAL)
    before, ratio = Cell(""), Cell("")
    if total is not None:
        text = words.amount_text(total.previous, total.unit, unit)
        before = Cell(text, "soft", opens=opens(_TOTAL, is_previous=True))
        ratio = Cell(words.ratio_with_arrow(total), words.ratio_color(total))
    keys = [key for _, key in (*_GROUP_AMOUNTS, *_GROUP_COUNTS)]
    name = group.label or "（記録なし）"
    return [Cell(name), number(_TOTAL), before, ratio, *(number(key) for key in keys)]
