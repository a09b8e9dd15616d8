"""Doctors, their weekly schedules, and the slots these make."""

from typing import Annotated

from fastapi import APIRouter, Query

from desktop_app.api.access import BY, Cursor, Id, Limit, ListAnswer, TheClinic, list_of, page_of
from desktop_app.api.answers import DoctorAnswer, SlotAnswer, SlotsAnswer
from desktop_app.api.fields import Day, QueryNumber
from desktop_app.api.problems import problems
from desktop_app.api.requests import DoctorChange, NewDoctor

routes = APIRouter(prefix="/api/doctors", tags=["Doctors"])


@routes.get("", responses=problems(422))
def list_doctors(
    clinic: TheClinic, hospital_id: QueryNumber | None = None, limit: Limit = 50, cursor: Cursor = None
) -> ListAnswer[DoctorAnswer]:
    """By id."""
    doctors = sorted(clinic.doctors.all(hospital_id), key=lambda doctor: doctor.id)
    return list_of(page_of(doctors, limit, cursor), DoctorAnswer.of)


@routes.post("", status_code=201, responses=problems(404, 422, 507))
def add_doctor(wish: NewDoctor, clinic: TheClinic) -> DoctorAnswer:
    """The title is taken off the name: `Dr. Mehta` is kept as `Mehta`."""
    return DoctorAnswer.of(clinic.doctors.add(wish.to_entry(), by=BY))


@routes.get("/{id}", responses=problems(404, 422))
def one_doctor(doctor_id: Id, clinic: TheClinic) -> DoctorAnswer:
    return DoctorAnswer.of(clinic.doctors.get(doctor_id))


@routes.put("/{id}", responses=problems(404, 422, 507))
def change_doctor(doctor_id: Id, wish: DoctorChange, clinic: TheClinic) -> DoctorAnswer:
    """Changes the fields given. Booked appointments stay where they are."""
    return DoctorAnswer.of(clinic.doctors.update(doctor_id, wish.to_entry(), by=BY))


@routes.get("/{id}/slots", responses=problems(404, 422))
def slots(doctor_id: Id, date: Annotated[Day, Query()], clinic: TheClinic) -> SlotsAnswer:
    """Every slot of the doctor's day; none on a day without consultation."""
    return SlotsAnswer(date=date, slots=[SlotAnswer.of(slot) for slot in clinic.booking.slots(doctor_id, date)])
