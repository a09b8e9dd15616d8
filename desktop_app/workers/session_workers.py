"""The session workers of all hospitals, as one. Start: after the services. Stop: after the daily jobs, before the API.

Sessions that were linked and not closed by a person start by themselves.
"""

import logging
import threading
from collections.abc import Callable

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.changes import Change, ClinicChanged, MessagesChanged
from desktop_app.services.channel import MessageChannel
from desktop_app.services.clinic import Clinic
from desktop_app.services.sending_queue import SendingQueue
from desktop_app.services.sessions import SessionSnapshot
from desktop_app.system.data_folder import DataFolder
from desktop_app.system.options import Options
from desktop_app.workers.session_worker import SessionWorker

log = logging.getLogger(__name__)

_KILL_WAIT_S = 3.0


class SessionWorkers:
    """See the Sessions port. Holds every worker until its thread has ended."""

    def __init__(self, clinic: Clinic, folder: DataFolder, options: Options) -> None:
        self._clinic = clinic
        self._folder = folder
        self._options = options
        self._workers: dict[int, SessionWorker] = {}
        self._making = threading.Lock()
        self._unsubscribe: Callable[[], None] = _nothing
        self._is_open = False

    def start(self) -> None:
        """A worker for every hospital, now and later."""
        self._is_open = True
        self._clinic.whatsapp.connect(self)
        self._unsubscribe = self._clinic.changes.subscribe(self._on_change)
        for hospital in self._clinic.read.hospitals():
            worker = self._worker(hospital.id)
            if self._clinic.whatsapp.starts_by_itself(hospital.id):
                worker.begin(wants_code=False)

    def stop(self, seconds: float) -> None:
        """Every session ends within about `seconds`; then nothing of ours runs any more."""
        self._is_open = False
        self._unsubscribe()
        self._unsubscribe = _nothing
        workers = list(self._workers.values())
        for worker in workers:
            worker.ask_to_stop(seconds)
        deadline = self._clinic.clock.monotonic() + seconds
        for worker in workers:
            if not worker.wait(_milliseconds(deadline - self._clinic.clock.monotonic())):
                log.info("a session did not stop in time; its browser is ended")
                worker.kill()
        for worker in workers:
            worker.wait(_milliseconds(_KILL_WAIT_S))
        self._workers = {number: worker for number, worker in self._workers.items() if worker.isRunning()}

    # ── the Sessions port ───────────────────────────────────────────────────────────────────────────────────────────
    def snapshot(self, hospital_id: int) -> SessionSnapshot:
        worker = self._workers.get(hospital_id)
        return worker.snapshot if worker is not None else SessionSnapshot()

    def begin(self, hospital_id: int, *, wants_code: bool) -> None:
        if self._is_open:
            self._worker(hospital_id).begin(wants_code=wants_code)

    def close(self, hospital_id: int, *, forget: bool) -> None:
        if self._is_open:
            self._worker(hospital_id).close_session(forget=forget)

    def wake(self, hospital_id: int) -> None:
        if hospital_id in self._workers:
            self._workers[hospital_id].wake()

    def ask_for_link_code(self, hospital_id: int, mobile: MobileNumber) -> None:
        if self._is_open:
            self._worker(hospital_id).ask_for_link_code(mobile)

    def take_over(self, hospital_id: int) -> None:
        if self._is_open:
            self._worker(hospital_id).take_over()

    def show(self, hospital_id: int, visible: bool) -> None:
        if self._is_open:
            self._worker(hospital_id).show(visible)

    def _worker(self, hospital_id: int) -> SessionWorker:
        with self._making:  # asked for from the window, the API and the scheduler alike
            if hospital_id not in self._workers:
                clinic = self._clinic
                worker = SessionWorker(
                    hospital_id, lambda: self._make(hospital_id), clinic.read, clinic.clock, clinic.changes
                )
                self._workers[hospital_id] = worker
                worker.start()
            return self._workers[hospital_id]

    def _make(self, hospital_id: int) -> tuple[MessageChannel, SendingQueue]:
        from desktop_app.whatsapp.web.channel import WebChannel, WebSetup

        setup = WebSetup(
            url=self._options.whatsapp_url,
            profile=self._folder.sessions / str(hospital_id),
            state=self._folder.state,
            chrome=self._options.chrome,
            chromedriver=self._options.chromedriver,
        )
        channel = WebChannel(setup, self._clinic.clock)
        return channel, self._clinic.whatsapp.queue_for(hospital_id, channel)

    def _on_change(self, change: Change) -> None:
        match change:
            case ClinicChanged():
                if self._is_open:
                    self._worker(change.hospital_id).wake()
            case MessagesChanged():
                self.wake(change.hospital_id)
            case _:
                return


def _nothing() -> None:
    """Not subscribed."""


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))
