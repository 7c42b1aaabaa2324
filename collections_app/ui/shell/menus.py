"""The menu of F10 and the commands of the search, both read from the list of actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from collections_app.domain.bundle import TABLE
from collections_app.domain.registers import REGISTERS
from collections_app.ui.actions import ACTIONS, GROUPS, ActionId
from collections_app.ui.shell.help import shown_key
from collections_app.ui.shell.search import Result

if TYPE_CHECKING:
    from collections_app.ui.page import Handlers

Run = Callable[[ActionId], None]
_NO_COMMANDS = {ActionId.SEARCH, ActionId.MENU, ActionId.OPEN}


def action_menu(parent: QWidget, usable: Handlers, run: Run) -> QMenu:
    """Return the menu of everything; what cannot be done now is grey."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for group in GROUPS:
        part = menu.addMenu(group)
        for spec in ACTIONS:
            if spec.group == group and spec.id is not ActionId.MENU:
                item = part.addAction(f"{spec.text}\t{spec.shortcut}")
                item.setEnabled(spec.id in usable)
                item.triggered.connect(partial(run, spec.id))
    return menu


def register_commands(go: Callable[[tuple[str, object]], None]) -> list[Result]:
    """Return the registers, as lines of the search."""
    titles = {table: TABLE[table].title for table in REGISTERS}
    return [
        Result(f"{title}の台帳を開く", "コマンド", "", partial(go, ("registers", table)))
        for table, title in titles.items()
    ]


def commands(usable: Handlers, run: Run) -> list[Result]:
    """Return what can be done now, as lines of the search."""
    wanted = [spec for spec in ACTIONS if spec.id in usable and spec.id not in _NO_COMMANDS]
    return [Result(spec.text, "コマンド", shown_key(spec), partial(run, spec.id), words=spec.words) for spec in wanted]
