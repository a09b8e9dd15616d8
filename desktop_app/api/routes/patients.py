"""Patients: search and correct."""

from fastapi import APIRouter

from desktop_app.api.access import BY, Cursor, Id, Limit, ListAnswer, SearchText, TheClinic, list_of
from desktop_app.api.answers import PatientAnswer
from desktop_app.api.problems import problems
from desktop_app.api.requests import PatientRequest

routes = APIRouter(prefix="/api/patients", tags=["Patients"])


@routes.get("", responses=problems(422))
def list_patients(
    clinic: TheClinic, q: SearchText = None, limit: Limit = 50, cursor: Cursor = None
) -> ListAnswer[PatientAnswer]:
    """By id. `q`: digits or letters of any part of the number or the name."""
    return list_of(clinic.patients.search(q or "", limit, cursor), PatientAnswer.of)


@routes.get("/{id}", responses=problems(404, 422))
def one_patient(patient_id: Id, clinic: TheClinic) -> PatientAnswer:
    return PatientAnswer.of(clinic.patients.get(patient_id))


@routes.put("/{id}", responses=problems(404, 422, 507))
def change_patient(patient_id: Id, wish: PatientRequest, clinic: TheClinic) -> PatientAnswer:
    """Changes the fields given. Waiting messages follow to a corrected number."""
    return PatientAnswer.of(clinic.patients.update(patient_id, wish.to_change(), by=BY))
