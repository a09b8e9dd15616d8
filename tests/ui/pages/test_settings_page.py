"""Few settings, each finished."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.domain.errors import Invalid
from desktop_app.domain.hospital import SendingSettings
from desktop_app.domain.schedule import Closure, Stretch
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.hospital_service import HospitalEntry, SettingsChange
from desktop_app.services.leave_service import PublicHoliday
from desktop_app.services.ports import ClosureView
from desktop_app.services.views import DoctorView, HospitalView, SettingsView
from desktop_app.ui.dialogs.base import VerbDialog
from desktop_app.ui.dialogs.first_close import Closing, closing_of
from desktop_app.ui.pages.settings.clinic_section import AddHospitalDialog
from desktop_app.ui.pages.settings.doctor_dialog import DoctorDialog
from desktop_app.ui.pages.settings.leave_dialog import LeaveDialog
from desktop_app.ui.pages.settings.page import SettingsPage
from desktop_app.ui.theme import Theme, look
from desktop_app.ui.window_settings import WindowSettings
from tests.fakes.desk import DeskKit, make_desk

Dialog = TypeVar("Dialog", bound=QWidget)
SUNDAYS_OFF = tuple(Stretch(day, time(9), time(12), 15) for day in range(6))


CLINIC = HospitalView(1, "City Hospital", "022 2345 6789", "Andheri West", "Asia/Kolkata", "en", None)


@dataclass
class Office:
    """Hospitals, doctors and leave of one clinic."""

    hospital: HospitalView = CLINIC
    sending: SendingSettings = field(default_factory=lambda: SendingSettings(whatsapp_enabled=True))
    doctors: list[DoctorView] = field(
        default_factory=lambda: [
            DoctorView(1, 1, "Meera Nair", "General", (), True),
            DoctorView(2, 1, "सुरेश राव", "Paediatrics", SUNDAYS_OFF, False),
        ]
    )
    closures: list[ClosureView] = field(
        default_factory=lambda: [ClosureView(1, 1, Closure(date(2026, 12, 25), date(2026, 12, 25), None, "Christmas"))]
    )
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def get(self, hospital_id: int) -> HospitalView:
        return self.hospital

    def settings(self, hospital_id: int) -> SettingsView:
        return SettingsView(1, self.sending, "", "", "", "")

    def change_settings(self, hospital_id: int, change: SettingsChange, *, by: str) -> SettingsView:
        if change.second_reminder_days == 1:
            raise Invalid.one(
                "second_reminder_days", "wrong", "The first reminder goes one day before; choose 2 or more."
            )
        self.asked.append(("settings", change))
        assert change.reminder_time is not None
        self.sending = replace(self.sending, reminder_time=change.reminder_time)
        return self.settings(1)

    def update(self, hospital_id: int, entry: HospitalEntry, *, by: str) -> HospitalView:
        if entry.time_zone == "Asia/Nowhere":
            raise Invalid.one("time_zone", "wrong", "This time zone is not known. Write it like Asia/Kolkata.")
        self.hospital = replace(self.hospital, name=entry.name or "", time_zone=entry.time_zone or "")
        return self.hospital

    def add(self, entry: HospitalEntry, *, by: str) -> HospitalView:
        if not entry.name:
            raise Invalid.one("name", "missing", "Enter the name.")
        return replace(self.hospital, id=2, name=entry.name)


@dataclass
class Staff:
    office: Office

    def all(self, hospital_id: int) -> tuple[DoctorView, ...]:
        return tuple(self.office.doctors)

    def add(self, entry: DoctorEntry, *, by: str) -> DoctorView:
        if not entry.name:
            raise Invalid.one("name", "missing", "Enter the doctor's name.")
        doctor = DoctorView(
            len(self.office.doctors) + 1, 1, entry.name, entry.specialty or "", entry.schedule or (), True
        )
        self.office.doctors.append(doctor)
        return doctor

    def update(self, doctor_id: int, entry: DoctorEntry, *, by: str) -> DoctorView:
        given = {
            k: getattr(entry, k) for k in ("name", "specialty", "schedule", "active") if getattr(entry, k) is not None
        }
        self.office.doctors[doctor_id - 1] = replace(self.office.doctors[doctor_id - 1], **given)
        return self.office.doctors[doctor_id - 1]


@dataclass
class Calendar:
    office: Office

    def list(self, hospital_id: int, first: date, last: date) -> tuple[ClosureView, ...]:
        return tuple(self.office.closures)

    def add(
        self, hospital_id: int, first: date, last: date, *, doctor_id: int | None, reason: str, by: str
    ) -> ClosureView:
        view = ClosureView(len(self.office.closures) + 7, 1, Closure(first, last, doctor_id, reason))
        self.office.closures.append(view)
        return view

    def suggestions(self, hospital_id: int) -> tuple[PublicHoliday, ...]:
        return (PublicHoliday(date(2027, 1, 26), "Republic Day", False), PublicHoliday(date(2027, 3, 10), "Eid", True))

    def remove(self, hospital_id: int, closure_id: int, *, by: str) -> None:
        self.office.closures = [view for view in self.office.closures if view.id != closure_id]


class Kit:
    def __init__(self, stand: Callable[[Any], Any], folder: Path) -> None:
        self.office = Office()
        csv = SimpleNamespace(
            path=lambda _: folder / "appointment_exports" / "hospital_1_appointments.csv",
            check=lambda _: SimpleNamespace(rows=1204, waiting=0, differences=()),
            save_excel_copy=lambda _, path: path.write_bytes(b"xlsx"),
        )
        self.desk: DeskKit = make_desk(
            hospitals=self.office, doctors=Staff(self.office), closures=Calendar(self.office), csv=csv
        )
        self.renewed: list[str] = []
        computer: Any = SimpleNamespace(
            api_url=lambda: "http://127.0.0.1:8765",
            api_token=lambda: "token-" + "x" * 30,
            renew_token=lambda: self.renewed.append("new"),
            back_up=lambda path: "1204 patients",
        )
        self.desk.desk.computer = computer
        self.settings = WindowSettings(folder / "window.ini")
        self.page: SettingsPage = stand(SettingsPage(self.desk.desk, self.settings))

    def go(self, number: int) -> None:
        self.page.names.setCurrentRow(number)

    def open(self, kind: type[Dialog], button: QWidget) -> Dialog:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


@pytest.fixture
def kit(stand: Callable[[Any], Any], tmp_path: Path) -> Kit:
    return Kit(stand, tmp_path)


def press(button: QWidget) -> None:
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("theme", "size"), [(Theme.LIGHT, 100), (Theme.DARK, 135)])
def test_every_section_shows(kit: Kit, picture: Callable[[QWidget, str], None], theme: Theme, size: int) -> None:
    look().set(theme, size)
    for number in range(kit.page.names.count()):
        kit.go(number)
        assert kit.page.stack.currentIndex() == number
        picture(kit.page.window(), f"settings-{number}-{theme}-{size}")


def test_the_clinics_data_are_saved_or_refused_beside_the_field_and_undone(kit: Kit) -> None:
    section = kit.page.clinic
    section.zone.setText("Asia/Nowhere")
    press(section.save_button)
    assert section.fields["time_zone"].reason.startswith("This time zone is not known")
    section.zone.setText("Asia/Dubai")
    press(section.save_button)
    assert kit.office.hospital.time_zone == "Asia/Dubai"
    kit.desk.notices.undo_last()
    assert kit.office.hospital.time_zone == "Asia/Kolkata"
    assert section.zone.text() == "Asia/Kolkata"


def test_another_hospital_is_added(kit: Kit) -> None:
    dialog = kit.open(AddHospitalDialog, kit.page.clinic.add)
    press(dialog.main)
    assert dialog.field.reason == "Enter the name."
    dialog.name.setText("Bandra Clinic")
    press(dialog.main)
    assert kit.desk.notices.told[-1][0].startswith("Bandra Clinic is added")
    assert not dialog.isVisible()


def test_a_doctor_with_own_hours_is_added(kit: Kit, picture: Callable[[QWidget, str], None]) -> None:
    kit.go(1)
    dialog = kit.open(DoctorDialog, kit.page.doctors.add)
    press(dialog.main)
    assert dialog.fields["name"].reason == "Enter the doctor's name."
    dialog.name.setText("S Rao")
    assert "every half hour" in dialog.count.text()
    dialog.kind.button(True).click()
    press(dialog.hours.lines[1].remove)
    line = dialog.hours.lines[0]
    line.days[6].click()
    line.minutes.setValue(15)
    assert dialog.count.text().startswith("The last slot begins at the second time. 150 patients")
    picture(dialog, "settings-doctor")
    press(dialog.main)
    added = kit.office.doctors[-1]
    assert added.name == "S Rao"
    assert len(added.schedule) == 6
    kit.desk.notices.undo_last()
    assert kit.office.doctors[-1].active is False


def test_own_hours_without_a_day_are_refused(kit: Kit) -> None:
    kit.go(1)
    dialog = kit.open(DoctorDialog, kit.page.doctors.add)
    dialog.name.setText("S Rao")
    dialog.kind.button(True).click()
    for line in list(dialog.hours.lines):
        press(line.remove)
    press(dialog.main)
    assert dialog.fault.text() == "Choose the days, or take the line out."
    assert len(kit.office.doctors) == 2
    dialog.reject()


def test_a_doctor_is_changed_and_changed_back(kit: Kit) -> None:
    kit.go(1)
    kit.page.doctors.table.pick(1)
    dialog = kit.open(DoctorDialog, kit.page.doctors.change)
    assert dialog.kind.value() is True
    dialog.active.setChecked(True)
    press(dialog.main)
    assert kit.office.doctors[1].active
    assert kit.office.doctors[1].schedule == SUNDAYS_OFF
    kit.desk.notices.undo_last()
    assert not kit.office.doctors[1].active


def test_leave_is_added_removed_and_brought_back(kit: Kit, picture: Callable[[QWidget, str], None]) -> None:
    kit.go(2)
    dialog = kit.open(LeaveDialog, kit.page.leave.add)
    dialog.who.setCurrentIndex(1)
    dialog.first.setDate(QDate(2026, 12, 1))
    assert dialog.last.date() == QDate(2026, 12, 1), "the last day is never before the first"
    dialog.last.setDate(QDate(2026, 12, 5))
    dialog.reason.setText("Conference")
    picture(dialog, "settings-leave-dialog")
    press(dialog.main)
    assert kit.office.closures[-1].closure == Closure(date(2026, 12, 1), date(2026, 12, 5), 1, "Conference")
    kit.page.leave.table.pick(0)
    press(kit.page.leave.remove)
    assert [view.closure.reason for view in kit.office.closures] == ["Christmas"]
    kit.desk.notices.undo_last()
    assert kit.office.closures[-1].closure.reason == "Conference"


def test_a_public_holiday_is_suggested_and_chosen_by_hand(kit: Kit) -> None:
    kit.go(2)
    dialog = kit.open(LeaveDialog, kit.page.leave.add)
    lines = [dialog.holiday.itemText(number) for number in range(dialog.holiday.count())]
    assert any("Republic Day" in line for line in lines)
    assert any(line.endswith("expected") for line in lines)
    number = next(n for n, line in enumerate(lines) if "Republic Day" in line)
    dialog.holiday.setCurrentIndex(number)
    dialog.holiday.activated.emit(number)
    press(dialog.main)
    assert kit.office.closures[-1].closure.first_day == date(2027, 1, 26)


def test_the_times_of_messages_are_saved_and_undone(kit: Kit) -> None:
    kit.go(3)
    section = kit.page.messages
    section.second.set_amount(1)  # as another program may have set it
    press(section.save_button)
    assert section.fields["second_reminder_days"].reason.startswith("The first reminder goes one day before")
    section.second.set_amount(3)
    section.reminder_time.setTime(QTime(18, 30))
    press(section.save_button)
    assert kit.office.sending.reminder_time == time(18, 30)
    kit.desk.notices.undo_last()
    assert kit.office.sending.reminder_time == time(10)


def test_the_look_changes_at_once_and_is_kept(kit: Kit, tmp_path: Path) -> None:
    kit.go(4)
    kit.page.look.theme.button(Theme.DARK).click()
    kit.page.look.sizes.button(115).click()
    kit.page.look.closing.button(Closing.QUIT).click()
    assert (look().theme, look().text_size) == (Theme.DARK, 115)
    kit.settings.file.sync()
    again = WindowSettings(tmp_path / "window.ini")
    assert closing_of(again.file) is Closing.QUIT
    assert str(again.file.value("theme")) == "dark"
    kit.desk.notices.undo_last()
    assert look().text_size == 100


def test_the_token_is_hidden_copied_and_renewed_with_a_verb(kit: Kit) -> None:
    kit.go(5)
    section = kit.page.computer
    assert "token-" not in section.token.text()
    press(section.copy_token)
    assert QGuiApplication.clipboard().text().startswith("token-")
    press(section.show_token)
    assert section.token.text().startswith("token-")
    dialog = kit.open(VerbDialog, section.renew_token)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert kit.renewed == [], "Enter must keep the token"
    dialog = kit.open(VerbDialog, section.renew_token)
    press(dialog.main)
    assert kit.renewed == ["new"]


def test_the_file_is_compared_copied_and_backed_up(kit: Kit, tmp_path: Path) -> None:
    kit.go(5)
    section = kit.page.computer
    press(section.check)
    assert section.csv_state.text() == "✓ File and database agree: 1204 rows, 0 waiting."
    section.save_excel(str(tmp_path / "copy.xlsx"))
    assert (tmp_path / "copy.xlsx").exists()
    section.back_up(str(tmp_path / "backup.db"))
    assert kit.desk.notices.told[-1][0] == "Backed up to backup.db and read back: 1204 patients."
