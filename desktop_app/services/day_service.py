"""One action for a doctor's whole day or one stretch of it: cancel it, move it, or say that the doctor is late.

Each shows first who would be told what (`expected` with the texts), then does it in one transaction. After a cancellation
nobody can be booked there any more.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desktop_app.domain.appointment import Act, Appointment, Status, next_status
from desktop_app.domain.errors import Invalid, SlotTaken
from desktop_app.domain.message import Kind, MessageKey, Reason
from desktop_app.domain.people import clean_text
from desktop_app.domain.schedule import Closure, has_ended
from desktop_app.services.appointment_desk import AppointmentDesk
from desktop_app.services.audit_trail import audit_change
from desktop_app.services.changes import AppointmentsChanged, Changes, ClinicChanged, MessagesChanged
from desktop_app.services.message_planning import patient_was_told
from desktop_app.services.message_templates import message_time
from desktop_app.services.ports import ClinicReader, Clock, OpenUnit, UnitOfWork

_STILL_TO_COME = (Status.BOOKED, Status.ARRIVED)
_MAX_LATE = 8 * 60
_LATE = {
    "en": "Hello {name}, Dr {doctor} is running about {minutes} minutes late. Please come at about {time}. - {hospital}",
    "hi": "नमस्ते {name}, डॉ. {doctor} को लगभग {minutes} मिनट की देर है। कृपया लगभग {time} पर आइए। - {hospital}",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One appointment of the action: `text` is what the patient would read, None if nothing goes (`why_not` says why)."""

    appointment_id: int
    patient_name: str
    time_slot: time
    text: str | None
    why_not: str | None
    moved_to: time | None = None


