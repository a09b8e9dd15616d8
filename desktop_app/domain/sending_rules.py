"""When a message may go, when it must not, and how fast. Contract section 6. Functions of values; no clock, no I/O."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.domain.message import AUTOMATIC_KINDS, Kind

LIMIT_PER_PATIENT_AND_DAY = 2
NOT_ON_WHATSAPP_REST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """When a planned message starts to be due and until when it is of use; aware UTC."""

    at: datetime
    until: datetime


def reminder_due(hospital: Hospital, day: date, at: time, days_before: int = 1) -> Due:
    """At `reminder_time`, `days_before` the visit; of use until the visit begins."""
    due = hospital.instant(day - timedelta(days=days_before), hospital.sending.reminder_time)
    return Due(due, hospital.instant(day, at))


def followup_due(hospital: Hospital, followup: date) -> Due:
    """At `followup_time` on the follow-up date (or so many days before); of use until that date is over."""
    due = hospital.instant(
        followup - timedelta(days=hospital.sending.followup_days_before), hospital.sending.followup_time
    )
    return Due(due, hospital.instant(followup + timedelta(days=1), time(0)))


def may_go_now(kind: Kind, by_person: bool, settings: SendingSettings, local_now: datetime) -> bool:
    """Automatic reminders keep to the sending hours; confirmations, notices, tests and a person's own wish do not."""
    return by_person or kind not in AUTOMATIC_KINDS or is_within_hours(settings, local_now)


def is_within_hours(settings: SendingSettings, local_now: datetime) -> bool:
    now, start, end = local_now.time(), settings.sending_from, settings.sending_until
    return start <= now < end if start <= end else now >= start or now < end


def gap_after(messages_per_minute: int, rng: random.Random) -> timedelta:
    """How long after one conversation the next may start.

    Always longer than 60 s / pace, so that no 60 s ever hold more than the pace; the jitter on top keeps it gentle.
    """
    return timedelta(seconds=60 / messages_per_minute * rng.uniform(1.02, 1.3))
