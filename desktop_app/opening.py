"""Opens everything that a run needs behind the window: the practice WhatsApp, the clinic, the session workers.

Called in a task: it imports and reads for a second or two. Raises ExpectedError; then nothing is left running.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_app.services.changes import Changes
from desktop_app.services.clinic import Clinic, PretendPhone
from desktop_app.services.ports import Clock
from desktop_app.system.data_folder import DataFolder
from desktop_app.system.options import Options
from desktop_app.wiring import open_clinic
from desktop_app.workers.api_server import ApiServer
from desktop_app.workers.scheduler_jobs import SchedulerJobs
from desktop_app.workers.session_workers import SessionWorkers


@dataclass(frozen=True, slots=True)
class Opened:
    """What the window works with. `close` comes last, when nothing uses the clinic.

    Sessions, jobs and API are made by the window's thread, since they live in it; their modules are read here, so that
    it need not wait for them.
    """

    clinic: Clinic
    sessions: SessionWorkers
    make_jobs: Callable[[], SchedulerJobs]
    make_api: Callable[[], ApiServer]
    close: Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Phone:
    """The pretend phone of practice mode, as the WhatsApp page sees it."""

    url: str
    scan_code: Callable[[str], None]

    def scan(self, code: str) -> None:
        self.scan_code(code)


def open_everything(folder: DataFolder, options: Options, clock: Clock, changes: Changes) -> Opened:
    """The clinic of `folder`; in practice mode with its own WhatsApp and, the first time, a sample day."""
    if options.is_practice and folder.is_empty:
        _make_practice_day(folder, clock)
    phone, stop_practice = (None, _nothing) if not options.is_practice else _start_practice(folder)
    if phone is not None:
        options = replace(options, whatsapp_url=phone.url)
    try:
        opened = open_clinic(folder, options, clock, changes, phone)
    except BaseException:
        stop_practice()
        raise
    sessions = SessionWorkers(opened.clinic, folder, options)

    def close() -> None:
        stop_practice()
        opened.close()

    return Opened(
        opened.clinic,
        sessions,
        lambda: SchedulerJobs(opened.clinic, opened.upkeep),
        lambda: ApiServer(opened.clinic, folder.run, options.api_port),
        close,
    )


def _make_practice_day(folder: DataFolder, clock: Clock) -> None:
    from desktop_app.storage.database import open_database
    from desktop_app.storage.practice_day import fill_practice_day

    with open_database(folder.database, clock) as database:
        fill_practice_day(database, clock.now())


def _start_practice(folder: DataFolder) -> tuple[PretendPhone, Callable[[], None]]:
    from desktop_app.whatsapp.practice.server import PracticeWhatsApp
    from desktop_app.whatsapp.practice.settings import TRAINING

    server = PracticeWhatsApp(folder.state / "practice_whatsapp.json", settings=TRAINING)
    server.start()
    return _Phone(server.url, server.phone.scan), server.stop


def _nothing() -> None:
    """Outside practice mode there is no pretend WhatsApp to stop."""
