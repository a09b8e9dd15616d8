"""What the booking panel decides, without a window."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from desktop_app.domain.errors import Invalid, Problem
from desktop_app.domain.schedule import SlotState
from desktop_app.services.booking_service import BookAppointment
from desktop_app.services.views import BookedView, DoctorView, PatientView, SlotView
from desktop_app.ui.pages.book.form import Form
from desktop_app.ui.pages.book.presenter import BookPresenter
from desktop_app.ui.places import Book
from tests.fakes.desk import DeskKit, make_desk

NAIR = DoctorView(1, 1, "Meera Nair", "General", (), True)
RAO = DoctorView(2, 1, "S Rao", "Paediatrics", (), True)
AGREED = datetime(2026, 10, 3, 5, tzinfo=ZoneInfo("UTC"))


def patient(key: int, name: str, *, consent: bool = True, doctor: int | None = None) -> PatientView:
    return PatientView(key, name, "+919876543210", "en", consent, AGREED, "desk", None, None, last_doctor_id=doctor)


@dataclass
class Sheet:
    """The page as the presenter sees it."""

    form: Form = field(default_factory=Form)
    number: str = ""
    went: list[str] = field(default_factory=list)
    booked: BookedView | None = None

    def draw(self, form: Form) -> None:
        self.form = form

    def type_number(self, mobile: str) -> None:
        self.number = mobile

    def go_to(self, field: str) -> None:
        self.went.append(field)

    def leave(self, booked: BookedView, *, prints: bool) -> None:
        self.booked = booked


@dataclass
class Clinic:
    """Doctors, one day of slots, the patients a search finds; notes the wishes."""

    found: tuple[PatientView, ...] = ()
    wishes: list[BookAppointment] = field(default_factory=list)
    refusal: Invalid | None = None
    searches: list[str] = field(default_factory=list)

    def doctors(self, hospital_id: int, *, only_active: bool = False) -> tuple[DoctorView, ...]:
        return NAIR, RAO

    def templates(self, hospital_id: int) -> tuple[Any, ...]:
        return ()

    def find(self, q: str) -> tuple[PatientView, ...]:
        self.searches.append(q)
        return self.found

    def slots(self, doctor_id: int, day: date) -> tuple[SlotView, ...]:
        return SlotView(time(10), SlotState.TAKEN, 0), SlotView(time(10, 30), SlotState.FREE, 1)

    def book(self, wish: BookAppointment) -> BookedView:
        self.wishes.append(wish)
        raise self.refusal or Invalid.one("reason", "wrong", "Not today.")


def begin(
    found: tuple[PatientView, ...] = (), place: Book | None = None
) -> tuple[BookPresenter, Sheet, Clinic, DeskKit]:
    clinic, sheet = Clinic(found), Sheet()
    kit = make_desk(read=clinic, hospitals=clinic, patients=clinic, booking=clinic)
    presenter = BookPresenter(sheet, kit.desk)
    presenter.start(place or Book())
    return presenter, sheet, clinic, kit


def test_it_begins_with_the_first_doctor_today_and_the_next_free_time() -> None:
    _, sheet, _, _ = begin()
    assert (sheet.form.doctor_id, sheet.form.day, sheet.form.at) == (1, date(2026, 11, 24), time(10, 30))


def test_a_known_patient_brings_the_usual_doctor() -> None:
    presenter, sheet, _, _ = begin((patient(7, "Vidya Tripathi", doctor=2),))
    presenter.on_number("9876543210")
    presenter.enter("mobile")
    assert sheet.form.is_picked
    assert sheet.form.doctor_id == 2
    assert sheet.went == ["doctor"]
    assert sheet.form.consent_note == "agreed 3 Oct, at the desk"


def test_who_asked_not_to_be_messaged_is_not_unless_a_person_says_so_now() -> None:
    presenter, sheet, clinic, _ = begin((patient(7, "Vidya Tripathi", consent=False),))
    presenter.on_number("9876543210")
    presenter.enter("mobile")
    assert (sheet.form.wants_message, sheet.form.below) == (False, "not sent")
    presenter.submit()
    presenter.on_consent(True)
    presenter.submit()
    assert [wish.consent for wish in clinic.wishes] == [False, True]


def test_a_known_patient_is_booked_by_key_not_by_name() -> None:
    presenter, _, clinic, _ = begin((patient(7, "Vidya Tripathi"),))
    presenter.on_number("9876543210")
    presenter.enter("mobile")
    presenter.submit()
    wish = clinic.wishes[0]
    assert (wish.patient_id, wish.consent, wish.at, wish.hold.seconds) == (7, None, time(10, 30), 8)


def test_nothing_is_asked_of_the_clinic_while_a_field_is_missing() -> None:
    presenter, sheet, clinic, _ = begin()
    presenter.submit()
    assert sheet.form.number.fault == "Enter the mobile number."
    presenter.on_number("9000012345")
    presenter.submit()
    assert sheet.form.faults.name == "Enter the patient’s name."
    assert sheet.went == ["mobile", "name"]
    assert clinic.wishes == []


def test_each_refused_entry_is_marked_at_its_field() -> None:
    presenter, sheet, clinic, _ = begin()
    clinic.refusal = Invalid(
        [Problem("patient_name", "wrong", "Type it again."), Problem("time_slot", "past", "Over.")]
    )
    presenter.on_number("9000012345")
    presenter.on_name("Meena")
    presenter.submit()
    assert (sheet.form.faults.name, sheet.form.faults.slot) == ("Type it again.", "Over.")
    assert sheet.went[-1] == "name"
    assert not sheet.form.is_busy


def test_it_searches_for_names_too() -> None:
    presenter, sheet, clinic, _ = begin((patient(7, "Vidya Tripathi"),))
    presenter.on_number("vid")
    assert clinic.searches == ["vid"]
    assert sheet.form.line is not None
    presenter.take(0)
    assert sheet.number == "98765 43210"


def test_a_day_in_the_past_is_never_offered() -> None:
    _, sheet, _, _ = begin(place=Book(day=date(2026, 11, 1)))
    assert sheet.form.day == date(2026, 11, 24)
