"""`front-desk tour --out DIR`: the main job once, with the real windows, the real browser and the pretend WhatsApp.

It works in a data folder of its own that is thrown away, needs no screen, and writes one picture per step; the table it
prints says what happened. Exit code 1 if a step did not come true.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_app.bootstrap import Application, application
from desktop_app.commands.tour_guide import Stop, TourGuide, Until
from desktop_app.domain.errors import Unavailable
from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.services.channel import SessionState, SessionView
from desktop_app.services.clinic import Clinic
from desktop_app.services.csv_row import encode_row
from desktop_app.services.ports import AppointmentFilter, ExportRow, MessageFilter
from desktop_app.services.views import AppointmentView, MessageView
from desktop_app.system.data_folder import DataFolder
from desktop_app.system.exit_codes import ExitCode
from desktop_app.system.options import Options
from desktop_app.ui.places import Goto, PageName
from desktop_app.ui.theme import Theme, look
from desktop_app.workers.single_instance import SingleInstance

NAME, MOBILE = "Asha Verma", "9123456780"


def tour(options: Options) -> int:
    """Do the tour; 0 if every step came true."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out = options.out.expanduser().absolute()
    _clear(out)
    home = Path(tempfile.mkdtemp(prefix="front-desk-tour-"))
    folder = DataFolder(home).practice
    folder.prepare()
    qt = application()
    instance = SingleInstance(folder.run)
    instance.claim()
    program = Application(qt, replace(options, is_practice=True, api_port=0), folder, instance)
    walk = _Walk(program, folder)
    guide = walk.guide = TourGuide(walk.script(), out)
    faults: list[str] = []

    def on_ended(fault: str) -> None:
        faults.append(fault)
        program.quit()

    guide.ended.connect(on_ended)
    program.start()
    guide.start()
    try:
        qt.exec()
    finally:
        program.stop()
        shutil.rmtree(home, ignore_errors=True)
    _print_table(guide.stops, out, faults[0] if faults else "it was stopped")
    return ExitCode.OK if faults == [""] else ExitCode.ATTENTION


