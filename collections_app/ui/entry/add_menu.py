"""The menu of what can be added to a claim or a person: a letter or a number chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    "insurance_claims",
    "shares",
    "attachments",
)
_MONEY = {"receipts": "R"}  # has a letter of its own, so that those of the others stay
_LETTERS = "1234567890ABCDEFGHIJKLMNOPQSTUV"


def add_menu(parent: QWidget, add: Callable[[str], None], tables: Sequence[str] = ADDED) -> QMenu:
    """Return the menu; `add` hears the table chosen."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("追加する記録")
    letters = iter(_LETTERS)
    for table in tables:
        letter = _MONEY.get(table) or next(letters)
        item = menu.addAction(f"&{letter}　{TABLE[table].title}")
        item.triggered.connect(partial(add, table))
    return menu
