"""The doctor's page decides without a window."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from desktop_app.domain.appointment import Status
from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.domain.schedule import Closure, Stretch
from desktop_app.services.ports import ClosureView
from desktop_app.services.views import AppointmentView, DoctorView, PatientView
from desktop_app.ui.pages.visits import presenter
from desktop_app.ui.pages.visits.presenter import Choice, DoctorsDay, Reminding

NOW = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)


def _appointment(token: int, status: Status, at: str = "10:00", **more: object) -> AppointmentView:
    plain = AppointmentView(
        id=token,
        hospital_id=1,
        doctor_id=1,
        doctor_name="Meera Nair",
        specialty="General",
        patient_id=token,
        patient_name=f"Patient {token}",
        mobile="+919876543210",
        date=TUESDAY,
        time_slot=time.fromisoformat(at),
        minutes=15,
        token=token,
        status=status,
        reason=None,
        status_reason=None,
        followup_date=None,
        visit_date=None,
        created_at=NOW,
        arrived_at=None,
        in_room_at=None,
        is_walk_in=False,
    )
    return replace(plain, **more)


def _day(
    *, sending: SendingSettings | None = None, consent: bool = True, closures: tuple[Closure, ...] = ()
) -> DoctorsDay:
    hospital = Hospital(
        1, "City Hospital", None, "", "Asia/Kolkata", "en", None, sending or SendingSettings(whatsapp_enabled=True)
    )
    schedule = tuple(Stretch(weekday, time(9), time(12), 15) for weekday in range(6))
    person = PatientView(1, "Patient 1", "+919876543210", "en", consent, None, "desk", None, None)
    views = tuple(ClosureView(n, 1, closure) for n, closure in enumerate(closures))
    return DoctorsDay(hospital, DoctorView(1, 1, "Meera Nair", "General", schedule, True), (), views, {1: person}, NOW)


def test_space_calls_the_first_who_is_here_and_nobody_who_has_not_come() -> None:
    booked, late, early = (
        _appointment(1, Status.BOOKED, "09:00"),
        _appointment(3, Status.ARRIVED, "09:45"),
        _appointment(2, Status.ARRIVED, "09:30"),
    )
    assert presenter.next_in((booked, late, early)) is early
    assert presenter.next_in((booked,)) is None
    assert [a.id for a in presenter.coming((booked, late, early))] == [2, 3, 1]


def test_the_one_called_in_last_is_the_one_in_the_room() -> None:
    first = _appointment(1, Status.IN_ROOM, in_room_at=NOW)
    second = _appointment(2, Status.IN_ROOM, in_room_at=NOW + timedelta(minutes=5))
    assert presenter.in_room((second, first)) is second
    assert presenter.in_room(()) is None


def test_a_visit_lasts_until_the_next_is_called_in_and_a_lunch_break_does_not_count() -> None:
    minutes = (0, 8, 16, 200)
    called = [
        _appointment(n, Status.VISITED, in_room_at=NOW + timedelta(minutes=minute)) for n, minute in enumerate(minutes)
    ]
    figures = presenter.figures((*called, _appointment(9, Status.ARRIVED)))
    assert (figures.waiting, figures.seen, figures.minutes_each) == (1, 4, 8)
    assert presenter.figures(()).minutes_each is None


@pytest.mark.parametrize(
    ("choice", "day"),
    [
        (Choice.NONE, None),
        (Choice.THREE_DAYS, date(2026, 11, 27)),
        (Choice.ONE_WEEK, date(2026, 12, 1)),
        (Choice.TWO_WEEKS, date(2026, 12, 8)),
        (Choice.ONE_MONTH, date(2026, 12, 24)),
        (Choice.DATE, date(2027, 1, 5)),
    ],
)
def test_a_quick_choice_means_a_day_and_is_found_again(choice: Choice, day: date | None) -> None:
    assert presenter.followup_day(choice, date(2027, 1, 5), TUESDAY) == day
    assert presenter.choice_of(day, TUESDAY) == choice


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_a_month_later_stays_inside_the_next_month(start: date, end: date) -> None:
    assert presenter.followup_day(Choice.ONE_MONTH, None, start) == end


@pytest.mark.parametrize(
    ("day", "reminding"),
    [
        (_day(), Reminding.THAT_DAY),
        (_day(sending=SendingSettings(whatsapp_enabled=True, followup_days_before=2)), Reminding.DAYS_BEFORE),
        (_day(sending=SendingSettings()), Reminding.WHATSAPP_OFF),
        (_day(consent=False), Reminding.NO_CONSENT),
    ],
)
def test_the_sentence_beside_the_follow_up_says_what_will_happen(day: DoctorsDay, reminding: Reminding) -> None:
    said = presenter.followup(date(2026, 12, 1), _appointment(1, Status.IN_ROOM), day)
    assert said is not None
    assert said.reminding is reminding


def test_a_day_without_hours_and_a_day_on_leave_are_pointed_out() -> None:
    leave = Closure(date(2026, 12, 1), date(2026, 12, 2), 1, "Conference")
    day, visit = _day(closures=(leave,)), _appointment(1, Status.IN_ROOM)
    closed = {d: presenter.followup(date(2026, 12, d), visit, day) for d in (1, 3, 6)}
    assert [told is not None and told.is_closed for told in closed.values()] == [True, False, True]
    assert presenter.followup(None, visit, day) is None


def test_the_calendar_starts_after_the_visit_and_never_in_the_past() -> None:
    visit = _appointment(1, Status.VISITED, visit_date=TUESDAY)
    assert presenter.first_day_for(visit, TUESDAY) == date(2026, 11, 25)
    assert presenter.first_day_for(visit, date(2026, 12, 20)) == date(2026, 12, 20)
