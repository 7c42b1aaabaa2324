"""レイアウト: the layouts of reports, shipped and own, edited as text with the paper beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidgetItem, QWidget

from collections_app.domain.calendar import era_date, fiscal_year_of
from collections_app.domain.report_texts import LayoutRef, LayoutVersion, ReportWanted
from collections_app.reports.layout_terms import LayoutError
from collections_app.ui import look
from collections_app.ui.actions import ActionId
from collections_app.ui.annual.layout_editor import LayoutEditor
from collections_app.ui.annual.layout_texts import LayoutTexts
from collections_app.ui.annual.work import SetReport, set_report
from collections_app.ui.drafts.page_draft import PageDraft
from collections_app.ui.page import Handlers, Page
from collections_app.ui.pages.ask_sheet import AskSheet
from collections_app.ui.pages.key_list import NONE, KeyList
from collections_app.ui.printing.preview import PageView
from collections_app.ui.widgets import Button, ChoiceBox, Flow, Label, Prose, column, row, section, soft, title

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_app.ui.context import Context

PAUSE_MS = 400  # between the last key and the preview
_SHIPPED = "初めからあるレイアウトは変えられません。N でコピーして、自分たちのレイアウトとして直します。"
_KEYS = "Enter\u00a0本文へ　N\u00a0コピーして新しく　V\u00a0前の版に戻す　Delete\u00a0削除　Ctrl+.\u00a0問題の行へ"
_NO_VERSION = "「{}」には前の版がありません。保存するたびに版が残り、二つ以上になると前の版に戻せます。"
_UNSAVED = (
    "「{}」には保存していない変更があります。F9で保存するか「保存前に戻す」を押してから、前の版に戻してください。"
)
_REVERTED = "「{}」を前の版（{}）に戻しました。もう一度 V を押すと、戻す前の版になります。"
_GONE = "「{}」というレイアウトはもうありません。書きかけの本文は、新しい名前で残せます。"
_DELETE = "「{}」を削除します。もう一度 Delete を押すと削除されます。"


class LayoutsPage(Page):
    """A list of layouts, the text of one, and the report it makes of the figures of the year in force."""

    own_keys = (
        ("Enter / Esc", "本文へ・一覧へ"),
        ("N", "コピーして新しいレイアウトを作る"),
        ("V", "前の版に戻す（もう一度で、戻す前の版）"),
        ("Delete", "レイアウトを削除"),
        ("Ctrl+.", "問題の行へ"),
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context, "report_layouts", nav="reports")
        self._refs: list[LayoutRef] = []
        self._versions: tuple[LayoutVersion, ...] = ()  # of the layout looked at, the newest first
        self._asked = ""  # the layout whose deletion was asked about
        self._bad_line = 0
        self.texts = LayoutTexts(context, self.key)
        self._resumed: PageDraft | None = None  # to go on with once the layouts are there
        self.list = KeyList("レイアウト")
        self.editor, self.view = LayoutEditor(), PageView()
        self.versions = ChoiceBox("これまでの版")
        self.problem = Label("", "problem")
        self.problem.setWordWrap(True)
        self.copy = Button("コピーして新しく N")
        self.save_button = Button("保存 F9", primary=True)
        self.delete = Button("削除 Delete")
        self.back = Button("保存前に戻す")
        self.revert = Button("前の版に戻す V")
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.preview)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        keys = Prose(_KEYS, "hint")
        left = QWidget()
        left.setLayout(column(section("レイアウト"), keys, self.list))
        left.setMaximumWidth(look.scaled(280))
        buttons = Flow()
        versions = QWidget()  # the word stays beside its choice
        versions.setLayout(row(soft("版"), self.versions, spacing=look.S))
        for widget in (self.save_button, self.copy, self.back, self.revert, self.delete, versions):
            buttons.addWidget(widget)
        middle = column(buttons, self.texts, self.editor, self.problem)
        middle.setStretch(2, 1)
        body = row(left, middle, self.view, spacing=look.M)
        for at, stretch in enumerate((3, 7, 6)):
            body.setStretch(at, stretch)
        layout = column(row(title("報告のレイアウト"), None), body, margins=(look.L, look.M, look.L, look.S))
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._on_row)
        for key, step in (
            (Qt.Key.Key_Return, self.editor.setFocus),
            (Qt.Key.Key_N, self.ask_copy),
            (Qt.Key.Key_V, self.revert_version),
            (Qt.Key.Key_Delete, self.ask_delete),
        ):
            self.list.keys[(key, NONE)] = step
        self.editor.textChanged.connect(self._on_typed)
        self.copy.clicked.connect(self.ask_copy)
        self.save_button.clicked.connect(self.save)
        self.delete.clicked.connect(self.ask_delete)
        self.back.clicked.connect(self.take_back)
        self.revert.clicked.connect(self.revert_version)
        self.versions.activated.connect(self._on_version)
        self.texts.taken.connect(self._on_draft)
        self.texts.thrown.connect(lambda _: self.editor.setFocus())
        go = QShortcut(QKeySequence("Ctrl+."), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        go.activated.connect(lambda: self.editor.go_to(self._bad_line))
        leave = QShortcut(QKeySequence("Esc"), self.editor, context=Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self.list.setFocus)

    # reading

    def enter(self) -> None:
        """Read which layouts there are."""
        self._read(self._name())

    def reload(self) -> None:
        """Read again."""
        self.enter()

    def _read(self, name: str) -> None:
        self.context.jobs.read(self.context.desk.report_layouts, partial(self._take, name), owner=self, topic="layouts")

    def _take(self, name: str, refs: tuple[LayoutRef, ...]) -> None:
        self._refs = list(refs)
        self.list.blockSignals(True)
        self.list.clear()
        for ref in refs:
            self.list.addItem(QListWidgetItem(self._line(ref)))
        name = self._resume(name)
        names = [ref.name for ref in refs]
        self.list.setCurrentRow(names.index(name) if name in names else 0)
        self.list.blockSignals(False)
        self._on_row()

    def _line(self, ref: LayoutRef) -> str:
        marks = ["自分たち"] if ref.is_own else []
        marks += ["未保存"] if ref.name in self.texts.typed else []
        marks += ["使えません"] if ref.problem else []
        return f"{ref.title}　{ref.name}" + (f"（{'・'.join(marks)}）" if marks else "")

    def ref(self) -> LayoutRef | None:
        """Return the layout looked at."""
        at = self.list.currentRow()
        return self._refs[at] if 0 <= at < len(self._refs) else None

    def _name(self) -> str:
        ref = self.ref()
        return ref.name if ref is not None else "miyagi"

    def _on_row(self) -> None:
        ref = self.ref()
        if ref is None:
            return
        self._asked = ""
        name, desk, is_own = ref.name, self.context.desk, ref.is_own

        def both() -> tuple[str, tuple[LayoutVersion, ...]]:
            return desk.layout_body(name), desk.layout_versions(name) if is_own else ()

        self.context.jobs.read(both, partial(self._show, ref), owner=self, topic="body")

    def _show(self, ref: LayoutRef, found: tuple[str, tuple[LayoutVersion, ...]]) -> None:
        body, versions = found
        text = self.texts.read(ref.name, body, is_own=ref.is_own)
        self.editor.blockSignals(True)
        self.editor.setPlainText(text)
        self.editor.blockSignals(False)
        self.editor.setReadOnly(not ref.is_own)
        self._versions = versions
        choices: list[tuple[object, str]] = [("", "今の版" if versions else "版はありません")]
        choices += [(one.body, _moment(one)) for one in versions]
        self.versions.set_choices(choices, "")
        self.versions.setEnabled(bool(versions))
        self.delete.setEnabled(ref.is_own)
        self.revert.setEnabled(ref.is_own)
        self._show_state()
        self.preview()

    def _on_draft(self, name: str) -> None:
        if self._name() == name:
            self._on_row()
        self.editor.setFocus()

    def _resume(self, name: str) -> str:
        """Go on with the draft one came for, and return the layout to look at."""
        draft, self._resumed = self._resumed, None
        if draft is None:
            return name
        (mine,) = draft.about
        if any(ref.is_own and ref.name == mine for ref in self._refs):
            self.texts.take_up(draft)
            return mine
        self.context.say(_GONE.format(mine), "warn")
        self._ask_name(draft.text, partial(self.texts.throw, draft))
        return name

    # typing

    def _on_typed(self) -> None:
        ref = self.ref()
        if ref is None or not ref.is_own:
            return
        self.texts.take(ref.name, self.editor.toPlainText())
        self._show_state()
        self._timer.start()

    def _show_state(self) -> None:
        ref = self.ref()
        is_changed = ref is not None and ref.name in self.texts.typed
        self.save_button.setEnabled(is_changed)
        self.back.setEnabled(is_changed)
        item = self.list.currentItem()
        if ref is not None and item is not None:
            item.setText(self._line(ref))
        self.actions_changed.emit()

    def _on_version(self) -> None:
        body = self.versions.currentData()
        if body:
            self.editor.selectAll()
            self.editor.insertPlainText(str(body))  # so that Ctrl+Z in the text takes it back
            self.editor.setFocus()

    def preview(self) -> None:
        """Set the report the text makes, off the window's thread."""
        self._timer.stop()
        day, name = self.context.as_of, self._name()
        wanted = ReportWanted(fiscal_year_of(day), name, day, self.editor.toPlainText())
        work = partial(set_report, self.context.desk, wanted)
        self.context.jobs.read(work, self._take_preview, self._refuse, owner=self, topic="preview")

    def _take_preview(self, found: SetReport) -> None:
        self._bad_line = 0
        self.editor.mark(0)
        ref = self.ref()
        self.problem.set_role("soft")
        self.problem.setText("" if ref is None or ref.is_own else _SHIPPED)
        self.view.show_pages(found.pages, self.view.at)

    def _refuse(self, error: Exception) -> None:
        self._bad_line = self.editor.line_of(error)
        self.editor.mark(self._bad_line)
        said = (
            f"{self._bad_line}行目　{error}"
            if self._bad_line and f"{self._bad_line}行目" not in str(error)
            else str(error)
        )
        self.problem.set_role("problem")
        self.problem.setText(f"{said}\n右は、誤りのない前の状態です。" if self.view.count else said)

    # keeping

    def ask_copy(self) -> None:
        """Ask for a name and keep a copy of the text shown as an own layout."""
        self._ask_name(self.editor.toPlainText(), lambda: None)

    def _ask_name(self, body: str, done: Callable[[], None]) -> None:
        sheet = AskSheet(
            self.window(), "コピーして新しいレイアウトを作る", "事務所の全員が使えるレイアウトになります。", "作る"
        )

        def copy(given: tuple[str, ...]) -> None:
            work = partial(self.context.desk.save_layout, given[0], body, None)
            self.context.jobs.write(work, partial(self._copied, done))

        sheet.ask(("名前",), copy)

    def _copied(self, done: Callable[[], None], ref: LayoutRef) -> None:
        done()
        self.context.say(f"レイアウト「{ref.name}」を作りました。")
        self._read(ref.name)
        self.editor.setFocus()

    def save(self) -> None:
        """Keep what was typed; the version before stays among the versions."""
        ref = self.ref()
        if ref is None or ref.name not in self.texts.typed:
            return
        name, body = ref.name, self.texts.typed[ref.name]
        work = partial(self.context.desk.save_layout, name, body, self.texts.kept[name])
        self.context.jobs.write(work, partial(self._saved, body), self._not_saved)

    def _not_saved(self, error: Exception) -> None:
        if isinstance(error, LayoutError):
            self._refuse(error)
        else:
            self.context.jobs.failed.emit(error)

    def _saved(self, body: str, ref: LayoutRef) -> None:
        self.texts.saved(ref.name, body)
        self.context.say(f"レイアウト「{ref.name}」を保存しました。")
        self._read(ref.name)

    def take_back(self) -> None:
        """Show the text as it was kept."""
        ref = self.ref()
        if ref is not None and self.texts.forget(ref.name):
            self._on_row()

    def revert_version(self) -> None:
        """Keep the version before the newest one again; the versions between stay."""
        ref = self.ref()
        if ref is None or not ref.is_own:
            self._tell(_SHIPPED)
        elif ref.name in self.texts.typed:
            self._tell(_UNSAVED.format(ref.name))
        elif len(self._versions) < 2:  # noqa: PLR2004 - the newest one and one before
            self._tell(_NO_VERSION.format(ref.name))
        else:
            name, before = ref.name, self._versions[1]
            work = partial(self.context.desk.save_layout, name, before.body, self.texts.kept[name])

            def reverted(_: LayoutRef) -> None:
                self.context.say(_REVERTED.format(name, _moment(before)))
                self._read(name)

            self.context.jobs.write(work, reverted, self._not_saved)

    def _tell(self, sentence: str) -> None:
        self.problem.set_role("warning")
        self.problem.setText(sentence)

    def ask_delete(self) -> None:
        """Ask once, then take an own layout away."""
        ref = self.ref()
        if ref is None or not ref.is_own:
            self._tell(_SHIPPED)
            return
        if self._asked != ref.name:
            self._asked = ref.name
            self._tell(_DELETE.format(ref.name))
            return
        name = ref.name

        def gone(_: None) -> None:
            self.texts.forget(name)
            self.context.say(f"レイアウト「{name}」を削除しました。これまでの版は監査記録に残ります。")
            self._read("")

        self.context.jobs.write(partial(self.context.desk.delete_layout, name), gone)

    # the page

    def handlers(self) -> Handlers:
        """Return what can be done now."""
        handlers: Handlers = {ActionId.RELOAD: self.reload, ActionId.CLOSE: self.leave_requested.emit}
        if self.save_button.isEnabled():
            handlers[ActionId.REGISTER] = self.save
        return handlers

    def take_focus(self) -> None:
        """Put the keyboard on the list, or leave it in the text."""
        if not self.editor.hasFocus():
            self.list.setFocus()

    def memory(self) -> object:
        """Return the layout looked at."""
        return self._name()

    def recall(self, memory: object) -> None:
        """Look at it again, or go on with what was typed."""
        if isinstance(memory, PageDraft):
            self._resumed = memory
            return
        names = [ref.name for ref in self._refs]
        if memory in names:
            self.list.setCurrentRow(names.index(str(memory)))


def _moment(version: LayoutVersion) -> str:
    at = version.at.astimezone()
    return f"{era_date(at.date())} {at:%H:%M} {version.by}"
