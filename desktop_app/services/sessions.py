"""The port to the hospitals' WhatsApp sessions: told what to do, asked how they stand, never waited for long."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import SessionReading, SessionState

CLOSED = SessionReading(SessionState.CLOSED, "closed")


@dataclass(frozen=True, slots=True)
class SessionSnapshot:
    """How a session stood when it was last looked at. `problem` is why it does not start, in words for people."""

    reading: SessionReading = CLOSED
    checked_at: datetime | None = None
    is_visible: bool = False
    problem: str = ""
    next_send_at: datetime | None = None
    code_changes_at: datetime | None = None


class Sessions(Protocol):
    """Every call returns at once but `close`, which waits (bounded) until the browser is gone."""

    def snapshot(self, hospital_id: int) -> SessionSnapshot: ...
    def begin(self, hospital_id: int, *, wants_code: bool) -> None: ...
    def close(self, hospital_id: int, *, forget: bool) -> None: ...  # Unavailable("profile_in_use")
    def wake(self, hospital_id: int) -> None: ...
    def ask_for_link_code(self, hospital_id: int, mobile: MobileNumber) -> None: ...
    def take_over(self, hospital_id: int) -> None: ...
    def show(self, hospital_id: int, visible: bool) -> None: ...


class NoSessions:
    """Before the session workers run (and in tools that have none): every session is closed."""

    def snapshot(self, hospital_id: int) -> SessionSnapshot:  # noqa: ARG002
        return SessionSnapshot()

    def begin(self, hospital_id: int, *, wants_code: bool) -> None: ...
    def close(self, hospital_id: int, *, forget: bool) -> None: ...
    def wake(self, hospital_id: int) -> None: ...
    def ask_for_link_code(self, hospital_id: int, mobile: MobileNumber) -> None: ...
    def take_over(self, hospital_id: int) -> None: ...
    def show(self, hospital_id: int, visible: bool) -> None: ...
