"""What the Patients page decides: how a person's line reads, which entries changed, which pairs may be one person. No Qt."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.errors import Invalid, Problem
from desktop_app.services.patient_service import PatientChange
from desktop_app.services.views import PatientView

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class PatientEntries:
    """What stands in the edit fields."""

    name: str
    mobile: str
    language: str
    birth_year: str
    sex: str
    may_be_messaged: bool


def age(patient: PatientView, today: date) -> int | None:
    """Years of age, as near as the year of birth tells."""
    return None if patient.birth_year is None else max(today.year - patient.birth_year, 0)


def change_of(entries: PatientEntries, patient: PatientView, shown_mobile: str) -> PatientChange | None:
    """Only what a person really changed; None if nothing. Raises Invalid for a year that is no number."""
    change = PatientChange(
        name=_if_other(entries.name.strip(), patient.name),
        mobile=_if_other(entries.mobile.strip(), shown_mobile),
        language=_if_other(entries.language, patient.language),
        consent=None if entries.may_be_messaged == patient.consent else entries.may_be_messaged,
        birth_year=_birth_year(entries.birth_year, patient.birth_year),
        sex=_if_other(entries.sex, patient.sex or "") or None,
    )
    return None if change == PatientChange() else change


def reverse_of(change: PatientChange, before: PatientView) -> PatientChange:
    """The change that Undo makes: each changed field as it was."""
    return PatientChange(
        name=before.name if change.name is not None else None,
        mobile=before.mobile if change.mobile is not None else None,
        language=before.language if change.language is not None else None,
        consent=before.consent if change.consent is not None else None,
        birth_year=before.birth_year if change.birth_year is not None else None,
        sex=before.sex if change.sex is not None else None,
    )


def _if_other(entered: str, present: str) -> str | None:
    return None if entered == present else entered


def _birth_year(entered: str, present: int | None) -> int | None:
    text = entered.strip()
    if not text or text == str(present):
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise Invalid((Problem("birth_year", "wrong", "Write the year of birth with four digits, like 1984."),))
    return int(text)
