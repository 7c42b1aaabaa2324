"""A made-up month: rows behind figures, and a summary counted from them by other means than the product's."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from fractions import Fraction

from collections_app.domain import codes
from collections_app.domain.month_report import MonthNumbers, Movement, Span
from collections_app.domain.standing import StandingKind
from collections_app.domain.views import Cohort, FigureRows, FigureValue, RollForward
from collections_app.reports.details import AFTER_CLOSING, DETAIL_HEADINGS, STOPPED
from collections_app.reports.monthly import MonthlyBook, MonthlyInput
from collections_app.reports.monthly_details import NEEDED, Detail
from collections_app.reports.sheet import Sheet

Records = dict[str, list[dict[str, object]]]

START, AS_OF = date(2024, 4, 1), date(2025, 3, 31)
CREATED = datetime(2025, 4, 1, 15, 30)
STAFF = (
    ("0001", "第一課", "早坂 一郎"),
    ("1", "第一課", "庄司 花子"),
    ("S*", "第二課", "<b>菅原</b>"),
    ("s*", "第二課", "=1+1"),
    ("", "", ""),
)
HOSTILE = (
    '=HYPERLINK("http://example.invalid","開く")',
    "+1",
    "-2",
    "@SUM(A1)",
    "<b>太字</b>",
    "<r><t>生</t></r>",
    "&amp; 'quote\" _x0041_",
    "株式会社" + "長" * 36,
    "00123",
    "😀𠮷野家髙﨑",
    " 前後に空白 ",
    "1e5",
    "2024-04-01",
)
LABELS = {
    "visit": ("訪問督促", "回"),
    "voluntary_disposal": ("任意処分成約件数", "件"),
    "auction_petition": ("競売申立件数", "件"),
    "provisional_remedy": ("仮差押、仮処分申立件数", "件"),
    "lawsuit": ("訴訟申立件数", "件"),
    "recovery.total": ("総回収（元損）", "円"),
    "recovery.regular": ("定期回収", "円"),
    "recovery.irregular": ("不定期回収", "円"),
    "release.direct.count": ("連帯保証債務免除 債権管理課", "件"),
    "release.direct.amount": ("連帯保証債務免除 債権管理課", "円"),
    "release.servicer.count": ("連帯保証債務免除 サービサー", "件"),
    "release.servicer.amount": ("連帯保証債務免除 サービサー", "円"),
    "release.all.count": ("連帯保証債務免除 全体", "件"),
    "release.all.amount": ("連帯保証債務免除 全体", "円"),
    "expert_dispatch": ("専門家派遣", "企業"),
    "extinguishing_guarantee": ("求償権消滅保証", "企業"),
    "administration_stop": ("管理事務停止", "件"),
    "claim_closing": ("求償権整理", "件"),
    "subrogation.count": ("代位弁済", "件"),
    "subrogation.amount": ("代位弁済", "円"),
    "outstanding.count": ("求償権残高", "件"),
    "outstanding.principal": ("求償権残高", "円"),
    "stopped.count": ("管理事務停止中", "件"),
    "recovery_after_closing": ("整理後回収", "円"),
}
_WORDS: dict[str, tuple[object, ...]] = {
    "回収区分": tuple(code.label for code in codes.RecoveryType),
    "回収原因": tuple(code.label for code in codes.Source),
    "取扱": tuple(code.label for code in codes.Channel),
    "種別": tuple(code.label for code in codes.ActionKind),
    "結果": tuple(code.label for code in codes.ContactOutcome),
    "経過年": tuple(range(12)),
    "整理後": ("", "", "", AFTER_CLOSING),
    "停止中": ("", "", STOPPED),
    "関係人番号": ("7", "07", "007", "P*", "P1", "p2"),  # all different, whatever a spreadsheet makes of them
    "再開日": (None, date(2025, 5, 1)),
    "主債務者": (*HOSTILE, *(f"株式会社髙﨑商店{i}" for i in range(40))),
}


def cell_of(heading: str, kind: str, draw: random.Random, number: int) -> object:
    if heading in _WORDS:
        return draw.choice(_WORDS[heading])
    if kind == "date":
        return START + timedelta(draw.randrange(365))
    if kind == "yen":
        return draw.randrange(-200_000, 9_000_000)
    return f"{number:08d}"


def rows_of(key: str, count: int, seed: int = 1) -> FigureRows:
    draw = random.Random(f"{key}{seed}")
    headings = DETAIL_HEADINGS[key]
    names = [heading for heading, _ in headings]
    rows = []
    for number in range(count):
        row = {heading: cell_of(heading, kind, draw, number) for heading, kind in headings}
        row["職員番号"], row["課"], row["担当者"] = draw.choice(STAFF)
        if "元損" in row:
            row["元損"] = row["元金充当"] + row["損害金充当"]  # type: ignore[operator]
        if "代位弁済利息" in row:
            row["代位弁済額"] = row["代位弁済元金"] + row["代位弁済利息"]  # type: ignore[operator]
        rows.append(tuple(row[name] for name in names))
    kinds = tuple(kind for _, kind in headings)
    return FigureRows(key, LABELS[key][0], tuple(names), kinds, tuple(rows), count, "件")


def counted(  # noqa: C901 - as plain as the definitions, so that it can be read against them
    rows: Records, start: date, who: tuple[str, object] | None = None
) -> dict[str, int]:
    """Every figure, counted row by row in plain words."""
    result = dict.fromkeys(LABELS, 0)
    parties: dict[str, set[object]] = {"expert_dispatch": set(), "extinguishing_guarantee": set()}
    for key, records in rows.items():
        for row in records:
            if who and row.get(who[0]) != who[1]:
                continue
            if key == "recovery.total" and row["計上日"] >= start:  # type: ignore[operator]
                amount = int(row["元金充当"]) + int(row["損害金充当"])  # type: ignore[call-overload]
                result["recovery.total"] += amount
                result["recovery.regular" if row["回収区分"] == "定期" else "recovery.irregular"] += amount
                result["recovery_after_closing"] += amount if row["整理後"] else 0
            elif key == "release.all.count" and row["免除日"] >= start:  # type: ignore[operator]
                for part in ("all", "servicer" if row["取扱"] == "サービサー" else "direct"):
                    result[f"release.{part}.count"] += 1
                    result[f"release.{part}.amount"] += row["弁済額"]  # type: ignore[operator]
            elif key in parties and row["実施日"] >= start:  # type: ignore[operator]
                parties[key].add(row["関係人番号"])
            elif key == "subrogation.count" and row["代位弁済日"] >= start:  # type: ignore[operator]
                result["subrogation.count"] += 1
                result["subrogation.amount"] += row["代位弁済額"]  # type: ignore[operator]
            elif key == "outstanding.count":
                result["outstanding.count"] += 1
                result["outstanding.principal"] += row["元金残高"]  # type: ignore[operator]
                result["stopped.count"] += 1 if row["停止中"] else 0
            elif key in DATES and row[DATES[key]] >= start:  # type: ignore[operator]
                result[key] += 1
    return result | {key: len(found) for key, found in parties.items()}


DATES = {
    "visit": "日付",
    "voluntary_disposal": "成約日",
    "auction_petition": "申立日",
    "provisional_remedy": "申立日",
    "lawsuit": "申立日",
    "administration_stop": "停止日",
    "claim_closing": "整理日",
}


def figures_of(values: dict[str, int]) -> dict[str, FigureValue]:
    result = {}
    for index, (key, value) in enumerate(values.items()):
        previous = (0, value // 2 + 3, 7)[index % 3]
        plan = (None, 0, abs(value) + 11)[index % 3]
        ratio = None if not previous else half_up(value, previous)
        label, unit = LABELS[key]
        note = "new" if not previous and value > 0 else None
        result[key] = FigureValue(
            key, label, unit, value, previous, ratio, plan, half_up(value, plan) if plan else None, note
        )
    return result


def half_up(value: int, base: int) -> str:
    """Return value ÷ base in percent with one decimal, counted in whole tenths."""
    tenths = abs(Fraction(value * 1000, base))
    whole = int(tenths + Fraction(1, 2))
    sign = "-" if whole and (value < 0) != (base < 0) else ""
    return f"{sign}{whole // 10}.{whole % 10}"


def records_of(details: dict[str, FigureRows]) -> Records:
    """Return the rows by key, each as heading and cell."""
    return {key: [dict(zip(rows.headings, row, strict=True)) for row in rows.rows] for key, rows in details.items()}


def details_of(size: int = 60) -> dict[str, FigureRows]:
    return {key: rows_of(key, size) for key in NEEDED}


def month_of(size: int = 60) -> MonthlyInput:
    """Return a month whose figures are counted from its rows."""
    details = details_of(size)
    kept = {key: Detail(key, rows.rows, len(rows.rows)) for key, rows in details.items()}
    return MonthlyInput(numbers_of(records_of(details)), kept, EVENTS, CREATED, "0.1.0", "＜見本＞信用保証協会")


EVENTS = (
    ("K1", "=1+1", "E1", "甲野", "承認", date(2025, 3, 3), None, "第一課", "0001", "早坂"),
    ("K2", "乙川", "E2", None, "催告", date(2024, 5, 1), date(2025, 9, 1), "", "", ""),
    ("K3", "丙山", "E3", "丁", "催告", date(2023, 5, 1), date(2025, 8, 1), "", "", ""),
)


def numbers_of(records: Records) -> MonthNumbers:
    year, month = counted(records, START), counted(records, AS_OF.replace(day=1))
    cohorts = (
        Cohort(2022, 2_000_000_000, (23_000_000, 45_000_001, 50_000_000)),
        Cohort(2023, 0, (0, 0)),
        Cohort(2024, 10_582_314_567, (396_458_813,)),
    )
    before = {
        "section": {"第一課": {"recovery.total": 7}, "廃課": {"recovery.total": 5}},
        "staff": {"1": {"recovery.total": 3}},
        "source": {"auction": {"recovery.total": 9}, "": {"recovery.total": 2}},
        "channel": {},
        "elapsed": {"14": {"recovery.total": 4}},
        "month": {"2024-04": {"recovery.total": 11, "visit": 2}},
    }
    levels = {key: year[key] for key in ("outstanding.count", "outstanding.principal", "stopped.count")}
    ends = [date(2023 + n // 12, n % 12 + 1, 1) for n in range(3, 27)]
    return MonthNumbers(
        2024,
        AS_OF,
        (START, AS_OF),
        figures_of(year),
        cohorts,
        span_of(records, year, START),
        span_of(records, month, AS_OF.replace(day=1)),
        before,
        dict.fromkeys(ends, levels),
        tuple((number, name, section) for number, section, name in STAFF if number),
        "今日までの登録による",
    )


def span_of(records: Records, values: dict[str, int], first: date) -> Span:
    """Return movements that lead to the balance, whatever the balance was."""
    recovered = sum(int(row["元金充当"]) for row in records["recovery.total"] if row["計上日"] >= first)  # type: ignore[call-overload, operator]
    closing = values["outstanding.principal"]
    opening = closing - values["subrogation.amount"] + recovered + 500 + 300 - 100
    movements = (Movement(StandingKind.OPENED, 9, 0), Movement(StandingKind.CLOSED, -4, -1), Movement(StandingKind.AFTER_CLOSING, 1, 0))  # fmt: skip
    return Span(
        first,
        RollForward(opening, values["subrogation.amount"], recovered, 500, 300, 100, closing),
        values["outstanding.count"] - 6,
        values["stopped.count"] + 1,
        movements,
    )


def made(given: MonthlyInput) -> dict[str, Sheet]:
    """Return every sheet that is made from the rows, by name."""
    book = MonthlyBook(given)
    book.values(lambda _text, _number: None)
    return {later.name: later.make() for later in book.workbook().sheets if not isinstance(later, Sheet)}
