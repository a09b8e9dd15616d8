"""A clock walks a year: each reminder once at 10:00 the day before, each follow-up once at 9:00, on the hospital's wall.

2028 is a leap year; in New York summer time begins on 12 March and ends on 5 November.
"""

import random
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from desktop_app.domain.errors import SlotTaken
from desktop_app.domain.message import Kind, Message, MessageStatus, Reason
from desktop_app.services.ports import AppointmentFilter
from desktop_app.services.views import AppointmentView
from tests.property.conftest import in_memory
from tests.services.kit import EARLY, ClinicKit, TurnedClock

LOOKS = (time(8, 59), time(9, 0), time(9, 30), time(10, 0))
FIRST = date(2028, 1, 3)


@pytest.mark.parametrize(("zone", "days"), [("America/New_York", 366), ("Asia/Kolkata", 65)])
def test_each_message_once_and_at_its_hour(quick_folder: Path, zone: str, days: int) -> None:
    rng = random.Random(days)
    kit = ClinicKit(quick_folder, TurnedClock(_instant(FIRST, time(7), zone)), zone)
    for n in range(days):
        day = FIRST + timedelta(days=n)
        for at in LOOKS:
            kit.clock.at = _instant(day, at, zone)
            if at == time(9, 30):
                _at_the_desk(kit, day, rng)
            kit.scheduler.tick()
            kit.send_waiting()
    checked = {Kind.REMINDER: 0, Kind.FOLLOWUP: 0}
    for appointment in _all(kit):
        for kind, due in (
            (Kind.REMINDER, _reminder_due(kit, appointment, zone)),
            (Kind.FOLLOWUP, _followup_due(kit, appointment, zone)),
        ):
            rows = [m for m in kit.messages(appointment.id) if m.kind is kind]
            assert [_told_at(m) for m in rows] == ([due] if due else []), (appointment, kind)
            checked[kind] += len(rows)
            if kind is Kind.REMINDER and rows:
                assert "tomorrow" in rows[0].text
    kit.close()
    assert min(checked.values()) > days / 5


def _at_the_desk(kit: ClinicKit, day: date, rng: random.Random) -> None:
    """Half past nine: one or two book for later days; who is to come today is seen, or not."""
    for at in (time(10), time(11, 30)):
        try:
            kit.book(at, day + timedelta(days=rng.choice((1, 2, 30))), name=f"Patient {rng.randrange(10**6)}")
        except SlotTaken:
            continue
    for appointment in _all(kit, day):
        match rng.choice(("visited", "followup", "followup", "no_show", "cancelled")):
            case "visited":
                kit.visits.mark_visited(appointment.id, by="doctor")
            case "followup":
                followup = day + timedelta(days=rng.choice((1, 7, 28)))
                kit.visits.mark_visited(appointment.id, followup_date=followup, by="doctor")
            case "no_show":
                kit.booking.no_show(appointment.id, by="desk")
            case _:
                kit.booking.cancel(appointment.id, by="desk")


def _reminder_due(kit: ClinicKit, appointment: AppointmentView, zone: str) -> datetime | None:
    """Everybody was booked by 9:30 of the day before, and is seen to after 9:30 on the day: all get one once it is due."""
    due = _instant(appointment.date - timedelta(days=1), time(10), zone)
    return due if due <= kit.clock.now() else None


def _followup_due(kit: ClinicKit, appointment: AppointmentView, zone: str) -> datetime | None:
    if appointment.followup_date is None:
        return None
    due = _instant(appointment.followup_date, time(9), zone)
    return due if due <= kit.clock.now() else None


def _told_at(message: Message) -> datetime | None:
    return message.sent_at


def _all(kit: ClinicKit, day: date | None = None) -> list[AppointmentView]:
    found: list[AppointmentView] = []
    cursor: str | None = None
    while True:
        page = kit.read.appointments(AppointmentFilter(hospital_id=1, first_day=day, last_day=day), 200, cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


# ── the computer was off ────────────────────────────────────────────────────────────────────────────────────────────
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    booked_after=st.integers(0, 96),
    days_ahead=st.integers(0, 6),
    off_from=st.integers(0, 150),
    off_for=st.integers(0, 100),
)
def test_what_was_missed_is_caught_up_while_it_is_useful(
    booked_after: int, days_ahead: int, off_from: int, off_for: int
) -> None:
    """Hours from Monday 8:00. Exactly one row for the reminder whose hour has come, and it says the right thing."""
    assume(not off_from <= booked_after < off_from + off_for)
    start = EARLY + timedelta(hours=booked_after)
    day = _kolkata(start).date() + timedelta(days=days_ahead)
    begins = _instant(day, time(12), "Asia/Kolkata")
    due = _instant(day - timedelta(days=1), time(10), "Asia/Kolkata")
    assume(begins > start)
    hours = {*range(0, 260, 24), booked_after, off_from + off_for, int((due - EARLY) / timedelta(hours=1))}
    looked = [
        EARLY + timedelta(hours=hour)
        for hour in sorted(hours)
        if hour >= 0 and not off_from <= hour < off_from + off_for
    ]
    with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
        kit = ClinicKit(Path(folder), TurnedClock())
        key = 0
        for kit.clock.at in looked:
            if kit.clock.at == start:
                key = kit.book(time(12), day).appointment.id
            kit.scheduler.tick()
            kit.send_waiting()
        rows = [m for m in kit.messages(key) if m.kind is Kind.REMINDER]
        kit.close()
    first_look = next((at for at in looked if at >= max(due, start)), None)
    if first_look is None:
        assert rows == []
        return
    [row] = rows
    assert row.queued_at == first_look
    if start >= due:
        assert row.reason_code is Reason.BOOKED_AFTER_REMINDER
    elif first_look >= begins:
        assert row.reason_code is Reason.NO_LONGER_USEFUL
    else:
        assert row.status is MessageStatus.SENT
        assert ("tomorrow" in row.text) is (_kolkata(first_look).date() == day - timedelta(days=1))


def _kolkata(instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo("Asia/Kolkata"))
