"""When a doctor sees patients: weekly stretches, leave, and the slots they make. Contract section 5, "Slots".

A stretch offers `start`, `start + minutes`, … and its last slot *starts* at `end`. All times are the hospital's wall clock.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from desktop_app.domain.errors import Invalid, Problem, SlotTaken

MAX_VISIT_MINUTES = 8 * 60
_ANY_DAY = date(2000, 1, 3)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One run of consulting hours on one weekday (0 = Monday). `minutes` is the step, `capacity` patients share a slot."""

    weekday: int
    start: time
    end: time
    minutes: int
    capacity: int = 1

    def times(self) -> Iterator[time]:
        at, last = datetime.combine(_ANY_DAY, self.start), datetime.combine(_ANY_DAY, self.end)
        while at <= last:
            yield at.time()
            at += timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Slot:
    """One time that the schedule offers, with the stretch it belongs to."""

    at: time
    stretch: Stretch

    @property
    def minutes(self) -> int:
        return self.stretch.minutes

    @property
    def stretch_key(self) -> str:
        """Names the stretch of a day for its tokens: its start, `09:30`."""
        return f"{self.stretch.start:%H:%M}"


@dataclass(frozen=True, slots=True)
class WeeklySchedule:
    """A doctor's stretches; empty means the clinic's default (every day, two stretches, half-hour steps)."""

    stretches: tuple[Stretch, ...] = ()

    def on(self, day: date) -> tuple[Stretch, ...]:
        stretches = self.stretches or _default_stretches(day.weekday())
        return tuple(sorted((s for s in stretches if s.weekday == day.weekday()), key=lambda s: s.start))

    def slots_on(self, day: date) -> tuple[Slot, ...]:
        """Every slot of the day in order; where two stretches meet, the earlier one has the common time."""
        by_time: dict[time, Slot] = {}
        for stretch in self.on(day):
            for at in stretch.times():
                by_time.setdefault(at, Slot(at, stretch))
        return tuple(by_time[at] for at in sorted(by_time))


@dataclass(frozen=True, slots=True)
class Closure:
    """Days without consultation, inclusive. `doctor_id` None closes the whole hospital.

    `stretch` (its start, `09:30`) closes only that part of each day; None the whole day.
    """

    first_day: date
    last_day: date
    doctor_id: int | None
    reason: str
    stretch: str | None = None

    def covers(self, day: date, doctor_id: int, stretch: str | None) -> bool:
        """True if the stretch (None: the whole day) is closed."""
        is_then = self.first_day <= day <= self.last_day and self.doctor_id in (None, doctor_id)
        return is_then and self.stretch in (None, stretch)


class SlotState(StrEnum):
    FREE = "free"
    TAKEN = "taken"
    PAST = "past"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """One place of one step that an appointment holds. `place` counts from 1 to the capacity."""

    starts: time
    minutes: int
    place: int

    def overlaps(self, at: time, minutes: int) -> bool:
        own, other = _minute(self.starts), _minute(at)
        return own < other + minutes and other < own + self.minutes


class NotOffered(Invalid):
    """The doctor does not see patients then."""


def check_schedule(stretches: Iterable[Stretch]) -> WeeklySchedule:
    """A schedule that can be worked with. Raises Invalid naming the stretch: wrong order, step, capacity, or overlap."""
    ordered = tuple(sorted(stretches, key=lambda s: (s.weekday, s.start)))
    problems = [Problem("schedule", "wrong", fault) for stretch in ordered if (fault := _stretch_fault(stretch))]
    for earlier, later in pairwise(ordered):
        if earlier.weekday == later.weekday and later.start < earlier.end:
            problems.append(Problem("schedule", "wrong", f"Two stretches overlap at {later.start:%H:%M}; join them."))
    if problems:
        raise Invalid(problems)
    return WeeklySchedule(ordered)


def offer(
    schedule: WeeklySchedule, closures: Iterable[Closure], doctor_id: int, day: date, at: time, *, now: datetime
) -> Slot:
    """The slot that starts `at`. `now` is in the hospital's zone.

    Raises Invalid with code past, leave or not_offered; which of them, in that order.
    """
    slot = next((s for s in schedule.slots_on(day) if s.at == at), None)
    minutes = slot.minutes if slot else 0
    if has_ended(day, at, minutes, now=now):
        raise Invalid.one(
            "date" if day < now.date() else "time_slot", "past", "That time is already over. Choose a later one."
        )
    if (closure := closure_on(closures, doctor_id, day, slot.stretch_key if slot else None)) is not None:
        raise Invalid.one("date", "leave", leave_sentence(closure))
    if slot is None:
        raise NotOffered.one("time_slot", "not_offered", f"The doctor does not see patients at {at:%H:%M} on that day.")
    return slot


