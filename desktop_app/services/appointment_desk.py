"""One appointment with all that belongs to it, inside one unit of work: what the desk's verbs do to it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from desktop_app.domain import schedule
from desktop_app.domain.appointment import Act, Appointment, Status
from desktop_app.domain.errors import Invalid, SlotTaken
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import WENT_OR_MAY_HAVE, Kind, Message, MessageStatus, Reason
from desktop_app.domain.people import Doctor
from desktop_app.domain.schedule import HeldPlace, Slot
from desktop_app.services.audit_trail import audit
from desktop_app.services.message_planning import MessagePlanner, patient_was_told, withdraw_waiting
from desktop_app.services.ports import UnitOfWork


class AppointmentDesk:
    """One appointment with all that belongs to it, inside one unit of work."""

    def __init__(self, unit: UnitOfWork, appointment: Appointment, now: datetime) -> None:
        self.unit = unit
        self.appointment = appointment
        self.before = appointment
        self.now = now
        self.doctor = unit.doctors.get(appointment.doctor_id)
        self.hospital = unit.hospitals.get(appointment.hospital_id)
        self.patient = unit.patients.get(appointment.patient_id)

    def planner(self) -> MessagePlanner:
        return MessagePlanner(self.unit, self.hospital, self.doctor, self.patient, self.now)

    def is_ahead(self) -> bool:
        return self.hospital.instant(self.before.day, self.before.at) > self.now

    def is_at(self, doctor_id: int | None, day: date, at: time) -> bool:
        present = self.appointment
        same_place = (present.day, present.at) == (day, at) and doctor_id in (None, present.doctor_id)
        return same_place and present.status is Status.BOOKED

    def save(self, changed: Appointment) -> None:
        self.appointment = changed
        self.unit.appointments.save(changed)

    def withdraw_waiting(self, reason: Reason) -> tuple[Message, ...]:
        return withdraw_waiting(self.unit, self.appointment.id, reason, self.now)

    def change_status(self, act: Act, status: Status, note: str, by: str) -> None:
        before = self.appointment.status
        keeps = self.appointment.status_reason if act in (Act.ARRIVE, Act.IN_ROOM, Act.NO_SHOW) else None
        self.save(replace(self.appointment, status=status, status_reason=note or keeps))
        audit(self.unit, self.appointment, act, by, self.now, before=before, after=status, note=note)

    def move_to(self, doctor: Doctor, day: date, at: time, note: str, by: str) -> None:
        if doctor.hospital_id != self.hospital.id:
            raise Invalid.one("doctor_id", "wrong", "This doctor works at another hospital; book there instead.")
        must_be_active(doctor)
        self.doctor = doctor
        slot = offered(self.unit, doctor, self.hospital, day, at, self.now)
        old = self.appointment
        minutes = None if old.minutes == slot.minutes or old.is_walk_in else old.minutes
        steps = schedule.steps_of(doctor.schedule, day, slot, minutes)
        places = schedule.places_for(steps, self.unit.appointments.held_on(doctor.id, day, but_of=old.id))
        stays = (old.doctor_id, old.day, old.stretch) == (doctor.id, day, slot.stretch_key)
        token = old.token if stays else self.unit.appointments.next_token(doctor.id, day, slot.stretch_key)
        moved = replace(
            old,
            doctor_id=doctor.id,
            day=day,
            at=at,
            minutes=minutes or slot.minutes,
            stretch=slot.stretch_key,
            token=token,
            is_walk_in=False,
            status=Status.BOOKED,
            status_reason=note or None,
            arrived_at=None,
            in_room_at=None,
            revision=old.revision + 1,
            placed_at=self.now,
        )
        self.unit.appointments.release(old.id)
        self.save(moved)
        self.unit.appointments.hold(moved, places)
        audit(self.unit, moved, Act.RESCHEDULE, by, self.now, before=_when(old), after=_when(moved), note=note)

    def tell_of_move(self, notify: bool, hold: timedelta) -> None:
        """A confirmation that still waits takes the new time; told patients get a notice; reminders are planned anew when due."""
        waiting = self.withdraw_waiting(Reason.APPOINTMENT_MOVED)
        if not notify:
            return
        if patient_was_told(self.unit, self.appointment.id):
            if self.hospital.instant(self.appointment.day, self.appointment.at) > self.now:
                self.planner().tell_moved(self.appointment, hold=hold)
        elif any(message.kind is Kind.CONFIRMATION for message in waiting):
            self.planner().confirm(self.appointment, hold=hold)

    def cancel(self, reason: Reason, notify: bool, hold: timedelta) -> None:
        """Give the place back, take back what waits, and tell the patient if told before and the time is still ahead."""
        self.unit.appointments.release(self.appointment.id)
        self.withdraw_waiting(reason)
        if notify and self.is_ahead() and patient_was_told(self.unit, self.appointment.id):
            self.planner().tell_cancelled(self.appointment, hold=hold)

    def _has_to_hear_of_reopening(self) -> bool:
        """The patient was told of the cancelling; or was told nothing, because the end took the confirmation back unsent."""
        messages = self.unit.messages.of_appointment(self.appointment.id)
        if any(m.kind is Kind.CANCELLED and m.status in WENT_OR_MAY_HAVE for m in messages):
            return True
        taken_back = (m for m in messages if m.kind is Kind.CONFIRMATION and m.status is MessageStatus.WITHDRAWN)
        is_unsent = any(m.reason_code is not Reason.WITHDRAWN_BY_PERSON for m in taken_back)
        return is_unsent and not patient_was_told(self.unit, self.appointment.id)

    def reopen(self) -> None:
        """Back to the desk's list; a cancelled one takes its places again (SlotTaken). Whoever has to hear of it is told."""
        was = self.before
        self.save(
            replace(
                self.appointment,
                followup_date=None,
                visit_date=None,
                arrived_at=None,
                in_room_at=None,
                revision=was.revision + 1,
                placed_at=self.now,
            )
        )
        self.withdraw_waiting(Reason.APPOINTMENT_REOPENED)
        if self.is_ahead() and self._has_to_hear_of_reopening():
            self.planner().confirm(self.appointment)
        if was.status is Status.CANCELLED and not was.is_walk_in:
            closures = self.unit.closures.on(self.hospital.id, was.doctor_id, was.day)
            if (closure := schedule.closure_on(closures, was.doctor_id, was.day, was.stretch)) is not None:
                raise Invalid.one("date", "leave", schedule.leave_sentence(closure))
            held = self.unit.appointments.held_on(was.doctor_id, was.day, but_of=was.id)
            self.unit.appointments.hold(self.appointment, _same_places(self.doctor, was, held))


