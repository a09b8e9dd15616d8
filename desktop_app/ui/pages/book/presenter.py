"""Decides what the booking panel does: whom the number means, which time is offered, what happens on Enter. No Qt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import Protocol

from desktop_app.domain.errors import ExpectedError, Invalid, SlotTaken, Unavailable
from desktop_app.domain.message import WENT_OR_MAY_HAVE
from desktop_app.services.booking_service import UNDO
from desktop_app.services.views import BookedView, PatientView, SlotView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk, Undo
from desktop_app.ui.notice_words import undo_seconds
from desktop_app.ui.pages.book.form import DoctorLine, Faults, Form, Line, NumberSays
from desktop_app.ui.pages.book.message_part import with_message
from desktop_app.ui.pages.book.reading import (
    ClinicFacts,
    first_free,
    lines_of,
    read_facts,
    search_of,
    weigh_number,
    why_no_slots,
)
from desktop_app.ui.pages.book.wish import BY, Stop, booked_words, stop_of, stop_of_refusal, taken_words, wish_of
from desktop_app.ui.places import Book, Goto, PageName


class BookWindow(Protocol):
    """What the presenter asks of the page."""

    def draw(self, form: Form) -> None: ...
    def type_number(self, mobile: str) -> None:
        """Put a known patient's number into the field."""
        ...

    def go_to(self, field: str) -> None:
        """Put the cursor into `mobile`, `name`, `doctor`, `day` or `slot`."""
        ...

    def leave(self, booked: BookedView, *, prints: bool) -> None: ...


