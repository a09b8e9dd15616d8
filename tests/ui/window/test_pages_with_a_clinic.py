"""The pages in the whole window, over the real services and a real file: what a click does is in the database after it."""

from datetime import date, time
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.domain.appointment import Status
from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.services.ports import MessageFilter
from desktop_app.services.views import AppointmentView, MessageView
from desktop_app.ui.dialogs.patients import EditPatientDialog, EraseDialog, MergeDialog
from desktop_app.ui.page import Page
from desktop_app.ui.pages.first_start.page import FirstStartPage
from desktop_app.ui.pages.messages.page import MessagesPage
from desktop_app.ui.pages.messages.presenter import Deed, Filter
from desktop_app.ui.pages.patients.page import PatientsPage
from desktop_app.ui.pages.settings.doctor_dialog import DoctorDialog
from desktop_app.ui.pages.settings.leave_dialog import LeaveDialog
from desktop_app.ui.pages.settings.page import SettingsPage
from desktop_app.ui.pages.templates.page import TemplatesPage
from desktop_app.ui.pages.visits.page import VisitsPage
from desktop_app.ui.pages.visits.presenter import Choice
from desktop_app.ui.places import Goto, PageName
from tests.ui.clinic_kit import TUESDAY, ClinicKit, add_city_hospital, add_pictured_day
from tests.ui.window.conftest import Window

Kind_ = TypeVar("Kind_", bound=Page)
Dialog = TypeVar("Dialog", bound=QWidget)


def go(window: Window, name: PageName, kind: type[Kind_], goto: Goto | None = None) -> Kind_:
    window.shell.navigate(goto or Goto(name))
    window.settle()
    page = window.shell.page(name)
    assert isinstance(page, kind)
    return page


def click(window: Window, widget: QWidget) -> None:
    assert widget.isVisible()
    assert widget.isEnabled(), widget.toolTip()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    window.settle()


def dialog_of(window: Window, kind: type[Dialog], button: QWidget) -> Dialog:
    click(window, button)
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def undo(window: Window) -> None:
    """Ctrl+Z, with the window in front again after a dialog (offscreen nobody brings it there)."""
    window.shell.activateWindow()
    window.until(window.shell.isActiveWindow)
    window.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def the(kit: ClinicKit, appointment_id: int) -> AppointmentView:
    return kit.clinic.read.appointment(appointment_id)


def messages(kit: ClinicKit, *statuses: MessageStatus) -> list[MessageView]:
    return list(kit.clinic.read.messages(MessageFilter(statuses=statuses), 200, None).items)


def test_an_empty_folder_leads_to_today_in_one_page(window: Window, kit: ClinicKit) -> None:
    window.shell.show()
    window.shell.attach(kit.clinic, window.runner)
    window.until(lambda: bool(window.shell.findChildren(FirstStartPage)) and window.runner.is_idle)
    (page,) = window.shell.findChildren(FirstStartPage)
    window.until(page.isVisible)
    QTest.keyClicks(page.clinic, "City Hospital")
    QTest.keyClicks(page.doctor, "Dr. Meera Nair")
    QTest.keyClick(page.doctor, Qt.Key.Key_Return)
    window.until(lambda: window.shell.current is PageName.TODAY and window.runner.is_idle)
    assert [doctor.name for doctor in kit.clinic.doctors.all()] == ["Meera Nair"]


