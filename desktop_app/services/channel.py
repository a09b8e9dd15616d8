"""The port to a messaging network: recipients, texts, sessions and receipts, never pages.

One channel belongs to one hospital and is used by one thread only (that hospital's session worker). Nothing a channel
does is retried by itself: what could not be known is said (UNKNOWN), and the sending queue decides.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from desktop_app.domain.message import ChatEvidence, MessageStatus
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.views import QueueCounts


class SessionState(StrEnum):
    """Contract section 5, "Session". READY = logged in *and* connected."""

    CLOSED = "closed"
    STARTING = "starting"
    SCAN_QR = "scan_qr"
    LINKING = "linking"
    READY = "ready"
    OFFLINE = "offline"
    CONFLICT = "conflict"
    LOGGED_OUT = "logged_out"
    RESTRICTED = "restricted"
    NEEDS_ATTENTION = "needs_attention"


@dataclass(frozen=True, slots=True)
class SessionReading:
    """What one probe saw. `detail` names the page's state (whatsapp-web.md 6.1) as a stable word, e.g. `qr_expired`.

    `qr` and `link_code` are secrets: shown, never logged. `number` is the linked number in digits, None if not known.
    `progress` is the percent of loading. `build` is the page's build; `misses` counts locators that found nothing.
    """

    state: SessionState
    detail: str
    qr: str | None = None
    link_code: str | None = None
    number: str | None = None
    progress: int | None = None
    build: str | None = None
    misses: int = 0


class Outcome(StrEnum):
    SENT = "sent"  # a new own bubble with our text, with at least one tick
    NOT_ON_WHATSAPP = "not_on_whatsapp"
    RECIPIENT_NOT_CONFIRMED = "recipient_not_confirmed"  # nothing was typed
    TEXT_NOT_ACCEPTED = "text_not_accepted"  # read back differs; composer cleared; nothing was sent
    NO_COMPOSER = "no_composer"  # this chat cannot be written in now; nothing was typed
    RESTRICTED = "restricted"  # a restriction or cap is shown; nothing was typed
    SESSION_LOST = "session_lost"  # logged out, offline, crashed … before anything was typed
    REFUSED = "refused"  # WhatsApp shows our bubble as failed
    WITHDRAWN = "withdrawn"  # before_typing said no; nothing was typed
    UNKNOWN = "unknown"  # after the click on Send nothing could be proved


@dataclass(frozen=True, slots=True)
class SendResult:
    """`receipt` is the tick seen (SENT, DELIVERED, READ) when outcome is SENT. `had_unread`: the patient had written."""

    outcome: Outcome
    receipt: MessageStatus | None = None
    had_unread: bool = False
    detail: str = ""


class LookUp(StrEnum):
    FOUND = "found"
    SURELY_NOT_THERE = "surely_not_there"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class LookUpResult:
    answer: LookUp
    receipt: MessageStatus | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A message whose ticks are still growing."""

    message_id: int
    mobile: MobileNumber
    text: str
    status: MessageStatus


@dataclass(frozen=True, slots=True)
class ReceiptSeen:
    message_id: int
    status: MessageStatus


class MessageChannel(Protocol):
    """Every call has its own deadline and answers; a dead page or browser is a reading or an outcome, not an exception.

    `start` alone raises ExpectedError (no browser, profile in use, disk full) with what to do.
    """

    def start(self, *, visible: bool) -> None: ...
    def want_code(self) -> None: ...  # a person wants to link: from now on a code is shown, not taken for "logged out"
    def read_session(self) -> SessionReading: ...
    def send(self, to: MobileNumber, text: str, before_typing: Callable[[ChatEvidence], bool]) -> SendResult:
        """Open the chat, confirm the recipient, then ask `before_typing` (it commits `sending`; False aborts), then send."""
        ...

    def look_up(self, to: MobileNumber, text: str, before: ChatEvidence | None) -> LookUpResult: ...
    def receipts(self, watched: Sequence[Watched]) -> tuple[ReceiptSeen, ...]: ...
    def ask_for_link_code(self, mobile: MobileNumber) -> None: ...
    def take_over(self) -> None: ...  # the conflict screen's "Use here"; only when a person asked
    def hurry(self) -> None: ...  # any thread: the program stops; begin nothing, let what was sent settle for seconds
    def kill(self) -> None: ...  # any thread: end the browser at once; calls in progress then fail
    def stop(self, seconds: float) -> None: ...  # bounded; leaves no process behind
    def forget(self) -> None: ...  # removes the profile; only when stopped


@dataclass(frozen=True, slots=True)
class SessionView:
    """Contract section 5, whatsapp-status, and what the WhatsApp page shows besides.

    `message` says the state in words with the next step. `paused_reason` is None while sending is not paused.
    `code_changes_at` is when the shown code is likely to be replaced. `new_number` waits for a person to accept it.
    """

    hospital_id: int
    whatsapp_enabled: bool
    session_active: bool
    message: str
    state: SessionState
    qr: str | None
    number: str | None
    checked_at: datetime | None
    queue: QueueCounts
    paused_reason: str | None
    detail: str = ""
    link_code: str | None = None
    new_number: str | None = None
    code_changes_at: datetime | None = None
    progress: int | None = None
    build: str | None = None
    misses: int = 0
    sent_today: int = 0
    next_send_at: datetime | None = None
    browser_visible: bool = False
