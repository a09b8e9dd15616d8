"""Booking: what one booking leaves behind, and every refusal, after which nothing has changed. Contract section 5."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from desktop_app.domain.appointment import Act, Status
from desktop_app.domain.errors import Invalid, NotFound, SlotTaken
from desktop_app.domain.message import MessageStatus, Reason
from desktop_app.domain.schedule import SlotState, Stretch
from desktop_app.services.booking_service import BookAppointment
from desktop_app.services.changes import AppointmentsChanged, MessagesChanged
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.services.new_booking import Idempotency
from tests.services.kit import MONDAY, ClinicKit

TUESDAY = MONDAY + timedelta(days=1)


def test_one_booking_is_one_of_everything(kit: ClinicKit) -> None:
    booked = kit.book(reason="Knee pain")
    shown = booked.appointment
    assert (shown.doctor_name, shown.specialty) == ("Mehta", "Ortho")
    assert (shown.patient_name, shown.mobile) == ("Rahul Sharma", "+919876543210")
    assert (shown.date, shown.time_slot, shown.minutes, shown.token) == (MONDAY, time(10, 30), 30, 1)
    assert shown.status is Status.BOOKED
    assert (shown.reason, shown.status_reason, shown.followup_date, shown.visit_date) == ("Knee pain", None, None, None)
    assert booked.csv_written
    assert kit.csv_lines() == [
        "name,mobile,date,time_slot,doctor,specialty,followup_date",
        "Rahul Sharma,+919876543210,2026-03-02,10:30,Dr Mehta,Ortho,",
    ]
    assert kit.told(shown.id) == [("confirmation", "queued")]
    assert booked.message.text == (
        "Hello Rahul Sharma, Your appointment with Dr Mehta is confirmed for Mon, 2 Mar 2026 at 10:30 AM. - City Hospital"
    )
    [line] = kit.read.audit(shown.id)
    assert (line.by, line.act, line.before, line.after) == ("desk", Act.BOOK, "", "booked")
    assert AppointmentsChanged(kit.hospital_id) in kit.published
    assert MessagesChanged(kit.hospital_id) in kit.published


def test_a_taken_slot_offers_the_next_one_and_leaves_nothing(kit: ClinicKit) -> None:
    kit.book()
    with pytest.raises(SlotTaken) as refused:
        kit.book(name="Asha Rao", mobile="9812345678")
    assert (refused.value.wanted, refused.value.next_free) == (time(10, 30), time(11))
    assert kit.read.find_patients("Asha", 8) == ()
    assert len(kit.csv_lines()) == 2


def test_a_full_day_has_no_next_free_time(kit: ClinicKit) -> None:
    for n, at in enumerate((time(10), time(10, 30), time(11), time(11, 30), time(12))):
        kit.book(at, name=f"Patient {n}")
    with pytest.raises(SlotTaken) as refused:
        kit.book(time(11))
    assert refused.value.next_free is None


Prepare = Callable[[ClinicKit], BookAppointment]


def _while_inactive(kit: ClinicKit) -> BookAppointment:
    kit.doctors.update(kit.doctor_id, DoctorEntry(active=False), by="desk")
    return kit.wish()


def _on_leave(kit: ClinicKit) -> BookAppointment:
    kit.leave.add(kit.hospital_id, MONDAY, TUESDAY, doctor_id=kit.doctor_id, reason="conference", by="desk")
    return kit.wish()


def _after_the_slot(kit: ClinicKit) -> BookAppointment:
    kit.clock.go_on(hours=3)  # 11:00
    return kit.wish()


@pytest.mark.parametrize(
    ("prepare", "field", "code"),
    [
        (lambda kit: kit.wish(day=MONDAY - timedelta(days=1)), "date", "past"),
        (_after_the_slot, "time_slot", "past"),
        (lambda kit: kit.wish(time(10, 40)), "time_slot", "not_offered"),
        (lambda kit: kit.wish(time(12), minutes=60), "minutes", "not_offered"),
        (lambda kit: kit.wish(minutes=0), "minutes", "wrong"),
        (lambda kit: kit.wish(at=None), "time_slot", "missing"),
        (_on_leave, "date", "leave"),
        (_while_inactive, "doctor_id", "not_offered"),
        (lambda kit: kit.wish(mobile="022 2345 6789"), "mobile", "landline"),
        (lambda kit: kit.wish(mobile="1800 123 4567"), "mobile", "toll_free"),
        (lambda kit: kit.wish(mobile="98765"), "mobile", "too_short"),
        (lambda kit: kit.wish(mobile="987654321012"), "mobile", "too_long"),
        (lambda kit: kit.wish(mobile="+44 7911 123456"), "mobile", "foreign"),
        (lambda kit: kit.wish(name="  "), "patient_name", "missing"),
        (lambda kit: kit.wish(name="Ra\x07hul"), "patient_name", "wrong"),
        (lambda kit: kit.wish(language="xx"), "language", "wrong"),
    ],
)
def test_refusals_change_nothing(kit: ClinicKit, prepare: Prepare, field: str, code: str) -> None:
    wish = prepare(kit)
    with pytest.raises(Invalid) as refused:
        kit.booking.book(wish)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [(field, code)]
    assert kit.read.find_patients("", 8) == ()
    assert kit.csv_lines() == []
    with kit.unit() as unit:
        assert unit.appointments.next_token(kit.doctor_id, MONDAY, "10:00") == 1


def test_an_unknown_doctor_is_not_found(kit: ClinicKit) -> None:
    with pytest.raises(NotFound):
        kit.book(doctor_id=99)


def test_a_running_slot_can_still_be_booked(kit: ClinicKit) -> None:
    kit.clock.go_on(hours=2, minutes=35)  # 10:35
    assert kit.book().appointment.time_slot == time(10, 30)


def test_two_wrong_entries_are_told_at_once(kit: ClinicKit) -> None:
    with pytest.raises(Invalid) as refused:
        kit.book(name="", mobile="")
    assert [problem.field for problem in refused.value.problems] == ["patient_name", "mobile"]


def test_the_same_person_is_one_patient_and_keeps_the_first_spelling(kit: ClinicKit) -> None:
    first = kit.book(name="Rahul  Sharma").appointment
    second = kit.book(time(11), name="rahul sharma", mobile="+91 98765-43210").appointment
    other = kit.book(time(11, 30), name="Asha Sharma").appointment
    assert second.patient_id == first.patient_id != other.patient_id
    assert second.patient_name == "Rahul  Sharma"


def test_do_not_message_is_kept_and_explained(kit: ClinicKit) -> None:
    quiet = kit.book(consent=False)
    assert (quiet.message.status, quiet.message.reason_code) == (MessageStatus.SKIPPED, Reason.NO_CONSENT)
    again = kit.book(time(11))
    assert again.message.reason_code is Reason.NO_CONSENT, "a booking alone does not lift it"
    loud = kit.book(time(11, 30), consent=True)
    assert loud.message.status is MessageStatus.QUEUED


def test_consent_withdrawn_at_a_booking_takes_back_what_waits(kit: ClinicKit) -> None:
    first = kit.book().appointment
    kit.book(time(11), consent=False)
    assert kit.told(first.id) == [("confirmation", "withdrawn")]


def test_with_whatsapp_off_the_message_is_a_row_that_says_so(kit: ClinicKit) -> None:
    kit.switch_whatsapp(False)
    message = kit.book().message
    assert (message.status, message.reason_code) == (MessageStatus.SKIPPED, Reason.WHATSAPP_OFF)
    assert message.reason


def test_the_undo_time_holds_the_message_back(kit: ClinicKit) -> None:
    booked = kit.book(hold=timedelta(seconds=8))
    assert booked.message.not_before == kit.clock.now() + timedelta(seconds=8)
    assert kit.send_waiting() == []
    kit.clock.go_on(seconds=8)
    assert len(kit.send_waiting()) == 1


def test_a_long_visit_holds_every_step(kit: ClinicKit) -> None:
    assert kit.book(time(10), minutes=60).appointment.minutes == 60
    with pytest.raises(SlotTaken):
        kit.book(time(10, 30), name="Asha Rao")
    states = {slot.time_slot: slot.state for slot in kit.booking.slots(kit.doctor_id, MONDAY)}
    assert [at for at, state in states.items() if state is SlotState.TAKEN] == [time(10), time(10, 30)]


def test_capacity_shares_a_slot_and_no_more(kit: ClinicKit) -> None:
    shared = kit.add_doctor("Rao", schedule=(Stretch(0, time(10), time(11), 30, capacity=2),))
    assert [kit.book(name=f"Patient {n}", doctor_id=shared).appointment.token for n in range(2)] == [1, 2]
    assert next(s for s in kit.booking.slots(shared, MONDAY) if s.time_slot == time(10, 30)).state is SlotState.TAKEN
    with pytest.raises(SlotTaken):
        kit.book(name="Patient 3", doctor_id=shared)


def test_a_walk_in_is_allowed_when_all_is_full_and_holds_no_place(kit: ClinicKit) -> None:
    kit.clock.go_on(hours=2, minutes=37)  # 10:37
    kit.book(time(11))
    walk_in = kit.book(None, day=date(2000, 1, 1), name="Asha Rao", is_walk_in=True).appointment
    assert (walk_in.date, walk_in.time_slot, walk_in.token, walk_in.is_walk_in) == (MONDAY, time(10, 37), 2, True)
    assert kit.read.held_on(kit.doctor_id, MONDAY) != ()
    assert kit.book(time(10, 30), name="Uma Das").appointment.token == 3


def test_tokens_count_per_stretch_and_are_never_given_twice(kit: ClinicKit) -> None:
    first = kit.book().appointment
    kit.booking.cancel(first.id, by="desk")
    assert kit.book(name="Asha Rao").appointment.token == 2
    assert kit.book(day=TUESDAY).appointment.token == 1


def test_the_same_patient_elsewhere_at_that_time_is_a_warning(kit: ClinicKit) -> None:
    other = kit.add_doctor("Rao")
    assert kit.book().warning is None
    warned = kit.book(doctor_id=other)
    assert warned.warning is not None
    assert "Dr Mehta" in warned.warning


def test_a_repeated_key_books_once(kit: ClinicKit) -> None:
    wish = kit.wish(idempotency=Idempotency("k1", "body"))
    first, again = kit.booking.book(wish), kit.booking.book(wish)
    assert first.appointment == again.appointment
    assert first.message.id == again.message.id
    assert len(kit.csv_lines()) == 2
    with pytest.raises(Invalid) as refused:
        kit.booking.book(replace(wish, idempotency=Idempotency("k1", "another body")))
    assert refused.value.problems[0].code == "key_reused"


def test_a_foreign_number_where_the_clinic_allows_them(kit: ClinicKit) -> None:
    kit.hospitals.change_settings(kit.hospital_id, SettingsChange(allows_foreign_numbers=True), by="desk")
    assert kit.book(mobile="+44 7911 123456").appointment.mobile == "+447911123456"


def test_slots_show_what_is_free_taken_past_and_on_leave(kit: ClinicKit) -> None:
    kit.book(time(11))
    kit.clock.go_on(hours=2, minutes=40)  # 10:40
    shown = {s.time_slot: (s.state, s.places_left) for s in kit.booking.slots(kit.doctor_id, MONDAY)}
    assert shown == {
        time(10): (SlotState.PAST, 0),
        time(10, 30): (SlotState.FREE, 1),
        time(11): (SlotState.TAKEN, 0),
        time(11, 30): (SlotState.FREE, 1),
        time(12): (SlotState.FREE, 1),
    }
    kit.leave.add(kit.hospital_id, TUESDAY, TUESDAY, by="desk")
    assert {s.state for s in kit.booking.slots(kit.doctor_id, TUESDAY)} == {SlotState.LEAVE}


def test_a_specialty_is_one_line_in_the_file(kit: ClinicKit) -> None:
    doctor_id = kit.add_doctor("Rao", "Bones\n and  joints")
    kit.booking.book(kit.wish(doctor_id=doctor_id))
    assert kit.read.doctor(doctor_id).specialty == "Bones and joints"
    assert len(kit.csv_lines()) == 2
