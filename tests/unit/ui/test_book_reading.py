"""What a typed number is worth, whom it finds, which time is offered."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from desktop_app.domain.schedule import SlotState
from desktop_app.services.views import PatientView, SlotView
from desktop_app.ui.pages.book.form import Form, NumberSays
from desktop_app.ui.pages.book.reading import first_free, lines_of, search_of, weigh_number, why_no_slots

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 10, 3, 9, tzinfo=ZoneInfo("UTC"))


def patient(key: int, name: str, mobile: str = "+919876543210") -> PatientView:
    return PatientView(
        key, name, mobile, "en", True, NOW, "desk", 1984, "F", last_visit=date(2026, 10, 3), last_doctor="Nair"
    )


def slots(*states: SlotState) -> tuple[SlotView, ...]:
    return tuple(SlotView(time(9 + n), state, int(state is SlotState.FREE)) for n, state in enumerate(states))


@pytest.mark.parametrize("typed", ["9876543210", "098765 43210", "+91 98765-43210", "९८७६५४३२१०"])
def test_a_whole_number_is_shown_as_it_is_understood(typed: str) -> None:
    says = weigh_number(typed, False, has_left=False)
    assert (says.shown, says.fault) == ("+91 98765 43210", "")


def test_a_short_number_is_a_fault_only_once_the_field_is_left() -> None:
    assert weigh_number("98765", False, has_left=False) == NumberSays()
    assert "too short" in weigh_number("98765", False, has_left=True).fault


@pytest.mark.parametrize("typed", ["022 2345 6789", "1800 123 4567", "+971501234567", "98765432101"])
def test_what_no_further_digit_can_mend_is_refused_at_once(typed: str) -> None:
    assert weigh_number(typed, False, has_left=False).fault


def test_a_number_that_the_plan_calls_a_landline_gets_a_note_and_no_refusal() -> None:
    says = weigh_number("6123456789", False, has_left=False)
    assert says.e164 == "+916123456789"
    assert "landline" in says.note


def test_a_name_in_the_field_is_no_fault_while_it_is_typed() -> None:
    assert weigh_number("Vid", False, has_left=False) == NumberSays()


@pytest.mark.parametrize(
    ("typed", "search"),
    [("987", ""), ("9876", "9876"), ("98 76", "9876"), ("V", ""), ("Vi", "Vi"), ("க", ""), ("  ", "")],
)
def test_it_searches_from_four_digits_or_two_letters_on(typed: str, search: str) -> None:
    assert search_of(typed) == search


def test_a_whole_number_leaves_its_family_and_a_new_patient() -> None:
    number = weigh_number("9876543210", False, has_left=False)
    found = (patient(1, "Vidya Tripathi"), patient(2, "Aarav Tripathi"), patient(3, "Other", "+919876543299"))
    lines = lines_of(found, number, TODAY)
    assert [line.words for line in lines] == ["Vidya Tripathi", "Aarav Tripathi", "+ New patient with this number"]
    assert lines[0].aside == "42 F · last 3 Oct, Dr Nair"


def test_part_of_a_number_shows_whole_numbers_beside_the_names() -> None:
    lines = lines_of((patient(1, "Vidya Tripathi"),), NumberSays(), TODAY)
    assert lines[0].aside == "42 F · 98765 43210 · last 3 Oct, Dr Nair"


def test_the_next_free_time_is_offered() -> None:
    day = slots(SlotState.PAST, SlotState.TAKEN, SlotState.FREE, SlotState.TAKEN, SlotState.FREE)
    assert first_free(day, None) == time(11)
    assert first_free(day, time(12)) == time(13)
    assert first_free(day, time(20)) == time(11)
    assert first_free((), None) is None


def test_it_says_why_there_is_no_time() -> None:
    assert "does not see patients" in why_no_slots(())
    assert "on leave" in why_no_slots(slots(SlotState.LEAVE, SlotState.LEAVE))
    assert "No time is free" in why_no_slots(slots(SlotState.TAKEN, SlotState.PAST))
    assert why_no_slots(slots(SlotState.FREE)) == ""


def test_a_new_patient_alone_is_no_choice_and_asks_the_name() -> None:
    number = weigh_number("9876543210", False, has_left=False)
    form = Form(number=number, lines=lines_of((), number, TODAY))
    assert not form.shows_lines
    assert form.asks_name
