"""A clinic on a real SQLite file with a clock that a test turns: for tests of the services and of their rules."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from desktop_app.domain.appointment import Act
from desktop_app.domain.hospital import MAX_PACE
from desktop_app.domain.message import Message, MessageStatus
from desktop_app.domain.schedule import Stretch
from desktop_app.exports.csv_file import CsvFiles
from desktop_app.services.booking_service import BookAppointment, BookingService
from desktop_app.services.changes import Change, Changes
from desktop_app.services.csv_service import CsvService
from desktop_app.services.day_service import DayService
from desktop_app.services.doctor_service import DoctorEntry, DoctorService
from desktop_app.services.hospital_service import HospitalEntry, HospitalService, SettingsChange
from desktop_app.services.leave_service import LeaveService
from desktop_app.services.message_service import MessageService
from desktop_app.services.outbox_service import OutboxService
from desktop_app.services.patient_service import PatientService
from desktop_app.services.scheduler_service import SchedulerService
from desktop_app.services.views import BookedView
from desktop_app.services.visit_service import VisitService
from desktop_app.storage.database import Database, open_database
from desktop_app.system.public_holidays import public_holidays
from tests.services.empty_database import place_empty_database

MONDAY = date(2026, 3, 2)
EARLY = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
"""8:00 in Kolkata on MONDAY."""
MORNING = tuple(Stretch(day, time(10), time(12), 30) for day in range(7))


@dataclass
class TurnedClock:
    """Time goes on only when a test says so."""

    at: datetime = EARLY

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def go_on(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class ClinicKit:
    """One hospital (WhatsApp on) with one doctor who sees patients daily from 10:00 to 12:00 by the half hour."""

    folder: Path
    clock: TurnedClock
    zone: str = "Asia/Kolkata"
    published: list[Change] = field(default_factory=list[Change])

    def __post_init__(self) -> None:
        path = place_empty_database(self.folder / "state" / "front_desk.db")
        self.database: Database = open_database(path, self.clock)
        (self.folder / "appointment_exports").mkdir()
        unit, read, clock, changes = self.database.open_unit, self.database.reader, self.clock, Changes()
        self.unit, self.read = unit, read
        changes.subscribe(self.published.append)
        self.csv = CsvService(unit, read, CsvFiles(self.folder / "appointment_exports"), clock, changes)
        self.booking = BookingService(unit, read, self.csv, clock, changes)
        self.visits = VisitService(unit, read, self.csv, clock, changes)
        self.days = DayService(unit, read, clock, changes)
        self.patients = PatientService(unit, read, self.csv, clock, changes)
        self.hospitals = HospitalService(unit, read, clock, changes, max_pace=MAX_PACE, whatsapp_at_start=True)
        self.doctors = DoctorService(unit, read, clock, changes)
        self.leave = LeaveService(unit, read, clock, changes, public_holidays)
        self.scheduler = SchedulerService(unit, read, clock, changes)
        self.texts = MessageService(unit, read, clock, changes)
        self.outbox = OutboxService(unit, read, clock, changes)
        self.hospital_id = self.hospitals.add(HospitalEntry(name="City Hospital", time_zone=self.zone), by="desk").id
        self.doctor_id = self.add_doctor("Mehta", "Ortho")

    def add_doctor(self, name: str, specialty: str = "", schedule: tuple[Stretch, ...] = MORNING) -> int:
        return self.doctors.add(DoctorEntry(self.hospital_id, name, specialty, schedule), by="desk").id

    def wish(
        self,
        at: time | None = time(10, 30),
        day: date = MONDAY,
        name: str = "Rahul Sharma",
        mobile: str = "9876543210",
        **more: object,
    ) -> BookAppointment:
        doctor = more.pop("doctor_id", self.doctor_id)
        return BookAppointment(doctor, name, mobile, day, at, "desk", **more)  # type: ignore[arg-type]

    def book(self, at: time | None = time(10, 30), day: date = MONDAY, **more: object) -> BookedView:
        return self.booking.book(self.wish(at, day, **more))  # type: ignore[arg-type]

    def switch_whatsapp(self, is_on: bool) -> None:
        self.hospitals.change_settings(self.hospital_id, SettingsChange(whatsapp_enabled=is_on), by="desk")

    # ── what is in the database and the file ────────────────────────────────────────────────────────────────────────
    def messages(self, appointment_id: int) -> tuple[Message, ...]:
        with self.unit() as unit:
            return unit.messages.of_appointment(appointment_id)

    def told(self, appointment_id: int) -> list[tuple[str, str]]:
        """(kind, status) of the appointment's messages, oldest first."""
        return [(m.kind.value, m.status.value) for m in self.messages(appointment_id)]

    def send_waiting(self, now: datetime | None = None) -> list[Message]:
        """What the sender would do with everything that is due: it went."""
        at = now or self.clock.now()
        with self.unit() as unit:
            due = list(unit.messages.due(self.hospital_id, at))
            for message in due:
                self._went(unit.messages.save, message, at)
            unit.commit()
        return due

    def acts(self, appointment_id: int) -> list[Act]:
        return [line.act for line in self.read.audit(appointment_id)]

    def csv_lines(self) -> list[str]:
        path = self.csv.path(self.hospital_id)
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    @staticmethod
    def _went(save: object, message: Message, at: datetime) -> None:
        from dataclasses import replace

        save(replace(message, status=MessageStatus.SENT, attempts=1, attempted_at=at, sending_at=at, sent_at=at))  # type: ignore[operator]

    def close(self) -> None:
        self.database.dispose()
