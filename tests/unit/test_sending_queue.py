"""The queue's rules (contract section 6) on a real SQLite file, with a channel in memory and a clock that a test turns."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from desktop_app.domain.errors import Unavailable
from desktop_app.domain.message import Kind, Message, MessageStatus, Reason
from desktop_app.services.channel import (
    LookUp,
    LookUpResult,
    Outcome,
    ReceiptSeen,
    SendResult,
    SessionReading,
    SessionState,
)
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.services.message_service import MessageService
from desktop_app.services.ports import OpenUnit
from desktop_app.services.queue_halt import read_halt
from desktop_app.services.sending_queue import SendingQueue
from desktop_app.services.sessions import NoSessions, SessionSnapshot
from desktop_app.services.whatsapp_service import WhatsAppService
from tests.fakes.channel import READY, FakeChannel
from tests.services.kit import MONDAY, ClinicKit, TurnedClock


class Queue:
    def __init__(self, kit: ClinicKit) -> None:
        self.kit = kit
        self.channel = FakeChannel()
        self.sessions = SnapshotSessions()
        self.service = WhatsAppService(kit.unit, kit.read, kit.clock, kit_changes(kit))
        self.service.connect(self.sessions)
        self.messages = MessageService(kit.unit, kit.read, kit.clock, kit_changes(kit))
        self.restart()

    def restart(self, open_unit: OpenUnit | None = None) -> None:
        self.queue = SendingQueue(
            self.kit.hospital_id,
            self.channel,
            open_unit or self.kit.unit,
            self.kit.clock,
            kit_changes(self.kit),
            random.Random(7),
        )

    def step(self, reading: SessionReading = READY) -> bool:
        self.queue.changed()
        return self.queue.step(reading).did

    def run(self, seconds: float, reading: SessionReading = READY) -> list[datetime]:
        """Let time pass; when each conversation was held."""
        held: list[datetime] = []
        until = self.kit.clock.at + timedelta(seconds=seconds)
        while self.kit.clock.at < until:
            if self.step(reading):
                held.append(self.kit.clock.at)
            self.kit.clock.go_on(seconds=0.5)
        return held

    def book(self, number: int = 0, name: str = "", mobile: str = "") -> int:
        at = [time(10), time(10, 30), time(11), time(11, 30)][number % 4]
        booked = self.kit.book(
            at,
            MONDAY + timedelta(days=1 + number // 4),
            name=name or f"Patient {number}",
            mobile=mobile or f"98765{number:05d}",
        )
        return booked.message.id

    def message(self, message_id: int) -> Message:
        with self.kit.unit() as unit:
            return unit.messages.get(message_id)

    def status(self, message_id: int) -> MessageStatus:
        return self.message(message_id).status

    def stop_cause(self) -> str | None:
        stop = read_halt(self.kit.read.mark, self.kit.hospital_id).stop
        return stop.cause if stop else None

    def pace(self, per_minute: int) -> None:
        self.kit.hospitals.change_settings(
            self.kit.hospital_id, SettingsChange(messages_per_minute=per_minute), by="desk"
        )

    def story(self, message_id: int) -> str:
        return " | ".join(line.text for line in self.kit.read.story(message_id))


class SnapshotSessions(NoSessions):
    """A session as the test says."""

    reading = READY

    def snapshot(self, hospital_id: int) -> SessionSnapshot:
        return SessionSnapshot(reading=self.reading)


def kit_changes(kit: ClinicKit):  # noqa: ANN201
    return kit.booking._changes


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    kit = ClinicKit(tmp_path, TurnedClock())
    yield Queue(kit)
    kit.database.dispose()


def test_a_booking_goes_out_and_its_story_tells_it(queue: Queue) -> None:
    message_id = queue.book()
    assert queue.step()
    message = queue.message(message_id)
    assert message.status is MessageStatus.SENT
    assert message.sent_at == queue.kit.clock.at
    assert message.attempts == 1
    assert queue.channel.sent == [("+919876500000", message.text)]
    assert "one tick" in queue.story(message_id)


@pytest.mark.parametrize("state", [state for state in SessionState if state is not SessionState.READY])
def test_nothing_goes_unless_the_session_is_ready(queue: Queue, state: SessionState) -> None:
    message_id = queue.book()
    queue.run(60, SessionReading(state, "whatever"))
    assert queue.channel.opened == []
    assert queue.status(message_id) is MessageStatus.QUEUED


# ── pace ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("per_minute", [1, 5, 12])
def test_no_minute_holds_more_than_the_pace_also_across_restarts(queue: Queue, per_minute: int) -> None:
    queue.pace(per_minute)
    for number in range(20):
        queue.book(number)
    held: list[datetime] = []
    for _ in range(6):
        queue.restart()
        held += queue.run(40)
    assert len(held) >= 3 * min(per_minute, 4)
    for first in held:
        assert sum(first <= other < first + timedelta(seconds=60) for other in held) <= per_minute


def test_paused_time_never_becomes_a_burst(queue: Queue) -> None:
    for number in range(20):
        queue.book(number)
    queue.run(30)
    queue.service.pause(queue.kit.hospital_id, by="desk")
    assert queue.run(600) == []
    queue.service.resume(queue.kit.hospital_id, by="desk")
    assert len(queue.run(60)) <= 12


def test_a_clock_set_back_does_not_stop_the_queue(queue: Queue) -> None:
    queue.book(0)
    queue.step()
    queue.kit.clock.go_on(hours=-1)
    second = queue.book(1)
    queue.run(15)
    assert queue.status(second) is MessageStatus.SENT


# ── the switch, hours, limits ───────────────────────────────────────────────────────────────────────────────────────
def test_switched_off_waiting_ones_stay_and_are_skipped_when_useless(queue: Queue) -> None:
    message_id = queue.book()
    queue.kit.switch_whatsapp(False)
    queue.run(30)
    assert queue.status(message_id) is MessageStatus.QUEUED
    queue.kit.clock.go_on(days=2)
    queue.step(SessionReading(SessionState.CLOSED, "no_browser"))
    message = queue.message(message_id)
    assert (message.status, message.reason_code) == (MessageStatus.SKIPPED, Reason.WHATSAPP_OFF)


def test_what_is_no_longer_useful_is_skipped_without_a_session(queue: Queue) -> None:
    message_id = queue.book()
    queue.kit.clock.go_on(days=2)
    queue.step(SessionReading(SessionState.LOGGED_OUT, "logged_out"))
    assert queue.message(message_id).reason_code is Reason.NO_LONGER_USEFUL


def test_reminders_keep_the_hours_and_confirmations_do_not(queue: Queue) -> None:
    confirmation = queue.book()
    queue.run(10)
    queue.kit.clock.at = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)  # 10:00 in Kolkata, the day before the visit
    queue.kit.scheduler.tick()
    late = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # 21:30
    queue.kit.clock.at = late
    second = queue.book(1)
    queue.run(30)
    assert queue.status(confirmation) is MessageStatus.SENT
    assert queue.status(second) is MessageStatus.SENT
    assert {m.status for m in reminders(queue)} <= {MessageStatus.QUEUED, MessageStatus.SKIPPED}


def as_reminders(queue: Queue, ids: list[int]) -> None:
    with queue.kit.unit() as unit:
        for message_id in ids:
            unit.messages.save(replace(unit.messages.get(message_id), kind=Kind.REMINDER, by_person=False))
        unit.commit()


def test_the_third_automatic_message_of_a_day_is_skipped(queue: Queue) -> None:
    ids = [queue.book(number, name="Rahul", mobile="9876543210") for number in range(3)]
    as_reminders(queue, ids)
    queue.run(60)
    assert [queue.status(i) for i in ids] == [MessageStatus.SENT, MessageStatus.SENT, MessageStatus.SKIPPED]
    assert queue.message(ids[2]).reason_code is Reason.DAILY_LIMIT


def reminders(queue: Queue) -> list[Message]:
    with queue.kit.unit() as unit:
        every = unit.messages.in_status(queue.kit.hospital_id, *MessageStatus)
    return [m for m in every if m.kind is Kind.REMINDER]


def test_what_is_not_true_any_more_is_not_typed_even_in_the_last_moment(queue: Queue) -> None:
    message_id = queue.book()
    appointment_id = queue.message(message_id).appointment_id
    assert appointment_id is not None
    queue.channel.in_the_chat = lambda: queue.kit.booking.cancel(appointment_id, by="desk", notify=False) and None
    queue.run(10)
    assert queue.channel.sent == []
    assert queue.status(message_id) is MessageStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("happens", "status"), [("withdrawn by a person", MessageStatus.WITHDRAWN), ("too late", MessageStatus.SKIPPED)]
)
def test_what_happens_in_the_last_moment_counts(queue: Queue, happens: str, status: MessageStatus) -> None:
    message_id = queue.book()

    def happen() -> None:
        queue.channel.in_the_chat = None
        if happens == "too late":
            queue.kit.clock.go_on(days=2)
        else:
            queue.messages.withdraw(message_id, by="desk")

    queue.channel.in_the_chat = happen
    queue.step()
    queue.run(15)
    assert queue.channel.sent == []
    assert queue.status(message_id) is status


def test_a_pause_in_the_last_moment_keeps_the_message(queue: Queue) -> None:
    message_id = queue.book()
    queue.channel.in_the_chat = lambda: queue.service.pause(queue.kit.hospital_id, by="desk") and None
    queue.run(10)
    assert queue.channel.sent == []
    assert queue.status(message_id) is MessageStatus.QUEUED


def test_families_get_each_their_own(queue: Queue) -> None:
    """One number, two patients: nothing is taken for a repetition, and the limit of a day is the patient's."""
    names = ("Asha", "Asha", "Meena")
    as_reminders(queue, [queue.book(number, name, "9876543210") for number, name in enumerate(names)])
    queue.run(30)
    assert len(queue.channel.sent) == 3


