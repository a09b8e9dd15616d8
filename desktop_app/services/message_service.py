"""What people do with messages: look at them, ask why one was not sent, try again, take one back, settle a doubtful one."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from desktop_app.domain.errors import WrongState
from desktop_app.domain.message import AUTOMATIC_KINDS, Message, MessageStatus, Reason
from desktop_app.services.changes import Changes, MessagesChanged
from desktop_app.services.message_planning import withdraw
from desktop_app.services.ports import ClinicReader, Clock, MessageFilter, OpenUnit, UnitOfWork
from desktop_app.services.views import MessageCounts, MessageView, Page, StoryLine

_AGAIN = (MessageStatus.FAILED, MessageStatus.SKIPPED, MessageStatus.WITHDRAWN)
_NEVER_AGAIN = frozenset(
    {Reason.APPOINTMENT_CANCELLED, Reason.APPOINTMENT_MOVED, Reason.APPOINTMENT_OVER, Reason.APPOINTMENT_REOPENED,
     Reason.FOLLOWUP_CHANGED, Reason.UNDONE, Reason.NUMBER_ERASED, Reason.NO_LONGER_USEFUL}
)  # fmt: skip


class MessageService:
    def __init__(self, open_unit: OpenUnit, read: ClinicReader, clock: Clock, changes: Changes) -> None:
        self._open_unit = open_unit
        self._read = read
        self._clock = clock
        self._changes = changes

    def list(self, wanted: MessageFilter, limit: int, cursor: str | None) -> Page[MessageView]:
        return self._read.messages(wanted, limit, cursor)

    def get(self, message_id: int) -> MessageView:
        return self._read.message(message_id)

    def of_appointment(self, appointment_id: int) -> tuple[MessageView, ...]:
        """Every message about an appointment, oldest first. Raises NotFound."""
        self._read.appointment(appointment_id)
        return self._read.messages(MessageFilter(appointment_id=appointment_id), 200, None).items

    def story(self, message_id: int) -> tuple[StoryLine, ...]:
        """What happened to it, in words for people. Raises NotFound."""
        self._read.message(message_id)
        return self._read.story(message_id)

    def counts(self, hospital_id: int) -> MessageCounts:
        """For the filters of the Messages page; "today" is the hospital's."""
        hospital = self._read.hospital(hospital_id)
        today = hospital.local(self._clock.now()).date()
        start, end = hospital.instant(today, time(0)), hospital.instant(today + timedelta(days=1), time(0))
        return self._read.message_counts(hospital_id, start, end)

    def retry(self, message_id: int, *, by: str) -> MessageView:
        """Send one that was not sent, because a person wants it so.

        Raises WrongState when it went, still waits, or is no longer true (the appointment moved or is over).
        """
        with self._open_unit() as unit:
            message = unit.messages.get(message_id)
            now = self._clock.now()
            self._refuse_retry(unit, message, now)
            self._queue_again(unit, message, now, f"sent again by {by}")
            unit.commit()
        return self._told(message)

    def withdraw(self, message_id: int, *, by: str) -> MessageView:
        """Take one back that still waits. Asking again changes nothing. Raises WrongState."""
        with self._open_unit() as unit:
            message = unit.messages.get(message_id)
            if message.status is MessageStatus.WITHDRAWN:
                return self._read.message(message_id)
            if message.status is not MessageStatus.QUEUED:
                raise WrongState("This message does not wait any more.", "Look at its state under Messages.")
            withdraw(unit, message, Reason.WITHDRAWN_BY_PERSON, self._clock.now())
            unit.messages.tell(message_id, self._clock.now(), f"that was {by}")
            unit.commit()
        return self._told(message)

    def settle(self, message_id: int, was_sent: bool, *, by: str) -> MessageView:
        """A person looked at the phone: it went, or it is sent again. Raises WrongState when nothing is in doubt."""
        with self._open_unit() as unit:
            message = unit.messages.get(message_id)
            now = self._clock.now()
            if message.status is not MessageStatus.NEEDS_CHECKING:
                raise WrongState(
                    "Nothing about this message is in doubt.", "Only messages to be checked can be settled."
                )
            if was_sent:
                sent = replace(message, status=MessageStatus.SENT, reason_code=Reason.SETTLED_BY_PERSON, sent_at=now)
                unit.messages.save(sent)
                unit.messages.tell(message_id, now, f"settled by {by}: it was sent")
            else:
                self._queue_again(unit, message, now, f"settled by {by}: it was not sent, send again")
            unit.commit()
        return self._told(message)

    def _queue_again(self, unit: UnitOfWork, message: Message, now: datetime, story: str) -> None:
        queued = replace(
            message,
            status=MessageStatus.QUEUED,
            reason_code=None,
            by_person=True,
            not_before=now,
            not_after=max(message.not_after, now + timedelta(hours=1)),
            evidence=None,
            sending_at=None,
        )
        unit.messages.save(queued)
        unit.messages.tell(message.id, now, story)

    def _refuse_retry(self, unit: UnitOfWork, message: Message, now: datetime) -> None:
        if message.status not in _AGAIN:
            raise WrongState(
                "This message went, or it still waits.", "Only a message that was not sent can be sent again."
            )
        if message.reason_code in _NEVER_AGAIN:
            raise WrongState("What this message says is no longer true.", "Move or book the appointment instead.")
        patient = unit.patients.get(message.patient_id) if message.patient_id is not None else None
        if patient is not None and not patient.consent:
            raise WrongState("The patient asked not to be messaged.", "Call instead.")
        if not unit.hospitals.get(message.hospital_id).sending.whatsapp_enabled:
            raise WrongState("WhatsApp is switched off for this hospital.", "Switch it on under WhatsApp.")
        if message.kind in AUTOMATIC_KINDS and message.not_after <= now:
            raise WrongState("The time this message was for is over.", "Call the patient if it matters.")

    def _told(self, message: Message) -> MessageView:
        self._changes.publish(MessagesChanged(message.hospital_id))
        return self._read.message(message.id)
