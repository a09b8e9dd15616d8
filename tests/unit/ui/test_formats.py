"""How dates, times and numbers are written on the screens (contract section 4)."""

from datetime import date, time

import pytest

from desktop_app.ui import formats

TODAY = date(2025, 2, 10)


def test_dates() -> None:
    assert formats.field_date(TODAY) == "10-02-2025"
    assert formats.short_date(TODAY, TODAY) == "Mon 10 Feb"
    assert formats.short_date(date(2026, 1, 5), TODAY) == "Mon 5 Jan 2026"
    assert formats.long_date(TODAY, TODAY) == "Monday 10 February"
    assert formats.past_date(date(2024, 10, 3), TODAY) == "3 Oct 2024"


@pytest.mark.parametrize(
    ("at", "shown"),
    [(time(0, 5), "12:05 AM"), (time(10, 30), "10:30 AM"), (time(12), "12:00 PM"), (time(18, 0), "6:00 PM")],
)
def test_times(at: time, shown: str) -> None:
    assert formats.clock_time(at) == shown


def test_mobiles() -> None:
    assert formats.mobile("+919876543210") == "98765 43210"
    assert formats.full_mobile("+919876543210") == "+91 98765 43210"
    assert formats.mobile("+971501234567") == "+971501234567"
    assert formats.mobile(None) == "–"


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (999, "999"), (1204, "1,204"), (1234567, "12,34,567"), (-1000, "-1,000")]
)
def test_numbers(value: int, shown: str) -> None:
    assert formats.number(value) == shown
