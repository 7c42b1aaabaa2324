"""A named way of looking at the claim list, and how it is written down: JSON with a version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from collections_app.domain.claim_conditions import Bound, Comparison, Condition
from collections_app.domain.codes import ClaimStatus
from collections_app.domain.errors import UserError
from collections_app.domain.list_views import GROUPINGS, ORDERS, ClaimFilter, ClaimOrder

VERSION = 1
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class ListView:
    """What a list shows: which claims, in which order, under which columns (in their order; empty: the usual ones)."""

    wanted: ClaimFilter = field(default_factory=ClaimFilter)
    list_title: str = ""
    order: ClaimOrder = field(default_factory=ClaimOrder)
    columns: tuple[str, ...] = ()
    grouping: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view that is kept: `view` is None where `problem` says why its definition cannot be used."""

    view_no: int
    owner: str
    name: str
    is_shared: bool
    is_own: bool
    view: ListView | None
    problem: str = ""


def checked_name(text: str) -> str:
    """Return a name without spaces around it; UserError when it is empty or too long."""
    name = " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())
    if not name:
        raise UserError("表示の名前を入力してください。")
    if len(name) > LONGEST_NAME:
        raise UserError(f"表示の名前が{len(name)}文字あります。{LONGEST_NAME}文字までにしてください。")
    return name


def written(view: ListView) -> str:
    """Return a view as JSON."""
    wanted = view.wanted
    return json.dumps(
        {
            "version": VERSION,
            "statuses": [status.value for status in wanted.statuses],
            "section": wanted.section,
            "staff_no": wanted.staff_no,
            "text": wanted.text,
            "claim_nos": list(wanted.claim_nos),
            "conditions": [_written_condition(one) for one in wanted.conditions],
            "list_title": view.list_title,
            "order": [view.order.column, view.order.descending],
            "columns": list(view.columns),
            "grouping": view.grouping,
        },
        ensure_ascii=False,
    )


def _written_condition(one: Condition) -> dict[str, Any]:
    return {
        "field": one.field,
        "comparison": one.comparison.value,
        "values": list(one.values),
        "low": _written_bound(one.low),
        "high": _written_bound(one.high),
    }


def _written_bound(bound: Bound) -> str | int | None:
    return bound.isoformat() if isinstance(bound, date) else bound


def read_view(text: str) -> ListView:
    """Return the view of a definition; UserError says why it cannot be used."""
    try:
        content = json.loads(text)
        version = content["version"]
        if version != VERSION:
            raise UserError(
                f"この表示は別の版（{version}）のプログラムで保存されたため、開けません。"
                "条件を作り直して、同じ名前で更新してください。"
            )
        return _view_of(content)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UserError(
            "この表示の内容が壊れているため、開けません。条件を作り直して、同じ名前で更新してください。"
        ) from error


def _view_of(content: Mapping[str, Any]) -> ListView:
    column, is_descending = content["order"]
    if column not in ORDERS or content["grouping"] not in ("", *GROUPINGS):
        raise ValueError(column, content["grouping"])
    return ListView(
        ClaimFilter(
            tuple(ClaimStatus(status) for status in content["statuses"]),
            _text(content["section"]),
            _text(content["staff_no"]),
            _text(content["text"]),
            _texts(content["claim_nos"]),
            tuple(_condition_of(one) for one in content["conditions"]),
        ),
        _text(content["list_title"]),
        ClaimOrder(_text(column), is_descending is True),
        _texts(content["columns"]),
        _text(content["grouping"]),
    )


def _condition_of(content: Mapping[str, Any]) -> Condition:
    low, high = (_bound_of(content[name]) for name in ("low", "high"))
    return Condition(_text(content["field"]), Comparison(content["comparison"]), _texts(content["values"]), low, high)


def _bound_of(value: object) -> Bound:
    if isinstance(value, str):
        return date.fromisoformat(value)
    if value is not None and not isinstance(value, int):
        raise TypeError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(values)
    return tuple(_text(value) for value in values)
