"""The board by keys, with a real clinic behind the window."""

from datetime import time, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.ui.pages.today.acts import BoardAct
from desktop_app.ui.pages.today.board import BoardRow
from desktop_app.ui.theme_tokens import Tone
from tests.ui.clinic_kit import TUESDAY, ClinicKit, add_city_hospital, add_pictured_day
from tests.ui.window.conftest import Window


def status(kit: ClinicKit, appointment_id: int) -> str:
    return kit.clinic.read.appointment(appointment_id).status.value


def test_two_doctors_stand_side_by_side_and_the_others_in_a_strip(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    assert window.rows(0)[0] == "9:00 AM, token 1, Vidya Tripathi, ✓ Visited"
    assert window.rows(1)[3] == "10:00 AM, token 4, Kabir Singh, ● Arrived 8 min"
    assert window.today.columns[0].about.startswith("General · 7 booked · 2 waiting")
    strip = [button.accessibleName() for button in window.today.others.buttons]
    assert strip[0] == "Dr Shah · Ortho 2 waiting"
    assert strip[2] == "Dr Bose · Skin from 6:00 PM"


def test_the_cursor_starts_at_the_first_who_waits(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    window.until(lambda: "கவிதா முருகன்" in window.today.details.words)
    window.until(lambda: "42 F · first visit · Tamil" in window.today.details.words)


def test_a_wait_of_more_than_half_an_hour_is_amber(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    assert window.today.columns[0].table.rows[2].chip == ("● Arrived 34 min", Tone.WARN)
    assert window.today.columns[0].table.rows[3].chip == ("● Arrived 12 min", Tone.ARRIVED)


def test_letters_move_a_patient_through_the_day_and_undo_takes_each_back(window: Window, kit: ClinicKit) -> None:
    key = add_pictured_day(kit)
    window.open()
    arrived = kit.clinic.read.appointment(key).arrived_at
    for letter, now, told in (("r", "in_room", "is in the room"), ("v", "visited", "is marked as visited")):
        window.type(letter)
        window.until(lambda now=now: status(kit, key) == now)
        window.until(lambda told=told: told in window.toast())
        window.until(lambda told=told: told in window.toast() and "கவிதா" in window.rows()[2])
    window.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.until(lambda: status(kit, key) == "in_room")
    assert kit.clinic.read.appointment(key).arrived_at == arrived


def test_an_arrival_can_be_undone(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    key = kit.book("Meera Nair", "Fatima Shaikh", "9876543214", time(10))
    window.open()
    window.today.put_cursor(key)
    window.type("a")
    window.until(lambda: status(kit, key) == "arrived")
    window.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.until(lambda: status(kit, key) == "booked")
    assert kit.clinic.read.appointment(key).arrived_at is None
    waiting = [m.kind for m in kit.clinic.messages.of_appointment(key) if m.status is MessageStatus.QUEUED]
    assert waiting == [Kind.CONFIRMATION]


def test_cancel_frees_the_time_and_undo_takes_it_again(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    key = kit.book("Meera Nair", "Fatima Shaikh", "9876543214", time(10))
    window.open()
    window.today.put_cursor(key)
    window.press(Qt.Key.Key_Delete)
    window.until(lambda: status(kit, key) == "cancelled")
    window.until(lambda: any(row == "10:00 AM, free, Enter books" for row in window.rows()))
    window.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.until(lambda: status(kit, key) == "booked")
    window.until(lambda: not any(row == "10:00 AM, free, Enter books" for row in window.rows()))
    live = [m for m in kit.clinic.messages.of_appointment(key) if m.status is MessageStatus.QUEUED]
    assert [m.kind for m in live] == [Kind.CONFIRMATION]


def test_what_makes_no_sense_is_said_and_not_done(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    window.press(Qt.Key.Key_Home)
    window.type("n")
    assert "Vidya Tripathi is visited" in window.toast()
    assert not window.today.details.button(BoardAct.NO_SHOW).isVisible()


def test_enter_on_a_free_time_books_exactly_there(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    window.press(Qt.Key.Key_End)
    assert "11:00 AM is free with Dr Meera Nair" in window.today.details.words
    window.enter()
    assert window.is_booking
    assert window.book.slots.value() == time(11)


def test_a_number_brings_that_doctor_and_arrows_go_across(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    window.press(Qt.Key.Key_Right)
    assert window.today.columns[1].table.hasFocus()
    window.type("3")
    assert window.today.columns[1].doctor_id == kit.doctors["Shah"]
    assert "Dr S Rao · Paediatrics 1 waiting" in [b.accessibleName() for b in window.today.others.buttons]
    window.press(Qt.Key.Key_Left)
    assert window.today.columns[0].table.hasFocus()


def test_other_days_and_back(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    window.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.shell.windowTitle() == "Clinic Front Desk"
    window.until(lambda: window.today.title == "Wednesday 25 November")
    window.until(lambda: window.rows()[0] == "9:00 AM, free, Enter books")
    window.press(Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    window.until(lambda: window.rows()[0].endswith("✓ Visited"))
    assert window.today.title == "Tuesday 24 November"


def test_move_shows_times_and_tells_the_patient(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    key = kit.book("Meera Nair", "Fatima Shaikh", "9876543214", time(10))
    window.open()
    window.today.put_cursor(key)
    window.type("m")
    form = window.shell.panel.move_form
    assert form is not None
    window.until(lambda: "is confirmed for" in form.preview.message)
    form.day.selectAll()
    window.type("tomorrow")
    shown = form.preview.message
    window.enter()
    waiting = [m.text for m in kit.clinic.messages.of_appointment(key) if m.status is MessageStatus.QUEUED]
    assert waiting == [shown], "the confirmation had not gone, so it takes the new time"
    moved = kit.clinic.read.appointment(key)
    assert (moved.date, moved.time_slot) == (TUESDAY + timedelta(days=1), time(10))
    assert "moved to Wed 25 Nov, 10:00 AM" in window.toast()
    window.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.until(lambda: kit.clinic.read.appointment(key).date == TUESDAY)


def test_move_says_when_no_message_goes(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    kit.clinic.hospitals.change_settings(1, SettingsChange(whatsapp_enabled=False), by="desk")
    key = kit.book("Meera Nair", "Fatima Shaikh", "9876543214", time(10))
    window.open()
    window.today.put_cursor(key)
    window.type("m")
    form = window.shell.panel.move_form
    assert form is not None
    window.until(lambda: form.note.text().startswith("No message about this appointment has gone out"))
    assert not form.preview.isVisible()


def test_what_another_desk_does_shows_by_itself(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open()
    kit.book("Meera Nair", "Fatima Shaikh", "9876543214", time(10))
    window.until(lambda: "10:00 AM, token 1, Fatima Shaikh, ○ Booked" in window.rows())


def test_the_cursor_stays_with_its_patient(window: Window, kit: ClinicKit) -> None:
    key = add_pictured_day(kit)
    window.open()
    kit.book("Meera Nair", "Early Bird", "9876543299", time(10, 15))
    window.until(lambda: any("Early Bird" in row for row in window.rows()))
    current = window.today.columns[0].table.current()
    assert isinstance(current, BoardRow)
    assert current.key[0] == key


def test_a_clinic_without_doctors_says_what_to_do(window: Window, kit: ClinicKit) -> None:
    from desktop_app.services.hospital_service import HospitalEntry

    kit.clinic.hospitals.add(HospitalEntry(name="New Clinic"), by="desk")
    window.open()
    said = [label.text() for label in window.today.findChildren(QLabel)]
    assert "No doctor works here yet. Add the doctors first." in said
