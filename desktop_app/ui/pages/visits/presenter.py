"""What the doctor's page decides: who is in the room, who is next, which day the follow-up falls on. No Qt."""

import calendar
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from desktop_app.domain.appointment import Status
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.schedule import WeeklySchedule, closure_on
from desktop_app.services.ports import ClosureView
from desktop_app.services.views import AppointmentView, DoctorView, PatientView

_LONGEST_VISIT = timedelta(minutes=60)


class Choice(StrEnum):
    """The quick follow-ups. DATE is the day picked in the calendar."""

    NONE = "none"
    THREE_DAYS = "3 days"
    ONE_WEEK = "1 week"
    TWO_WEEKS = "2 weeks"
    ONE_MONTH = "1 month"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class DoctorsDay:
    """One doctor's day as it was read, with what the clinic knows of the people in it."""

    hospital: Hospital
    doctor: DoctorView
    appointments: tuple[AppointmentView, ...]
    closures: tuple[ClosureView, ...]
    people: dict[int, PatientView]
    now: datetime  # on the hospital's wall clock

    @property
    def today(self) -> date:
        return self.now.date()


class Reminding(StrEnum):
    """What becomes of the reminder of a follow-up."""

    THAT_DAY = "that_day"
    DAYS_BEFORE = "days_before"
    WHATSAPP_OFF = "whatsapp_off"
    NO_CONSENT = "no_consent"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The chosen follow-up day, and what the doctor should know about it."""

    day: date
    reminding: Reminding
    is_closed: bool  # nobody sees patients then, or the doctor is on leave


@dataclass(frozen=True, slots=True)
class Figures:
    waiting: int
    seen: int
    minutes_each: int | None


def in_room(appointments: Sequence[AppointmentView]) -> AppointmentView | None:
    """The patient in the room; the one called in last if the desk called in two."""
    inside = [a for a in appointments if a.status is Status.IN_ROOM]
    return max(inside, key=lambda a: (a.in_room_at or a.created_at, a.id), default=None)


def coming(appointments: Sequence[AppointmentView]) -> tuple[AppointmentView, ...]:
    """Who is still to be seen: those who are here first, each group by time."""
    here = [a for a in appointments if a.status is Status.ARRIVED]
    booked = [a for a in appointments if a.status is Status.BOOKED]
    return (*sorted(here, key=_by_time), *sorted(booked, key=_by_time))


def seen(appointments: Sequence[AppointmentView]) -> tuple[AppointmentView, ...]:
    """Today's visits, the latest first."""
    visited = [a for a in appointments if a.status is Status.VISITED]
    return tuple(sorted(visited, key=_by_time, reverse=True))


def next_in(appointments: Sequence[AppointmentView]) -> AppointmentView | None:
    """Whom Space calls in: the first who is here. Somebody who has not come is never called in by Space."""
    return next((a for a in coming(appointments) if a.status is Status.ARRIVED), None)


def figures(appointments: Sequence[AppointmentView]) -> Figures:
    """The line beside the doctor's name. A visit's length is the time until the next one was called in."""
    called = sorted(a.in_room_at for a in appointments if a.in_room_at is not None)
    gaps = [later - earlier for earlier, later in itertools.pairwise(called)]
    lengths = [gap for gap in gaps if timedelta(0) < gap <= _LONGEST_VISIT]
    each = round(sum(lengths, timedelta(0)) / len(lengths) / timedelta(minutes=1)) if lengths else None
    return Figures(
        waiting=sum(a.status is Status.ARRIVED for a in appointments),
        seen=sum(a.status is Status.VISITED for a in appointments),
        minutes_each=each or None,
    )


def followup_day(choice: Choice, picked: date | None, visited_on: date) -> date | None:
    """The day a quick choice means, counted from the visit."""
    match choice:
        case Choice.NONE:
            return None
        case Choice.THREE_DAYS:
            return visited_on + timedelta(days=3)
        case Choice.ONE_WEEK:
            return visited_on + timedelta(weeks=1)
        case Choice.TWO_WEEKS:
            return visited_on + timedelta(weeks=2)
        case Choice.ONE_MONTH:
            return _a_month_after(visited_on)
        case Choice.DATE:
            return picked


def choice_of(followup: date | None, visited_on: date) -> Choice:
    """The quick choice that stands for a follow-up already set."""
    if followup is None:
        return Choice.NONE
    for choice in (Choice.THREE_DAYS, Choice.ONE_WEEK, Choice.TWO_WEEKS, Choice.ONE_MONTH):
        if followup_day(choice, None, visited_on) == followup:
            return choice
    return Choice.DATE


def first_day_for(appointment: AppointmentView, today: date) -> date:
    """The earliest follow-up that the calendar offers: after the visit, and not in the past."""
    return max(visited_on(appointment, today) + timedelta(days=1), today)


def visited_on(appointment: AppointmentView, today: date) -> date:
    return appointment.visit_date or min(appointment.date, today)


def followup(day: date | None, appointment: AppointmentView, of: DoctorsDay) -> FollowUp | None:
    """What to say about the chosen day. None when no follow-up is wanted."""
    if day is None:
        return None
    person = of.people.get(appointment.patient_id)
    if not of.hospital.sending.whatsapp_enabled:
        reminding = Reminding.WHATSAPP_OFF
    elif person is not None and not person.consent:
        reminding = Reminding.NO_CONSENT
    else:
        reminding = Reminding.DAYS_BEFORE if of.hospital.sending.followup_days_before else Reminding.THAT_DAY
    return FollowUp(day, reminding, not _sees_patients(of, day))


def minutes_since(instant: datetime | None, now: datetime) -> int | None:
    return None if instant is None else max(int((now - instant) / timedelta(minutes=1)), 0)


def _sees_patients(of: DoctorsDay, day: date) -> bool:
    """Whether any stretch of the doctor's day is open."""
    closures = [view.closure for view in of.closures]
    stretches = WeeklySchedule(of.doctor.schedule).on(day)
    return any(closure_on(closures, of.doctor.id, day, f"{stretch.start:%H:%M}") is None for stretch in stretches)


def _a_month_after(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _by_time(appointment: AppointmentView) -> tuple[object, ...]:
    return appointment.time_slot, appointment.token, appointment.id
