"""What people type for a day, and what is meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.date_words import EXAMPLES, day_meant

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", date(2026, 11, 24)),
        ("t", date(2026, 11, 24)),
        ("Today", date(2026, 11, 24)),
        ("tm", date(2026, 11, 25)),
        ("tmrw", date(2026, 11, 25)),
        ("Tomorrow ", date(2026, 11, 25)),
        ("kal", date(2026, 11, 25)),
        ("कल", date(2026, 11, 25)),
        ("+7", date(2026, 12, 1)),
        ("+ 1", date(2026, 11, 25)),
        ("3d", date(2026, 11, 27)),
        ("10 days", date(2026, 12, 4)),
        ("2w", date(2026, 12, 8)),
        ("1 week", date(2026, 12, 1)),
        ("3m", date(2027, 2, 24)),
        ("mon", date(2026, 11, 30)),
        ("tue", date(2026, 12, 1)),
        ("wednesday", date(2026, 11, 25)),
        ("next mon", date(2026, 11, 30)),
        ("next fri", date(2026, 12, 4)),
        ("24", date(2026, 11, 24)),
        ("15", date(2026, 12, 15)),
        ("31", date(2026, 12, 31)),
        ("15/12", date(2026, 12, 15)),
        ("15-1", date(2027, 1, 15)),
        ("15 dec", date(2026, 12, 15)),
        ("3 march", date(2027, 3, 3)),
        ("3 mar 2028", date(2028, 3, 3)),
        ("29/2", date(2028, 2, 29)),
        ("15-12-2026", date(2026, 12, 15)),
        ("15/12/26", date(2026, 12, 15)),
        ("2026-12-15", date(2026, 12, 15)),
    ],
)
def test_what_is_meant(typed: str, meant: date) -> None:
    assert day_meant(typed, TUESDAY) == meant


@pytest.mark.parametrize("typed", ["soon", "32", "15/13", "31/2/2027", "next", "next week", "12345", "--", "5 foo"])
def test_what_is_not_understood(typed: str) -> None:
    assert day_meant(typed, TUESDAY) is None


def test_a_month_later_stays_in_that_month() -> None:
    assert day_meant("1m", date(2027, 1, 31)) == date(2027, 2, 28)


def test_the_examples_are_understood() -> None:
    assert all(day_meant(example, TUESDAY) for example in EXAMPLES)


@given(st.text(max_size=20), st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_nothing_typed_ever_breaks_it(typed: str, today: date) -> None:
    assert day_meant(typed, today) is None or isinstance(day_meant(typed, today), date)
