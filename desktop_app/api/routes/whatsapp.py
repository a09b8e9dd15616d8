"""One hospital's WhatsApp: link, status, settings, pause. Every call answers at once; the browser works in its own lane."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query

from desktop_app.api.access import BY, Id, TheClinic
from desktop_app.api.answers import DoneAnswer, SessionAnswer, SettingsAnswer, StartedAnswer
from desktop_app.api.fields import QuerySwitch
from desktop_app.api.problems import problems
from desktop_app.api.requests import SettingsRequest
from desktop_app.services.channel import SessionState, SessionView

routes = APIRouter(prefix="/api/hospitals/{id}", tags=["WhatsApp"])


@routes.post("/whatsapp-init", status_code=202, responses=problems(404, 422))
def whatsapp_init(hospital_id: Id, clinic: TheClinic) -> StartedAnswer:
    """Start the session; harmless while it runs. Then ask whatsapp-status for the code to scan."""
    clinic.whatsapp.start_session(hospital_id)
    return StartedAnswer(message="WhatsApp is starting. Ask whatsapp-status how it stands.", status="initializing")


@routes.get("/whatsapp-status", responses=problems(404, 422))
def whatsapp_status(hospital_id: Id, clinic: TheClinic) -> SessionAnswer:
    return _standing(clinic.whatsapp.status(hospital_id))


@routes.get("/whatsapp-settings", responses=problems(404, 422))
def whatsapp_settings(hospital_id: Id, clinic: TheClinic) -> SettingsAnswer:
    return SettingsAnswer.of(clinic.hospitals.settings(hospital_id), "These are the WhatsApp settings.")


@routes.put("/whatsapp-settings", responses=problems(404, 422, 507))
def change_whatsapp_settings(hospital_id: Id, wish: SettingsRequest, clinic: TheClinic) -> SettingsAnswer:
    """All or nothing: if one setting cannot be used, none is changed."""
    settings = clinic.hospitals.change_settings(hospital_id, wish.to_change(), by=BY)
    return SettingsAnswer.of(settings, "WhatsApp settings updated")


@routes.post("/whatsapp-close", responses=problems(404, 422))
def whatsapp_close(
    hospital_id: Id,
    clinic: TheClinic,
    forget: Annotated[QuerySwitch, Query(description="true also removes the browser profile.")] = False,
) -> DoneAnswer:
    """Close the session. It does not start by itself again until whatsapp-init."""
    clinic.hospitals.get(hospital_id)
    clinic.whatsapp.close_session(hospital_id, forget=forget)
    message = "The WhatsApp session is closed."
    if forget:
        message = (
            "The WhatsApp session is closed and its profile removed. Remove this computer from Linked devices on the "
            "clinic's phone too."
        )
    return DoneAnswer(message=message, hospital_id=hospital_id)


@routes.post("/whatsapp-pause", responses=problems(404, 422))
def whatsapp_pause(hospital_id: Id, clinic: TheClinic) -> SessionAnswer:
    """Nothing is sent until resumed; nothing is lost."""
    clinic.hospitals.get(hospital_id)
    return _standing(clinic.whatsapp.pause(hospital_id, by=BY))


@routes.post("/whatsapp-resume", responses=problems(404, 422))
def whatsapp_resume(hospital_id: Id, clinic: TheClinic) -> SessionAnswer:
    clinic.hospitals.get(hospital_id)
    return _standing(clinic.whatsapp.resume(hospital_id, by=BY))


def _standing(view: SessionView) -> SessionAnswer:
    """The code is a credential: it is told only while it is there to be scanned."""
    return SessionAnswer.of(view if view.state is SessionState.SCAN_QR else replace(view, qr=None))
