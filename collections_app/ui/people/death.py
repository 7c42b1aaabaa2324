"""死亡を登録: the day, the heirs with what they were to the deceased and their shares; written in one go."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from collections_app.domain.codes import ObligorRole
from collections_app.domain.columns import Column, Kind
from collections_app.domain.forms import Option
from collections_app.domain.inheritance import Death, Heir, Relation, share_findings, statutory_shares
from collections_app.domain.row_rules import Finding
from collections_app.ui import look
from collections_app.ui.fields import ChoiceEdit, DayEdit, EntryForm, FieldBox
from collections_app.ui.fields.cell import CellEdit
from collections_app.ui.fields.line import LineField
from collections_app.ui.fields.search import SearchEdit
from collections_app.ui.widgets import Button, Card, Label, column, row, title

if TYPE_CHECKING:
    from collections_app.domain.people import PersonClaim, PersonPage
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context

_MOST = 8  # heirs entered in one go
_SHARE = Column("share", "持分", Kind.FRACTION)
_HOW = (
    "相続人を氏名・カナ・番号で探します。登録のない人は氏名をそのまま入れて「新しく登録」を選びます。"
    "続柄を入れると法定相続分を計算します（相続を放棄した人は入れません）。"
)


class HeirEdit(SearchEdit):
    """A person who is kept, or the name of a new one: the last line of the list."""

    def offer(self, text: str, found: object) -> None:
        """Offer who was found, and a new person of the name typed."""
        name = text.strip()
        options = [*found] if isinstance(found, tuple) else []
        super().offer(text, (*options, Option(("new", name), f"{name}（新しく登録）", "", name)))


class DeathForm(EntryForm):
    """A day, then lines of heirs; a line without a heir is not there."""

    def __init__(self, view: PersonPage) -> None:
        super().__init__("死亡と相続人の登録")
        self.setProperty("role", "plain")
        self._view = view
        died_on = FieldBox("died_on", "死亡日", DayEdit(_today), 136)
        self.add(died_on).set_access_key("D")
        relations = [Option(one, one.label) for one in Relation]
        for at in range(_MOST):
            heir = FieldBox(f"heir{at}", f"相続人{at + 1}", HeirEdit("parties"), 220, stretches=True)
            heir.begins_line = True
            self.add(heir)
            self.add(FieldBox(f"relation{at}", f"続柄{at + 1}", ChoiceEdit(relations), 140))
            self.add(FieldBox(f"share{at}", f"持分{at + 1}", CellEdit(_SHARE), 96))
            heir.set_access_key(str(at + 1))
        editor = died_on.editor
        if isinstance(editor, LineField) and view.record["status"] == "deceased":
            editor.set_value(view.record["status_on"])
        self._fit_lines()

    # what is typed

    def _field(self, name: str) -> LineField:
        field = self.boxes[name].editor
        assert isinstance(field, LineField)
        return field

    def _at(self) -> list[int]:
        """Return the lines that name an heir."""
        return [at for at in range(_MOST) if self._field(f"heir{at}").value() is not None]

    def relations(self) -> list[Relation | None]:
        """Return what each heir was to the deceased."""
        found = [self._field(f"relation{at}").value() for at in self._at()]
        return [one if isinstance(one, Relation) else None for one in found]

    def command(self) -> Death | None:
        """Return the request; None while there is no day."""
        died_on = self._field("died_on").value()
        heirs = tuple(self._heir(at) for at in self._at())
        return Death(self._view.record, died_on, heirs) if isinstance(died_on, date) else None

    def _heir(self, at: int) -> Heir:
        who, relation = self._field(f"heir{at}").value(), self._field(f"relation{at}").value()
        share = str(self._field(f"share{at}").value() or "")
        kind = relation if isinstance(relation, Relation) else None
        if isinstance(who, tuple):
            return Heir(share, name=str(who[1]), relation=kind)
        return Heir(share, party_no=str(who), relation=kind)

    def fill_shares(self) -> None:
        """Put the statutory shares into the lines whose relation is known; nothing while one is not."""
        relations = [one for one in self.relations() if one is not None]
        if len(relations) != len(self._at()):
            self.say("続柄の分からない相続人がいるため、法定相続分を計算できません。続柄を入れてください。")
            return
        for at, share in zip(self._at(), statutory_shares(relations), strict=True):
            self._field(f"share{at}").set_value(str(share) if share else None)
        self.judge()

    def findings(self) -> tuple[Finding, ...]:
        """Return what is missing, and a warning when the shares do not make one."""
        found = []
        if self.has_tried and self._field("died_on").value() is None:
            found.append(Finding(0, "died_on", "死亡日がありません。", "入力してください。"))
        at = self._at()
        shares = [str(self._field(f"share{one}").value() or "") for one in at]
        found += [
            Finding(0, f"share{at[one.index]}", one.message, one.remedy, one.is_warning)
            for one in (share_findings(shares) if any(shares) else ())
        ]
        self._fit_lines()
        return tuple(found)

    def _fit_lines(self) -> None:
        """Show one line more than there are heirs."""
        shown = max((at + 2 for at in range(_MOST) if self._field(f"heir{at}").text()), default=1)
        for at in range(_MOST):
            for name in (f"heir{at}", f"relation{at}", f"share{at}"):
                self.boxes[name].setVisible(at < shown)


class DeathWidget(QWidget):
    """`written` hands over the Changes; `left` tells that nothing is to be registered."""

    written = Signal(object)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._context = context
        self.form: DeathForm | None = None
        self.heading, self.on = title(""), Label("", "soft")
        self.how = Label(_HOW, "soft")
        self.place = QScrollArea()
        self.place.setWidgetResizable(True)
        self.place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.register = Button("登録 F9", primary=True)
        self.shares, self.leave = Button("法定相続分を入れる(&S)"), Button("やめる Esc")
        for label in (self.on, self.how):
            label.setWordWrap(True)
        card = Card(padding=look.M)
        card.body.addWidget(self.place)
        buttons = row(self.register, self.shares, self.leave, None, spacing=look.S)
        layout = column(self.heading, self.on, self.how, card, buttons, spacing=look.S)
        layout.setContentsMargins(look.L, look.M, look.L, look.M)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.register.clicked.connect(self.submit)
        self.shares.clicked.connect(self._fill_shares)
        self.leave.clicked.connect(self._on_leave)

    def begin(self, view: PersonPage) -> None:
        """Let the death of a person be typed."""
        self.heading.setText(f"死亡と相続　{view.party_no} {view.name}")
        claims = "・".join(one.claim_no for one in view.claims if _is_debt(one))
        self.on.setText(
            f"債務を負っている求償権（{claims}）のすべてに相続人を登録します。"
            if claims
            else "債務を負っている求償権はありません。死亡だけを登録します。"
        )
        self.form = DeathForm(view)
        self.place.setWidget(self.form)
        self.form.setAutoFillBackground(False)
        self.place.viewport().setAutoFillBackground(False)
        self.form.command_ready.connect(self._write)
        self.form.closed.connect(self.left)
        self.form.focused.connect(self._follow)
        for box in self.form.boxes.values():
            if isinstance(box.editor, SearchEdit):
                box.editor.search_wanted.connect(partial(self._search, box.editor))
        self.form.begin()
        self.form.focus_field("died_on", Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Register (F9)."""
        if self.form is not None:
            self.form.submit()

    def may_leave(self) -> bool:
        """Return whether nothing typed would be lost, or the person was asked."""
        return self.form is None or self.form.may_close()

    def _search(self, editor: SearchEdit, text: str) -> None:
        work = partial(self._context.desk.find_options, "parties", text)
        self._context.jobs.read(work, partial(editor.offer, text), owner=editor, topic="options")

    def _fill_shares(self) -> None:
        if self.form is not None:
            self.form.fill_shares()

    def _write(self, death: Death) -> None:
        self._context.jobs.write(partial(self._context.desk.register_death, death), self._written, self._refused)

    def _written(self, changes: Changes) -> None:
        form, self.form = self.form, None
        if form is not None:
            form.closed.disconnect()
            form.finish()
        self._context.changed(changes)
        self._context.say(f"{changes.number} の死亡と相続人を登録しました。")
        self.written.emit(changes)

    def _refused(self, error: Exception) -> None:
        if self.form is not None:
            self.form.refuse(str(error))

    def _on_leave(self) -> None:
        if self.form is not None:
            self.form.leave()

    def _follow(self, box: QWidget | None) -> None:
        if box is not None:
            self.place.ensureWidgetVisible(box, 0, look.XL)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc on a button leaves, as in a field."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_leave()
        else:
            super().keyPressEvent(event)


def _is_debt(claim: PersonClaim) -> bool:
    """Tell whether what a person owes on a claim is inherited: not a mortgage alone, not what was renounced."""
    is_renounced = claim.role is ObligorRole.HEIR and claim.note.startswith("相続放棄")
    return claim.role is not ObligorRole.COLLATERAL_PROVIDER and not is_renounced


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the office's own calendar day)
