"""The page of one person. It reads nothing: it is given a PersonPage and sends wishes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from collections_app.domain.money import show_yen
from collections_app.domain.records import APPEND_ONLY, RecordRef
from collections_app.ui import look
from collections_app.ui.claim.story import FilterField
from collections_app.ui.claim.timeline import ALL, Timeline, matching
from collections_app.ui.people.columns import CLAIMS, STATEMENTS, statement_words, told_columns
from collections_app.ui.people.header import PersonHeader
from collections_app.ui.people.side import PersonSide
from collections_app.ui.table import StaticTable
from collections_app.ui.widgets import Button, Card, Label, Segmented, column, row

if TYPE_CHECKING:
    from collections_app.domain.people import PersonClaim, PersonPage
    from collections_app.domain.statements import Statement
    from collections_app.domain.views import TimelineItem

_LEFT_SHARE, _RIGHT_SHARE = 820, 314
_EMPTY = {
    "claims": "この関係人が関わる求償権はありません。求償権のページで関係人として結び付けてください。",
    "timeline": "主債務者となっている求償権の経過はありません。",
    "contacts": "この人との交渉の記録はありません。",
    "surveys": "実態調査はありません。Ctrl+Nで追加できます。",
    "statements": "決算書はありません。Ctrl+Nで追加できます。",
}


class PersonWidget(QWidget):
    """Header, claims and what happened at the left, what is known at the right."""

    claim_requested = Signal(object)
    record_opened = Signal(object)  # the RecordRef of what is to be corrected
    add_requested = Signal(str)  # the table of the record to be added
    selection_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.view: PersonPage | None = None
        self.header, self.side = PersonHeader(), PersonSide()
        self.views = Segmented((), "", "左の表示")
        self.filter = FilterField()
        self.claims = StaticTable("求償権", CLAIMS, framed=False)
        self.statements = StaticTable("決算書", STATEMENTS, framed=False)
        self.lists = {"timeline": Timeline(), "contacts": Timeline(), "surveys": Timeline()}
        self.by_status, self.newest = Label("", "soft"), Label("", "soft")
        self.tie = Button("選んだ関係を訂正")
        self.nothing = Label("", "soft")
        self._tables: dict[str, QWidget] = {}
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for label in (self.by_status, self.newest, self.nothing):
            label.setWordWrap(True)
        claims, statements = QWidget(), QWidget()
        claims.setLayout(column(self.by_status, self.claims, row(self.tie, None), spacing=look.S))
        claims.layout().setStretch(1, 1)  # type: ignore[union-attr]
        statements.setLayout(column(self.newest, self.statements, spacing=look.S))
        self._tables = {"claims": claims, "statements": statements, **self.lists}
        empty = QWidget()
        empty.setLayout(column(self.nothing, None))
        self._tables[""] = empty
        for widget in self._tables.values():
            self.stack.addWidget(widget)
        self.lists["contacts"].setAccessibleName("この人との交渉")
        self.lists["surveys"].setAccessibleName("実態調査")
        card = Card(padding=look.M)
        top = row(self.views, spacing=look.M)
        top.addWidget(self.filter, 1)
        top.addStretch(0)
        card.body.addLayout(top)
        card.body.addWidget(self.stack, 1)
        lower = row(spacing=look.M)
        lower.addWidget(card, _LEFT_SHARE)
        lower.addWidget(self.side, _RIGHT_SHARE)
        layout = column(self.header, spacing=look.M, margins=(look.L, look.M, look.L, look.S))
        layout.addLayout(lower, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.views.changed.connect(self.show_view)
        self.claims.opened.connect(self._on_claim)
        self.claims.selection_changed.connect(self._on_selection)
        self.statements.opened.connect(self._on_statement)
        self.tie.clicked.connect(self._on_tie)
        self.side.opened.connect(self.record_opened)
        self.side.add_requested.connect(self.add_requested)
        self.filter.textChanged.connect(self._narrow)
        self.filter.left_downwards.connect(self.take_focus)
        for one in self.lists.values():
            one.opened.connect(self._on_item)

    # showing

    def show_person(self, view: PersonPage) -> None:
        """Show a person, or the same one as of another day."""
        is_other = self.view is None or self.view.party_no != view.party_no
        self.view = view
        self.header.show_person(view)
        self.side.show_person(view)
        self._show_claims(view)
        self.statements.set_rows(view.statements)
        self.newest.setText(statement_words(view.statements[0]) if view.statements else "")
        counts = {key: len(items) for key, items in self._items(view).items()}
        words = (
            ("claims", f"求償権 {len(view.claims):,}"),
            ("timeline", f"経過 {counts['timeline']:,}"),
            ("contacts", f"本人との交渉 {counts['contacts']:,}"),
            ("surveys", f"実態調査 {counts['surveys']:,}"),
            ("statements", f"決算書 {len(view.statements):,}"),
        )
        self.views.set_options(words)
        if is_other:
            self.filter.clear()
        self._narrow()
        self.show_view("claims" if is_other else self.views.current())

    def _show_claims(self, view: PersonPage) -> None:
        total = view.sums[-1] if view.sums else None
        sums: dict[str, object] = {}
        if total is not None and len(view.claims) > 1:
            whole = total.principal + total.damages + total.costs
            sums = {"claim_no": "主債務 合計", "principal": total.principal, "damages": total.damages}
            sums |= {"costs": total.costs, "total": whole}
        self.claims.set_rows(view.claims, told_columns(view.claims), sums)
        parts = [
            f"{one.status.label} {one.count:,}件 {show_yen(one.principal + one.damages + one.costs)}円"
            for one in view.sums
            if one.status is not None
        ]
        self.by_status.setText("主債務　" + "　／　".join(parts) if parts else "")
        self.by_status.setVisible(bool(parts))
        self._on_selection()

    def _items(self, view: PersonPage) -> dict[str, tuple[TimelineItem, ...]]:
        return {"timeline": view.timeline, "contacts": view.contacts, "surveys": view.surveys}

    def _narrow(self) -> None:
        if self.view is not None:
            for key, items in self._items(self.view).items():
                self.lists[key].items.set_items(matching(items, ALL, self.filter.text()))

    def show_view(self, key: str) -> None:
        """Turn to claims, timeline, contacts, surveys or accounts."""
        assert self.view is not None
        self.views.set_current(key)
        counts = {name: len(items) for name, items in self._items(self.view).items()}
        counts |= {"claims": len(self.view.claims), "statements": len(self.view.statements)}
        self.nothing.setText(_EMPTY[key])
        self.stack.setCurrentWidget(self._tables[key if counts[key] else ""])
        self.filter.setVisible(key in self.lists)
        self.side.setVisible(key != "statements")

    def take_focus(self) -> None:
        """Put the keyboard into what is shown."""
        key = self.views.current()
        target: QWidget = {"claims": self.claims, "statements": self.statements}.get(key) or self.lists[key]
        if self.stack.currentWidget() is self._tables[""]:
            target = self.views
        target.setFocus()

    def focus_filter(self) -> None:
        """Narrow what happened by typing (F3)."""
        if self.views.current() not in self.lists:
            self.show_view("timeline")
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def turn(self, step: int) -> None:
        """Turn to the view after or before."""
        keys = ["claims", "timeline", "contacts", "surveys", "statements"]
        self.show_view(keys[(keys.index(self.views.current()) + step) % len(keys)])
        self.take_focus()

    # what is chosen

    def chosen_claims(self) -> tuple[str, ...]:
        """Return the claims of the debtor that are selected when several are, else all that are not over."""
        if self.view is None:
            return ()
        owed = [one for one in self.view.claims if one.claim_no in self.view.claim_nos and one.tie is None]
        selected = [one for one in self.claims.selected() if one in owed]
        if len(selected) > 1:
            return tuple(one.claim_no for one in selected)
        return tuple(one.claim_no for one in owed if one.status.is_open)

    def _chosen_tie(self) -> PersonClaim | None:
        chosen: list[PersonClaim] = self.claims.selected()
        return chosen[0] if len(chosen) == 1 and chosen[0].tie is not None else None

    def _on_selection(self) -> None:
        self.tie.setEnabled(self._chosen_tie() is not None)
        self.selection_changed.emit()

    def _on_tie(self) -> None:
        chosen = self._chosen_tie()
        if chosen is not None:
            self.record_opened.emit(chosen.tie)

    def _on_claim(self, claim: PersonClaim) -> None:
        self.claim_requested.emit(claim.claim_no)

    def _on_statement(self, statement: Statement) -> None:
        self.record_opened.emit(RecordRef("financial_statements", (statement.statement_no,)))

    def _on_item(self, ref: RecordRef) -> None:
        """Open what an item tells of; money is shown in the ledger of its claim."""
        if ref.table in APPEND_ONLY and self.view is not None:
            self.claim_requested.emit(self.view.claim_of[ref])
        else:
            self.record_opened.emit(ref)
