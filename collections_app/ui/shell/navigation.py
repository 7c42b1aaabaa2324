"""The places of the navigation rail: page, word, icon, and the action that leads there, in their order."""

from __future__ import annotations

from typing import NamedTuple

from collections_app.ui.actions import ActionId


class Destination(NamedTuple):
    """One place of the rail; it is there when its page is."""

    page: str
    word: str
    icon: str
    action: ActionId


DESTINATIONS = (
    Destination("today", "今日", "calendar", ActionId.GO_TODAY),
    Destination("summary", "集計", "chart-bar", ActionId.GO_SUMMARY),
    Destination("claims", "求償権", "list-details", ActionId.GO_CLAIMS),
    Destination("reports", "帳票", "file-spreadsheet", ActionId.GO_REPORTS),
    Destination("admin", "管理", "database", ActionId.GO_ADMIN),
)
