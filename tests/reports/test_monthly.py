from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from collections_app.domain.views import FigureValue, GroupValue
from collections_app.exchange.workbook import write_workbook
from collections_app.reports.measures import MEASURES
from collections_app.reports.monthly import MonthlyInput, file_name, monthly_workbook
from collections_app.reports.monthly_notes import DEFINITIONS
from collections_app.reports.monthly_summary import ratio_value
from collections_app.reports.sheet import Formula, Line, Sheet, Workbook
from tests.reports.samples import AS_OF, CREATED, LABELS, STAFF, half_up, month_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SHEETS = ["集計", "経過年数別回収率", "課・担当者別", "残高の増減"]
DETAILS = [
    "回収",
    "訪問督促",
    "任意処分",
    "法的手続",
    "免除",
    "経営支援",
    "管理事務停止",
    "求償権整理",
    "代位弁済",
    "残高",
]


def sheet_of(book: Workbook, name: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.table.name == name)


def lines_of(book: Workbook, name: str = "集計") -> dict[tuple[object, ...], Line]:
    return {tuple(line.cells[:2]): line for line in sheet_of(book, name).lines}


def value_of(cell: object) -> object:
    return cell.value if isinstance(cell, Formula) else cell


def with_figures(given: MonthlyInput, **changes: FigureValue) -> MonthlyInput:
    named = {key.replace("__", "."): value for key, value in changes.items()}
    return replace(given, summary=replace(given.summary, figures={**given.summary.figures, **named}))


@pytest.fixture(scope="module")
def given() -> MonthlyInput:
    return month_of(80)


@pytest.fixture(scope="module")
def book(given: MonthlyInput) -> Workbook:
    return monthly_workbook(given)


def test_the_sheets_and_their_order(book: Workbook) -> None:
    assert [sheet.table.name for sheet in book.sheets] == [*SHEETS, *(f"明細_{name}" for name in DETAILS), "注記"]


def test_every_figure_has_its_line_with_formulas_and_plain_numbers(given: MonthlyInput, book: Workbook) -> None:
    lines = lines_of(book)
    for key, figure in given.summary.figures.items():
        _, _, month, year, previous, ratio, plan, plan_ratio = lines[figure.label, figure.unit].cells
        assert isinstance(year, Formula)
        assert year.value == figure.current
        assert (previous, plan) == (figure.previous, figure.plan)
        assert isinstance(ratio, Formula)
        assert isinstance(plan_ratio, Formula)
        stock = MEASURES[key].dated is None
        assert value_of(month) == ("－" if stock else given.month_figures[key].current)
        assert isinstance(month, Formula) is not stock


def test_ratios_are_those_of_the_figures(given: MonthlyInput, book: Workbook) -> None:
    lines = lines_of(book)
    for figure in given.summary.figures.values():
        cells = lines[figure.label, figure.unit].cells
        expected = {None: "－", "new": "新規取組み"}.get(figure.note)
        assert str(value_of(cells[5])) == (figure.ratio or expected)
        assert str(value_of(cells[7])) == (figure.plan_ratio or "－")


def test_totals_are_sums_of_the_lines_above(book: Workbook) -> None:
    lines = sheet_of(book, "集計").lines
    first = sheet_of(book, "集計").first_row
    row = next(i for i, line in enumerate(lines) if line.cells[0] == "総回収（元損）")
    assert lines[row].role == "total"
    assert lines[row].cells[3] == Formula(
        f"=D{first + row - 2}+D{first + row - 1}",
        lines_of(book)["総回収（元損）", "円"].cells[3].value,  # type: ignore[attr-defined]
    )
    assert str(lines[row].cells[2].text).startswith("=C")  # type: ignore[attr-defined]


def test_formulas_name_what_the_book_defines(book: Workbook) -> None:
    names = dict(book.names)
    assert names["回収_元損"] == "'明細_回収'!$O$2:$O$81"
    assert names["基準日"] == "'集計'!$C$3"
    assert lines_of(book)["定期回収", "円"].cells[3].text == (  # type: ignore[attr-defined]
        '=SUMIFS(回収_元損,回収_回収区分,"定期",回収_計上日,">="&年度初日,回収_計上日,"<="&基準日)'
    )


def test_a_value_its_rows_do_not_give_is_a_plain_number_and_noted(given: MonthlyInput) -> None:
    figure = replace(given.summary.figures["recovery.total"], current=5)
    book = monthly_workbook(with_figures(given, recovery__total=figure))
    assert lines_of(book)["総回収（元損）", "円"].cells[3] == 5
    noted = ("総回収（元損）", "明細の合計と一致しないため、数式でなく集計値を数値で示す。")
    assert noted in [tuple(line.cells) for line in sheet_of(book, "注記").lines]
    assert noted not in [tuple(line.cells) for line in sheet_of(monthly_workbook(given), "注記").lines]


