"""The doctor's page in words."""

from datetime import date, time

from PySide6.QtCore import QObject

from desktop_app.services.views import AppointmentView, PatientView
from desktop_app.ui import formats
from desktop_app.ui.pages.visits.presenter import Choice, Figures, FollowUp, Reminding


class VisitsWords(QObject):
    def choice(self, choice: Choice) -> str:
        match choice:
            case Choice.NONE:
                return self.tr("None")
            case Choice.THREE_DAYS:
                return self.tr("3 days")
            case Choice.ONE_WEEK:
                return self.tr("1 week")
            case Choice.TWO_WEEKS:
                return self.tr("2 weeks")
            case Choice.ONE_MONTH:
                return self.tr("1 month")
            case Choice.DATE:
                return self.tr("Pick a date")

    def figures(self, figures: Figures) -> str:
        parts = [
            self.tr("{n} waiting").format(n=figures.waiting),
            self.tr("{n} seen").format(n=figures.seen),
        ]
        if figures.minutes_each is not None:
            parts.append(self.tr("{n} min each").format(n=figures.minutes_each))
        return " · ".join(parts)

    def person(self, patient: PatientView | None, today: date) -> str:
        """`51 M`; what is not known is left out."""
        if patient is None:
            return ""
        age = "" if patient.birth_year is None else str(max(today.year - patient.birth_year, 0))
        return f"{age} {patient.sex or ''}".strip()

    def in_room(self, minutes: int | None) -> str:
        if minutes is None:
            return self.tr("in room")
        return self.tr("in room for {n} min").format(n=minutes)

    def came_for(self, appointment: AppointmentView) -> str:
        return self.tr("came for: {reason}").format(reason=appointment.reason) if appointment.reason else ""

    def followup(self, followup: FollowUp | None, today: date, days_before: int, at: time) -> str:
        """`Tue 1 Dec · reminded that day at 9:00 AM`."""
        if followup is None:
            return self.tr("No follow-up; the patient is not reminded.")
        day = formats.short_date(followup.day, today)
        return f"{day} · {self._reminding(followup, days_before, formats.clock_time(at))}"

    def _reminding(self, followup: FollowUp, days_before: int, at: str) -> str:
        match followup.reminding:
            case Reminding.THAT_DAY:
                return self.tr("reminded that day at {time}").format(time=at)
            case Reminding.DAYS_BEFORE:
                return self.tr("reminded {n} days before at {time}").format(n=days_before, time=at)
            case Reminding.WHATSAPP_OFF:
                return self.tr("not reminded: WhatsApp is switched off")
            case Reminding.NO_CONSENT:
                return self.tr("not reminded: asked not to be messaged")

    def closed(self, doctor: str) -> str:
        return self.tr("Dr {doctor} does not see patients on that day.").format(doctor=doctor)
