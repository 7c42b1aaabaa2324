"""What the sub-command `forecast` prints."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from collections_app.cli.printing import print_table
from collections_app.domain.back_test import Forecast, TrialLine
from collections_app.domain.calendar import fiscal_year_name
from collections_app.domain.forecast import Method
from collections_app.domain.forecast_words import (
    CAUTION,
    method_sentence,
    part_basis,
    part_label,
    range_sentence,
)
from collections_app.domain.money import show_percent, show_yen

_NONE = "－"


def print_forecast(found: Forecast, form: str) -> None:
    """Print a forecast as a table or as one JSON object."""
    if form == "json":
        print(json.dumps(as_json(found), ensure_ascii=False, indent=1))
    else:
        _print_tables(found)


def as_json(found: Forecast) -> dict[str, Any]:
    """Return a forecast as JSON: whole yen, percentages as strings."""
    now, ends, tested = found.expected, found.range, found.back_test
    return {
        "fiscal_year": now.fiscal_year,
        "as_of": now.as_of.isoformat(),
        "recovered": {"total": now.recovered, "regular": now.regular, "irregular": now.irregular},
        "forecast": found.total,
        "range": None if ends is None else [ends.low, ends.high],
        "plan": found.plan,
        "method": found.method.value,
        "methods": {method.value: now.total(method) for method in Method},
        "parts": [
            {
                "kind": part.kind.value,
                "cohort": part.cohort,
                "base": part.base,
                "rate": part.rate,
                "amount": part.amount,
            }
            for part in now.parts[found.method]
        ],
        "months": [{**asdict(month), "month": f"{month.month:%Y-%m}"} for month in found.months],
        "back_test": {
            "mean_errors": {method.value: error for method, error in tested.mean_errors.items()},
            "covered": tested.covered,
            "judged": tested.judged,
            "years": [_trial(line) for line in tested.lines],
        },
    }


def _trial(line: TrialLine) -> dict[str, Any]:
    return {
        "fiscal_year": line.fiscal_year,
        "as_of": line.as_of.isoformat(),
        "recovered": line.recovered,
        "actual": line.actual,
        "forecasts": {method.value: total for method, total in line.totals.items()},
        "errors": {method.value: error for method, error in line.errors.items()},
        "range": None if line.range is None else [line.range.low, line.range.high],
        "inside": line.is_inside,
    }


def _print_tables(found: Forecast) -> None:
    now = found.expected
    print(f"{fiscal_year_name(now.fiscal_year)} 着地見込み（基準日 {now.as_of}）  {show_yen(found.total)}円")
    print(range_sentence(found))
    print(method_sentence(found))
    parts = [
        (part_label(part), show_yen(part.amount), part_basis(part, found.method)) for part in now.parts[found.method]
    ]
    print_table(("内訳", "金額（円）", "求め方"), [("実績", show_yen(now.recovered), "計上日が基準日まで"), *parts])
    print(f"過年度の{now.as_of:%m月%d日}時点での検証")
    lines = [
        (
            str(line.fiscal_year),
            show_yen(line.actual),
            *(f"{show_percent(line.errors[method])}%" if method in line.errors else _NONE for method in Method),
            _NONE if line.is_inside is None else "内" if line.is_inside else "外",
        )
        for line in found.back_test.lines
    ]
    print_table(("年度", "実績（円）", *(f"{method.label} 誤差" for method in Method), "区間"), lines)
    print(CAUTION)
