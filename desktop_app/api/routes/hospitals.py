"""Hospitals and their message texts."""

from typing import Annotated

from fastapi import APIRouter, Path

from desktop_app.api.access import BY, Cursor, Id, Limit, ListAnswer, TheClinic, list_of, page_of
from desktop_app.api.answers import HospitalAnswer, TemplateAnswer
from desktop_app.api.fields import Language
from desktop_app.api.problems import problems
from desktop_app.api.requests import HospitalChange, NewHospital, TemplateRequest
from desktop_app.services.message_templates import KINDS

routes = APIRouter(prefix="/api/hospitals", tags=["Hospitals"])


@routes.get("", responses=problems(422))
def list_hospitals(clinic: TheClinic, limit: Limit = 50, cursor: Cursor = None) -> ListAnswer[HospitalAnswer]:
    """By id."""
    hospitals = sorted(clinic.hospitals.all(), key=lambda hospital: hospital.id)
    return list_of(page_of(hospitals, limit, cursor), HospitalAnswer.of)


@routes.post("", status_code=201, responses=problems(422, 507))
def add_hospital(wish: NewHospital, clinic: TheClinic) -> HospitalAnswer:
    """Hospitals may share a name. WhatsApp is off until it is switched on."""
    return HospitalAnswer.of(clinic.hospitals.add(wish.to_entry(), by=BY))


@routes.get("/{id}", responses=problems(404, 422))
def one_hospital(hospital_id: Id, clinic: TheClinic) -> HospitalAnswer:
    return HospitalAnswer.of(clinic.hospitals.get(hospital_id))


@routes.put("/{id}", responses=problems(404, 422, 507))
def change_hospital(hospital_id: Id, wish: HospitalChange, clinic: TheClinic) -> HospitalAnswer:
    """Changes the fields given. A changed time zone moves no appointment."""
    return HospitalAnswer.of(clinic.hospitals.update(hospital_id, wish.to_entry(), by=BY))


@routes.get("/{id}/templates", responses=problems(404, 422))
def list_templates(
    hospital_id: Id, clinic: TheClinic, limit: Limit = 50, cursor: Cursor = None
) -> ListAnswer[TemplateAnswer]:
    """The text of every kind, in each language that has one."""
    return list_of(page_of(clinic.hospitals.templates(hospital_id), limit, cursor), TemplateAnswer.of)


@routes.put("/{id}/templates/{kind}/{language}", responses=problems(404, 422, 507))
def set_template(
    hospital_id: Id,
    kind: Annotated[str, Path(json_schema_extra={"enum": list(KINDS)})],
    language: Annotated[Language, Path()],
    wish: TemplateRequest,
    clinic: TheClinic,
) -> TemplateAnswer:
    """An unknown placeholder is refused, with the nearest right one in the message."""
    return TemplateAnswer.of(clinic.hospitals.set_template(hospital_id, kind, language, wish.text, by=BY))
