"""Where a list goes on. A cursor is opaque to clients: the sort key of the last row they got."""

from datetime import date, time

from desktop_app.domain.errors import Invalid
from desktop_app.storage.column_types import LARGEST_KEY


def of_key(key: int) -> str:
    return str(key)


def parse_key(cursor: str) -> int:
    """Raises Invalid if this was never a cursor of ours."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= len(str(LARGEST_KEY))):
        raise _not_ours()
    return int(cursor)


def of_time(day: date, at: time, key: int) -> str:
    return f"{day.isoformat()}.{at:%H.%M}.{key}"


def parse_time(cursor: str) -> tuple[date, time, int]:
    """Raises Invalid if this was never a cursor of ours."""
    try:
        day, hour, minute, key = cursor.split(".")
        return date.fromisoformat(day), time(int(hour), int(minute)), parse_key(key)
    except ValueError as error:
        raise _not_ours() from error


def _not_ours() -> Invalid:
    return Invalid.one("cursor", "wrong", "This cursor is not one that this list gave; begin without one.")
