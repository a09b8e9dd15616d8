"""Reads one doctor's day for the page; runs in a worker thread."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AppointmentView, DoctorView
from desktop_app.ui.pages.visits.presenter import DoctorsDay, in_room

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic

_AHEAD = timedelta(days=100)


def active_doctors(clinic: "Clinic", hospital_id: int) -> tuple[DoctorView, ...]:
    return clinic.read.doctors(hospital_id, only_active=True)


def read_day(clinic: "Clinic", hospital_id: int, doctor_id: int, corrected_id: int | None) -> DoctorsDay:
    """Everything the page shows of `doctor_id` today, in the hospital's zone."""
    hospital = clinic.read.hospital(hospital_id)
    now = hospital.local(clinic.clock.now())
    appointments = _appointments(clinic, hospital_id, doctor_id, now.date())
    shown = (in_room(appointments), next((a for a in appointments if a.id == corrected_id), None))
    return DoctorsDay(
        hospital=hospital,
        doctor=clinic.doctors.get(doctor_id),
        appointments=appointments,
        closures=clinic.read.closures(hospital_id, now.date(), now.date() + _AHEAD),
        people={a.patient_id: clinic.read.patient(a.patient_id) for a in shown if a is not None},
        now=now,
    )


def _appointments(clinic: "Clinic", hospital_id: int, doctor_id: int, day: date) -> tuple[AppointmentView, ...]:
    wanted = AppointmentFilter(hospital_id=hospital_id, doctor_id=doctor_id, first_day=day, last_day=day)
    items: list[AppointmentView] = []
    cursor: str | None = None
    while True:
        page = clinic.read.appointments(wanted, 200, cursor)
        items += page.items
        cursor = page.next_cursor
        if cursor is None:
            return tuple(items)
