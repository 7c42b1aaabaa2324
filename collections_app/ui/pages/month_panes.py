"""What the page of month closes shows: lines, and for each line the rows it opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_app.domain.money import show_yen
from collections_app.domain.views import FigureRows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collections_app.domain.month_close import Bridge, BridgeLine, CheckItem, Closed


@dataclass(frozen=True, slots=True)
class Pane:
    """A sentence, lines under headings, and the rows behind each line; `rows` is as long as `lines`, or empty."""

    said: str
    headings: tuple[str, ...]
    kinds: tuple[str, ...]
    lines: tuple[tuple[object, ...], ...]
    rows: tuple[FigureRows, ...] = ()


def check_pane(items: Sequence[CheckItem]) -> Pane:
    """Return the checklist."""
    left = sum(len(item.rows.rows) for item in items)
    said = (
        f"残っているもの {left:,}件。Enter で中身を開きます。"
        if left
        else "残っているものはありません。F9 で締められます。"
    )
    lines = tuple(
        (
            item.label,
            len(item.rows.rows),
            "締められません" if item.forbids else "",
            item.advice if item.rows.rows else "",
        )
        for item in items
    )
    return Pane(
        said, ("点検", "件数", "", "すること"), ("text", "count", "text", "text"), lines, tuple(i.rows for i in items)
    )


def bridge_pane(found: Bridge) -> Pane:
    """Return the figures that are another than when the month was closed, and what changed each."""
    changed = [one for one in found.sums if one.delta]
    said = (
        f"締めたときから変わった項目 {len(changed):,}、訂正 {len(found.lines):,}件。Enter で訂正を開きます。"
        if found.lines
        else "締めたあとの訂正はありません。数字は締めたときのままです。"
    )
    keys = dict.fromkeys([*(one.figure for one in changed), *(line.figure for line in found.lines)])
    sums = {one.figure: one for one in found.sums}
    lines = tuple((one.label, one.unit, one.frozen, one.delta, one.now) for one in (sums[key] for key in keys))
    rows = tuple(_lines_of(key, sums[key].label, found.lines) for key in keys)
    headings = ("項目", "単位", "締めたとき", "締後訂正", "現在")
    return Pane(said, headings, ("text", "text", "yen", "yen", "yen"), lines, rows)


def _lines_of(key: str, label: str, lines: Sequence[BridgeLine]) -> FigureRows:
    found = tuple(
        (one.claim_no, one.delta, one.record, one.actor, moment(one.at), one.why) for one in lines if one.figure == key
    )
    return FigureRows(
        key,
        f"締後訂正 {label}",
        ("求償権番号", "増減", "記録", "だれが", "いつ", "理由"),
        ("text", "yen", "text", "text", "text", "text"),
        found,
        sum(one.delta for one in lines if one.figure == key),
        "",
    )


def history_pane(history: Sequence[Closed]) -> Pane:
    """Return every close, reopening and sealing."""
    said = (
        f"記録 {len(history):,}件（新しい順）。"
        if history
        else "まだ一度も締めていません。対象の月を選び、点検してから F9 で締めます。"
    )
    lines = tuple(
        (one.month, one.kind.label, moment(one.recorded_at), one.actor, one.confirmed_by, one.reason, one.sha256)
        for one in history
    )
    headings = ("月・年度", "記録", "日時", "人", "承認", "理由", "ハッシュ")
    return Pane(said, headings, ("text",) * len(headings), lines)


def moment(at: datetime | None) -> str:
    """Return a moment by the clock of this place."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at is not None else ""


def state_words(closed: Closed | None) -> str:
    """Return whether a month is closed, since when and by whom."""
    return "開いています" if closed is None else f"締め {moment(closed.recorded_at)}　{closed.actor}"


def rows_words(rows: FigureRows) -> str:
    """Return what the rows opened are, and how many."""
    total = f"　合計 {show_yen(rows.total)}" if "増減" in rows.headings else ""
    return f"{rows.title}　{len(rows.rows):,}行{total}"
