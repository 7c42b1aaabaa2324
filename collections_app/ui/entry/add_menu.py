"""The menu of what can be added to a claim: a letter or a number chooses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from collections_app.domain.bundle import TABLE

ADDED = (
    "receipts",
    "contacts",
    "tasks",
    "instalment_plans",
    "legal_actions",
    "collaterals",
    "disposals",
    "claim_parties",
    "parties",
    "surveys",
    "limitation_events",
    "notes",
    "tags",
    "releases",
    "support_measures",
    "financial_statements",
    "waivers",
    "administration_stops",
    "closings",
    "placements",
    "initial_steps",
    "costs",
    "refunds",
    "rate_periods",
    "attachments",
)
_LETTERS = "R1234567890ABCDEFGHIJKLMN"


def add_menu(parent: QWidget, add: Callable[[str], None]) -> QMenu:
    """Return the menu; `add` hears the table chosen."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("追加する記録")
    for letter, table in zip(_LETTERS, ADDED, strict=True):
        item = menu.addAction(f"&{letter}　{TABLE[table].title}")
        item.triggered.connect(partial(add, table))
    return menu
