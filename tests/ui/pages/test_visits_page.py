"""The doctor's morning with four keys."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_app.domain.appointment import Status
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.schedule import Stretch
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AppointmentView, DoctorView, Page, PatientView
from desktop_app.ui.pages.visits.page import VisitsPage
from desktop_app.ui.pages.visits.presenter import Choice
from desktop_app.ui.places import Book
from desktop_app.ui.theme import Theme, look
from tests.fakes.desk import CITY, NOW, DeskKit, make_desk

TODAY = date(2026, 11, 24)
DOCTORS = (
    DoctorView(1, 1, "Meera Nair", "General", tuple(Stretch(d, time(9), time(13), 15) for d in range(6)), True),
    DoctorView(2, 1, "S Rao", "Paediatrics", (), True),
)


def visit(token: int, name: str, at: str, status: Status, **more: object) -> AppointmentView:
    plain = AppointmentView(
        token, 1, 1, "Meera Nair", "General", token, name, "+919876543210", TODAY, time.fromisoformat(at), 15, token, status,
        None, None, None, TODAY if status is Status.VISITED else None, NOW, None, None, False,
    )  # fmt: skip
    return replace(plain, **more)


def _ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


def morning() -> list[AppointmentView]:
    return [
        visit(12, "Vidya Tripathi", "09:00", Status.VISITED, followup_date=date(2026, 12, 1), in_room_at=_ago(14)),
        visit(13, "श्री राजेश कुमार", "09:15", Status.IN_ROOM, reason="knee pain", in_room_at=_ago(6)),
        visit(14, "கவிதா முருகன்", "09:30", Status.ARRIVED, arrived_at=_ago(34)),
        visit(15, "Joseph D’Souza", "09:45", Status.ARRIVED, arrived_at=_ago(12)),
        visit(16, "Fatima Shaikh", "10:00", Status.BOOKED),
        visit(17, "Aarav Mehta", "10:30", Status.BOOKED),
    ]  # fmt: skip


@dataclass
class Morning:
    """The clinic of one morning: reads and verbs over one list."""

    rows: list[AppointmentView] = field(default_factory=morning)
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def doctors(self, hospital_id: int, *, only_active: bool) -> tuple[DoctorView, ...]:
        return DOCTORS

    def get(self, doctor_id: int) -> DoctorView:
        return DOCTORS[doctor_id - 1]

    def hospital(self, hospital_id: int) -> Hospital:
        return CITY

    def patient(self, patient_id: int) -> PatientView:
        name = next(a.patient_name for a in self.rows if a.patient_id == patient_id)
        return PatientView(patient_id, name, "+919876543210", "hi", True, None, "desk", 1975, "M")

    def closures(self, hospital_id: int, first: date, last: date) -> tuple[Any, ...]:
        return ()

    def appointments(self, wanted: AppointmentFilter, limit: int, cursor: str | None) -> Page[AppointmentView]:
        return Page(tuple(a for a in self.rows if a.doctor_id == wanted.doctor_id), None)

    def _set(self, appointment_id: int, **change: object) -> AppointmentView:
        number = next(n for n, a in enumerate(self.rows) if a.id == appointment_id)
        self.rows[number] = replace(self.rows[number], **change)
        return self.rows[number]

    def _step(self, word: str, appointment_id: int, status: Status) -> AppointmentView:
        self.asked.append((word, appointment_id))
        return self._set(appointment_id, status=status, in_room_at=NOW if status is Status.IN_ROOM else None)

    def in_room(self, appointment_id: int, *, by: str) -> AppointmentView:
        return self._step("in_room", appointment_id, Status.IN_ROOM)

    def arrive(self, appointment_id: int, *, by: str) -> AppointmentView:
        return self._step("arrive", appointment_id, Status.ARRIVED)

    def reopen(self, appointment_id: int, *, by: str) -> AppointmentView:
        return self._step("reopen", appointment_id, Status.BOOKED)

    def no_show(self, appointment_id: int, *, by: str) -> AppointmentView:
        return self._step("no_show", appointment_id, Status.NO_SHOW)

    def mark_visited(self, appointment_id: int, *, followup_date: date | None, by: str) -> AppointmentView:
        self.asked.append(("visited", appointment_id, followup_date))
        return self._set(appointment_id, status=Status.VISITED, followup_date=followup_date, visit_date=TODAY)

    def clear_followup(self, appointment_id: int, *, by: str) -> AppointmentView:
        self.asked.append(("clear", appointment_id))
        return self._set(appointment_id, followup_date=None)


class Kit:
    def __init__(self, stand: Callable[[Any], Any], clinic: Morning | None = None) -> None:
        self.clinic = clinic or Morning()
        self.desk: DeskKit = make_desk(read=self.clinic, booking=self.clinic, visits=self.clinic, doctors=self.clinic)
        self.page: VisitsPage = stand(VisitsPage(self.desk.desk))

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page.table, key)

    def names(self) -> list[str]:
        return [a.patient_name for a in self.page.model.rows]


@pytest.fixture
def kit(stand: Callable[[Any], Any]) -> Kit:
    return Kit(stand)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize("size", [100, 135])
def test_the_page_shows_who_is_in_and_who_is_next(
    kit: Kit, picture: Callable[[QWidget, str], None], theme: Theme, size: int
) -> None:
    look().set(theme, size)
    kit.page.card.choices.button(Choice.ONE_WEEK).click()
    picture(kit.page.window(), f"visits-{theme}-{size}")
    assert (kit.page.title, kit.page.doctors.currentText()) == ("Visits", "Dr Meera Nair")
    assert kit.page.figures.text() == "2 waiting · 1 seen · 8 min each"
    assert kit.page.card.facts.text() == "51 M · in room for 6 min · came for: knee pain"
    assert kit.names()[:2] == ["கவிதா முருகன்", "Joseph D’Souza"]
    assert kit.names()[-1] == "Vidya Tripathi"


def test_v_ticks_visited_with_the_chosen_follow_up_and_undo_puts_the_patient_back(kit: Kit) -> None:
    kit.page.card.choices.button(Choice.ONE_WEEK).click()
    assert kit.page.card.sentence.text() == "Tue 1 Dec · reminded that day at 9:00 AM"
    kit.press(Qt.Key.Key_V)
    assert kit.clinic.asked == [("visited", 13, date(2026, 12, 1))]
    assert "Follow-up Tue 1 Dec" in kit.desk.notices.told[-1][0]
    assert kit.page.top.currentWidget() is kit.page.room_empty
    kit.desk.notices.undo_last()
    assert kit.clinic.asked[1:] == [("reopen", 13), ("in_room", 13)]
    assert kit.page.card.token.text() == "13"


def test_space_waits_for_the_room_then_calls_the_first_who_is_here(kit: Kit) -> None:
    kit.press(Qt.Key.Key_Space)
    assert kit.clinic.asked == []
    assert "still in the room" in kit.desk.notices.told[-1][0]
    kit.press(Qt.Key.Key_V)
    kit.press(Qt.Key.Key_Space)
    assert kit.clinic.asked[-1] == ("in_room", 14)
    assert kit.page.card.name.text() == "கவிதா முருகன்"
    assert kit.page.card.choices.value() is Choice.NONE, "the last patient's follow-up must not stay"


def test_b_sends_back_and_undo_calls_in_again(kit: Kit) -> None:
    kit.press(Qt.Key.Key_B)
    assert kit.clinic.asked == [("arrive", 13)]
    kit.desk.notices.undo_last()
    assert kit.clinic.asked[-1] == ("in_room", 13)


def test_a_day_picked_in_the_calendar_is_the_follow_up(kit: Kit) -> None:
    kit.page.card.choices.button(Choice.DATE).click()
    calendar = kit.page.card.calendar
    assert calendar.minimumDate() == QDate(2026, 11, 25)
    calendar.clicked.emit(QDate(2026, 12, 6))
    assert kit.page.card.choices.value() is Choice.DATE
    assert kit.page.card.warning.text() == "Dr Meera Nair does not see patients on that day."
    kit.press(Qt.Key.Key_V)
    assert kit.clinic.asked == [("visited", 13, date(2026, 12, 6))]


def test_enter_on_a_visit_corrects_its_follow_up_and_undo_brings_the_old_one(kit: Kit) -> None:
    kit.page.table.pick(len(kit.names()) - 1)
    kit.press(Qt.Key.Key_Return)
    assert kit.page.card.name.text() == "Vidya Tripathi"
    assert kit.page.card.choices.value() is Choice.ONE_WEEK
    assert kit.page.card.done.text() == "Save follow-up"
    kit.page.card.choices.button(Choice.NONE).click()
    QTest.mouseClick(kit.page.card.done, Qt.MouseButton.LeftButton)
    assert kit.clinic.asked == [("clear", 12)]
    kit.desk.notices.undo_last()
    assert kit.clinic.asked[-1] == ("visited", 12, date(2026, 12, 1))


def test_esc_leaves_a_correction(kit: Kit) -> None:
    kit.page.table.pick(len(kit.names()) - 1)
    kit.press(Qt.Key.Key_Return)
    kit.press(Qt.Key.Key_Escape)
    assert kit.page.card.token.text() == "13"
    assert kit.clinic.asked == []


def test_n_marks_a_no_show_and_undo_takes_it_back(kit: Kit) -> None:
    kit.page.table.pick(2)
    kit.press(Qt.Key.Key_N)
    assert kit.clinic.asked == [("no_show", 16)]
    kit.desk.notices.undo_last()
    assert kit.clinic.asked[-1] == ("reopen", 16)


def test_a_chosen_follow_up_stays_while_the_list_changes(kit: Kit) -> None:
    kit.page.card.choices.button(Choice.TWO_WEEKS).click()
    kit.page.table.pick(2)
    kit.press(Qt.Key.Key_N)
    assert kit.page.card.choices.value() is Choice.TWO_WEEKS
    kit.press(Qt.Key.Key_V)
    assert kit.clinic.asked[-1] == ("visited", 13, date(2026, 12, 8))


def test_another_doctor_has_another_day_and_an_empty_one_offers_a_booking(
    kit: Kit, picture: Callable[[QWidget, str], None]
) -> None:
    kit.page.doctors.setCurrentIndex(1)
    kit.page.doctors.activated.emit(1)
    assert kit.page.doctors.currentText() == "Dr S Rao"
    assert kit.page.below.currentWidget() is kit.page.nobody
    picture(kit.page.window(), "visits-empty")
    QTest.mouseClick(kit.page.nobody.button, Qt.MouseButton.LeftButton)
    assert kit.desk.went == [Book(doctor_id=2)]


def test_nobody_has_arrived_says_so_on_the_button(stand: Callable[[Any], Any]) -> None:
    kit = Kit(stand, Morning([visit(16, "Fatima Shaikh", "10:00", Status.BOOKED)]))
    assert not kit.page.call.isEnabled()
    assert "arrivals on Today" in kit.page.call.toolTip()
