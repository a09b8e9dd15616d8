"""The strip under the board: who the row is, and how the message stands. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from desktop_app.domain.message import MessageStatus
from desktop_app.services.views import AppointmentView, MessageView, PatientView
from desktop_app.ui import formats
from desktop_app.ui.message_words import kind_words
from desktop_app.ui.pages.today.acts import BoardAct, offered
from desktop_app.ui.pages.today.board import BoardRow, DayBoard
from desktop_app.ui.patient_words import person_words

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_LANGUAGES = {
    "en": "", "hi": "Hindi", "mr": "Marathi", "ta": "Tamil", "te": "Telugu", "kn": "Kannada", "bn": "Bengali", "gu": "Gujarati",
    "ml": "Malayalam", "pa": "Punjabi", "or": "Odia",
}  # fmt: skip
SentMessage = tuple[MessageView, tzinfo | None]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """`Reminder ✓✓ read yesterday 10:04 AM`: words before and after the ticks, and the ticks' colour (a token's name)."""

    before: str
    ticks: str
    after: str
    colour: str = "muted"


@dataclass(frozen=True, slots=True)
class Details:
    """`acts` are the buttons; `free` marks a free time, whose one button books."""

    name: str
    about: tuple[str, ...]
    message: MessageLine | None
    acts: tuple[BoardAct, ...]
    appointment: AppointmentView | None
    is_free: bool = False


def details_of(
    row: BoardRow, doctor: str, board: DayBoard, patient: PatientView | None, sent: SentMessage | None
) -> Details:
    """`patient` and `sent` are None until they are read."""
    appointment = row.appointment
    if appointment is None:
        places = "" if row.places_left == 1 else f"{row.places_left} places"
        return Details(formats.clock_time(row.at), (f"is free with Dr {doctor}", places), None, (), None, is_free=True)
    line = message_line(sent[0], board, sent[1]) if sent is not None else None
    about = _about(appointment, patient, board)
    return Details(appointment.patient_name, about, line, offered(appointment.status), appointment)


def newest_message(messages: Sequence[MessageView]) -> MessageView | None:
    """The one that tells most: the latest that was not taken back."""
    live = [m for m in messages if m.status is not MessageStatus.WITHDRAWN]
    return max(live or messages, key=lambda m: m.id, default=None)


def message_line(message: MessageView, board: DayBoard, zone: tzinfo | None) -> MessageLine:
    kind = kind_words(message.kind, message.rule)

    def when(instant: datetime | None) -> str:
        return _when(instant.astimezone(zone), board) if instant is not None else ""

    match message.status:
        case MessageStatus.READ:
            return MessageLine(kind, "✓✓", f"read {when(message.read_at)}", "tick_read")
        case MessageStatus.DELIVERED:
            return MessageLine(kind, "✓✓", f"delivered {when(message.delivered_at)}")
        case MessageStatus.SENT:
            return MessageLine(kind, "✓", f"sent {when(message.sent_at)}")
        case MessageStatus.QUEUED:
            return MessageLine(kind, "○", "waits to be sent")
        case MessageStatus.SENDING:
            return MessageLine(kind, "○", "is being sent")
        case MessageStatus.NEEDS_CHECKING:
            return MessageLine(kind, "?", "check the phone whether it went out", "warn_sign")
        case MessageStatus.FAILED:
            return MessageLine(kind, "✕", f"not sent. {message.reason or ''}".strip(), "bad")
        case MessageStatus.SKIPPED:
            return MessageLine(kind, "–", f"not sent. {message.reason or ''}".strip())
        case MessageStatus.WITHDRAWN:
            return MessageLine(kind, "–", "taken back")


def _about(appointment: AppointmentView, patient: PatientView | None, board: DayBoard) -> tuple[str, ...]:
    parts = [formats.mobile(appointment.mobile)]
    if patient is not None:
        parts.append(person_words(patient, board.today))
        parts.append(_visit_words(patient.visits, appointment))
        parts.append(_LANGUAGES.get(patient.language, ""))
    parts.append(appointment.reason or "")
    if appointment.status_reason:
        parts.append(appointment.status_reason)
    return tuple(part for part in parts if part)


def _visit_words(visits: int, appointment: AppointmentView) -> str:
    """Which visit this one is; `visits` counts the finished ones."""
    number = visits if appointment.visit_date is not None else visits + 1
    if not 1 <= number <= len(_ORDINALS):
        return f"{number} visits" if number else ""
    return f"{_ORDINALS[number - 1]} visit"


def _when(at: datetime, board: DayBoard) -> str:
    days = (board.today - at.date()).days
    if days == 0:
        return formats.clock_time(at)
    day = "yesterday" if days == 1 else formats.short_date(at.date(), board.today)
    return f"{day} {formats.clock_time(at)}"
