"""名寄せ: two people side by side, what would be moved and resolved, and for each difference which value is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from collections_app.domain.bundle import TABLE, Kind
from collections_app.domain.forms import Option
from collections_app.domain.merging import MergePeople, suggested
from collections_app.ui import look
from collections_app.ui.fields.search import SearchEdit
from collections_app.ui.table import StaticTable
from collections_app.ui.table.column import Column
from collections_app.ui.text import cell_text
from collections_app.ui.widgets import Button, Card, Label, column, row, title

if TYPE_CHECKING:
    from collections_app.domain.merging import MergePreview, MergeSide
    from collections_app.domain.people import Candidate
    from collections_app.services.changes import Changes
    from collections_app.ui.context import Context

_ASK = "統合する相手を、氏名・カナ・番号で探して選んでください。Enterで両方を並べて見ます。"
_HOW = "違う行でEnterを押すと、残す値を入れ替えます。F9で統合します。"
_SAME, _KEPT, _OTHER = "同じ", "← 左を残す", "右を残す →"
_TOGETHER = "左にまとめる"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: a column of people, or what belongs to both (`name` empty)."""

    name: str
    heading: str
    kept: str
    other: str
    choice: str = _SAME


_COLUMNS = (
    Column("heading", "項目", "text", 110, lambda line: line.heading, is_sortable=False),
    Column("kept", "残す番号", "text", 280, lambda line: line.kept, is_sortable=False, least=120),
    Column("other", "なくなる番号", "text", 280, lambda line: line.other, is_sortable=False, least=120),
    Column(
        "choice",
        "残す値",
        "text",
        120,
        lambda line: line.choice,
        tone=lambda line: "faint" if line.choice == _SAME else "accent",
        is_sortable=False,
    ),
)


