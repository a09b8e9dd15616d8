"""When a message is due, in the hospital's own zone, and how fast messages may follow each other."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from desktop_app.domain.hospital import Hospital, SendingSettings
from desktop_app.domain.message import Kind
from desktop_app.domain.sending_rules import followup_due, gap_after, may_go_now, reminder_due


def hospital(zone: str = "Asia/Kolkata", **sending: object) -> Hospital:
    return Hospital(1, "City Hospital", None, "", zone, "en", None, SendingSettings(**sending))  # pyright: ignore[reportArgumentType]


def test_the_reminder_is_due_at_ten_on_the_day_before_and_useful_until_the_visit_begins() -> None:
    due = reminder_due(hospital(), date(2026, 11, 25), time(10, 30))
    assert due.at == datetime(2026, 11, 24, 4, 30, tzinfo=UTC)
    assert due.until == datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


def test_the_follow_up_is_due_at_nine_and_useful_on_its_own_day() -> None:
    due = followup_due(hospital(), date(2028, 2, 29))
    assert due.at == datetime(2028, 2, 29, 3, 30, tzinfo=UTC)
    assert due.until == datetime(2028, 2, 29, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 3, 9), date(2026, 11, 1), date(2026, 11, 2)])
def test_a_zone_with_summer_time_keeps_its_wall_clock(day: date) -> None:
    new_york = hospital("America/New_York")
    assert new_york.local(reminder_due(new_york, day, time(10)).at).time() == time(10)


def test_automatic_messages_keep_to_the_sending_hours() -> None:
    settings = SendingSettings()
    night, noon = datetime(2026, 11, 24, 21, 0, tzinfo=UTC), datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert may_go_now(Kind.REMINDER, False, settings, noon)
    assert not may_go_now(Kind.REMINDER, False, settings, night)
    assert not may_go_now(Kind.FOLLOWUP, False, settings, night)
    assert may_go_now(Kind.REMINDER, True, settings, night)
    for kind in (Kind.CONFIRMATION, Kind.RESCHEDULED, Kind.CANCELLED, Kind.TEST):
        assert may_go_now(kind, False, settings, night)


@pytest.mark.parametrize("pace", [1, 12, 15, 600])
def test_no_sixty_seconds_ever_hold_more_than_the_pace(pace: int) -> None:
    rng = random.Random(pace)
    at, times = timedelta(0), [timedelta(0)]
    for _ in range(3 * pace):
        at += gap_after(pace, rng)
        times.append(at)
    for start in times:
        assert sum(1 for t in times if start <= t < start + timedelta(seconds=60)) <= pace


def test_the_pace_is_gentle_and_not_that_of_a_machine() -> None:
    rng = random.Random(7)
    gaps = [gap_after(12, rng) for _ in range(50)]
    assert len(set(gaps)) == 50
    assert max(gaps) - min(gaps) > timedelta(seconds=1)
    assert max(gaps) < timedelta(seconds=7)
