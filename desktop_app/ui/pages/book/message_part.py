"""The lower half of the booking panel: the message as it will read, and whether the patient agreed to it. No Qt."""

from dataclasses import replace

from desktop_app.domain.message import DEFAULT_HOLD
from desktop_app.services.views import PatientView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.pages.book.form import Form
from desktop_app.ui.pages.book.reading import ClinicFacts, preview_text


def with_message(form: Form, facts: ClinicFacts, desk: Desk, name: str, by_hand: bool | None) -> Form:
    """The form with preview, tick and note. `by_hand`: what a person did to the tick, None = nothing yet."""
    patient, hospital = form.patient, desk.hospital()
    agrees = patient is None or patient.consent
    wants = agrees if by_hand is None else by_hand
    language = patient.language if patient is not None else hospital.language
    preview = preview_text(
        facts.text("confirmation", language),
        hospital,
        facts.doctor(form.doctor_id),
        patient.name if patient is not None else name,
        form.day,
        desk.now().time() if form.is_walk_in else form.at,
    )
    note = _consent_note(patient, desk) if patient is not None else ""
    return replace(form, preview=preview, wants_message=wants, below=_below(wants, desk), consent_note=note)


def _below(wants: bool, desk: Desk) -> str:
    if not wants:
        return "not sent"
    if not desk.hospital().sending.whatsapp_enabled:
        return "not sent: WhatsApp is switched off"
    return f"{DEFAULT_HOLD.seconds} s after booking"


def _consent_note(patient: PatientView, desk: Desk) -> str:
    if not patient.consent:
        return "asked not to be messaged"
    if patient.consent_at is None:
        return ""
    day = formats.past_date(desk.local(patient.consent_at).date(), desk.today())
    return f"agreed {day}, at the desk" if patient.consent_source == "desk" else f"agreed {day}"