class _Walk:
    """What the tour does, in the order a first day would."""

    guide: TourGuide

    def __init__(self, program: Application, folder: DataFolder) -> None:
        self._program = program
        self._folder = folder

    def script(self) -> Iterator[Until]:
        """The whole tour; each part is a handful of steps."""
        yield from self._open()
        yield from self._link()
        yield from self._book()
        yield from self._follow_message()
        yield from self._visit()
        yield from self._look_around()

    # ── the parts ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _open(self) -> Iterator[Until]:
        shell = self._program.shell
        yield Until(lambda: shell.current is not None, "the day's board")
        yield self._idle("the board to be read")
        self._stop("Window", "practice clinic opened, today's board shown", "01-today")
        yield Until((self._folder.run / "api.json").exists, "the API")
        self._stop("API", "answers on this computer only")

    def _link(self) -> Iterator[Until]:
        clinic = self._clinic
        self._program.shell.navigate(Goto(PageName.WHATSAPP))
        clinic.whatsapp.start_session(self._hospital_id)
        yield Until(lambda: self._session().state is SessionState.SCAN_QR and bool(self._session().qr), "the code", 60)
        yield self._idle("the code to be drawn")
        self._stop("Code shown", "WhatsApp's code, drawn in the window", "02-code")
        code, phone = self._session().qr, clinic.practice
        if code is None or phone is None:
            raise RuntimeError("practice mode has a pretend phone")
        phone.scan(code)
        yield Until(lambda: self._session().state is SessionState.READY, "the linked session", 60)
        yield self._idle("the state to be shown")
        self._stop("Scanned", f"linked as {self._session().number}", "03-linked")

    def _book(self) -> Iterator[Until]:
        shell = self._program.shell
        shell.navigate(Goto(PageName.TODAY))
        yield Until(lambda: shell.current is PageName.TODAY and self._program.runner.is_idle, "the board")
        self._press(shell, Qt.Key.Key_F2)
        yield Until(lambda: shell.panel.book is not None and self._program.runner.is_idle, "the booking panel")
        form = shell.panel.book
        if form is None:
            raise RuntimeError("the panel is open")
        self._type(form.mobile, MOBILE)
        yield Until(lambda: self._program.runner.is_idle and form.name.isVisible(), "the field for the name")
        self._type(form.name, NAME)
        self._type(form.day, "tomorrow")
        self._press(form.day, Qt.Key.Key_Tab)
        yield Until(lambda: self._program.runner.is_idle and form.presenter.form.at is not None, "a free time")
        self._stop("Book panel", "F2, mobile, name, tomorrow: the next free time is chosen", "04-book")
        self._press(form.name, Qt.Key.Key_Return)
        yield Until(lambda: self._booked() is not None, "the booking")
        yield self._idle("the board to be read again")
        booked = self._booked_or_fail()
        self._stop("Booked", f"{booked.date} {booked.time_slot:%H:%M}, token {booked.token}", "05-booked")
        yield Until(lambda: self._rows_in_file(booked) == 1, "the row in the CSV file", 20)
        line = self._line(booked).decode().rstrip("\n")
        self._stop("CSV row", f"byte for byte in the file: {line}")

    def _follow_message(self) -> Iterator[Until]:
        self._program.shell.navigate(Goto(PageName.MESSAGES))
        for status, word in (
            (MessageStatus.SENT, "sent"),
            (MessageStatus.DELIVERED, "delivered"),
            (MessageStatus.READ, "read"),
        ):
            reached = _AT_LEAST[status]
            yield Until(lambda reached=reached: self._confirmation().status in reached, f"the message to be {word}", 90)
            self._stop(f"Message {word}", f"confirmation to …{MOBILE[-3:]}")
        yield self._idle("the list to be read")
        self._stop("Messages", "ticks and reasons", "06-messages")

    def _visit(self) -> Iterator[Until]:
        clinic = self._clinic
        self._program.shell.navigate(Goto(PageName.VISITS, doctor_id=self._booked_or_fail().doctor_id))
        yield self._idle("the doctor's list")
        self._stop("Visits", "the doctor's page", "07-visits")
        today = clinic.read.hospital(self._hospital_id).local(clinic.clock.now()).date()
        seen = clinic.visits.mark_visited(
            self._booked_or_fail().id, followup_date=today + timedelta(days=8), by="doctor"
        )
        yield Until(lambda: self._rows_in_file(seen) == 1, "the follow-up's row in the CSV file", 20)
        self._stop("Follow-up", f"on {seen.followup_date}; its row is in the CSV file")

    def _look_around(self) -> Iterator[Until]:
        shell = self._program.shell
        for page, name in (
            (PageName.TEMPLATES, "08-templates"),
            (PageName.PATIENTS, "09-patients"),
            (PageName.SETTINGS, "10-settings"),
        ):
            shell.navigate(Goto(page))
            yield self._idle(f"the page {page}")
            self._stop(page.capitalize(), "as an admin sees it", name)
        shell.navigate(Goto(PageName.TODAY))
        for theme, size, name in ((Theme.DARK, 100, "11-today-dark"), (Theme.LIGHT, 135, "12-today-large-text")):
            look().set(theme, size)
            yield self._idle("the new look")
            self._stop("Look", f"{theme}, text {size} %", name)

    def _idle(self, what: str) -> Until:
        """Wait until nothing that was asked for is still being read."""
        return Until(lambda: self._program.runner.is_idle, what)

    # ── hands and eyes ──────────────────────────────────────────────────────────────────────────────────────────────
    def _stop(self, step: str, happened: str, picture: str = "") -> None:
        QApplication.sendPostedEvents()
        file = self.guide.picture(self._program.shell, picture) if picture else ""
        self.guide.note(step, happened, file)

    def _type(self, field: QLineEdit, words: str) -> None:
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)

    def _press(self, widget: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(widget, key)

    @property
    def _clinic(self) -> Clinic:
        if self._program.opened is None:
            raise Unavailable("not_open", "The clinic is not open.", "")
        return self._program.opened.clinic

    @property
    def _hospital_id(self) -> int:
        return self._clinic.hospitals.all()[0].id

    def _session(self) -> SessionView:
        return self._clinic.whatsapp.status(self._hospital_id)

    def _booked(self) -> AppointmentView | None:
        found = self._clinic.read.appointments(AppointmentFilter(q=MOBILE), 10, None).items
        return found[-1] if found else None

    def _booked_or_fail(self) -> AppointmentView:
        booked = self._booked()
        if booked is None:
            raise RuntimeError("the booking is there")
        return booked

    def _confirmation(self) -> MessageView:
        wanted = MessageFilter(appointment_id=self._booked_or_fail().id, kind=Kind.CONFIRMATION)
        return self._clinic.read.messages(wanted, 10, None).items[-1]

    def _line(self, view: AppointmentView) -> bytes:
        return encode_row(
            ExportRow(
                view.hospital_id,
                view.id,
                view.patient_name,
                view.mobile or "",
                view.date,
                view.time_slot,
                f"Dr {view.doctor_name}",
                view.specialty,
                view.followup_date,
            )
        )

    def _rows_in_file(self, view: AppointmentView) -> int:
        file = self._clinic.csv.path(view.hospital_id)
        return file.read_bytes().splitlines(keepends=True).count(self._line(view)) if file.exists() else 0


_AT_LEAST = {
    MessageStatus.SENT: {MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ},
    MessageStatus.DELIVERED: {MessageStatus.DELIVERED, MessageStatus.READ},
    MessageStatus.READ: {MessageStatus.READ},
}


def _clear(out: Path) -> None:
    """An empty folder for the pictures; only pictures of an earlier tour are removed."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for old in out.glob("[0-9][0-9]-*.png"):
            old.unlink()
    except OSError as error:
        raise Unavailable(
            "out", f"{out} cannot be used: {(error.strerror or '').lower()}.", "Name another folder with --out."
        ) from error


def _print_table(stops: list[Stop], out: Path, fault: str) -> None:
    width = max((len(stop.step) for stop in stops), default=4)
    for stop in stops:
        picture = f"  [{stop.picture}]" if stop.picture else ""
        print(f"ok  {stop.step:{width}}  {stop.happened}{picture}")
    if fault:
        print(f"no  {'the tour ended':{width}}  {fault}")
    else:
        print(f"The tour is done: {sum(1 for stop in stops if stop.picture)} pictures in {out}")
