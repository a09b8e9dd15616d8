"""What people do with a hospital's WhatsApp: link, look, pause, resume, close; and the queue of its session.

Nothing here waits for a browser but `close_session` (bounded): a status is what the session worker saw last, and what
the database says.
"""

import logging
from dataclasses import replace
from datetime import datetime, time, timedelta

from desktop_app.domain.errors import WrongState
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import TICKS, Kind, MessageStatus, Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services import queue_halt
from desktop_app.services.changes import Changes, MessagesChanged, SessionChanged
from desktop_app.services.channel import MessageChannel, SessionState, SessionView
from desktop_app.services.ports import ClinicReader, Clock, MessageFilter, NewMessage, OpenUnit
from desktop_app.services.sending_queue import SendingQueue
from desktop_app.services.session_words import words_for
from desktop_app.services.sessions import NoSessions, Sessions, SessionSnapshot
from desktop_app.services.views import MessageView

log = logging.getLogger(__name__)

TEST_TEXT = "This is a test message from {hospital}. If you can read it, WhatsApp is set up for our clinic."
_TEST_IS_USEFUL = timedelta(hours=1)


class WhatsAppService:
    def __init__(self, open_unit: OpenUnit, read: ClinicReader, clock: Clock, changes: Changes) -> None:
        self._open_unit = open_unit
        self._read = read
        self._clock = clock
        self._changes = changes
        self._sessions: Sessions = NoSessions()

    def connect(self, sessions: Sessions) -> None:
        """From now on `sessions` carries out what is asked here. Called once, by the session workers."""
        self._sessions = sessions

    def queue_for(self, hospital_id: int, channel: MessageChannel) -> SendingQueue:
        """The hospital's queue, for the one thread that owns `channel`."""
        return SendingQueue(hospital_id, channel, self._open_unit, self._clock, self._changes)

    def starts_by_itself(self, hospital_id: int) -> bool:
        """Was it linked, and not closed by a person since?"""
        return self._read.mark(queue_halt.linked_mark(hospital_id)) is not None

    # ── linking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def start_session(self, hospital_id: int) -> None:
        """Start the browser if it does not run, and show the code to scan. Returns at once; harmless when repeated."""
        self._read.hospital(hospital_id)
        self._sessions.begin(hospital_id, wants_code=True)

    def link_with_number(self, hospital_id: int, mobile: str) -> None:
        """Ask for an eight-letter code to type on the phone instead of a code to scan. Raises Invalid."""
        hospital = self._read.hospital(hospital_id)
        number = MobileNumber.parse(mobile, allow_foreign=hospital.allows_foreign_numbers)
        self._sessions.ask_for_link_code(hospital_id, number)

    def accept_number(self, hospital_id: int, *, by: str) -> SessionView:
        """A person says that the phone linked now is the clinic's."""
        self._read.hospital(hospital_id)
        self._accept(hospital_id)
        log.info("session %s: the new number was accepted by %s", hospital_id, by)
        return self.status(hospital_id)

    def _accept(self, hospital_id: int) -> None:
        number = self._sessions.snapshot(hospital_id).reading.number
        if number is None:
            return
        with self._open_unit() as unit:
            hospital = unit.hospitals.get(hospital_id)
            if hospital.whatsapp_number == f"+{number}":
                return
            unit.hospitals.save(replace(hospital, whatsapp_number=f"+{number}"))
            unit.commit()
        self._sessions.wake(hospital_id)
        self._changes.publish(SessionChanged(hospital_id))

    def close_session(self, hospital_id: int, *, forget: bool = False) -> None:
        """End the browser; it does not start by itself again. `forget` removes the profile: the link is gone then.

        Raises Unavailable("profile_in_use") when the profile cannot be removed.
        """
        self._read.hospital(hospital_id)
        with self._open_unit() as unit:
            unit.marks.set(queue_halt.linked_mark(hospital_id), None)
            unit.commit()
        self._sessions.close(hospital_id, forget=forget)
        self._changes.publish(SessionChanged(hospital_id))

    def take_over(self, hospital_id: int) -> None:
        """WhatsApp is open elsewhere, and a person wants it here."""
        self._sessions.take_over(hospital_id)

    def show_browser(self, hospital_id: int, visible: bool) -> None:
        """With a window a person can solve what only a person can. The browser starts anew for it."""
        self._sessions.show(hospital_id, visible)

    # ── the queue ───────────────────────────────────────────────────────────────────────────────────────────────────
    def pause(self, hospital_id: int, *, by: str) -> SessionView:
        """Send nothing until a person resumes, also after a restart. Asking again changes nothing."""
        self._read.hospital(hospital_id)
        with self._open_unit() as unit:
            if unit.marks.get(queue_halt.pause_mark(hospital_id)) is None:
                unit.marks.set(queue_halt.pause_mark(hospital_id), f"{self._clock.now().isoformat()} {by}")
                unit.commit()
        self._changes.publish(SessionChanged(hospital_id))
        return self.status(hospital_id)

    def resume(self, hospital_id: int, *, by: str) -> SessionView:
        """A person has looked: whatever stopped or paused the queue is over, and a new number is the clinic's."""
        self._read.hospital(hospital_id)
        with self._open_unit() as unit:
            queue_halt.clear_halt(unit, hospital_id)
            for message in unit.messages.in_status(hospital_id, MessageStatus.QUEUED):
                if message.reason_code is Reason.NO_COMPOSER:  # it need not sit out its quarter of an hour now
                    unit.messages.save(replace(message, not_before=min(message.not_before, self._clock.now())))
            unit.commit()
        self._accept(hospital_id)
        log.info("session %s: resumed by %s", hospital_id, by)
        self._sessions.wake(hospital_id)
        self._changes.publish(SessionChanged(hospital_id))
        return self.status(hospital_id)

    def send_test(self, hospital_id: int, mobile: str, *, by: str, text: str | None = None) -> MessageView:
        """A message to oneself, also before WhatsApp is enabled for patients; `text` None = a fixed sentence.

        Raises Invalid, WrongState.
        """
        hospital = self._read.hospital(hospital_id)
        number = MobileNumber.parse(mobile, allow_foreign=hospital.allows_foreign_numbers)
        if self._sessions.snapshot(hospital_id).reading.state is not SessionState.READY:
            raise WrongState("WhatsApp is not connected now.", "Link the phone first, then send the test.")
        now = self._clock.now()
        with self._open_unit() as unit:
            message = unit.messages.plan(_test_message(hospital, number, now, text))
            if message is None:
                raise WrongState("A test message waits already.", "Wait until it is sent.")
            unit.messages.tell(message.id, now, f"test message, asked for by {by}")
            unit.commit()
        self._changes.publish(MessagesChanged(hospital_id))
        return self._read.message(message.id)

    # ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def states(self) -> dict[int, SessionState]:
        return {hospital.id: self.status(hospital.id).state for hospital in self._read.hospitals()}

    def status(self, hospital_id: int) -> SessionView:
        """How the session stands: what was seen last, and what the database says. Never waits for the browser."""
        hospital = self._read.hospital(hospital_id)
        seen = self._sessions.snapshot(hospital_id)
        halt = queue_halt.read_halt(self._read.mark, hospital_id)
        new_number = _new_number(hospital, seen)
        state = seen.reading.state
        if state is SessionState.READY and new_number is not None:
            state = SessionState.NEEDS_ATTENTION
        elif state is SessionState.READY and halt.stop is not None:
            state = halt.stop.state
        words = words_for(state, seen, halt, new_number)
        return SessionView(
            hospital_id=hospital_id,
            whatsapp_enabled=hospital.sending.whatsapp_enabled,
            session_active=state is SessionState.READY,
            message=words,
            state=state,
            qr=seen.reading.qr if state is SessionState.SCAN_QR else None,
            number=hospital.whatsapp_number,
            checked_at=seen.checked_at,
            queue=self._read.queue(hospital_id),
            paused_reason=halt.sentence or (words if new_number else None),
            detail="new_number" if new_number else seen.reading.detail,
            link_code=seen.reading.link_code,
            new_number=new_number,
            code_changes_at=seen.code_changes_at,
            progress=seen.reading.progress,
            build=seen.reading.build,
            misses=seen.reading.misses,
            sent_today=self._sent_today(hospital),
            next_send_at=None if halt.is_on else seen.next_send_at,
            browser_visible=seen.is_visible,
        )

    def _sent_today(self, hospital: Hospital) -> int:
        """Messages of today that went, counted up to 200."""
        start = hospital.instant(hospital.local(self._clock.now()).date(), time(0))
        went = MessageFilter(hospital_id=hospital.id, statuses=TICKS, queued_from=start)
        return len(self._read.messages(went, 200, None).items)


def _new_number(hospital: Hospital, seen: SessionSnapshot) -> str | None:
    number = f"+{seen.reading.number}" if seen.reading.number else None
    return number if number and hospital.whatsapp_number not in (None, number) else None


def _test_message(hospital: Hospital, number: MobileNumber, now: datetime, text: str | None) -> NewMessage:
    return NewMessage(
        hospital_id=hospital.id,
        key=None,
        kind=Kind.TEST,
        patient_id=None,
        mobile=number,
        text=text or TEST_TEXT.format(hospital=hospital.name),
        language="en",
        by_person=True,
        queued_at=now,
        not_before=now,
        not_after=now + _TEST_IS_USEFUL,
    )
