"""One day as the board shows it, read in one go. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop_app.domain.appointment import Status
from desktop_app.domain.schedule import SlotState, WeeklySchedule
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AppointmentView, DoctorView, SlotView
from desktop_app.ui import formats
from desktop_app.ui.status_words import LONG_WAIT_MINUTES, STATUS_LOOKS
from desktop_app.ui.theme_tokens import Tone

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic

_PAGE = 200
_LATE_MINUTES = 15


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line of a doctor's day: an appointment, or a free time (`appointment` None)."""

    at: time
    appointment: AppointmentView | None = None
    waited: int | None = None
    places_left: int = 1

    @property
    def key(self) -> tuple[int | None, time]:
        """Stays the same when the board is read again."""
        return (self.appointment.id if self.appointment is not None else None, self.at)

    @property
    def chip(self) -> tuple[str, Tone]:
        """Sign, word and tone of an appointment's state; a long wait is amber."""
        if self.appointment is None:
            return "", Tone.QUIET
        shown = STATUS_LOOKS[self.appointment.status]
        if self.waited is None:
            return shown.text, shown.tone
        tone = Tone.WARN if self.waited > LONG_WAIT_MINUTES else shown.tone
        return f"{shown.text} {_minutes(self.waited)}", tone

    @property
    def free_words(self) -> str:
        return "free" if self.places_left == 1 else f"free · {self.places_left} places"

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        if self.appointment is None:
            return f"{formats.clock_time(self.at)}, {self.free_words}, Enter books"
        words, _ = self.chip
        return (
            f"{formats.clock_time(self.at)}, token {self.appointment.token}, {self.appointment.patient_name}, {words}"
        )


@dataclass(frozen=True, slots=True)
class DoctorDay:
    """One doctor's column."""

    doctor: DoctorView
    rows: tuple[BoardRow, ...]
    booked: int
    waiting: int
    next_free: time | None
    late: int
    is_on_leave: bool
    starts: time | None

    @property
    def summary(self) -> tuple[str, ...]:
        """`General`, `9 booked`, `2 waiting`, `next free 10:15 AM`; the most useful ones first."""
        parts = [self.doctor.specialty] if self.doctor.specialty else []
        if self.is_on_leave:
            return *parts, "on leave"
        parts.append(f"{self.booked} booked")
        if self.waiting:
            parts.append(f"{self.waiting} waiting")
        if self.late >= _LATE_MINUTES:
            parts.append(f"running {self.late} min late")
        elif self.next_free is not None:
            parts.append(f"next free {formats.clock_time(self.next_free)}")
        return tuple(parts)

    def strip_words(self, now: time | None) -> str:
        """`2 waiting`, `free 9:50 AM`, `from 6:00 PM`; a few words for the strip. `now` None on another day."""
        if self.is_on_leave:
            return "on leave"
        if self.waiting:
            return f"{self.waiting} waiting"
        if now is not None and self.starts is not None and now < self.starts:
            return f"from {formats.clock_time(self.starts)}"
        if self.next_free is not None:
            return f"free {formats.clock_time(self.next_free)}"
        return f"{self.booked} booked" if self.booked else "not in"


@dataclass(frozen=True, slots=True)
class DayBoard:
    """All doctors' columns of one day; those who see patients first."""

    day: date
    today: date
    now: datetime
    columns: tuple[DoctorDay, ...]

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def has_nobody(self) -> bool:
        """Nobody is booked with any doctor on this day."""
        return all(row.appointment is None for column in self.columns for row in column.rows)

    def column(self, doctor_id: int) -> DoctorDay | None:
        return next((column for column in self.columns if column.doctor.id == doctor_id), None)

    def find(self, appointment_id: int) -> BoardRow | None:
        rows = (row for column in self.columns for row in column.rows)
        return next((r for r in rows if r.appointment is not None and r.appointment.id == appointment_id), None)


def read_board(clinic: "Clinic", hospital_id: int, day: date | None) -> DayBoard:
    """The board of `day` (None = today)."""
    now = clinic.read.hospital(hospital_id).local(clinic.clock.now())
    wanted = day or now.date()
    appointments = tuple(_appointments(clinic, hospital_id, wanted))
    columns = [
        doctor_day(
            doctor,
            [a for a in appointments if a.doctor_id == doctor.id],
            clinic.booking.slots(doctor.id, wanted),
            now,
            wanted,
        )
        for doctor in clinic.read.doctors(hospital_id)
        if doctor.active or any(a.doctor_id == doctor.id for a in appointments)
    ]
    columns.sort(key=lambda column: (not column.rows, column.doctor.id))
    return DayBoard(wanted, now.date(), now, tuple(columns))


def doctor_day(
    doctor: DoctorView, appointments: Sequence[AppointmentView], slots: Sequence[SlotView], now: datetime, day: date
) -> DoctorDay:
    """Appointments and free times of one doctor in one list."""
    is_today = day == now.date()
    rows = [BoardRow(a.time_slot, a, _waited(a, now)) for a in appointments]
    rows += [
        BoardRow(s.time_slot, places_left=s.places_left) for s in slots if s.state is SlotState.FREE and doctor.active
    ]
    coming = [a for a in appointments if a.status is not Status.CANCELLED]
    stretches = WeeklySchedule(doctor.schedule).on(day)
    return DoctorDay(
        doctor=doctor,
        rows=tuple(sorted(rows, key=_order)),
        booked=len(coming),
        waiting=sum(a.status is Status.ARRIVED for a in appointments),
        next_free=next((s.time_slot for s in slots if s.state is SlotState.FREE), None),
        late=_late(coming, now) if is_today else 0,
        is_on_leave=bool(slots) and all(s.state is SlotState.LEAVE for s in slots),
        starts=stretches[0].start if stretches else None,
    )


def still_waiting(row: BoardRow, now: datetime) -> BoardRow:
    """The row with its wait counted anew; the board's minute hand."""
    return row if row.appointment is None else replace(row, waited=_waited(row.appointment, now))


def _appointments(clinic: "Clinic", hospital_id: int, day: date) -> Iterable[AppointmentView]:
    wanted = AppointmentFilter(hospital_id=hospital_id, first_day=day, last_day=day)
    cursor: str | None = None
    while True:
        page = clinic.read.appointments(wanted, _PAGE, cursor)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _waited(appointment: AppointmentView, now: datetime) -> int | None:
    if appointment.status is not Status.ARRIVED or appointment.arrived_at is None or appointment.date != now.date():
        return None
    return max(int((now - appointment.arrived_at) / timedelta(minutes=1)), 0)


def _late(coming: Sequence[AppointmentView], now: datetime) -> int:
    """How long the first patient who is here and not yet called in is past the booked time."""
    here = [a.time_slot for a in coming if a.status is Status.ARRIVED and not a.is_walk_in]
    if not here:
        return 0
    first = datetime.combine(now.date(), min(here), now.tzinfo)
    return max(int((now - first) / timedelta(minutes=1)), 0)


def _order(row: BoardRow) -> tuple[time, bool, int, int]:
    appointment = row.appointment
    if appointment is None:
        return row.at, True, 0, 0
    return row.at, False, appointment.token, appointment.id


def _minutes(minutes: int) -> str:
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d}"
