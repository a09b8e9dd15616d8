"""Booking at the desk, by keys alone, with a real clinic behind the window."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from PySide6.QtCore import Qt

from desktop_app.domain.errors import Unavailable
from desktop_app.domain.message import MessageStatus
from desktop_app.services.booking_service import BookAppointment
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AppointmentView, BookedView, MessageView
from tests.ui.clinic_kit import TUESDAY, ClinicKit, add_city_hospital, add_pictured_day
from tests.ui.window.conftest import Window


def newest(kit: ClinicKit) -> AppointmentView:
    page = kit.clinic.read.appointments(AppointmentFilter(hospital_id=1), 200, None)
    return max(page.items, key=lambda view: view.id)


def message_of(kit: ClinicKit, appointment_id: int) -> MessageView:
    return kit.clinic.messages.of_appointment(appointment_id)[-1]


def test_a_known_patient_is_booked_with_f2_a_number_and_two_enters(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    assert window.book.mobile.shown_number == "✓ +91 98765 43210"
    assert window.book.picker.lines()[0].startswith("Vidya Tripathi")
    assert "Hello Vidya Tripathi" in window.book.preview.message
    assert "10:15 AM" in window.book.preview.message
    window.enter().enter()
    booked = newest(kit)
    assert (booked.patient_name, booked.time_slot, booked.doctor_name) == ("Vidya Tripathi", time(10, 15), "Meera Nair")
    window.until(lambda: any("10:15 AM, token 8, Vidya Tripathi, ○ Booked" in row for row in window.rows()))
    assert "Vidya Tripathi booked for 10:15 AM" in window.toast()
    assert "Confirmation in 8 s." in window.toast()
    message = message_of(kit, booked.id)
    assert message.status is MessageStatus.QUEUED
    assert message.not_before - kit.clock.now() == timedelta(seconds=8)


def test_undo_takes_the_booking_and_its_message_back(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    window.enter().enter()
    booked = newest(kit)
    window.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.until(lambda: kit.clinic.read.appointment(booked.id).status == "cancelled")
    assert message_of(kit, booked.id).status is MessageStatus.WITHDRAWN
    window.until(lambda: "undone" in window.toast())
    assert not window.shell.notices.undo_action.isEnabled()


def test_a_new_patient_needs_number_and_name(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press_f2()
    window.type("9000012345")
    window.enter()
    assert window.book.name.hasFocus()
    window.enter()
    assert window.book.name_field.reason == "Enter the patient’s name."
    window.type("नया मरीज़")
    assert window.book.name_field.reason == ""
    assert "नया मरीज़" in window.book.preview.message
    window.enter()
    assert newest(kit).patient_name == "नया मरीज़"


def test_a_landline_is_refused_while_it_is_typed(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press_f2()
    window.type("022 2345 6789")
    assert window.book.mobile_field.reason == "This is a landline; WhatsApp needs a mobile number."
    window.enter()
    assert window.is_booking
    assert window.book.mobile.text() == "022 2345 6789"


def test_a_short_number_is_no_fault_before_the_field_is_left(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press_f2()
    window.type("98765")
    assert window.book.mobile_field.reason == ""
    window.press(Qt.Key.Key_Tab)
    assert "too short" in window.book.mobile_field.reason


def test_a_family_shares_a_number_and_must_be_chosen_from(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    for name, minute in (("Vidya Tripathi", 0), ("Aarav Tripathi", 15)):
        kit.book("Meera Nair", name, "9876543210", time(10, minute))
    window.open().press_f2()
    window.type("9876543210")
    assert len(window.book.picker.lines()) == 3
    window.book.doctor.setFocus()
    window.enter()
    assert "Several patients have this number" in window.book.mobile_field.reason
    first, second = window.book.picker.lines()[:2]
    window.press(Qt.Key.Key_Down)
    window.enter().enter()
    assert second.startswith(newest(kit).patient_name)
    assert not first.startswith(newest(kit).patient_name)


def test_a_taken_slot_offers_the_next_one_and_enter_takes_it(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    window.enter()
    other = kit.clinic.booking

    @dataclass
    class Faster:
        """Another desk books the same time a moment earlier."""

        def __getattr__(self, name: str) -> object:
            return getattr(other, name)

        def book(self, wish: BookAppointment) -> BookedView:
            kit.clinic.booking = other
            kit.book("Meera Nair", "Somebody Faster", "9811111111", time(10, 15))
            return other.book(wish)

    kit.clinic.booking = Faster()
    window.enter()
    assert window.book.slot_field.reason == "10:15 AM was taken a moment ago. The next free time is 11:00 AM (Enter)."
    assert window.book.mobile.text() == "98765 43210"
    window.enter()
    assert newest(kit).time_slot == time(11)


def test_a_full_disk_keeps_what_was_typed(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    window.enter()
    real = kit.clinic.booking

    @dataclass
    class Full:
        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def book(self, wish: BookAppointment) -> BookedView:
            raise Unavailable("disk_full", "The computer's disk is full.", "Free some space, then press Enter again.")

    kit.clinic.booking = Full()
    window.enter()
    assert window.is_booking
    assert "disk is full" in window.book.trouble.text()
    assert "Your entries are still here" in window.book.trouble.text()
    kit.clinic.booking = real
    window.enter()
    assert newest(kit).patient_name == "Vidya Tripathi"


def test_escape_clears_then_leaves(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press_f2()
    window.type("98765")
    window.press(Qt.Key.Key_Escape)
    assert window.is_booking
    assert window.book.mobile.text() == ""
    assert window.book.mobile.hasFocus()
    window.press(Qt.Key.Key_Escape)
    assert not window.is_booking
    assert window.today.columns[0].table.hasFocus()


def test_another_day_in_words(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press_f2()
    window.type("9000012345")
    window.book.name.setText("Meena Patil")
    window.book.day.setFocus()
    window.book.day.selectAll()
    window.type("+7")
    assert window.book.day.day() == TUESDAY + timedelta(days=7)
    window.enter()
    booked = newest(kit)
    assert (booked.date, booked.time_slot) == (date(2026, 12, 1), time(9))
    assert "on Tue 1 Dec" in window.toast()


def test_a_day_that_is_not_understood_is_said_beside_the_field(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press_f2()
    window.book.day.setFocus()
    window.book.day.selectAll()
    window.type("soon")
    assert window.book.day_field.reason == "Not understood. Write tomorrow, +7 or 15/12."


def test_a_walk_in_needs_no_slot(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press_f2()
    window.type("9000012345")
    window.book.name.setText("Meena Patil")
    window.book.walk_in.setFocus()
    window.press(Qt.Key.Key_Space)
    window.enter()
    assert (newest(kit).is_walk_in, newest(kit).time_slot) == (True, time(9, 41))


def test_without_the_tick_no_message_goes(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press_f2()
    window.type("9000012345")
    window.book.name.setText("Meena Patil")
    window.book.consent.setFocus()
    window.press(Qt.Key.Key_Space)
    window.enter()
    message = message_of(kit, newest(kit).id)
    assert message.status is MessageStatus.SKIPPED
    assert "No message" in window.toast()


def test_f2_from_another_page_comes_back_to_it_on_escape(window: Window, kit: ClinicKit) -> None:
    from desktop_app.ui.places import Goto, PageName

    add_city_hospital(kit)
    window.open()
    window.shell.navigate(Goto(PageName.VISITS))
    window.settle()
    window.press_f2()
    assert window.shell.current is PageName.TODAY
    window.press(Qt.Key.Key_Escape)
    assert window.shell.current is PageName.VISITS


def test_a_time_that_another_desk_takes_meanwhile_is_told_before_enter(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    kit.book("Meera Nair", "Somebody Faster", "9811111111", time(10, 15))
    window.until(lambda: window.book.slots.value() == time(11))
    assert window.book.slot_field.reason == "10:15 AM was taken a moment ago. The next free time is 11:00 AM (Enter)."


def test_undo_is_offered_only_while_the_message_is_surely_held(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    window.enter().enter()
    remaining = window.shell._layers.toast._end.remainingTime()
    assert 0 < remaining <= 7500


def test_undo_says_so_when_the_message_had_gone(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    window.enter().enter()
    booked = newest(kit)
    real = kit.clinic.messages

    @dataclass
    class Gone:
        """The worker was faster: the confirmation is out."""

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def of_appointment(self, appointment_id: int) -> tuple[MessageView, ...]:
            return tuple(replace(m, status=MessageStatus.SENT) for m in real.of_appointment(appointment_id))

    kit.clinic.messages = Gone()
    window.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.until(lambda: "had gone out already. Call the patient." in window.toast())
    assert kit.clinic.read.appointment(booked.id).status == "cancelled"
