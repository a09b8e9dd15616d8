"""Besides sending: what is no longer useful leaves the queue, what was cut off is looked for, ticks are taken over."""

from dataclasses import replace
from datetime import datetime, timedelta

from desktop_app.domain.message import SENTENCES, TICKS, Message, MessageStatus, Reason
from desktop_app.services import fault, message_truth
from desktop_app.services.changes import Changes, MessagesChanged, SessionChanged
from desktop_app.services.channel import (
    LookUp,
    LookUpResult,
    MessageChannel,
    Outcome,
    SessionReading,
    SessionState,
    Watched,
)
from desktop_app.services.ports import Clock, OpenUnit, UnitOfWork
from desktop_app.services.queue_halt import count_in_a_row
from desktop_app.services.settling import TICK_WORDS, doubt, send_once_more, stop_if, went

WATCHED_FOR = timedelta(days=7)
PATIENCE = timedelta(minutes=10)
LOOK_UPS = 3
TIDY_EVERY = timedelta(seconds=10)
_CANNOT_LOOK = frozenset({SessionState.LOGGED_OUT, SessionState.CLOSED})


class QueueUpkeep:
    def __init__(
        self, hospital_id: int, channel: MessageChannel, open_unit: OpenUnit, clock: Clock, changes: Changes
    ) -> None:
        self._hospital_id = hospital_id
        self._channel = channel
        self._open_unit = open_unit
        self._clock = clock
        self._changes = changes
        self._begun = clock.now()
        self._failed_look_ups: dict[int, int] = {}
        self._tidied_at: datetime | None = None

    def tidy(self) -> None:
        """What is of no use any more leaves the queue with its reason, whatever the session does."""
        now = self._clock.now()
        if self._tidied_at is not None and self._tidied_at <= now < self._tidied_at + TIDY_EVERY:
            return
        self._tidied_at = now
        with self._open_unit() as unit:
            outdated = unit.messages.outdated(self._hospital_id, now)
            if not outdated:
                return
            is_on = unit.hospitals.get(self._hospital_id).sending.whatsapp_enabled
            reason = Reason.NO_LONGER_USEFUL if is_on else Reason.WHATSAPP_OFF
            for message in outdated:
                unit.messages.save(replace(message, status=MessageStatus.SKIPPED, reason_code=reason))
                unit.messages.tell(message.id, now, f"not sent: {SENTENCES[reason]}")
            unit.commit()
        self._changes.publish(MessagesChanged(self._hospital_id))

    # ── after a crash ───────────────────────────────────────────────────────────────────────────────────────────────
    def look_up_doubtful(self) -> bool:
        """Look into the chat of one message that was cut off while `sending`; True if there was one."""
        with self._open_unit() as unit:
            cut_off = unit.messages.in_status(self._hospital_id, MessageStatus.SENDING)
        if not cut_off:
            return False
        message = cut_off[0]
        if message.mobile is None:
            self._settle(message, LookUpResult(LookUp.CANNOT_TELL))
            return True
        result = self._channel.look_up(message.mobile, message.text, message.evidence)
        fault.point("queue.looked_up")
        if result.detail == "session_lost" and self._may_try_again(message):
            return True
        self._settle(message, result)
        return True

    def _may_try_again(self, message: Message) -> bool:
        tries = self._failed_look_ups[message.id] = self._failed_look_ups.get(message.id, 0) + 1
        return tries < LOOK_UPS

    def give_up_doubtful(self, reading: SessionReading) -> None:
        """Where the chat cannot be looked at (logged out, closed, not ready for long), a person decides."""
        with self._open_unit() as unit:
            cut_off = unit.messages.in_status(self._hospital_id, MessageStatus.SENDING)
        now = self._clock.now()
        for message in cut_off:
            waited = now - max(self._begun, message.sending_at or self._begun)
            if reading.state in _CANNOT_LOOK or waited > PATIENCE:
                self._settle(message, LookUpResult(LookUp.CANNOT_TELL))

    def _settle(self, message: Message, result: LookUpResult) -> None:
        now = self._clock.now()
        with self._open_unit() as unit:
            fresh = unit.messages.get(message.id)
            if fresh.status is not MessageStatus.SENDING:
                return
            self._decide(unit, fresh, result, now)
            unit.commit()
        self._failed_look_ups.pop(message.id, None)
        self._changes.publish(MessagesChanged(self._hospital_id), SessionChanged(self._hospital_id))

    def _decide(self, unit: UnitOfWork, message: Message, result: LookUpResult, now: datetime) -> None:
        match result.answer:
            case LookUp.FOUND:
                went(
                    unit,
                    message,
                    result.receipt or MessageStatus.SENT,
                    now,
                    "found in the chat after an interruption: it had gone",
                )
            case LookUp.CANNOT_TELL:
                doubt(unit, message, now)
                stop_if(unit, self._hospital_id, count_in_a_row(unit, self._hospital_id, Outcome.UNKNOWN, message.id))
            case LookUp.SURELY_NOT_THERE:
                reason = message_truth.why_not_true(unit, unit.hospitals.get(self._hospital_id), message, now)
                send_once_more(unit, message, now)
                if reason is not None:
                    unit.messages.save(
                        replace(message, status=MessageStatus.WITHDRAWN, reason_code=reason, evidence=None)
                    )
                    unit.messages.tell(message.id, now, f"not sent: {SENTENCES[reason]}")

    # ── ticks ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def take_receipts(self) -> int:
        """Take over the ticks that grew; the number of messages whose ticks may still grow."""
        since = self._clock.now() - WATCHED_FOR
        with self._open_unit() as unit:
            waiting = unit.messages.awaiting_receipt(self._hospital_id, since)
        watched = tuple(Watched(m.id, m.mobile, m.text, m.status) for m in waiting if m.mobile is not None)
        seen = self._channel.receipts(watched)
        if not seen:
            return len(watched)
        now = self._clock.now()
        with self._open_unit() as unit:
            for receipt in seen:
                message = unit.messages.get(receipt.message_id)
                if message.status in TICKS and TICKS.index(receipt.status) > TICKS.index(message.status):
                    went(unit, message, receipt.status, now, TICK_WORDS[receipt.status])
            unit.commit()
        self._changes.publish(MessagesChanged(self._hospital_id))
        return len(watched)
