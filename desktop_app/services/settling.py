"""What an outcome means for the message, in one transaction with its story line and the count of outcomes in a row."""

from dataclasses import replace
from datetime import datetime, timedelta

from desktop_app.domain.message import SENTENCES, Message, MessageStatus, Reason
from desktop_app.services.channel import Outcome, SendResult
from desktop_app.services.ports import UnitOfWork
from desktop_app.services.queue_halt import Stop, count_in_a_row, stop_mark

NO_COMPOSER_WAIT = timedelta(minutes=15)
PUT_OFF = timedelta(seconds=30)
_MANY_ATTEMPTS = 5
_MANY_ATTEMPTS_WAIT = timedelta(minutes=5)
_UNREAD = "the patient had written; read it on the phone"
_FAILURES = {
    Outcome.NOT_ON_WHATSAPP: Reason.NOT_ON_WHATSAPP,
    Outcome.RECIPIENT_NOT_CONFIRMED: Reason.RECIPIENT_NOT_CONFIRMED,
    Outcome.TEXT_NOT_ACCEPTED: Reason.TEXT_NOT_ACCEPTED,
    Outcome.REFUSED: Reason.SEND_REFUSED,
}
TICK_WORDS = {
    MessageStatus.SENT: "sent: one tick",
    MessageStatus.DELIVERED: "delivered: two ticks",
    MessageStatus.READ: "read: blue ticks",
}
LOOKED_FOR_LATER = {
    "stopping": "interrupted after Send was pressed; the chat is looked at next",
    "browser_lost": "interrupted after Send was pressed; the chat is looked at next",
    "pending": "WhatsApp shows it with a clock: it waits for the line; the chat is looked at again",
}
"""Unknown outcomes that the chat itself will answer, once it can be looked at again: the message stays `sending`."""


def settle(
    unit: UnitOfWork, hospital_id: int, message_id: int, result: SendResult, now: datetime, *, put_off: bool
) -> None:
    """Write down what came of a conversation. `put_off`: the database refused `sending`, so it is tried again soon."""
    message = unit.messages.get(message_id)
    if result.had_unread:
        unit.messages.tell(message_id, now, _UNREAD)
    if message.status not in (MessageStatus.QUEUED, MessageStatus.SENDING):
        return
    _write(unit, message, result, now, put_off=put_off)
    if result.outcome is Outcome.RESTRICTED:
        unit.marks.set(stop_mark(hospital_id), "restricted")
    if (
        result.outcome in (Outcome.SESSION_LOST, Outcome.WITHDRAWN, Outcome.RESTRICTED)
        or result.detail in LOOKED_FOR_LATER
    ):
        return
    stop_if(unit, hospital_id, count_in_a_row(unit, hospital_id, result.outcome, message_id))


def stop_if(unit: UnitOfWork, hospital_id: int, stop: Stop | None) -> None:
    if stop is not None:
        unit.marks.set(stop_mark(hospital_id), stop.cause)


def _write(unit: UnitOfWork, message: Message, result: SendResult, now: datetime, *, put_off: bool) -> None:
    match result.outcome:
        case Outcome.SENT:
            went(unit, message, result.receipt or MessageStatus.SENT, now)
        case Outcome.UNKNOWN if result.detail in LOOKED_FOR_LATER:
            unit.messages.tell(message.id, now, LOOKED_FOR_LATER[result.detail])
        case Outcome.UNKNOWN:
            doubt(unit, message, now)
        case Outcome.NO_COMPOSER:
            waiting = replace(_queued(message), reason_code=Reason.NO_COMPOSER, not_before=now + NO_COMPOSER_WAIT)
            _save(unit, waiting, now, SENTENCES[Reason.NO_COMPOSER])
        case Outcome.RESTRICTED:
            _save(unit, _queued(message), now, "WhatsApp restricts this account now; the message waits")
        case Outcome.SESSION_LOST:
            wait = _MANY_ATTEMPTS_WAIT if message.attempts >= _MANY_ATTEMPTS else timedelta(0)
            again = replace(_queued(message), not_before=max(message.not_before, now + wait))
            _save(unit, again, now, "WhatsApp was not reachable before anything was sent; the message waits")
        case Outcome.WITHDRAWN:
            if put_off:
                _save(
                    unit, replace(message, not_before=now + PUT_OFF), now, "the disk is full or busy; it is tried again"
                )
        case failed:
            reason = _FAILURES[failed]
            _save(
                unit,
                replace(message, status=MessageStatus.FAILED, reason_code=reason),
                now,
                f"not sent: {SENTENCES[reason]}",
            )


def _queued(message: Message) -> Message:
    return replace(message, status=MessageStatus.QUEUED, reason_code=None, evidence=None, sending_at=None)


def _save(unit: UnitOfWork, message: Message, now: datetime, story: str) -> None:
    unit.messages.save(message)
    unit.messages.tell(message.id, now, story)


def went(unit: UnitOfWork, message: Message, receipt: MessageStatus, now: datetime, story: str = "") -> None:
    """It went, with at least this tick."""
    is_delivered = receipt in (MessageStatus.DELIVERED, MessageStatus.READ)
    sent = replace(
        message,
        status=receipt,
        reason_code=None,
        sent_at=message.sent_at or now,
        delivered_at=message.delivered_at or (now if is_delivered else None),
        read_at=message.read_at or (now if receipt is MessageStatus.READ else None),
        attempted_at=_paced(message, now),
    )
    _save(unit, sent, now, story or TICK_WORDS[receipt])


def _paced(message: Message, now: datetime) -> datetime | None:
    """A slow send counts for the pace when it was over: else the next bubble could follow within the same moment."""
    begun = message.attempted_at
    return now if begun is not None and message.sent_at is None and now - begun > timedelta(seconds=1) else begun


def doubt(unit: UnitOfWork, message: Message, now: datetime) -> None:
    """Nobody can tell whether it went; a person looks at the phone."""
    doubtful = replace(message, status=MessageStatus.NEEDS_CHECKING, reason_code=Reason.OUTCOME_UNKNOWN)
    _save(unit, doubtful, now, SENTENCES[Reason.OUTCOME_UNKNOWN])


def send_once_more(unit: UnitOfWork, message: Message, now: datetime) -> None:
    _save(unit, _queued(message), now, "looked into the chat: it surely did not go, so it is sent once more")
