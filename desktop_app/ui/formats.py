"""How dates, times and numbers are written on the screens. Contract section 4; never the computer's locale."""

from datetime import date, datetime, time

from desktop_app.domain.mobile_number import MobileNumber

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def field_date(day: date) -> str:
    """In fields and tables: `10-02-2025`."""
    return f"{day:%d-%m-%Y}"


def short_date(day: date, today: date | None = None) -> str:
    """In headings and sentences: `Tue 10 Feb`; with the year when it is not `today`'s."""
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}{year}"


def past_date(day: date, today: date) -> str:
    """A day gone by: `3 Oct`, with the year when it is another one."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]}" + ("" if day.year == today.year else f" {day.year}")


def long_date(day: date, today: date | None = None) -> str:
    """A page's title: `Tuesday 24 November`."""
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def clock_time(at: time | datetime) -> str:
    """`10:30 AM`."""
    return f"{at.hour % 12 or 12}:{at.minute:02d} {'AM' if at.hour < 12 else 'PM'}"


def bare_time(at: time | datetime) -> str:
    """`10:30`, where morning or evening is plain from its neighbours."""
    return f"{at.hour % 12 or 12}:{at.minute:02d}"


def mobile(e164: str | None) -> str:
    """`98765 43210`; a foreign number in full; `–` when it was erased."""
    return MobileNumber(e164).national if e164 else "–"


def full_mobile(e164: str) -> str:
    """`+91 98765 43210`."""
    number = MobileNumber(e164)
    return f"+91 {number.national}" if number.is_indian else e164


def number(value: int) -> str:
    """Indian grouping: `12,34,567`."""
    digits = str(abs(value))
    head, tail = digits[:-3], digits[-3:]
    groups: list[str] = []
    while head:
        groups.insert(0, head[-2:])
        head = head[:-2]
    return ("-" if value < 0 else "") + ",".join([*groups, tail])


def counted(value: int, one: str, many: str) -> str:
    """`1 patient`, `12 patients`."""
    return f"{number(value)} {one if value == 1 else many}"
