"""Appointments, places, tokens, and the lists made of them."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from desktop_app.domain.appointment import Act, Appointment, Status
from desktop_app.domain.errors import Invalid, NotFound
from desktop_app.domain.message import Kind
from desktop_app.domain.schedule import HeldPlace
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AuditLine
from tests.fakes.standing_clock import NOW
from tests.storage.front_desk import TOMORROW, FrontDesk


def test_an_appointment_keeps_every_field(desk: FrontDesk) -> None:
    booked = desk.book(desk.add_patient())
    assert booked.placed_at == booked.created_at == NOW
    full = Appointment(
        booked.id,
        desk.hospital.id,
        desk.add_doctor("Nair").id,
        booked.patient_id,
        date(2026, 12, 1),
        time(18, 30),
        60,
        "18:00",
        7,
        True,
        Status.VISITED,
        "fever",
        "moved",
        date(2026, 12, 8),
        date(2026, 12, 1),
        3,
        NOW,
        NOW + timedelta(minutes=1),
        NOW + timedelta(minutes=2),
        NOW + timedelta(minutes=3),
    )
    desk.do(lambda unit: unit.appointments.save(full))
    assert desk.do(lambda unit: unit.appointments.get(booked.id)) == full
    with pytest.raises(NotFound):
        desk.do(lambda unit: unit.appointments.save(replace(full, id=99)))


def test_a_view_shows_doctor_and_patient_by_name(desk: FrontDesk) -> None:
    view = desk.read.appointment(desk.book(desk.add_patient()).id)
    assert (view.doctor_name, view.specialty, view.patient_name, view.mobile) == (
        "Mehta",
        "Ortho",
        "Rahul Sharma",
        "+919876543210",
    )
    assert (view.date, view.time_slot, view.token, view.status, view.is_walk_in) == (
        TOMORROW,
        time(10, 30),
        1,
        Status.BOOKED,
        False,
    )


def test_places_are_held_until_they_are_released(desk: FrontDesk) -> None:
    first = desk.book(desk.add_patient())
    second = desk.book(desk.add_patient("Asha"), at=time(11))
    ten, eleven = HeldPlace(time(10, 30), 30, 1), HeldPlace(time(11), 30, 1)
    assert desk.read.held_on(desk.doctor.id, TOMORROW) == (ten, eleven)
    assert desk.do(lambda unit: unit.appointments.held_on(desk.doctor.id, TOMORROW, but_of=first.id)) == (eleven,)
    desk.do(lambda unit: unit.appointments.release(second.id))
    assert desk.read.held_on(desk.doctor.id, TOMORROW) == (ten,)
    assert desk.read.held_on(desk.doctor.id, TOMORROW + timedelta(days=1)) == ()


def test_tokens_count_on_per_doctor_day_and_stretch(desk: FrontDesk) -> None:
    other = desk.add_doctor("Nair").id
    wanted = [
        (1, TOMORROW, "09:30"),
        (1, TOMORROW, "09:30"),
        (1, TOMORROW, "18:00"),
        (other, TOMORROW, "09:30"),
        (1, date(2026, 11, 26), "09:30"),
    ]
    assert [desk.do(lambda unit, key=key: unit.appointments.next_token(*key)) for key in wanted] == [1, 2, 1, 1, 1]


def test_a_token_of_an_undone_unit_is_given_again_and_no_other(desk: FrontDesk) -> None:
    with desk.database.open_unit() as unit:
        assert unit.appointments.next_token(1, TOMORROW, "09:30") == 1
    assert desk.do(lambda unit: unit.appointments.next_token(1, TOMORROW, "09:30")) == 1


def test_what_is_asked_for_a_day_and_a_patient(desk: FrontDesk) -> None:
    rahul = desk.add_patient()
    late, early = desk.book(rahul, at=time(15)), desk.book(rahul, at=time(9, 30))
    desk.book(rahul, at=time(12), status=Status.CANCELLED)
    done = desk.book(rahul, at=time(13), status=Status.VISITED)
    yesterday = desk.book(rahul, date(2026, 11, 23))
    ask = desk.do(
        lambda unit: (
            unit.appointments.of_doctor_on(desk.doctor.id, TOMORROW),
            unit.appointments.of_patient_on(rahul.id, TOMORROW),
            unit.appointments.coming_of_patient(rahul.id, TOMORROW),
        )
    )
    assert [[appointment.id for appointment in found] for found in ask] == [
        [early.id, done.id, late.id],
        [early.id, done.id, late.id],
        [early.id, late.id],
    ]
    assert yesterday.id not in {appointment.id for found in ask for appointment in found}


def test_lists_sort_by_date_time_id_and_go_on_at_the_cursor(desk: FrontDesk) -> None:
    patient, nair = desk.add_patient(), desk.add_doctor("Nair")
    for day in (26, 25):
        for doctor in (nair, desk.doctor):
            for at in (time(11), time(10)):
                desk.book(patient, date(2026, 11, day), at, doctor)
    found, cursor = list[tuple[date, time, int]](), None
    while True:
        page = desk.read.appointments(AppointmentFilter(), 3, cursor)
        found += [(view.date, view.time_slot, view.id) for view in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == sorted(found)
    assert len(found) == 8


@pytest.mark.parametrize(
    "cursor", ["", "1", "2026-11-25", "2026-11-25.10.30.x", "2026-99-25.10.30.1", "2026-11-25.99.30.1", "...."]
)
def test_a_cursor_that_was_never_given_is_refused(desk: FrontDesk, cursor: str) -> None:
    with pytest.raises(Invalid):
        desk.read.appointments(AppointmentFilter(), 10, cursor)


def test_each_filter_alone_and_all_together(desk: FrontDesk) -> None:
    rahul, asha, nair = desk.add_patient(), desk.add_patient("Asha Rao", "+918888877777"), desk.add_doctor("Nair")
    first = desk.book(rahul)
    second = desk.book(asha, doctor=nair, status=Status.VISITED)
    third = desk.book(asha, date(2026, 11, 30))

    def ids(**wanted: object) -> list[int]:
        return [view.id for view in desk.read.appointments(AppointmentFilter(**wanted), 50, None).items]  # type: ignore[arg-type]

    assert ids(hospital_id=desk.hospital.id) == [first.id, second.id, third.id]
    assert ids(hospital_id=99) == ids(doctor_id=2**63) == ids(q="zzz") == []
    assert ids(doctor_id=nair.id) == ids(status=Status.VISITED) == [second.id]
    assert ids(patient_id=asha.id) == ids(q="asha") == ids(q="88888") == [second.id, third.id]
    assert ids(first_day=date(2026, 11, 30)) == ids(q="rao", first_day=date(2026, 11, 26)) == [third.id]
    assert ids(last_day=TOMORROW) == ids(first_day=TOMORROW, last_day=TOMORROW) == [first.id, second.id]
    together = {
        "hospital_id": desk.hospital.id,
        "doctor_id": nair.id,
        "patient_id": asha.id,
        "status": Status.VISITED,
        "q": "as",
    }
    assert ids(**together, first_day=TOMORROW, last_day=TOMORROW) == [second.id]


def test_a_reminder_is_lacking_until_its_present_revision_has_one(desk: FrontDesk) -> None:
    booked = desk.book(desk.add_patient())
    walk_in = desk.book(desk.add_patient("Asha"), at=time(12))
    desk.do(lambda unit: unit.appointments.save(replace(walk_in, is_walk_in=True)))
    desk.book(desk.add_patient("Done"), at=time(13), status=Status.VISITED)

    def lacking() -> list[int]:
        return [due.appointment.id for due in desk.read.visits_on(desk.hospital.id, TOMORROW, "day_before")]

    (due,) = desk.read.visits_on(desk.hospital.id, TOMORROW)
    assert (due.appointment, due.patient.name, due.doctor) == (booked, "Rahul Sharma", desk.doctor)
    assert lacking() == [booked.id]
    desk.plan(booked, kind=Kind.REMINDER, rule="days_before:3")
    assert lacking() == [booked.id]
    desk.plan(booked, kind=Kind.REMINDER, rule="day_before")
    assert lacking() == []
    desk.do(lambda unit: unit.appointments.save(replace(booked, revision=1)))
    assert lacking() == [booked.id]


def test_a_followup_is_lacking_until_it_has_its_message(desk: FrontDesk) -> None:
    seen = desk.book(desk.add_patient(), status=Status.VISITED)
    desk.do(lambda unit: unit.appointments.save(replace(seen, followup_date=date(2026, 12, 2))))
    (due,) = desk.read.followups_on(desk.hospital.id, date(2026, 12, 2), "followup")
    assert due.appointment.id == seen.id
    desk.plan(seen, kind=Kind.FOLLOWUP, rule="followup")
    assert desk.read.followups_on(desk.hospital.id, date(2026, 12, 2), "followup") == ()
    assert len(desk.read.followups_on(desk.hospital.id, date(2026, 12, 2))) == 1
    assert desk.read.followups_on(desk.hospital.id, date(2026, 12, 3)) == ()


def test_the_audit_trail_is_only_added_to(desk: FrontDesk) -> None:
    booked = desk.book(desk.add_patient())
    line = AuditLine(NOW, "desk", Act.CANCEL, "booked", "cancelled", "patient called")
    desk.do(lambda unit: (unit.audit.add(booked.id, line), unit.audit.add(None, line)))
    assert desk.read.audit(booked.id) == (line,)
    for forbidden in (
        "DELETE FROM audit",
        "UPDATE audit SET note = 'other'",
        "UPDATE audit SET who = 'nobody', note = ''",
    ):
        with pytest.raises(Exception, match="only added to"), desk.database.writing() as connection:
            connection.exec_driver_sql(forbidden)
    assert desk.read.audit(booked.id) == (line,)
