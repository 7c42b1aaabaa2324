"""The style sheet, made from the tokens of `look`: only what the Fusion style cannot say with a palette."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHEET = Template("""
QLabel { background: transparent; }
QLabel[role="soft"] { color: $soft; }
QLabel[role="hint"] { color: $faint; font-size: ${hint}px; }
QLabel[role="section"] { font-size: ${section}px; font-weight: 700; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 700; }
QLabel[role="problem"] { color: $bad; font-size: ${hint}px; }
QLabel[role="warning"] { color: $warn; font-size: ${hint}px; }
QLabel[role="key"] { background: $surface; border: 1px solid $line_strong; border-radius: 3px;
  padding: 0 3px; font-family: "$number_family"; font-size: ${hint}px; }
QWidget[role="canvas"] { background: $canvas; }
QFrame[role="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[role="bar"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[role="rail"] { background: $surface; border: none; border-right: 1px solid $line; }
QFrame[role="keys"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[role="popover"] { background: $raised; border: 1px solid $line_strong; border-radius: 8px; }
QFrame[role="entry"] { background: $surface; border: 2px solid $accent; border-radius: 8px; }
QFrame[role="line"] { background: $line; border: none; }
QPushButton, QTabBar { outline: none; }
QPushButton { background: $surface; border: 1px solid $line_strong; border-radius: 6px; padding: 0 13px;
  min-height: ${button}px; color: $text; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 2px solid $accent; padding: 0 12px; min-height: ${button_focused}px; }
QPushButton:disabled { color: $faint; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent; }
QPushButton[kind="primary"]:hover { background: $accent; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $line; border-color: $line; color: $faint; }
QPushButton[kind="plain"], QToolButton { background: transparent; border: 1px solid transparent;
  border-radius: 6px; padding: 0 5px; color: $soft; }
QPushButton[kind="plain"]:hover, QToolButton:hover { background: $hover; }
QPushButton[kind="plain"]:focus, QToolButton:focus { border: 2px solid $accent; padding: 0 4px; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; border-radius: 4px;
  padding: 0 3px; color: $accent; }
QPushButton[kind="link"]:hover { background: $accent_soft; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 0 2px; }
QToolButton[kind="cross"] { padding: 0; border: none; }
QPushButton[kind="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; text-align: left; }
QPushButton[kind="card"]:hover { border-color: $line_strong; background: $hover; }
QPushButton[kind="card"]:focus { border: 2px solid $accent; }
QLineEdit, QComboBox { background: $surface; border: 1px solid $line_strong; border-radius: 6px; padding: 0 8px;
  min-height: ${button}px; color: $text; selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 0 7px; min-height: ${button_focused}px; }
QLineEdit[problem="true"], QPlainTextEdit[problem="true"] { border-color: $bad; }
QLineEdit[problem="warning"] { border-color: $warn; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line_strong; outline: none; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text; }
QPlainTextEdit { background: $surface; border: 1px solid $line; border-radius: 6px; }
QPlainTextEdit:focus { border: 2px solid $accent; }
QFrame[role="entry"] QPlainTextEdit { border-color: $line_strong; }
QFrame[role="entry"] QPlainTextEdit:focus { border-color: $accent; }
QTableView { background: $surface; border: none; outline: none; gridline-color: $line;
  selection-background-color: $accent_soft; selection-color: $text; }
QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $line_strong; }
QHeaderView { background: $surface; border: none; }
QListView { background: transparent; border: none; outline: none; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[role="canvas"] { background: $canvas; }
QMenu { background: $raised; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 20px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 12px; height: 12px; left: 4px; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $soft; border: 2px solid transparent; border-radius: 5px;
  padding: 2px 12px 2px 8px; min-height: ${tab}px; margin-right: 4px; }
QTabBar::tab:hover { background: $hover; }
QTabBar::tab:selected { background: $accent_soft; color: $accent; font-weight: 700; }
QTabBar::tab:selected:focus { border-color: $accent; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 3px 6px; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def style_sheet(tokens: Mapping[str, object]) -> str:
    """Return the style sheet of the tokens: colours by name, sizes in pixels, the number font's family."""
    return _SHEET.substitute(tokens)
