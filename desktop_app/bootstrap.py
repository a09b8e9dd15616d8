"""The application with its window: the one place that starts and stops everything.

Start: data folder → display → lock (a second start calls the first one to the front) → the window's frame, "opening" →
  once it is painted: log, tray, banners and toast → [task] practice server, database (backup, upgrade), services →
  [GUI] sessions, daily jobs, API, pages.
  What the frame does not need is imported after it stands; what is heavy (SQLAlchemy, Alembic, Selenium, FastAPI) in the task.
Stop, in this order, each step bounded and logged, harmless when repeated: no new work from the window → daily jobs →
  WhatsApp sessions (the message in hand settles, browsers end) → API → tasks → tray and window → practice server →
  database → lock.
"""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop_app import __version__
from desktop_app.domain.errors import ExpectedError, Unavailable
from desktop_app.system.data_folder import DataFolder, data_folder_of
from desktop_app.system.exit_codes import ExitCode, complain, exit_code_of
from desktop_app.system.options import Options
from desktop_app.system.threads import give_way_soon
from desktop_app.ui.bug_hook import BugHook
from desktop_app.ui.fonts import load_fonts
from desktop_app.ui.shell import Shell
from desktop_app.ui.window_settings import WindowSettings
from desktop_app.workers.qt_log import log_qt_lines
from desktop_app.workers.single_instance import SingleInstance
from desktop_app.workers.task_runner import TaskRunner

if TYPE_CHECKING:
    from desktop_app.opening import Opened
    from desktop_app.ui.closing import ClosingAndTray
    from desktop_app.workers.api_server import ApiServer, ApiStatus
    from desktop_app.workers.scheduler_jobs import SchedulerJobs
    from desktop_app.workers.session_workers import SessionWorkers
    from desktop_app.workers.stop_signals import StopSignals

log = logging.getLogger(__name__)

NAME = "Clinic Front Desk"
SESSIONS_SECONDS = 9.0
_TASKS_SECONDS = 3.0
_UNSEEN_MS = 500


def open_window(options: Options) -> int:
    """Open the application and stay until it is quit; the exit code. Raises ExpectedError if it cannot start."""
    give_way_soon()
    folder = data_folder_of(options)
    folder.prepare()
    require_display()
    qt = application()
    instance = SingleInstance(folder.run)
    if not instance.claim():
        instance.call_running_one()
        sys.stderr.write(f"front-desk: it is running already for {folder.root}; its window has come to the front.\n")
        return ExitCode.ALREADY_RUNNING
    program = Application(qt, options, folder, instance)
    program.start()
    try:
        return qt.exec()
    finally:
        program.stop()


def application() -> QApplication:
    """The one QApplication, named."""
    known = QApplication.instance()
    if isinstance(known, QApplication):
        return known
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName(NAME)
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName("clinic-front-desk")
    qt.setQuitOnLastWindowClosed(False)
    return qt


