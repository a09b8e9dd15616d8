"""The outbox: every message that will go by itself within a day, as it will read; skip or edit one before it goes."""

from collections.abc import Callable
from dataclasses import replace

from desktop_app.domain.errors import WrongState
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import SENTENCES, Kind, MessageStatus, Reason
from desktop_app.services import message_templates as texts
from desktop_app.services.changes import Changes, MessagesChanged
from desktop_app.services.due_messages import Candidate, DueMessages, row_for
from desktop_app.services.message_planning import MessagePlanner, message_text, reminder_template, why_not
from desktop_app.services.ports import ClinicReader, Clock, MessageFilter, OpenUnit
from desktop_app.services.views import MessageView, OutboxRow


class OutboxService:
    def __init__(self, open_unit: OpenUnit, read: ClinicReader, clock: Clock, changes: Changes) -> None:
        self._open_unit = open_unit
        self._read = read
        self._clock = clock
        self._changes = changes
        self._due = DueMessages(read)

    def rows(self, hospital_id: int) -> tuple[OutboxRow, ...]:
        """What will go by itself within a day, as it will read; problems on top, then by time."""
        hospital, now = self._read.hospital(hospital_id), self._clock.now()
        own = self._read.own_texts(hospital_id)
        rows = [self._row(hospital, candidate, own) for candidate in self._due.coming(hospital, now)]
        return tuple(sorted(rows, key=lambda row: (row.problem is None, row.at, row.appointment_id)))

    def skip(self, appointment_id: int, kind: Kind, rule: str, *, by: str) -> None:
        """Take one message out of the outbox before it is due; the row says that a person did. Raises WrongState."""
        self._decide(appointment_id, kind, rule, lambda _: Reason.SKIPPED_BY_PERSON, None, f"skipped by {by}")

    def edit(self, appointment_id: int, kind: Kind, rule: str, text: str, *, by: str) -> None:
        """Send this text instead, at the same time. Raises Invalid, WrongState."""
        texts.check(text)
        self._decide(appointment_id, kind, rule, lambda planner: planner.why_not(), text, f"text changed by {by}")

    def _decide(
        self,
        appointment_id: int,
        kind: Kind,
        rule: str,
        reason_of: Callable[[MessagePlanner], Reason | None],
        text: str | None,
        story: str,
    ) -> None:
        with self._open_unit() as unit:
            now = self._clock.now()
            appointment = unit.appointments.get(appointment_id)
            hospital = unit.hospitals.get(appointment.hospital_id)
            patient, doctor = unit.patients.get(appointment.patient_id), unit.doctors.get(appointment.doctor_id)
            planner = MessagePlanner(unit, hospital, doctor, patient, now)
            message = row_for(unit, planner, appointment, kind, rule)
            if message.status not in (MessageStatus.QUEUED, MessageStatus.SKIPPED):
                raise WrongState("This message has gone already.", "Look at it under Messages.")
            reason = reason_of(planner)
            status = MessageStatus.SKIPPED if reason else MessageStatus.QUEUED
            unit.messages.save(replace(message, status=status, reason_code=reason, text=text or message.text))
            unit.messages.tell(message.id, now, story)
            unit.commit()
        self._changes.publish(MessagesChanged(hospital.id))

    def _row(self, hospital: Hospital, candidate: Candidate, own: dict[tuple[str, str], str]) -> OutboxRow:
        """A row planned before (skipped or edited by a person) as it is; else as it would be planned."""
        appointment, patient = candidate.visit.appointment, candidate.visit.patient
        planned = self._planned(candidate)
        if planned is not None:
            text, problem = planned.text, planned.reason
        else:
            is_reminder = candidate.kind is Kind.REMINDER
            template = reminder_template(hospital, appointment, candidate.due.at) if is_reminder else "followup"
            text, _ = message_text(own, hospital, candidate.visit.doctor, patient, appointment, template)
            reason = why_not(hospital, patient)
            problem = SENTENCES[reason] if reason else None
        mobile = patient.mobile.e164 if patient.mobile else None
        return OutboxRow(
            appointment.id, candidate.kind, candidate.rule, candidate.due.at, patient.name, mobile, text, problem
        )

    def _planned(self, candidate: Candidate) -> MessageView | None:
        wanted = MessageFilter(appointment_id=candidate.visit.appointment.id, kind=candidate.kind, newest_first=True)
        rows = self._read.messages(wanted, 20, None).items
        return next(
            (m for m in rows if m.rule == candidate.rule and m.revision == candidate.visit.appointment.revision), None
        )
