"""A doctor's whole day cancelled, moved, late: shown first, done with one button, told in a toast; over the real services."""

from datetime import time, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.domain.errors import Unavailable
from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.services.day_service import DayService
from desktop_app.services.hospital_service import SettingsChange
from desktop_app.services.patient_service import PatientChange
from desktop_app.services.ports import MessageFilter
from desktop_app.ui.pages.today.whole_day import WholeDayAct
from desktop_app.ui.pages.today.whole_day_dialog import WholeDayDialog
from desktop_app.ui.pages.today.whole_day_dialogs import CancelDayDialog, MoveDayDialog, RunningLateDialog
from tests.ui.clinic_kit import BY, TUESDAY, ClinicKit, add_city_hospital
from tests.ui.window.conftest import Window

WEDNESDAY = TUESDAY + timedelta(days=1)
Dialog = TypeVar("Dialog", bound=WholeDayDialog)


def three_booked(kit: ClinicKit) -> list[int]:
    """Fatima and Aarav at 10:00 and 10:30, Lakshmi at 10:45 who is here; Aarav asked not to be messaged."""
    add_city_hospital(kit)
    kit.at(9, 41)
    ids = [
        kit.book("Meera Nair", name, f"987654321{n}", at)
        for n, (name, at) in enumerate(
            (("Fatima Shaikh", time(10)), ("Aarav Mehta", time(10, 30)), ("Lakshmi Iyer", time(10, 45)))
        )
    ]
    aarav = kit.clinic.read.appointment(ids[1]).patient_id
    kit.clinic.patients.update(aarav, PatientChange(consent=False), by=BY)
    kit.clinic.booking.arrive(ids[2], by=BY)
    return ids


def dialog_of(window: Window, act: WholeDayAct, kind: type[Dialog], column: int = 0) -> Dialog:
    """Choose it in the menu of a doctor's column, and wait for what would happen."""
    window.today.columns[column].whole_day_action(act).trigger()
    return shown(window, kind)


def shown(window: Window, kind: type[Dialog]) -> Dialog:
    window.until(lambda: any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets()))
    window.settle()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def press_main(window: Window, dialog: WholeDayDialog) -> None:
    assert dialog.main.isEnabled(), dialog.main.toolTip()
    QTest.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
    window.settle()


def untold(dialog: WholeDayDialog) -> list[str]:
    return [dialog.untold.item(n).text().strip() for n in range(dialog.untold.count())]


def status(kit: ClinicKit, appointment_id: int) -> str:
    return kit.clinic.read.appointment(appointment_id).status.value


def test_a_cancelled_day_is_shown_first_and_then_done(window: Window, kit: ClinicKit) -> None:
    ids = three_booked(kit)
    window.open()
    dialog = dialog_of(window, WholeDayAct.CANCEL, CancelDayDialog)
    assert "3 appointments are cancelled." in dialog.summary.text()
    assert "1 waits here; tell the patient at the desk." in dialog.summary.text()
    assert "3 patients get no message:" in dialog.untold_head.text(), "nobody was told of the booking yet"
    assert "Aarav Mehta, 10:30 AM, 98765 43211" in untold(dialog)
    assert {status(kit, key) for key in ids} == {"booked", "arrived"}, "only shown"
    assert dialog.main.text() == "Cancel 3 appointments"
    assert not dialog.main.isDefault(), "what cannot be undone is not done by Enter"
    dialog.reason.setText("doctor is ill")
    press_main(window, dialog)
    assert {status(kit, key) for key in ids} == {"cancelled"}
    assert kit.clinic.read.appointment(ids[0]).status_reason == "doctor is ill"
    assert "3 appointments are cancelled." in window.toast()
    assert {slot.state for slot in kit.clinic.booking.slots(kit.doctors["Meera Nair"], TUESDAY)} == {"leave"}
    window.until(lambda: "on leave" in window.today.columns[0].about)


def test_who_comes_later_than_the_doctor_reads_it_as_it_will_go(window: Window, kit: ClinicKit) -> None:
    three_booked(kit)
    window.open()
    dialog = dialog_of(window, WholeDayAct.LATE, RunningLateDialog)
    dialog.minutes.button(45).click()
    window.settle()
    assert dialog.reader.text() == "Fatima Shaikh reads:"
    assert "about 45 minutes late" in dialog.bubble.message
    assert "10:45 AM" in dialog.bubble.message
    assert untold(dialog) == [
        "The patient asked not to be messaged. Call instead.",
        "Aarav Mehta, 10:30 AM, 98765 43211",
    ]
    text, words = dialog.bubble.message, dialog.main.text()
    assert words == "Tell 1 patient"
    press_main(window, dialog)
    queued = MessageFilter(hospital_id=1, statuses=(MessageStatus.QUEUED,))
    sent = [m.text for m in kit.clinic.messages.list(queued, 50, None).items if m.kind is Kind.RESCHEDULED]
    assert sent == [text]
    assert "1 patient is told that Dr Meera Nair is about 45 minutes late." in window.toast()


