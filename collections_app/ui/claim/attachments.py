"""The card of the files kept with a claim: Enter opens the record, links open or save the file; files are dropped."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from collections_app.domain.attaching import size_words
from collections_app.domain.calendar import short_era
from collections_app.ui import look
from collections_app.ui.claim.entry import Entry, EntryWidget
from collections_app.ui.claim.prose import Prose
from collections_app.ui.widgets import Card, LinkButton, clear, column, hairline, hint, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_app.domain.attaching import AttachmentView

_EMPTY = "添付はありません。ファイルをここに置くか、＋追加で選びます。"


class AttachmentWidget(EntryWidget):
    """One file."""

    open_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, view: AttachmentView) -> None:
        facts = "　".join(
            part for part in (short_era(view.added_on), size_words(view.size), view.party_name, view.memo) if part
        )
        super().__init__(Entry(view.file_name, (facts,), ref=view.ref))
        self.view = view
        self.open_link = LinkButton("開く", f"{view.file_name} を開く")
        self.save_link = LinkButton("名前を付けて保存", f"{view.file_name} を名前を付けて保存")
        self.open_link.clicked.connect(self.open_wanted)
        self.save_link.clicked.connect(self.save_wanted)
        links = QWidget()
        links.setLayout(row(self.open_link, self.save_link, None, spacing=look.XS))
        layout = self.layout()
        assert layout is not None
        layout.addWidget(links)


class AttachmentsCard(Card):
    """`opened` tells a record, `file_opened` and `file_saved` the AttachmentView."""

    opened = Signal(object)
    file_opened = Signal(object)
    file_saved = Signal(object)
    add_wanted = Signal()

    def __init__(self) -> None:
        self.count = hint()
        self.add = LinkButton("＋追加", "添付を追加")
        self.add.setToolTip("添付を追加")
        trailing = QWidget()
        trailing.setLayout(row(self.count, self.add, spacing=look.S))
        super().__init__("添付", trailing, padding=look.M)
        self.body.setSpacing(look.XS)
        self._lines = column(spacing=0)
        self.body.addLayout(self._lines)
        self.files: list[AttachmentWidget] = []
        self.add.clicked.connect(self.add_wanted)

    def show_files(self, views: Sequence[AttachmentView]) -> None:
        """Show the files of a claim."""
        clear(self._lines)
        self.files = []
        self.count.setText(f"{len(views):,}件" if views else "")
        if not views:
            self._lines.addWidget(Prose(_EMPTY, "soft"))
        for view in views:
            if self.files:
                self._lines.addWidget(hairline())
            widget = AttachmentWidget(view)
            widget.opened.connect(self.opened)
            widget.open_wanted.connect(partial(self.file_opened.emit, view))
            widget.save_wanted.connect(partial(self.file_saved.emit, view))
            self.files.append(widget)
            self._lines.addWidget(widget)


class FileDrop(QObject):
    """Lets files be dropped on a page; `dropped` tells their paths."""

    dropped = Signal(object)

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files, nothing else."""
        kinds = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)
        if event.type() in kinds and isinstance(event, QDropEvent):
            paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
            if paths:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self.dropped.emit(paths)
                return True
        return super().eventFilter(watched, event)
