"""A month on paper again: as it was known when it was closed, the same to the byte, or as it is known today."""

from __future__ import annotations

import getpass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.domain.errors import UserError
from collections_app.domain.progress import SILENT, Progress
from collections_app.exchange.target import whole_file
from collections_app.exchange.workbook import refuse_unwritable, write_workbook
from collections_app.reports.month_workbook import month_workbook
from collections_app.services import month_close, reports
from collections_app.storage import audit, figures, month_closes

if TYPE_CHECKING:
    from collections_app.services.office import Office

_THEN, _NOW = "締めたときのまま（当時の登録による）", "今日までの登録による"


def reprint_month(office: Office, month: date, path: Path, *, as_known_today: bool = False) -> Path:
    """Write a month as a workbook (.xlsx) or as the snapshot itself (.json), record it, and return where.

    As known then: from what the close froze, byte by byte the same however much was corrected since; UserError when
    the month is not closed.
    """
    if path.suffix.lower() not in (".xlsx", ".json"):
        raise UserError(f"「{path.name}」の種類では書けません。.xlsx か .json の名前にしてください。")
    with office.database.writing() as connection:
        if as_known_today:
            counted, known, at, text = month_close.counted_now(connection, month), _NOW, _now(), ""
        else:
            closed, counted = month_close.frozen(connection, month)
            text = month_closes.snapshot(connection, closed.close_no)
            known = f"{_THEN}　{closed.recorded_at:%Y-%m-%d %H:%M} UTC {closed.actor}　{closed.sha256[:16]}"
            at = closed.recorded_at.replace(tzinfo=None, microsecond=0)
        said = {"file": path.name, "as_known_today": as_known_today}
        audit.record(connection, audit.MONTH_REPRINTED, figures.month_name(month), getpass.getuser(), said)
        if path.suffix.lower() == ".xlsx":
            write_workbook(month_workbook(counted, known, at), path)
        else:
            with whole_file(path) as part:
                part.write_text(text or counted.to_text(), encoding="utf-8")
    return path


def reprint_full(office: Office, month: date, path: Path, progress: Progress = SILENT) -> Path:
    """Write the whole monthly workbook of a closed month from the records known to the close; return where.

    The snapshot does not hold the rows of the year: ledger and balances are exactly those of then, other rows read as
    they do today, and every figure stands beside the one that was frozen. UserError when the month is not closed.
    """
    path = reports.monthly_path(month, path)
    refuse_unwritable(path)
    with office.database.writing() as connection:
        closed, counted = month_close.frozen(connection, month)
        at = f"{closed.recorded_at:%Y-%m-%d %H:%M} UTC {closed.actor}"
        known = reports.Known(
            closed.audit_no, f"締めたときの登録による（{at}。元帳と残高は当時のとおり。ほかの行は今の内容）"
        )
        frozen = {key: values[0] for key, values in counted.year.items()}
        said = {"file": path.name, "as_known_today": False, "full": True}
        audit.record(connection, audit.MONTH_REPRINTED, figures.month_name(month), getpass.getuser(), said)
        write_workbook(reports.book_of(connection, month, progress, known, frozen).workbook(), path, progress)
    return path


def _now() -> datetime:
    return datetime.now().astimezone().replace(tzinfo=None)