def test_a_reminder_that_waited_past_midnight_says_the_date(queue: Queue) -> None:
    queue.book(0)
    queue.run(10)
    queue.kit.clock.at = datetime(2026, 3, 2, 4, 31, tzinfo=UTC)
    queue.kit.scheduler.run("appointment_reminders", queue.kit.hospital_id)
    reminder = reminders(queue)[-1]
    assert "tomorrow" in reminder.text.lower()
    queue.kit.clock.at = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)  # 8:30 on the day itself
    queue.run(10)
    went = queue.message(reminder.id)
    assert went.status is MessageStatus.SENT
    assert "tomorrow" not in went.text.lower()
    assert queue.channel.sent[-1][1] == went.text


# ── full stops ──────────────────────────────────────────────────────────────────────────────────────────────────────
def fail_all(queue: Queue, outcome: Outcome, count: int) -> list[int]:
    ids = [queue.book(number) for number in range(count + 3)]
    queue.channel.outcomes = [outcome] * (count + 3)
    queue.run(90)
    return ids


@pytest.mark.parametrize(
    ("outcome", "count", "status", "cause"),
    [
        (Outcome.NOT_ON_WHATSAPP, 4, MessageStatus.FAILED, "four_not_on_whatsapp"),
        (Outcome.UNKNOWN, 3, MessageStatus.NEEDS_CHECKING, "three_unknown"),
        (Outcome.NO_COMPOSER, 2, MessageStatus.QUEUED, "no_composer_twice"),
        (Outcome.RESTRICTED, 1, MessageStatus.QUEUED, "restricted"),
    ],
)
def test_so_many_in_a_row_stop_the_queue(
    queue: Queue, outcome: Outcome, count: int, status: MessageStatus, cause: str
) -> None:
    ids = fail_all(queue, outcome, count)
    assert len(queue.channel.opened) == count
    assert [queue.status(i) for i in ids[:count]] == [status] * count
    assert [queue.status(i) for i in ids[count:]] == [MessageStatus.QUEUED] * 3
    assert queue.stop_cause() == cause
    view = queue.service.status(queue.kit.hospital_id)
    assert not view.session_active
    assert view.state in (SessionState.RESTRICTED, SessionState.NEEDS_ATTENTION)
    assert view.paused_reason
    queue.restart()  # a restart does not forget it
    assert queue.run(30) == []
    queue.channel.outcomes = []
    queue.service.resume(queue.kit.hospital_id, by="desk")
    assert queue.service.status(queue.kit.hospital_id).session_active
    assert queue.run(10)


