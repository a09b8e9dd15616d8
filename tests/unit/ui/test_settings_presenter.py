"""Weekly hours as rows of days, there and back."""

from datetime import time

import pytest

from desktop_app.domain.schedule import Stretch
from desktop_app.ui.pages.settings.presenter import (
    ALL_DAYS,
    DEFAULT_ROWS,
    HoursRow,
    days_words,
    hours_words,
    rows_of,
    slots_a_week,
    stretches_of,
)

NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MORNING = HoursRow(ALL_DAYS - {6}, time(9), time(12), 15)
EVENING = HoursRow(frozenset({0, 2}), time(17), time(20), 20, 2)


def test_rows_become_stretches_and_rows_again() -> None:
    stretches = stretches_of((EVENING, MORNING))
    assert stretches[:2] == (Stretch(0, time(9), time(12), 15), Stretch(0, time(17), time(20), 20, 2))
    assert len(stretches) == 8
    assert rows_of(stretches) == (MORNING, EVENING)


def test_the_short_form_reads_like_a_door_sign() -> None:
    assert hours_words(stretches_of((MORNING, EVENING)), NAMES) == (
        "Mon–Sat 9:00 AM–12:00 PM · Mon, Wed 5:00 PM–8:00 PM"
    )
    assert hours_words((), NAMES) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [(ALL_DAYS, "Mon–Sun"), ({0, 1, 4, 5, 6}, "Mon, Tue, Fri–Sun"), ({3}, "Thu"), (set(), "")],
)
def test_runs_of_days_are_drawn_together(days: set[int], words: str) -> None:
    assert days_words(days, NAMES) == words


def test_the_default_offers_nineteen_slots_a_day() -> None:
    assert slots_a_week(DEFAULT_ROWS) == 19 * 7
    assert slots_a_week((EVENING,)) == 10 * 2 * 2
    assert slots_a_week(()) == 0
