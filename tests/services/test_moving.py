"""Moving an appointment: place, token, messages. Contract section 5 and 6."""

from datetime import time, timedelta

import pytest

from desktop_app.domain.appointment import Act, Status
from desktop_app.domain.errors import Invalid, SlotTaken
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.hospital_service import HospitalEntry
from tests.services.kit import MONDAY, ClinicKit

TUESDAY = MONDAY + timedelta(days=1)


def test_the_id_stays_the_place_moves_the_file_does_not_change(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    before = kit.csv_lines()
    moved = kit.booking.reschedule(key, TUESDAY, time(11), by="desk", reason="Doctor is late")
    assert (moved.id, moved.date, moved.time_slot, moved.status) == (key, TUESDAY, time(11), Status.BOOKED)
    assert moved.status_reason == "Doctor is late"
    assert kit.read.held_on(kit.doctor_id, MONDAY) == ()
    assert [place.starts for place in kit.read.held_on(kit.doctor_id, TUESDAY)] == [time(11)]
    assert kit.csv_lines() == before
    assert kit.acts(key) == [Act.BOOK, Act.RESCHEDULE]


def test_a_waiting_confirmation_takes_the_new_time(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.booking.reschedule(key, TUESDAY, time(11), by="desk")
    assert kit.told(key) == [("confirmation", "withdrawn"), ("confirmation", "queued")]
    assert "Tue, 3 Mar 2026 at 11:00 AM" in kit.messages(key)[1].text


def test_who_was_told_gets_a_notice(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.send_waiting()
    kit.booking.reschedule(key, TUESDAY, time(11), by="desk")
    assert kit.told(key) == [("confirmation", "sent"), ("rescheduled", "queued")]
    kit.booking.reschedule(key, TUESDAY, time(11, 30), by="desk")
    assert kit.told(key) == [("confirmation", "sent"), ("rescheduled", "withdrawn"), ("rescheduled", "queued")]


def test_without_notify_nobody_is_told(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.send_waiting()
    kit.booking.reschedule(key, TUESDAY, time(11), by="desk", notify=False)
    assert kit.told(key) == [("confirmation", "sent")]


def test_the_present_place_changes_nothing(kit: ClinicKit) -> None:
    before = kit.book().appointment
    assert kit.booking.reschedule(before.id, MONDAY, time(10, 30), by="desk") == before
    assert kit.acts(before.id) == [Act.BOOK]


def test_the_token_is_kept_within_the_stretch(kit: ClinicKit) -> None:
    kit.book(time(10), name="Asha Rao")
    key = kit.book().appointment.id
    assert kit.booking.reschedule(key, MONDAY, time(11), by="desk").token == 2
    assert kit.booking.reschedule(key, TUESDAY, time(11), by="desk").token == 1
    assert kit.booking.reschedule(key, MONDAY, time(11), by="desk").token == 3


def test_a_taken_time_is_refused_and_nothing_moves(kit: ClinicKit) -> None:
    before = kit.book().appointment
    kit.book(time(11), name="Asha Rao")
    with pytest.raises(SlotTaken) as refused:
        kit.booking.reschedule(before.id, MONDAY, time(11), by="desk")
    assert refused.value.next_free == time(11, 30)
    assert kit.read.appointment(before.id) == before


def test_its_own_places_are_not_in_its_way(kit: ClinicKit) -> None:
    key = kit.book(time(10), minutes=60).appointment.id
    moved = kit.booking.reschedule(key, MONDAY, time(10, 30), by="desk")
    assert moved.minutes == 60
    assert [place.starts for place in kit.read.held_on(kit.doctor_id, MONDAY)] == [time(10, 30), time(11)]


def test_to_another_doctor_of_the_hospital_but_not_of_another(kit: ClinicKit) -> None:
    key, rao = kit.book().appointment.id, kit.add_doctor("Rao")
    elsewhere = kit.hospitals.add(HospitalEntry(name="Lake Clinic"), by="desk").id
    das = kit.doctors.add(DoctorEntry(elsewhere, "Das", ""), by="desk").id
    assert kit.booking.reschedule(key, MONDAY, time(10, 30), doctor_id=rao, by="desk").doctor_name == "Rao"
    with pytest.raises(Invalid) as refused:
        kit.booking.reschedule(key, MONDAY, time(10, 30), doctor_id=das, by="desk")
    assert refused.value.problems[0].field == "doctor_id"


def test_a_doctor_who_left_takes_nobody(kit: ClinicKit) -> None:
    key, rao = kit.book().appointment.id, kit.add_doctor("Rao")
    kit.doctors.update(rao, DoctorEntry(active=False), by="desk")
    with pytest.raises(Invalid):
        kit.booking.reschedule(key, MONDAY, time(11), doctor_id=rao, by="desk")


@pytest.mark.parametrize(("days", "at", "code"), [(-1, time(10), "past"), (0, time(10, 20), "not_offered")])
def test_only_to_times_that_are_offered(kit: ClinicKit, days: int, at: time, code: str) -> None:
    key = kit.book().appointment.id
    with pytest.raises(Invalid) as refused:
        kit.booking.reschedule(key, MONDAY + timedelta(days=days), at, by="desk")
    assert refused.value.problems[0].code == code


def test_a_cancelled_one_moves_back_to_booked(kit: ClinicKit) -> None:
    key = kit.book().appointment.id
    kit.booking.cancel(key, by="desk")
    assert kit.booking.reschedule(key, TUESDAY, time(10), by="desk").status is Status.BOOKED
    with pytest.raises(SlotTaken):
        kit.book(time(10), day=TUESDAY, name="Asha Rao")
