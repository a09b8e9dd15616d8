"""One action for a doctor's whole day: where it starts from, and what it would do in figures. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_app.domain.appointment import Status
from desktop_app.domain.schedule import Stretch, WeeklySchedule
from desktop_app.services.views import AppointmentView, DoctorView
from desktop_app.ui import formats
from desktop_app.ui.pages.today.board import DayBoard

if TYPE_CHECKING:
    from desktop_app.services.day_service import DayRow

LATE_MINUTES = (10, 15, 20, 30, 45, 60, 90, 120)
_USUAL_LATE = 30
_DAYS_AHEAD = 60


class WholeDayAct(StrEnum):
    LATE = "late"
    MOVE = "move"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class WholeDay:
    """A doctor's day as the board shows it; `coming` are the patients who are booked or wait."""

    doctor: DoctorView
    doctors: tuple[DoctorView, ...]
    day: date
    today: date
    late: int
    coming: tuple[AppointmentView, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        return WeeklySchedule(self.doctor.schedule).on(self.day)

    @property
    def offers(self) -> tuple[WholeDayAct, ...]:
        """What makes sense: a day gone by is left alone, and only today's doctor can be late."""
        if self.day < self.today:
            return ()
        is_late = self.day == self.today and any(a.status is Status.BOOKED for a in self.coming)
        late = (WholeDayAct.LATE,) if is_late else ()
        move = (WholeDayAct.MOVE,) if self.coming else ()
        return (*late, *move, WholeDayAct.CANCEL)

    @property
    def likely_late(self) -> int:
        """The offered minutes that cover how late the doctor is by now."""
        if not self.late:
            return _USUAL_LATE
        return next((minutes for minutes in LATE_MINUTES if minutes >= self.late), LATE_MINUTES[-1])

    def next_day(self) -> date:
        """The doctor's next working day by the weekly hours."""
        schedule = WeeklySchedule(self.doctor.schedule)
        ahead = (self.day + timedelta(days=n) for n in range(1, _DAYS_AHEAD))
        return next((day for day in ahead if day >= self.today and schedule.on(day)), self.day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Untold:
    """A patient who gets no message, for the list of those to be called."""

    name: str
    at: str
    mobile: str
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the action does: how many, how many are told, how one of the messages reads, who is not told and why."""

    appointments: int
    told: int
    reader: str
    text: str
    untold: tuple[Untold, ...]
    here: int
    """Patients in the waiting room, who hear it at the desk."""
    other_time: int
    """Moved ones that get another time of the day than before."""


def whole_day(board: DayBoard, doctor_id: int) -> WholeDay | None:
    column = board.column(doctor_id)
    if column is None:
        return None
    appointments = [row.appointment for row in column.rows if row.appointment is not None]
    coming = tuple(a for a in appointments if a.status in (Status.BOOKED, Status.ARRIVED))
    doctors = tuple(other.doctor for other in board.columns if other.doctor.active)
    return WholeDay(column.doctor, doctors, board.day, board.today, column.late, coming)


def plan_of(rows: "Sequence[DayRow]", of: WholeDay) -> Plan:
    """`rows` is what the service said it would do, or did."""
    views = {view.id: view for view in of.coming}
    first = next((row for row in rows if row.text is not None), None)
    here = {view.id for view in of.coming if view.status is Status.ARRIVED}
    return Plan(
        appointments=len(rows),
        told=sum(row.text is not None for row in rows),
        reader=first.patient_name if first is not None else "",
        text=first.text or "" if first is not None else "",
        untold=tuple(_untold(row, views.get(row.appointment_id)) for row in rows if row.text is None),
        here=sum(row.appointment_id in here for row in rows),
        other_time=sum(row.moved_to not in (None, row.time_slot) for row in rows),
    )


def _untold(row: "DayRow", view: AppointmentView | None) -> Untold:
    mobile = formats.mobile(view.mobile) if view is not None else ""
    return Untold(row.patient_name, formats.clock_time(row.time_slot), mobile, row.why_not or "")
