"""A wish to book, checked against what is known: which patient is meant, which places it would hold."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop_app.domain import schedule
from desktop_app.domain.appointment import Appointment
from desktop_app.domain.errors import Invalid
from desktop_app.domain.hospital import Hospital, check_language
from desktop_app.domain.message import Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Doctor, Patient, clean_name, clean_text
from desktop_app.domain.schedule import HeldPlace
from desktop_app.services.appointment_desk import must_be_active, offered
from desktop_app.services.message_planning import withdraw
from desktop_app.services.ports import NewAppointment, UnitOfWork


@dataclass(frozen=True, slots=True)
class Idempotency:
    """A client's key for one booking and the fingerprint of what it asked for."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """A wish to book. `at` None and `is_walk_in` for a walk-in (then `day` is ignored: it is today).

    `consent` None = nothing was said (a new patient counts as agreed), False = do not message, True = agrees now.
    `patient_id` picks a known patient (the family list); then name and mobile are that patient's. `minutes` None = one step.
    """

    doctor_id: int
    patient_name: str
    mobile: str
    day: date
    at: time | None
    by: str
    reason: str | None = None
    language: str | None = None
    consent: bool | None = None
    minutes: int | None = None
    is_walk_in: bool = False
    hold: timedelta = timedelta(0)
    patient_id: int | None = None
    idempotency: Idempotency | None = None


def patient_of(unit: UnitOfWork, wish: BookAppointment, hospital: Hospital, now: datetime) -> Patient:
    """The patient meant, found or added. A booking never renames anybody and never lifts "do not message" by itself."""
    if wish.patient_id is not None:
        patient = unit.patients.get(wish.patient_id)
    else:
        name, mobile = _name_and_mobile(wish, hospital)
        patient = unit.patients.find(name, mobile)
        if patient is None:
            language = check_language(wish.language) if wish.language else hospital.language
            return unit.patients.add(Patient(0, name, mobile, language, wish.consent is not False, now, wish.by))
    changed = patient
    if wish.language and check_language(wish.language) != patient.language:
        changed = replace(changed, language=wish.language)
    if wish.consent is not None and wish.consent != patient.consent:
        changed = replace(changed, consent=wish.consent, consent_at=now, consent_source=wish.by)
        _take_back_if_unwanted(unit, changed, now)
    if changed != patient:
        unit.patients.save(changed)
    return changed


def _take_back_if_unwanted(unit: UnitOfWork, patient: Patient, now: datetime) -> None:
    """Consent withdrawn: nothing that still waits may go any more."""
    if not patient.consent:
        for message in unit.messages.waiting_of_patient(patient.id):
            withdraw(unit, message, Reason.NO_CONSENT, now)


def _name_and_mobile(wish: BookAppointment, hospital: Hospital) -> tuple[str, MobileNumber]:
    """Both entries checked, both refusals told at once."""
    problems: list[Invalid] = []
    name, mobile = "", None
    try:
        name = clean_name(wish.patient_name, "patient_name")
    except Invalid as refusal:
        problems.append(refusal)
    try:
        mobile = MobileNumber.parse(wish.mobile, allow_foreign=hospital.allows_foreign_numbers)
    except Invalid as refusal:
        problems.append(refusal)
    if mobile is None or problems:
        raise Invalid(problem for refusal in problems for problem in refusal.problems)
    return name, mobile


def place(
    unit: UnitOfWork, wish: BookAppointment, doctor: Doctor, hospital: Hospital, patient: Patient, now: datetime
) -> Appointment:
    """The appointment with its places and token. Raises Invalid (past, leave, not_offered …), SlotTaken."""
    must_be_active(doctor)
    places: tuple[HeldPlace, ...] = ()
    if wish.is_walk_in:
        local = hospital.local(now)
        closures = unit.closures.on(hospital.id, doctor.id, local.date())
        slot = schedule.stretch_for_walk_in(doctor.schedule, closures, doctor.id, local)
        day, minutes = local.date(), wish.minutes or slot.minutes
    else:
        if wish.at is None:
            raise Invalid.one("time_slot", "missing", "Choose a time, or book a walk-in.")
        slot, day = offered(unit, doctor, hospital, wish.day, wish.at, now), wish.day
        steps = schedule.steps_of(doctor.schedule, day, slot, wish.minutes)
        places = schedule.places_for(steps, unit.appointments.held_on(doctor.id, day))
        minutes = wish.minutes or slot.minutes
    token = unit.appointments.next_token(doctor.id, day, slot.stretch_key)
    reason = clean_text(wish.reason, "reason") or None
    new = NewAppointment(
        hospital.id, doctor.id, patient.id, day, slot.at, minutes, slot.stretch_key, token, wish.is_walk_in, reason, now
    )
    return unit.appointments.add(new, places)
