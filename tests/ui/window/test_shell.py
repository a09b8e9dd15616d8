"""The window around the pages: navigation, banners, keys, look, sizes, and what a screen reader finds."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.services.channel import SessionState
from desktop_app.services.hospital_service import HospitalEntry
from desktop_app.ui.places import Goto, PageName
from desktop_app.ui.shell import Shell
from desktop_app.ui.theme import Theme, look
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.window_settings import WindowSettings
from tests.ui.clinic_kit import ClinicKit, add_city_hospital, add_pictured_day, connected
from tests.ui.window.conftest import Window

SCREEN = (1366, 728)


def banners(shell: Shell) -> list[str]:
    return [banner.words for banner in shell.findChildren(Banner) if banner.isVisible()]


def test_it_stands_before_the_clinic_is_open(window: Window) -> None:
    window.shell.show()
    assert window.shell.isVisible()
    assert any(label.text() == "Opening the clinic …" for label in window.shell.findChildren(QLabel))
    window.press(Qt.Key.Key_F2)
    assert not window.is_booking


def test_the_banner_tells_what_waits_and_goes_by_itself(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    connected(kit, SessionState.SCAN_QR, waiting=3)
    window.open()
    assert "<b>3 messages wait</b> and will go out by themselves" in banners(window.shell)[0]
    connected(kit, SessionState.READY)
    window.until(lambda: banners(window.shell) == [])
    assert "WhatsApp connected as 98200 11223" in [b.text() for b in window.shell.findChildren(QAbstractButton)]


def test_f8_pauses_and_resumes(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press(Qt.Key.Key_F8)
    assert kit.whatsapp.paused_reason is not None
    assert banners(window.shell)[0].startswith("Sending is paused")
    window.press(Qt.Key.Key_F8)
    assert kit.whatsapp.paused_reason is None
    assert banners(window.shell) == []


def test_a_restriction_is_told_once_in_red_and_leads_to_the_page(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    kit.whatsapp.paused_reason = "WhatsApp has restricted this account. Wait until that is over, then resume."
    connected(kit, SessionState.RESTRICTED, kit.whatsapp.paused_reason)
    window.open()
    (banner,) = [banner for banner in window.shell.findChildren(Banner) if banner.isVisible()]
    assert banner.button.text() == "Open WhatsApp", "no code helps here"
    window.shell.navigate(Goto(PageName.WHATSAPP))
    window.until(lambda: banners(window.shell) == [])


def test_a_linked_phone_that_was_stopped_asks_for_no_code(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    kit.whatsapp.is_linked = True
    connected(kit, SessionState.CLOSED, waiting=1)
    window.open()
    assert "will go out by itself once WhatsApp is started" in banners(window.shell)[0]


def test_f1_is_one_line_and_escape_takes_it_away(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press(Qt.Key.Key_F1)
    assert banners(window.shell)[0].startswith("The day of each doctor.")
    window.press(Qt.Key.Key_Escape)
    assert banners(window.shell) == []


def test_every_key_is_in_one_list(window: Window, kit: ClinicKit) -> None:
    from desktop_app.ui.keys import KeysDialog

    add_city_hospital(kit)
    window.open().press(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeysDialog))
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"New booking", "Everywhere", "Today", "No-show", "The next day"} <= set(words)
    dialog.accept()


def test_the_palette_finds_patients_and_commands(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.shell._palette
    assert palette is not None
    assert palette.field.hasFocus()
    window.type("next day")
    assert palette.shown() == ("The next day",)
    palette.field.clear()
    window.type("54321")
    window.until(lambda: "Fatima Shaikh" in palette.shown())
    palette.field.clear()
    window.type("new booking")
    window.enter()
    assert palette.isHidden()
    assert window.is_booking


def test_the_palette_leaves_the_focus_where_it_was(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open().press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.press(Qt.Key.Key_Escape)
    assert window.today.columns[0].table.hasFocus()


def test_several_hospitals_have_a_switcher(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    kit.clinic.hospitals.add(HospitalEntry(name="Hill Clinic", address="Pune"), by="desk")
    window.open()
    names = [action.text() for action in window.shell._parts.navigation._menu.actions()]
    assert names == ["City Hospital", "Hill Clinic"]
    window.shell._parts.navigation._menu.actions()[1].trigger()
    window.settle()
    assert window.shell.desk is not None
    assert window.shell.desk.hospital_id == 2
    assert window.shell.settings.hospital_id() == 2


def test_practice_says_so_on_every_screen(qtbot: QtBot, tmp_path: Path, look_as_drawn: None) -> None:
    shell = Shell(WindowSettings(tmp_path / "window.ini"), is_practice=True)
    qtbot.addWidget(shell)
    shell.show()
    assert "PRACTICE – nothing is sent" in [label.text() for label in shell.findChildren(QLabel)]
    assert shell.windowTitle().startswith("PRACTICE")
    assert shell.grab().toImage().pixelColor(2, 400).name() == look().tokens.practice


def test_look_and_place_are_kept(qtbot: QtBot, tmp_path: Path, look_as_drawn: None) -> None:
    WindowSettings(tmp_path / "window.ini").keep_look(Theme.DARK, 135)
    look().set(Theme.LIGHT, 100)
    WindowSettings(tmp_path / "window.ini").apply_look()
    assert (look().theme, look().text_size, look().tokens.is_dark) == (Theme.DARK, 135, True)


def test_a_bug_is_shown_once_per_kind_and_can_be_copied(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open()
    window.shell.notices.show_bug("KeyError\npages/today/page.py:10")
    assert "Something went wrong" in window.toast()
    window.shell._layers.toast.press()
    assert QApplication.clipboard().text() == "KeyError\npages/today/page.py:10"


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("text_size", [100, 115, 135])
def test_it_fits_the_smallest_screen_and_cuts_no_button(
    window: Window, kit: ClinicKit, theme: Theme, text_size: int
) -> None:
    look().set(theme, text_size)
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    hint = window.shell.minimumSizeHint()
    assert (hint.width(), hint.height()) <= SCREEN
    assert hint.height() <= SCREEN[1]
    window.shell.resize(*SCREEN)
    window.settle()
    cut = [b.text() for b in buttons(window.shell) if b.width() < b.minimumSizeHint().width()]
    assert cut == []


def test_everything_that_can_be_pressed_has_a_name_for_a_screen_reader(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open().press_f2()
    window.type("9876543210")
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.shell.findChildren(QWidget)
        if widget.isVisible() and takes_part(widget) and not spoken(widget)
    ]
    assert nameless == []


def test_icon_buttons_have_a_tooltip(window: Window, kit: ClinicKit) -> None:
    add_pictured_day(kit)
    window.open()
    bare = [b for b in window.shell.findChildren(QToolButton) if b.isVisible() and not b.text() and not b.toolTip()]
    assert bare == []


def buttons(shell: Shell) -> list[QAbstractButton]:
    return [button for button in shell.findChildren(QAbstractButton) if button.isVisible() and button.text()]


def takes_part(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) or widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value != 0


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_each_page_has_its_key(window: Window, kit: ClinicKit) -> None:
    add_city_hospital(kit)
    window.open()
    keys = [action.shortcut().toString() for action in window.shell._actions.pages.values()]
    assert keys == [f"Alt+{number}" for number in range(1, len(PageName) + 1)]


def test_names_of_any_length_never_widen_the_window(window: Window, kit: ClinicKit) -> None:
    from datetime import time

    from desktop_app.services.doctor_service import DoctorEntry

    add_city_hospital(kit)
    long_name = "Venkata Subrahmanyam " * 9
    kit.clinic.doctors.update(
        kit.doctors["Meera Nair"], DoctorEntry(name=long_name, specialty="Gastroenterology"), by="desk"
    )
    kit.book("Meera Nair", long_name, "9876543214", time(10))
    window.open()
    window.until(lambda: long_name.strip() in window.rows()[2])
    window.press(Qt.Key.Key_Home)
    window.press(Qt.Key.Key_Down)
    assert window.shell.minimumSizeHint().width() <= SCREEN[0]
    assert window.shell.width() == SCREEN[0]
