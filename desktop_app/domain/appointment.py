"""An appointment's states and what each act may do to them. Contract section 5, "Appointment"."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from desktop_app.domain.errors import Invalid, WrongState


class Status(StrEnum):
    BOOKED = "booked"
    ARRIVED = "arrived"
    IN_ROOM = "in_room"
    VISITED = "visited"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class Act(StrEnum):
    """What a person does with an appointment; the words of the audit trail."""

    BOOK = "book"
    ARRIVE = "arrive"
    IN_ROOM = "in_room"
    VISIT = "visit"
    NO_SHOW = "no_show"
    CANCEL = "cancel"
    REOPEN = "reopen"
    RESCHEDULE = "reschedule"
    CORRECT_FOLLOWUP = "correct_followup"
    ADD = "add"
    CHANGE = "change"
    MERGE = "merge"
    UNMERGE = "unmerge"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One patient at one doctor on the hospital's wall clock.

    `stretch` names the stretch of the schedule its token counts in (its start, `09:30`). `revision` grows with each
    move, reopening or changed follow-up; it is part of a message's key. `placed_at` is when it got
    its present time (booked, moved, reopened). Instants are aware UTC.
    """

    id: int
    hospital_id: int
    doctor_id: int
    patient_id: int
    day: date
    at: time
    minutes: int
    stretch: str
    token: int
    is_walk_in: bool
    status: Status
    reason: str | None
    status_reason: str | None
    followup_date: date | None
    visit_date: date | None
    revision: int
    created_at: datetime
    arrived_at: datetime | None = None
    in_room_at: datetime | None = None
    placed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    allowed_from: frozenset[Status]
    to: Status


_COMING = frozenset({Status.BOOKED, Status.ARRIVED, Status.IN_ROOM, Status.NO_SHOW})
_TRANSITIONS = {
    Act.ARRIVE: Transition(_COMING, Status.ARRIVED),
    Act.IN_ROOM: Transition(_COMING, Status.IN_ROOM),
    Act.VISIT: Transition(_COMING, Status.VISITED),
    Act.NO_SHOW: Transition(frozenset({Status.BOOKED, Status.ARRIVED}), Status.NO_SHOW),
    Act.CANCEL: Transition(frozenset(Status) - {Status.VISITED}, Status.CANCELLED),
    Act.REOPEN: Transition(frozenset({Status.VISITED, Status.NO_SHOW, Status.CANCELLED}), Status.BOOKED),
    Act.RESCHEDULE: Transition(
        frozenset({Status.BOOKED, Status.ARRIVED, Status.NO_SHOW, Status.CANCELLED}), Status.BOOKED
    ),
}
END_STATES = frozenset({Status.VISITED, Status.CANCELLED, Status.NO_SHOW})
_WORDS = {
    Act.ARRIVE: "marked as arrived",
    Act.IN_ROOM: "called in",
    Act.VISIT: "marked as visited",
    Act.NO_SHOW: "marked as no-show",
    Act.CANCEL: "cancelled",
    Act.REOPEN: "reopened",
    Act.RESCHEDULE: "moved",
}


def next_status(act: Act, present: Status) -> Status | None:
    """The status after `act`; None if the appointment is there already (asking again changes nothing).

    Raises WrongState. A move is never "already there": that depends on the time, not on the status.
    """
    transition = _TRANSITIONS[act]
    if present == transition.to and act is not Act.RESCHEDULE:
        return None
    if present not in transition.allowed_from:
        shown = present.replace("_", "-")
        raise WrongState(
            f"This appointment is {shown}; it cannot be {_WORDS[act]}.", "Reopen it first if that was a mistake."
        )
    return transition.to


def visit_date(appointment_date: date, today: date) -> date:
    """The day the patient was seen: the appointment's date, or today if that is earlier."""
    return min(appointment_date, today)


def check_followup(followup: date, visited_on: date, today: date) -> None:
    """A follow-up is after the visit and not in the past. Raises Invalid (followup_not_after_visit)."""
    if followup <= visited_on:
        raise Invalid.one("followup_date", "followup_not_after_visit", "The follow-up must be after the visit.")
    if followup < today:
        raise Invalid.one("followup_date", "past", "The follow-up date is in the past.")
