"""Where the window can go. Pages do not know each other: they ask the desk for a place."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.views import AppointmentView, PatientView


class PageName(StrEnum):
    """The pages, in the order of the navigation (Alt+1 … Alt+7)."""

    TODAY = "today"
    VISITS = "visits"
    PATIENTS = "patients"
    MESSAGES = "messages"
    TEMPLATES = "templates"
    WHATSAPP = "whatsapp"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Goto:
    """Show a page; the rest says what on it (each page takes what it knows)."""

    page: PageName
    day: date | None = None
    doctor_id: int | None = None
    appointment_id: int | None = None
    patient_id: int | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """Open the booking panel, with whatever is known already."""

    doctor_id: int | None = None
    day: date | None = None
    at: time | None = None
    patient: "PatientView | None" = None


@dataclass(frozen=True, slots=True)
class Move:
    """Open the panel that moves an appointment."""

    appointment: "AppointmentView"


Place = Goto | Book | Move
