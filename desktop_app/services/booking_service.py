"""What the desk does with appointments: book, move, cancel, arrive, call in, no-show, reopen.

Each verb is one transaction: the appointment, the places it holds, its CSV row, its messages and its audit line are
committed together or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from desktop_app.domain import schedule
from desktop_app.domain.appointment import Act, Appointment, Status, next_status
from desktop_app.domain.errors import Invalid, SlotTaken
from desktop_app.domain.hospital import Hospital, check_language
from desktop_app.domain.message import Kind, Message, Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.people import Doctor, Patient, clean_name, clean_text
from desktop_app.domain.schedule import HeldPlace, Slot
from desktop_app.services.audit_trail import audit
from desktop_app.services.changes import AppointmentsChanged, Changes, MessagesChanged
from desktop_app.services.csv_service import CsvService
from desktop_app.services.export_queue import queue_export
from desktop_app.services.message_planning import MessagePlanner, patient_was_told, withdraw_waiting
from desktop_app.services.ports import ClinicReader, Clock, NewAppointment, OpenUnit, RememberedAnswer, UnitOfWork
from desktop_app.services.views import AppointmentView, BookedView, SlotView


@dataclass(frozen=True, slots=True)
class Idempotency:
    """A client's key for one booking and the fingerprint of what it asked for."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """A wish to book. `at` None and `is_walk_in` for a walk-in (then `day` is ignored: it is today).

    `consent` None = nothing was said (a new patient counts as agreed), False = do not message, True = agrees now.
    `patient_id` picks a known patient (the family list); then name and mobile are that patient's. `minutes` None = one step.
    """

    doctor_id: int
    patient_name: str
    mobile: str
    day: date
    at: time | None
    by: str
    reason: str | None = None
    language: str | None = None
    consent: bool | None = None
    minutes: int | None = None
    is_walk_in: bool = False
    hold: timedelta = timedelta(0)
    patient_id: int | None = None
    idempotency: Idempotency | None = None


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
                unit.commit()
        except SlotTaken as taken:
            raise SlotTaken(taken.wanted, self.next_free(wish.doctor_id, wish.day, after=taken.wanted)) from taken
        view = self._read.appointment(booked.appointment_id)
        if known is None:
            self._changes.publish(AppointmentsChanged(view.hospital_id), MessagesChanged(view.hospital_id))
        self._csv.write_waiting(view.hospital_id)
        written, message = self._csv.is_written(booked.export_id), self._read.message(booked.message_id)
        return BookedView(view, written, message, self._elsewhere(view))

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
                desk = _Desk(unit, unit.appointments.get(appointment_id), self._clock.now())
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

        def _cancel(desk: "_Desk") -> None:
            desk.unit.appointments.release(appointment_id)
            desk.withdraw_waiting(Reason.UNDONE if reason == UNDO else Reason.APPOINTMENT_CANCELLED)
            if notify and desk.is_ahead() and patient_was_told(desk.unit, appointment_id):
                desk.planner().tell_cancelled(desk.appointment, hold=hold)

        return self._step(appointment_id, Act.CANCEL, by, reason, _cancel)

    def reopen(self, appointment_id: int, *, by: str, reason: str | None = None) -> AppointmentView:
        """Back to booked; a cancelled one only while its place is free (SlotTaken). A visit's dates are cleared."""
        try:
            return self._step(appointment_id, Act.REOPEN, by, reason, _reopen)
        except SlotTaken as taken:
            view = self._read.appointment(appointment_id)
            raise SlotTaken(taken.wanted, self.next_free(view.doctor_id, view.date, after=taken.wanted)) from taken

    def slots(self, doctor_id: int, day: date) -> tuple[SlotView, ...]:
        """Every slot of the doctor's day with its state, in order; empty on a day without consultation."""
        doctor, hospital, held, closures = self._day_of(doctor_id, day)
        on_leave = schedule.closure_on(closures, doctor_id, day) is not None
        now = hospital.local(self._clock.now())
        return tuple(
            SlotView(slot.at, *schedule.state_of(slot, day, held, on_leave, now=now))
            for slot in doctor.schedule.slots_on(day)
        )

    def next_free(self, doctor_id: int, day: date, *, after: time | None = None) -> time | None:
        """The first free time of the day that is not before `after`; else the first free one at all; None = full."""
        free = [slot.time_slot for slot in self.slots(doctor_id, day) if slot.state is schedule.SlotState.FREE]
        return next((at for at in free if after is None or at >= after), free[0] if free else None)

    def _book(self, unit: UnitOfWork, wish: BookAppointment) -> RememberedAnswer:
        now = self._clock.now()
        doctor, hospital = unit.doctors.get(wish.doctor_id), unit.hospitals.of_doctor(wish.doctor_id)
        patient = _patient_of(unit, wish, hospital, now)
        appointment = _place(unit, wish, doctor, hospital, patient, now)
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
        self, appointment_id: int, act: Act, by: str, reason: str | None, then: "Callable[[_Desk], None]"
    ) -> AppointmentView:
        note = clean_text(reason, "reason") if reason != UNDO else ""
        with self._open_unit() as unit:
            desk = _Desk(unit, unit.appointments.get(appointment_id), self._clock.now())
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

    def _elsewhere(self, view: AppointmentView) -> str | None:
        """A warning, never a refusal: the same patient at another doctor at the same time."""
        with self._open_unit() as unit:
            others = unit.appointments.of_patient_on(view.patient_id, view.date)
            clash = next(
                (a for a in others if a.id != view.id and a.at == view.time_slot and a.doctor_id != view.doctor_id),
                None,
            )
            if clash is None:
                return None
            return f"{view.patient_name} is also booked with Dr {unit.doctors.get(clash.doctor_id).name} at that time."

    def _day_of(
        self, doctor_id: int, day: date
    ) -> tuple[Doctor, Hospital, tuple[HeldPlace, ...], list[schedule.Closure]]:
        doctor = self._read.doctor(doctor_id)
        closures = [view.closure for view in self._read.closures(doctor.hospital_id, day, day)]
        return doctor, self._read.hospital(doctor.hospital_id), self._read.held_on(doctor_id, day), closures


