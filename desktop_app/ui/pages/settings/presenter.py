"""What the Settings page decides: weekly hours as rows of days, and their short form in words. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from desktop_app.domain.schedule import Stretch, WeeklySchedule
from desktop_app.ui import formats

ALL_DAYS = frozenset(range(7))
_ANY_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One line of the hours editor: the same hours on some weekdays (0 = Monday)."""

    days: frozenset[int]
    start: time
    end: time
    minutes: int = 30
    capacity: int = 1


DEFAULT_ROWS = (HoursRow(ALL_DAYS, time(9, 30), time(15, 30)), HoursRow(ALL_DAYS, time(18), time(20, 30)))
"""The clinic's default, as the editor shows it when own hours are begun."""


def rows_of(schedule: Iterable[Stretch]) -> tuple[HoursRow, ...]:
    """Stretches that differ in the weekday only become one row; earlier hours first."""
    days: dict[tuple[time, time, int, int], set[int]] = {}
    for stretch in schedule:
        key = (stretch.start, stretch.end, stretch.minutes, stretch.capacity)
        days.setdefault(key, set()).add(stretch.weekday)
    rows = (HoursRow(frozenset(found), *key) for key, found in days.items())
    return tuple(sorted(rows, key=lambda row: (row.start, min(row.days))))


def stretches_of(rows: Iterable[HoursRow]) -> tuple[Stretch, ...]:
    """What is kept: one stretch for each day of each row, in the order of the week."""
    stretches = (
        Stretch(day, row.start, row.end, row.minutes, row.capacity) for row in rows for day in sorted(row.days)
    )
    return tuple(sorted(stretches, key=lambda stretch: (stretch.weekday, stretch.start)))


def slots_a_week(rows: Iterable[HoursRow]) -> int:
    """How many patients could be booked in a week, for the line under the editor."""
    schedule = WeeklySchedule(stretches_of(rows))
    if not schedule.stretches:
        return 0
    days = (_ANY_MONDAY + timedelta(days=number) for number in range(7))
    return sum(slot.stretch.capacity for day in days for slot in schedule.slots_on(day))


def hours_words(schedule: Iterable[Stretch], day_names: Sequence[str]) -> str:
    """`Mon–Sat 9:00 AM–12:00 PM · Mon, Wed 5:00 PM–8:00 PM`; "" for the default."""
    return " · ".join(
        f"{days_words(row.days, day_names)} {formats.clock_time(row.start)}–{formats.clock_time(row.end)}"
        for row in rows_of(schedule)
    )


def days_words(days: Iterable[int], day_names: Sequence[str]) -> str:
    """`Mon–Sat`, `Mon, Wed`; runs of three or more days are drawn together."""
    ordered = sorted(days)
    runs: list[list[int]] = []
    for day in ordered:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts: list[str] = []
    for run in runs:
        if len(run) >= 3:
            parts.append(f"{day_names[run[0]]}–{day_names[run[-1]]}")
        else:
            parts += [day_names[day] for day in run]
    return ", ".join(parts)