def require_display() -> None:
    """Qt ends the process where it finds no display; say so first. Raises Unavailable("no_display")."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "xcb").split(":")[0] not in ("xcb", "wayland"):
        return
    named = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", "")
    screen = named.removeprefix(":").split(".")[0]
    is_dead = named.startswith(":") and not Path(f"/tmp/.X11-unix/X{screen}").exists()  # noqa: S108  the X server's own place
    if not named or is_dead:
        raise Unavailable(
            "no_display",
            "There is no screen to open a window on.",
            "Start it on the desktop; without a screen use `front-desk tour`, or set QT_QPA_PLATFORM=offscreen.",
        )


class Application(QObject):
    """Everything that runs, and the order in which it begins and ends."""

    def __init__(self, qt: QApplication, options: Options, folder: DataFolder, instance: SingleInstance) -> None:
        super().__init__()
        self._qt = qt
        self._options = options
        self._folder = folder
        self._instance = instance
        self._bugs = BugHook(__version__, self)
        self._bugs.install()
        self._put_qt_lines_back = log_qt_lines()
        load_fonts()
        settings = WindowSettings(folder.window_ini)
        settings.apply_look()
        self.shell = Shell(settings, is_practice=options.is_practice)
        self.shell.may_close = self._close_while_starting
        self.runner = TaskRunner(self._explain)
        self.closing: ClosingAndTray | None = None
        self._signals: StopSignals | None = None
        self.opened: Opened | None = None
        self.sessions: SessionWorkers | None = None
        self.jobs: SchedulerJobs | None = None
        self.api: ApiServer | None = None
        self._has_stopped = False

    # ── start ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self) -> None:
        """Show the window; the rest follows once it stands, or if it cannot be seen."""
        if self._options.in_background:
            self._open()
            return
        self.shell.stands.connect(self._open)
        self.shell.show()
        QTimer.singleShot(_UNSEEN_MS, self, self._open)

    @Slot()
    def _open(self) -> None:
        if self.closing is not None or self._has_stopped:
            return
        from desktop_app.system.log_files import start_logging
        from desktop_app.ui.closing import ClosingAndTray
        from desktop_app.workers.stop_signals import StopSignals

        self._signals = StopSignals(self)
        self._signals.stop_asked.connect(self.quit)
        start_logging(self._folder.logs, self._options.log_level)
        self.shell.furnish()
        self._bugs.reported.connect(self.shell.notices.show_bug)
        self.closing = closing = ClosingAndTray(self.shell, self.runner, NAME)
        closing.quit_asked.connect(self.quit)
        self._instance.show_asked.connect(closing.bring_to_front)
        closing.tray.start()
        if self._options.in_background:
            closing.put_away()
        self.runner.run(self._open_clinic, self._on_opened, self._on_refused)

    def _explain(self, error: ExpectedError) -> None:
        self.shell.notices.explain(error)

    def _close_while_starting(self) -> bool:
        self.quit()
        return True

    def _open_clinic(self) -> "Opened":
        from desktop_app.opening import open_everything
        from desktop_app.services.changes import Changes
        from desktop_app.system.clock import SystemClock
        from desktop_app.ui.page_list import import_first_page

        try:
            opened = open_everything(self._folder, self._options, SystemClock(), Changes())
            import_first_page(is_new_clinic=not opened.clinic.hospitals.all())
        except ExpectedError:
            raise
        except Exception as bug:
            sys.excepthook(type(bug), bug, bug.__traceback__)
            raise Unavailable(
                "start_failed",
                "The clinic could not be opened because of a fault in this program. Nothing was changed.",
                f"Send {self._folder.logs / 'front_desk.log'} to those who look after it.",
            ) from bug
        return opened

    def _on_opened(self, opened: "Opened") -> None:
        from desktop_app.workers.this_computer import ThisComputer

        self.opened = opened
        self.sessions = opened.sessions
        self.sessions.start()
        self.jobs = opened.make_jobs()
        self.jobs.start()
        self.api = opened.make_api()
        self.api.changed.connect(self._on_api_changed)
        self.api.start()
        self._instance.listen()
        self.shell.attach(opened.clinic, self.runner)
        if self.shell.desk is not None:
            self.shell.desk.computer = ThisComputer(self._folder, self.api)
        if self.closing is not None:
            self.closing.start(opened.clinic)
        log.info("started, version %s", __version__)

    def _on_refused(self, error: ExpectedError) -> None:
        """The clinic cannot be opened: one line on stderr, a dialog where somebody can see it, and the exit code."""
        log.error("cannot start: %s", error.code)
        complain(error)
        if self._options.in_background or self._qt.platformName() in ("offscreen", "minimal"):
            self._qt.exit(exit_code_of(error))
            return
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Critical, NAME, error.message, parent=self.shell)
        box.setInformativeText(error.remedy)
        box.addButton(self.tr("Close the program"), QMessageBox.ButtonRole.AcceptRole)
        box.finished.connect(self._on_refusal_read)
        self._refusal = exit_code_of(error)
        box.open()

    @Slot()
    def _on_refusal_read(self) -> None:
        self._qt.exit(self._refusal)

    @Slot(object)
    def _on_api_changed(self, status: "ApiStatus") -> None:
        from desktop_app.ui.desk import BannerText

        fault = status.fault
        text = None if fault is None else BannerText(f"{fault.message} {fault.remedy}")
        self.shell.notices.banner("api", text)

    # ── stop ────────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def quit(self) -> None:
        """Quit and SIGTERM do the same: leave Qt's loop, then stop in order."""
        self._qt.exit(ExitCode.OK)

    def stop(self) -> None:
        """The orderly stop; see the module's text. Within 15 s whatever the browser does."""
        if self._has_stopped:
            return
        self._has_stopped = True
        self.shell.hide()
        _step("window", self.shell.detach)
        if self.jobs is not None:
            _step("daily jobs", self.jobs.stop)
        if self.sessions is not None:
            sessions = self.sessions
            _step("sessions", lambda: sessions.stop(SESSIONS_SECONDS))
        if self.api is not None:
            _step("API", self.api.stop)
        _step("tasks", lambda: self.runner.close(_TASKS_SECONDS))
        if self.closing is not None:
            _step("tray", self.closing.stop)
        if self.opened is not None:
            _step("clinic", self.opened.close)
        _step("lock", self._instance.release)
        self.shell.deleteLater()
        self._put_qt_lines_back()
        self._bugs.remove()
        if self._signals is not None:
            self._signals.restore()
        log.info("stopped")


def _step(name: str, work: Callable[[], object]) -> None:
    """One step of the stop: a failure is noted and the next step goes on."""
    try:
        work()
    except Exception:
        log.exception("stop: %s failed", name)
