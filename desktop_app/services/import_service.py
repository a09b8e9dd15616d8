"""Brings patients and appointments in from a table of another program: first a preview, then all good rows at once.

The preview does everything the import does, inside a transaction that is rolled back, so what it promises is what
happens. Imported appointments bring no confirmations: the patients were told by whoever booked them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path

from desktop_app.domain import schedule
from desktop_app.domain.appointment import Act, Appointment, Status
from desktop_app.domain.errors import ExpectedError, Invalid
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Doctor, Patient, clean_name, without_title
from desktop_app.services.appointment_desk import offered
from desktop_app.services.audit_trail import audit, audit_change
from desktop_app.services.changes import AppointmentsChanged, Changes, PatientsChanged
from desktop_app.services.csv_service import CsvService
from desktop_app.services.export_queue import queue_export
from desktop_app.services.ports import ClinicReader, Clock, NewAppointment, OpenUnit, UnitOfWork

_NAME = ("name", "patient_name", "patient", "full_name")
_MOBILE = ("mobile", "phone", "mobile_number", "phone_number", "contact", "number")
_DATE = ("date", "appointment_date", "day")
_TIME = ("time_slot", "time", "slot", "appointment_time")
_DOCTOR = ("doctor", "doctor_name")
_FOLLOWUP = ("followup_date", "follow_up", "followup", "follow-up")
_DAY_FORMS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M")
_TIME_FORMS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I %p")


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row of the file: its number as people count it (the heading is row 1) and its cells by heading."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be brought in, and why."""

    number: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """What the import brings (or brought): new patients, appointments, rows known already, and the bad rows by reason."""

    patients: int
    appointments: int
    known: int
    bad: tuple[BadRow, ...]


ReadTable = Callable[[Path], tuple[SourceRow, ...]]


class ImportService:
    """`read_table` reads a file of any supported kind."""

    def __init__(
        self,
        open_unit: OpenUnit,
        read: ClinicReader,
        csv: CsvService,
        clock: Clock,
        changes: Changes,
        read_table: ReadTable,
    ) -> None:
        self._open_unit = open_unit
        self._read = read
        self._csv = csv
        self._clock = clock
        self._changes = changes
        self._read_table = read_table

    def preview(self, path: Path, hospital_id: int) -> ImportView:
        """What the file would bring; nothing is changed. Raises Invalid when it is no table or lacks name and mobile."""
        with self._open_unit() as unit:
            return self._bring_in(unit, path, hospital_id, "preview")

    def bring_in(self, path: Path, hospital_id: int, *, by: str) -> ImportView:
        """Bring all good rows in, in one transaction. Bringing the same file in again changes nothing."""
        with self._open_unit() as unit:
            done = self._bring_in(unit, path, hospital_id, by)
            subject = f"hospital {hospital_id}: {done.patients} patients, {done.appointments} appointments imported"
            audit_change(unit, Act.ADD, subject, by, self._clock.now())
            unit.commit()
        self._changes.publish(PatientsChanged(), AppointmentsChanged(hospital_id))
        self._csv.write_waiting(hospital_id)
        return done

    def _bring_in(self, unit: UnitOfWork, path: Path, hospital_id: int, by: str) -> ImportView:
        rows = self._read_table(path)
        if rows and not (_has(rows[0], _NAME) and _has(rows[0], _MOBILE)):
            raise Invalid.one("file", "wrong", "The file needs the columns name and mobile in its first row.")
        importer = _Importer(unit, unit.hospitals.get(hospital_id), self._doctors(hospital_id), self._clock.now(), by)
        for row in rows:
            importer.take(row)
        return ImportView(importer.patients, importer.appointments, importer.known, tuple(importer.bad))

    def _doctors(self, hospital_id: int) -> dict[str, Doctor]:
        known = (self._read.doctor(view.id) for view in self._read.doctors(hospital_id))
        return {doctor.name.casefold(): doctor for doctor in known}


