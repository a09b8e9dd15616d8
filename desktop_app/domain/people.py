"""Patients and doctors as the clinic knows them: names, titles, who is the same person."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from desktop_app.domain.errors import Invalid
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.schedule import WeeklySchedule

MAX_NAME = 200
_TITLE = re.compile(r"^(?:(?:dr|doctor)(?:\s*\.\s*|\s+))+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Patient:
    """A person the clinic sees. Several may share one mobile. `consent` False = do not message.

    `mobile` is None only once the patient's data were erased. `sex` is "F", "M", "O" or None.
    """

    id: int
    name: str
    mobile: MobileNumber | None
    language: str
    consent: bool
    consent_at: datetime | None
    consent_source: str
    birth_year: int | None = None
    sex: str | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Doctor:
    """A doctor of one hospital; `name` is bare, without title."""

    id: int
    hospital_id: int
    name: str
    specialty: str
    schedule: WeeklySchedule
    active: bool = True


def clean_name(text: str, field: str) -> str:
    """`text` without blanks around it: 1–200 characters, none of them a control character. Raises Invalid."""
    name = text.strip()
    if all(unicodedata.category(ch)[0] in "CZ" for ch in name):
        raise Invalid.one(field, "wrong" if name else "missing", "Enter the name.")
    if len(name) > MAX_NAME:
        raise Invalid.one(field, "too_long", f"The name is too long: at most {MAX_NAME} characters.")
    if any(unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp") for ch in name):
        raise Invalid.one(field, "wrong", "The name has a control character in it; type it again.")
    return name


def clean_text(text: str | None, field: str, limit: int = 500) -> str:
    """An optional line of text (reason, specialty, address): no control characters but line ends. Raises Invalid."""
    value = (text or "").strip()
    if len(value) > limit:
        raise Invalid.one(field, "too_long", f"This text is too long: at most {limit} characters.")
    if any(unicodedata.category(ch) in ("Cc", "Cs") and ch != "\n" for ch in value):
        raise Invalid.one(field, "wrong", "This text has a control character in it; type it again.")
    return value


def same_person_key(name: str) -> str:
    """Equal for two spellings of one patient on one number: NFC, single spaces, casefold (contract section 4)."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).split()).casefold())


def without_title(name: str) -> str:
    """A doctor's bare name: `Dr. Mehta`, `dr mehta`, `Dr Dr Mehta` → `Mehta`; `Drishti` stays.

    A name written all in small letters after a title is capitalised, since `dr mehta` is the doctor `Mehta`.
    """
    bare = _TITLE.sub("", name.strip()).strip()
    if not bare:
        return name.strip()
    return bare.title() if bare != name.strip() and bare.isascii() and bare.islower() else bare


def with_title(bare_name: str) -> str:
    """The name as the CSV and the screens show it, with exactly one `Dr`."""
    return f"Dr {without_title(bare_name)}"
