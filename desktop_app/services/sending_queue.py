"""A hospital's message queue: claim → send → settle, one conversation at a time. Contract section 6.

No thread and no framework of its own: the session worker calls `step` with each reading of the session. Every change is
committed before the next act, so that the program may be killed at any moment:
 claimed     attempted_at is committed; the message is still `queued`
 sending     committed in `before_typing`, with what the chat showed; from here on only the chat knows what happened
 settled     the outcome is committed; if that fails (disk full) it is kept here and committed later, before anything else
"""

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop_app.domain import sending_rules
from desktop_app.domain.errors import ExpectedError
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import AUTOMATIC_KINDS, SENTENCES, ChatEvidence, Message, MessageStatus, Reason
from desktop_app.services import fault, message_truth
from desktop_app.services.changes import Changes, MessagesChanged, SessionChanged
from desktop_app.services.channel import MessageChannel, SendResult, SessionReading, SessionState
from desktop_app.services.ports import Clock, OpenUnit, UnitOfWork
from desktop_app.services.queue_halt import is_strange, linked_mark, read_halt, stop_for, stop_mark
from desktop_app.services.queue_upkeep import QueueUpkeep
from desktop_app.services.settling import settle

log = logging.getLogger(__name__)

IDLE = timedelta(seconds=30)
AFTER_TROUBLE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class StepDone:
    """`did` = a conversation was held. `next_at` is when the queue may have something to do again."""

    did: bool
    next_at: datetime