def test_without_rows_there_are_plain_numbers_and_no_sheets(given: MonthlyInput) -> None:
    book = monthly_workbook(replace(given, details=()))
    assert [sheet.table.name for sheet in book.sheets] == [*SHEETS, "注記"]
    for figure in given.summary.figures.values():
        assert value_of(lines_of(book)[figure.label, figure.unit].cells[3]) == figure.current
    assert [name for name, _ in book.names] == ["基準日", "当月初日", "年度初日"]


def test_without_month_figures_the_month_is_counted_from_the_rows(given: MonthlyInput, book: Workbook) -> None:
    alone = monthly_workbook(replace(given, month_figures={}))
    assert [value_of(line.cells[2]) for line in sheet_of(alone, "集計").lines if line.role != "section"] == [
        value_of(line.cells[2]) for line in sheet_of(book, "集計").lines if line.role != "section"
    ]


def test_a_figure_of_a_later_day_is_shown_under_others(given: MonthlyInput) -> None:
    extra = FigureValue("new.figure", "新しい項目", "件", 3, 2, "150.0", None, None, None)
    without = {key: value for key, value in given.summary.figures.items() if key != "visit"}
    figures = {**without, "new.figure": extra}
    book = monthly_workbook(replace(given, summary=replace(given.summary, figures=figures)))
    assert lines_of(book)["その他", None].role == "section"
    assert lines_of(book)["新しい項目", "件"].cells[2:5] == (None, 3, 2)
    assert ("訪問督促", "回") not in lines_of(book)


def test_a_group_counts_the_rows_of_its_own_number_only(given: MonthlyInput, book: Workbook) -> None:
    sheet = sheet_of(book, "課・担当者別")
    for number, _, name in STAFF:
        line = next(line for line in sheet.lines if line.cells[:2] == ("担当者", number))
        figures = next(group for group in given.summary.staff if group.key == number).figures
        assert value_of(line.cells[3]) == figures["visit"].current
        assert isinstance(line.cells[10], Formula)
        assert line.cells[2] == (name or "（なし）")
    assert [line.cells[0] for line in sheet.lines if line.role == "total"] == ["課 計", "担当者 計"]


def test_a_group_that_its_rows_do_not_give_is_plain_and_noted(given: MonthlyInput) -> None:
    odd = GroupValue("第一課", "第一課", {"visit": replace(given.summary.figures["visit"], current=999)})
    book = monthly_workbook(replace(given, summary=replace(given.summary, sections=(odd,), staff=())))
    assert next(line.cells[3] for line in sheet_of(book, "課・担当者別").lines) == 999
    assert "訪問督促（第一課）" in [line.cells[0] for line in sheet_of(book, "注記").lines]


def test_the_roll_forward_adds_up_and_agrees(given: MonthlyInput, book: Workbook) -> None:
    lines = sheet_of(book, "残高の増減").lines
    roll = given.summary.roll_forward
    assert [value_of(line.cells[1]) for line in lines] == [
        roll.opening,
        roll.subrogated,
        -roll.recovered,
        -500,
        -300,
        100,
        roll.closing,
        roll.closing,
        0,
    ]
    assert lines[2].cells[1].text.startswith("=-SUMIFS(回収_元金充当")  # type: ignore[attr-defined]
    assert lines[6].cells[1].text == "=SUM(B3:B8)"  # type: ignore[attr-defined]


def test_the_roll_forward_without_rows_or_balance_is_plain(given: MonthlyInput) -> None:
    figures = {key: value for key, value in given.summary.figures.items() if key != "outstanding.principal"}
    book = monthly_workbook(replace(given, details=(), summary=replace(given.summary, figures=figures)))
    lines = sheet_of(book, "残高の増減").lines
    assert lines[1].cells[1] == given.summary.roll_forward.subrogated
    assert len(lines) == 7


def test_rates_by_elapsed_year(book: Workbook) -> None:
    lines = sheet_of(book, "経過年数別回収率").lines
    assert [str(value_of(cell)) for cell in lines[5].cells[2:]] == ["1.2", "2.3", "2.5"]
    assert [str(value_of(cell)) for cell in lines[6].cells[2:]] == ["0", "0"]
    assert lines[5].kind == "percent"
    assert lines[5].cells[2].text == "=IF($B4=0,0,ROUND(C4*1000/$B4,0)/10)"  # type: ignore[attr-defined]


def test_no_cohorts_no_groups(given: MonthlyInput) -> None:
    summary = replace(given.summary, cohorts=(), sections=(), staff=())
    book = monthly_workbook(replace(given, summary=summary))
    assert len(sheet_of(book, "経過年数別回収率").table.columns) == 2
    assert sheet_of(book, "課・担当者別").lines == ()


def test_notes_define_every_figure(given: MonthlyInput, book: Workbook) -> None:
    assert set(DEFINITIONS) == set(LABELS) == set(MEASURES)
    cells = [tuple(line.cells) for line in sheet_of(book, "注記").lines]
    assert ("基準日", "令和7年3月31日（2025-03-31）") in cells
    assert ("作成日時", "2025-04-01 15:30") in cells
    assert ("訪問督促（回）", DEFINITIONS["visit"]) in cells
    assert ("協会", "（記載なし）") in [
        tuple(line.cells) for line in sheet_of(monthly_workbook(replace(given, corporation="")), "注記").lines
    ]


