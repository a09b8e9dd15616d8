"""Checks the first page's entries, then makes the clinic and its first doctor. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.errors import Invalid, Problem
from desktop_app.domain.people import clean_name, clean_text, without_title
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.hospital_service import HospitalEntry

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic

BY = "desk"


@dataclass(frozen=True, slots=True)
class FirstEntries:
    clinic: str
    doctor: str
    specialty: str


def problems(entries: FirstEntries) -> tuple[Problem, ...]:
    """What keeps the entries from being used, each with its field: clinic, doctor or specialty."""
    found: list[Problem] = []
    checks: tuple[Callable[[], object], ...] = (
        lambda: clean_name(entries.clinic, "clinic"),
        lambda: _check_doctor(entries.doctor),
        lambda: clean_text(entries.specialty, "specialty", 200),
    )
    for check in checks:
        try:
            check()
        except Invalid as error:
            found += error.problems
    return tuple(found)


def open_clinic(clinic: "Clinic", entries: FirstEntries) -> int:
    """Make the hospital and its doctor; the hospital's number. A hospital that a first try left behind is used again."""
    known = clinic.hospitals.all()
    entry = HospitalEntry(name=entries.clinic)
    hospital = clinic.hospitals.update(known[0].id, entry, by=BY) if known else clinic.hospitals.add(entry, by=BY)
    clinic.doctors.add(DoctorEntry(hospital.id, entries.doctor, entries.specialty), by=BY)
    return hospital.id


def _check_doctor(text: str) -> None:
    name = without_title(clean_name(text, "doctor"))
    if name.rstrip(". ").lower() in ("dr", "doctor"):
        raise Invalid.one("doctor", "missing", "Enter the doctor’s name after the title.")
