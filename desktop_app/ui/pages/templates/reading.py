"""Reads what the page shows; runs in a worker thread."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop_app.domain.appointment import Status
from desktop_app.domain.hospital import Hospital
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AppointmentView, TemplateView

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic

_AHEAD = timedelta(days=30)
_OFFERED = 25


@dataclass(frozen=True, slots=True)
class TemplatesRead:
    """The texts, and real appointments to preview them with (the next ones first)."""

    hospital: Hospital
    templates: tuple[TemplateView, ...]
    appointments: tuple[AppointmentView, ...]


def read_templates(clinic: "Clinic", hospital_id: int) -> TemplatesRead:
    hospital = clinic.read.hospital(hospital_id)
    today = hospital.local(clinic.clock.now()).date()
    wanted = AppointmentFilter(hospital_id=hospital_id, first_day=today, last_day=today + _AHEAD)
    coming = clinic.read.appointments(wanted, _OFFERED * 2, None).items
    useful = tuple(a for a in coming if a.status is not Status.CANCELLED)[:_OFFERED]
    return TemplatesRead(hospital, clinic.hospitals.templates(hospital_id), useful)
