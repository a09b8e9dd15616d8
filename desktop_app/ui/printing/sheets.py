"""What stands on paper, as simple HTML. Names are escaped. No Qt."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from desktop_app.domain.appointment import Status
from desktop_app.services.views import AppointmentView
from desktop_app.ui import formats


class Paper(Enum):
    """Width and height in millimetres."""

    A4 = (210, 297)
    A6 = (105, 148)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is for the print queue and a file: without a patient's name."""

    name: str
    paper: Paper
    body: str


def token_slip(appointment: AppointmentView, hospital: str) -> Sheet:
    """What a patient takes along: the token in large figures."""
    doctor = _safe(f"Dr {appointment.doctor_name}") + (
        f", {_safe(appointment.specialty)}" if appointment.specialty else ""
    )
    when = (
        f"{formats.short_date(appointment.date)} {appointment.date.year}, {formats.clock_time(appointment.time_slot)}"
    )
    body = (
        f'<p align="center" style="font-size:14pt"><b>{_safe(hospital)}</b></p><hr/>'
        f'<p align="center" style="font-size:11pt">Token</p>'
        f'<p align="center" style="font-size:60pt"><b>{appointment.token}</b></p>'
        f'<p align="center" style="font-size:14pt"><b>{_safe(appointment.patient_name)}</b></p>'
        f'<p align="center" style="font-size:12pt">{doctor}<br/>{when}</p>'
    )
    return Sheet(f"token-{appointment.id}", Paper.A6, body)


def day_list(appointments: Iterable[AppointmentView], doctor: str, hospital: str, day: date) -> Sheet:
    """A doctor's day on paper, for the door or for a power cut; cancelled ones are left out."""
    coming = [a for a in appointments if a.status is not Status.CANCELLED]
    rows = "".join(
        f"<tr><td>{formats.clock_time(a.time_slot)}</td><td align='right'>{a.token}</td><td>{_safe(a.patient_name)}</td>"
        f"<td>{formats.mobile(a.mobile)}</td><td>{_safe(a.reason or '')}</td></tr>"
        for a in coming
    )
    head = "".join(f"<th align='left'>{word}</th>" for word in ("Time", "Token", "Patient", "Mobile", "Came for"))
    body = (
        f'<p style="font-size:15pt"><b>{_safe(f"Dr {doctor}")}</b></p>'
        f'<p style="font-size:11pt">{_safe(hospital)} · {formats.long_date(day)} {day.year} · {len(coming)} booked</p>'
        f'<table width="100%" cellpadding="4" cellspacing="0" border="1" style="border-collapse:collapse">'
        f"<thead><tr>{head}</tr></thead>{rows}</table>"
    )
    return Sheet(f"day-{day.isoformat()}", Paper.A4, body)


def _safe(text: str) -> str:
    return html.escape(text)
