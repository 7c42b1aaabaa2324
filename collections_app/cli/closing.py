"""The sub-commands of month closes: look over, close, open again, bridge, reprint, seal."""

from __future__ import annotations

import getpass
import json
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from collections_app.cli.printing import print_table
from collections_app.domain.calendar import era_month
from collections_app.domain.errors import UserError
from collections_app.domain.money import show_yen

if TYPE_CHECKING:
    from collections_app.domain.month_close import Bridge
    from collections_app.services.office import Office


def _open(asked: Namespace) -> closing[Office]:
    from collections_app.services.office import open_office

    return closing(open_office(asked.db, create=False))


def month_close(asked: Namespace) -> int:
    """Close a month, or only look it over, or open it again; what is still open is said in any case."""
    from collections_app.services import month_close as service

    with _open(asked) as office:
        if asked.reopen:
            people = (asked.by or getpass.getuser(), asked.confirmed_by or "")
            done = service.reopen_month(office, asked.month, *people, asked.reason or "")
            print(f"{era_month(asked.month)}の締めを再開しました（{done.actor}、{done.confirmed_by}）。")
            return 0
        items = service.checklist(office, asked.month)
        for item in items:
            print(f"{len(item.rows.rows):>6,}件  {item.label}")
        if asked.check:
            return 1 if any(item.forbids for item in items) else 0
        done = service.close_month(office, asked.month)
    print(f"{era_month(asked.month)}を締めました。ハッシュ {done.sha256}")
    return 0


def month_bridge(asked: Namespace) -> int:
    """Print what a closed month is now against what was frozen."""
    from collections_app.services import month_close as service

    with _open(asked) as office:
        found = service.bridge(office, asked.month)
    if asked.format == "json":
        print(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
        return 0
    print(f"{era_month(asked.month)}  締め {found.closed.recorded_at:%Y-%m-%d %H:%M} UTC {found.closed.actor}")
    if not found.lines:
        print("締めたあとの訂正はありません。")
        return 0
    changed = [one for one in found.sums if one.delta]
    rows = [(one.label, one.unit, *map(show_yen, (one.frozen, one.delta, one.now))) for one in changed]
    print_table(("項目", "単位", "締めたとき", "締後訂正", "現在"), rows)
    print()
    print_table(
        ("項目", "増減", "求償権", "記録", "だれが", "いつ", "理由"),
        [
            (
                one.label,
                show_yen(one.delta),
                one.claim_no,
                one.record,
                one.actor,
                f"{one.at.astimezone():%Y-%m-%d %H:%M}" if one.at is not None else "",
                one.why,
            )
            for one in found.lines
        ],
    )
    return 0


def _as_json(found: Bridge) -> dict[str, object]:
    return {
        "month": f"{found.month:%Y-%m}",
        "sha256": found.closed.sha256,
        "adds_up": found.adds_up,
        "figures": [{**one._asdict(), "delta": one.delta} for one in found.sums],
        "changes": [{**one._asdict(), "at": one.at.isoformat() if one.at else None} for one in found.lines],
    }


def month_reprint(asked: Namespace) -> int:
    """Write a closed month again, as known then or as known today."""
    from collections_app.services.month_reprint import reprint_full, reprint_month

    if asked.full and asked.as_known_today:
        raise UserError("--full と --as-known-today は一緒に使えません。今日までの登録の月報は monthly-report です。")
    with _open(asked) as office:
        if asked.full:
            print(f"書きました: {reprint_full(office, asked.month, Path(asked.out))}")
            return 0
        path = reprint_month(office, asked.month, Path(asked.out), as_known_today=asked.as_known_today)
    print(f"書きました: {path}")
    return 0


def year_seal(asked: Namespace) -> int:
    """Seal a fiscal year whose twelve months are closed."""
    from collections_app.services import month_close as service

    with _open(asked) as office:
        done = service.seal_year(office, asked.fiscal_year)
    print(f"{asked.fiscal_year}年度を封印しました。ハッシュ {done.sha256}")
    return 0
