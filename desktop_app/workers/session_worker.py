"""One hospital's WhatsApp session: one thread, sole owner of its channel and its queue.

A turn: what was asked → the browser, if it is wanted and does not run → one probe → the queue's step → ticks. Between
turns the thread waits until something is due, or until it is woken (something was planned, somebody asked).
Stop: what is not begun is not begun, what was sent gets a few seconds to settle, the browser ends, the thread ends.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from PySide6.QtCore import QThread

from desktop_app.domain.errors import ExpectedError, Unavailable
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.changes import Changes, SessionChanged
from desktop_app.services.channel import MessageChannel, SessionReading, SessionState
from desktop_app.services.ports import ClinicReader, Clock
from desktop_app.services.sending_queue import SendingQueue
from desktop_app.services.sessions import SessionSnapshot

log = logging.getLogger(__name__)

_PROBE_S = {
    SessionState.SCAN_QR: 0.4,
    SessionState.STARTING: 0.5,
    SessionState.LINKING: 0.5,
    SessionState.READY: 3.0,
    SessionState.CLOSED: 30.0,
}
_PROBE_ELSE_S = 2.0
_RECEIPTS_SOON_S, _RECEIPTS_LATER_S = 1.0, 10.0
_SOON = timedelta(seconds=75)
_FIRST_CODE, _NEXT_CODE = timedelta(seconds=60), timedelta(seconds=20)
_RESTARTS_S = (0.0, 1.0, 3.0, 10.0, 30.0, 60.0)
_CALM_S = 120.0
_NIGHT_HOUR = 3
_NIGHTLY_AFTER_S = 6 * 3600.0
_LOST = frozenset({"crashed", "unresponsive"})
_CLOSE_S = 12.0


@dataclass(slots=True)
class _Asked:
    """One thing asked of the thread; `done` tells the asker, `refusal` why it could not be."""

    job: Callable[[], None]
    done: threading.Event
    refusal: ExpectedError | None = None


class SessionWorker(QThread):
    """`make` builds channel and queue inside the thread."""

    def __init__(
        self, hospital_id: int, make: Callable[[], tuple[MessageChannel, SendingQueue]], read: ClinicReader, clock: Clock,
        changes: Changes,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName(f"whatsapp-{hospital_id}")
        self._hospital_id = hospital_id
        self._make = make
        self._read = read
        self._clock = clock
        self._changes = changes
        self._asked: deque[_Asked] = deque()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._channel: MessageChannel | None = None
        self._queue: SendingQueue | None = None
        self._snapshot = SessionSnapshot()
        self._is_wanted = self._is_visible = self._is_running = False
        self._started_at = self._start_at = 0.0
        self._restarts = 0
        self._receipts_at = 0.0
        self._last_send: datetime | None = None
        self._codes: tuple[str | None, int] = (None, 0)
        self._stop_at = 0.0

    # ── from any thread ─────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def snapshot(self) -> SessionSnapshot:
        return self._snapshot

    def wake(self) -> None:
        """Something changed: look at once."""
        if self._queue is not None:
            self._queue.changed()
        self._wake.set()

    def begin(self, *, wants_code: bool) -> None:
        if not self._is_running and not self._is_wanted:
            self._snapshot = replace(
                self._snapshot, reading=SessionReading(SessionState.STARTING, "booting"), problem=""
            )
            self._changes.publish(SessionChanged(self._hospital_id))
        self._ask(lambda: self._begin(wants_code))

    def ask_for_link_code(self, mobile: MobileNumber) -> None:
        self._ask(lambda: self._link_by_number(mobile))

    def take_over(self) -> None:
        self._ask(lambda: self._with_channel(lambda channel: channel.take_over()))

    def show(self, visible: bool) -> None:
        self._ask(lambda: self._show(visible))

    def close_session(self, *, forget: bool) -> None:
        """Waits, bounded, until the browser is gone. Raises Unavailable."""
        channel = self._channel
        if channel is not None:
            channel.hurry()
        asked = self._ask(lambda: self._close(forget))
        if not asked.done.wait(_CLOSE_S):
            self.kill()
            asked.done.wait(5)
        if asked.refusal is not None:
            raise asked.refusal

    def ask_to_stop(self, seconds: float) -> None:
        """The program ends: the thread is through after about `seconds`."""
        self._stop_at = self._clock.monotonic() + seconds
        self._stopping.set()
        channel = self._channel
        if channel is not None:
            channel.hurry()
        self._wake.set()

    def kill(self) -> None:
        """End the browser whatever it does; the thread then ends by itself."""
        channel = self._channel
        if channel is not None:
            channel.kill()

    def _ask(self, job: Callable[[], None]) -> _Asked:
        asked = _Asked(job, threading.Event())
        self._asked.append(asked)
        self._wake.set()
        return asked

    # ── the thread ──────────────────────────────────────────────────────────────────────────────────────────────────
    def run(self) -> None:
        try:
            self._channel, self._queue = self._make()
            while not self._stopping.is_set():
                self._wake.clear()
                wait = self._guarded_turn()
                if not self._asked:
                    self._wake.wait(max(wait, 0.0))
        finally:
            self._end()

    def _guarded_turn(self) -> float:
        """The task boundary: the world's refusals are tried again later, a bug is logged whole; the thread lives on."""
        try:
            return self._turn()
        except ExpectedError as refusal:
            log.info("session %s: %s", self._hospital_id, refusal.code)
            return 10.0
        except Exception:
            log.exception("session %s: a turn failed", self._hospital_id)
            return 10.0

    def _turn(self) -> float:
        self._do_what_was_asked()
        channel, queue = self._channel, self._queue
        if channel is None or queue is None or self._stopping.is_set():
            return 0.0
        if self._is_wanted and not self._is_running:
            self._start(channel)
            if self._stopping.is_set():
                return 0.0
        reading = channel.read_session() if self._is_running else SessionReading(SessionState.CLOSED, "closed")
        if reading.detail in _LOST:
            self._lost(channel)
            reading = SessionReading(SessionState.STARTING, reading.detail)
        self._show_reading(reading)
        done = queue.step(self._for_queue(reading))
        if done.did:
            self._last_send, self._receipts_at = self._clock.now(), 0.0
        self._show_reading(reading)
        self._take_receipts(queue, reading)
        self._restart_at_night(channel, reading, idle=not done.did)
        return self._pause(reading, done.next_at)

    def _for_queue(self, reading: SessionReading) -> SessionReading:
        """A browser that is on its way is not a closed session."""
        if reading.state is SessionState.CLOSED and self._is_wanted:
            return SessionReading(SessionState.STARTING, "booting")
        return reading

    def _pause(self, reading: SessionReading, next_at: datetime) -> float:
        """Until the next thing is due, seconds."""
        due = [_PROBE_S.get(reading.state, _PROBE_ELSE_S), (next_at - self._clock.now()).total_seconds()]
        if reading.state is SessionState.READY and self._receipts_at:
            due.append(self._receipts_at - self._clock.monotonic())
        if self._is_wanted and not self._is_running:
            due.append(self._start_at - self._clock.monotonic())
        return min(due)

    def _do_what_was_asked(self) -> None:
        while self._asked:
            asked = self._asked.popleft()
            try:
                asked.job()
            except ExpectedError as refusal:
                asked.refusal = refusal
            finally:
                asked.done.set()

    def _with_channel(self, job: Callable[[MessageChannel], None]) -> None:
        if self._channel is not None and self._is_running:
            job(self._channel)

    # ── browser ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _begin(self, wants_code: bool) -> None:
        self._is_wanted = True
        self._start_at, self._restarts = 0.0, 0
        if wants_code and self._channel is not None:
            self._channel.want_code()

    def _link_by_number(self, mobile: MobileNumber) -> None:
        self._begin(wants_code=True)
        if self._channel is not None and not self._is_running:
            self._start(self._channel)
        self._with_channel(lambda channel: channel.ask_for_link_code(mobile))

    def _show(self, visible: bool) -> None:
        if visible == self._is_visible:
            return
        self._is_visible, self._is_wanted = visible, True
        self._with_channel(lambda channel: channel.stop(5))
        self._is_running = False
        self._start_at, self._restarts = 0.0, 0

    def _close(self, forget: bool) -> None:
        self._is_wanted = self._is_running = self._is_visible = False
        self._restarts = 0
        if self._channel is not None:
            self._channel.stop(8)
            if forget:
                self._channel.forget()
        self._codes = (None, 0)
        self._snapshot = SessionSnapshot(checked_at=self._clock.now())

    def _start(self, channel: MessageChannel) -> None:
        if self._clock.monotonic() < self._start_at:
            return
        try:
            channel.start(visible=self._is_visible)
        except ExpectedError as refusal:
            self._not_started(refusal)
            return
        self._is_running = True
        self._started_at = self._clock.monotonic()
        self._snapshot = replace(self._snapshot, problem="", is_visible=self._is_visible)

    def _not_started(self, refusal: ExpectedError) -> None:
        log.info("session %s does not start: %s", self._hospital_id, refusal.code)
        if self._is_visible and isinstance(refusal, Unavailable) and refusal.code == "browser_not_started":
            self._is_visible = False  # no screen to show a window on
        self._put_off()
        self._start_at = max(self._start_at, self._clock.monotonic() + 10.0)
        trouble = SessionReading(SessionState.NEEDS_ATTENTION, refusal.code)
        self._publish(
            replace(
                self._snapshot,
                reading=trouble,
                problem=f"{refusal.message} {refusal.remedy}".strip(),
                checked_at=self._clock.now(),
            )
        )

    def _lost(self, channel: MessageChannel) -> None:
        """The browser is gone or does not answer: it is ended and started again, ever more patiently."""
        log.info("session %s: the browser is lost, it is started again", self._hospital_id)
        channel.stop(2)
        self._is_running = False
        self._is_visible = False
        if self._clock.monotonic() - self._started_at > _CALM_S:
            self._restarts = 0
        self._put_off()

    def _put_off(self) -> None:
        self._start_at = self._clock.monotonic() + _RESTARTS_S[min(self._restarts, len(_RESTARTS_S) - 1)]
        self._restarts += 1

    def _restart_at_night(self, channel: MessageChannel, reading: SessionReading, *, idle: bool) -> None:
        """A browser that runs for days grows: once a night, outside the sending hours, it is started anew."""
        if (
            not idle
            or reading.state is not SessionState.READY
            or self._clock.monotonic() - self._started_at < _NIGHTLY_AFTER_S
        ):
            return
        local_now = self._read.hospital(self._hospital_id).local(self._clock.now())
        if local_now.hour == _NIGHT_HOUR:
            channel.stop(8)
            self._is_running = False
            self._start_at = 0.0

    # ── what others see ─────────────────────────────────────────────────────────────────────────────────────────────
    def _show_reading(self, reading: SessionReading) -> None:
        if self._snapshot.problem and not self._is_running and self._is_wanted:
            return
        queue = self._queue
        self._publish(
            replace(
                self._snapshot,
                reading=reading,
                checked_at=self._clock.now(),
                is_visible=self._is_visible and self._is_running,
                problem="",
                next_send_at=queue.next_send_at if queue is not None else None,
                code_changes_at=self._code_changes_at(reading),
            )
        )

    def _code_changes_at(self, reading: SessionReading) -> datetime | None:
        """WhatsApp's first code lives a minute, each further one 20 s (whatsapp-web.md 1.4)."""
        if reading.qr is None:
            self._codes = (None, 0)
            return None
        code, number = self._codes
        if code == reading.qr:
            return self._snapshot.code_changes_at
        self._codes = (reading.qr, number + 1)
        return self._clock.now() + (_FIRST_CODE if number == 0 else _NEXT_CODE)

    def _publish(self, snapshot: SessionSnapshot) -> None:
        before, self._snapshot = self._snapshot, snapshot
        if replace(before, checked_at=None) != replace(snapshot, checked_at=None):
            self._changes.publish(SessionChanged(self._hospital_id))

    def _take_receipts(self, queue: SendingQueue, reading: SessionReading) -> None:
        """Ticks: every second while the chat of a fresh message is open, then now and then from the chat list."""
        if reading.state not in (SessionState.READY, SessionState.RESTRICTED):
            return
        is_soon = self._last_send is not None and self._clock.now() - self._last_send < _SOON
        if self._receipts_at and self._clock.monotonic() < self._receipts_at:
            return
        queue.upkeep.take_receipts()
        self._receipts_at = self._clock.monotonic() + (_RECEIPTS_SOON_S if is_soon else _RECEIPTS_LATER_S)

    def _end(self) -> None:
        for asked in self._asked:
            asked.done.set()
        if self._channel is not None:
            self._channel.stop(max(1.0, self._stop_at - self._clock.monotonic() - 1.0))
        self._is_running = False
        self._snapshot = SessionSnapshot()