def test_a_persons_resume_also_tries_the_chats_that_could_not_be_written_in(queue: Queue) -> None:
    ids = fail_all(queue, Outcome.NO_COMPOSER, 2)
    queue.channel.outcomes = []
    queue.service.resume(queue.kit.hospital_id, by="desk")
    queue.run(90)
    assert MessageStatus.QUEUED not in {queue.status(number) for number in ids}


def test_a_success_between_breaks_the_row(queue: Queue) -> None:
    for number in range(8):
        queue.book(number)
    unknown = Outcome.UNKNOWN
    queue.channel.outcomes = [unknown, unknown, Outcome.SENT, unknown, unknown, Outcome.SENT]
    queue.run(90)
    assert queue.stop_cause() is None


@pytest.mark.parametrize("outcome", [Outcome.RECIPIENT_NOT_CONFIRMED, Outcome.TEXT_NOT_ACCEPTED, Outcome.REFUSED])
def test_other_failures_fail_one_message_and_the_next_goes(queue: Queue, outcome: Outcome) -> None:
    first, second = queue.book(0), queue.book(1)
    queue.channel.outcomes = [outcome]
    queue.run(20)
    assert queue.status(first) is MessageStatus.FAILED
    assert queue.message(first).reason
    assert queue.status(second) is MessageStatus.SENT


