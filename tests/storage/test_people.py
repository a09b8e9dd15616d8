"""Hospitals, doctors, leave, patients: what is put in comes out, and who is the same person."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy.exc import IntegrityError

from desktop_app.domain.appointment import Status
from desktop_app.domain.errors import Invalid, NotFound, WrongState
from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Doctor, Patient
from desktop_app.domain.schedule import Closure, Stretch, WeeklySchedule
from tests.fakes.standing_clock import NOW
from tests.storage.front_desk import TOMORROW, FrontDesk


def test_a_hospital_keeps_every_setting(desk: FrontDesk) -> None:
    settings = SendingSettings(True, 7, time(11), time(8, 30), 2, time(7), time(21, 15), 3)
    full = Hospital(0, "Sunrise", "02223456789", "Pune", "Asia/Dubai", "hi", "919876543210", settings, True)
    added = desk.do(lambda unit: unit.hospitals.add(full))
    assert desk.read.hospital(added.id) == replace(full, id=added.id)
    changed = replace(added, name="Sunset", sending=replace(settings, whatsapp_enabled=False))
    desk.do(lambda unit: unit.hospitals.save(changed))
    assert desk.read.hospital(added.id) == changed
    assert [view.name for view in desk.read.hospitals()] == ["City Hospital", "Sunset"]
    with pytest.raises(NotFound):
        desk.do(lambda unit: unit.hospitals.save(replace(changed, id=99)))


def test_a_doctor_keeps_the_week(desk: FrontDesk) -> None:
    week = WeeklySchedule((Stretch(0, time(9), time(12, 45), 15, 3), Stretch(6, time(18), time(18), 60)))
    doctor = desk.do(lambda unit: unit.doctors.add(Doctor(0, desk.hospital.id, "Nair", "", week)))
    assert desk.read.doctor(doctor.id) == doctor
    desk.do(lambda unit: unit.doctors.save(replace(doctor, active=False)))
    assert [view.id for view in desk.read.doctors(desk.hospital.id, only_active=True)] == [desk.doctor.id]
    assert desk.read.doctors(desk.hospital.id)[1].schedule == week.stretches
    assert desk.do(lambda unit: unit.hospitals.of_doctor(doctor.id)) == desk.hospital
    with pytest.raises(NotFound):
        desk.do(lambda unit: unit.hospitals.of_doctor(99))


def test_leave_concerns_its_doctor_its_hospital_and_its_days(desk: FrontDesk) -> None:
    other, hospital = desk.add_doctor("Nair"), desk.hospital.id
    whole = Closure(date(2026, 12, 24), date(2026, 12, 26), None, "Christmas")
    own = Closure(date(2026, 12, 26), date(2026, 12, 30), desk.doctor.id, "", "18:00")
    keys = desk.do(lambda unit: [unit.closures.add(hospital, closure) for closure in (whole, own)])
    on = desk.do(
        lambda unit: [
            unit.closures.on(hospital, who, date(2026, 12, day)) for who, day in ((1, 26), (other.id, 26), (1, 31))
        ]
    )
    assert on == [(whole, own), (whole,), ()]
    found = desk.read.closures(hospital, date(2026, 12, 26), date(2026, 12, 26))
    assert [(view.id, view.hospital_id, view.closure) for view in found] == [
        (keys[0], hospital, whole),
        (keys[1], hospital, own),
    ]
    desk.do(lambda unit: unit.closures.remove(keys[0]))
    assert len(desk.read.closures(hospital, date(2026, 1, 1), date(2027, 1, 1))) == 1
    with pytest.raises(NotFound):
        desk.do(lambda unit: unit.closures.remove(keys[0]))


def test_the_same_person_is_the_same_number_and_the_same_name(desk: FrontDesk) -> None:
    rahul = desk.add_patient("Rahul  Sharma")
    found = desk.do(lambda unit: unit.patients.find(" RAHUL sharma ", MobileNumber("+919876543210")))
    assert found == rahul
    assert desk.do(lambda unit: unit.patients.find("Rahul Sharma", MobileNumber("+919876543211"))) is None
    assert desk.add_patient("Asha Sharma").mobile == rahul.mobile


def test_a_corrected_patient_is_found_by_the_new_data_and_not_by_the_old(desk: FrontDesk) -> None:
    rahul = desk.add_patient()
    changed = replace(
        rahul, name="Rohit Verma", mobile=MobileNumber("+918888877777"), birth_year=1980, sex="M", consent=False
    )
    desk.do(lambda unit: unit.patients.save(changed))
    assert desk.do(lambda unit: unit.patients.get(rahul.id)) == changed
    assert names(desk, "rohit") == names(desk, "88888") == ["Rohit Verma"]
    assert names(desk, "rahul") == names(desk, "98765") == []


def names(desk: FrontDesk, q: str) -> list[str]:
    return [patient.name for patient in desk.read.patients(q, 50, None).items]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("", ["Rahul Sharma", "राजेश कुमार", "கவிதா முருகன்", "Joseph D'Souza", "Li Na"]),
        ("ul", ["Rahul Sharma"]),
        ("UL SHA", ["Rahul Sharma"]),
        ("sharma rahul", ["Rahul Sharma"]),
        ("hulsha", []),
        ("राज", ["राजेश कुमार"]),
        ("कु", ["राजेश कुमार"]),
        ("मार", ["राजेश कुमार"]),
        ("முருகன்", ["கவிதா முருகன்"]),
        ("d'so", ["Joseph D'Souza"]),
        ("'", ["Joseph D'Souza"]),
        ('"', []),
        ("a", ["Rahul Sharma", "Joseph D'Souza", "Li Na"]),
        ("98765", ["Rahul Sharma"]),
        ("43210", ["Rahul Sharma"]),
        ("98765 43210", ["Rahul Sharma"]),
        ("+91 98765-43210", ["Rahul Sharma"]),
        ("09876543210", ["Rahul Sharma"]),
        ("९८७६५", ["Rahul Sharma"]),
        ("0", ["Rahul Sharma", "राजेश कुमार"]),
        ("rahul 9876", ["Rahul Sharma"]),
        ("rahul 9999", []),
        ("x" * 5000, []),
        ("NOT OR AND * ^ ()", []),
        ("sha\x00rma \ud800", ["Rahul Sharma"]),
        ("rah\x00", ["Rahul Sharma"]),
    ],
)
def test_any_part_of_name_or_number_finds_the_patient(desk: FrontDesk, q: str, expected: list[str]) -> None:
    people = {
        "Rahul Sharma": "+919876543210",
        "राजेश कुमार": "+919123456780",
        "கவிதா முருகன்": "+918111111111",
        "Joseph D'Souza": "+917222222222",
        "Li Na": "+917333333333",
    }
    for name, mobile in people.items():
        desk.add_patient(name, mobile)
    assert names(desk, q) == expected


def test_patients_come_page_by_page(desk: FrontDesk) -> None:
    for number in range(7):
        desk.add_patient(f"Patient {number}")
    found, cursor = list[str](), None
    while True:
        page = desk.read.patients("pat", 3, cursor)
        found += [patient.name for patient in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == [f"Patient {number}" for number in range(7)]


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1.5", "9" * 30, "²"])
def test_a_cursor_that_was_never_given_is_refused(desk: FrontDesk, cursor: str) -> None:
    with pytest.raises(Invalid):
        desk.read.patients("", 10, cursor)


def test_typing_brings_who_begins_so_and_was_seen_last(desk: FrontDesk) -> None:
    within, older, newer = desk.add_patient("Meera Sharma"), desk.add_patient("Sharad"), desk.add_patient("Sharmila")
    for patient, day in ((within, 23), (older, 10), (newer, 20)):
        desk.book(patient, date(2026, 11, day))
    assert [patient.name for patient in desk.read.find_patients("shar", 2)] == ["Sharmila", "Sharad"]
    assert [patient.name for patient in desk.read.find_patients("shar", 8)] == ["Sharmila", "Sharad", "Meera Sharma"]
    assert desk.read.find_patients("9876", 1)[0].name == "Meera Sharma"


def test_a_patient_is_shown_with_last_and_next_visit(desk: FrontDesk) -> None:
    rahul = desk.add_patient()
    desk.book(rahul, date(2026, 11, 1), status=Status.VISITED)
    desk.book(rahul, date(2026, 11, 20), status=Status.VISITED)
    desk.book(rahul, date(2026, 11, 22))
    desk.book(rahul, TOMORROW, status=Status.CANCELLED)
    desk.book(rahul, date(2026, 12, 1))
    view = desk.read.patient(rahul.id)
    assert (view.last_visit, view.last_doctor, view.next_visit, view.visits) == (
        date(2026, 11, 20),
        "Mehta",
        date(2026, 12, 1),
        2,
    )


def test_a_merge_moves_everything_and_its_undo_brings_it_back(desk: FrontDesk) -> None:
    stays, gone = desk.add_patient("Rahul Sharma"), desk.add_patient("R. Sharma", "+919876543211")
    theirs, own = desk.book(gone), desk.book(stays, at=time(11))
    message = desk.plan(theirs, patient=gone)
    desk.do(lambda unit: unit.patients.merge(gone.id, stays.id))
    assert [desk.read.appointment(a.id).patient_id for a in (theirs, own)] == [stays.id, stays.id]
    assert desk.do(lambda unit: unit.patients.get(gone.id)) == stays
    assert desk.read.patient(gone.id).id == stays.id
    assert names(desk, "") == names(desk, "sharma") == ["Rahul Sharma"]
    assert desk.do(lambda unit: unit.patients.find("r. sharma", MobileNumber("+919876543211"))) == stays
    assert desk.do(lambda unit: unit.messages.waiting_of_patient(stays.id))[0].id == message.id
    desk.do(lambda unit: unit.patients.unmerge(gone.id))
    assert [desk.read.appointment(a.id).patient_id for a in (theirs, own)] == [gone.id, stays.id]
    assert desk.do(lambda unit: unit.messages.get(message.id)).patient_id == gone.id
    assert names(desk, "r. sha") == ["R. Sharma"]


def test_merges_in_a_row_lead_to_the_last_and_come_apart_in_any_order(desk: FrontDesk) -> None:
    first, second, third = (desk.add_patient(name) for name in ("A", "B", "C"))
    booked = desk.book(first)
    desk.do(lambda unit: unit.patients.merge(first.id, second.id))
    desk.do(lambda unit: unit.patients.merge(second.id, third.id))
    assert desk.read.appointment(booked.id).patient_id == third.id
    assert desk.do(lambda unit: unit.patients.get(first.id)) == third
    desk.do(lambda unit: unit.patients.unmerge(first.id))
    assert desk.read.appointment(booked.id).patient_id == first.id
    desk.do(lambda unit: unit.patients.unmerge(second.id))
    assert desk.read.appointment(booked.id).patient_id == first.id


def test_merges_that_make_no_sense_are_refused(desk: FrontDesk) -> None:
    stays, gone = desk.add_patient("A"), desk.add_patient("B")
    with pytest.raises(WrongState):
        desk.do(lambda unit: unit.patients.unmerge(gone.id))
    desk.do(lambda unit: unit.patients.merge(gone.id, stays.id))
    with pytest.raises(WrongState):
        desk.do(lambda unit: unit.patients.merge(gone.id, stays.id))
    desk.do(lambda unit: unit.patients.save(replace(stays, name="B")))
    with pytest.raises(WrongState, match="by now"):
        desk.do(lambda unit: unit.patients.unmerge(gone.id))
    with pytest.raises(NotFound):
        desk.do(lambda unit: unit.patients.merge(99, stays.id))


def test_erasing_leaves_no_name_number_or_text_in_the_file(desk: FrontDesk) -> None:
    secret, double, other = (
        desk.add_patient("Zubeida Secret"),
        desk.add_patient("Zub. Secret", "+919999988888"),
        desk.add_patient("Asha"),
    )
    desk.do(lambda unit: unit.patients.merge(double.id, secret.id))
    booked = desk.book(secret)
    desk.do(
        lambda unit: unit.appointments.save(replace(booked, reason="Zubeida's knee", status_reason="Zubeida called"))
    )
    message = desk.plan(booked, patient=secret)
    desk.do(lambda unit: unit.messages.save(replace(message, text="Hello Zubeida Secret")))
    desk.do(lambda unit: unit.messages.tell(message.id, NOW, "typed to Zubeida"))
    desk.do(lambda unit: unit.patients.erase(secret.id, NOW))
    view = desk.read.patient(secret.id)
    assert (view.name, view.mobile, view.consent) == ("erased", None, False)
    assert desk.read.message(message.id).text == "erased"
    assert desk.read.message(message.id).mobile is None
    assert desk.read.story(message.id) == ()
    assert desk.read.appointment(booked.id).reason is None
    assert names(desk, "") == ["Asha"]
    assert names(desk, "zub") == []
    folder = desk.database.path.parent
    content = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    for trace in (b"Zub", b"zub", b"99999888"):
        assert trace not in content
    assert desk.read.patient(other.id).name == "Asha"


def test_a_patient_is_unique_by_the_databases_own_rule(desk: FrontDesk) -> None:
    rahul = desk.add_patient()
    with pytest.raises(IntegrityError):
        desk.do(lambda unit: unit.patients.add(Patient(0, "rahul SHARMA", rahul.mobile, "en", True, NOW, "desk")))