UNDO = "undo"
"""The reason that the window's Undo gives: what still waits is withdrawn as undone."""


class _Desk:
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
        self.doctor = doctor
        slot = _offered(self.unit, doctor, self.hospital, day, at, self.now)
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


def _mark_arrived(desk: _Desk) -> None:
    desk.save(replace(desk.appointment, arrived_at=desk.now, in_room_at=None))


def _mark_in_room(desk: _Desk) -> None:
    desk.save(replace(desk.appointment, arrived_at=desk.appointment.arrived_at or desk.now, in_room_at=desk.now))


def _mark_no_show(desk: _Desk) -> None:
    desk.withdraw_waiting(Reason.APPOINTMENT_OVER)


def _reopen(desk: _Desk) -> None:
    was = desk.before
    desk.save(
        replace(
            desk.appointment,
            followup_date=None,
            visit_date=None,
            arrived_at=None,
            in_room_at=None,
            revision=was.revision + 1,
            placed_at=desk.now,
        )
    )
    desk.withdraw_waiting(Reason.APPOINTMENT_REOPENED)
    if was.status is Status.CANCELLED and not was.is_walk_in:
        held = desk.unit.appointments.held_on(was.doctor_id, was.day, but_of=was.id)
        desk.unit.appointments.hold(desk.appointment, _same_places(desk.doctor, was, held))


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


def _patient_of(unit: UnitOfWork, wish: BookAppointment, hospital: Hospital, now: datetime) -> Patient:
    """The patient meant, found or added. A booking never renames anybody and never lifts "do not message" by itself."""
    if wish.patient_id is not None:
        patient = unit.patients.get(wish.patient_id)
    else:
        name, mobile = _name_and_mobile(wish, hospital)
        patient = unit.patients.find(name, mobile)
        if patient is None:
            language = check_language(wish.language) if wish.language else hospital.language
            return unit.patients.add(Patient(0, name, mobile, language, wish.consent is not False, now, wish.by))
    changed = patient
    if wish.language and check_language(wish.language) != patient.language:
        changed = replace(changed, language=wish.language)
    if wish.consent is not None and wish.consent != patient.consent:
        changed = replace(changed, consent=wish.consent, consent_at=now, consent_source=wish.by)
    if changed != patient:
        unit.patients.save(changed)
    return changed


def _name_and_mobile(wish: BookAppointment, hospital: Hospital) -> tuple[str, MobileNumber]:
    """Both entries checked, both refusals told at once."""
    problems: list[Invalid] = []
    name, mobile = "", None
    try:
        name = clean_name(wish.patient_name, "patient_name")
    except Invalid as refusal:
        problems.append(refusal)
    try:
        mobile = MobileNumber.parse(wish.mobile, allow_foreign=hospital.allows_foreign_numbers)
    except Invalid as refusal:
        problems.append(refusal)
    if mobile is None or problems:
        raise Invalid(problem for refusal in problems for problem in refusal.problems)
    return name, mobile


def _place(
    unit: UnitOfWork, wish: BookAppointment, doctor: Doctor, hospital: Hospital, patient: Patient, now: datetime
) -> Appointment:
    """The appointment with its places and token. Raises Invalid (past, leave, not_offered …), SlotTaken."""
    if not doctor.active:
        raise Invalid.one("doctor_id", "not_offered", f"Dr {doctor.name} does not see patients here any more.")
    places: tuple[HeldPlace, ...] = ()
    if wish.is_walk_in:
        local = hospital.local(now)
        closures = unit.closures.on(hospital.id, doctor.id, local.date())
        slot = schedule.stretch_for_walk_in(doctor.schedule, closures, doctor.id, local)
        day, minutes = local.date(), wish.minutes or slot.minutes
    else:
        if wish.at is None:
            raise Invalid.one("time_slot", "missing", "Choose a time, or book a walk-in.")
        slot, day = _offered(unit, doctor, hospital, wish.day, wish.at, now), wish.day
        steps = schedule.steps_of(doctor.schedule, day, slot, wish.minutes)
        places = schedule.places_for(steps, unit.appointments.held_on(doctor.id, day))
        minutes = wish.minutes or slot.minutes
    token = unit.appointments.next_token(doctor.id, day, slot.stretch_key)
    reason = clean_text(wish.reason, "reason") or None
    new = NewAppointment(
        hospital.id, doctor.id, patient.id, day, slot.at, minutes, slot.stretch_key, token, wish.is_walk_in, reason, now
    )
    return unit.appointments.add(new, places)


def _offered(unit: UnitOfWork, doctor: Doctor, hospital: Hospital, day: date, at: time, now: datetime) -> Slot:
    closures = unit.closures.on(hospital.id, doctor.id, day)
    return schedule.offer(doctor.schedule, closures, doctor.id, day, at, now=hospital.local(now))


def _when(appointment: Appointment) -> str:
    return f"{appointment.day} {appointment.at:%H:%M} doctor {appointment.doctor_id} {appointment.status}"