class DayService:
    def __init__(self, open_unit: OpenUnit, read: ClinicReader, clock: Clock, changes: Changes) -> None:
        self._open_unit = open_unit
        self._read = read
        self._clock = clock
        self._changes = changes

    def cancel(
        self, doctor_id: int, day: date, *, stretch: str | None = None, reason: str = "", by: str, dry_run: bool = False
    ) -> tuple[DayRow, ...]:
        """Close the day (or stretch) and cancel everybody on it. `dry_run` only shows who would be told what."""
        note = clean_text(reason, "reason", 200)
        with self._open_unit() as unit:
            rows = tuple(self._cancel_one(unit, a, note, by) for a in self._to_come(unit, doctor_id, day, stretch))
            hospital_id = unit.doctors.get(doctor_id).hospital_id
            unit.closures.add(hospital_id, Closure(day, day, doctor_id, note, stretch))
            subject = f"doctor {doctor_id}: {day} {stretch or 'whole day'} closed, {len(rows)} cancelled"
            audit_change(unit, Act.CANCEL, subject, by, self._clock.now())
            self._finish(unit, hospital_id, dry_run)
        return rows

    def move(
        self,
        doctor_id: int,
        day: date,
        to_day: date,
        *,
        to_doctor_id: int | None = None,
        stretch: str | None = None,
        by: str,
        dry_run: bool = False,
    ) -> tuple[DayRow, ...]:
        """Move everybody to another day (or doctor): to the same time, else to the next free one of that day.

        Raises Invalid when the other day has no room for all; then nobody is moved.
        """
        if (to_day, to_doctor_id or doctor_id) == (day, doctor_id):
            raise Invalid.one("to_day", "wrong", "Choose another day or another doctor.")
        with self._open_unit() as unit:
            coming = self._to_come(unit, doctor_id, day, stretch)
            rows = tuple(self._move_one(unit, a, to_day, to_doctor_id or doctor_id, by) for a in coming)
            self._finish(unit, unit.doctors.get(doctor_id).hospital_id, dry_run)
        return rows

    def running_late(
        self, doctor_id: int, day: date, minutes: int, *, stretch: str | None = None, by: str, dry_run: bool = False
    ) -> tuple[DayRow, ...]:
        """Tell everybody who has not arrived yet to come so many minutes later; no appointment is changed."""
        if not 1 <= minutes <= _MAX_LATE:
            raise Invalid.one("minutes", "wrong", f"Choose between 1 and {_MAX_LATE} minutes.")
        with self._open_unit() as unit:
            coming = self._to_come(unit, doctor_id, day, stretch)
            rows = tuple(self._tell_late(unit, a, minutes) for a in coming if a.status is Status.BOOKED)
            subject = f"doctor {doctor_id}: {day} {minutes} minutes late, {len(rows)} told"
            audit_change(unit, Act.CHANGE, subject, by, self._clock.now())
            self._finish(unit, unit.doctors.get(doctor_id).hospital_id, dry_run)
        return rows

    def _to_come(self, unit: UnitOfWork, doctor_id: int, day: date, stretch: str | None) -> tuple[Appointment, ...]:
        booked = unit.appointments.of_doctor_on(doctor_id, day)
        return tuple(a for a in booked if a.status in _STILL_TO_COME and stretch in (None, a.stretch))

    def _cancel_one(self, unit: UnitOfWork, appointment: Appointment, note: str, by: str) -> DayRow:
        desk = AppointmentDesk(unit, appointment, self._clock.now())
        status = next_status(Act.CANCEL, appointment.status)
        if status is not None:
            desk.change_status(Act.CANCEL, status, note, by)
        desk.cancel(Reason.APPOINTMENT_CANCELLED, True, timedelta(0))
        return self._row(desk)

    def _move_one(self, unit: UnitOfWork, appointment: Appointment, to_day: date, doctor_id: int, by: str) -> DayRow:
        desk = AppointmentDesk(unit, appointment, self._clock.now())
        doctor = unit.doctors.get(doctor_id)
        now = desk.hospital.local(desk.now)
        slots = doctor.schedule.slots_on(to_day)
        times = [slot.at for slot in slots if not has_ended(to_day, slot.at, slot.minutes, now=now)]
        later = [at for at in times if at >= appointment.at]
        for at in (*later, *(at for at in times if at < appointment.at)):
            try:
                desk.move_to(doctor, to_day, at, "", by)
            except SlotTaken:
                continue
            desk.tell_of_move(True, timedelta(0))
            return self._row(desk, moved_to=at)
        raise Invalid.one("to_day", "not_offered", "That day has no room for everybody. Choose another one.")

    def _tell_late(self, unit: UnitOfWork, appointment: Appointment, minutes: int) -> DayRow:
        desk = AppointmentDesk(unit, appointment, self._clock.now())
        come_at = (datetime.combine(appointment.day, appointment.at) + timedelta(minutes=minutes)).time()
        text = _LATE["hi" if desk.patient.language == "hi" else "en"].format(
            name=desk.patient.name,
            doctor=desk.doctor.name,
            minutes=minutes,
            time=message_time(come_at),
            hospital=desk.hospital.name,
        )
        rule = f"late:{minutes}:{desk.now:%H%M}"
        key = MessageKey(appointment.id, Kind.RESCHEDULED, rule, appointment.revision)
        desk.planner().tell(appointment, key, text)
        return self._row(desk)

    def _row(self, desk: AppointmentDesk, moved_to: time | None = None) -> DayRow:
        told = [m for m in desk.unit.messages.of_appointment(desk.appointment.id) if m.queued_at == desk.now]
        text = told[-1].text if told and told[-1].reason_code is None else None
        why = None if text else (told[-1].reason if told else _why_silent(desk))
        return DayRow(desk.appointment.id, desk.patient.name, desk.before.at, text, why, moved_to)

    def _finish(self, unit: UnitOfWork, hospital_id: int, dry_run: bool) -> None:
        if dry_run:
            return
        unit.commit()
        self._changes.publish(
            AppointmentsChanged(hospital_id), MessagesChanged(hospital_id), ClinicChanged(hospital_id)
        )


def _why_silent(desk: AppointmentDesk) -> str:
    if not patient_was_told(desk.unit, desk.appointment.id):
        return "No message about this appointment had gone out, so none is needed."
    return "The time is over."
