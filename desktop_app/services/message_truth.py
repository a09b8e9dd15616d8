"""Is a waiting message still true, wanted and allowed? Looked at again in the last moment before it is typed."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from desktop_app.domain.appointment import Appointment, Status
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import AUTOMATIC_KINDS, Kind, Message, Reason
from desktop_app.domain.sending_rules import LIMIT_PER_PATIENT_AND_DAY, NOT_ON_WHATSAPP_REST
from desktop_app.services.message_planning import MessagePlanner
from desktop_app.services.ports import UnitOfWork

_OVER = frozenset({Status.VISITED, Status.NO_SHOW})


def why_not_true(unit: UnitOfWork, hospital: Hospital, message: Message, now: datetime) -> Reason | None:
    """The reason why this message must not go any more; None while it may."""
    if message.mobile is None:
        return Reason.NUMBER_ERASED
    if message.not_after <= now:
        return Reason.NO_LONGER_USEFUL if hospital.sending.whatsapp_enabled else Reason.WHATSAPP_OFF
    if message.patient_id is not None and not unit.patients.get(message.patient_id).consent:
        return Reason.NO_CONSENT
    if message.appointment_id is None:
        return None
    return _why_outdated(message, unit.appointments.get(message.appointment_id))


def _why_outdated(message: Message, appointment: Appointment) -> Reason | None:
    if message.kind is Kind.CANCELLED:
        return None if appointment.status is Status.CANCELLED else Reason.APPOINTMENT_REOPENED
    if appointment.status is Status.CANCELLED:
        return Reason.APPOINTMENT_CANCELLED
    if message.kind is Kind.FOLLOWUP:
        is_same = appointment.status is Status.VISITED and appointment.revision == message.revision
        return None if is_same else Reason.FOLLOWUP_CHANGED
    if appointment.status in _OVER:
        return Reason.APPOINTMENT_OVER
    return None if appointment.revision == message.revision else Reason.APPOINTMENT_MOVED


def is_over_daily_limit(unit: UnitOfWork, hospital: Hospital, message: Message, now: datetime) -> bool:
    """At most two automatic messages per patient and day of the hospital; what a person starts is not counted."""
    if message.patient_id is None or message.by_person or message.kind not in AUTOMATIC_KINDS:
        return False
    today = hospital.local(now).date()
    start, end = hospital.instant(today, time(0)), hospital.instant(today + timedelta(days=1), time(0))
    return unit.messages.automatic_count(message.patient_id, start, end) >= LIMIT_PER_PATIENT_AND_DAY


def rests(unit: UnitOfWork, message: Message, now: datetime) -> bool:
    """This number was not on WhatsApp within 30 days, and no person wants it tried again."""
    if message.mobile is None or message.by_person:
        return False
    last = unit.messages.not_on_whatsapp_at(message.mobile)
    return last is not None and now - last < NOT_ON_WHATSAPP_REST


def up_to_date(unit: UnitOfWork, hospital: Hospital, message: Message, now: datetime) -> Message:
    """With the patient's present number; and a reminder that waited past midnight does not say "tomorrow" any more."""
    if message.patient_id is None:
        return message
    patient = unit.patients.get(message.patient_id)
    message = replace(message, mobile=patient.mobile)
    if message.kind is not Kind.REMINDER or message.appointment_id is None:
        return message
    appointment = unit.appointments.get(message.appointment_id)
    planner = MessagePlanner(unit, hospital, unit.doctors.get(appointment.doctor_id), patient, now)
    template = planner.reminder_template(appointment, now)
    if template != "reminder" and message.text == planner.text(appointment, "reminder")[0]:
        message = replace(message, text=planner.text(appointment, template)[0])
    return message
