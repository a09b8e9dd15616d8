"""Only what was changed is changed, and a patient's own copy is complete."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_app.domain.errors import Invalid
from desktop_app.services.patient_service import PatientChange, PatientDossier
from desktop_app.services.views import PatientView
from desktop_app.ui.pages.patients.presenter import change_of, dossier_text, entries_of, reverse_of

VIDYA = PatientView(1, "Vidya Tripathi", "+919876543210", "hi", True, None, "desk", 1984, "F")


def test_untouched_entries_change_nothing() -> None:
    assert change_of(entries_of(VIDYA), VIDYA) is None


def test_only_what_was_changed_is_changed_and_undo_puts_back_just_that() -> None:
    entries = replace(entries_of(VIDYA), mobile="98200 11223", may_be_messaged=False)
    change = change_of(entries, VIDYA)
    assert change is not None
    assert change == PatientChange(mobile="98200 11223", consent=False)
    assert reverse_of(change, VIDYA) == PatientChange(mobile="+919876543210", consent=True)


@pytest.mark.parametrize("typed", ["84", "19845", "last year", "१९८४"])
def test_a_year_that_is_none_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        change_of(replace(entries_of(VIDYA), birth_year=typed), VIDYA)
    assert refusal.value.problems[0].field == "birth_year"


def test_an_emptied_name_is_sent_on_to_be_refused_not_ignored() -> None:
    assert change_of(replace(entries_of(VIDYA), name="  "), VIDYA) == PatientChange(name="")


def test_the_copy_holds_who_when_and_what() -> None:
    copy = dossier_text(PatientDossier(VIDYA, (), (), datetime(2026, 11, 24, 4, 0, tzinfo=UTC)), lambda at: at)
    assert "Name: Vidya Tripathi" in copy
    assert "Mobile: +919876543210" in copy
    assert "Made: 24-11-2026 4:00 AM" in copy
