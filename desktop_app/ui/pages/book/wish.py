"""From the form to a wish to book, from a refusal back to the fields. No Qt."""

from dataclasses import dataclass, replace
from datetime import date, time

from desktop_app.domain.errors import Invalid
from desktop_app.domain.message import DEFAULT_HOLD, MessageStatus
from desktop_app.services.booking_service import BookAppointment
from desktop_app.services.views import BookedView
from desktop_app.ui import formats
from desktop_app.ui.pages.book.form import Faults, Form, NumberSays

BY = "desk"


@dataclass(frozen=True, slots=True)
class Stop:
    """What keeps it from being booked: the marks to show, and the field that gets the cursor ("" = none)."""

    field: str
    faults: Faults
    number: NumberSays


def stop_of(form: Form, number: NumberSays, name: str) -> Stop | None:
    """The first entry that is missing, in the order of the fields; None when it can be booked."""
    if not number.e164 and form.patient is None:
        return Stop("mobile", Faults(), NumberSays(fault=number.fault or "Enter the mobile number."))
    if not form.is_picked and len(form.lines) > 2:
        words = "Several patients have this number. Choose one with ↑ ↓ and Enter."
        return Stop("mobile", Faults(), replace(number, fault=words))
    if form.patient is None and not name.strip():
        return Stop("name", Faults(name="Enter the patient’s name."), number)
    return _stop_of_time(form, number)


def _stop_of_time(form: Form, number: NumberSays) -> Stop | None:
    if form.doctor_id is None:
        return Stop("doctor", Faults(form="Add a doctor under Settings first."), number)
    if form.day is None:
        return Stop("day", form.faults, number)
    if form.at is None and not form.is_walk_in:
        return Stop("slot", Faults(slot=form.no_slots or "Choose a time."), number)
    return None


def wish_of(form: Form, number: NumberSays, name: str, reason: str) -> BookAppointment:
    """The wish of a form without a Stop."""
    patient = form.patient
    if form.doctor_id is None or form.day is None:
        raise ValueError("a form without doctor or day has a Stop")
    agrees = patient is None or patient.consent
    return BookAppointment(
        doctor_id=form.doctor_id,
        patient_name=patient.name if patient is not None else name,
        mobile=number.e164,
        day=form.day,
        at=None if form.is_walk_in else form.at,
        by=BY,
        reason=reason.strip() or None,
        consent=None if form.wants_message and agrees else form.wants_message,
        is_walk_in=form.is_walk_in,
        hold=DEFAULT_HOLD,
        patient_id=patient.id if patient is not None else None,
    )


_FIELDS = {
    "mobile": "mobile", "patient_name": "name", "name": "name", "date": "day", "time_slot": "slot", "minutes": "slot",
}  # fmt: skip


def stop_of_refusal(error: Invalid, number: NumberSays) -> Stop:
    """The clinic's own refusals, each beside its field."""
    faults, first = Faults(), ""
    for problem in error.problems:
        field = _FIELDS.get(problem.field, "form")
        if field == "mobile":
            number = NumberSays(fault=problem.message)
        else:
            faults = replace(faults, **{field: problem.message})
        first = first or ("" if field == "form" else field)
    return Stop(first, faults, number)


def taken_words(wanted: time, next_free: time | None) -> str:
    words = f"{formats.clock_time(wanted)} was taken a moment ago."
    if next_free is None:
        return f"{words} No other time is free on that day; choose another day."
    return f"{words} The next free time is {formats.clock_time(next_free)} (Enter)."


def booked_words(booked: BookedView, today: date) -> str:
    """The toast after a booking; `{seconds}` counts down."""
    view = booked.appointment
    day = "" if view.date == today else f" on {formats.short_date(view.date, today)}"
    words = f"{view.patient_name} booked for {formats.clock_time(view.time_slot)}{day}, token {view.token}."
    if booked.message.status is MessageStatus.QUEUED:
        words += " Confirmation in {seconds} s."
    elif booked.message.reason:
        words += f" No message: {booked.message.reason}"
    return f"{words} {booked.warning}" if booked.warning else words
