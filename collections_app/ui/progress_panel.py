"""What long work shows after a second: what it does, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from collections_app.ui import look
from collections_app.ui.jobs import LongJob
from collections_app.ui.widgets import Button, ElidedLabel, column, hint, row, section

_WIDTH = 360


class ProgressPanel(QFrame):
    """Lies in the lower right corner of the page while long work runs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popover")
        self._page = parent
        self._job: LongJob | None = None
        self._title = section()
        self._text = ElidedLabel(color="soft")
        self._count = hint()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("進み具合")
        self._cancel = Button("中止")
        self._cancel.clicked.connect(self._stop)
        self.setLayout(
            column(
                self._title,
                self._text,
                self._bar,
                row(self._count, None, self._cancel),
                margins=(look.L, look.M, look.L, look.M),
            )
        )
        self.hide()

    def watch(self, job: LongJob) -> None:
        """Show a job until it ends."""
        self._job = job
        self._title.setText(job.title)
        self.setAccessibleName(job.title)
        self._cancel.setEnabled(True)
        job.stepped.connect(self._update)
        job.ended.connect(self._leave)
        self._update()
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Keep to the corner of the parent."""
        page = self._page.rect()
        height = self.sizeHint().height()
        self.setGeometry(QRect(page.right() - _WIDTH - look.L, page.bottom() - height - look.S, _WIDTH, height))

    def _update(self) -> None:
        job = self.sender() if isinstance(self.sender(), LongJob) else self._job
        if not isinstance(job, LongJob) or job is not self._job:
            return
        self._text.setText("中止しています…" if job.is_cancelled else job.text)
        # a range of 0 to 0 is Qt's sign for "some way, nobody knows how far"; counts may exceed 32 bits: per mille
        self._bar.setRange(0, 1000 if job.total else 0)
        if job.total:
            self._bar.setValue(min(1000, job.done * 1000 // job.total))
        self._count.setText(f"{job.done:,} / {job.total:,}" if job.total else "")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._cancel.setEnabled(False)
            self._update()

    def _leave(self) -> None:
        if self.sender() is self._job:
            self._job = None
            self.hide()