def test_one_chat_without_composer_waits_and_the_next_goes(queue: Queue) -> None:
    first, second = queue.book(0), queue.book(1)
    queue.channel.outcomes = [Outcome.NO_COMPOSER]
    queue.run(20)
    assert queue.status(first) is MessageStatus.QUEUED
    assert queue.message(first).reason_code is Reason.NO_COMPOSER
    assert queue.status(second) is MessageStatus.SENT
    queue.run(16 * 60)
    assert queue.status(first) is MessageStatus.SENT


def test_a_ban_stops_and_the_page_itself_lifts_it(queue: Queue) -> None:
    message_id = queue.book()
    banned = SessionReading(SessionState.RESTRICTED, "temp_ban")
    queue.run(10, banned)
    queue.restart()
    assert queue.stop_cause() == "temp_ban"
    queue.run(10)
    assert queue.stop_cause() is None
    assert queue.status(message_id) is MessageStatus.SENT


def test_a_restriction_is_not_lifted_by_a_mere_restart(queue: Queue) -> None:
    queue.book()
    queue.channel.outcomes = [Outcome.RESTRICTED]
    queue.run(10)
    queue.run(30)
    assert queue.stop_cause() == "restricted"
    queue.run(5, replace(READY, detail="restriction_lifted"))
    assert queue.stop_cause() is None


def test_an_unknown_page_seen_three_times_stops_until_a_person_resumes(queue: Queue) -> None:
    strange = SessionReading(SessionState.NEEDS_ATTENTION, "unknown_page")
    queue.step(strange)
    queue.step(strange)
    queue.step()
    assert queue.stop_cause() is None
    for _ in range(3):
        queue.step(strange)
    assert queue.stop_cause() == "unknown_page"
    queue.book()
    assert queue.run(10) == []


