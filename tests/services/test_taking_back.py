"""The desk's Undo of a slip: everything is as it was before, and nobody is told anything that was not true."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest

from desktop_app.domain.appointment import Act, Status
from desktop_app.domain.errors import Invalid, NotFound, SlotTaken
from desktop_app.domain.message import Reason
from desktop_app.services.changes import AppointmentsChanged, MessagesChanged
from desktop_app.services.views import AppointmentView
from tests.services.kit import MONDAY, ClinicKit

Slip = Callable[[ClinicKit, int], AppointmentView]
SLIPS: dict[str, Slip] = {
    "arrive": lambda kit, key: kit.booking.arrive(key, by="desk"),
    "in room": lambda kit, key: kit.booking.in_room(key, by="desk"),
    "visited": lambda kit, key: kit.visits.mark_visited(key, by="desk"),
    "no-show": lambda kit, key: kit.booking.no_show(key, by="desk"),
    "cancel": lambda kit, key: kit.booking.cancel(key, by="desk"),
}
OVER = ("visited", "no-show", "cancel")


@pytest.mark.parametrize("slip", SLIPS)
def test_state_and_times_are_as_they_were(kit: ClinicKit, slip: str) -> None:
    key = kit.book().appointment.id
    kit.clock.go_on(minutes=5)
    before = kit.booking.arrive(key, by="desk") if slip != "arrive" else kit.read.appointment(key)
    kit.clock.go_on(minutes=5)
    SLIPS[slip](kit, key)
    back = kit.booking.take_back(before, by="desk")
    assert back == before == kit.read.appointment(key)
    assert kit.read.audit(key)[-1].act is Act.REOPEN
    assert [place.starts for place in kit.read.held_on(kit.doctor_id, MONDAY)] == [time(10, 30)]


def test_a_visit_with_its_follow_up_leaves_no_trace_but_in_audit_and_file(kit: ClinicKit) -> None:
    before = kit.booking.in_room(kit.book().appointment.id, by="desk")
    kit.visits.mark_visited(before.id, followup_date=MONDAY + timedelta(days=7), by="doctor")
    lines = kit.csv_lines()
    back = kit.booking.take_back(before, by="desk")
    assert (back.visit_date, back.followup_date, back.in_room_at) == (None, None, before.in_room_at)
    assert ("followup", "queued") not in kit.told(before.id)
    assert kit.csv_lines() == lines, "a row is never changed or taken out"


@pytest.mark.parametrize("slip", OVER)
def test_a_confirmation_that_the_slip_withdrew_is_planned_again(kit: ClinicKit, slip: str) -> None:
    before = kit.book().appointment
    SLIPS[slip](kit, before.id)
    assert kit.told(before.id) == [("confirmation", "withdrawn")]
    kit.booking.take_back(before, by="desk")
    assert kit.told(before.id) == [("confirmation", "withdrawn"), ("confirmation", "queued")]
    withdrawn, planned = kit.messages(before.id)
    assert (planned.text, planned.id != withdrawn.id) == (withdrawn.text, True)
    assert [message.id for message in kit.send_waiting()] == [planned.id]


@pytest.mark.parametrize("slip", ["arrive", "in room"])
def test_a_slip_that_withdrew_nothing_plans_nothing(kit: ClinicKit, slip: str) -> None:
    before = kit.book().appointment
    SLIPS[slip](kit, before.id)
    kit.booking.take_back(before, by="desk")
    assert kit.told(before.id) == [("confirmation", "queued")]


@pytest.mark.parametrize("slip", ["visited", "no-show"])
def test_who_has_the_confirmation_gets_no_second_one(kit: ClinicKit, slip: str) -> None:
    before = kit.book().appointment
    kit.send_waiting()
    SLIPS[slip](kit, before.id)
    kit.booking.take_back(before, by="desk")
    assert kit.told(before.id) == [("confirmation", "sent")]


def test_a_notice_of_the_cancelling_that_still_waits_goes_with_it(kit: ClinicKit) -> None:
    before = kit.book().appointment
    kit.send_waiting()
    kit.booking.cancel(before.id, by="desk", hold=timedelta(seconds=8))
    kit.booking.take_back(before, by="desk")
    assert kit.told(before.id) == [("confirmation", "sent"), ("cancelled", "withdrawn")]
    assert kit.messages(before.id)[1].reason_code is Reason.APPOINTMENT_REOPENED


def test_who_was_told_of_the_cancelling_is_told_once_that_it_stands(kit: ClinicKit) -> None:
    before = kit.book().appointment
    kit.send_waiting()
    kit.booking.cancel(before.id, by="desk")
    kit.send_waiting()
    kit.booking.take_back(before, by="desk")
    assert kit.told(before.id) == [("confirmation", "sent"), ("cancelled", "sent"), ("confirmation", "queued")]


def test_nobody_is_confirmed_whose_time_has_begun(kit: ClinicKit) -> None:
    before = kit.book(hold=timedelta(hours=5)).appointment
    kit.clock.go_on(hours=2, minutes=40)  # 10:40
    kit.booking.no_show(before.id, by="desk")
    kit.booking.take_back(before, by="desk")
    assert kit.told(before.id) == [("confirmation", "withdrawn")]


def test_what_is_confirmed_again_is_skipped_with_its_reason_where_whatsapp_is_off(kit: ClinicKit) -> None:
    before = kit.book().appointment
    kit.booking.no_show(before.id, by="desk")
    kit.switch_whatsapp(is_on=False)
    kit.booking.take_back(before, by="desk")
    assert kit.told(before.id) == [("confirmation", "withdrawn"), ("confirmation", "skipped")]
    assert kit.messages(before.id)[1].reason_code is Reason.WHATSAPP_OFF


def test_a_place_that_was_given_away_meanwhile_stays_given(kit: ClinicKit) -> None:
    before = kit.book().appointment
    kit.booking.cancel(before.id, by="desk")
    other = kit.book(name="Asha Rao").appointment
    with pytest.raises(SlotTaken):
        kit.booking.take_back(before, by="desk")
    assert kit.read.appointment(before.id).status is Status.CANCELLED
    assert kit.told(before.id) == [("confirmation", "withdrawn")]
    assert kit.acts(before.id) == [Act.BOOK, Act.CANCEL]
    assert kit.read.appointment(other.id).status is Status.BOOKED


def test_a_day_that_was_closed_meanwhile_stays_closed(kit: ClinicKit) -> None:
    before = kit.book().appointment
    kit.days.cancel(kit.doctor_id, MONDAY, by="desk")
    with pytest.raises(Invalid):
        kit.booking.take_back(before, by="desk")
    assert kit.read.appointment(before.id).status is Status.CANCELLED


def test_taking_back_twice_says_nothing_twice(kit: ClinicKit) -> None:
    before = kit.book().appointment
    kit.booking.no_show(before.id, by="desk")
    for _ in range(2):
        kit.booking.take_back(before, by="desk")
    assert kit.told(before.id) == [("confirmation", "withdrawn"), ("confirmation", "queued")]


def test_the_pages_hear_of_it(kit: ClinicKit) -> None:
    before = kit.book().appointment
    kit.booking.arrive(before.id, by="desk")
    kit.published.clear()
    kit.booking.take_back(before, by="desk")
    assert AppointmentsChanged(kit.hospital_id) in kit.published
    assert MessagesChanged(kit.hospital_id) in kit.published


def test_an_unknown_one_is_not_found(kit: ClinicKit) -> None:
    with pytest.raises(NotFound):
        kit.booking.take_back(replace(kit.book().appointment, id=99), by="desk")
