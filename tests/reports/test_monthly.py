from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from collections_app.domain.calendar import fiscal_year_of
from collections_app.domain.codes import Source
from collections_app.domain.figures import FIGURE
from collections_app.domain.views import FigureValue
from collections_app.exchange.workbook import write_workbook
from collections_app.reports.measures import MEASURES
from collections_app.reports.monthly import MonthlyBook, MonthlyInput, file_name
from collections_app.reports.monthly_figures import ratio_value
from collections_app.reports.sheet import Formula, Linked, Sheet, value_of
from tests.reports.samples import (
    AS_OF,
    CREATED,
    LABELS,
    STAFF,
    START,
    Records,
    counted,
    details_of,
    half_up,
    made,
    month_of,
    records_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_app.reports.sheet import Line

FRONT = ["表紙", "実績", "グラフ", "月別", "課別・担当別", "回収原因別", "経過年数別", "経過年数別回収率", "求償権残高", "時効", "免除・停止・整理台帳"]  # fmt: skip
DETAILS = ["回収", "訪問督促", "任意処分", "法的手続", "免除", "経営支援", "管理事務停止", "求償権整理", "代位弁済", "残高"]  # fmt: skip
MONTH = AS_OF.replace(day=1)


@pytest.fixture(scope="module")
def given() -> MonthlyInput:
    return month_of(80)


@pytest.fixture(scope="module")
def records() -> Records:
    return records_of(details_of(80))


@pytest.fixture(scope="module")
def sheets(given: MonthlyInput) -> dict[str, Sheet]:
    return made(given)


def lines_of(sheet: Sheet) -> dict[tuple[object, ...], Line]:
    return {tuple(line.cells[:2]): line for line in sheet.lines}


def plain(cell: object) -> object:
    return cell.cell if isinstance(cell, Linked) else cell


def shown(line: Line) -> list[object]:
    return [value_of(cell) for cell in line.cells]


def with_figure(given: MonthlyInput, key: str, **changes: Any) -> MonthlyInput:
    figures = {**given.numbers.figures, key: given.numbers.figures[key]._replace(**changes)}
    return replace(given, numbers=replace(given.numbers, figures=figures))


def test_the_sheets_and_their_order(given: MonthlyInput) -> None:
    book = MonthlyBook(given).workbook()
    names = [sheet.table.name if isinstance(sheet, Sheet) else sheet.name for sheet in book.sheets]
    assert names == [*FRONT, *(f"明細_{name}" for name in DETAILS), "注記", "名前"]


def test_every_figure_has_its_line_with_what_its_rows_add_up_to(
    given: MonthlyInput, records: Records, sheets: dict[str, Sheet]
) -> None:
    lines, of_month = lines_of(sheets["実績"]), counted(records, MONTH)
    for key, figure in given.numbers.figures.items():
        _, _, month, year, previous, ratio, plan, plan_ratio, rows, check = lines[figure.label, figure.unit].cells
        assert value_of(year) == figure.current == value_of(rows)
        assert (previous, plan) == (figure.previous, figure.plan)
        assert all(isinstance(cell, Formula) for cell in (ratio, plan_ratio, rows, check))
        assert value_of(check) == "一致"
        assert value_of(month) == ("－" if MEASURES[key].dated is None else of_month[key])
        assert isinstance(year, Linked)
        assert year.target == f"'明細_{MEASURES[key].group}'!A1"


def test_ratios_are_those_of_the_figures(given: MonthlyInput, sheets: dict[str, Sheet]) -> None:
    lines = lines_of(sheets["実績"])
    for figure in given.numbers.figures.values():
        cells = lines[figure.label, figure.unit].cells
        expected = {None: "－", "new": "新規取組み"}.get(figure.note)
        assert str(value_of(cells[5])) == (figure.ratio or expected)
        assert str(value_of(cells[7])) == (figure.plan_ratio or "－")


def test_totals_are_sums_of_the_lines_above(sheets: dict[str, Sheet]) -> None:
    sheet = sheets["実績"]
    row = next(row for row, line in sheet.placed() if line.cells[0] == "総回収（元損）")
    line = dict(sheet.placed())[row]
    assert line.role == "total"
    assert plain(line.cells[3]).text == f"=D{row - 2}+D{row - 1}"  # type: ignore[attr-defined]
    assert plain(line.cells[2]).text == f"=C{row - 2}+C{row - 1}"  # type: ignore[attr-defined]


def test_formulas_name_what_the_book_defines(given: MonthlyInput, sheets: dict[str, Sheet]) -> None:
    book = MonthlyBook(given)
    book.values(lambda _text, _number: None)
    names = dict(book.workbook().names())
    assert names["回収_元損"] == "'明細_回収'!$P$2:$P$81"
    assert names["基準日"] == "'実績'!$D$2"
    assert plain(lines_of(sheets["実績"])["定期回収", "円"].cells[2]).text == (  # type: ignore[attr-defined]
        '=SUMIFS(回収_元損,回収_回収区分,"定期",回収_計上日,">="&当月初日,回収_計上日,"<="&基準日)'
    )
    assert len({name.casefold() for name in names}) == len(names)
    assert all(re.fullmatch(r"[^\W\d]\w*", name) for name in names)


def test_a_figure_its_rows_do_not_give_is_shown_as_different(given: MonthlyInput) -> None:
    wrong = made(with_figure(given, "visit", current=5))
    line = lines_of(wrong["実績"])["訪問督促", "回"]
    assert (value_of(line.cells[3]), value_of(line.cells[9])) == (5, "不一致")
    last = wrong["表紙"].above[-1]
    assert shown(last)[1] == "不一致があります。シートの照合を見てください"
    assert shown(last)[4] == 4  # 実績, 月別, sections, staff
    assert shown(made(given)["表紙"].above[-1])[1::3] == ["すべて一致", 0]


def test_a_figure_of_a_later_day_is_shown_under_others(given: MonthlyInput) -> None:
    extra = FigureValue("new.figure", "新しい項目", "件", 3, 2, "150.0", None, None, None)
    figures = {key: value for key, value in given.numbers.figures.items() if key != "visit"}
    numbers = replace(given.numbers, figures={**figures, "new.figure": extra})
    lines = lines_of(made(replace(given, numbers=numbers))["実績"])
    assert lines["その他", None].role == "section"
    assert shown(lines["新しい項目", "件"])[2:5] == ["－", 3, 2]
    assert ("訪問督促", "回") not in lines


def test_a_group_counts_the_rows_of_its_own_number_only(records: Records, sheets: dict[str, Sheet]) -> None:
    sheet = sheets["課別・担当別"]
    headings = sheet.table.headings
    columns = {"visit": 2, "recovery.total": headings.index("総回収（元損）（円）"), "outstanding.principal": 13}
    for number, _, name in STAFF:
        line = next(line for line in sheet.lines[4:] if line.cells[0] == number)
        values = counted(records, START, ("職員番号", number))
        assert {key: value_of(line.cells[column]) for key, column in columns.items()} == {
            key: values[key] for key in columns
        }
        assert line.cells[1] == (name or "（記載なし）")
    assert [line.cells[0] for line in sheet.lines if line.role == "total"] == ["課 計", "担当者 計"]
    checks = [value_of(cell) for line in sheet.lines if line.role == "check" for cell in line.cells[2:-2]]
    assert Counter(checks) == {"一致": 24}
    assert next(line for line in sheet.lines if line.cells[0] == "廃課").cells[-2] == 5  # nothing but last year


def test_recovery_by_source_and_channel(records: Records, sheets: dict[str, Sheet]) -> None:
    sheet = sheets["回収原因別"]
    for source in Source:
        line = next(line for line in sheet.lines if line.cells[0] == source.label)
        year, month = (counted(records, day, ("回収原因", source.label)) for day in (START, MONTH))
        regular, irregular = year["recovery.regular"], year["recovery.irregular"]
        assert shown(line)[2:4] == [month["recovery.total"], year["recovery.total"]]
        assert shown(line)[7:] == [regular, irregular]
    assert [shown(line)[4] for line in sheet.lines if line.cells[0] in ("競売配当", "")] == [9, 2]
    assert [value_of(line.cells[3]) for line in sheet.lines if line.role == "check"] == ["一致", "一致"]


def test_recovery_by_elapsed_year(records: Records, sheets: dict[str, Sheet]) -> None:
    sheet = sheets["経過年数別"]
    lines = [line for line in sheet.lines if line.role == "body"]
    assert [line.cells[:2] for line in lines] == [(year, f"{year + 1}年目") for year in range(15)]
    for year, line in enumerate(lines):
        assert value_of(line.cells[3]) == counted(records, START, ("経過年", year))["recovery.total"]
    assert lines[14].cells[4] == 4


def test_the_months_add_up_and_stand_beside_last_years(records: Records, sheets: dict[str, Sheet]) -> None:
    sheet = sheets["月別"]
    placed = list(sheet.lines)
    at = next(place for place, line in enumerate(placed) if line.cells[0] == "総回収（元損）")
    now, before = placed[at], placed[at + 1]
    for place in range(12):
        first = date(2024 + (place > 8), (place + 3) % 12 + 1, 1)
        rows = [row for row in records["recovery.total"] if row["計上日"].replace(day=1) == first]  # type: ignore[attr-defined]
        assert value_of(now.cells[3 + place]) == sum(row["元損"] for row in rows)  # type: ignore[misc]
    assert value_of(now.cells[15]) == counted(records, START)["recovery.total"]
    assert value_of(now.cells[16]) == "一致"
    assert before.cells[3:5] == (11, 0)
    cumulative = next(line for line in placed if line.cells[0] == "総回収（元損）の累計" and line.role == "body")
    assert value_of(cumulative.cells[14]) == value_of(now.cells[15])


def test_months_that_have_not_come_are_empty(given: MonthlyInput) -> None:
    numbers = replace(given.numbers, as_of=date(2024, 5, 31), period=(START, date(2024, 5, 31)))
    sheet = made(replace(given, numbers=numbers))["月別"]
    line = next(line for line in sheet.lines if line.cells[0] == "総回収（元損）")
    assert [cell is None for cell in line.cells[3:15]] == [False] * 2 + [True] * 10


def test_the_balance_rolls_forward_and_is_compared(given: MonthlyInput, sheets: dict[str, Sheet]) -> None:
    lines = list(sheets["求償権残高"].lines)
    roll = given.numbers.year.roll
    assert [value_of(line.cells[2]) for line in lines[1:9]] == [
        roll.opening, roll.subrogated, -roll.recovered, -500, -300, 100, roll.closing, "一致",
    ]  # fmt: skip
    assert lines[3].cells[2].text.startswith("=-SUMIFS(回収_元金充当")  # type: ignore[attr-defined]
    assert [shown(line)[1:3] for line in lines if line.role == "check"] == [["一致", "一致"]] * 4
    assert [value_of(line.cells[2]) for line in lines[11:14]] == [9, 0, -4]


def test_the_balance_by_the_year_it_began(records: Records, sheets: dict[str, Sheet]) -> None:
    found = Counter(f"{fiscal_year_of(row['代位弁済日'])}年度" for row in records["outstanding.count"])  # type: ignore[arg-type]
    shown_ = {
        line.cells[0]: value_of(line.cells[1])
        for line in sheets["求償権残高"].lines
        if str(line.cells[0]).endswith("年度")
    }
    assert shown_ == found


def test_the_registers_hold_every_record_once(records: Records, sheets: dict[str, Sheet]) -> None:
    rows = list(sheets["免除・停止・整理台帳"].table.rows)
    assert Counter(row[0] for row in rows) == {"免除": 80, "管理事務停止": 80, "求償権整理": 80}
    assert [row[1] for row in rows[:80]] == sorted(row["免除日"] for row in records["release.all.count"])  # type: ignore[type-var]
    assert all((row[2] == "当月") == (row[1] >= MONTH) for row in rows)  # type: ignore[operator]
    above = {line.cells[0]: shown(line) for line in sheets["免除・停止・整理台帳"].above}
    assert above["連帯保証債務免除"][3] == 80
    assert above["求償権整理"][6] == sum(row["整理額"] for row in records["claim_closing"])  # type: ignore[misc]


def test_the_sheet_of_limitation_says_what_it_is_not(sheets: dict[str, Sheet]) -> None:
    above = sheets["時効"].above
    assert "計算していません" in str(above[2].cells[0])
    counts = {line.cells[0]: shown(line)[1:5] for line in above[4:7]}
    assert counts == {"承認": [1, None, 1, 0], "催告": [0, None, 1, 2], "協議合意": [0, None, 0, 0]}


def test_rates_by_elapsed_year(sheets: dict[str, Sheet]) -> None:
    lines = sheets["経過年数別回収率"].lines
    assert [str(value_of(cell)) for cell in lines[5].cells[2:]] == ["1.2", "2.3", "2.5"]
    assert [str(value_of(cell)) for cell in lines[6].cells[2:]] == ["0", "0"]
    assert lines[5].kind == "percent"
    assert lines[5].cells[2].text == "=IF($B5=0,0,ROUND(C5*1000/$B5,0)/10)"  # type: ignore[attr-defined]


def test_an_empty_month_says_so() -> None:
    sheets = made(month_of(0))
    assert any("当月に計上・記録されたものはありません" in str(line.cells[0]) for line in sheets["表紙"].above)
    assert not any("当月に計上" in str(line.cells[0]) for line in made(month_of(30))["表紙"].above)


def test_charts_are_drawn_from_cells_that_are_there(sheets: dict[str, Sheet]) -> None:
    charts = sheets["グラフ"].charts
    assert len(charts) == 6
    for chart in charts:
        drawn = [one.values for one in chart.series]  # noqa: PD011  (of a chart, not of pandas)
        for area in (chart.categories, *drawn):
            sheet = sheets[area.sheet]
            there = {sheet.first_row - 1, *(row for row, _ in sheet.placed())}
            assert set(range(area.first_row, area.last_row + 1)) <= there
            assert area.last_column < len(sheet.table.columns)


def test_notes_define_every_figure_with_the_version_of_its_rule(given: MonthlyInput, sheets: dict[str, Sheet]) -> None:
    cells = [tuple(line.cells) for line in sheets["注記"].lines]
    assert set(LABELS) == set(MEASURES) == set(given.numbers.figures)
    for key, figure in given.numbers.figures.items():
        assert (f"{figure.label}（{figure.unit}）", FIGURE[key].counted, FIGURE[key].version) in cells
    assert ("基準日", "令和7年3月31日（2025-03-31）", None) in cells
    assert ("作成日時", "2025-04-01 15:30", None) in cells


def test_every_name_has_its_value_on_the_sheet_of_names(given: MonthlyInput, sheets: dict[str, Sheet]) -> None:
    book = MonthlyBook(given)
    values = book.values(lambda _text, _number: None)
    listed = {line.cells[0]: line.cells[2] for line in sheets["名前"].lines}
    assert listed.keys() == values.keys()
    assert values["fig_recovery_total_ytd"] == given.numbers.figures["recovery.total"].current
    assert values["months_recovery_total"] == [
        value_of(cell)
        for cell in next(line for line in sheets["月別"].lines if line.cells[0] == "総回収（元損）").cells[3:15]
    ]
    assert values["source_auction_previous"] == 9
    assert values["roll_principal_closing_ytd"] == given.numbers.year.roll.closing


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
def path(given: MonthlyInput, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("monthly") / "month.xlsx"
    write_workbook(MonthlyBook(given).workbook(), path)
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


@pytest.mark.parametrize(("start", "column"), [("2024-04-01", 3), ("2024-04-01", 8), ("2025-03-01", 2)])
def test_the_file_adds_up_to_what_it_shows(path: Path, start: str, column: int) -> None:
    sheet = openpyxl.load_workbook(path, data_only=True)["実績"]
    found = {(row[0], row[1]): row[column] for row in sheet.iter_rows(min_row=5, values_only=True)}
    expected = added_up(path, start)
    assert len(expected) == 16
    assert {key: found[key] for key in expected} == dict(expected)


def test_the_file_holds_the_rows_themselves(path: Path) -> None:
    file = openpyxl.load_workbook(path)
    sheet = file["明細_回収"]
    assert sheet.max_row == 81
    assert [cell.value for cell in sheet[1]][-1] == "元損（円）"
    assert sheet["N2"].data_type == "n"
    assert sheet["E2"].is_date
    assert sheet["A2"].value == "00000000"
    assert file["実績"]["C6"].data_type == "f"
    assert file["実績"]["D6"].hyperlink.location == "'明細_訪問督促'!A1"
    assert file["実績"]["D2"].value.date() == AS_OF
    numbers = {sheet["K" + str(row)].value for row in range(2, sheet.max_row + 1)}
    assert numbers == {"0001", "1", "S*", "s*", None}
    assert len(file["グラフ"]._charts) == 6
