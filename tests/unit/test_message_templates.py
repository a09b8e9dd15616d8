"""Texts: the guide's defaults, safe rendering, and refusing what could not be rendered as meant."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import Invalid
from desktop_app.services.message_templates import (
    KINDS,
    PLACEHOLDERS,
    Values,
    check,
    default_text,
    nearest,
    render,
    unusual,
)

RAHUL = Values("Rahul Sharma", "Mehta", date(2025, 2, 10), time(10, 30), None, "City Hospital", "Ortho")


def test_the_guides_confirmation() -> None:
    assert render(default_text("confirmation", "en"), RAHUL) == (
        "Hello Rahul Sharma, Your appointment with Dr Mehta is confirmed for Mon, 10 Feb 2025 at 10:30 AM. - City Hospital"
    )


@pytest.mark.parametrize("name", ["Dr. Mehta", "dr mehta", "Dr Dr Mehta"])
def test_never_two_titles(name: str) -> None:
    assert "Dr Mehta" in render("Dr {doctor_name}", Values("A", name, None, None, None, "H", ""))


def test_a_value_is_never_expanded_again() -> None:
    sly = Values("{date}", "{hospital_name}", date(2025, 2, 10), None, None, "H", "")
    assert render("{patient_name} {doctor_name} {date}", sly) == "{date} {hospital_name} Mon, 10 Feb 2025"


def test_a_placeholder_without_a_value_takes_the_blank_before_it_along() -> None:
    assert (
        render("See you {specialty} on {followup_date}.", Values("A", "B", None, None, None, "H", "")) == "See you on."
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [("{patient}", "patient_name"), ("{tyme}", "time"), ("{docter}", "doctor_name"), ("{hospitl_name}", "hospital_name"),
     ("{Date}", "date"), ("{follow_up_date}", "followup_date"), ("{speciality}", "specialty")],
)  # fmt: skip
def test_an_unknown_placeholder_is_refused_with_the_nearest(text: str, meant: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(f"Hello {text}!")
    (problem,) = refused.value.problems
    assert problem.code == "unknown_placeholder"
    assert text in problem.message
    assert f"{{{meant}}}" in problem.message
    assert nearest(text) == meant


@pytest.mark.parametrize(
    "text",
    ["{patient_name.__class__}", "{0}", "{}", "{patient_name!r}", "{patient_name:>10}", "a { b", "a } b", "{{date}"],
)
def test_nothing_but_the_seven_names_is_ever_looked_up(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(text)
    assert refused.value.problems[0].code == "unknown_placeholder"


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001, "bell \x07"])
def test_blank_long_and_control_characters_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        check(text)


@pytest.mark.parametrize("language", ["en", "hi"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_built_in_text_is_usable(kind: str, language: str) -> None:
    text = default_text(kind, language)
    check(text)
    assert unusual(kind, text) == ()
    assert "{" not in render(text, RAHUL)


def test_tomorrow_is_said_by_the_day_before_text_only() -> None:
    assert [kind for kind in KINDS if "tomorrow" in default_text(kind, "en")] == ["reminder"]


def test_a_placeholder_that_a_kind_never_has_is_told() -> None:
    assert unusual("confirmation", "{followup_date} {date}") == ("followup_date",)


@given(st.text(max_size=60), st.text(max_size=30))
def test_rendering_never_fails_and_keeps_plain_text(text: str, name: str) -> None:
    rendered = render(text, Values(name, "B", None, None, None, "H", ""))
    if not any(f"{{{placeholder}}}" in text for placeholder in PLACEHOLDERS):
        assert rendered == text
