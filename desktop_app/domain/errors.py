"""What can go wrong in the world, told so that a person knows what to do next.

    ExpectedError            the world said no; a code, a sentence, a remedy
     ├─ Invalid              entries that cannot be used, each with its field (422)
     ├─ NotFound             no such hospital, doctor, patient … (404)
     ├─ WrongState           the appointment or message is past that (409)
     ├─ SlotTaken            somebody was faster (409, with the next free time)
     └─ Unavailable          disk full, database locked or damaged … (503, disk full 507)

Everything else that is raised is a bug and is shown as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time


class ExpectedError(Exception):
    """A refusal by the world. `code` is a stable word for programs; str() is the sentence for people."""

    code = "refused"

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry that cannot be used. `code` is one of contract section 5's words for 422."""

    field: str
    code: str
    message: str


class Invalid(ExpectedError):
    """One or more entries cannot be used; nothing has changed."""

    code = "invalid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems), "Correct the marked entries.")

    @classmethod
    def one(cls, field: str, code: str, message: str) -> "Invalid":
        return cls((Problem(field, code, message),))


class NotFound(ExpectedError):
    """There is no such thing, or there is no longer."""

    code = "not_found"

    def __init__(self, what: str, key: int | str) -> None:
        self.what = what
        super().__init__(f"There is no {what} with the number {key}.", f"Look the {what} up again.")


class WrongState(ExpectedError):
    """The thing exists, but its state does not allow this."""

    code = "wrong_state"


class SlotTaken(ExpectedError):
    """The place is held. `next_free` is the doctor's next free time on that day, None when the day is full."""

    code = "slot_taken"

    def __init__(self, wanted: time, next_free: time | None = None) -> None:
        self.wanted = wanted
        self.next_free = next_free
        offer = f"The next free time is {next_free:%H:%M}." if next_free else "No other time is free that day."
        super().__init__(f"{wanted:%H:%M} was taken a moment ago. {offer}", "Choose another time.")


class Unavailable(ExpectedError):
    """The computer cannot do it now (disk full, database locked or damaged). Nothing is lost or half-written."""

    code = "unavailable"

    def __init__(self, code: str, message: str, remedy: str) -> None:
        self.code = code
        super().__init__(message, remedy)
