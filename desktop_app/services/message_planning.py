"""Which message an event brings: planned as a row in the event's own transaction, with its reason if it must not go.

Everything here works inside the caller's unit; nothing commits. Contract section 6.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from desktop_app.domain import sending_rules
from desktop_app.domain.appointment import Appointment
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import (
    SENTENCES,
    WENT_OR_MAY_HAVE,
    Kind,
    Message,
    MessageKey,
    MessageStatus,
    Reason,
)
from desktop_app.domain.people import Doctor, Patient
from desktop_app.services.hospital_service import template_text
from desktop_app.services.message_templates import Values, render
from desktop_app.services.ports import NewMessage, UnitOfWork

RULE_AT_ONCE = ""
RULE_DAY_BEFORE = "day_before"
RULE_FOLLOWUP = "followup"


def reminder_rule(days_before: int) -> str:
    """The reminder's part of the message key: the day-before rule, or the optional second one."""
    return RULE_DAY_BEFORE if days_before == 1 else f"days_before:{days_before}"


class MessagePlanner:
    """Plans the messages of one appointment within one unit of work. `now` is the unit's instant (aware UTC)."""

    def __init__(
        self,
        unit: UnitOfWork,
        hospital: Hospital,
        doctor: Doctor,
        patient: Patient,
        now: datetime,
        own_texts: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self._unit = unit
        self._own_texts = unit.templates.all(hospital.id) if own_texts is None else own_texts
        self._hospital = hospital
        self._doctor = doctor
        self._patient = patient
        self._now = now

    def confirm(self, appointment: Appointment, *, hold: timedelta = timedelta(0)) -> Message:
        """The confirmation, queued (or skipped with its reason), even if the key exists already: then the present one."""
        planned = self._plan(
            appointment, Kind.CONFIRMATION, RULE_AT_ONCE, "confirmation", self._now + hold, self._end_of(appointment)
        )
        return planned or self._present(appointment, Kind.CONFIRMATION)

    def tell_moved(self, appointment: Appointment, *, hold: timedelta = timedelta(0)) -> Message | None:
        start = self._start_of(appointment)
        return self._plan(appointment, Kind.RESCHEDULED, RULE_AT_ONCE, "rescheduled", self._now + hold, start)

    def tell_cancelled(self, appointment: Appointment, *, hold: timedelta = timedelta(0)) -> Message | None:
        start = self._start_of(appointment)
        return self._plan(appointment, Kind.CANCELLED, RULE_AT_ONCE, "cancelled", self._now + hold, start)

    def remind(
        self, appointment: Appointment, days_before: int, *, by_person: bool = False, reason: Reason | None = None
    ) -> Message | None:
        """The reminder of that rule, due at its time (or the row why not); None if it is planned already.

        The text that says "tomorrow" is used only when the message becomes due on the day before.
        """
        due = sending_rules.reminder_due(self._hospital, appointment.day, appointment.at, days_before)
        at = self._now if by_person else max(due.at, self._now)
        template = self.reminder_template(appointment, at)
        rule = reminder_rule(days_before)
        return self._plan(appointment, Kind.REMINDER, rule, template, at, due.until, by_person=by_person, reason=reason)

    def reminder_template(self, appointment: Appointment, at: datetime) -> str:
        return reminder_template(self._hospital, appointment, at)

    def follow_up(
        self, appointment: Appointment, followup: date, *, by_person: bool = False, reason: Reason | None = None
    ) -> Message | None:
        """The follow-up message, due at its time (or the row why not); None if it is planned already."""
        due = sending_rules.followup_due(self._hospital, followup)
        at = self._now if by_person else max(due.at, self._now)
        return self._plan(
            appointment, Kind.FOLLOWUP, RULE_FOLLOWUP, "followup", at, due.until, by_person=by_person, reason=reason
        )

    def tell(self, appointment: Appointment, key: MessageKey, text: str) -> Message | None:
        """A text of one's own about this appointment, at once; of use until the visit begins."""
        until = self._start_of(appointment) + timedelta(minutes=max(appointment.minutes, 1))
        return self._add(key, text, self._patient.language, self._now, until, False, self.why_not())

    def why_not(self) -> Reason | None:
        """The reason why nothing may be sent to this patient now, if there is one."""
        return why_not(self._hospital, self._patient)

    def text(self, appointment: Appointment, template: str) -> tuple[str, str]:
        """(text, language) as the patient would read it now."""
        return message_text(self._own_texts, self._hospital, self._doctor, self._patient, appointment, template)

    def _plan(
        self,
        appointment: Appointment,
        kind: Kind,
        rule: str,
        template: str,
        not_before: datetime,
        not_after: datetime,
        *,
        by_person: bool = False,
        reason: Reason | None = None,
    ) -> Message | None:
        text, language = self.text(appointment, template)
        key = MessageKey(appointment.id, kind, rule, appointment.revision)
        return self._add(key, text, language, not_before, not_after, by_person, reason or self.why_not())

    def _add(
        self,
        key: MessageKey,
        text: str,
        language: str,
        not_before: datetime,
        not_after: datetime,
        by_person: bool,
        reason: Reason | None,
    ) -> Message | None:
        message = self._unit.messages.plan(
            NewMessage(
                hospital_id=self._hospital.id,
                key=key,
                kind=key.kind,
                patient_id=self._patient.id,
                mobile=self._patient.mobile,
                text=text,
                language=language,
                by_person=by_person,
                queued_at=self._now,
                not_before=not_before,
                not_after=not_after,
                skipped=reason,
            )
        )
        if message is not None:
            story = f"not sent: {SENTENCES[reason]}" if reason else "put in the queue"
            self._unit.messages.tell(message.id, self._now, story)
        return message

    def _present(self, appointment: Appointment, kind: Kind) -> Message:
        return next(m for m in reversed(self._unit.messages.of_appointment(appointment.id)) if m.kind is kind)

    def _start_of(self, appointment: Appointment) -> datetime:
        return self._hospital.instant(appointment.day, appointment.at)

    def _end_of(self, appointment: Appointment) -> datetime:
        return self._start_of(appointment) + timedelta(minutes=max(appointment.minutes, 1))


def message_text(
    own_texts: Mapping[tuple[str, str], str],
    hospital: Hospital,
    doctor: Doctor,
    patient: Patient,
    appointment: Appointment,
    template: str,
) -> tuple[str, str]:
    """(text, language) of one message as the patient reads it."""
    text, language = template_text(own_texts, hospital, template, patient.language)
    values = Values(
        patient.name,
        doctor.name,
        appointment.day,
        appointment.at,
        appointment.followup_date,
        hospital.name,
        doctor.specialty,
    )
    return render(text, values), language


def reminder_template(hospital: Hospital, appointment: Appointment, at: datetime) -> str:
    """The word tomorrow is said on the day before only; on any other day the dated text."""
    is_day_before = appointment.day == hospital.local(at).date() + timedelta(days=1)
    return "reminder" if is_day_before else "reminder_dated"


def why_not(hospital: Hospital, patient: Patient) -> Reason | None:
    if patient.mobile is None:
        return Reason.NUMBER_ERASED
    if not patient.consent:
        return Reason.NO_CONSENT
    return None if hospital.sending.whatsapp_enabled else Reason.WHATSAPP_OFF


def withdraw_waiting(unit: UnitOfWork, appointment_id: int, reason: Reason, now: datetime) -> tuple[Message, ...]:
    """Take back everything about an appointment that still waits; what is being typed at this moment is left alone."""
    waiting = tuple(m for m in unit.messages.of_appointment(appointment_id) if m.status is MessageStatus.QUEUED)
    for message in waiting:
        withdraw(unit, message, reason, now)
    return waiting


def withdraw(unit: UnitOfWork, message: Message, reason: Reason, now: datetime) -> Message:
    withdrawn = replace(message, status=MessageStatus.WITHDRAWN, reason_code=reason)
    unit.messages.save(withdrawn)
    unit.messages.tell(message.id, now, f"withdrawn: {SENTENCES[reason]}")
    return withdrawn


def patient_was_told(unit: UnitOfWork, appointment_id: int) -> bool:
    """True if an earlier message about this appointment went or may have gone: only then is a change worth telling."""
    return any(m.status in WENT_OR_MAY_HAVE for m in unit.messages.of_appointment(appointment_id))
