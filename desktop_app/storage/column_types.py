"""How the clinic's values stand in the database: text that sorts, whatever the database behind it."""

# ruff: noqa: ARG002  # SQLAlchemy gives every conversion the dialect

from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Generic, TypeVar

from sqlalchemy import DateTime, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.domain.schedule import Stretch, WeeklySchedule

LARGEST_KEY = 2**63 - 1
Word = TypeVar("Word", bound=StrEnum)


class Key(TypeDecorator[int]):
    """A row's number. A number that no database can hold finds nothing, instead of being an error."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return -1 if value is not None and not 0 <= value <= LARGEST_KEY else value


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; a naive one is a bug and is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class WallTime(TypeDecorator[time]):
    """A time on the hospital's wall clock, to the minute: `09:30`."""

    impl = String(5)
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat("minutes")

    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:
        return None if value is None else time.fromisoformat(value)


class OneOf(TypeDecorator[Word], Generic[Word]):
    """A word of one of the domain's vocabularies."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__()
        self.words = words
        self._by_value: dict[str, Word] = {word.value: word for word in words}

    def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:
        return None if value is None else self._by_value[value]

    def __repr__(self) -> str:
        return "String(length=40)"


class Mobile(TypeDecorator[MobileNumber]):
    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: MobileNumber | None, dialect: Dialect) -> str | None:
        return None if value is None else value.e164

    def process_result_value(self, value: str | None, dialect: Dialect) -> MobileNumber | None:
        return None if value is None else MobileNumber(value)


class Schedule(TypeDecorator[WeeklySchedule]):
    """A week as one line per stretch: `0 09:30 15:30 30 1` (weekday, first and last slot, minutes, capacity)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: WeeklySchedule | None, dialect: Dialect) -> str | None:
        return None if value is None else "\n".join(_line(stretch) for stretch in value.stretches)

    def process_result_value(self, value: str | None, dialect: Dialect) -> WeeklySchedule | None:
        return None if value is None else WeeklySchedule(tuple(_stretch(line) for line in value.splitlines()))


def _line(stretch: Stretch) -> str:
    return f"{stretch.weekday} {stretch.start:%H:%M} {stretch.end:%H:%M} {stretch.minutes} {stretch.capacity}"


def _stretch(line: str) -> Stretch:
    weekday, start, end, minutes, capacity = line.split()
    return Stretch(int(weekday), time.fromisoformat(start), time.fromisoformat(end), int(minutes), int(capacity))