class SendingQueue:
    """Used by one thread only, the one that owns `channel`."""

    def __init__(
        self, hospital_id: int, channel: MessageChannel, open_unit: OpenUnit, clock: Clock, changes: Changes,
        rng: random.Random | None = None,
    ) -> None:  # fmt: skip
        self._hospital_id = hospital_id
        self._channel = channel
        self._open_unit = open_unit
        self._clock = clock
        self._changes = changes
        self._rng = rng or random.Random()  # noqa: S311  a pace, not a secret
        self._unsettled: list[tuple[int, SendResult]] = []
        self._gap: tuple[datetime, int, timedelta] | None = None
        self._look_at: datetime | None = None
        self._set_back_at: datetime | None = None
        self._strange_looks = 0
        self._obstacle: ExpectedError | None = None
        self.upkeep = QueueUpkeep(hospital_id, channel, open_unit, clock, changes)
        self.next_send_at: datetime | None = None
        self.new_number: str | None = None

    def step(self, reading: SessionReading) -> StepDone:
        """Do what is due with the session as `reading` says: at most one conversation."""
        self._notice(reading)
        self._settle_what_is_open()
        self.upkeep.tidy()
        if reading.state is not SessionState.READY or self.new_number is not None:
            self.upkeep.give_up_doubtful(reading)
            self.next_send_at = self._look_at = None
            return StepDone(False, self._clock.now() + IDLE)
        if self.upkeep.look_up_doubtful():
            self._look_at = None
            return StepDone(True, self._clock.now())
        message, next_at = self._claim()
        self.next_send_at = None if message else next_at
        if message is None:
            return StepDone(False, next_at)
        self._send(message)
        return StepDone(True, self._clock.now())

    # ── what a reading means for the queue ──────────────────────────────────────────────────────────────────────────
    def _notice(self, reading: SessionReading) -> None:
        self._strange_looks = self._strange_looks + 1 if is_strange(reading) else 0
        stop = stop_for(reading, self._strange_looks)
        if stop is None and reading.state is not SessionState.READY:
            return
        with self._open_unit() as unit:
            halt = read_halt(unit.marks.get, self._hospital_id)
            changed = False
            if stop is not None and (halt.stop is None or halt.stop.state is not stop.state):
                unit.marks.set(stop_mark(self._hospital_id), stop.cause)
                changed = True
            elif halt.stop is not None and halt.stop.is_lifted_by(reading):
                unit.marks.set(stop_mark(self._hospital_id), None)
                changed = True
            if reading.state is SessionState.READY:
                changed = self._know_number(unit, reading) or changed
            if changed:
                unit.commit()
        if changed:
            self._look_at = None
            self._changes.publish(SessionChanged(self._hospital_id))

    def _know_number(self, unit: UnitOfWork, reading: SessionReading) -> bool:
        """The first linked phone is the hospital's; another one waits for a person. True if something was saved."""
        hospital = unit.hospitals.get(self._hospital_id)
        number = f"+{reading.number}" if reading.number else None
        is_other = number is not None and hospital.whatsapp_number not in (None, number)
        self.new_number = number if is_other else None
        saved = False
        if number is not None and hospital.whatsapp_number is None:
            unit.hospitals.save(replace(hospital, whatsapp_number=number))
            saved = True
        if unit.marks.get(linked_mark(self._hospital_id)) is None:
            unit.marks.set(linked_mark(self._hospital_id), self._clock.now().isoformat())
            saved = True
        return saved

    # ── claim ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def changed(self) -> None:
        """Something was planned, withdrawn or resumed: look again at the next step. May be called from any thread."""
        self._look_at = None

    def _claim(self) -> tuple[Message | None, datetime]:
        """The next message that may go now, marked as begun; else None and when to look again."""
        now = self._clock.now()
        if self._look_at is not None and now < self._look_at <= now + IDLE:
            return None, self._look_at
        self._look_at = now + IDLE
        with self._open_unit() as unit:
            hospital = unit.hospitals.get(self._hospital_id)
            is_off = not hospital.sending.whatsapp_enabled or read_halt(unit.marks.get, self._hospital_id).is_on
            due = () if is_off else unit.messages.due(self._hospital_id, now)
            free_at = self._free_at(unit, hospital) if due else None
            if free_at is not None and free_at > now:
                return None, self._wait_until(free_at)
            message, changed = self._pick(unit, hospital, due, now)
            if message is not None:
                message = replace(message, attempts=message.attempts + 1, attempted_at=now)
                unit.messages.save(message)
                self._look_at = None
            elif not is_off:
                waiting = unit.messages.in_status(self._hospital_id, MessageStatus.QUEUED)
                self._wait_until(min((m.not_before for m in waiting if m.not_before > now), default=now + IDLE))
            if changed or message is not None:
                unit.commit()
        if changed:
            self._changes.publish(MessagesChanged(self._hospital_id))
        if message is not None:
            fault.point("queue.claimed")
        return message, self._look_at or now

    def _wait_until(self, at: datetime) -> datetime:
        self._look_at = min(at, self._clock.now() + IDLE)
        return at

    def _free_at(self, unit: UnitOfWork, hospital: Hospital) -> datetime | None:
        """When the pace allows the next conversation: one query on the last attempt, so it holds across restarts."""
        last = unit.messages.last_attempt(self._hospital_id)
        if last is None:
            return None
        pace = hospital.sending.messages_per_minute
        if self._gap is None or self._gap[:2] != (last, pace):
            self._gap = (last, pace, sending_rules.gap_after(pace, self._rng))
        return self._known_time(last) + self._gap[2]

    def _known_time(self, last: datetime) -> datetime:
        """`last`; or, if the clock was set back behind it, when that was noticed: the queue must not stop for hours."""
        now = self._clock.now()
        if last <= now:
            self._set_back_at = None
            return last
        self._set_back_at = min(self._set_back_at or now, now)
        return self._set_back_at

    def _pick(
        self, unit: UnitOfWork, hospital: Hospital, due: Sequence[Message], now: datetime
    ) -> tuple[Message | None, bool]:
        """The first due message that may go; what must not go any more leaves the queue on the way (True)."""
        local_now, changed = hospital.local(now), False
        for message in sorted(due, key=_waits_behind):
            reason, status = self._why_not(unit, hospital, message, now)
            if reason is not None:
                unit.messages.save(replace(message, status=status, reason_code=reason))
                unit.messages.tell(message.id, now, f"not sent: {SENTENCES[reason]}")
                changed = True
            elif sending_rules.may_go_now(message.kind, message.by_person, hospital.sending, local_now):
                return message_truth.up_to_date(unit, hospital, message, now), changed
        return None, changed

    def _why_not(
        self, unit: UnitOfWork, hospital: Hospital, message: Message, now: datetime
    ) -> tuple[Reason | None, MessageStatus]:
        reason = message_truth.why_not_true(unit, hospital, message, now)
        if reason is not None:
            is_late = reason in (Reason.NO_LONGER_USEFUL, Reason.WHATSAPP_OFF)
            return reason, MessageStatus.SKIPPED if is_late else MessageStatus.WITHDRAWN
        if message_truth.is_over_daily_limit(unit, hospital, message, now):
            return Reason.DAILY_LIMIT, MessageStatus.SKIPPED
        if message_truth.rests(unit, message_truth.up_to_date(unit, hospital, message, now), now):
            return Reason.NOT_ON_WHATSAPP, MessageStatus.FAILED
        return None, message.status

    # ── send ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _send(self, message: Message) -> None:
        self._obstacle = None
        if message.mobile is None:  # erased in this very moment: why_not_true says so at the next look
            return

        def before_typing(seen: ChatEvidence) -> bool:
            return self._commit_sending(message, seen)

        result = self._channel.send(message.mobile, message.text, before_typing)
        fault.point("queue.sent")
        log.info("message %s: %s %s", message.id, result.outcome, result.detail)
        self._unsettled.append((message.id, result))
        self._settle_what_is_open()

    def _commit_sending(self, message: Message, seen: ChatEvidence) -> bool:
        """The last look before typing. False = it must not go now; then nothing is typed."""
        now = self._clock.now()
        try:
            with self._open_unit() as unit:
                fresh = unit.messages.get(message.id)
                hospital = unit.hospitals.get(self._hospital_id)
                is_off = not hospital.sending.whatsapp_enabled or read_halt(unit.marks.get, self._hospital_id).is_on
                if (
                    fresh.status is not MessageStatus.QUEUED
                    or is_off
                    or message_truth.why_not_true(unit, hospital, fresh, now)
                ):
                    return False
                sending = replace(
                    fresh, status=MessageStatus.SENDING, mobile=message.mobile, text=message.text, reason_code=None,
                    attempted_at=now, sending_at=now, evidence=seen,
                )  # fmt: skip
                unit.messages.save(sending)
                unit.messages.tell(message.id, now, "the chat is open, the text is being typed")
                unit.commit()
        except ExpectedError as error:
            self._obstacle = error
            return False
        self._changes.publish(MessagesChanged(self._hospital_id))
        fault.point("queue.sending")
        return True

    # ── settle ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _settle_what_is_open(self) -> None:
        while self._unsettled:
            message_id, result = self._unsettled[0]
            with self._open_unit() as unit:
                settle(
                    unit, self._hospital_id, message_id, result, self._clock.now(), put_off=self._obstacle is not None
                )
                unit.commit()
            fault.point("queue.settled")
            self._unsettled.pop(0)
            self._changes.publish(MessagesChanged(self._hospital_id), SessionChanged(self._hospital_id))


def _waits_behind(message: Message) -> tuple[bool, datetime, int]:
    """Confirmations, notices and what a person wants go before the day's reminders; else the oldest first."""
    return message.kind in AUTOMATIC_KINDS and not message.by_person, message.not_before, message.id