class BookPresenter:
    """One booking at a time. `start` begins anew, everything typed comes in by `on_…`, `submit` books."""

    def __init__(self, window: BookWindow, desk: Desk) -> None:
        self._window = window
        self._desk = desk
        self._facts = ClinicFacts((), ())
        self.form = Form()
        self._typed = self._name = self._reason = ""
        self._wanted_at: time | None = None
        self._opened_for: date | None = None
        self._prints = False
        self._consent_by_hand: bool | None = None

    # ── beginning ───────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self, place: Book) -> None:
        """A new booking with what is known already."""
        self._typed = self._name = self._reason = ""
        self._wanted_at, self._opened_for, self._consent_by_hand = place.at, place.day, None
        today = self._desk.today()
        day = place.day if place.day is not None and place.day >= today else today
        self.form = Form(doctor_id=place.doctor_id or self.form.doctor_id, day=day, can_walk_in=day == today)
        self._window.draw(self.form)
        self._desk.run(partial(read_facts, self._desk.clinic, self._desk.hospital_id), partial(self._begin, place))

    def _begin(self, place: Book, facts: ClinicFacts) -> None:
        self._facts = facts
        doctors = tuple(DoctorLine(d.id, f"Dr {d.name}") for d in facts.doctors)
        known = facts.doctor(self.form.doctor_id) or (facts.doctors[0] if facts.doctors else None)
        no_slots = "" if known else "No doctor works here yet. Add the doctors under Settings (Alt+7)."
        self._draw(doctors=doctors, doctor_id=known.id if known else None, no_slots=no_slots)
        if place.patient is not None:
            self.pick_patient(place.patient)
        self._read_slots()

    @property
    def is_touched(self) -> bool:
        """Something was typed or picked: the first Esc clears, the second leaves."""
        return bool(self._typed or self._name or self._reason)

    def forget(self) -> None:
        """The fields were emptied."""
        self._typed = self._name = self._reason = ""

    # ── whom ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def on_number(self, typed: str) -> None:
        self._typed = typed
        number = self._weigh(typed, has_left=False)
        wanted = search_of(number.e164 or typed)
        lines = self.form.lines if wanted else ()
        self._draw(number=number, lines=lines, current=0, is_picked=False, faults=Faults())
        if wanted:
            self._desk.run(partial(self._desk.clinic.patients.find, wanted), partial(self._found, typed))

    def on_number_left(self) -> None:
        if not self.form.is_picked:
            self._draw(number=self._weigh(self._typed, has_left=True))

    def on_name(self, name: str) -> None:
        self._name = name
        self._draw(faults=replace(self.form.faults, name="", form=""))

    def on_reason(self, reason: str) -> None:
        self._reason = reason

    def move(self, step: int) -> None:
        """↑ ↓ in the mobile field."""
        if self.form.lines:
            self._choose((self.form.current + step) % len(self.form.lines), is_picked=False)

    def take(self, number: int) -> None:
        """A line was clicked, or Enter pressed on it: it is the patient."""
        self._choose(number, is_picked=True)
        line = self.form.line
        if line is None:
            return
        if line.patient is None:
            self._window.go_to("name")
            return
        self.pick_patient(line.patient)
        self._window.go_to("doctor")

    def pick_patient(self, patient: PatientView) -> None:
        """A known patient: number, usual doctor and consent come along."""
        if patient.mobile:
            self._typed = formats.mobile(patient.mobile)
            self._window.type_number(self._typed)
        number = self._weigh(self._typed, has_left=True)
        line = (
            lines_of((patient,), number, self._desk.today())[0] if patient.mobile else Line(patient, patient.name, "")
        )
        self._draw(number=number, lines=(line,), current=0, is_picked=True, faults=Faults())
        if self._facts.doctor(patient.last_doctor_id) and patient.last_doctor_id != self.form.doctor_id:
            self.on_doctor(patient.last_doctor_id)

    def _found(self, typed: str, patients: tuple[PatientView, ...]) -> None:
        if typed != self._typed or self.form.is_picked:
            return
        number = self._weigh(typed, has_left=False)
        self._choose(0, is_picked=False, lines=lines_of(patients, number, self._desk.today()))

    def _choose(self, number: int, *, is_picked: bool, lines: tuple[Line, ...] | None = None) -> None:
        lines = self.form.lines if lines is None else lines
        self._consent_by_hand = None
        self._draw(lines=lines, current=number, is_picked=is_picked)

    def _weigh(self, typed: str, *, has_left: bool) -> NumberSays:
        return weigh_number(typed, self._desk.hospital().allows_foreign_numbers, has_left=has_left)

    # ── when ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def on_doctor(self, doctor_id: int | None) -> None:
        if doctor_id is not None and doctor_id != self.form.doctor_id:
            self._draw(doctor_id=doctor_id, slots=(), at=None, faults=Faults())
            self._read_slots()

    def on_day(self, day: date | None) -> None:
        faults = replace(self.form.faults, day="" if day else "Not understood. Write tomorrow, +7 or 15/12.", slot="")
        is_today = day == self._desk.today()
        self._draw(
            day=day,
            slots=(),
            at=None,
            faults=faults,
            can_walk_in=is_today,
            is_walk_in=self.form.is_walk_in and is_today,
        )
        if day is not None:
            self._read_slots()

    def on_slot(self, at: time) -> None:
        self._wanted_at = at
        self._draw(at=at, is_walk_in=False, faults=replace(self.form.faults, slot="", form=""))

    def on_walk_in(self, on: bool) -> None:
        self._draw(is_walk_in=on, faults=replace(self.form.faults, slot="", form=""))

    def refresh_slots(self) -> None:
        """Somebody booked or cancelled meanwhile."""
        self._read_slots()

    def _read_slots(self) -> None:
        doctor_id, day = self.form.doctor_id, self.form.day
        if doctor_id is not None and day is not None:
            job = partial(self._desk.clinic.booking.slots, doctor_id, day)
            self._desk.run(job, partial(self._show_slots, doctor_id, day))

    def _show_slots(self, doctor_id: int, day: date, slots: tuple[SlotView, ...]) -> None:
        if (doctor_id, day) == (self.form.doctor_id, self.form.day):
            before = self.form.at
            at = first_free(slots, before or self._wanted_at)
            self._draw(slots=slots, at=at, no_slots=why_no_slots(slots))
            if before is not None and at != before:
                self._draw(faults=replace(self.form.faults, slot=taken_words(before, at)))

    # ── the message ─────────────────────────────────────────────────────────────────────────────────────────────────
    def on_consent(self, wanted: bool) -> None:
        self._consent_by_hand = wanted
        self._draw()

    # ── booking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def enter(self, field: str, *, prints: bool = False) -> None:
        """Enter in any field: in the number it takes the patient first, everywhere else it books (⇧: and prints)."""
        if field == "mobile" and not self.form.is_picked and self.form.lines:
            self.take(self.form.current)
        elif field == "mobile" and self.form.asks_name and not self._name.strip():
            self._window.go_to("name")
        else:
            self.submit(prints=prints)

    def submit(self, *, prints: bool = False) -> None:
        if self.form.is_busy:
            return
        self._prints = prints
        number = self._weigh(self._typed, has_left=True)
        stop = stop_of(self.form, number, self._name)
        if stop is not None:
            self._show_stop(stop)
            return
        wish = wish_of(self.form, number, self._name, self._reason)
        self._draw(is_busy=True, faults=Faults(), number=number)
        self._desk.run(partial(self._desk.clinic.booking.book, wish), self._booked, self._refused)

    def _show_stop(self, stop: Stop) -> None:
        is_picked = self.form.is_picked or stop.field == "name"
        self._draw(is_busy=False, is_picked=is_picked, faults=stop.faults, number=stop.number)
        if stop.field:
            self._window.go_to(stop.field)

    def _booked(self, booked: BookedView) -> None:
        self._draw(is_busy=False)
        view = booked.appointment
        label = f"Undo: cancel {view.patient_name} {formats.clock_time(view.time_slot)}"
        undo = Undo(label, self._undo_of(view.id), undo_seconds((booked.message,), self._desk.clinic.clock.now()))
        self._desk.notices.tell(booked_words(booked, self._desk.today()), undo)
        self._window.leave(booked, prints=self._prints)
        if view.date in (self._desk.today(), self._opened_for):
            self._desk.navigate(Goto(PageName.TODAY, day=view.date, appointment_id=view.id))

    def _undo_of(self, appointment_id: int) -> Callable[[], None]:
        return partial(self._desk.run, partial(self._undo, appointment_id), self._undone)

    def _undo(self, appointment_id: int) -> bool:
        """Cancel it; True when the confirmation had gone already."""
        clinic = self._desk.clinic
        clinic.booking.cancel(appointment_id, by=BY, reason=UNDO, notify=False)
        return any(m.status in WENT_OR_MAY_HAVE for m in clinic.messages.of_appointment(appointment_id))

    def _undone(self, has_gone: bool) -> None:
        words = "The booking is undone. No message goes out."
        if has_gone:
            words = "The booking is cancelled, but its confirmation had gone out already. Call the patient."
        self._desk.notices.tell(words)

    def _refused(self, error: ExpectedError) -> None:
        """Everything typed stays. A taken time gets the next free one, which Enter takes."""
        match error:
            case SlotTaken():
                self._offer(error)
            case Invalid():
                self._show_stop(stop_of_refusal(error, self.form.number))
            case Unavailable():
                words = f"{error.message} {error.remedy} Your entries are still here."
                self._draw(is_busy=False, faults=Faults(form=words))
            case _:
                self._draw(is_busy=False, faults=Faults(form=f"{error.message} {error.remedy}".strip()))

    def _offer(self, taken: SlotTaken) -> None:
        self._wanted_at = taken.next_free
        self._draw(is_busy=False, at=taken.next_free, faults=Faults(slot=taken_words(taken.wanted, taken.next_free)))
        self._read_slots()

    def _draw(self, **changes: object) -> None:
        form = replace(self.form, **changes)
        self.form = with_message(form, self._facts, self._desk, self._name, self._consent_by_hand)
        self._window.draw(self.form)