@pytest.mark.parametrize(
    ("current", "base", "rate"),
    [
        (43, 35, "122.9"),
        (438_274_180, 324_886_913, "134.9"),
        (23, 2000, "1.2"),
        (1, 80, "1.3"),
        (-23, 2000, "-1.2"),
        (0, 5, "0.0"),
    ],
)
def test_ratios_are_rounded_half_up_from_whole_values(current: int, base: int, rate: str) -> None:
    assert str(ratio_value(current, base)) == rate == half_up(current, base)


def test_ratios_of_large_amounts_lose_nothing() -> None:
    big = 10**13
    assert ratio_value(big * 10 + 5, big) == Decimal("1000.0")


def test_the_file_is_named_after_its_month() -> None:
    assert file_name(AS_OF, CREATED) == "求償権回収月報_R07-03_20250401-1530.xlsx"


# The written file, added up again from its own detail sheets by other means than its formulas.


@pytest.fixture(scope="module")
def path(book: Workbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("monthly") / "month.xlsx"
    write_workbook(book, path)
    return path


def frame(path: Path, group: str) -> Any:
    return pd.read_excel(path, sheet_name=f"明細_{group}", dtype={"関係人番号": str, "職員番号": str}, na_filter=False)


def added_up(path: Path, start: str) -> Mapping[tuple[str, str], int]:
    def since(group: str, heading: str) -> Any:
        rows = frame(path, group)
        return rows[rows[heading] >= start]

    recovery, release, action = since("回収", "計上日"), since("免除", "免除日"), since("法的手続", "申立日")
    support, subrogation = since("経営支援", "実施日"), since("代位弁済", "代位弁済日")
    by_type = recovery.groupby("回収区分")["元損（円）"].sum()
    by_channel = release.groupby("取扱")["弁済額（円）"].agg(["count", "sum"])
    actions, parties = action["集計項目"].value_counts(), support.groupby("集計項目")["関係人番号"].nunique()
    counts = {"訪問督促": since("訪問督促", "日付"), "任意処分成約件数": since("任意処分", "成約日")}
    return {
        **{(label, "回" if label == "訪問督促" else "件"): len(rows) for label, rows in counts.items()},
        ("競売申立件数", "件"): actions.get("競売申立", 0),
        ("仮差押、仮処分申立件数", "件"): actions.get("仮差押・仮処分", 0),
        ("訴訟申立件数", "件"): actions.get("訴訟", 0),
        ("総回収（元損）", "円"): (recovery["元金充当（円）"] + recovery["損害金充当（円）"]).sum(),
        ("定期回収", "円"): by_type.get("定期", 0),
        ("不定期回収", "円"): by_type.get("不定期", 0),
        ("整理後回収", "円"): recovery[recovery["整理後"] == "整理後"]["元損（円）"].sum(),
        ("連帯保証債務免除 全体", "件"): len(release),
        ("連帯保証債務免除 サービサー", "円"): by_channel["sum"].get("サービサー", 0),
        ("連帯保証債務免除 債権管理課", "件"): by_channel["count"].get("債権管理課", 0),
        ("専門家派遣", "企業"): parties.get("専門家派遣", 0),
        ("求償権消滅保証", "企業"): parties.get("求償権消滅保証", 0),
        ("代位弁済", "件"): len(subrogation),
        ("代位弁済", "円"): (subrogation["代位弁済元金（円）"] + subrogation["代位弁済利息（円）"]).sum(),
    }


@pytest.mark.parametrize(("start", "column"), [("2024-04-01", 3), ("2025-03-01", 2)])
def test_the_file_adds_up_to_what_it_shows(path: Path, start: str, column: int) -> None:
    sheet = openpyxl.load_workbook(path, data_only=True)["集計"]
    shown = {(row[0], row[1]): row[column] for row in sheet.iter_rows(min_row=6, values_only=True)}
    expected = added_up(path, start)
    assert len(expected) == 16
    assert {key: shown[key] for key in expected} == dict(expected)


def test_the_file_holds_the_rows_themselves(path: Path, given: MonthlyInput) -> None:
    file = openpyxl.load_workbook(path)
    sheet = file["明細_回収"]
    rows = next(rows for rows in given.details if rows.key == "recovery.total")
    assert sheet.max_row == len(rows.rows) + 1
    assert [cell.value for cell in sheet[1]][-1] == "元損（円）"
    assert sheet["N2"].data_type == "n"
    assert sheet["E2"].is_date
    assert sheet["A2"].value == "00000000"
    assert file["集計"]["D7"].data_type == "f"
    assert file["集計"]["C3"].value.date() == AS_OF
    assert all(sheet["J" + str(row)].value in ("0001", "1", "S*", None) for row in range(2, sheet.max_row + 1))
