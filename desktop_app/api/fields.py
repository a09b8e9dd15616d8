"""The API's words for single values: days, times, instants, whole numbers, texts. Contract sections 4 and 5.

Strict where JSON has a type of its own (integers, booleans), by pattern where it has none (days and times of day).
"""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, StrictBool, StrictInt, WithJsonSchema
from pydantic_core import PydanticCustomError

from desktop_app.domain.hospital import LANGUAGES, MAX_PACE_ON_LOOPBACK
from desktop_app.domain.schedule import MAX_VISIT_MINUTES

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly; far below what the database can hold."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
LAST_YEAR = 2199
DAY_TOO_LATE = "This date is too far in the future."
DAY_SENTENCE = "Write the date like 2025-02-10."
TIME_SENTENCE = "Write the time like 09:30, from 00:00 to 23:59."


def read_any_day(value: object) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("wrong", DAY_SENTENCE)


def read_day(value: object) -> date:
    """A day to do something on: not in a far future, which is a slip of the finger and ends where the calendar ends."""
    day = read_any_day(value)
    if day.year > LAST_YEAR:
        raise PydanticCustomError("wrong", DAY_TOO_LATE)
    return day


def read_time(value: object) -> time:
    if isinstance(value, time):
        return value
    if isinstance(value, str) and _TIME.fullmatch(value):
        return time.fromisoformat(value)
    raise PydanticCustomError("wrong", TIME_SENTENCE)


def write_time(at: time) -> str:
    return f"{at:%H:%M}"


def write_instant(instant: datetime) -> str:
    """`2025-02-10T05:00:00Z`: UTC, whole seconds."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def read_query_number(value: object) -> object:
    """In an address a whole number is digits and nothing else: no `1.0`, no `1_000`, no blanks."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise PydanticCustomError("wrong", "Give a whole number.")
    return int(value) if isinstance(value, str) else value


def read_switch(value: object) -> bool:
    """A boolean that may also be written as a text: in an address, and `whatsapp_enabled` (contract section 5)."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("wrong", "Give true or false.")


def without_nul(text: str) -> str:
    """A NUL is never meant, and not every database can keep it."""
    if "\0" in text:
        raise PydanticCustomError("wrong", "The text has a control character in it; type it again.")
    return text


Day = Annotated[
    date,
    BeforeValidator(read_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2030-02-11"]}),
]
AnyDay = Annotated[
    date,
    BeforeValidator(read_any_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2030-02-11"]}),
]
"""For `from` and `to`, where 9999-12-31 means "whatever comes"."""
ClockTime = Annotated[
    time,
    BeforeValidator(read_time),
    PlainSerializer(write_time, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["10:30"]}),
]
Instant = Annotated[
    datetime,
    PlainSerializer(write_instant, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2025-02-10T05:00:00Z"]}),
]
Number = Annotated[StrictInt, Field(ge=0, le=LARGEST)]
Minutes = Annotated[StrictInt, Field(ge=1, le=MAX_VISIT_MINUTES)]
Weekday = Annotated[StrictInt, Field(ge=0, le=6)]
Capacity = Annotated[StrictInt, Field(ge=1, le=100)]
Pace = Annotated[StrictInt, Field(ge=1, le=MAX_PACE_ON_LOOPBACK)]
DaysBefore = Annotated[StrictInt, Field(ge=0, le=30)]
QueryNumber = Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(read_query_number)]
QuerySwitch = Annotated[bool, BeforeValidator(read_switch), WithJsonSchema({"type": "boolean"})]
Switch = Annotated[
    bool,
    BeforeValidator(read_switch),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "string", "enum": ["true", "false"]}]}),
]
Yes = StrictBool
_NO_CONTROL = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$"
_NAME = "^(?=.*[^\\s])[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$"
_TEXT = "^[^\\u0000-\\u0009\\u000b-\\u001f]*$"
"""Patterns that only the documentation shows; the clinic's own rules decide, and say more than "does not match"."""

Name = Annotated[
    str, Field(min_length=1, max_length=200, json_schema_extra={"pattern": _NAME}), AfterValidator(without_nul)
]
Line = Annotated[str, Field(max_length=500, json_schema_extra={"pattern": _NO_CONTROL}), AfterValidator(without_nul)]
Word = Annotated[str, Field(max_length=200, json_schema_extra={"pattern": _NO_CONTROL}), AfterValidator(without_nul)]
Mobile = Annotated[str, Field(max_length=100), AfterValidator(without_nul)]
TemplateText = Annotated[
    str, Field(min_length=1, max_length=2000, json_schema_extra={"pattern": _TEXT}), AfterValidator(without_nul)
]
Language = Annotated[str, Field(json_schema_extra={"enum": list(LANGUAGES)})]
