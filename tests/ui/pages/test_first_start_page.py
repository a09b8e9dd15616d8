"""From an empty folder to the first booking in three entries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import Unavailable
from desktop_app.services.doctor_service import DoctorEntry
from desktop_app.services.hospital_service import HospitalEntry
from desktop_app.services.views import HospitalView
from desktop_app.ui.pages.first_start.page import FirstStartPage
from desktop_app.ui.theme import Theme, look
from tests.fakes.desk import DeskKit, make_desk


@dataclass
class NewClinic:
    hospitals: list[HospitalView] = field(default_factory=list)
    doctors: list[DoctorEntry] = field(default_factory=list)
    is_full: bool = False

    def all(self) -> tuple[HospitalView, ...]:
        return tuple(self.hospitals)

    def update(self, hospital_id: int, entry: HospitalEntry, *, by: str) -> HospitalView:
        self.hospitals[0] = HospitalView(hospital_id, entry.name or "", None, None, "Asia/Kolkata", "en", None)
        return self.hospitals[0]

    def add(self, entry: Any, *, by: str) -> Any:  # noqa: ANN401
        if isinstance(entry, DoctorEntry):
            if self.is_full:
                raise Unavailable("disk_full", "The computer's disk is full.", "Free some space.")
            self.doctors.append(entry)
            return None
        self.hospitals.append(HospitalView(1, entry.name or "", None, None, "Asia/Kolkata", "en", None))
        return self.hospitals[0]


class Kit:
    def __init__(self, stand: Callable[[Any], Any]) -> None:
        self.clinic = NewClinic()
        self.desk: DeskKit = make_desk(hospitals=self.clinic, doctors=self.clinic)
        self.page: FirstStartPage = stand(FirstStartPage(self.desk.desk))


@pytest.fixture
def kit(stand: Callable[[Any], Any]) -> Kit:
    return Kit(stand)


def test_three_entries_and_enter_open_the_clinic(kit: Kit, picture: Callable[[QWidget, str], None]) -> None:
    for theme, size in ((Theme.DARK, 135), (Theme.LIGHT, 100)):
        look().set(theme, size)
        picture(kit.page.window(), f"first-start-{theme}-{size}")
    QTest.keyClicks(kit.page.clinic, "City Hospital")
    QTest.keyClicks(kit.page.doctor, "Dr. Meera Nair")
    QTest.keyClick(kit.page.doctor, Qt.Key.Key_Return)
    assert [h.name for h in kit.clinic.hospitals] == ["City Hospital"]
    assert kit.clinic.doctors == [DoctorEntry(1, "Dr. Meera Nair", "")]


def test_what_is_missing_is_said_beside_its_field_and_what_is_typed_stays(
    kit: Kit, picture: Callable[[QWidget, str], None]
) -> None:
    QTest.keyClicks(kit.page.doctor, "Dr.")
    QTest.mouseClick(kit.page.open, Qt.MouseButton.LeftButton)
    assert kit.page.fields["clinic"].reason == "Enter the name."
    assert kit.page.fields["doctor"].reason == "Enter the doctor’s name after the title."
    assert kit.page.doctor.text() == "Dr."
    picture(kit.page.window(), "first-start-faults")
    assert kit.clinic.hospitals == []


def test_a_second_try_makes_no_second_hospital(kit: Kit) -> None:
    kit.page.clinic.setText("City Hospital")
    kit.page.doctor.setText("Meera Nair")
    kit.clinic.is_full = True
    QTest.mouseClick(kit.page.open, Qt.MouseButton.LeftButton)
    assert kit.desk.notices.explained[0].code == "disk_full"
    assert kit.page.open.isEnabled()
    kit.clinic.is_full = False
    QTest.mouseClick(kit.page.open, Qt.MouseButton.LeftButton)
    assert len(kit.clinic.hospitals) == 1
    assert len(kit.clinic.doctors) == 1
