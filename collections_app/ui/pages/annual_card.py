"""The card on 帳票 that leads to the yearly report and its layouts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy

from collections_app.ui.widgets import Button, Card, prose, row

if TYPE_CHECKING:
    from collections_app.ui.context import Context


def annual_card(context: Context, width: int) -> Card:
    """Return the card."""
    card = Card("年度報告")
    said = prose(
        "回収部門の取組状況と自己評価を、公表する形で作ります。文は数字と結び付き、数字が動いたり言い回しが成り立たなくなると要確認になります。"
    )
    card.body.addWidget(said)
    report = Button("年度報告を開く Ctrl+Shift+A")
    layouts = Button("レイアウトを編集 Ctrl+Shift+U")
    report.clicked.connect(partial(context.page_requested.emit, "annual_report"))
    layouts.clicked.connect(partial(context.page_requested.emit, "report_layouts"))
    card.body.addLayout(row(report, layouts, None))
    card.setMaximumWidth(width)
    card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
    return card
