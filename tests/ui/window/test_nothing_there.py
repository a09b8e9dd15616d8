"""What the window says where there is nothing yet, or nothing found; and that nothing there can be pressed in vain."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.services.hospital_service import HospitalEntry
from desktop_app.ui.pages.settings.page import SettingsPage
from desktop_app.ui.pages.visits.page import VisitsPage
from desktop_app.ui.pages.whatsapp.page import WhatsAppPage
from desktop_app.ui.places import Goto, PageName
from tests.ui.clinic_kit import BY, ClinicKit, add_city_hospital
from tests.ui.window.conftest import Window


def test_without_a_doctor_the_way_leads_to_settings(window: Window, kit: ClinicKit) -> None:
    kit.clinic.hospitals.add(HospitalEntry(name="City Hospital"), by=BY)
    window.open()
    window.shell.navigate(Goto(PageName.VISITS))
    window.settle()
    page = window.shell.page(PageName.VISITS)
    assert isinstance(page, VisitsPage)
    assert page.no_doctor.button.isVisible()
    assert not page.call.isVisible(), "nobody can be called in"
    window.press_f2()
    assert window.book.slots.isVisible()
    assert window.book.presenter.form.no_slots.startswith("No doctor works here yet.")
    window.press(Qt.Key.Key_Escape)
    window.shell.navigate(Goto(PageName.VISITS))
    window.settle()
    QTest.mouseClick(page.no_doctor.button, Qt.MouseButton.LeftButton)
    window.settle()
    assert isinstance(window.shell.page(PageName.SETTINGS), SettingsPage)
    assert window.shell.current is PageName.SETTINGS


def test_the_palette_says_when_it_finds_nothing(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.shell._palette
    assert palette is not None
    assert not palette.nothing.isVisible()
    window.type("zzqq")
    window.until(palette.nothing.isVisible)
    assert palette.shown() == ()
    palette.field.clear()
    window.until(lambda: not palette.nothing.isVisible())


def test_a_stray_space_on_the_whatsapp_page_switches_nothing_off(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open()
    window.shell.navigate(Goto(PageName.WHATSAPP))
    window.settle()
    page = window.shell.page(PageName.WHATSAPP)
    assert isinstance(page, WhatsAppPage)
    window.until(page.connected_body.mobile.hasFocus)
    window.press(Qt.Key.Key_Space)
    assert page.side.switch.isChecked()
    assert kit.clinic.hospitals.settings(1).sending.whatsapp_enabled
