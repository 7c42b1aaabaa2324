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
    Destination("claims", "求償権", "list-details", ActionId.GO_CLAIMS),
    Destination("people", "関係人", "users", ActionId.GO_PEOPLE),
    Destination("deposits", "入金", "coin-yen", ActionId.GO_DEPOSITS),
    Destination("contacts", "回収行動", "route", ActionId.GO_CONTACTS),
    Destination("registers", "台帳", "table", ActionId.GO_REGISTERS),
    Destination("summary", "集計", "chart-bar", ActionId.GO_SUMMARY),
    Destination("reports", "帳票", "file-spreadsheet", ActionId.GO_REPORTS),
    Destination("admin", "管理", "database", ActionId.GO_ADMIN),
)

UNLISTED = (
    (ActionId.NEW_CLAIM, "intake"),
    (ActionId.CLAIM_LIST, "claim_list_intake"),
    (ActionId.FIRST_WEEKS, "first_weeks"),
    (ActionId.GO_CLOSES, "closes"),
    (ActionId.ANNUAL_REPORT, "annual_report"),
    (ActionId.REPORT_LAYOUTS, "report_layouts"),
    (ActionId.GO_PLAN_FIGURES, "plan_figures"),
    (ActionId.GO_SHARING, "sharing"),
)
"""Pages that have a key and a word in the menu, but no place of their own in the rail."""
