"""A patient in one line, for lists and strips. No Qt."""

from datetime import date

from desktop_app.services.views import PatientView
from desktop_app.ui import formats


def about(patient: PatientView, today: date) -> str:
    """`98765 43210 · 42 F · last 3 Oct, Dr Nair`."""
    parts = [formats.mobile(patient.mobile), person_words(patient, today), seen_words(patient, today)]
    return " · ".join(part for part in parts if part)


def person_words(patient: PatientView, today: date) -> str:
    """`42 F`, as far as it is known."""
    age = str(today.year - patient.birth_year) if patient.birth_year else ""
    return f"{age} {patient.sex or ''}".strip()


def seen_words(patient: PatientView, today: date) -> str:
    if patient.last_visit is None:
        return ""
    doctor = f", Dr {patient.last_doctor}" if patient.last_doctor else ""
    return f"last {formats.past_date(patient.last_visit, today)}{doctor}"
