"""A status as people see it: sign, word and colour. One table for every page."""

from dataclasses import dataclass

from desktop_app.domain.appointment import Status
from desktop_app.ui.theme_tokens import Tone


@dataclass(frozen=True, slots=True)
class StatusLook:
    sign: str
    word: str
    tone: Tone

    @property
    def text(self) -> str:
        return f"{self.sign} {self.word}"


LONG_WAIT_MINUTES = 30
"""A longer wait is shown in amber."""
STATUS_LOOKS = {
    Status.BOOKED: StatusLook("○", "Booked", Tone.BOOKED),
    Status.ARRIVED: StatusLook("●", "Arrived", Tone.ARRIVED),
    Status.IN_ROOM: StatusLook("▶", "In room", Tone.IN_ROOM),
    Status.VISITED: StatusLook("✓", "Visited", Tone.GOOD),
    Status.NO_SHOW: StatusLook("✕", "No-show", Tone.BAD),
    Status.CANCELLED: StatusLook("–", "Cancelled", Tone.QUIET),
}
