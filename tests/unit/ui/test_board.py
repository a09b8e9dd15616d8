"""The day's columns: what stands in which order, who waits how long, what the few words say."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.appointment import Status
from desktop_app.domain.schedule import SlotState, Stretch
from desktop_app.services.views import AppointmentView, DoctorView, SlotView
from desktop_app.ui.pages.today.acts import BoardAct, button_words, offered
from desktop_app.ui.pages.today.board import DoctorDay, doctor_day
from desktop_app.ui.theme_tokens import Tone

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 41, tzinfo=ZoneInfo("Asia/Kolkata"))
DOCTOR = DoctorView(1, 1, "Meera Nair", "General", (Stretch(1, time(9), time(11), 15),), True)


def appointment(
    at: time, status: Status = Status.BOOKED, arrived: datetime | None = None, key: int = 1
) -> AppointmentView:
    return AppointmentView(
        key, 1, 1, "Meera Nair", "General", 1, "Vidya Tripathi", "+919876543210", DAY, at, 15, key, status, None, None,
        None, None, NOW, arrived, None, False,
    )  # fmt: skip


def slot(at: time, state: SlotState = SlotState.FREE, left: int = 1) -> SlotView:
    return SlotView(at, state, left if state is SlotState.FREE else 0)


def column(*appointments: AppointmentView, slots: tuple[SlotView, ...] = (), now: datetime = NOW) -> DoctorDay:
    return doctor_day(DOCTOR, appointments, slots, now, DAY)


def test_free_times_stand_between_the_appointments_and_past_ones_not_at_all() -> None:
    slots = (slot(time(9), SlotState.PAST), slot(time(10), SlotState.TAKEN), slot(time(10, 15)))
    rows = column(appointment(time(10)), slots=slots).rows
    assert [row.spoken for row in rows] == [
        "10:00 AM, token 1, Vidya Tripathi, ○ Booked",
        "10:15 AM, free, Enter books",
    ]


def test_a_time_for_several_patients_stands_after_those_who_have_it() -> None:
    rows = column(appointment(time(10)), slots=(slot(time(10), left=2),)).rows
    assert [row.free_words for row in rows if row.appointment is None] == ["free · 2 places"]
    assert rows[0].appointment is not None


@pytest.mark.parametrize(
    ("minutes", "words", "tone"),
    [(12, "● Arrived 12 min", Tone.ARRIVED), (30, "● Arrived 30 min", Tone.ARRIVED), (31, "● Arrived 31 min", Tone.WARN),
     (95, "● Arrived 1 h 35", Tone.WARN)],
)  # fmt: skip
def test_waiting_turns_amber_after_half_an_hour(minutes: int, words: str, tone: Tone) -> None:
    waiting = appointment(time(9), Status.ARRIVED, NOW - timedelta(minutes=minutes))
    assert column(waiting).rows[0].chip == (words, tone)


def test_the_summary_counts_and_says_how_late_it_runs() -> None:
    late = appointment(time(9, 20), Status.ARRIVED, NOW - timedelta(minutes=10))
    gone = appointment(time(9), Status.CANCELLED, key=2)
    assert column(late, gone).summary == ("General", "1 booked", "1 waiting", "running 21 min late")
    assert column(slots=(slot(time(10, 15)),)).summary == ("General", "0 booked", "next free 10:15 AM")


def test_leave_is_said() -> None:
    shown = column(slots=(slot(time(10), SlotState.LEAVE),))
    assert shown.is_on_leave
    assert shown.summary == ("General", "on leave")
    assert shown.strip_words(NOW.time()) == "on leave"


def test_the_strip_says_the_most_useful_thing() -> None:
    waiting = appointment(time(9), Status.ARRIVED, NOW)
    assert column(waiting).strip_words(NOW.time()) == "1 waiting"
    assert column(slots=(slot(time(10)),)).strip_words(time(8)) == "from 9:00 AM"
    assert column(slots=(slot(time(10)),)).strip_words(NOW.time()) == "free 10:00 AM"
    assert column(appointment(time(10))).strip_words(NOW.time()) == "1 booked"
    assert column().strip_words(None) == "not in"


def test_a_row_keeps_its_key_when_its_state_changes() -> None:
    before = column(appointment(time(10))).rows[0]
    after = column(replace(appointment(time(10)), status=Status.VISITED)).rows[0]
    assert before.key == after.key


@pytest.mark.parametrize("status", list(Status))
def test_only_acts_that_the_state_machine_allows_are_offered(status: Status) -> None:
    from desktop_app.domain.appointment import Act, next_status

    acts = {
        BoardAct.ARRIVE: Act.ARRIVE, BoardAct.IN_ROOM: Act.IN_ROOM, BoardAct.VISITED: Act.VISIT, BoardAct.MOVE: Act.RESCHEDULE,
        BoardAct.NO_SHOW: Act.NO_SHOW, BoardAct.CANCEL: Act.CANCEL, BoardAct.REOPEN: Act.REOPEN,
    }  # fmt: skip
    for act in offered(status):
        assert next_status(acts[act], status) is not None
        assert button_words(act, status)
