"""What the Patients page decides: which entries changed, how Undo reverses them, what a patient's own copy says. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop_app.domain.errors import Invalid
from desktop_app.services.patient_service import PatientChange, PatientDossier
from desktop_app.services.views import PatientView
from desktop_app.ui import formats

MOST = 60
"""So many are listed at once; who is not among them is found by typing more."""


@dataclass(frozen=True, slots=True)
class PatientEntries:
    """What stands in the edit fields."""

    name: str
    mobile: str
    language: str
    birth_year: str
    sex: str
    may_be_messaged: bool


def entries_of(patient: PatientView) -> PatientEntries:
    return PatientEntries(
        name=patient.name,
        mobile=formats.mobile(patient.mobile) if patient.mobile else "",
        language=patient.language,
        birth_year=str(patient.birth_year or ""),
        sex=patient.sex or "",
        may_be_messaged=patient.consent,
    )


def change_of(entries: PatientEntries, patient: PatientView) -> PatientChange | None:
    """Only what a person really changed; None if nothing. Raises Invalid for what cannot be used or taken away."""
    before = entries_of(patient)
    change = PatientChange(
        name=_if_other(entries.name, before.name),
        mobile=_if_other(entries.mobile, before.mobile),
        language=_if_other(entries.language, before.language),
        consent=None if entries.may_be_messaged == patient.consent else entries.may_be_messaged,
        birth_year=_birth_year(entries.birth_year, before.birth_year),
        sex=_if_other(entries.sex, before.sex) or None,
    )
    return None if change == PatientChange() else change


def reverse_of(change: PatientChange, before: PatientView) -> PatientChange:
    """The change that Undo makes: each changed field as it was. What was empty before stays filled."""
    return PatientChange(
        name=before.name if change.name is not None else None,
        mobile=before.mobile if change.mobile is not None else None,
        language=before.language if change.language is not None else None,
        consent=before.consent if change.consent is not None else None,
        birth_year=before.birth_year if change.birth_year is not None else None,
        sex=before.sex if change.sex is not None else None,
    )


def dossier_text(dossier: PatientDossier, local: Callable[[datetime], datetime]) -> str:
    """Everything that is kept of one patient, as a text that the patient can read."""
    patient = dossier.patient
    lines = [
        f"Name: {patient.name}",
        f"Mobile: {patient.mobile or '-'}",
        f"Language: {patient.language}",
        f"Year of birth: {patient.birth_year or '-'}",
        f"Sex: {patient.sex or '-'}",
        f"May be messaged: {'yes' if patient.consent else 'no'}",
        f"Made: {_instant(local(dossier.made_at))}",
        "",
        f"Appointments ({len(dossier.appointments)})",
    ]
    lines += [
        f"{formats.field_date(a.date)} {formats.clock_time(a.time_slot)}  Dr {a.doctor_name}  {a.status}"
        + (f"  follow-up {formats.field_date(a.followup_date)}" if a.followup_date else "")
        for a in dossier.appointments
    ]
    lines += ["", f"Messages ({len(dossier.messages)})"]
    lines += [f"{_instant(local(m.queued_at))}  {m.kind}  {m.status}\n    {m.text}" for m in dossier.messages]
    return "\n".join(lines) + "\n"


def _instant(at: datetime) -> str:
    return f"{formats.field_date(at.date())} {formats.clock_time(at)}"


def _if_other(entered: str, present: str) -> str | None:
    return None if entered.strip() == present else entered.strip()


def _birth_year(entered: str, present: str) -> int | None:
    text = entered.strip()
    if not text or text == present:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Invalid.one("birth_year", "wrong", "Write the year of birth with four digits, like 1984.")
    return int(text)
