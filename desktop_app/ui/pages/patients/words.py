"""The Patients page's words."""

from datetime import date, datetime

from PySide6.QtCore import QObject

from desktop_app.domain.appointment import Status
from desktop_app.domain.message import MessageStatus
from desktop_app.services.views import AppointmentView, MessageView, PatientView
from desktop_app.ui import formats
from desktop_app.ui.languages import LANGUAGE_NAMES
from desktop_app.ui.message_words import kind_words
from desktop_app.ui.patient_words import person_words
from desktop_app.ui.status_words import STATUS_LOOKS


class PatientWords(QObject):
    def about(self, patient: PatientView, today: date) -> str:
        language = LANGUAGE_NAMES.get(patient.language, patient.language)
        parts = [formats.mobile(patient.mobile), person_words(patient, today), language]
        return " · ".join(part for part in parts if part)

    def consent(self, patient: PatientView, today: date) -> str:
        """Since when and by whom, for the patient's right to know."""
        if patient.consent_at is None:
            return self.tr("May be messaged.") if patient.consent else self.tr("Asked not to be messaged.")
        day = formats.past_date(patient.consent_at.date(), today)
        if patient.consent:
            return self.tr("May be messaged: agreed {day} ({by}).").format(day=day, by=patient.consent_source)
        return self.tr("Asked not to be messaged: {day} ({by}).").format(day=day, by=patient.consent_source)

    def visit(self, appointment: AppointmentView, today: date) -> str:
        day = formats.short_date(appointment.date, today)
        at = formats.clock_time(appointment.time_slot)
        words = f"{STATUS_LOOKS[appointment.status].text} · Dr {appointment.doctor_name}"
        if appointment.status is Status.VISITED and appointment.followup_date is not None:
            back = formats.short_date(appointment.followup_date, today)
            words += " · " + self.tr("back {day}").format(day=back)
        return f"{day}, {at}  {words}"

    def message(self, message: MessageView, at: datetime, today: date) -> str:
        return f"{formats.short_date(at.date(), today)}  {kind_words(message.kind, message.rule)} {self._state(message.status)}"

    def _state(self, status: MessageStatus) -> str:
        match status:
            case MessageStatus.READ:
                return self.tr("✓✓ read")
            case MessageStatus.DELIVERED:
                return self.tr("✓✓ delivered")
            case MessageStatus.SENT:
                return self.tr("✓ sent")
            case MessageStatus.QUEUED | MessageStatus.SENDING:
                return self.tr("○ waiting")
            case MessageStatus.NEEDS_CHECKING:
                return self.tr("? check the phone")
            case MessageStatus.FAILED:
                return self.tr("✕ not sent")
            case MessageStatus.SKIPPED | MessageStatus.WITHDRAWN:
                return self.tr("– not sent")
