"""Doctors and their weekly schedules."""

from dataclasses import dataclass, replace

from desktop_app.domain.appointment import Act
from desktop_app.domain.errors import Invalid
from desktop_app.domain.people import Doctor, clean_name, clean_text, without_title
from desktop_app.domain.schedule import Stretch, WeeklySchedule, check_schedule
from desktop_app.services.audit_trail import audit_change
from desktop_app.services.changes import Changes, ClinicChanged
from desktop_app.services.ports import ClinicReader, Clock, OpenUnit
from desktop_app.services.views import DoctorView


@dataclass(frozen=True, slots=True)
class DoctorEntry:
    """What a person typed about a doctor; None = leave as it is. An empty schedule means the clinic's default."""

    hospital_id: int | None = None
    name: str | None = None
    specialty: str | None = None
    schedule: tuple[Stretch, ...] | None = None
    active: bool | None = None


class DoctorService:
    def __init__(self, open_unit: OpenUnit, read: ClinicReader, clock: Clock, changes: Changes) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._read = read
        self._changes = changes

    def all(self, hospital_id: int | None = None) -> tuple[DoctorView, ...]:
        return self._read.doctors(hospital_id)

    def get(self, doctor_id: int) -> DoctorView:
        return _view(self._read.doctor(doctor_id))

    def add(self, entry: DoctorEntry, *, by: str) -> DoctorView:
        """A new doctor; the title is taken off the name. Raises Invalid, NotFound (hospital)."""
        if entry.name is None:
            raise Invalid.one("name", "missing", "Enter the doctor's name.")
        if entry.hospital_id is None:
            raise Invalid.one("hospital_id", "missing", "Say at which hospital.")
        with self._open_unit() as unit:
            unit.hospitals.get(entry.hospital_id)
            doctor = unit.doctors.add(_changed(Doctor(0, entry.hospital_id, "", "", WeeklySchedule()), entry))
            audit_change(unit, Act.ADD, f"doctor {doctor.id}", by, self._clock.now())
            unit.commit()
        self._changes.publish(ClinicChanged(doctor.hospital_id))
        return _view(doctor)

    def update(self, doctor_id: int, entry: DoctorEntry, *, by: str) -> DoctorView:
        """Change the given fields only; booked appointments stay where they are. Raises Invalid, NotFound."""
        with self._open_unit() as unit:
            present = unit.doctors.get(doctor_id)
            if entry.hospital_id not in (None, present.hospital_id):
                raise Invalid.one(
                    "hospital_id", "wrong", "A doctor stays at the hospital; add the doctor there instead."
                )
            doctor = _changed(present, entry)
            unit.doctors.save(doctor)
            audit_change(unit, Act.CHANGE, f"doctor {doctor.id}", by, self._clock.now())
            unit.commit()
        self._changes.publish(ClinicChanged(doctor.hospital_id))
        return _view(doctor)


def _changed(doctor: Doctor, entry: DoctorEntry) -> Doctor:
    return replace(
        doctor,
        name=doctor.name if entry.name is None else _bare_name(entry.name),
        specialty=doctor.specialty if entry.specialty is None else _one_line(entry.specialty),
        schedule=doctor.schedule if entry.schedule is None else check_schedule(entry.schedule),
        active=doctor.active if entry.active is None else entry.active,
    )


def _one_line(specialty: str) -> str:
    """It stands in every row of the CSV file, and a row is one line."""
    return " ".join(clean_text(specialty, "specialty", 200).split())


def _bare_name(text: str) -> str:
    name = without_title(clean_name(text, "name"))
    if name.rstrip(". ").lower() in ("dr", "doctor"):
        raise Invalid.one("name", "missing", "Enter the doctor's name after the title.")
    return name


def _view(doctor: Doctor) -> DoctorView:
    return DoctorView(
        doctor.id, doctor.hospital_id, doctor.name, doctor.specialty, doctor.schedule.stretches, doctor.active
    )
