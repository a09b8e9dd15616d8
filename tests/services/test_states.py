"""Every act on every state: what is allowed, what changes nothing, what it does to places, messages and the audit."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from desktop_app.domain.appointment import Act, Status
from desktop_app.domain.errors import Invalid, NotFound, SlotTaken, WrongState
from desktop_app.domain.message import Reason
from desktop_app.services.booking_service import UNDO
from tests.services.kit import MONDAY, ClinicKit

TUESDAY = MONDAY + timedelta(days=1)
Verb = Callable[[ClinicKit, int], object]
VERBS: dict[Act, Verb] = {
    Act.ARRIVE: lambda kit, key: kit.booking.arrive(key, by="desk"),
    Act.IN_ROOM: lambda kit, key: kit.booking.in_room(key, by="desk"),
    Act.VISIT: lambda kit, key: kit.visits.mark_visited(key, by="doctor"),
    Act.NO_SHOW: lambda kit, key: kit.booking.no_show(key, by="desk"),
    Act.CANCEL: lambda kit, key: kit.booking.cancel(key, by="desk"),
    Act.REOPEN: lambda kit, key: kit.booking.reopen(key, by="desk"),
    Act.RESCHEDULE: lambda kit, key: kit.booking.reschedule(key, TUESDAY, time(11), by="desk"),
}
LEADS_TO = {
    Status.ARRIVED: Act.ARRIVE,
    Status.IN_ROOM: Act.IN_ROOM,
    Status.VISITED: Act.VISIT,
    Status.NO_SHOW: Act.NO_SHOW,
    Status.CANCELLED: Act.CANCEL,
}
COMING = {Status.BOOKED, Status.ARRIVED, Status.IN_ROOM, Status.NO_SHOW}
ALLOWED = {
    Act.ARRIVE: COMING,
    Act.IN_ROOM: COMING,
    Act.VISIT: COMING,
    Act.NO_SHOW: {Status.BOOKED, Status.ARRIVED},
    Act.CANCEL: set(Status) - {Status.VISITED},
    Act.REOPEN: {Status.VISITED, Status.NO_SHOW, Status.CANCELLED},
    Act.RESCHEDULE: {Status.BOOKED, Status.ARRIVED, Status.NO_SHOW, Status.CANCELLED},
}
BECOMES = {act: status for status, act in LEADS_TO.items()} | {Act.REOPEN: Status.BOOKED, Act.RESCHEDULE: Status.BOOKED}


@pytest.mark.parametrize("act", VERBS)
@pytest.mark.parametrize("present", Status)
def test_the_table_of_the_contract(kit: ClinicKit, present: Status, act: Act) -> None:
    key = kit.book().appointment.id
    if present is not Status.BOOKED:
        VERBS[LEADS_TO[present]](kit, key)
    before, lines = kit.read.appointment(key), len(kit.read.audit(key))
    if act is not Act.RESCHEDULE and BECOMES[act] is present:
        VERBS[act](kit, key)
        assert kit.read.appointment(key) == before, "asking for the present state changes nothing"
        assert len(kit.read.audit(key)) == lines
    elif present in ALLOWED[act]:
        VERBS[act](kit, key)
        assert kit.read.appointment(key).status is BECOMES[act]
        assert kit.read.audit(key)[-1].act is act
        assert len(kit.read.audit(key)) == lines + 1
    else:
        with pytest.raises(WrongState):
            VERBS[act](kit, key)
        assert kit.read.appointment(key) == before
        assert len(kit.read.audit(key)) == lines


@pytest.mark.parametrize("act", VERBS)
def test_an_unknown_appointment_is_not_found(kit: ClinicKit, act: Act) -> None:
    with pytest.raises(NotFound):
        VERBS[act](kit, 99)


@pytest.mark.parametrize("present", LEADS_TO)
def test_only_a_cancelled_one_gives_the_place_back(kit: ClinicKit, present: Status) -> None:
    key = kit.book().appointment.id
    VERBS[LEADS_TO[present]](kit, key)
    assert (kit.read.held_on(kit.doctor_id, MONDAY) == ()) is (present is Status.CANCELLED)


@pytest.mark.parametrize("end", [Act.VISIT, Act.NO_SHOW, Act.CANCEL])
def test_every_end_state_withdraws_what_waits(kit: ClinicKit, end: Act) -> None:
    key = kit.book().appointment.id
    VERBS[end](kit, key)
    assert kit.told(key) == [("confirmation", "withdrawn")]


def test_a_cancelled_patient_is_told_only_if_told_before(kit: ClinicKit) -> None:
    silent, told = kit.book().appointment.id, kit.book(time(11), name="Asha Rao").appointment.id
    kit.booking.cancel(silent, by="desk", reason="Doctor is ill")
    kit.send_waiting()
    kit.booking.cancel(told, by="desk", reason="Doctor is ill")
    assert kit.told(silent) == [("confirmation", "withdrawn")]
    assert kit.told(told) == [("confirmation", "sent"), ("cancelled", "queued")]
    assert kit.messages(told)[1].text.endswith("on Mon, 2 Mar 2026 at 11:00 AM is cancelled. - City Hospital")
    assert kit.read.appointment(told).status_reason == "Doctor is ill"


def test_no_notice_when_it_is_not_wanted_or_the_time_is_over(kit: ClinicKit) -> None:
    quiet, over = kit.book().appointment.id, kit.book(time(11), name="Asha Rao").appointment.id
    kit.send_waiting()
    kit.booking.cancel(quiet, by="desk", notify=False)
    kit.clock.go_on(hours=3)  # 11:00
    kit.booking.cancel(over, by="desk")
    assert kit.told(quiet) == kit.told(over) == [("confirmation", "sent")]


def test_the_windows_undo_withdraws_as_undone(kit: ClinicKit) -> None:
    key = kit.book(hold=timedelta(seconds=8)).appointment.id
    kit.booking.cancel(key, by="desk", reason=UNDO)
    [message] = kit.messages(key)
    assert message.reason_code is Reason.UNDONE
    assert kit.read.appointment(key).status_reason is None


def test_a_cancelled_one_reopens_only_while_its_place_is_free(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.booking.cancel(key, by="desk")
    other = kit.book(name="Asha Rao").appointment.id
    with pytest.raises(SlotTaken) as refused:
        kit.booking.reopen(key, by="desk")
    assert refused.value.next_free == time(11)
    assert kit.read.appointment(key).status is Status.CANCELLED
    kit.booking.cancel(other, by="desk")
    assert kit.booking.reopen(key, by="desk").status is Status.BOOKED
    with pytest.raises(SlotTaken):
        kit.book(name="Uma Das")


def test_nobody_comes_back_into_a_closed_day(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.days.cancel(kit.doctor_id, MONDAY, by="desk")
    with pytest.raises(Invalid) as refused:
        kit.booking.reopen(key, by="desk")
    assert refused.value.problems[0].code == "leave"


def test_reopening_confirms_what_the_cancelling_took_back_unsent(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.booking.cancel(key, by="desk")
    assert kit.told(key) == [("confirmation", "withdrawn")]
    kit.booking.reopen(key, by="desk")
    assert kit.told(key) == [("confirmation", "withdrawn"), ("confirmation", "queued")]


def test_reopening_leaves_withdrawn_what_a_person_withdrew(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.texts.withdraw(kit.messages(key)[0].id, by="desk")
    kit.booking.cancel(key, by="desk")
    kit.booking.reopen(key, by="desk")
    assert kit.told(key) == [("confirmation", "withdrawn")]


def test_a_long_visit_reopens_with_all_its_steps(kit: ClinicKit) -> None:
    key = kit.book(time(10), minutes=60).appointment.id
    kit.booking.cancel(key, by="desk")
    kit.booking.reopen(key, by="desk")
    assert [place.starts for place in kit.read.held_on(kit.doctor_id, MONDAY)] == [time(10), time(10, 30)]


def test_reopening_a_visit_clears_both_dates_and_withdraws_the_follow_up(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.visits.mark_visited(key, followup_date=MONDAY + timedelta(days=7), by="doctor")
    reopened = kit.booking.reopen(key, by="desk", reason="wrong patient")
    assert (reopened.visit_date, reopened.followup_date, reopened.status_reason) == (None, None, "wrong patient")


def test_the_board_sees_how_long_a_patient_waits(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.booking.arrive(key, by="desk")
    at = kit.clock.now()
    kit.clock.go_on(minutes=20)
    called = kit.booking.in_room(key, by="desk")
    assert (called.arrived_at, called.in_room_at) == (at, kit.clock.now())


def test_a_message_being_typed_is_left_alone(kit: ClinicKit) -> None:
    from dataclasses import replace

    from desktop_app.domain.message import MessageStatus

    key = kit.book().appointment.id
    [message] = kit.messages(key)
    with kit.unit() as unit:
        unit.messages.save(replace(message, status=MessageStatus.SENDING, sending_at=kit.clock.now()))
        unit.commit()
    kit.booking.cancel(key, by="desk")
    assert kit.told(key) == [("confirmation", "sending"), ("cancelled", "queued")]
