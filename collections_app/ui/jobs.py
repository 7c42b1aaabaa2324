"""Work off the UI thread: `read` and `write`; results come back on the UI thread by a signal."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from collections_app.domain.errors import UserError
from collections_app.domain.progress import Progress
from collections_app.ui import look

T = TypeVar("T")
Failure = Callable[[Exception], None]
READERS = 2
POLL_MS = 100


@dataclass(slots=True)
class _Order:
    """One piece of work on its way, and what becomes of its result."""

    on_success: Callable[[Any], None]
    on_error: Failure | None
    owner: QObject | None
    key: tuple[int, str] | None
    ticket: int
    long_job: LongJob | None = None


class LongJob(QObject):
    """Work that says how far it is and can be stopped; `stepped` is told on the UI thread ten times a second."""

    stepped = Signal()
    ended = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.text = ""
        self.done = 0
        self.total = 0
        self._cancelled = threading.Event()

    def progress(self) -> Progress:
        """Return what the work calls at every step, on its own thread."""
        return Progress(self._take, self._cancelled.is_set)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._cancelled.is_set()

    def _take(self, text: str, done: int, total: int) -> None:
        # only values are kept here; the UI thread looks at them by its timer, so a chatty job floods nobody
        self.text, self.done, self.total = text, done, total


class Jobs(QObject):
    """One writing thread, a few reading ones, one for long reading. Every error has a road to the person."""

    failed = Signal(object)  # a UserError nobody else took: its sentence goes to the message bar
    crashed = Signal(object)  # any other exception: to the crash dialog
    long_started = Signal(object)  # a LongJob that has run for a second and is still running
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="long")
        self._latest: dict[tuple[int, str], tuple[int, Future[Any]]] = {}
        self._tickets = 0
        self._long_jobs: set[LongJob] = set()
        self._is_closed = False
        self._under_way = 0
        # queued always: work done at once would otherwise be delivered before the asker has heard that it began
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        work: Callable[[], T],
        on_success: Callable[[T], None],
        on_error: Failure | None = None,
        *,
        owner: QObject | None = None,
        topic: str = "",
    ) -> None:
        """Run `work` on a reading thread. A newer request of the same owner and topic takes this one's place."""
        self._submit(self._readers, work, self._order(on_success, on_error, owner, topic))

    def write(
        self,
        work: Callable[[], T],
        on_success: Callable[[T], None],
        on_error: Failure | None = None,
    ) -> None:
        """Run `work` on the one writing thread, after the writes before it."""
        self._submit(self._writer, work, self._order(on_success, on_error, None, ""))

    def run_long(
        self,
        title: str,
        work: Callable[[Progress], T],
        on_success: Callable[[T], None],
        on_error: Failure | None = None,
        *,
        writes: bool = False,
    ) -> LongJob:
        """Run work that takes time, on the writing or the long-reading thread; the panel appears after a second."""
        job = LongJob(title)
        order = self._order(on_success, on_error, None, "")
        order.long_job = job
        self._long_jobs.add(job)
        poll = QTimer(job)
        poll.timeout.connect(job.stepped)
        poll.start(POLL_MS)
        QTimer.singleShot(look.PROGRESS_AFTER_MS, job, partial(self._announce, job))
        self._submit(self._writer if writes else self._long, partial(work, job.progress()), order)
        return job

    @property
    def is_busy(self) -> bool:
        """Whether long work is under way."""
        return bool(self._long_jobs)

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for has been delivered."""
        return self._under_way == 0

    def shutdown(self) -> None:
        """Ask long work to stop and wait for every thread; nothing is delivered any more."""
        self._is_closed = True
        for job in self._long_jobs:
            job.cancel()
        for executor in (self._readers, self._writer, self._long):
            # queued reads are dropped; a queued write was promised and is done
            executor.shutdown(wait=True, cancel_futures=executor is not self._writer)

    def _order(
        self, on_success: Callable[[Any], None], on_error: Failure | None, owner: QObject | None, topic: str
    ) -> _Order:
        self._tickets += 1
        key = (id(owner), topic) if owner is not None else None
        return _Order(on_success, on_error, owner, key, self._tickets)

    def _submit(self, executor: ThreadPoolExecutor, work: Callable[[], T], order: _Order) -> None:
        if self._is_closed:
            return
        future = executor.submit(work)
        self._under_way += 1
        if order.key is not None:
            before = self._latest.get(order.key)
            if before is not None:
                before[1].cancel()
            self._latest[order.key] = (order.ticket, future)
        future.add_done_callback(partial(self._finished, order))

    def _finished(self, order: _Order, future: Future[Any]) -> None:
        if not self._is_closed:
            self._delivered.emit((order, future))

    def _announce(self, job: LongJob) -> None:
        if job in self._long_jobs:
            self.long_started.emit(job)

    def _deliver(self, parcel: tuple[_Order, Future[Any]]) -> None:
        order, future = parcel
        self._under_way -= 1
        if order.long_job is not None:
            self._long_jobs.discard(order.long_job)
            order.long_job.ended.emit()
            order.long_job.deleteLater()
        if self._is_closed or future.cancelled() or not self._is_awaited(order):
            return
        error = future.exception()
        if error is None:
            order.on_success(future.result())
        elif isinstance(error, UserError):
            (order.on_error or self.failed.emit)(error)
        else:
            self.crashed.emit(error)

    def _is_awaited(self, order: _Order) -> bool:
        if order.key is None:
            return True
        newest = self._latest.get(order.key)
        if newest is None or newest[0] != order.ticket:
            return False
        self._latest.pop(order.key, None)
        return order.owner is not None and isValid(order.owner)