class MergeWidget(QWidget):
    """`merged` hands over the Changes; `left` tells that nothing is to be merged."""

    merged = Signal(object)
    left = Signal()
    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._context = context
        self._survivor_no = ""
        self._preview: MergePreview | None = None
        self._chosen: dict[str, Any] = {}
        self._is_busy = False
        self.heading, self.how = title("名寄せ"), Label(_ASK, "soft")
        self.partner = SearchEdit("parties")
        self.partner.setAccessibleName("統合する相手")
        self.table = StaticTable("二人の比較", _COLUMNS)
        self.consequences, self.problem = Label("", "body"), Label("", "problem")
        self.register = Button("統合する F9", primary=True)
        self.swap, self.leave = Button("残す番号を入れ替える"), Button("やめる Esc")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for label in (self.consequences, self.problem, self.how):
            label.setWordWrap(True)
        wanted = Label("相手(&P)", "soft")
        wanted.setBuddy(self.partner)
        top = row(self.heading, look.L, wanted, spacing=look.M)
        top.addWidget(self.partner, 1)
        below = Card("こうなります", padding=look.M)
        below.body.setSpacing(look.XS)
        below.body.addWidget(self.consequences)
        below.body.addWidget(self.problem)
        buttons = row(self.register, self.swap, self.leave, None, spacing=look.S)
        layout = column(top, self.how, self.table, below, buttons, spacing=look.M)
        layout.setContentsMargins(look.L, look.M, look.L, look.M)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.partner.search_wanted.connect(self._search)
        self.partner.returnPressed.connect(self._on_partner)
        self.table.opened.connect(self._toggle)
        self.register.clicked.connect(self.submit)
        self.swap.clicked.connect(self._on_swap)
        self.leave.clicked.connect(self.left)

    # beginning

    def begin(self, survivor_no: str, name: str, candidates: tuple[Candidate, ...], other_no: str = "") -> None:
        """Let the partner of a person be chosen among candidates or anybody, or compare with one at once."""
        self._survivor_no, self._preview = survivor_no, None
        self.heading.setText(f"名寄せ　{survivor_no} {name}")
        options = [Option(one.party_no, f"{one.name}（{one.party_no}）", "・".join(one.reasons)) for one in candidates]
        self.partner.set_choices(options)
        self.partner.set_value(None)
        self.table.set_rows(())
        self._say("", "")
        self._show_ready()
        if other_no:
            self._compare(survivor_no, other_no)
        else:
            self.partner.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search(self, text: str) -> None:
        work = partial(self._context.desk.find_options, "parties", text)
        self._context.jobs.read(work, partial(self.partner.offer, text), owner=self, topic="options")

    def _on_partner(self) -> None:
        self.partner.settle()
        chosen = self.partner.value()
        self.partner.close_list()
        if chosen is not None:
            self._compare(self._survivor_no, str(chosen))

    def _on_swap(self) -> None:
        if self._preview is not None:
            self._compare(self._preview.other.party_no, self._preview.survivor.party_no)

    def _compare(self, survivor_no: str, other_no: str) -> None:
        work = partial(self._context.desk.merge_preview, survivor_no, other_no, self._context.as_of)
        self._context.jobs.read(work, self._take, owner=self, topic="preview")

    def _take(self, preview: MergePreview) -> None:
        self._preview = preview
        self._survivor_no = preview.survivor.party_no
        kept, other = preview.survivor.record, preview.other.record
        self._chosen = suggested(kept, other)
        self.heading.setText(f"名寄せ　{other['party_no']} を {kept['party_no']} に統合")
        self._show_lines(0)
        self._say("\n".join(f"・{one}" for one in preview.consequences), preview.refusal)
        self._show_ready()
        self.table.setFocus()

    # comparing

    def _show_lines(self, at: int) -> None:
        assert self._preview is not None
        kept, other = self._preview.survivor, self._preview.other
        lines = [self._line(name) for name in kept.record]
        lines.append(Line("", "求償権", _claims(kept), _claims(other), _TOGETHER))
        lines.append(Line("", "記録", _counts(kept), _counts(other), _TOGETHER))
        self.table.set_rows(lines)
        self.table.view.select_row(at)

    def _line(self, name: str) -> Line:
        assert self._preview is not None
        heading = TABLE["parties"].column(name).heading
        kept, other = self._preview.survivor.record, self._preview.other.record
        choice = _SAME
        if name in self._preview.differing:
            choice = _KEPT if self._chosen[name] == kept[name] else _OTHER
        elif name == "party_no":
            choice = _KEPT
        return Line(name, heading, _shown(name, kept[name]), _shown(name, other[name]), choice)

    def _toggle(self, line: Line) -> None:
        """Keep the other value of a line."""
        if self._preview is None or line.name not in self._preview.differing:
            return
        kept, other = self._preview.survivor.record, self._preview.other.record
        is_kept = self._chosen[line.name] == kept[line.name]
        self._chosen[line.name] = (other if is_kept else kept)[line.name]
        self._show_lines(self.table.view.current_row())

    def _say(self, consequences: str, problem: str) -> None:
        self.consequences.setText(consequences or "相手を選ぶと、移る記録と重なりの扱いをここに出します。")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _show_ready(self) -> None:
        is_ready = self._preview is not None and not self._preview.refusal and not self._is_busy
        self.register.setEnabled(is_ready)
        self.swap.setEnabled(self._preview is not None)
        self.how.setText(_HOW if self._preview is not None else _ASK)
        self.changed.emit()

    # merging

    def submit(self) -> None:
        """Make the two one (F9)."""
        preview = self._preview
        if preview is None or not self.register.isEnabled():
            return
        self._is_busy = True
        self._show_ready()
        command = MergePeople(preview.survivor.record, preview.other.record, dict(self._chosen))
        work = partial(self._context.desk.merge_people, command)
        self._context.jobs.write(work, self._written, self._refused)

    def _written(self, changes: Changes) -> None:
        self._is_busy = False
        assert self._preview is not None
        other_no, self._preview = self._preview.other.party_no, None
        self._context.changed(changes)
        self._context.say(f"{other_no} を {changes.number} に統合しました。　Ctrl+Zで元に戻せます。")
        self.merged.emit(changes)

    def _refused(self, error: Exception) -> None:
        self._is_busy = False
        self.problem.setText(str(error))
        self.problem.show()
        self._show_ready()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the list of the field, then leaves."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.partner.list_is_open():
            self.partner.close_list()
        else:
            self.left.emit()


def _shown(name: str, value: object) -> str:
    column_of = TABLE["parties"].column(name)
    if column_of.kind is Kind.CODE:
        return next((code.label for code in column_of.codes if code.value == value), "")
    return cell_text(value)


def _claims(side: MergeSide) -> str:
    return "・".join(f"{one.claim_no}（{one.role.label}）" for one in side.claims) or "なし"


def _counts(side: MergeSide) -> str:
    return "・".join(f"{TABLE[name].title} {count:,}" for name, count in side.counts.items()) or "なし"
