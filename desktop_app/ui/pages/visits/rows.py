"""The list under the card: who is next, then who was seen. Large rows, one chip at the right."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject

from desktop_app.domain.appointment import Status
from desktop_app.services.views import AppointmentView
from desktop_app.ui import formats
from desktop_app.ui.pages.visits.presenter import minutes_since
from desktop_app.ui.status_words import LONG_WAIT_MINUTES, STATUS_LOOKS
from desktop_app.ui.theme_tokens import Tone
from desktop_app.ui.widgets.tables import Cell, Column

LARGE = 1.12


class VisitColumns(QObject):
    """Token, name, time, state; `now` is asked whenever a cell is drawn, so that minutes are right."""

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now

    def columns(self) -> tuple[Column[AppointmentView], ...]:
        return (
            Column(self.tr("Token"), _token, 70),
            Column(self.tr("Patient"), _name),
            Column(self.tr("Time"), _time, 150),
            Column(self.tr("State"), self._state, 270, is_right=True),
        )

    def _state(self, appointment: AppointmentView) -> Cell:
        look = STATUS_LOOKS[appointment.status]
        words, tone = look.word, look.tone
        if appointment.status is Status.ARRIVED:
            waited = minutes_since(appointment.arrived_at, self._now())
            words = words if waited is None else self.tr("Arrived {n} min").format(n=waited)
            tone = Tone.WARN if (waited or 0) > LONG_WAIT_MINUTES else tone
        elif appointment.status is Status.VISITED and appointment.followup_date is not None:
            day = formats.short_date(appointment.followup_date, self._now().date())
            words = self.tr("Visited · back {day}").format(day=day)
        return Cell(words, tone=tone, sign=look.sign, is_right=True)


def _token(appointment: AppointmentView) -> Cell:
    return Cell(str(appointment.token), is_bold=True, size=LARGE)


def _name(appointment: AppointmentView) -> Cell:
    return Cell(appointment.patient_name, size=LARGE)


def _time(appointment: AppointmentView) -> Cell:
    return Cell(formats.clock_time(appointment.time_slot), is_muted=True, size=LARGE)