class _Importer:
    """Takes one row after the other; a bad row changes nothing and is noted with its reason."""

    def __init__(
        self, unit: UnitOfWork, hospital: Hospital, doctors: dict[str, Doctor], now: datetime, by: str
    ) -> None:
        self._unit = unit
        self._hospital = hospital
        self._doctors = doctors
        self._now = now
        self._by = by
        self.patients = self.appointments = self.known = 0
        self.bad: list[BadRow] = []

    def take(self, row: SourceRow) -> None:
        try:
            name = clean_name(_cell(row, _NAME), "name")
            mobile = MobileNumber.parse(_cell(row, _MOBILE), allow_foreign=self._hospital.allows_foreign_numbers)
            day_text = _cell(row, _DATE)
            plan = self._visit_plan(row) if day_text else None
        except ExpectedError as refusal:
            self.bad.append(BadRow(row.number, _cell(row, _NAME), refusal.message))
            return
        patient = self._unit.patients.find(name, mobile)
        if patient is None:
            patient = self._unit.patients.add(
                Patient(0, name, mobile, self._hospital.language, True, self._now, f"import by {self._by}")
            )
            self.patients += 1
        elif plan is None:
            self.known += 1
        if plan is not None:
            self._take_visit(row, patient, plan)

    def _take_visit(self, row: SourceRow, patient: Patient, plan: "_VisitPlan") -> None:
        there = self._unit.appointments.of_patient_on(patient.id, plan.day)
        if any(a.at == plan.at and a.doctor_id == plan.doctor.id for a in there):
            self.known += 1
            return
        try:
            appointment = self._past(patient, plan) if plan.is_past else self._coming(patient, plan)
        except ExpectedError as refusal:
            self.bad.append(BadRow(row.number, patient.name, refusal.message))
            return
        queue_export(self._unit, appointment, patient, plan.doctor)
        audit(
            self._unit, appointment, Act.BOOK, self._by, self._now, before="", after=appointment.status, note="import"
        )
        self.appointments += 1

    def _visit_plan(self, row: SourceRow) -> "_VisitPlan":
        day, at = _day(_cell(row, _DATE)), _time(_cell(row, _TIME))
        doctor = self._doctors.get(without_title(_cell(row, _DOCTOR)).casefold())
        if doctor is None:
            raise Invalid.one("doctor", "wrong", "No doctor of this name works here. Add the doctor first.")
        followup = _day(text) if (text := _cell(row, _FOLLOWUP)) else None
        is_past = self._hospital.instant(day, at) <= self._now
        return _VisitPlan(doctor, day, at, followup, is_past)

    def _past(self, patient: Patient, plan: "_VisitPlan") -> Appointment:
        """History: seen then, holds no place."""
        added = self._unit.appointments.add(self._new(patient, plan, 30, f"{plan.at:%H:%M}"), ())
        seen = replace(added, status=Status.VISITED, visit_date=plan.day, followup_date=plan.followup)
        self._unit.appointments.save(seen)
        return seen

    def _coming(self, patient: Patient, plan: "_VisitPlan") -> Appointment:
        slot = offered(self._unit, plan.doctor, self._hospital, plan.day, plan.at, self._now)
        held = self._unit.appointments.held_on(plan.doctor.id, plan.day)
        places = schedule.places_for((slot,), held)
        return self._unit.appointments.add(self._new(patient, plan, slot.minutes, slot.stretch_key), places)

    def _new(self, patient: Patient, plan: "_VisitPlan", minutes: int, stretch: str) -> NewAppointment:
        token = self._unit.appointments.next_token(plan.doctor.id, plan.day, stretch)
        return NewAppointment(
            self._hospital.id,
            plan.doctor.id,
            patient.id,
            plan.day,
            plan.at,
            minutes,
            stretch,
            token,
            False,
            None,
            self._now,
        )


@dataclass(frozen=True, slots=True)
class _VisitPlan:
    doctor: Doctor
    day: date
    at: time
    followup: date | None
    is_past: bool


def _has(row: SourceRow, headings: tuple[str, ...]) -> bool:
    return any(heading in row.cells for heading in headings)


def _cell(row: SourceRow, headings: tuple[str, ...]) -> str:
    """The first filled cell under one of the headings; our own guard against formulas is taken off again."""
    text = next((row.cells[heading].strip() for heading in headings if row.cells.get(heading, "").strip()), "")
    return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text


def _day(text: str) -> date:
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a wall-clock date has no zone
        except ValueError:
            continue
    raise Invalid.one("date", "wrong", f"{text} is not a date. Write 2025-02-10 or 10-02-2025.")


def _time(text: str) -> time:
    for form in _TIME_FORMS:
        try:
            return datetime.strptime(text.upper(), form).time()  # noqa: DTZ007  a wall-clock time has no zone
        except ValueError:
            continue
    raise Invalid.one("time_slot", "wrong", f"{text or 'An empty cell'} is not a time. Write 10:30.")
