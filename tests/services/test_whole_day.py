"""One action for a doctor's whole day: cancelled, moved, late. Shown first, then done in one transaction."""

from datetime import date, time, timedelta

import pytest

from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import Invalid
from desktop_app.domain.schedule import SlotState
from tests.services.kit import MONDAY, ClinicKit

TUESDAY = MONDAY + timedelta(days=1)


def _two(kit: ClinicKit) -> list[int]:
    return [kit.book(at, name=f"Patient {at:%H}").appointment.id for at in (time(10), time(11))]


def test_cancelling_a_day_tells_who_was_told_and_closes_it(kit: ClinicKit) -> None:
    told, _ = _two(kit)
    with kit.unit() as unit:
        unit.commit()
    kit.send_waiting()
    silent = kit.book(time(12), name="Late Comer").appointment.id
    shown = kit.days.cancel(kit.doctor_id, MONDAY, reason="strike", by="desk", dry_run=True)
    assert kit.read.appointment(told).status is Status.BOOKED, "only shown"
    assert kit.days.cancel(kit.doctor_id, MONDAY, reason="strike", by="desk") == shown
    assert [(row.text is None, row.why_not is None) for row in shown] == [(False, True), (False, True), (True, False)]
    assert kit.told(told)[-1] == ("cancelled", "queued")
    assert kit.told(silent) == [("confirmation", "withdrawn")]
    assert {s.state for s in kit.booking.slots(kit.doctor_id, MONDAY)} == {SlotState.LEAVE}
    with pytest.raises(Invalid):
        kit.book(time(11, 30))


def test_who_was_seen_already_stays(kit: ClinicKit) -> None:
    seen, _ = _two(kit)
    kit.visits.mark_visited(seen, by="doctor")
    kit.days.cancel(kit.doctor_id, MONDAY, by="desk")
    assert kit.read.appointment(seen).status is Status.VISITED


def test_moving_a_day_keeps_the_times_where_they_are_free(kit: ClinicKit) -> None:
    first, second = _two(kit)
    kit.book(time(10), day=TUESDAY, name="Was There")
    rows = kit.days.move(kit.doctor_id, MONDAY, TUESDAY, by="desk")
    assert [row.moved_to for row in rows] == [time(10, 30), time(11)]
    assert [kit.read.appointment(key).date for key in (first, second)] == [TUESDAY, TUESDAY]


def test_a_day_without_room_moves_nobody(kit: ClinicKit) -> None:
    first, _ = _two(kit)
    for at in (time(10), time(10, 30), time(11), time(11, 30)):
        kit.book(at, day=TUESDAY, name=f"Other {at}")
    with pytest.raises(Invalid):
        kit.days.move(kit.doctor_id, MONDAY, TUESDAY, by="desk")
    assert kit.read.appointment(first).date == MONDAY


def test_running_late_tells_everybody_who_has_not_arrived(kit: ClinicKit) -> None:
    waiting, arrived = _two(kit)
    kit.booking.arrive(arrived, by="desk")
    [row] = kit.days.running_late(kit.doctor_id, MONDAY, 40, by="desk")
    assert row.appointment_id == waiting
    assert "about 40 minutes late" in (row.text or "")
    assert "10:40 AM" in (row.text or "")
    assert kit.read.appointment(waiting).time_slot == time(10)
    with pytest.raises(Invalid):
        kit.days.running_late(kit.doctor_id, MONDAY, 0, by="desk")


def test_a_day_moved_to_another_doctor_today_takes_no_time_that_is_over(kit: ClinicKit) -> None:
    """The commonest case: the doctor falls ill in the middle of the morning."""
    first, second = _two(kit)
    other = kit.add_doctor("Nair", "General")
    kit.clock.go_on(minutes=_minutes_until(kit, MONDAY, time(10, 40)))
    rows = kit.days.move(kit.doctor_id, MONDAY, MONDAY, to_doctor_id=other, by="desk")
    assert [row.moved_to for row in rows] == [time(10, 30), time(11)], "the slot of 10:00 has ended, that of 10:30 not"
    assert {kit.read.appointment(key).doctor_id for key in (first, second)} == {other}


def _minutes_until(kit: ClinicKit, day: date, at: time) -> float:
    hospital = kit.read.hospital(kit.hospital_id)
    return (hospital.instant(day, at) - kit.clock.now()).total_seconds() / 60
