"""Book, move, cancel, visit: the day's work on appointments."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Query, Response

from desktop_app.api import requests
from desktop_app.api.access import BY, Cursor, Id, Limit, ListAnswer, TheClinic, list_of
from desktop_app.api.answers import AppointmentAnswer, BookedAnswer, MessageAnswer, VisitedAnswer
from desktop_app.api.fields import Day
from desktop_app.api.problems import problems
from desktop_app.services.booking_service import Idempotency
from desktop_app.services.clinic import Clinic
from desktop_app.services.ports import MessageFilter
from desktop_app.services.views import MessageView

routes = APIRouter(prefix="/api/appointments", tags=["Appointments"])

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Any word of your own, new for each booking. The same key and body again give the same answer.",
        pattern="^[!-~]{1,200}$",
    ),
]


@routes.post("/book", status_code=201, response_model=BookedAnswer, responses=problems(404, 409, 422, 507))
def book(wish: requests.BookRequest, clinic: TheClinic, key: Key = None) -> Response:
    """Book an appointment, or with `walk_in` a patient who is here now.

    Saved when this answers 201: the CSV row and the confirmation are on their way (`csv`, `whatsapp` say how they stand).
    """
    return Response(_booked(clinic, wish, key), 201, media_type="application/json")


@routes.put("/{id}/mark-visited", responses=problems(404, 409, 422, 507))
def mark_visited(
    appointment_id: Id,
    clinic: TheClinic,
    wish: requests.VisitRequest | None = None,
    followup_date: Annotated[Day | None, Query(description="The day of the follow-up.")] = None,
) -> VisitedAnswer:
    """The patient was seen. With `followup_date` the reminder is planned; again with another date corrects it."""
    followup = (wish.followup_date if wish else None) or followup_date
    return VisitedAnswer.of(clinic.visits.mark_visited(appointment_id, followup_date=followup, by=BY))


@routes.put("/{id}/reschedule", responses=problems(404, 409, 422, 507))
def reschedule(appointment_id: Id, wish: requests.RescheduleRequest, clinic: TheClinic) -> AppointmentAnswer:
    """Move to another time or to another doctor of the hospital; the appointment keeps its id."""
    moved = clinic.booking.reschedule(
        appointment_id,
        wish.date,
        wish.time_slot,
        by=BY,
        doctor_id=wish.doctor_id,
        notify=wish.notify is not False,
        reason=wish.reason,
    )
    return AppointmentAnswer.of(moved)


@routes.put("/{id}/arrive", responses=problems(404, 409, 422, 507))
def arrive(appointment_id: Id, clinic: TheClinic, wish: requests.StepRequest | None = None) -> AppointmentAnswer:
    """The patient is here and waits."""
    return AppointmentAnswer.of(clinic.booking.arrive(appointment_id, by=BY, reason=wish.reason if wish else None))


@routes.put("/{id}/in-room", responses=problems(404, 409, 422, 507))
def in_room(appointment_id: Id, clinic: TheClinic, wish: requests.StepRequest | None = None) -> AppointmentAnswer:
    """The patient is with the doctor."""
    return AppointmentAnswer.of(clinic.booking.in_room(appointment_id, by=BY, reason=wish.reason if wish else None))


@routes.put("/{id}/no-show", responses=problems(404, 409, 422, 507))
def no_show(appointment_id: Id, clinic: TheClinic, wish: requests.StepRequest | None = None) -> AppointmentAnswer:
    """The patient did not come."""
    return AppointmentAnswer.of(clinic.booking.no_show(appointment_id, by=BY, reason=wish.reason if wish else None))


@routes.put("/{id}/cancel", responses=problems(404, 409, 422, 507))
def cancel(appointment_id: Id, clinic: TheClinic, wish: requests.CancelRequest | None = None) -> AppointmentAnswer:
    """Cancel; the place is free again. The patient is told if an earlier message went and the time is still ahead."""
    wish = wish or requests.CancelRequest()
    return AppointmentAnswer.of(
        clinic.booking.cancel(appointment_id, by=BY, reason=wish.reason, notify=wish.notify is not False)
    )


@routes.put("/{id}/reopen", responses=problems(404, 409, 422, 507))
def reopen(appointment_id: Id, clinic: TheClinic, wish: requests.StepRequest | None = None) -> AppointmentAnswer:
    """Back to booked. A cancelled one only while its place is free; a visit loses its dates."""
    return AppointmentAnswer.of(clinic.booking.reopen(appointment_id, by=BY, reason=wish.reason if wish else None))


@routes.get("", responses=problems(422))
def list_appointments(
    wanted: Annotated[requests.AppointmentQuery, Query()], clinic: TheClinic
) -> ListAnswer[AppointmentAnswer]:
    """By date, time_slot and id. `from` and `to` are inclusive dates in the hospital's zone."""
    page = clinic.read.appointments(wanted.to_filter(), wanted.limit, wanted.cursor)
    return list_of(page, AppointmentAnswer.of)


@routes.get("/book", include_in_schema=False)
def not_to_be_read() -> None:
    """Else `book` would be taken for an id."""
    raise HTTPException(405)


@routes.get("/{id}", responses=problems(404, 422))
def one_appointment(appointment_id: Id, clinic: TheClinic) -> AppointmentAnswer:
    return AppointmentAnswer.of(clinic.read.appointment(appointment_id))


@routes.get("/{id}/messages", responses=problems(404, 422))
def messages_of(
    appointment_id: Id, clinic: TheClinic, limit: Limit = 50, cursor: Cursor = None
) -> ListAnswer[MessageAnswer]:
    """The messages of one appointment, each with the sentence why it was or was not sent."""
    clinic.read.appointment(appointment_id)

    def told(message: MessageView) -> MessageAnswer:
        """A message that needs no reason has its story, so that also "why did it go?" has an answer."""
        story = "; ".join(line.text for line in clinic.read.story(message.id))
        sentence = f"{story[:1].upper()}{story[1:]}." if story else None
        return MessageAnswer.of(replace(message, reason=message.reason or sentence))

    return list_of(clinic.read.messages(MessageFilter(appointment_id=appointment_id), limit, cursor), told)


def _booked(clinic: Clinic, wish: requests.BookRequest, key: str | None) -> str:
    """The answer as JSON. With a key: what stands for it, so that every repetition gets the same bytes."""
    if key is None:
        return BookedAnswer.booked(clinic.booking.book(wish.to_verb(None))).model_dump_json()
    once = Idempotency(key, wish.fingerprint())
    known = clinic.answers.find(key)
    if known and known.answer and known.fingerprint == once.fingerprint:
        return known.answer
    booked = clinic.booking.book(wish.to_verb(once))
    return clinic.answers.store(key, BookedAnswer.booked(booked).model_dump_json())
