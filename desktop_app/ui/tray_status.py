"""What the tray icon says: one shape for each way the day can go. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.services.channel import SessionView


class TrayState(StrEnum):
    """In the order of urgency; with several hospitals the most urgent one is shown. The value names the badge's icon."""

    WRONG = "x"
    SCAN = "qrcode"
    PAUSED = "player-pause"
    OFFLINE = "dots"
    SENDING = "refresh"
    OK = "check"
    OFF = ""


@dataclass(frozen=True, slots=True)
class TrayStatus:
    """`next_line` is the menu's line about the next reminders; "" when nothing is planned."""

    state: TrayState
    is_sending: bool
    next_line: str = ""


def tray_state(session: "SessionView") -> TrayState:
    """The shape for one hospital's session."""
    from desktop_app.services.channel import SessionState

    if not session.whatsapp_enabled and session.state is SessionState.CLOSED:
        return TrayState.OFF
    match session.state:
        case SessionState.NEEDS_ATTENTION | SessionState.RESTRICTED:
            return TrayState.WRONG
        case SessionState.SCAN_QR | SessionState.LOGGED_OUT | SessionState.CONFLICT:
            return TrayState.SCAN
        case _ if session.paused_reason is not None:
            return TrayState.PAUSED
        case SessionState.READY:
            return TrayState.SENDING if session.queue.sending else TrayState.OK
        case SessionState.CLOSED:
            return TrayState.SCAN if session.queue.waiting else TrayState.OFF
        case _:
            return TrayState.OFFLINE


def status_of(sessions: Iterable["SessionView"], next_line: str = "") -> TrayStatus:
    """The one status for all hospitals. Sending is "on" unless every one that sends is paused."""
    known = tuple(sessions)
    states = [tray_state(session) for session in known] or [TrayState.OFF]
    order = list(TrayState)
    is_paused = bool(known) and all(session.paused_reason is not None for session in known)
    return TrayStatus(min(states, key=order.index), not is_paused, next_line)
