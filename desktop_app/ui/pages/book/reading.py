"""What the booking panel reads from the clinic, each in one go, and what a typed number is worth. No Qt."""

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from desktop_app.domain.errors import Invalid
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.mobile_number import MobileNumber, digits_of
from desktop_app.domain.schedule import SlotState
from desktop_app.services.message_templates import Values, default_text, render
from desktop_app.services.views import DoctorView, PatientView, SlotView, TemplateView
from desktop_app.ui import formats
from desktop_app.ui.pages.book.form import Line, NumberSays
from desktop_app.ui.patient_words import person_words, seen_words

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic

ENOUGH_DIGITS = 4
_ENOUGH_LETTERS = 2
_STILL_TYPING = frozenset({"too_short", "missing", "wrong"})
"""Reasons that the next digit may lift; they are told once the field is left."""
_DOUBT = "Usually a landline’s number. If the patient says it is a mobile, it is taken as one."


@dataclass(frozen=True, slots=True)
class ClinicFacts:
    """What does not change while one booking is typed."""

    doctors: tuple[DoctorView, ...]
    texts: tuple[TemplateView, ...]

    def doctor(self, doctor_id: int | None) -> DoctorView | None:
        return next((doctor for doctor in self.doctors if doctor.id == doctor_id), None)

    def text(self, kind: str, language: str) -> str:
        """The hospital's text of that kind; English where the language has none of its own."""
        own = {(t.kind, t.language): t.text for t in self.texts}
        return own.get((kind, language)) or own.get((kind, "en")) or default_text(kind, language)


def read_facts(clinic: "Clinic", hospital_id: int) -> ClinicFacts:
    return ClinicFacts(
        clinic.read.doctors(hospital_id, only_active=True), tuple(clinic.hospitals.templates(hospital_id))
    )


def weigh_number(typed: str, allows_foreign: bool, *, has_left: bool) -> NumberSays:
    """The number as far as it is typed; short ones are no fault before the field is left."""
    if not typed.strip() or (not has_left and any(ch.isalpha() for ch in typed)):
        return NumberSays()
    try:
        number = MobileNumber.parse(typed, allow_foreign=allows_foreign)
    except Invalid as refusal:
        problem = refusal.problems[0]
        if problem.code in _STILL_TYPING and not has_left:
            return NumberSays()
        return NumberSays(fault=problem.message)
    return NumberSays(formats.full_mobile(number.e164), number.e164, note=_DOUBT if number.is_doubtful else "")


def search_of(typed: str) -> str:
    """What to look patients up by; "" while there is too little of it."""
    text = typed.strip()
    if any(ch.isalpha() for ch in text):
        return text if len(text) >= _ENOUGH_LETTERS else ""
    digits = digits_of(text)
    return digits if len(digits) >= ENOUGH_DIGITS else ""


def lines_of(patients: tuple[PatientView, ...], number: NumberSays, today: date) -> tuple[Line, ...]:
    """The patients found, and a new one once the number is whole."""
    known = [Line(p, p.name, _aside(p, number, today)) for p in patients]
    if number.e164:
        known = [line for line in known if line.patient and line.patient.mobile == number.e164]
        known.append(Line(None, "+ New patient with this number", ""))
    return tuple(known)


def first_free(slots: tuple[SlotView, ...], wanted: time | None) -> time | None:
    """The wanted time if it is free, else the next free one after it, else the first free one of the day."""
    free = [slot.time_slot for slot in slots if slot.state is SlotState.FREE]
    return next((at for at in free if wanted is not None and at >= wanted), free[0] if free else None)


def why_no_slots(slots: tuple[SlotView, ...]) -> str:
    if not slots:
        return "The doctor does not see patients on that day. Choose another day."
    if all(slot.state is SlotState.LEAVE for slot in slots):
        return "The doctor is on leave, or the clinic is closed, on that day. Choose another day."
    return "" if first_free(slots, None) else "No time is free any more on that day. Choose another day."


def preview_text(
    text: str, hospital: Hospital, doctor: DoctorView | None, name: str, day: date | None, at: time | None
) -> str:
    """The message as the patient will read it, as far as it is known."""
    if doctor is None or day is None or at is None:
        return ""
    shown = name.strip() or "…"
    return render(text, Values(shown, doctor.name, day, at, None, hospital.name, doctor.specialty))


def _aside(patient: PatientView, number: NumberSays, today: date) -> str:
    mobile = "" if number.e164 else formats.mobile(patient.mobile)
    parts = [person_words(patient, today), mobile, seen_words(patient, today)]
    return " · ".join(part for part in parts if part)
