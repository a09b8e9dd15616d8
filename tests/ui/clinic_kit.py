"""A clinic for the window's tests: the real services on a real SQLite file, with the day of the drawn pictures.

Only WhatsApp is a stand-in: its state is what the test sets. Time stands at Tue 24 November 2026, 9:41 AM in Mumbai.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from desktop_app.domain.schedule import Stretch
from desktop_app.services.booking_service import BookAppointment
from desktop_app.services.changes import Changes, SessionChanged
from desktop_app.services.channel import SessionState, SessionView
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.hospital_service import HospitalEntry, SettingsChange
from desktop_app.services.patient_service import PatientChange
from desktop_app.services.queue_halt import PAUSED_BY_PERSON
from desktop_app.services.views import QueueCounts
from desktop_app.system.data_folder import DataFolder
from desktop_app.system.options import Options
from desktop_app.wiring import open_clinic
from tests.fakes.desk import StandingClock

BY = "desk"
TUESDAY = date(2026, 11, 24)


@dataclass
class StandInWhatsApp:
    """Shows what the test sets; notes what it was asked."""

    clock: StandingClock
    state: SessionState = SessionState.READY
    message: str = "Connected. Messages go out by themselves."
    waiting: int = 0
    paused_reason: str | None = None
    number: str | None = "919820011223"
    is_linked: bool = False
    """Linked, whatever the state is now; READY always is."""
    asked: list[str] = field(default_factory=list)

    def status(self, hospital_id: int) -> SessionView:
        return SessionView(
            hospital_id,
            True,
            self.state is SessionState.READY,
            self.message,
            self.state,
            None,
            self.number if self.is_linked or self.state is SessionState.READY else None,
            self.clock.now(),
            QueueCounts(self.waiting, 0, 0),
            self.paused_reason,
        )

    def pause(self, hospital_id: int, *, by: str) -> SessionView:
        self.paused_reason = PAUSED_BY_PERSON
        return self.status(hospital_id)

    def resume(self, hospital_id: int, *, by: str) -> SessionView:
        self.paused_reason = None
        return self.status(hospital_id)


@dataclass
class ClinicKit:
    """`clinic` has the real verbs; `close` ends the database."""

    clinic: Any
    clock: StandingClock
    whatsapp: StandInWhatsApp
    close: Callable[[], None]
    doctors: dict[str, int] = field(default_factory=dict)

    def at(self, hour: int, minute: int, day: date = TUESDAY) -> None:
        """Let it be that time in Mumbai."""
        self.clock.at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(
            hours=5, minutes=30
        )

    def book(self, doctor: str, name: str, mobile: str, at: time, day: date = TUESDAY) -> int:
        wish = BookAppointment(self.doctors[doctor], name, mobile, day, at, BY)
        return self.clinic.booking.book(wish).appointment.id


def open_kit(folder: Path) -> ClinicKit:
    """An empty clinic in `folder`."""
    clock = StandingClock()
    data = DataFolder(folder)
    data.prepare()
    opened = open_clinic(data, Options(whatsapp_url="http://127.0.0.1:1"), clock, Changes())
    whatsapp = StandInWhatsApp(clock)
    verbs = {f.name: getattr(opened.clinic, f.name) for f in fields(opened.clinic)}
    opened.clinic.scheduler.is_running = True
    return ClinicKit(SimpleNamespace(**verbs | {"whatsapp": whatsapp}), clock, whatsapp, opened.close)


def add_city_hospital(kit: ClinicKit) -> int:
    """The hospital and the five doctors of the pictures, nobody booked."""
    hospital = kit.clinic.hospitals.add(HospitalEntry(name="City Hospital", address="Andheri West", mobile=None), by=BY)
    kit.clinic.hospitals.change_settings(hospital.id, SettingsChange(whatsapp_enabled=True), by=BY)
    morning = [("Meera Nair", "General", 9, 15), ("S Rao", "Paediatrics", 9, 20), ("Shah", "Ortho", 9, 30)]
    morning += [("Pillai", "ENT", 9, 10), ("Bose", "Skin", 18, 30)]
    for name, specialty, hour, minutes in morning:
        end = time(11) if hour == 9 else time(20)
        schedule = tuple(Stretch(weekday, time(hour), end, minutes) for weekday in range(7))
        entry = DoctorEntry(hospital.id, name, specialty, schedule)
        kit.doctors[name] = kit.clinic.doctors.add(entry, by=BY).id
    return hospital.id


def add_pictured_day(kit: ClinicKit) -> int:
    """The day of the drawn pictures at 9:41 AM; the id of கவிதா முருகன்'s appointment."""
    add_city_hospital(kit)
    kit.at(8, 20)
    nair, rao = "Meera Nair", "S Rao"
    names = ("Vidya Tripathi", "श्री राजेश कुमार", "கவிதா முருகன்", "Joseph D’Souza", "Fatima Shaikh")
    ids = [kit.book(nair, name, f"987654321{n}", _nine_and(15 * n)) for n, name in enumerate(names)]
    kit.book(nair, "Aarav Mehta", "9819912340", time(10, 30))
    kit.book(nair, "Lakshmi Iyer", "9819912341", time(10, 45))
    small = ("Meena Patil", "Rahul Sharma", "Anaya Rao", "Kabir Singh", "Zara Khan", "Ishaan Gupta")
    young = [kit.book(rao, name, f"977000000{n}", _nine_and(20 * n)) for n, name in enumerate(small)]
    shah = [kit.book("Shah", f"Patient {n}", f"966000000{n}", time(9 + n // 2, 30 * (n % 2))) for n in range(2)]
    _live_through(kit, ids, young, shah)
    patient = kit.clinic.read.appointment(ids[2]).patient_id
    kit.clinic.patients.update(patient, PatientChange(language="ta", birth_year=1984, sex="F"), by=BY)
    kit.at(9, 41)
    return ids[2]


def _nine_and(minutes: int) -> time:
    return time(9 + minutes // 60, minutes % 60)


def _live_through(kit: ClinicKit, nair: list[int], rao: list[int], shah: list[int]) -> None:
    booking, visits = kit.clinic.booking, kit.clinic.visits
    kit.at(9, 0)
    for key in (nair[0], nair[1], rao[0], rao[1], rao[2], *shah):
        booking.arrive(key, by=BY)
    kit.at(9, 7)
    booking.arrive(nair[2], by=BY)
    kit.at(9, 29)
    booking.arrive(nair[3], by=BY)
    kit.at(9, 33)
    booking.arrive(rao[3], by=BY)
    for key in (nair[0], rao[0], rao[1]):
        visits.mark_visited(key, by=BY)
    for key in (nair[1], rao[2]):
        booking.in_room(key, by=BY)
    booking.cancel(rao[5], by=BY)


def connected(kit: ClinicKit, state: SessionState, message: str = "", waiting: int = 0) -> None:
    """Let WhatsApp stand so, and tell the window."""
    kit.whatsapp.state, kit.whatsapp.waiting = state, waiting
    kit.whatsapp.message = message or kit.whatsapp.message
    kit.clinic.changes.publish(SessionChanged(1))
