"""Leave of a doctor and closed days of a hospital: single days and ranges. Nothing is closed by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_app.domain.appointment import Act
from desktop_app.domain.errors import Invalid
from desktop_app.domain.people import clean_text
from desktop_app.domain.schedule import Closure
from desktop_app.services.audit_trail import audit_change
from desktop_app.services.changes import Changes, ClinicChanged
from desktop_app.services.ports import ClinicReader, Clock, ClosureView, OpenUnit


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A suggestion; `is_estimated` while the day has not been announced."""

    day: date
    name: str
    is_estimated: bool


ListHolidays = Callable[[date, date], tuple[PublicHoliday, ...]]


class LeaveService:
    """`list_holidays` knows the public holidays of the country."""

    def __init__(
        self, open_unit: OpenUnit, read: ClinicReader, clock: Clock, changes: Changes, list_holidays: ListHolidays
    ) -> None:
        self._open_unit = open_unit
        self._read = read
        self._clock = clock
        self._changes = changes
        self._list_holidays = list_holidays

    def suggestions(self, hospital_id: int) -> tuple[PublicHoliday, ...]:
        """Public holidays of the next twelve months on which the hospital is not closed yet."""
        today = self._read.hospital(hospital_id).local(self._clock.now()).date()
        last = today + timedelta(days=365)
        closed = [
            view.closure for view in self._read.closures(hospital_id, today, last) if view.closure.doctor_id is None
        ]
        return tuple(
            holiday
            for holiday in self._list_holidays(today, last)
            if not any(closure.first_day <= holiday.day <= closure.last_day for closure in closed)
        )

    def list(self, hospital_id: int, first_day: date, last_day: date) -> tuple[ClosureView, ...]:
        """Leave and closed days that touch the range, inclusive."""
        return self._read.closures(hospital_id, first_day, last_day)

    def add(
        self,
        hospital_id: int,
        first_day: date,
        last_day: date,
        *,
        doctor_id: int | None = None,
        reason: str = "",
        by: str,
    ) -> ClosureView:
        """Nobody can be booked on these days any more; who is booked already stays. Raises Invalid, NotFound."""
        if last_day < first_day:
            raise Invalid.one("last_day", "wrong", "The last day is before the first.")
        closure = Closure(first_day, last_day, doctor_id, clean_text(reason, "reason", 200))
        with self._open_unit() as unit:
            unit.hospitals.get(hospital_id)
            if doctor_id is not None and unit.doctors.get(doctor_id).hospital_id != hospital_id:
                raise Invalid.one("doctor_id", "wrong", "This doctor works at another hospital.")
            closure_id = unit.closures.add(hospital_id, closure)
            subject = f"hospital {hospital_id}: closed {first_day} to {last_day}, doctor {doctor_id}"
            audit_change(unit, Act.ADD, subject, by, self._clock.now())
            unit.commit()
        self._changes.publish(ClinicChanged(hospital_id))
        return ClosureView(closure_id, hospital_id, closure)

    def remove(self, hospital_id: int, closure_id: int, *, by: str) -> None:
        """The days are open again."""
        with self._open_unit() as unit:
            unit.closures.remove(closure_id)
            audit_change(
                unit, Act.CHANGE, f"hospital {hospital_id}: closure {closure_id} removed", by, self._clock.now()
            )
            unit.commit()
        self._changes.publish(ClinicChanged(hospital_id))
