"""A new 代位弁済 typed whole: debtor, claim, those liable with the debtor, collateral. It reads and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from collections_app.domain.calendar import fiscal_year_of, short_era
from collections_app.domain.intake import CLAIM, DEBTOR, Collateral, NewClaim, Proposal, ProposalWanted, judge
from collections_app.ui import look
from collections_app.ui.fields import ChoiceEdit
from collections_app.ui.intake.part import ClaimForm, CollateralForm, PartForm
from collections_app.ui.intake.person import PersonForm
from collections_app.ui.widgets import Button, Card, Label, LinkButton, column, hint, row, section, soft, title

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QVBoxLayout

    from collections_app.domain.intake import IntakeView, PartFinding

_TWO_COLUMNS = 1020  # the least width (at 100 %) for two cards side by side
_LOST = "入力した内容は登録されていません。Escをもう一度押すと、捨てて閉じます。"
_ALIKE = "登録済みの人と同じかもしれない人がいます。同じ人ならば選び、別の人ならばもう一度F9を押してください。"


class PartCard(Card):
    """A numbered card; Alt and the number lead to its first field."""

    def __init__(self, number: int, heading: str) -> None:
        super().__init__(padding=look.M)
        self.setAccessibleName(heading)
        self.label = section(f"{heading}(&{number})")
        self.body.addWidget(self.label)


class IntakePage(QWidget):
    """Wishes go up: a NewClaim, a text searched in a field, a person to be compared, a proposal, to leave."""

    submitted = Signal(object)  # a NewClaim
    search_wanted = Signal(object)  # (field, text)
    alike_wanted = Signal(object)  # (form, what is typed)
    proposal_wanted = Signal(object)  # a ProposalWanted
    list_wanted = Signal()
    left = Signal()

    def __init__(self, view: IntakeView) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._view = view
        self._proposal = view.proposal
        self._asked_for = ProposalWanted()
        self._was_asked = self._was_warned = self._is_quiet = False
        self.is_busy = False
        self.ties: list[PersonForm] = []
        self.collaterals: list[CollateralForm] = []
        self.debtor = PersonForm(DEBTOR, "主債務者の入力", view.forms["parties"])
        self.claim = ClaimForm(CLAIM, view.forms["claims"], view.sections)
        self._build()
        self._wire(self.debtor)
        self._wire(self.claim)
        self.debtor.alike_wanted.connect(partial(self._on_alike, self.debtor))
        self.take_proposal(view.proposal)
        self._remember()
        self._on_edited()

    # building

    def _build(self) -> None:
        self.register, self.leave_button = Button("登録 F9", primary=True), Button("閉じる Esc")
        self.add_tie_button, self.add_collateral_button = Button("関係人を追加(&G)"), Button("担保を追加(&T)")
        self.warning = Label("", "warning")
        self.warning.setWordWrap(True)
        self.warning.hide()
        self.why, self.steps = hint(), hint()
        for said in (self.why, self.steps):
            said.setWordWrap(True)
        debtor, claim = PartCard(1, "主債務者"), PartCard(3, "求償権")
        debtor.body.addWidget(self.debtor)
        debtor.label.setBuddy(self.debtor.known)
        claim.label.setBuddy(self.claim.boxes["claim_no"].editor)
        for widget in (self.claim, self.why, self.steps):
            claim.body.addWidget(widget)
        self._ties = self._list_card(2, "連帯保証人・物上保証人", self.add_tie_button)
        self._collaterals = self._list_card(4, "担保", self.add_collateral_button)
        self.columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.columns.setSpacing(look.M)
        self.columns.setContentsMargins(0, 0, look.S, 0)
        self.columns.addLayout(column(debtor, self._ties[0], None, spacing=look.M), 1)
        self.columns.addLayout(column(claim, self._collaterals[0], None, spacing=look.M), 1)
        body = QWidget()
        body.setProperty("role", "canvas")
        body.setLayout(self.columns)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(body)
        top = row(title("新しい代位弁済"), soft("全体を1回で登録します。番号のない人と担保には番号が付きます。"), None)
        self.list_button = Button("一覧から(&L)")
        self.list_button.clicked.connect(self.list_wanted)
        for button in (self.list_button, self.register, self.leave_button):
            top.addWidget(button)
        layout = column(top, self.warning, spacing=look.M)
        layout.addWidget(self.area, 1)
        self.setLayout(layout)
        self._connect()

    def _connect(self) -> None:
        self.register.clicked.connect(self.submit)
        self.leave_button.clicked.connect(self.leave)
        self.add_tie_button.clicked.connect(self.add_tie)
        self.add_collateral_button.clicked.connect(self.add_collateral)

    def _list_card(self, number: int, heading: str, add: Button) -> tuple[PartCard, QVBoxLayout]:
        card = PartCard(number, heading)
        card.label.setBuddy(add)
        listed = column(spacing=look.S)
        card.body.addLayout(listed)
        card.body.addLayout(row(add, None))
        return card, listed

    def _wire(self, form: PartForm) -> None:
        form.edited.connect(self._on_edited)
        form.submitted.connect(self.submit)
        form.escaped.connect(self.leave)
        form.passed.connect(partial(self._pass, form))
        form.focused.connect(self._follow)
        if isinstance(form, PersonForm):
            form.known.search_wanted.connect(partial(self._on_search, form))

    def _on_search(self, form: PersonForm, text: str) -> None:
        self.search_wanted.emit((form.known, text))

    def _on_alike(self, form: PersonForm, telling: object) -> None:
        self.alike_wanted.emit((form, telling))

    # several people, several collaterals

    def add_tie(self) -> None:
        """Let one more person liable with the debtor be typed."""
        forms = self._view.forms
        form = PersonForm("", "関係人の入力", forms["parties"], forms["claim_parties"])
        form.alike_wanted.connect(partial(self._on_alike, form))
        self.ties.append(form)
        self._put(form, self._ties[1], "関係人", lambda: self._remove(form, self.ties))

    def add_collateral(self) -> None:
        """Let one more collateral be typed."""
        form = CollateralForm("", self._view.forms["collaterals"])
        self.collaterals.append(form)
        self._put(form, self._collaterals[1], "担保", lambda: self._remove(form, self.collaterals))
        if len(self._people()) == 1:
            form.owner.set_value(0)

    def _put(self, form: PartForm, listed: QVBoxLayout, word: str, remove: object) -> None:
        box = QWidget()
        link = LinkButton(f"この{word}を外す")
        link.clicked.connect(remove)
        box.setLayout(column(form, row(None, link), spacing=0))
        listed.addWidget(box)
        self._wire(form)
        self._renumber()
        form.remember()
        self._on_edited()
        form.focus_first()

    def _remove(self, form: PartForm, among: list[PersonForm] | list[CollateralForm]) -> None:
        forms: list[PartForm] = list(among)
        at = forms.index(form)
        del among[at]
        box = form.parentWidget()
        assert box is not None
        if isinstance(form, PersonForm):
            self._owners_without(at + 1)
        box.hide()
        box.deleteLater()
        self._renumber()
        self._on_edited()
        (self.add_tie_button if isinstance(form, PersonForm) else self.add_collateral_button).setFocus()

    def _owners_without(self, place: int) -> None:
        """Keep the owners of collateral the people they are when somebody before them is taken out."""
        names = self._people()
        for form in self.collaterals:
            owner = form.owner_place()
            form.offer_owners(names)
            if owner is not None:
                form.owner.set_value(None if owner == place else owner - (owner > place))

    def _renumber(self) -> None:
        for place, tie in enumerate(self.ties):
            tie.part = f"tie:{place}"
            tie.setAccessibleName(f"関係人{place + 1}の入力")
        for place, collateral in enumerate(self.collaterals):
            collateral.part = f"collateral:{place}"
            collateral.setAccessibleName(f"担保{place + 1}の入力")
        self._order_tabs()

    def _order_tabs(self) -> None:
        stops: list[QWidget] = self._stops(self.debtor)
        for tie in self.ties:
            stops += self._stops(tie)
        stops += [self.add_tie_button, *self._stops(self.claim)]
        for collateral in self.collaterals:
            stops += self._stops(collateral)
        stops += [self.add_collateral_button, self.register, self.leave_button]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    @staticmethod
    def _stops(form: PartForm) -> list[QWidget]:
        box = form.parentWidget()
        links = box.findChildren(LinkButton) if box is not None and not isinstance(box, PartCard) else []
        return [*(box.editor for box in form.boxes.values()), *links]

    # what is typed

    def forms(self) -> list[PartForm]:
        """Return all parts in their order."""
        return [self.debtor, *self.ties, self.claim, *self.collaterals]

    def new_claim(self) -> NewClaim:
        """Return what the fields say."""
        return NewClaim(
            self.debtor.person(),
            self.claim.record(),
            tuple(form.tie() for form in self.ties),
            tuple(Collateral(form.owner_place(), form.record()) for form in self.collaterals),
        )

    def is_dirty(self) -> bool:
        """Return whether something typed would be lost."""
        return bool(self.ties or self.collaterals) or self.debtor.is_dirty() or self.claim.is_dirty()

    def _people(self) -> list[str]:
        names = [self.debtor.name() or "主債務者", *(tie.name() or "関係人" for tie in self.ties)]
        return [name if names.count(name) == 1 else f"{name}（{at + 1}人目）" for at, name in enumerate(names)]

    def _remember(self) -> None:
        for form in self.forms():
            form.remember()

    def _on_edited(self) -> None:
        if self._is_quiet:
            return
        self._is_quiet = True  # offering other owners edits their fields again
        self._was_asked = self._was_warned = False
        self.say("")
        for collateral in self.collaterals:
            collateral.offer_owners(self._people())
        self.show_found(judge(self.new_claim(), self._view.today))
        self._show_steps()
        self._is_quiet = False
        self._ask_proposal()

    def show_found(self, found: Sequence[PartFinding]) -> None:
        """Say under the fields what is wrong, part by part."""
        for form in self.forms():
            form.show_found([one.finding for one in found if one.part == form.part])

    def _show_steps(self) -> None:
        day = self.claim.record()["subrogated_on"]
        if day is None:
            self.steps.setText("")
            return
        due = (f"{rule.step.label} {short_era(rule.due_on(day, self._view.today))}" for rule in self._view.rules)
        self.steps.setText(f"初動の期限: {'・'.join(due)}")

    # what is proposed

    def _ask_proposal(self) -> None:
        """Ask again when what a proposal depends on has changed."""
        claim = self.claim.record()
        section_typed = claim["section"] if claim["section"] != self._proposal.section else ""
        day = claim["subrogated_on"] or self._asked_for.subrogated_on
        wanted = ProposalWanted(self.debtor.person().party_no, section_typed or "", day)
        year = None if day is None else fiscal_year_of(day)
        asked = self._asked_for
        year_asked = None if asked.subrogated_on is None else fiscal_year_of(asked.subrogated_on)
        if (wanted.debtor_no, wanted.section, year) != (asked.debtor_no, asked.section, year_asked):
            self._asked_for = wanted
            self.proposal_wanted.emit(wanted)

    def take_proposal(self, proposal: Proposal) -> None:
        """Show what is proposed where the person has not typed something else."""
        before, claim = self._proposal, self.claim.record()
        self._proposal = proposal
        self._is_quiet = True
        for name in ("claim_no", "section", "staff_no"):
            if claim[name] in (None, "", getattr(before, name)):
                self.claim.set(name, getattr(proposal, name))
        self._is_quiet = False
        self.why.setText(f"担当の案: {proposal.why}。変えられます。" if proposal.why else "")
        self.show_found(judge(self.new_claim(), self._view.today))

    # registering and leaving

    def submit(self) -> None:
        """Hand the claim over (F9), or go to the first field that is wrong."""
        if self.is_busy:
            return
        for form in self.forms():
            form.settle()
            form.has_tried = True
        self.show_found(judge(self.new_claim(), self._view.today))
        if self.focus_problem():
            return
        if not self._was_warned and any(form.is_unsettled() for form in (self.debtor, *self.ties)):
            self._was_warned = True
            self.say(_ALIKE)
            return
        self.set_busy(is_busy=True)
        self.submitted.emit(self.new_claim())

    def focus_problem(self) -> bool:
        """Go to the first field that is refused; tell whether there is one."""
        for form in self.forms():
            wrong = form.first_problem()
            if wrong is not None:
                form.focus_field(wrong.key)
                return True
        return False

    def refuse(self, sentence: str, found: Sequence[PartFinding] = ()) -> None:
        """Say why nothing was written; everything typed stays."""
        self.set_busy(is_busy=False)
        self.say(f"登録していません。{sentence}", "problem")
        if found:
            self.show_found(found)
            self.focus_problem()

    def set_busy(self, *, is_busy: bool) -> None:
        """Take no second command while one is on its way."""
        self.is_busy = is_busy
        self.register.setEnabled(not is_busy)

    def leave(self) -> None:
        """Leave the page (Esc); what was typed is asked about once."""
        if self.is_busy:
            return
        if self.is_dirty() and not self._was_asked:
            self._was_asked = True
            self.say(_LOST)
            return
        self.left.emit()

    def say(self, sentence: str, role: str = "warning") -> None:
        """Say something about the whole claim, nothing when it is empty."""
        self.warning.set_role(role)
        self.warning.setText(sentence)
        self.warning.setVisible(bool(sentence))

    # moving

    def _pass(self, form: PartForm, step: int) -> None:
        forms = self.forms()
        at = forms.index(form) + step
        if 0 <= at < len(forms):
            (forms[at].focus_first if step > 0 else forms[at].focus_last)()
        elif step > 0:
            self.register.setFocus(Qt.FocusReason.TabFocusReason)

    def open_list(self) -> None:
        """Open the list of the field that has the keyboard (F4)."""
        for form in self.forms():
            for _, editor in form.editors():
                if isinstance(editor, ChoiceEdit) and editor.hasFocus():
                    editor.open_list()

    def _follow(self, box: QWidget | None) -> None:
        if box is not None:
            self.area.ensureWidgetVisible(box, 0, look.XL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards below each other where two do not fit side by side."""
        super().resizeEvent(event)
        is_wide = self.width() >= look.scaled(_TWO_COLUMNS)
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self.columns.setDirection(direction)
