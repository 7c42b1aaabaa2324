"""Small building blocks in the look of the program; every label shows plain text."""

from collections_app.ui.widgets.buttons import Button, CheckBox, ChoiceBox, IconButton, LinkButton
from collections_app.ui.widgets.card import Card, CardButton, hairline
from collections_app.ui.widgets.chip import Chip, RemovableChip, StatusChip, chip_size, paint_chip
from collections_app.ui.widgets.flow import Flow
from collections_app.ui.widgets.labels import ElidedLabel, Label, NumberLabel, Prose, hint, prose, section, soft, title
from collections_app.ui.widgets.layouts import clear, column, row
from collections_app.ui.widgets.segmented import Segmented
from collections_app.ui.widgets.states import EmptyState, Skeleton
from collections_app.ui.widgets.still import Still

__all__ = [
    "Button",
    "Card",
    "CardButton",
    "CheckBox",
    "Chip",
    "ChoiceBox",
    "ElidedLabel",
    "EmptyState",
    "Flow",
    "IconButton",
    "Label",
    "LinkButton",
    "NumberLabel",
    "Prose",
    "RemovableChip",
    "Segmented",
    "Skeleton",
    "StatusChip",
    "Still",
    "chip_size",
    "clear",
    "column",
    "hairline",
    "hint",
    "paint_chip",
    "prose",
    "row",
    "section",
    "soft",
    "title",
]
