"""Month close: looked over, closed, reopened by two people, a year sealed, a month bridged to what it is now."""

from __future__ import annotations

import getpass
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from collections_app.domain.bundle import TABLE
from collections_app.domain.calendar import era_month, fiscal_period, fiscal_year_of, month_end, month_range
from collections_app.domain.errors import UserError
from collections_app.domain.figures import LEVELS
from collections_app.domain.month_close import (
    Bridge,
    Change,
    CheckItem,
    Closed,
    CloseKind,
    MonthFigures,
    Told,
    bridge_of,
    changes_between,
    closed_months,
    first_open,
    from_text,
    span_of,
    text_of,
    together,
)
from collections_app.domain.period import period_of
from collections_app.domain.records import differing, from_plain
from collections_app.domain.views import FigureRows
from collections_app.services import statistics
from collections_app.storage import audit, counting, figures, integrity, month_closes, month_rows
from collections_app.storage.audit import AuditRecord

if TYPE_CHECKING:
    from collections.abc import Collection

    from collections_app.services.office import Office
    from collections_app.storage.database import Connection

_BOOKS = ("ledger_entries", "standing_entries")
_DONE = {audit.RECORD_ADDED: "登録", audit.RECORD_CHANGED: "訂正", audit.RECORD_REMOVED: "削除"}


def history(office: Office) -> tuple[Closed, ...]:
    """Return every close, reopening and sealing, the newest first."""
    with office.database.reading() as connection:
        return tuple(reversed(month_closes.history(connection)))


def counted_now(connection: Connection, month: date, known: int | None = None) -> MonthFigures:
    """Return a month as it is counted today; `known`: by the counting rules recorded by that audit record."""
    first, last = span_of(month)
    period = period_of(fiscal_year_of(last), last)
    year = statistics.summary_of(connection, period, last_cohorts=1).figures
    return MonthFigures(
        first,
        month_rows.counted(connection, first, last, known),
        {key: pair for key, pair in figures.levels(connection, [last])[0].items() if key in LEVELS},
        {key: (one.current, one.previous, one.plan) for key, one in year.items()},
        {rule.measure: rule.version for rule in counting.rules(connection, known)},
    )


def frozen(connection: Connection, month: date) -> tuple[Closed, MonthFigures]:
    """Return the close in force of a month and what it froze; UserError when the month is not closed."""
    closed = closed_months(month_closes.history(connection)).get(figures.month_name(month))
    if closed is None:
        raise UserError(f"{era_month(month)}は締めてありません。先に締めてください。")
    return closed, from_text(month_closes.snapshot(connection, closed.close_no))


def checklist(office: Office, month: date) -> tuple[CheckItem, ...]:
    """Return what to look at before a month is closed; each item with its rows."""
    first, last = span_of(month)
    yesterday = _today() - timedelta(days=1)
    with office.database.reading() as connection:
        wrong = list(integrity.totals_findings(connection))
        moving = month_rows.moving_receipts(connection, (first, last), audit.last_by(connection, yesterday))
        unapplied = month_rows.unapplied_deposits(connection, last)
        unanswered = month_rows.unanswered_debits(connection, last)
        undecided = month_rows.open_approvals(connection, last)
    return (
        CheckItem(
            "仮受（充当も返還もない明細）",
            _rows("仮受", _DEPOSITS, [("", *row) for row in unapplied]),
            "充当するか返還してから締めると、締後訂正になりません。",
        ),
        CheckItem(
            "結果が届いていない口座振替",
            _rows("結果未着の口座振替", _DEBITS, unanswered),
            "結果を取り込んでください。",
        ),
        CheckItem(
            "決裁待ちの減免・免除",
            _rows("決裁待ちの減免・免除", _APPROVALS, undecided),
            "決裁を受けてから締めると、締後訂正になりません。減免は「今日」か台帳で承認します。",
        ),
        CheckItem(
            "今日も動いている入金",
            _rows("今日動いた入金", _RECEIPTS, moving),
            "計上日がこの月で、今日登録か再充当されました。入力が終わっているかを担当者に確かめてください。",
        ),
        CheckItem(
            "月別集計と明細の突合せ",
            _rows("集計の不一致", _TOTALS, [("", problem.message) for problem in wrong]),
            "合わないままでは締められません。集計を作り直してください（check --rebuild）。",
            forbids=bool(wrong),
        ),
    )


