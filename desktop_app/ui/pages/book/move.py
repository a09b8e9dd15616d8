"""Decides how an appointment is moved: another day, time or doctor, and whether the patient is told. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, Protocol

from desktop_app.domain.errors import ExpectedError, SlotTaken
from desktop_app.domain.message import DEFAULT_HOLD, WENT_OR_MAY_HAVE, Kind, MessageStatus
from desktop_app.services.views import AppointmentView, MessageView, SlotView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.notice_words import notice_words, undo_seconds
from desktop_app.ui.pages.book.form import DoctorLine
from desktop_app.ui.pages.book.reading import ClinicFacts, first_free, preview_text, read_facts, why_no_slots
from desktop_app.ui.pages.book.wish import BY, taken_words

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic

_NOBODY_TOLD = "No message about this appointment has gone out, so none goes about the move."


@dataclass(frozen=True, slots=True)
class MoveForm:
    """Everything the panel shows."""

    appointment: AppointmentView
    doctors: tuple[DoctorLine, ...] = ()
    doctor_id: int | None = None
    day: date | None = None
    slots: tuple[SlotView, ...] = ()
    at: time | None = None
    no_slots: str = ""
    tells: bool = True
    preview: str = ""
    below: str = ""
    note: str = ""
    """Why no message goes although it is wanted."""
    day_fault: str = ""
    slot_fault: str = ""
    trouble: str = ""
    is_busy: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What does not change while the new time is chosen. `kind` is what the patient will read, "" = nothing."""

    clinic: ClinicFacts
    kind: str = ""
    language: str = "en"
    has_consent: bool = True


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of a move: the appointment, and what the patient hears of it."""

    appointment: AppointmentView
    messages: tuple[MessageView, ...]


class MoveWindow(Protocol):
    """What the presenter asks of the page."""

    def draw_move(self, form: MoveForm) -> None: ...
    def leave(self) -> None: ...


class MovePresenter:
    def __init__(self, window: MoveWindow, desk: Desk, appointment: AppointmentView) -> None:
        self._window = window
        self._desk = desk
        self._facts = Facts(ClinicFacts((), ()))
        today = desk.today()
        self._wanted_at: time | None = appointment.time_slot
        self.form = MoveForm(appointment, doctor_id=appointment.doctor_id, day=max(appointment.date, today))

    def start(self) -> None:
        self._draw()
        self._desk.run(partial(_read, self._desk.clinic, self.form.appointment), self._begin)

    def _begin(self, facts: Facts) -> None:
        self._facts = facts
        self._draw(doctors=tuple(DoctorLine(d.id, f"Dr {d.name}") for d in facts.clinic.doctors))
        self._read_slots()

    def on_doctor(self, doctor_id: int) -> None:
        if doctor_id != self.form.doctor_id:
            self._draw(doctor_id=doctor_id, slots=(), at=None, slot_fault="")
            self._read_slots()

    def on_day(self, day: date | None) -> None:
        fault = "" if day else "Not understood. Write tomorrow, +7 or 15/12."
        self._draw(day=day, slots=(), at=None, day_fault=fault, slot_fault="")
        self._read_slots()

    def on_slot(self, at: time) -> None:
        self._wanted_at = at
        self._draw(at=at, slot_fault="", trouble="")

    def on_tells(self, tells: bool) -> None:
        self._draw(tells=tells)

    def _read_slots(self) -> None:
        doctor_id, day = self.form.doctor_id, self.form.day
        if doctor_id is not None and day is not None:
            job = partial(self._desk.clinic.booking.slots, doctor_id, day)
            self._desk.run(job, partial(self._show_slots, doctor_id, day))

    def _show_slots(self, doctor_id: int, day: date, slots: tuple[SlotView, ...]) -> None:
        if (doctor_id, day) == (self.form.doctor_id, self.form.day):
            self._draw(slots=slots, at=first_free(slots, self._wanted_at), no_slots=why_no_slots(slots))

    def submit(self) -> None:
        form = self.form
        if form.is_busy or form.doctor_id is None or form.day is None:
            return
        if form.at is None:
            self._draw(slot_fault=form.no_slots or "Choose a time.")
            return
        self._draw(is_busy=True, slot_fault="", trouble="")
        self._desk.run(partial(self._move, form.doctor_id, form.day, form.at), self._moved, self._refused)

    def _move(self, doctor_id: int, day: date, at: time) -> Moved:
        clinic, key = self._desk.clinic, self.form.appointment.id
        view = clinic.booking.reschedule(
            key, day, at, by=BY, doctor_id=doctor_id, notify=self.form.tells, hold=DEFAULT_HOLD
        )
        return Moved(view, tuple(clinic.messages.of_appointment(key)))

    def _moved(self, done: Moved) -> None:
        today, before, moved = self._desk.today(), self.form.appointment, done.appointment
        when = formats.clock_time(moved.time_slot)
        if moved.date != today:
            when = f"{formats.short_date(moved.date, today)}, {when}"
        words = f"{moved.patient_name} moved to {when}. {notice_words(done.messages)}".strip()
        label = f"Undo: back to {formats.clock_time(before.time_slot)}"
        seconds = undo_seconds(done.messages, self._desk.clinic.clock.now())
        self._desk.notices.tell(words, Undo(label, self._undo_of(before), seconds))
        self._window.leave()

    def _undo_of(self, before: AppointmentView) -> Callable[[], None]:
        back = partial(
            self._desk.clinic.booking.reschedule,
            before.id,
            before.date,
            before.time_slot,
            by=BY,
            doctor_id=before.doctor_id,
            notify=False,
        )
        return partial(self._desk.run, back, self._undone)

    def _undone(self, view: AppointmentView) -> None:
        self._desk.notices.tell(f"{view.patient_name} is back at {formats.clock_time(view.time_slot)}.")

    def _refused(self, error: ExpectedError) -> None:
        if isinstance(error, SlotTaken):
            self._wanted_at = error.next_free
            words = taken_words(error.wanted, error.next_free)
            self._draw(is_busy=False, at=error.next_free, slot_fault=words)
            self._read_slots()
        else:
            self._draw(is_busy=False, trouble=f"{error.message} {error.remedy}".strip())

    def _draw(self, **changes: object) -> None:
        form = replace(self.form, **changes)
        facts, hospital = self._facts, self._desk.hospital()
        doctor = facts.clinic.doctor(form.doctor_id)
        preview = ""
        if form.tells and facts.kind:
            text = facts.clinic.text(facts.kind, facts.language)
            preview = preview_text(text, hospital, doctor, form.appointment.patient_name, form.day, form.at)
        note = "" if facts.kind or not form.doctors else _NOBODY_TOLD
        self.form = replace(form, preview=preview, below=self._below() if preview else "", note=note)
        self._window.draw_move(self.form)

    def _below(self) -> str:
        if not self._desk.hospital().sending.whatsapp_enabled:
            return "not sent: WhatsApp is switched off"
        if not self._facts.has_consent:
            return "not sent: asked not to be messaged"
        return f"{DEFAULT_HOLD.seconds} s after moving"


def _read(clinic: "Clinic", appointment: AppointmentView) -> Facts:
    """Who was told of the old time reads of the move; a confirmation that still waits takes the new time instead."""
    messages = clinic.messages.of_appointment(appointment.id)
    patient = clinic.patients.get(appointment.patient_id)
    waits = any(m.kind is Kind.CONFIRMATION and m.status is MessageStatus.QUEUED for m in messages)
    kind = Kind.CONFIRMATION if waits else ""
    if any(m.status in WENT_OR_MAY_HAVE for m in messages):
        kind = Kind.RESCHEDULED
    return Facts(read_facts(clinic, appointment.hospital_id), kind, patient.language, patient.consent)
