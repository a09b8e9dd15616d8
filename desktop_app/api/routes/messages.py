"""Messages: what waits, what went, and why not."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from desktop_app.api.access import BY, Id, ListAnswer, TheClinic, list_of
from desktop_app.api.answers import MessageAnswer
from desktop_app.api.problems import problems
from desktop_app.api.requests import MessageQuery, SettleRequest
from desktop_app.domain.hospital import Hospital
from desktop_app.services.clinic import Clinic
from desktop_app.services.ports import MessageFilter
from desktop_app.services.views import MessageView, Page

routes = APIRouter(prefix="/api/messages", tags=["Messages"])

_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)
"""Instants far beyond these cannot be told in every zone."""


@routes.post("/{id}/retry", responses=problems(404, 409, 422, 507))
def retry(message_id: Id, clinic: TheClinic) -> MessageAnswer:
    """Queue a message again that failed or was skipped."""
    return MessageAnswer.of(clinic.messages.retry(message_id, by=BY))


@routes.post("/{id}/withdraw", responses=problems(404, 409, 422, 507))
def withdraw(message_id: Id, clinic: TheClinic) -> MessageAnswer:
    """Take back a message that still waits."""
    return MessageAnswer.of(clinic.messages.withdraw(message_id, by=BY))


@routes.post("/{id}/settle", responses=problems(404, 409, 422, 507))
def settle(message_id: Id, wish: SettleRequest, clinic: TheClinic) -> MessageAnswer:
    """Say what became of a message that needs checking, after a look at the clinic's phone."""
    return MessageAnswer.of(clinic.messages.settle(message_id, wish.was_sent, by=BY))


@routes.get("", responses=problems(404, 422))
def list_messages(wanted: Annotated[MessageQuery, Query()], clinic: TheClinic) -> ListAnswer[MessageAnswer]:
    """By id. `from` and `to` are inclusive dates of `queued_at` in the hospital's zone."""
    pages = [clinic.read.messages(part, wanted.limit, wanted.cursor) for part in _parts(wanted, clinic)]
    return list_of(_merged(pages, wanted.limit), MessageAnswer.of)


def _parts(wanted: MessageQuery, clinic: Clinic) -> list[MessageFilter]:
    """One filter, or one per hospital where days are meant and each may have a zone of its own."""
    if wanted.first is None and wanted.last is None:
        return [_filter(wanted, None)]
    if wanted.hospital_id is not None:
        return [_filter(wanted, clinic.read.hospital(wanted.hospital_id))]
    return [_filter(wanted, clinic.read.hospital(view.id)) for view in clinic.read.hospitals()]


def _filter(wanted: MessageQuery, hospital: Hospital | None) -> MessageFilter:
    midnight, one_day = time(0), timedelta(days=1)
    first = max(wanted.first, _FIRST_DAY) if wanted.first else None
    last = min(wanted.last, _LAST_DAY) if wanted.last else None
    return MessageFilter(
        hospital_id=hospital.id if hospital else wanted.hospital_id,
        appointment_id=wanted.appointment_id,
        kind=wanted.kind,
        statuses=(wanted.status,) if wanted.status else (),
        queued_from=hospital.instant(first, midnight) if hospital and first else None,
        queued_before=hospital.instant(last + one_day, midnight) if hospital and last else None,
    )


def _merged(pages: Sequence[Page[MessageView]], limit: int) -> Page[MessageView]:
    """The first `limit` of several pages by id; the cursor of such a list is the last id."""
    if len(pages) == 1:
        return pages[0]
    items = sorted((item for page in pages for item in page.items), key=lambda message: message.id)
    has_more = len(items) > limit or any(page.next_cursor for page in pages)
    return Page(tuple(items[:limit]), str(items[limit - 1].id) if has_more else None)