_DEPOSITS = (("求償権番号", "text"), ("明細番号", "text"), ("入金日", "date"), ("金額", "yen"), ("残り", "yen"))
_DEBITS = (
    ("求償権番号", "text"), ("振替番号", "text"), ("振替日", "date"), ("顧客番号", "text"), ("金額", "yen"),
)  # fmt: skip
_APPROVALS = (
    ("求償権番号", "text"), ("種類", "text"), ("番号", "text"), ("申請日", "date"), ("金額", "yen"),
)  # fmt: skip
_RECEIPTS = (("求償権番号", "text"), ("入金番号", "text"), ("入金日", "date"), ("計上日", "date"), ("元損", "yen"))
_TOTALS = (("求償権番号", "text"), ("内容", "text"))


def _rows(title: str, columns: tuple[tuple[str, str], ...], rows: list[tuple[object, ...]]) -> FigureRows:
    headings, kinds = (tuple(one) for one in zip(*columns, strict=True))
    return FigureRows("", title, headings, kinds, tuple(rows), len(rows), "件")


def close_month(office: Office, month: date) -> Closed:
    """Freeze the figures of a month and the rows behind them; after that nothing is posted into it.

    UserError when the month is not over, is closed already, is not the one after the last closed one, or when the
    monthly totals do not agree with the rows.
    """
    with office.database.writing() as connection:
        _refuse_close(month, closed_months(month_closes.history(connection)).keys())
        if next(iter(integrity.totals_findings(connection)), None) is not None:
            raise UserError("月別集計が明細と合わないため締められません。集計を作り直してください（check --rebuild）。")
        name = figures.month_name(month)
        actor = getpass.getuser()
        audit_no = audit.record(connection, audit.MONTH_CLOSED, name, actor, {"month": name})
        line = _draft(name, CloseKind.CLOSED, audit_no, actor)
        return month_closes.append(connection, line, counted_now(connection, month).to_text())


def _draft(name: str, kind: CloseKind, audit_no: int, actor: str, confirmed_by: str = "", reason: str = "") -> Closed:
    """Return a line of the history before it has its number, moment and hash."""
    return Closed(0, name, kind, datetime.min.replace(tzinfo=UTC), actor, confirmed_by, reason, "", audit_no)


def _refuse_close(month: date, names: Collection[str]) -> None:
    name = figures.month_name(month)
    opens_on = first_open(names)
    if name in names:
        raise UserError(f"{era_month(month)}はすでに締めてあります。")
    if month_end(month) >= _today():
        raise UserError(f"{era_month(month)}はまだ終わっていません。翌月になってから締めてください。")
    if opens_on is not None and opens_on != month:
        raise UserError(f"月は順に締めます。次に締めるのは{era_month(opens_on)}です。")


def reopen_month(office: Office, month: date, asked_by: str, confirmed_by: str, reason: str) -> Closed:
    """Open the last closed month again: two people and a reason; the snapshot stays in the history.

    UserError when it is not the last closed one, its fiscal year is sealed, or people or reason are missing.
    """
    two = tuple(unicodedata.normalize("NFKC", name).strip() for name in (asked_by, confirmed_by))
    if not all(two) or not reason.strip():
        raise UserError("申請する人、承認する人、理由のすべてを入れてください。")
    if two[0].casefold() == two[1].casefold():
        raise UserError("締めの再開には二人が要ります。承認する人には、申請する人とは別の人の名前を入れてください。")
    name = figures.month_name(month)
    with office.database.writing() as connection:
        lines = month_closes.history(connection)
        closed = closed_months(lines)
        if name not in closed:
            raise UserError(f"{era_month(month)}は締めてありません。")
        if name != max(closed):
            raise UserError(f"再開できるのは最後に締めた月だけです（{max(closed)}）。")
        year = fiscal_year_of(month)
        if any(one.kind is CloseKind.SEALED and one.month == str(year) for one in lines):
            raise UserError(f"{year}年度は封印してあるため、再開できません。")
        said = {"month": name, "asked_by": two[0], "confirmed_by": two[1], "reason": reason.strip()}
        audit_no = audit.record(connection, audit.MONTH_REOPENED, name, getpass.getuser(), dict(said))
        line = _draft(name, CloseKind.REOPENED, audit_no, two[0], two[1], reason.strip())
        return month_closes.append(connection, line, text_of(said))