def test_an_unknown_dialog_and_a_restriction_on_the_page_stop_the_queue(queue: Queue) -> None:
    queue.book()
    for reading, cause in (
        (SessionReading(SessionState.NEEDS_ATTENTION, "unknown_dialog"), "unknown_dialog"),
        (SessionReading(SessionState.RESTRICTED, "restricted"), "restricted"),
    ):
        for _ in range(3):
            queue.step(reading)
        assert queue.stop_cause() == cause
        assert queue.run(5) == []
        queue.service.resume(queue.kit.hospital_id, by="desk")


def test_one_and_the_same_chat_counts_once(queue: Queue) -> None:
    for number in range(3):
        queue.book(number, f"Child {number}", "9876543210")
    queue.channel.outcomes = [Outcome.NO_COMPOSER] * 3
    queue.run(30)
    assert len(queue.channel.opened) == 3
    assert queue.stop_cause() is None


def test_a_number_not_on_whatsapp_rests_for_thirty_days(queue: Queue) -> None:
    queue.book(0, "Rahul", "9876543210")
    queue.channel.outcomes = [Outcome.NOT_ON_WHATSAPP]
    queue.run(10)
    second = queue.book(1, "Meena", "9876543210")
    queue.run(10)
    assert (queue.status(second), queue.message(second).reason_code) == (MessageStatus.FAILED, Reason.NOT_ON_WHATSAPP)
    assert len(queue.channel.opened) == 1
    queue.kit.clock.go_on(days=31)
    at = queue.kit.clock.at.date() + timedelta(days=1)
    later = queue.kit.book(time(10), at, name="Asha", mobile="9876543210").message.id
    queue.run(10)
    assert queue.status(later) is MessageStatus.SENT


@pytest.mark.parametrize("which", [0, 1])
def test_a_person_may_have_a_resting_number_tried_again(queue: Queue, which: int) -> None:
    ids = [queue.book(0, "Rahul", "9876543210"), queue.book(1, "Meena", "9876543210")]
    queue.channel.outcomes = [Outcome.NOT_ON_WHATSAPP]
    queue.run(20)
    assert [queue.status(i) for i in ids] == [MessageStatus.FAILED] * 2
    queue.messages.retry(ids[which], by="desk")
    queue.run(10)
    assert queue.status(ids[which]) is MessageStatus.SENT


# ── whose phone ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_first_linked_number_is_kept_and_another_one_waits_for_a_person(queue: Queue) -> None:
    hospital_id = queue.kit.hospital_id
    queue.step()
    assert queue.kit.read.hospital(hospital_id).whatsapp_number == "+919820011223"
    message_id = queue.book()
    other = replace(READY, number="919820099999")
    queue.sessions.reading = other
    queue.run(30, other)
    view = queue.service.status(hospital_id)
    assert (view.state, view.new_number, view.session_active) == (SessionState.NEEDS_ATTENTION, "+919820099999", False)
    assert queue.status(message_id) is MessageStatus.QUEUED
    queue.service.accept_number(hospital_id, by="desk")
    queue.run(10, other)
    assert queue.status(message_id) is MessageStatus.SENT


# ── after a crash ───────────────────────────────────────────────────────────────────────────────────────────────────
class Killed(BaseException):
    """The program ends here."""


def kill_in(queue: Queue, when: str) -> None:
    """Kill the program at one step of the next conversation."""
    real = queue.channel.send

    def send(to, text, before_typing):  # noqa: ANN001, ANN202
        if when == "claimed":
            raise Killed
        before_typing(queue.channel.evidence(to, text))
        if when == "sending":
            raise Killed
        queue.channel.sent.append((to.e164, text))
        raise Killed

    queue.channel.send = send
    with pytest.raises(Killed):
        queue.step()
    queue.channel.send = real
    queue.restart()


@pytest.mark.parametrize("when", ["claimed", "sending", "pressed"])
@pytest.mark.parametrize("had_one_before", [False, True])
def test_killed_at_any_step_nothing_is_lost_or_doubled(queue: Queue, when: str, had_one_before: bool) -> None:
    message_id = queue.book()
    if had_one_before:
        queue.channel.sent.append(("+919876500000", queue.message(message_id).text))
    kill_in(queue, when)
    queue.run(30)
    assert queue.status(message_id) is MessageStatus.SENT
    assert len(queue.channel.sent) == 1 + had_one_before


