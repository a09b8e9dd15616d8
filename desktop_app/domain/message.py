"""A WhatsApp message: kinds, states, and why one was or was not sent, in words for people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desktop_app.domain.mobile_number import MobileNumber


class Kind(StrEnum):
    CONFIRMATION = "confirmation"
    REMINDER = "reminder"
    FOLLOWUP = "followup"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    TEST = "test"


class MessageStatus(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    NEEDS_CHECKING = "needs_checking"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"


TICKS = (MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ)
WENT_OR_MAY_HAVE = frozenset({MessageStatus.SENDING, *TICKS, MessageStatus.NEEDS_CHECKING})
AUTOMATIC_KINDS = frozenset({Kind.REMINDER, Kind.FOLLOWUP})
"""Kinds that keep to the sending hours and to the limit per patient and day."""
DEFAULT_HOLD = timedelta(seconds=8)
"""How long a window's message waits so that Undo can still withdraw it."""


class Reason(StrEnum):
    """Why a message is where it is. The value is the stable `reason_code`; SENTENCES has the words for people."""

    WHATSAPP_OFF = "whatsapp_off"
    NO_CONSENT = "no_consent"
    NO_LONGER_USEFUL = "no_longer_useful"
    BOOKED_AFTER_REMINDER = "booked_after_reminder"
    DAILY_LIMIT = "daily_limit"
    SKIPPED_BY_PERSON = "skipped_by_person"
    NEARER_REMINDER = "nearer_reminder"
    NOT_ON_WHATSAPP = "not_on_whatsapp"
    RECIPIENT_NOT_CONFIRMED = "recipient_not_confirmed"
    TEXT_NOT_ACCEPTED = "text_not_accepted"
    SEND_REFUSED = "send_refused"
    NO_COMPOSER = "no_composer"
    NUMBER_ERASED = "number_erased"
    OUTCOME_UNKNOWN = "outcome_unknown"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    APPOINTMENT_MOVED = "appointment_moved"
    APPOINTMENT_OVER = "appointment_over"
    APPOINTMENT_REOPENED = "appointment_reopened"
    FOLLOWUP_CHANGED = "followup_changed"
    UNDONE = "undone"
    WITHDRAWN_BY_PERSON = "withdrawn_by_person"
    SETTLED_BY_PERSON = "settled_by_person"


SENTENCES = {
    Reason.WHATSAPP_OFF: "WhatsApp is switched off for this hospital. Switch it on under WhatsApp to send messages.",
    Reason.NO_CONSENT: "The patient asked not to be messaged. Call instead.",
    Reason.NO_LONGER_USEFUL: "It could not be sent while it was still useful. Call the patient if it matters.",
    Reason.BOOKED_AFTER_REMINDER: "Booked after that day's reminders were due; the confirmation had just told the patient.",
    Reason.DAILY_LIMIT: "The patient already got two automatic messages that day.",
    Reason.SKIPPED_BY_PERSON: "Somebody at the desk took it out of the outbox.",
    Reason.NEARER_REMINDER: "A nearer reminder goes instead.",
    Reason.NOT_ON_WHATSAPP: "This number is not on WhatsApp. Call the patient, or correct the number.",
    Reason.RECIPIENT_NOT_CONFIRMED: (
        "WhatsApp opened a chat whose number could not be read or was another one, so nothing was sent. "
        "Try again, or call the patient."
    ),
    Reason.TEXT_NOT_ACCEPTED: "WhatsApp did not take the text as it is, so nothing was sent. Try again, or call the patient.",
    Reason.SEND_REFUSED: "WhatsApp shows this message as not sent. Try again later, or call the patient.",
    Reason.NO_COMPOSER: "WhatsApp shows no field to write in for this chat. It is tried again later.",
    Reason.NUMBER_ERASED: "The patient's data were erased.",
    Reason.OUTCOME_UNKNOWN: "We could not see whether this message went out. Look at the chat on the clinic's phone, then choose.",
    Reason.APPOINTMENT_CANCELLED: "The appointment was cancelled.",
    Reason.APPOINTMENT_MOVED: "The appointment was moved.",
    Reason.APPOINTMENT_OVER: "The appointment is over.",
    Reason.APPOINTMENT_REOPENED: "The appointment was reopened.",
    Reason.FOLLOWUP_CHANGED: "The follow-up was changed.",
    Reason.UNDONE: "Undone at the desk before it was sent.",
    Reason.WITHDRAWN_BY_PERSON: "Withdrawn at the desk before it was sent.",
    Reason.SETTLED_BY_PERSON: "Somebody looked at the phone and settled it.",
}


@dataclass(frozen=True, slots=True)
class MessageKey:
    """One event, one message (contract section 6, "Once"). `rule` tells apart several reminders of one appointment."""

    appointment_id: int
    kind: Kind
    rule: str
    revision: int


@dataclass(frozen=True, slots=True)
class ChatEvidence:
    """What a chat showed before anything was typed; committed with `sending`, the proof after a crash."""

    last_own_id: str | None
    same_text_count: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message on its way. All instants aware UTC; `mobile` is None only once the patient's data were erased.

    `not_before` holds it back (undo time, due time), `not_after` ends its use. `by_person` = a person started it, so
    sending hours and the daily limit do not apply. `attempted_at` is when a conversation was last begun (the pace counts
    it), `evidence` what the chat showed before typing.
    """

    id: int
    hospital_id: int
    appointment_id: int | None
    patient_id: int | None
    kind: Kind
    rule: str
    revision: int
    mobile: MobileNumber | None
    text: str
    language: str
    status: MessageStatus
    reason_code: Reason | None
    by_person: bool
    attempts: int
    queued_at: datetime
    not_before: datetime
    not_after: datetime
    attempted_at: datetime | None = None
    sending_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    evidence: ChatEvidence | None = None

    @property
    def reason(self) -> str | None:
        """The sentence for people."""
        return SENTENCES[self.reason_code] if self.reason_code else None
