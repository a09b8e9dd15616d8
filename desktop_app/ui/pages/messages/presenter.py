"""What the Messages page decides: which messages a filter means, what may be done with one. No Qt."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from desktop_app.domain.hospital import Hospital
from desktop_app.domain.message import Kind, MessageStatus, Reason
from desktop_app.services.ports import MessageFilter
from desktop_app.services.views import MessageCounts, MessageView

PAGE_SIZE = 100
MOST_RELOADED = 400
"""A list that was scrolled further down than this is read anew only so far; the rest follows by scrolling."""


class Filter(StrEnum):
    """The filters over the table; OUTBOX is tomorrow's list."""

    ALL = "all"
    WAITING = "waiting"
    TODAY = "today"
    NEEDS_YOU = "needs_you"
    NOT_SENT = "not_sent"
    OUTBOX = "outbox"


_STATUSES = {
    Filter.WAITING: (MessageStatus.QUEUED, MessageStatus.SENDING),
    Filter.NEEDS_YOU: (MessageStatus.NEEDS_CHECKING, MessageStatus.FAILED),
    Filter.NOT_SENT: (MessageStatus.FAILED, MessageStatus.SKIPPED, MessageStatus.WITHDRAWN),
}


class Deed(StrEnum):
    """What a person may do with a message."""

    WAS_SENT = "was_sent"
    SEND_AGAIN = "send_again"
    TRY_AGAIN = "try_again"
    WITHDRAW = "withdraw"
    FIX_NUMBER = "fix_number"
    SWITCH_ON = "switch_on"
    SEND_NOW = "send_now"
    SKIP = "skip"


_SENDABLE = frozenset(
    {
        Reason.BOOKED_AFTER_REMINDER,
        Reason.DAILY_LIMIT,
        Reason.SKIPPED_BY_PERSON,
        Reason.NEARER_REMINDER,
        Reason.WITHDRAWN_BY_PERSON,
    }
)
"""Not sent for a reason that a person may overrule; the others are no longer true, or the patient said no."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The buttons beside a message: the main one first."""

    deeds: tuple[Deed, ...]

    @property
    def main(self) -> Deed | None:
        return self.deeds[0] if self.deeds else None


def wanted(chosen: Filter, hospital: Hospital, now: datetime) -> MessageFilter:
    """What to read for a filter. Newest first, so that what has just happened is on top."""
    start = hospital.instant(hospital.local(now).date(), time(0)) if chosen is Filter.TODAY else None
    return MessageFilter(
        hospital_id=hospital.id, statuses=_STATUSES.get(chosen, ()), queued_from=start, newest_first=True
    )


def count_of(chosen: Filter, counts: MessageCounts) -> int:
    match chosen:
        case Filter.WAITING:
            return counts.waiting
        case Filter.TODAY:
            return counts.today
        case Filter.NEEDS_YOU:
            return counts.needs_you
        case Filter.NOT_SENT:
            return counts.not_sent
        case _:
            return counts.all


def choices(message: MessageView) -> Choices:
    """Only what makes sense for this message now."""
    match message.status:
        case MessageStatus.NEEDS_CHECKING:
            return Choices((Deed.WAS_SENT, Deed.SEND_AGAIN))
        case MessageStatus.QUEUED:
            return Choices((Deed.WITHDRAW,))
        case MessageStatus.FAILED:
            return _choices_of_failed(message)
        case MessageStatus.SKIPPED if message.reason_code is Reason.WHATSAPP_OFF:
            return Choices((Deed.SWITCH_ON,))
        case MessageStatus.SKIPPED | MessageStatus.WITHDRAWN if message.reason_code in _SENDABLE:
            return Choices((Deed.SEND_NOW,))
        case _:
            return Choices(())


def shown_at(message: MessageView) -> datetime:
    """The instant in the table's first column: when it went, else when it is or was due."""
    return message.sent_at or max(message.not_before, message.queued_at)


def seconds_until(message: MessageView, now: datetime) -> int | None:
    """How long a message is still held for Undo; None when it is not held for less than a minute."""
    if message.status is not MessageStatus.QUEUED:
        return None
    left = (message.not_before - now).total_seconds()
    return round(left) if 0 < left <= 60 else None


def _choices_of_failed(message: MessageView) -> Choices:
    if message.mobile is None:
        return Choices(())
    if message.reason_code is Reason.NOT_ON_WHATSAPP and message.kind is not Kind.TEST:
        return Choices((Deed.FIX_NUMBER, Deed.TRY_AGAIN))
    return Choices((Deed.TRY_AGAIN,))
