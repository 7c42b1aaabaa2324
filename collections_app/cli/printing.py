"""What the sub-commands print: JSON for programs, tables for people."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from collections_app.domain.bundle import TABLE
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.court_fee import CourtFee
from collections_app.domain.damages import Calculation, Profile
from collections_app.domain.money import show_percent, show_yen
from collections_app.domain.receipt_entry import moved_words
from collections_app.domain.views import FigureValue, ImportReport, YearFigures

_HEADINGS = ("項目", "単位", "今年度", "前年度", "前年比", "計画", "計画比")
_NEW = "新規取組み"
_NONE = "－"


def one_line(state: Mapping[str, Any]) -> None:
    """Print one JSON object as a line."""
    print(json.dumps(state, ensure_ascii=False))


def claim(state: Mapping[str, Any], form: str) -> None:
    """Print the state of a claim."""
    if form == "json":
        print(json.dumps(state, ensure_ascii=False, indent=1))
        return
    recovered = state["recovered"]
    print(f"求償権 {state['claim_no']}  {state['as_of']} 現在  {ClaimStatus(state['status']).label}")
    print_table(
        ("", "残高（円）", "回収済み（円）"),
        [
            (label, show_yen(state[part]), show_yen(recovered[part]))
            for part, label in (("principal", "元金"), ("damages", "損害金"), ("costs", "費用"))
        ],
    )
    print(f"過誤納 {show_yen(state['overpaid'])}円  未計上入金 {show_yen(state['unposted'])}円")


def statistics(
    found: YearFigures,
    groups: Mapping[str, Mapping[str, FigureValue]] | None,
    form: str,
    counted: Mapping[str, tuple[int, str]],
) -> None:
    """Print the figures of a period, of the groups of a breakdown if there is one, and how what was decided counts."""
    if form == "json":
        told = _as_json(found, groups)
        if counted:
            told["counting"] = {key: {"version": one[0], "counted": one[1]} for key, one in counted.items()}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif form == "csv":
        _print_csv(found, groups)
    else:
        _print_figures(found, groups)
        for key, (version, sentence) in counted.items():
            print(f"数え方 {found.figures[key].label} 第{version}版: {sentence}")


def damages(found: Calculation, profile: Profile, form: str) -> None:
    """Print a calculation of delay damages."""
    if form == "json":
        _print_parts({"days": found.days, "damages": found.damages, "profile": profile.value}, "damages", found.parts)
        return
    print(f"{found.days:,}日  損害金 {show_yen(found.damages)}円（{profile.label}）")
    _say_parts(found.parts)


def court_fee(found: CourtFee, form: str) -> None:
    """Print a court fee and how it came about."""
    if form == "json":
        _print_parts({"value": found.value, "fee": found.fee, "reference": found.reference}, "fee", found.parts)
        return
    print(f"手数料 {show_yen(found.fee)}円（{found.reference}）")
    _say_parts(found.parts)


def _print_parts(told: dict[str, object], word: str, parts: Iterable[tuple[str, int]]) -> None:
    told = told | {"parts": [{"label": label, word: amount} for label, amount in parts]}
    print(json.dumps(told, ensure_ascii=False))


def _say_parts(parts: Iterable[tuple[str, int]]) -> None:
    for label, amount in parts:
        print(f"  {label}: {show_yen(amount)}円")


def names(found: Sequence[tuple[str, str, object]]) -> None:
    """Print the names of a template with what they hold and their values, one a line, with tabs between."""
    for name, meaning, value in found:
        values = value if isinstance(value, list) else [value]
        print(name, meaning, " ".join("" if one is None else str(one) for one in values), sep="\t")


def import_report(report: ImportReport) -> None:
    """Print what an import did, table by table."""
    rows = [
        (TABLE[name].title, f"{report.added[name]:,}", f"{report.updated[name]:,}", f"{report.unchanged[name]:,}")
        for name in report.added
    ]
    print_table(("表", "追加", "更新", "変更なし"), rows)
    if report.moved:
        print(moved_words(report.moved, will=report.dry_run))
        counts = Counter(one.claim_no for one in report.moved)
        print_table(
            ("求償権番号", "充当が変わる入金"), [(claim_no, f"{count:,}") for claim_no, count in counts.items()]
        )
    print("確かめました。何も登録していません。" if report.dry_run else "取り込みました。")


def _as_json(found: YearFigures, groups: Mapping[str, Mapping[str, FigureValue]] | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "fiscal_year": found.fiscal_year,
        "as_of": found.as_of.isoformat(),
        "period": [day.isoformat() for day in found.period],
        "figures": _figures(found.figures),
        "recovery_by_elapsed_year": [{**cohort._asdict(), "rate": cohort.rate} for cohort in found.cohorts],
    }
    if found.known_on is not None:
        told["as_known"] = found.known_on.isoformat()
    if groups is not None:
        told["groups"] = {key: _figures(figures) for key, figures in groups.items()}
    return told


def _figures(figures: Mapping[str, FigureValue]) -> dict[str, Any]:
    found = {}
    for key, figure in figures.items():
        found[key] = figure._asdict()
        del found[key]["key"]
    return found


def _row(figure: FigureValue) -> tuple[str, ...]:
    ratio = show_percent(figure.ratio) if figure.ratio else _NEW if figure.note else _NONE
    return (
        figure.label,
        figure.unit,
        show_yen(figure.current),
        show_yen(figure.previous),
        ratio,
        _NONE if figure.plan is None else show_yen(figure.plan),
        show_percent(figure.plan_ratio) if figure.plan_ratio else _NONE,
    )


def _print_figures(found: YearFigures, groups: Mapping[str, Mapping[str, FigureValue]] | None) -> None:
    known = f"  {found.known_on} までの登録による" if found.known_on else ""
    print(f"{found.fiscal_year}年度  {found.period[0]} 〜 {found.as_of}{known}")
    print_table(_HEADINGS, [_row(figure) for figure in found.figures.values()])
    for key, figures in (groups or {}).items():
        print(f"\n{key or '（記載なし）'}")
        print_table(_HEADINGS, [_row(figure) for figure in figures.values() if figure.current or figure.previous])


def _print_csv(found: YearFigures, groups: Mapping[str, Mapping[str, FigureValue]] | None) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("group", "figure", "label", "unit", "current", "previous", "ratio", "plan", "plan_ratio", "note"))
    for key, figures in [("*", found.figures), *(groups or {}).items()]:
        writer.writerows((key, *figure) for figure in figures.values())


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns that line up in a fixed-width font, where a Japanese character is two wide."""
    widths = [max(_width(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    for cells in (headings, *rows):
        first, *others = (
            cell + " " * (width - _width(cell)) if number == 0 else " " * (width - _width(cell)) + cell
            for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        print("  ".join((first, *others)).rstrip())


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)
