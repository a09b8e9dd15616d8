"""What the patient hears of something just done, for the toast. No Qt."""

from collections.abc import Sequence

from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.services.views import MessageView


def notice_words(messages: Sequence[MessageView]) -> str:
    """From the newest message of the appointment, if it still waits; `{seconds}` counts down in the toast."""
    newest = max(messages, key=lambda message: message.id, default=None)
    if newest is None or newest.status is not MessageStatus.QUEUED:
        return ""
    match newest.kind:
        case Kind.CONFIRMATION:
            return "Confirmation in {seconds} s."
        case Kind.RESCHEDULED | Kind.CANCELLED:
            return "The patient is told in {seconds} s."
        case _:
            return ""
