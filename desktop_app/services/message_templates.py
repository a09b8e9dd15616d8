"""The texts that go out: built-in ones, checking what an admin typed, and safe rendering. Contract section 6, "Placeholders".

Rendering is one pass over the text: a value that looks like a placeholder is never expanded again, and nothing but the
seven names is ever looked up.
"""

import difflib
import re
from dataclasses import dataclass
from datetime import date, time

from desktop_app.domain.errors import Invalid, Problem
from desktop_app.domain.people import without_title
from desktop_app.services.views import Day

PLACEHOLDERS = ("patient_name", "doctor_name", "date", "time", "followup_date", "hospital_name", "specialty")
KINDS = ("confirmation", "followup", "reminder", "reminder_dated", "rescheduled", "cancelled")
MAX_TEXT = 2000

_DEFAULTS = {
    "en": {
        "confirmation": (
            "Hello {patient_name}, Your appointment with Dr {doctor_name} is confirmed for {date} at {time}. - {hospital_name}"
        ),
        "followup": (
            "Hello {patient_name}, Reminder: Your follow-up with Dr {doctor_name} is due on {followup_date}. - {hospital_name}"
        ),
        "reminder": (
            "Hello {patient_name}, Reminder: Appointment with Dr {doctor_name} tomorrow at {time}. - {hospital_name}"
        ),
        "reminder_dated": (
            "Hello {patient_name}, Reminder: Appointment with Dr {doctor_name} on {date} at {time}. - {hospital_name}"
        ),
        "rescheduled": (
            "Hello {patient_name}, Your appointment with Dr {doctor_name} is moved to {date} at {time}. - {hospital_name}"
        ),
        "cancelled": (
            "Hello {patient_name}, Your appointment with Dr {doctor_name} on {date} at {time} is cancelled. - {hospital_name}"
        ),
    },
    "hi": {
        "confirmation": (
            "नमस्ते {patient_name}, डॉ. {doctor_name} के साथ आपका अपॉइंटमेंट {date} को {time} पर तय है। - {hospital_name}"
        ),
        "followup": (
            "नमस्ते {patient_name}, याद दिलाना: डॉ. {doctor_name} के साथ आपका फ़ॉलो-अप {followup_date} को है। - {hospital_name}"
        ),
        "reminder": (
            "नमस्ते {patient_name}, याद दिलाना: डॉ. {doctor_name} के साथ आपका अपॉइंटमेंट कल {time} पर है। - {hospital_name}"
        ),
        "reminder_dated": (
            "नमस्ते {patient_name}, याद दिलाना: डॉ. {doctor_name} के साथ आपका अपॉइंटमेंट {date} को {time} पर है। - {hospital_name}"
        ),
        "rescheduled": (
            "नमस्ते {patient_name}, डॉ. {doctor_name} के साथ आपका अपॉइंटमेंट अब {date} को {time} पर है। - {hospital_name}"
        ),
        "cancelled": (
            "नमस्ते {patient_name}, {date} को {time} पर डॉ. {doctor_name} के साथ आपका अपॉइंटमेंट रद्द हो गया है। - {hospital_name}"
        ),
    },
}
LANGUAGES_BUILT_IN = tuple(_DEFAULTS)
_ALWAYS = {"patient_name", "doctor_name", "hospital_name", "specialty"}
_USUAL = {
    "confirmation": _ALWAYS | {"date", "time"},
    "reminder": _ALWAYS | {"date", "time"},
    "reminder_dated": _ALWAYS | {"date", "time"},
    "rescheduled": _ALWAYS | {"date", "time"},
    "cancelled": _ALWAYS | {"date", "time"},
    "followup": _ALWAYS | {"date", "time", "followup_date"},
}
_MEANT = {
    "patient": "patient_name", "name": "patient_name", "doctor": "doctor_name", "dr": "doctor_name", "hospital": "hospital_name",
    "clinic": "hospital_name", "clinic_name": "hospital_name", "slot": "time", "time_slot": "time", "day": "date",
    "followup": "followup_date", "follow_up": "followup_date", "next_visit": "followup_date", "department": "specialty",
}  # fmt: skip
_BRACED = re.compile(r"\{([^{}]*)\}")
_STRAY = re.compile(r"[{}]")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Values:
    """What the seven placeholders stand for; None or "" renders as nothing."""

    patient_name: str
    doctor_name: str
    date: Day | None
    time: time | None
    followup_date: Day | None
    hospital_name: str
    specialty: str

    def shown(self, placeholder: str) -> str:
        match placeholder:
            case "doctor_name":
                return without_title(self.doctor_name)
            case "date":
                return message_date(self.date) if self.date else ""
            case "followup_date":
                return message_date(self.followup_date) if self.followup_date else ""
            case "time":
                return message_time(self.time) if self.time else ""
            case _:
                return str(getattr(self, placeholder))