def test_a_day_moves_to_the_doctors_next_day_or_to_another_doctor(window: Window, kit: ClinicKit) -> None:
    ids = three_booked(kit)
    window.open()
    dialog = dialog_of(window, WholeDayAct.MOVE, MoveDayDialog)
    assert dialog.day.day() == WEDNESDAY
    assert "3 appointments move to Wed 25 Nov." in dialog.summary.text()
    dialog.doctor.choose(kit.doctors["S Rao"])
    dialog.day.setText("today")
    window.settle()
    assert "3 appointments move to Tue 24 Nov, Dr S Rao." in dialog.summary.text()
    assert "2 get another time." in dialog.summary.text(), "Dr S Rao has 10:40 and 11:00, not 10:30 and 10:45"
    press_main(window, dialog)
    moved = [kit.clinic.read.appointment(key) for key in ids]
    assert [(view.doctor_name, view.time_slot) for view in moved] == [
        ("S Rao", time(10)), ("S Rao", time(10, 40)), ("S Rao", time(11)),
    ]  # fmt: skip
    assert "3 appointments moved to Tue 24 Nov, Dr S Rao." in window.toast()


def test_a_day_that_cannot_be_used_is_said_beside_its_field(window: Window, kit: ClinicKit) -> None:
    ids = three_booked(kit)
    window.open()
    dialog = dialog_of(window, WholeDayAct.MOVE, MoveDayDialog)
    for typed, reason in (("today", "Choose another day or another doctor."), ("32/13", "Not understood.")):
        dialog.day.setText(typed)
        window.settle()
        assert dialog.fields["to_day"].reason.startswith(reason)
        assert not dialog.main.isEnabled()
        assert not dialog.bubble.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    window.settle()
    assert status(kit, ids[0]) == "booked"


def test_what_the_computer_cannot_do_is_said_and_can_be_tried_again(
    window: Window, kit: ClinicKit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = three_booked(kit)
    window.open()
    dialog = dialog_of(window, WholeDayAct.CANCEL, CancelDayDialog)

    def is_full(*_: object, **__: object) -> None:
        raise Unavailable("disk_full", "The computer’s disk is full.", "Free some space, then try again.")

    with monkeypatch.context() as patched:
        patched.setattr(DayService, "cancel", is_full)
        press_main(window, dialog)
        assert dialog.fault.text() == "The computer’s disk is full. Free some space, then try again."
        assert dialog.isVisible()
    dialog.preview()
    window.settle()
    press_main(window, dialog)
    assert status(kit, ids[0]) == "cancelled"


def test_one_part_of_the_day_alone(window: Window, kit: ClinicKit) -> None:
    """A doctor without own hours has a morning and an evening."""
    add_city_hospital(kit)
    kit.clinic.hospitals.change_settings(1, SettingsChange(whatsapp_enabled=False), by=BY)
    from desktop_app.services.doctor_service import DoctorEntry

    kit.at(9, 0)
    kit.doctors["Usual"] = kit.clinic.doctors.add(DoctorEntry(1, "Usual", ""), by=BY).id
    morning = kit.book("Usual", "Fatima Shaikh", "9876543210", time(10))
    evening = kit.book("Usual", "Aarav Mehta", "9876543211", time(18, 30))
    window.open()
    window.type("6")
    dialog = dialog_of(window, WholeDayAct.CANCEL, CancelDayDialog)
    assert dialog.main.text() == "Cancel 2 appointments"
    dialog.part.button("18:00").click()
    window.settle()
    assert dialog.main.text() == "Cancel 1 appointment"
    press_main(window, dialog)
    assert (status(kit, morning), status(kit, evening)) == ("booked", "cancelled")


def test_the_palette_has_them_for_the_column_that_is_worked_in(window: Window, kit: ClinicKit) -> None:
    three_booked(kit)
    window.open()
    window.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.type("late")
    window.enter()
    assert shown(window, RunningLateDialog).windowTitle() == "Dr Meera Nair is running late"


def test_what_makes_no_sense_is_greyed_out(window: Window, kit: ClinicKit) -> None:
    three_booked(kit)
    window.open()
    nair, rao = (window.today.columns[n] for n in (0, 1))
    assert [nair.whole_day_action(act).isEnabled() for act in WholeDayAct] == [True, True, True]
    assert [rao.whole_day_action(act).isEnabled() for act in WholeDayAct] == [False, False, True]
    window.today.presenter.step_day(-1)
    window.settle()
    assert not any(nair.whole_day_action(act).isEnabled() for act in WholeDayAct)
