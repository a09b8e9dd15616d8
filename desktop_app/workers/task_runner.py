"""The only bridge from the GUI thread to work. What a job answers comes home to the GUI thread through a relay.

Expected errors go to the page that asked; a bug is raised in the GUI thread, where the one hook shows it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from desktop_app.domain.errors import ExpectedError
from desktop_app.workers.job import Cancelled

T = TypeVar("T")
OnError = Callable[[ExpectedError], None]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of one job: a value, or what was raised."""

    value: object = None
    error: BaseException | None = None


class _Relay(QObject):
    """Made in the GUI thread, lives there: its slot runs there too."""

    finished = Signal(object)

    def __init__(self, deliver: Callable[["_Relay", _Outcome], None]) -> None:
        super().__init__()
        self._deliver = deliver
        self.finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _on_finished(self, outcome: _Outcome) -> None:
        self._deliver(self, outcome)


class _Run(QRunnable):
    def __init__(self, job: Callable[[], object], relay: _Relay, is_wanted: Callable[[], bool]) -> None:
        super().__init__()
        self._job = job
        self._relay = relay
        self._is_wanted = is_wanted

    def run(self) -> None:
        try:
            outcome = _Outcome(self._job())
        except Exception as error:  # noqa: BLE001  the task boundary: carried home and told there, never lost
            outcome = _Outcome(error=error)
        if self._is_wanted():  # else the program has ended, and the relay with it
            self._relay.finished.emit(outcome)


class TaskRunner(QObject):
    """Runs services in a small pool of threads."""

    def __init__(self, on_error: OnError | None = None, threads: int = 4) -> None:
        super().__init__()
        self._on_error = on_error
        self._relays: set[_Relay] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._is_open = True

    @property
    def is_idle(self) -> bool:
        """Nothing runs and nothing is on its way home."""
        return not self._relays

    def run(self, job: Callable[[], T], on_done: Callable[[T], None], on_error: OnError | None = None) -> None:
        """Do `job` in another thread. `on_done` or `on_error` is then called in the GUI thread; after `close`, neither."""
        if not self._is_open:
            return

        def deliver(relay: _Relay, outcome: _Outcome) -> None:
            self._relays.discard(relay)
            if self._is_open:
                _tell(outcome, on_done, on_error or self._on_error)

        relay = _Relay(deliver)
        self._relays.add(relay)
        self._pool.start(_Run(job, relay, lambda: self._is_open))

    def close(self, seconds: float = 5.0) -> bool:
        """Take no more work and wait for what runs; the answers are dropped. False if something still ran then."""
        self._is_open = False
        return self._pool.waitForDone(round(seconds * 1000))


def _tell(outcome: _Outcome, on_done: Callable[..., None], on_error: OnError | None) -> None:
    match outcome.error:
        case None:
            on_done(outcome.value)
        case Cancelled():
            return
        case ExpectedError() as refusal if on_error is not None:
            on_error(refusal)
        case bug:
            raise bug
