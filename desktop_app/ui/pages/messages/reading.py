"""Reads what the page shows; runs in a worker thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.services.views import MessageCounts, MessageView, OutboxRow, Page, StoryLine
from desktop_app.ui.pages.messages.presenter import Filter, wanted

if TYPE_CHECKING:
    from desktop_app.services.clinic import Clinic


@dataclass(frozen=True, slots=True)
class MessagesRead:
    """One page of messages for a filter, with the counts of all filters."""

    chosen: Filter
    page: Page[MessageView]
    counts: MessageCounts
    is_paused: bool


@dataclass(frozen=True, slots=True)
class MessageRead:
    """One message with its story."""

    message: MessageView
    story: tuple[StoryLine, ...]


def read_messages(clinic: "Clinic", hospital_id: int, chosen: Filter, limit: int) -> MessagesRead:
    """The first `limit` messages. For the outbox only the counts are read."""
    hospital = clinic.read.hospital(hospital_id)
    page: Page[MessageView] = Page((), None)
    if chosen is not Filter.OUTBOX:
        page = clinic.messages.list(wanted(chosen, hospital, clinic.clock.now()), limit, None)
    is_paused = clinic.whatsapp.status(hospital_id).paused_reason is not None
    return MessagesRead(chosen, page, clinic.messages.counts(hospital_id), is_paused)


def read_more(clinic: "Clinic", hospital_id: int, chosen: Filter, limit: int, cursor: str) -> Page[MessageView]:
    hospital = clinic.read.hospital(hospital_id)
    return clinic.messages.list(wanted(chosen, hospital, clinic.clock.now()), limit, cursor)


def read_message(clinic: "Clinic", message_id: int) -> MessageRead:
    return MessageRead(clinic.messages.get(message_id), clinic.messages.story(message_id))


def read_outbox(clinic: "Clinic", hospital_id: int) -> tuple[OutboxRow, ...]:
    return clinic.outbox.rows(hospital_id)
