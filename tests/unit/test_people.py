"""Names: titles, who is the same person, what is refused."""

import pytest

from desktop_app.domain.errors import Invalid
from desktop_app.domain.people import clean_name, same_person_key, with_title, without_title


@pytest.mark.parametrize(
    "written",
    ["Dr. Mehta", "dr mehta", "Dr.Mehta", "Dr Dr Mehta", "Doctor Mehta", "DR. Mehta", " Mehta ", "dr . Mehta"],
)
def test_a_doctor_is_kept_without_the_title(written: str) -> None:
    assert without_title(written) == "Mehta"
    assert with_title(written) == "Dr Mehta"


@pytest.mark.parametrize("name", ["Drishti", "Drew Pillai", "Doctorwala", "मेहता"])
def test_a_name_that_only_begins_like_a_title_stays(name: str) -> None:
    assert without_title(name) == name


def test_two_spellings_of_one_person() -> None:
    assert same_person_key("  Rahul   SHARMA ") == same_person_key("rahul sharma")
    assert same_person_key("Jose\u0301") == same_person_key("José")
    assert same_person_key("Rahul Sharma") != same_person_key("Rahul Sharm")


@pytest.mark.parametrize("name", ["A", "x" * 200, "D’Souza, Mary", 'Asha "Ashi" 2', "க்ஷேமா 🙏🏽", "-"])
def test_names_are_free_text(name: str) -> None:
    assert clean_name(name, "name") == name


@pytest.mark.parametrize("name", ["", "  ", "\u00a0", "\u200b", "x" * 201, "a\nb", "a\x00", "\ud800", "tab\there"])
def test_blank_long_and_control_characters_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        clean_name(name, "name")