def test_what_the_chat_cannot_tell_waits_for_a_person(queue: Queue) -> None:
    message_id = queue.book()
    kill_in(queue, "pressed")
    queue.channel.look_ups = [LookUpResult(LookUp.CANNOT_TELL)]
    queue.run(10)
    assert queue.status(message_id) is MessageStatus.NEEDS_CHECKING
    queue.run(60)
    assert len(queue.channel.sent) == 1
    queue.messages.settle(message_id, True, by="desk")
    assert queue.status(message_id) is MessageStatus.SENT


def test_settled_as_not_sent_it_goes_again(queue: Queue) -> None:
    message_id = queue.book()
    queue.channel.outcomes = [Outcome.UNKNOWN]
    queue.run(10)
    queue.messages.settle(message_id, False, by="desk")
    queue.run(10)
    assert queue.status(message_id) is MessageStatus.SENT


@pytest.mark.parametrize("state", [SessionState.LOGGED_OUT, SessionState.CLOSED])
def test_where_the_chat_cannot_be_opened_a_person_decides(queue: Queue, state: SessionState) -> None:
    message_id = queue.book()
    kill_in(queue, "pressed")
    queue.step(SessionReading(SessionState.STARTING, "booting"))
    assert queue.status(message_id) is MessageStatus.SENDING
    queue.step(SessionReading(state, "x"))
    assert queue.status(message_id) is MessageStatus.NEEDS_CHECKING


def test_not_ready_for_long_a_person_decides(queue: Queue) -> None:
    message_id = queue.book()
    kill_in(queue, "pressed")
    queue.run(9 * 60, SessionReading(SessionState.OFFLINE, "offline"))
    assert queue.status(message_id) is MessageStatus.SENDING
    queue.run(2 * 60, SessionReading(SessionState.OFFLINE, "offline"))
    assert queue.status(message_id) is MessageStatus.NEEDS_CHECKING


@pytest.mark.parametrize("is_paused", [True, False])
def test_what_is_not_true_any_more_is_not_sent_once_more(queue: Queue, is_paused: bool) -> None:
    message_id = queue.book()
    kill_in(queue, "sending")
    appointment_id = queue.message(message_id).appointment_id
    assert appointment_id is not None
    queue.kit.booking.cancel(appointment_id, by="desk", notify=False)
    if is_paused:  # it leaves the queue at once, not only when a person resumes
        queue.service.pause(queue.kit.hospital_id, by="desk")
    queue.run(30)
    assert queue.channel.sent == []
    assert queue.status(message_id) is MessageStatus.WITHDRAWN


@pytest.mark.parametrize("detail", ["browser_lost", "stopping", "pending"])
def test_a_browser_lost_after_send_is_looked_up(queue: Queue, detail: str) -> None:
    message_id = queue.book()
    queue.channel.outcomes = [SendResult(Outcome.UNKNOWN, detail=detail)]
    queue.step()
    assert queue.status(message_id) is MessageStatus.SENDING
    queue.run(20)
    assert queue.channel.looked_up == 1
    assert queue.status(message_id) is MessageStatus.SENT
    assert len(queue.channel.sent) == 1


def test_a_message_under_the_clock_is_looked_up_when_the_line_is_back(queue: Queue) -> None:
    """Not a person's business yet: WhatsApp sends it by itself (whatsapp-web.md 6.3, C7)."""
    message_id = queue.book()
    queue.channel.outcomes = [SendResult(Outcome.UNKNOWN, detail="pending")]
    queue.step()
    queue.run(5 * 60, SessionReading(SessionState.OFFLINE, "offline"))
    assert queue.status(message_id) is MessageStatus.SENDING
    queue.channel.sent.append(("+919876500000", queue.message(message_id).text))
    queue.run(10)
    assert queue.status(message_id) is MessageStatus.SENT
    assert queue.channel.looked_up == 1


