"""What the desk does with appointments: book, move, cancel, arrive, call in, no-show, reopen.

Each verb is one transaction: the appointment, the places it holds, its CSV row, its messages and its audit line are
committed together or not at all.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

from desktop_app.domain import schedule
from desktop_app.domain.appointment import END_STATES, Act, Status, next_status
from desktop_app.domain.errors import Invalid, SlotTaken
from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import Reason
from desktop_app.domain.people import Doctor, clean_text
from desktop_app.domain.schedule import HeldPlace
from desktop_app.services.appointment_desk import AppointmentDesk
from desktop_app.services.audit_trail import audit
from desktop_app.services.changes import AppointmentsChanged, Changes, ExportsChanged, MessagesChanged
from desktop_app.services.csv_service import CsvService
from desktop_app.services.export_queue import queue_export
from desktop_app.services.message_planning import MessagePlanner
from desktop_app.services.new_booking import BookAppointment, Idempotency, patient_of, place
from desktop_app.services.ports import ClinicReader, Clock, OpenUnit, RememberedAnswer, UnitOfWork
from desktop_app.services.views import AppointmentView, BookedView, SlotView

__all__ = ["UNDO", "BookAppointment", "BookingService", "Idempotency"]

UNDO = "undo"
"""The reason that the window's Undo gives: what still waits is withdrawn as undone."""


