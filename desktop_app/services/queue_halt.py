"""Why a hospital's queue stands still: a person paused it, or something made it stop. Kept over restarts, as marks.

A stop ends when a person resumes; one for a restriction also when the page itself shows that it was lifted.
"""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.services.channel import Outcome, SessionReading, SessionState
from desktop_app.services.ports import UnitOfWork

FOUR_NOT_ON_WHATSAPP = "four_not_on_whatsapp"
THREE_UNKNOWN = "three_unknown"
NO_COMPOSER_TWICE = "no_composer_twice"
_SENTENCES = {
    FOUR_NOT_ON_WHATSAPP: "Four numbers in a row are not on WhatsApp. Check how the numbers were typed, then resume.",
    THREE_UNKNOWN: "Three messages in a row could not be seen to go out. Settle them under Messages, then resume.",
    NO_COMPOSER_TWICE: "Two chats in a row cannot be written in; the account may be restricted. Look at the phone, then resume.",
    "temp_ban": "WhatsApp has banned this account for a time. Nothing is sent until the ban is over; read on the phone why.",
    "restricted": "WhatsApp has restricted this account; it cannot start new chats. Wait until that is over, then resume.",
    "unknown_page": "WhatsApp shows a page that this program does not know. Look at the browser window, then resume.",
    "unknown_dialog": "WhatsApp asks something that this program does not answer. Answer it in the browser window, then resume.",
}
_RESTRICTIONS = frozenset({"temp_ban", "restricted", NO_COMPOSER_TWICE})
_UNKNOWN = frozenset({"unknown_page", "unknown_dialog"})
PAUSED_BY_PERSON = "Sending is paused. Press Resume when messages may go again."
IN_A_ROW = {
    Outcome.NOT_ON_WHATSAPP: (4, FOUR_NOT_ON_WHATSAPP),
    Outcome.UNKNOWN: (3, THREE_UNKNOWN),
    Outcome.NO_COMPOSER: (2, NO_COMPOSER_TWICE),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """A full stop; `cause` is a stable word."""

    cause: str

    @property
    def state(self) -> SessionState:
        return SessionState.RESTRICTED if self.cause in _RESTRICTIONS else SessionState.NEEDS_ATTENTION

    @property
    def sentence(self) -> str:
        return _SENTENCES.get(self.cause, _SENTENCES["unknown_page"])

    def is_lifted_by(self, reading: SessionReading) -> bool:
        """Does the page itself show that the restriction is over? Only then it goes on without a person."""
        if reading.state is not SessionState.READY or self.cause not in _RESTRICTIONS:
            return False
        return self.cause == "temp_ban" or reading.detail == "restriction_lifted"


@dataclass(frozen=True, slots=True)
class Halt:
    """Both reasons together; the queue moves only when it is empty."""

    is_paused: bool
    stop: Stop | None

    @property
    def is_on(self) -> bool:
        return self.is_paused or self.stop is not None

    @property
    def sentence(self) -> str | None:
        if self.stop is not None:
            return self.stop.sentence
        return PAUSED_BY_PERSON if self.is_paused else None


def pause_mark(hospital_id: int) -> str:
    return f"whatsapp:{hospital_id}:paused"


def stop_mark(hospital_id: int) -> str:
    return f"whatsapp:{hospital_id}:stopped"


def row_mark(hospital_id: int) -> str:
    """Outcomes of one kind in a row: `outcome:count:message id of the last`."""
    return f"whatsapp:{hospital_id}:in_a_row"


def linked_mark(hospital_id: int) -> str:
    """Set while the session was linked and not closed by a person: it then starts by itself at the next start."""
    return f"whatsapp:{hospital_id}:linked"


def read_halt(mark: Callable[[str], str | None], hospital_id: int) -> Halt:
    cause = mark(stop_mark(hospital_id))
    return Halt(mark(pause_mark(hospital_id)) is not None, Stop(cause) if cause else None)


def stop_for(reading: SessionReading, strange_looks: int) -> Stop | None:
    """The stop that a reading asks for. A strange page must have been seen three times in a row."""
    if reading.state is SessionState.RESTRICTED:
        return Stop("temp_ban" if reading.detail == "temp_ban" else "restricted")
    return Stop(reading.detail) if is_strange(reading) and strange_looks >= 3 else None


def is_strange(reading: SessionReading) -> bool:
    return reading.state is SessionState.NEEDS_ATTENTION and reading.detail in _UNKNOWN


def count_in_a_row(unit: UnitOfWork, hospital_id: int, outcome: Outcome, message_id: int) -> Stop | None:
    """Remember the outcome; the stop when there were too many of its kind in a row. One and the same chat counts once."""
    kind, count, last = _row(unit, hospital_id)
    if outcome not in IN_A_ROW:
        unit.marks.set(row_mark(hospital_id), None)
        return None
    if kind != outcome.value:
        count = 0
    is_same_chat = (
        count > 0 and last != message_id and unit.messages.get(last).mobile == unit.messages.get(message_id).mobile
    )
    if outcome is Outcome.UNKNOWN or not (count > 0 and (last == message_id or is_same_chat)):
        count += 1
    unit.marks.set(row_mark(hospital_id), f"{outcome.value}:{count}:{message_id}")
    most, cause = IN_A_ROW[outcome]
    return Stop(cause) if count >= most else None


def _row(unit: UnitOfWork, hospital_id: int) -> tuple[str, int, int]:
    kind, _, rest = (unit.marks.get(row_mark(hospital_id)) or "").partition(":")
    count, _, last = rest.partition(":")
    return kind, int(count or 0), int(last or 0)


def clear_halt(unit: UnitOfWork, hospital_id: int) -> None:
    """A person resumes: pause, stop and what was counted so far are gone."""
    for name in (pause_mark(hospital_id), stop_mark(hospital_id), row_mark(hospital_id)):
        unit.marks.set(name, None)
