"""A hospital and how it sends. All wall-clock times are in the hospital's own zone."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop_app.domain.errors import Invalid

DEFAULT_ZONE = "Asia/Kolkata"
LANGUAGES = ("en", "hi", "mr", "ta", "te", "kn", "bn", "gu", "ml", "pa", "or")
"""Languages a message text may be kept in. English and Hindi have built-in texts; the others fall back to English."""
MAX_PACE = 15
MAX_PACE_ON_LOOPBACK = 600


@dataclass(frozen=True, slots=True)
class SendingSettings:
    """Contract section 5, whatsapp-settings. `second_reminder_days` 0 = no second reminder rule."""

    whatsapp_enabled: bool = False
    messages_per_minute: int = 12
    reminder_time: time = time(10)
    followup_time: time = time(9)
    followup_days_before: int = 0
    sending_from: time = time(8)
    sending_until: time = time(20)
    second_reminder_days: int = 0


@dataclass(frozen=True, slots=True)
class Hospital:
    id: int
    name: str
    mobile: str | None
    address: str
    time_zone: str
    language: str
    whatsapp_number: str | None
    sending: SendingSettings
    allows_foreign_numbers: bool = False

    def local(self, instant: datetime) -> datetime:
        """`instant` (aware) on this hospital's wall clock."""
        return instant.astimezone(ZoneInfo(self.time_zone))

    def instant(self, day: date, at: time) -> datetime:
        """The instant of a wall-clock time, UTC. A time that a clock change skips counts as the same offset before it."""
        return datetime.combine(day, at, ZoneInfo(self.time_zone)).astimezone(ZoneInfo("UTC"))


def check_zone(name: str) -> str:
    """An IANA zone this computer knows. Raises Invalid."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid.one("time_zone", "wrong", "This time zone is not known. Write it like Asia/Kolkata.") from error
    return name


def check_language(code: str) -> str:
    if code not in LANGUAGES:
        raise Invalid.one("language", "wrong", f"Choose one of {', '.join(LANGUAGES)}.")
    return code