def _same_places(doctor: Doctor, was: Appointment, held: tuple[HeldPlace, ...]) -> tuple[HeldPlace, ...]:
    """The places a cancelled appointment had, or as it would have them after a change of schedule. Raises SlotTaken."""
    slots = [
        s for s in doctor.schedule.slots_on(was.day) if HeldPlace(s.at, s.minutes, 1).overlaps(was.at, was.minutes)
    ]
    if slots and slots[0].at == was.at:
        return schedule.places_for(slots, held)
    if any(place.overlaps(was.at, was.minutes) for place in held):
        raise SlotTaken(was.at)
    return (HeldPlace(was.at, was.minutes, 1),)


def must_be_active(doctor: Doctor) -> None:
    """Raises Invalid: nobody is booked with a doctor who has left."""
    if not doctor.active:
        raise Invalid.one("doctor_id", "not_offered", f"Dr {doctor.name} does not see patients here any more.")


def offered(unit: UnitOfWork, doctor: Doctor, hospital: Hospital, day: date, at: time, now: datetime) -> Slot:
    closures = unit.closures.on(hospital.id, doctor.id, day)
    return schedule.offer(doctor.schedule, closures, doctor.id, day, at, now=hospital.local(now))


def _when(appointment: Appointment) -> str:
    return f"{appointment.day} {appointment.at:%H:%M} doctor {appointment.doctor_id} {appointment.status}"
