"""Short ways to fill a real database, one transaction each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from desktop_app.domain.appointment import Appointment, Status
from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.domain.message import Kind, Message, MessageKey, Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Doctor, Patient
from desktop_app.domain.schedule import HeldPlace, WeeklySchedule
from desktop_app.services.csv_row import encode_row
from desktop_app.services.ports import ExportRow, NewAppointment, NewMessage, UnitOfWork
from desktop_app.storage.database import Database
from tests.fakes.standing_clock import NOW

Answer = TypeVar("Answer")
TOMORROW = date(2026, 11, 25)
CITY = Hospital(0, "City Hospital", None, "", "Asia/Kolkata", "en", None, SendingSettings())


class FrontDesk:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.read = database.reader
        self.hospital = self.do(lambda unit: unit.hospitals.add(CITY))
        self.doctor = self.add_doctor("Mehta")

    def do(self, work: Callable[[UnitOfWork], Answer]) -> Answer:
        with self.database.open_unit() as unit:
            answer = work(unit)
            unit.commit()
        return answer

    def add_doctor(self, name: str) -> Doctor:
        return self.do(lambda unit: unit.doctors.add(Doctor(0, self.hospital.id, name, "Ortho", WeeklySchedule())))

    def add_patient(self, name: str = "Rahul Sharma", mobile: str = "+919876543210") -> Patient:
        patient = Patient(0, name, MobileNumber(mobile), "en", True, NOW, "desk")
        return self.do(lambda unit: unit.patients.add(patient))

    def new(
        self, patient: Patient, day: date = TOMORROW, at: time = time(10, 30), doctor: Doctor | None = None
    ) -> NewAppointment:
        doctor = doctor or self.doctor
        return NewAppointment(self.hospital.id, doctor.id, patient.id, day, at, 30, "09:30", 1, False, None, NOW)

    def book(
        self,
        patient: Patient,
        day: date = TOMORROW,
        at: time = time(10, 30),
        doctor: Doctor | None = None,
        status: Status = Status.BOOKED,
    ) -> Appointment:
        def work(unit: UnitOfWork) -> Appointment:
            added = unit.appointments.add(self.new(patient, day, at, doctor), [HeldPlace(at, 30, 1)])
            changed = replace(added, status=status, visit_date=day if status is Status.VISITED else None)
            unit.appointments.save(changed)
            return changed

        return self.do(work)

    def message(
        self,
        appointment: Appointment | None = None,
        *,
        kind: Kind = Kind.CONFIRMATION,
        rule: str = "",
        patient: Patient | None = None,
        not_before: datetime = NOW,
        skipped: Reason | None = None,
    ) -> NewMessage:
        return NewMessage(
            hospital_id=self.hospital.id,
            key=MessageKey(appointment.id, kind, rule, appointment.revision) if appointment else None,
            kind=kind,
            patient_id=patient.id if patient else None,
            mobile=MobileNumber("+919876543210"),
            text="Hello",
            language="en",
            by_person=False,
            queued_at=NOW,
            not_before=not_before,
            not_after=not_before + timedelta(hours=5),
            skipped=skipped,
        )

    def plan(self, appointment: Appointment | None = None, **how: object) -> Message:
        planned = self.do(lambda unit: unit.messages.plan(self.message(appointment, **how)))  # type: ignore[arg-type]
        assert planned is not None
        return planned

    def export(self, appointment: Appointment, name: str = "Rahul Sharma") -> int:
        row = ExportRow(
            appointment.hospital_id,
            appointment.id,
            name,
            "+919876543210",
            appointment.day,
            appointment.at,
            "Dr Mehta",
            "Ortho",
            None,
        )
        return self.do(lambda unit: unit.exports.add(row, encode_row(row)))