class BookingService:
    def __init__(
        self, open_unit: OpenUnit, read: ClinicReader, csv: CsvService, clock: Clock, changes: Changes
    ) -> None:
        self._open_unit = open_unit
        self._read = read
        self._csv = csv
        self._clock = clock
        self._changes = changes

    def book(self, wish: BookAppointment) -> BookedView:
        """Book, and plan all that follows from it.

        Raises Invalid, NotFound, SlotTaken (with the next free time); then nothing has changed.
        """
        try:
            with self._open_unit() as unit:
                known = self._already_booked(unit, wish.idempotency)
                booked = known or self._book(unit, wish)
                warning = _also_elsewhere(unit, booked.appointment_id)
                unit.commit()
        except SlotTaken as taken:
            raise SlotTaken(taken.wanted, self.next_free(wish.doctor_id, wish.day, after=taken.wanted)) from taken
        view = self._read.appointment(booked.appointment_id)
        if known is None:
            self._changes.publish(AppointmentsChanged(view.hospital_id), MessagesChanged(view.hospital_id))
        self._csv.write_waiting(view.hospital_id)
        self._changes.publish(ExportsChanged(view.hospital_id))
        written, message = self._csv.is_written(booked.export_id), self._read.message(booked.message_id)
        return BookedView(view, written, message, warning)

    def reschedule(
        self,
        appointment_id: int,
        day: date,
        at: time,
        *,
        by: str,
        doctor_id: int | None = None,
        notify: bool = True,
        reason: str | None = None,
        hold: timedelta = timedelta(0),
    ) -> AppointmentView:
        """Move to another time, and to another doctor of the same hospital; the id stays. Tells the patient if told before.

        Asking for the present place of a booked appointment changes nothing. Raises Invalid, NotFound, WrongState, SlotTaken.
        """
        note = clean_text(reason, "reason")
        try:
            with self._open_unit() as unit:
                desk = AppointmentDesk(unit, unit.appointments.get(appointment_id), self._clock.now())
                if desk.is_at(doctor_id, day, at):
                    return self._read.appointment(appointment_id)
                next_status(Act.RESCHEDULE, desk.appointment.status)
                desk.move_to(unit.doctors.get(doctor_id or desk.doctor.id), day, at, note, by)
                desk.tell_of_move(notify, hold)
                unit.commit()
        except SlotTaken as taken:
            view = self._read.appointment(appointment_id)
            raise SlotTaken(taken.wanted, self.next_free(doctor_id or view.doctor_id, day, after=at)) from taken
        return self._told(appointment_id)

    def arrive(self, appointment_id: int, *, by: str, reason: str | None = None) -> AppointmentView:
        return self._step(appointment_id, Act.ARRIVE, by, reason, _mark_arrived)

    def in_room(self, appointment_id: int, *, by: str, reason: str | None = None) -> AppointmentView:
        return self._step(appointment_id, Act.IN_ROOM, by, reason, _mark_in_room)

    def no_show(self, appointment_id: int, *, by: str, reason: str | None = None) -> AppointmentView:
        return self._step(appointment_id, Act.NO_SHOW, by, reason, _mark_no_show)

    def cancel(
        self,
        appointment_id: int,
        *,
        by: str,
        reason: str | None = None,
        notify: bool = True,
        hold: timedelta = timedelta(0),
    ) -> AppointmentView:
        """Cancel and give the place back; the row stays. Tells the patient if told before and the time is still ahead."""

        why = Reason.UNDONE if reason == UNDO else Reason.APPOINTMENT_CANCELLED

        def _cancel(desk: AppointmentDesk) -> None:
            desk.cancel(why, notify, hold)

        return self._step(appointment_id, Act.CANCEL, by, reason, _cancel)

    def reopen(self, appointment_id: int, *, by: str, reason: str | None = None) -> AppointmentView:
        """Back to booked; a cancelled one only while its place is free (SlotTaken). A visit's dates are cleared."""
        try:
            return self._step(appointment_id, Act.REOPEN, by, reason, AppointmentDesk.reopen)
        except SlotTaken as taken:
            view = self._read.appointment(appointment_id)
            raise SlotTaken(taken.wanted, self.next_free(view.doctor_id, view.date, after=taken.wanted)) from taken

    def take_back(self, before: AppointmentView, *, by: str) -> AppointmentView:
        """The desk's Undo of arrive, in-room, visited, no-show and cancel: state and times as they were in `before`.

        Cancelled ones take their place again (SlotTaken).
        """
        with self._open_unit() as unit:
            desk = AppointmentDesk(unit, unit.appointments.get(before.id), self._clock.now())
            was_over = desk.appointment.status in END_STATES
            desk.change_status(Act.REOPEN, before.status, "", by)
            if was_over:
                desk.reopen()
            desk.save(replace(desk.appointment, arrived_at=before.arrived_at, in_room_at=before.in_room_at))
            unit.commit()
        return self._told(before.id)

    def slots(self, doctor_id: int, day: date) -> tuple[SlotView, ...]:
        """Every slot of the doctor's day with its state, in order; empty on a day without consultation."""
        doctor, hospital, held, closures = self._day_of(doctor_id, day)
        now = hospital.local(self._clock.now())

        def view(slot: schedule.Slot) -> SlotView:
            on_leave = schedule.closure_on(closures, doctor_id, day, slot.stretch_key) is not None
            return SlotView(slot.at, *schedule.state_of(slot, day, held, on_leave, now=now))

        return tuple(view(slot) for slot in doctor.schedule.slots_on(day))

    def next_free(self, doctor_id: int, day: date, *, after: time | None = None) -> time | None:
        """The first free time of the day that is not before `after`; else the first free one at all; None = full."""
        free = [slot.time_slot for slot in self.slots(doctor_id, day) if slot.state is schedule.SlotState.FREE]
        return next((at for at in free if after is None or at >= after), free[0] if free else None)

    def _book(self, unit: UnitOfWork, wish: BookAppointment) -> RememberedAnswer:
        now = self._clock.now()
        doctor, hospital = unit.doctors.get(wish.doctor_id), unit.hospitals.of_doctor(wish.doctor_id)
        patient = patient_of(unit, wish, hospital, now)
        appointment = place(unit, wish, doctor, hospital, patient, now)
        export_id = queue_export(unit, appointment, patient, doctor)
        message = MessagePlanner(unit, hospital, doctor, patient, now).confirm(appointment, hold=wish.hold)
        audit(unit, appointment, Act.BOOK, wish.by, now, before="", after=Status.BOOKED)
        fingerprint = wish.idempotency.fingerprint if wish.idempotency else ""
        booked = RememberedAnswer(fingerprint, appointment.id, message.id, export_id, None)
        if wish.idempotency:
            unit.answers.add(wish.idempotency.key, booked, now)
        return booked

    def _already_booked(self, unit: UnitOfWork, once: Idempotency | None) -> RememberedAnswer | None:
        known = unit.answers.find(once.key) if once else None
        if once and known and known.fingerprint != once.fingerprint:
            raise Invalid.one("Idempotency-Key", "key_reused", "This key was used for another booking; use a new one.")
        return known

    def _step(
        self, appointment_id: int, act: Act, by: str, reason: str | None, then: Callable[[AppointmentDesk], None]
    ) -> AppointmentView:
        note = clean_text(reason, "reason") if reason != UNDO else ""
        with self._open_unit() as unit:
            desk = AppointmentDesk(unit, unit.appointments.get(appointment_id), self._clock.now())
            status = next_status(act, desk.appointment.status)
            if status is None:
                return self._read.appointment(appointment_id)
            desk.change_status(act, status, note, by)
            then(desk)
            unit.commit()
        return self._told(appointment_id)

    def _told(self, appointment_id: int) -> AppointmentView:
        view = self._read.appointment(appointment_id)
        self._changes.publish(AppointmentsChanged(view.hospital_id), MessagesChanged(view.hospital_id))
        return view

    def _day_of(
        self, doctor_id: int, day: date
    ) -> tuple[Doctor, Hospital, tuple[HeldPlace, ...], list[schedule.Closure]]:
        doctor = self._read.doctor(doctor_id)
        closures = [view.closure for view in self._read.closures(doctor.hospital_id, day, day)]
        return doctor, self._read.hospital(doctor.hospital_id), self._read.held_on(doctor_id, day), closures


def _also_elsewhere(unit: UnitOfWork, appointment_id: int) -> str | None:
    """A warning, never a refusal: the same patient at another doctor at the same time."""
    own = unit.appointments.get(appointment_id)
    others = unit.appointments.of_patient_on(own.patient_id, own.day)
    clash = next((a for a in others if a.id != own.id and a.at == own.at and a.doctor_id != own.doctor_id), None)
    if clash is None:
        return None
    return f"This patient is also booked with Dr {unit.doctors.get(clash.doctor_id).name} at that time."


def _mark_arrived(desk: AppointmentDesk) -> None:
    desk.save(replace(desk.appointment, arrived_at=desk.now, in_room_at=None))


def _mark_in_room(desk: AppointmentDesk) -> None:
    desk.save(replace(desk.appointment, arrived_at=desk.appointment.arrived_at or desk.now, in_room_at=desk.now))


def _mark_no_show(desk: AppointmentDesk) -> None:
    desk.withdraw_waiting(Reason.APPOINTMENT_OVER)
