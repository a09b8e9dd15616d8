"""Days as people type them at a desk: `tomorrow`, `+7`, `2w`, `next mon`, `15/12`, `15 dec`. No Qt.

The page shows the day that was understood at once, so every reading is safe; what is not understood gets examples.
"""

import calendar
import re
from datetime import date, timedelta

EXAMPLES = ("tomorrow", "+7", "15/12")
_WORDS = {
    "": 0, "t": 0, "today": 0, "aaj": 0, "आज": 0, "இன்று": 0,
    "tm": 1, "tmr": 1, "tmrw": 1, "tomorrow": 1, "kal": 1, "कल": 1, "நாளை": 1,
}  # fmt: skip
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_STEP = re.compile(r"(?:\+\s*(\d{1,3})|(\d{1,3})\s*(d|days?|w|weeks?|m|months?))")
_WEEKDAY = re.compile(r"(next\s+)?([a-z]{3,9})")
_WHOLE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY = re.compile(r"(\d{1,2})(?:[-/. ](\d{1,2}))?")
_NAMED = re.compile(r"(\d{1,2})\s*([a-z]{3,9})(?:\s+(\d{4}))?")


def day_meant(typed: str, today: date) -> date | None:
    """The day that `typed` means, counted from `today`; None when it is not understood.

    A day without its month or year is the next one to come. `next mon` is that day of next week.
    """
    words = " ".join(typed.casefold().split())
    if words in _WORDS:
        return today + timedelta(days=_WORDS[words])
    for pattern, read in _READERS:
        if (match := pattern.fullmatch(words)) is not None:
            return read(match, today)
    return None


def _read_step(match: re.Match[str], today: date) -> date | None:
    if match.group(1):
        return today + timedelta(days=int(match.group(1)))
    number, unit = int(match.group(2)), match.group(3)[0]
    if unit == "m":
        return _months_later(today, number)
    return today + timedelta(days=number * (7 if unit == "w" else 1))


def _read_weekday(match: re.Match[str], today: date) -> date | None:
    number = next((n for n, day in enumerate(_DAYS) if match.group(2).startswith(day)), None)
    if number is None:
        return None
    if match.group(1):
        return today - timedelta(days=today.weekday()) + timedelta(days=7 + number)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _read_iso(match: re.Match[str], _today: date) -> date | None:
    return _date(int(match.group(1)), int(match.group(2)), int(match.group(3)))


def _read_whole(match: re.Match[str], _today: date) -> date | None:
    year = int(match.group(3))
    return _date(year + 2000 if year < 100 else year, int(match.group(2)), int(match.group(1)))


def _read_day(match: re.Match[str], today: date) -> date | None:
    day = int(match.group(1))
    if match.group(2):
        return _next_in_year(day, int(match.group(2)), today)
    months = ((today.year + (today.month + n - 1) // 12, (today.month + n - 1) % 12 + 1) for n in range(12))
    found = (_date(year, month, day) for year, month in months)
    return next((it for it in found if it is not None and it >= today), None)


def _read_named(match: re.Match[str], today: date) -> date | None:
    month = next((n for n, name in enumerate(_MONTHS, start=1) if match.group(2).startswith(name)), None)
    if month is None:
        return None
    if match.group(3):
        return _date(int(match.group(3)), month, int(match.group(1)))
    return _next_in_year(int(match.group(1)), month, today)


def _next_in_year(day: int, month: int, today: date) -> date | None:
    """That day of this year, or of a later one when it is over (29 February may be years away)."""
    found = (_date(today.year + n, month, day) for n in range(9))
    return next((it for it in found if it is not None and it >= today), None)


def _months_later(day: date, months: int) -> date | None:
    year, month = day.year + (day.month + months - 1) // 12, (day.month + months - 1) % 12 + 1
    return _date(year, month, min(day.day, calendar.monthrange(year, month)[1])) if year <= 9999 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS = (
    (_STEP, _read_step),
    (_WEEKDAY, _read_weekday),
    (_ISO, _read_iso),
    (_WHOLE, _read_whole),
    (_DAY, _read_day),
    (_NAMED, _read_named),
)