def message_date(day: date) -> str:
    """`Mon, 10 Feb 2025`, whatever the computer's locale (contract section 4)."""
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def message_time(at: time) -> str:
    """`10:30 AM`."""
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def default_text(kind: str, language: str) -> str:
    """The built-in text; English where a language has none."""
    return _DEFAULTS.get(language, _DEFAULTS["en"])[kind]


def placeholders_in(text: str) -> tuple[str, ...]:
    """What stands in braces, in order, known or not."""
    return tuple(match.group(1) for match in _BRACED.finditer(text))


def nearest(name: str) -> str:
    """The placeholder a person meant: `patient` → `patient_name`, `tyme` → `time`."""
    word = name.strip().strip("{}").lower().replace("-", "_").replace(" ", "_")
    if word in _MEANT:
        return _MEANT[word]
    candidates = [*PLACEHOLDERS, *_MEANT]
    close = difflib.get_close_matches(word, candidates, n=1, cutoff=0.0)
    found = close[0] if close else PLACEHOLDERS[0]
    return _MEANT.get(found, found)


def check(text: str, field: str = "text") -> None:
    """Refuse a text that could not be rendered as meant.

    Raises Invalid: `unknown_placeholder` (named, with the nearest right one), `missing` when blank, `too_long`, `wrong`.
    """
    if not text.strip():
        raise Invalid.one(field, "missing", "Write a text, or go back to the built-in one.")
    if len(text) > MAX_TEXT:
        raise Invalid.one(field, "too_long", f"The text is too long: at most {MAX_TEXT} characters.")
    if any((ord(ch) < 32 and ch != "\n") or 0xD800 <= ord(ch) <= 0xDFFF for ch in text):
        raise Invalid.one(field, "wrong", "The text has a control character in it; type it again.")
    unknown = [name for name in dict.fromkeys(placeholders_in(text)) if name not in PLACEHOLDERS]
    if unknown:
        raise Invalid(Problem(field, "unknown_placeholder", unknown_sentence(name)) for name in unknown)
    if _STRAY.search(_BRACED.sub("", text)):
        raise Invalid.one(
            field, "unknown_placeholder", "There is a { or } without its partner. Write {patient_name}, for example."
        )


def unknown_sentence(name: str) -> str:
    return f"{{{name}}} is not a placeholder. Did you mean {{{nearest(name)}}}?"


def unusual(kind: str, text: str) -> tuple[str, ...]:
    """Placeholders that a message of this kind never has a value for (`{followup_date}` in a confirmation)."""
    return tuple(
        name for name in dict.fromkeys(placeholders_in(text)) if name in PLACEHOLDERS and name not in _USUAL[kind]
    )


def render(text: str, values: Values) -> str:
    """The text as the patient reads it. A placeholder without a value takes the blank before it along."""
    parts: list[str] = []
    end = 0
    for match in _BRACED.finditer(text):
        before = text[end : match.start()]
        end = match.end()
        name = match.group(1)
        shown = values.shown(name) if name in PLACEHOLDERS else match.group(0)
        if not shown and before.endswith(" "):
            before = before[:-1]
        parts += before, shown
    parts.append(text[end:])
    return "".join(parts)