def closure_on(closures: Iterable[Closure], doctor_id: int, day: date, stretch: str | None) -> Closure | None:
    """What closes that stretch of the doctor's day; with `stretch` None only what closes the whole day."""
    return next((closure for closure in closures if closure.covers(day, doctor_id, stretch)), None)


def leave_sentence(closure: Closure) -> str:
    who = "The clinic is closed" if closure.doctor_id is None else "The doctor is on leave"
    return f"{who} on that day{f' ({closure.reason})' if closure.reason else ''}. Choose another day."


def has_ended(day: date, at: time, minutes: int, *, now: datetime) -> bool:
    """A slot is past when it has ended: at 10:35 the 10:30 slot can still be booked."""
    return datetime.combine(day, at) + timedelta(minutes=minutes) <= now.replace(tzinfo=None)


def steps_of(schedule: WeeklySchedule, day: date, first: Slot, minutes: int | None) -> tuple[Slot, ...]:
    """Every step of the grid that a visit of `minutes` from `first` covers. Raises Invalid if it leaves the stretch."""
    length = first.minutes if minutes is None else minutes
    if not 1 <= length <= MAX_VISIT_MINUTES:
        raise Invalid.one("minutes", "wrong", f"A visit lasts between 1 and {MAX_VISIT_MINUTES} minutes.")
    begin = _minute(first.at)
    steps = [
        s for s in schedule.slots_on(day) if s.stretch == first.stretch and begin <= _minute(s.at) < begin + length
    ]
    if _minute(steps[-1].at) + first.minutes < begin + length:
        raise NotOffered.one(
            "minutes", "not_offered", f"A visit of {length} minutes does not fit before the doctor leaves."
        )
    return tuple(steps)


def free_place(step: Slot, held: Iterable[HeldPlace]) -> int | None:
    """The lowest place of the step that nobody holds, None if it is full. Overlap counts, also after a changed grid."""
    taken = {place.place for place in held if place.overlaps(step.at, step.minutes)}
    return next((n for n in range(1, step.stretch.capacity + 1) if n not in taken), None)


def places_for(steps: Iterable[Slot], held: tuple[HeldPlace, ...]) -> tuple[HeldPlace, ...]:
    """The places that a visit over `steps` would hold. Raises SlotTaken for the first step that is full."""
    wanted: list[HeldPlace] = []
    for step in steps:
        place = free_place(step, held)
        if place is None:
            raise SlotTaken(step.at)
        wanted.append(HeldPlace(step.at, step.minutes, place))
    return tuple(wanted)


def state_of(
    slot: Slot, day: date, held: Iterable[HeldPlace], on_leave: bool, *, now: datetime
) -> tuple[SlotState, int]:
    """(state, places left) of one slot, for the slot list."""
    taken = len({place.place for place in held if place.overlaps(slot.at, slot.minutes)})
    left = max(slot.stretch.capacity - taken, 0)
    if on_leave:
        return SlotState.LEAVE, 0
    if has_ended(day, slot.at, slot.minutes, now=now):
        return SlotState.PAST, 0
    return (SlotState.FREE, left) if left else (SlotState.TAKEN, 0)


def stretch_for_walk_in(schedule: WeeklySchedule, closures: Sequence[Closure], doctor_id: int, now: datetime) -> Slot:
    """Where a walk-in of this minute belongs: the running stretch, else the next one today, else the last one.

    Raises Invalid (leave, not_offered) on a day on which the doctor sees nobody.
    """
    day, minute = now.date(), time(now.hour, now.minute)
    stretches = schedule.on(day)
    if not stretches:
        raise NotOffered.one("date", "not_offered", "The doctor does not see patients today.")
    running = [s for s in stretches if _minute(minute) < _minute(s.end) + s.minutes]
    slots = [Slot(minute, stretch) for stretch in (running or stretches[-1:])]
    open_slots = [slot for slot in slots if closure_on(closures, doctor_id, day, slot.stretch_key) is None]
    if not open_slots:
        closure = next(c for c in closures if c.covers(day, doctor_id, slots[0].stretch_key))
        raise Invalid.one("date", "leave", leave_sentence(closure))
    return open_slots[0]


def _stretch_fault(stretch: Stretch) -> str | None:
    if not 0 <= stretch.weekday <= 6:
        return "The weekday is a number from 0 (Monday) to 6 (Sunday)."
    if stretch.end < stretch.start:
        return f"The stretch from {stretch.start:%H:%M} ends before it starts."
    if not 1 <= stretch.minutes <= MAX_VISIT_MINUTES:
        return f"A slot lasts between 1 and {MAX_VISIT_MINUTES} minutes."
    if not 1 <= stretch.capacity <= 100:
        return "Between 1 and 100 patients can share a slot."
    return None


def _default_stretches(weekday: int) -> tuple[Stretch, ...]:
    return Stretch(weekday, time(9, 30), time(15, 30), 30), Stretch(weekday, time(18), time(20, 30), 30)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
