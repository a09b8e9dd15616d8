"""What the patient hears of something just done, for the toast. No Qt."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop_app.domain.message import Kind, MessageStatus
from desktop_app.services.views import MessageView

_BEFORE_IT_GOES = timedelta(seconds=0.5)
LONGEST_UNDO = 8.0


def undo_seconds(messages: Sequence[MessageView], now: datetime) -> float:
    """How long Undo may be offered: never once the message that it would take back may be on its way."""
    held = [m.not_before for m in messages if m.status is MessageStatus.QUEUED and m.not_before > now]
    left = min(held) - now - _BEFORE_IT_GOES if held else timedelta(seconds=LONGEST_UNDO)
    return min(max(left.total_seconds(), 1.0), LONGEST_UNDO)


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