def test_clocks_that_stay_stop_the_queue_at_the_third(queue: Queue) -> None:
    ids = [queue.book(number) for number in range(5)]
    queue.channel.outcomes = [SendResult(Outcome.UNKNOWN, detail="pending")] * 5
    queue.channel.look_ups = [LookUpResult(LookUp.CANNOT_TELL, detail="bubble_pending")] * 5
    queue.run(90)
    assert queue.stop_cause() == "three_unknown"
    assert [queue.status(i) for i in ids[:3]] == [MessageStatus.NEEDS_CHECKING] * 3
    assert len(queue.channel.opened) == 3


def test_a_session_lost_before_typing_sends_later(queue: Queue) -> None:
    message_id = queue.book()
    queue.channel.outcomes = [Outcome.SESSION_LOST]
    queue.run(20)
    assert queue.status(message_id) is MessageStatus.SENT
    assert queue.message(message_id).attempts == 2


# ── a full disk ─────────────────────────────────────────────────────────────────────────────────────────────────────
def full_disk(queue: Queue, is_full: Callable[[], bool]) -> OpenUnit:
    def open_unit():  # noqa: ANN202
        unit = queue.kit.unit()
        commit = unit.commit

        def refuse() -> None:
            if is_full():
                raise Unavailable("disk_full", "The disk is full.", "Free some space.")
            commit()

        unit.commit = refuse
        return unit

    return open_unit


def test_a_full_disk_before_typing_sends_nothing(queue: Queue) -> None:
    message_id = queue.book()
    queue.step(replace(READY, state=SessionState.OFFLINE))
    state = {"full": False}
    queue.restart(full_disk(queue, lambda: state["full"]))
    queue.channel.in_the_chat = lambda: state.update(full=True)
    with pytest.raises(Unavailable):
        queue.step()
    assert queue.channel.sent == []
    state["full"] = False
    queue.channel.in_the_chat = None
    queue.run(60)
    assert queue.status(message_id) is MessageStatus.SENT
    assert len(queue.channel.sent) == 1


def test_an_outcome_that_cannot_be_stored_is_stored_later_and_not_sent_twice(queue: Queue) -> None:
    message_id = queue.book()
    state = {"full": False}
    queue.restart(full_disk(queue, lambda: state["full"] and bool(queue.channel.sent)))
    state["full"] = True
    with pytest.raises(Unavailable):
        queue.step()
    assert queue.status(message_id) is MessageStatus.SENDING
    state["full"] = False
    queue.run(30)
    assert queue.status(message_id) is MessageStatus.SENT
    assert (len(queue.channel.sent), queue.channel.looked_up) == (1, 0)


# ── ticks ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_ticks_grow_and_never_shrink(queue: Queue) -> None:
    message_id = queue.book()
    queue.step()
    queue.channel.seen = [ReceiptSeen(message_id, MessageStatus.DELIVERED)]
    queue.queue.upkeep.take_receipts()
    assert queue.message(message_id).delivered_at is not None
    queue.channel.seen = [ReceiptSeen(message_id, MessageStatus.SENT)]
    queue.queue.upkeep.take_receipts()
    assert queue.status(message_id) is MessageStatus.DELIVERED
    queue.channel.seen = [ReceiptSeen(message_id, MessageStatus.READ)]
    queue.queue.upkeep.take_receipts()
    queue.channel.seen = [ReceiptSeen(message_id, MessageStatus.DELIVERED)]
    queue.queue.upkeep.take_receipts()
    message = queue.message(message_id)
    assert message.status is MessageStatus.READ
    assert message.read_at is not None


def test_unread_messages_are_told(queue: Queue) -> None:
    message_id = queue.book()
    queue.channel.outcomes = [SendResult(Outcome.SENT, had_unread=True)]
    queue.step()
    assert "the patient had written; read it on the phone" in queue.story(message_id)


def test_the_day_of_the_tests_is_a_monday() -> None:
    assert date(2026, 3, 2) == MONDAY