def seal_year(office: Office, fiscal_year: int) -> Closed:
    """Seal a fiscal year with the hashes of its twelve months: none of them is reopened after that.

    UserError when a month of it is not closed, or when it is sealed already.
    """
    months = [figures.month_name(month) for month in month_range(*fiscal_period(fiscal_year))]
    with office.database.writing() as connection:
        lines = month_closes.history(connection)
        if any(one.kind is CloseKind.SEALED and one.month == str(fiscal_year) for one in lines):
            raise UserError(f"{fiscal_year}年度はすでに封印してあります。")
        closed = closed_months(lines)
        missing = [month for month in months if month not in closed]
        if missing:
            raise UserError(
                f"{fiscal_year}年度のうち、締めていない月があります（{'、'.join(missing)}）。先に締めてください。"
            )
        said = {"fiscal_year": fiscal_year, "months": {month: closed[month].sha256 for month in months}}
        actor = getpass.getuser()
        audit_no = audit.record(connection, audit.YEAR_SEALED, str(fiscal_year), actor, dict(said))
        line = _draft(str(fiscal_year), CloseKind.SEALED, audit_no, actor)
        return month_closes.append(connection, line, text_of(said))


def bridge(office: Office, month: date) -> Bridge:
    """Return what a closed month is now against what was frozen, and what changed it; UserError when it is open."""
    with office.database.reading() as connection:
        closed, then = frozen(connection, month)
        now = counted_now(connection, month, closed.audit_no)  # a rule decided since moves no closed month
        last = month_end(month)
        found = [
            *changes_between(then.rows, now.rows),
            *month_rows.level_changes(connection, last, closed.audit_no),
        ]
        changes = list(together(found, _BOOKS))
        return bridge_of(closed, then, now, changes, _told(connection, changes, closed.audit_no))


def _told(connection: Connection, changes: list[Change], since: int) -> dict[Change, Told]:
    later: list[AuditRecord] = []
    if any(not change.audit_no for change in changes):
        later = list(audit.after(connection, since, (*audit.RECORD_TAGS, audit.BUNDLE_IMPORTED)))
    found = {}
    for change in changes:
        if change.audit_no:
            record = audit.read(connection, change.audit_no)
        else:  # the row is gone from the month: taken out, or its day or kind corrected
            record = next((one for one in later if _is_about(one, change)), None)
            if record is None:
                written = month_rows.written_by(connection, change.table, change.key)
                imported = (one for one in later if one.tag == audit.BUNDLE_IMPORTED)
                record = audit.read(connection, written) if written else next(imported, None)
        found[change] = _words_of(change, record)
    return found


def _is_about(record: AuditRecord, change: Change) -> bool:
    """Return whether a record changed the row, or, where each party counts once, a row of that party."""
    before = record.detail.get("before", {})
    if record.detail.get("table") != change.table:
        return False
    return change.key in (record.detail.get("key"), before.get("party_no"))


def _words_of(change: Change, record: AuditRecord | None) -> Told:
    title = TABLE[change.table].title if change.table in TABLE else "元帳"
    subject = f"{title} {change.key}".strip()
    if record is None:
        return Told(subject, "", None, "")
    at = record.recorded_at.replace(tzinfo=record.recorded_at.tzinfo or UTC)
    detail = record.detail
    if record.tag not in _DONE:
        return Told(subject, record.actor, at, f"受渡データ {detail.get('file', record.subject)} の取込")
    table, before, after = detail["table"], detail.get("before"), detail.get("after")
    done = f"{TABLE[table].title} {detail['key']} の{_DONE[record.tag]}"
    if before and after:
        columns = differing(from_plain(table, before), from_plain(table, after))
        done += f"（{'、'.join(TABLE[table].column(name).heading for name in columns)}）"
    said = after or before or {}
    return Told(
        subject, record.actor, at, "。".join(word for word in (done, said.get("reason") or said.get("memo")) if word)
    )


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the office's own calendar day)