def test_the_doctor_ticks_visited_with_a_follow_up_and_ctrl_z_takes_it_back(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    page = go(window, PageName.VISITS, VisitsPage)
    inside = the(kit, next(a.id for a in page._day.appointments if a.status is Status.IN_ROOM))  # type: ignore[union-attr]
    page.card.choices.button(Choice.ONE_WEEK).click()
    page.table.setFocus()
    window.press(Qt.Key.Key_V)
    seen = the(kit, inside.id)
    assert (seen.status, seen.followup_date) == (Status.VISITED, date(2026, 12, 1))
    line = kit.clinic.csv.path(1).read_text(encoding="utf-8").splitlines()[-1]
    assert line.endswith(",2026-12-01")
    assert inside.patient_name in window.toast()
    undo(window)
    window.until(lambda: the(kit, inside.id).status is Status.IN_ROOM)
    assert the(kit, inside.id).followup_date is None


def test_space_calls_in_who_came_first(window: Window, kit: ClinicKit) -> None:
    kavitha = add_pictured_day(kit)
    window.open()
    page = go(window, PageName.VISITS, VisitsPage)
    page.table.setFocus()
    window.press(Qt.Key.Key_V)
    window.press(Qt.Key.Key_Space)
    window.until(lambda: the(kit, kavitha).status is Status.IN_ROOM)
    window.settle()
    assert page.card.name.text() == "கவிதா முருகன்"


def test_a_waiting_message_is_withdrawn_and_sent_after_all(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    page = go(window, PageName.MESSAGES, MessagesPage)
    page.filters.button(Filter.WAITING).click()
    window.settle()
    first = page.model.rows[0]
    click(window, page.detail.button(Deed.WITHDRAW))
    assert kit.clinic.messages.get(first.id).status is MessageStatus.WITHDRAWN
    undo(window)
    window.until(lambda: kit.clinic.messages.get(first.id).status is MessageStatus.QUEUED)
    window.settle()


def test_tomorrows_outbox_shows_each_text_and_one_can_be_left_out(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    kit.at(9, 41, date(2026, 11, 23))
    booked = kit.book("Meera Nair", "Vidya Tripathi", "9876543210", time(10), date(2026, 11, 25))
    kit.at(10, 41)
    kit.at(9, 41)
    window.open()
    page = go(window, PageName.MESSAGES, MessagesPage)
    page.tomorrow.button(Filter.OUTBOX).click()
    window.settle()
    assert page.detail.bubble.message.startswith(
        "Hello Vidya Tripathi, Reminder: Appointment with Dr Meera Nair tomorrow"
    )
    click(window, page.detail.button(Deed.SKIP))
    skipped = [m for m in messages(kit, MessageStatus.SKIPPED) if m.appointment_id == booked]
    assert [m.kind for m in skipped] == [Kind.REMINDER]
    undo(window)
    window.until(lambda: not messages(kit, MessageStatus.SKIPPED))
    window.settle()


def test_a_saved_template_is_what_the_next_patient_reads(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open()
    page = go(window, PageName.TEMPLATES, TemplatesPage)
    page.editor.setPlainText("Namaste {patient_name}, {date} {time}")
    click(window, page.save)
    kit.book("Meera Nair", "Vidya Tripathi", "9876543210", time(10))
    assert messages(kit)[-1].text == "Namaste Vidya Tripathi, Tue, 24 Nov 2026 10:00 AM"
    click(window, page.back)
    kit.book("Meera Nair", "Fatima Shaikh", "9876543211", time(10, 15))
    assert messages(kit)[-1].text.startswith("Hello Fatima Shaikh, Your appointment with Dr Meera Nair is confirmed")


def test_a_corrected_number_takes_the_waiting_message_along(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    page = go(window, PageName.PATIENTS, PatientsPage)
    page.box.setText("Aarav")
    window.settle()
    dialog = dialog_of(window, EditPatientDialog, page.detail.edit)
    dialog.mobile.setText("080 2345 6789")
    click(window, dialog.main)
    assert dialog.fields["mobile"].reason.startswith("This is a landline")
    dialog.mobile.setText("98200 55555")
    click(window, dialog.main)
    (waiting,) = [m for m in messages(kit, MessageStatus.QUEUED) if m.patient_name == "Aarav Mehta"]
    assert waiting.mobile == "+919820055555"
    undo(window)
    window.until(lambda: kit.clinic.messages.get(waiting.id).mobile == "+919819912340")
    window.settle()


def test_a_double_is_merged_and_an_expected_patient_is_not_erased(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    kit.book("Meera Nair", "Aarav Mehtaa", "9819912340", time(11))
    window.open()
    page = go(window, PageName.PATIENTS, PatientsPage)
    page.box.setText("Aarav Mehta")
    window.settle()
    stays = next(n for n, patient in enumerate(page.model.rows) if patient.name == "Aarav Mehta")
    page.table.pick(stays)
    window.settle()
    dialog = dialog_of(window, MergeDialog, page.detail.merge)
    window.settle()
    click(window, dialog.main)
    assert [p.name for p in kit.clinic.patients.find("Aarav", 9)] == ["Aarav Mehta"]
    undo(window)
    window.until(lambda: len(kit.clinic.patients.find("Aarav", 9)) == 2)
    window.settle()
    dialog = dialog_of(window, EraseDialog, page.detail.erase)
    click(window, dialog.main)
    assert len(kit.clinic.patients.find("Aarav", 9)) == 2
    box = window.shell.notices
    assert "still has an appointment to come" in window.toast() or box.shown_banners()


def test_a_new_doctor_stands_on_today_and_leave_closes_days(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open()
    page = go(window, PageName.SETTINGS, SettingsPage)
    page.names.setCurrentRow(1)
    window.settle()
    dialog = dialog_of(window, DoctorDialog, page.doctors.add)
    dialog.name.setText("Dr. Kulkarni")
    click(window, dialog.main)
    assert "Kulkarni" in [doctor.name for doctor in kit.clinic.doctors.all(1)]
    page.names.setCurrentRow(2)
    window.settle()
    leave = dialog_of(window, LeaveDialog, page.leave.add)
    window.settle()
    leave.reason.setText("Stocktaking")
    click(window, leave.main)
    (closure,) = kit.clinic.closures.list(1, TUESDAY, TUESDAY)
    assert closure.closure.reason == "Stocktaking"
    slots = kit.clinic.booking.slots(kit.doctors["Meera Nair"], TUESDAY)
    assert {slot.state for slot in slots} == {"leave"}
