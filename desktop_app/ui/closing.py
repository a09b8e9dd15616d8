"""The window and the tray together: what closing means, what the icon says, what its menu does.

Order: `start()` once the clinic is open, `stop()` before it is closed.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.ui.changes_bridge import ChangesBridge
from desktop_app.ui.dialogs.first_close import Closing, FirstCloseDialog, closing_of, keep_closing
from desktop_app.ui.places import Book, Goto, PageName
from desktop_app.ui.shell import Shell
from desktop_app.ui.tray import Tray
from desktop_app.ui.tray_status import TrayStatus
from desktop_app.workers.task_runner import TaskRunner

if TYPE_CHECKING:  # the services are read after the window stands
    from desktop_app.domain.errors import ExpectedError
    from desktop_app.services.changes import Change
    from desktop_app.services.clinic import Clinic

_REFRESH_MS = 60_000
BY = "desk"


class ClosingAndTray(QObject):
    """`quit_asked` when the program is to end; else closing only puts the window away."""

    quit_asked = Signal()

    def __init__(self, shell: Shell, runner: TaskRunner, name: str) -> None:
        super().__init__(shell)
        self._shell = shell
        self._runner = runner
        self._clinic: Clinic | None = None
        self._bridge: ChangesBridge | None = None
        self._is_reading = False
        self.tray = Tray(name, self)
        self.tray.open_asked.connect(self.bring_to_front)
        self.tray.booking_asked.connect(self._on_booking_asked)
        self.tray.code_asked.connect(self._on_code_asked)
        self.tray.quit_asked.connect(self.quit_asked)
        self.tray.sending_toggled.connect(self._on_sending_toggled)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._read)
        shell.may_close = self._may_close

    def start(self, clinic: "Clinic") -> None:
        self._clinic = clinic
        self._bridge = ChangesBridge(clinic.changes, self)
        self._bridge.changed.connect(self._on_change)
        self._timer.start()
        self._read()

    def stop(self) -> None:
        self._timer.stop()
        if self._bridge is not None:
            self._bridge.close()
        self._clinic = None
        self.tray.stop()

    @Slot()
    def bring_to_front(self) -> None:
        self._shell.showNormal() if self._shell.isMinimized() else self._shell.show()
        self._shell.raise_()
        self._shell.activateWindow()

    def put_away(self) -> None:
        """Out of the way, still running: into the tray, or minimised where there is none."""
        if self.tray.is_there:
            self._shell.hide()
        else:
            self._shell.showMinimized()

    # ── closing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _may_close(self) -> bool:
        if self._clinic is None:
            self.quit_asked.emit()
            return False
        match closing_of(self._shell.settings.file):
            case Closing.STAY:
                self.put_away()
            case Closing.QUIT:
                self.quit_asked.emit()
            case Closing.ASK:
                dialog = FirstCloseDialog(self.tray.is_there, self._shell)
                dialog.finished.connect(self._on_answered)
                dialog.open()
        return False

    @Slot()
    def _on_answered(self) -> None:
        dialog = self.sender()
        if not isinstance(dialog, FirstCloseDialog):
            return
        answer = dialog.answer()
        dialog.deleteLater()
        if answer is Closing.ASK:
            return
        keep_closing(self._shell.settings.file, answer)
        if answer is Closing.QUIT:
            self.quit_asked.emit()
        else:
            self.put_away()

    # ── the tray's menu ─────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _on_booking_asked(self) -> None:
        self.bring_to_front()
        self._shell.navigate(Book())

    @Slot()
    def _on_code_asked(self) -> None:
        self.bring_to_front()
        self._shell.navigate(Goto(PageName.WHATSAPP))

    @Slot(bool)
    def _on_sending_toggled(self, is_on: bool) -> None:
        if self._clinic is not None:
            self._runner.run(partial(_set_sending, self._clinic, is_on), self._on_set)

    def _on_set(self, _: None) -> None:
        self._read()

    # ── what the icon says ──────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_change(self, _change: "Change") -> None:
        self._read()

    @Slot()
    def _read(self) -> None:
        if self._clinic is not None and not self._is_reading:
            self._is_reading = True
            self._runner.run(partial(read_tray_status, self._clinic), self._show, self._on_unreadable)

    def _on_unreadable(self, _: "ExpectedError") -> None:
        """The window tells what is wrong; the icon stays as it was."""
        self._is_reading = False

    def _show(self, status: TrayStatus) -> None:
        self._is_reading = False
        self.tray.show_status(status)


def read_tray_status(clinic: "Clinic") -> TrayStatus:
    """One status for all hospitals."""
    from desktop_app.ui.shell_state import coming_run, next_line
    from desktop_app.ui.tray_status import status_of

    sessions = [clinic.whatsapp.status(hospital.id) for hospital in clinic.hospitals.all()]
    jobs = clinic.scheduler.jobs()
    hospitals = {job.hospital_id: clinic.read.hospital(job.hospital_id) for job in jobs}
    runs = [coming_run(clinic, hospitals[job.hospital_id], job) for job in jobs]
    if not hospitals:
        return status_of(sessions)
    now = next(iter(hospitals.values())).local(clinic.clock.now())
    return status_of(sessions, next_line(runs, now))


def _set_sending(clinic: "Clinic", is_on: bool) -> None:
    for hospital in clinic.hospitals.all():
        if is_on:
            clinic.whatsapp.resume(hospital.id, by=BY)
        else:
            clinic.whatsapp.pause(hospital.id, by=BY)
