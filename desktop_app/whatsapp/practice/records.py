"""What the pretend phone can be asked for: frozen views of chats, messages and of what was pressed on the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Receipt = Literal["pending", "sent", "delivered", "read", "failed"]


@dataclass(frozen=True, slots=True)
class PracticeMessage:
    """`account` is the clinic's number, `number` the patient's chat in which the message REALLY is; both in digits.

    `receipt` of an incoming message is `delivered` until its chat was opened on the computer, then `read`.
    """

    id: str
    account: str
    number: str
    text: str
    from_me: bool
    at: datetime
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class PracticeChat:
    """`name` is "" for a number that the clinic's phone has not saved."""

    account: str
    number: str
    name: str
    messages: tuple[PracticeMessage, ...]
    unread: int


@dataclass(frozen=True, slots=True)
class PracticeEvent:
    """Something the page did or somebody pressed on it.

    `kind`: page_loaded, main_shown, linked, unlinked, code_renewed, chat_opened, marked_read (detail: how many),
    not_found, use_here_pressed, modal_closed, renderer_frozen, and the mistakes: voice_recording_started,
    log_out_pressed, dangerous_button_pressed.
    """

    kind: str
    account: str
    number: str
    detail: str
    at: datetime

    @property
    def is_mistake(self) -> bool:
        return self.kind in MISTAKES


MISTAKES = frozenset({"voice_recording_started", "log_out_pressed", "dangerous_button_pressed"})


class UnknownCode(LookupError):
    """No page shows this code (any more)."""


class UnknownNumber(LookupError):
    """This account, chat or message does not exist at the pretend WhatsApp."""
