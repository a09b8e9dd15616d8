"""What the Templates page decides: what is wrong with a text, how it will read, whether it can be saved. No Qt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import Invalid
from desktop_app.domain.hospital import Hospital
from desktop_app.services import message_templates as texts
from desktop_app.services.message_templates import PLACEHOLDERS, Values
from desktop_app.services.views import AppointmentView, TemplateView

ORDER = ("patient_name", "doctor_name", "specialty", "date", "time", "followup_date", "hospital_name")
"""The placeholders in the order of the buttons."""
_BRACED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A placeholder as it stands in the text: from `start` up to `end`, in characters."""

    start: int
    end: int
    name: str
    is_known: bool


class Blocked(StrEnum):
    """Why Save is not offered."""

    UNCHANGED = "unchanged"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word in braces that is no placeholder, with the one that was meant."""

    span: Span
    nearest: str


@dataclass(frozen=True, slots=True)
class Check:
    """What the editor says about a text while it is typed. `blocked` None = Save is offered."""

    unknown: tuple[Unknown, ...]
    unusual: tuple[str, ...]
    blocked: Blocked | None
    problem: str


def spans_in(text: str) -> tuple[Span, ...]:
    """Every placeholder of the text, known or not, for the editor's colours."""
    return tuple(Span(m.start(), m.end(), m.group(1), m.group(1) in PLACEHOLDERS) for m in _BRACED.finditer(text))


def check(text: str, saved: str, kind: str) -> Check:
    """What is to be said about `text`, the `saved` text being what goes out now."""
    unknown = tuple(Unknown(span, texts.nearest(span.name)) for span in spans_in(text) if not span.is_known)
    problem, blocked = "", None
    try:
        texts.check(text)
    except Invalid as error:
        problem, blocked = error.problems[0].message, _blocked_by(error.problems[0].code)
    if blocked is None and text == saved:
        blocked = Blocked.UNCHANGED
    return Check(unknown, texts.unusual(kind, text), blocked, problem)


def replaced(text: str, span: Span, name: str) -> str:
    """The text with the word at `span` replaced by the placeholder `name`."""
    return f"{text[: span.start]}{{{name}}}{text[span.end :]}"


def insertable(kind: str) -> tuple[str, ...]:
    """The placeholders a message of this kind has a value for, in the order of the buttons."""
    never = texts.unusual(kind, "".join(f"{{{name}}}" for name in ORDER))
    return tuple(name for name in ORDER if name not in never)


def languages(templates: Sequence[TemplateView]) -> tuple[str, ...]:
    """The languages the hospital keeps texts in, in the order of the list."""
    return tuple(dict.fromkeys(template.language for template in templates))


def template_of(templates: Sequence[TemplateView], kind: str, language: str) -> TemplateView | None:
    return next((t for t in templates if t.kind == kind and t.language == language), None)


def values_of(appointment: AppointmentView, hospital: Hospital) -> Values:
    """What the placeholders stand for in the preview: those of a real appointment.

    A follow-up that nobody has set yet is shown as one week after the visit, so that the text can be judged.
    """
    return Values(
        patient_name=appointment.patient_name,
        doctor_name=appointment.doctor_name,
        date=appointment.date,
        time=appointment.time_slot,
        followup_date=appointment.followup_date or appointment.date + timedelta(weeks=1),
        hospital_name=hospital.name,
        specialty=appointment.specialty,
    )


def preview(text: str, kind: str, appointment: AppointmentView, hospital: Hospital) -> str:
    """The text as the patient will read it; what has no value in this kind of message is left out, as in sending."""
    values = values_of(appointment, hospital)
    if "followup_date" in texts.unusual(kind, "{followup_date}"):
        values = replace(values, followup_date=None)
    return texts.render(text, values)


def sample(today: date) -> AppointmentView:
    """Somebody to preview with while no real appointment is booked."""
    midnight = datetime(today.year, today.month, today.day, tzinfo=UTC)
    return AppointmentView(
        id=0,
        hospital_id=0,
        doctor_id=0,
        doctor_name="Meera Nair",
        specialty="General",
        patient_id=0,
        patient_name="Vidya Tripathi",
        mobile=None,
        date=today + timedelta(days=1),
        time_slot=time(10, 30),
        minutes=30,
        token=1,
        status=Status.BOOKED,
        reason=None,
        status_reason=None,
        followup_date=None,
        visit_date=None,
        created_at=midnight,
        arrived_at=None,
        in_room_at=None,
        is_walk_in=False,
    )


def _blocked_by(code: str) -> Blocked:
    match code:
        case "missing":
            return Blocked.EMPTY
        case "too_long":
            return Blocked.TOO_LONG
        case "unknown_placeholder":
            return Blocked.UNKNOWN_PLACEHOLDER
        case _:
            return Blocked.WRONG
