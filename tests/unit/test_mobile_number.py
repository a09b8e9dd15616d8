"""Contract section 4: one rule for mobiles, in any usual writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.domain.errors import Invalid
from desktop_app.domain.mobile_number import MobileNumber


@pytest.mark.parametrize(
    "written",
    [
        "9876543210",
        "09876543210",
        "919876543210",
        "0919876543210",
        "00919876543210",
        "+0919876543210",
        "+00919876543210",
        "+91 98765-43210",
        "91 98765 43210",
        " (+91) 98765.43210 ",
        "९८७६५४३२१०",
        "௯௮௭௬௫௪௩௨௧௦",
        "９８７６５４３２１０",
        "\u200e+91 98765 43210",
        "+91\u00a098765\u00a043210",
    ],
)
def test_usual_writings_mean_one_number(written: str) -> None:
    assert MobileNumber.parse(written).e164 == "+919876543210"


def test_a_plain_mobile_may_begin_with_91() -> None:
    assert MobileNumber.parse("9123456780").e164 == "+919123456780"
    assert MobileNumber.parse("919123456780").e164 == "+919123456780"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("022 2345 6789", "landline"),
        ("2223456789", "landline"),
        ("+91 22 2345 6789", "landline"),
        ("080 2345 6789", "landline"),
        ("1800 123 4567", "toll_free"),
        ("1800-11-2345", "toll_free"),
        ("98765", "too_short"),
        ("+91 98765", "too_short"),
        ("98765432101234", "too_long"),
        ("+1 202 555 0123", "foreign"),
        ("+971 50 123 4567", "foreign"),
        ("+999 123 456 789", "foreign"),
        ("+080 2345 6789", "landline"),
        ("00971 50 123 4567", "foreign"),
        ("call the neighbour", "wrong"),
        ("", "missing"),
        ("   ", "missing"),
    ],
)
def test_each_refusal_has_its_own_reason(written: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        MobileNumber.parse(written)
    (problem,) = refused.value.problems
    assert (problem.field, problem.code) == ("mobile", code)
    assert problem.message.endswith(".")


def test_ten_bare_digits_are_accepted_where_numbering_plans_doubt_them() -> None:
    doubtful = MobileNumber.parse("8023456789")
    assert doubtful.e164 == "+918023456789"
    assert doubtful.is_doubtful
    assert not MobileNumber.parse("9876543210").is_doubtful


def test_a_clinic_may_switch_foreign_numbers_on() -> None:
    assert MobileNumber.parse("+971 50 123 4567", allow_foreign=True).e164 == "+971501234567"
    assert MobileNumber.parse("00971501234567", allow_foreign=True).e164 == "+971501234567"
    assert MobileNumber.parse("98765 43210", allow_foreign=True).e164 == "+919876543210"


def test_it_shows_itself_as_people_write_it_and_masks_itself_in_a_log() -> None:
    number = MobileNumber.parse("+919876543210")
    assert number.national == "98765 43210"
    assert number.digits == "919876543210"
    assert "98765" not in repr(number)


@given(st.from_regex(r"[6-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "0", "91", "+91", "091", "0091", "+91 0"]))
def test_any_indian_mobile_survives_any_prefix_but_a_landlines(core: str, prefix: str) -> None:
    """Only a leading 0 may turn ten such digits into a landline, where numbering plans say so."""
    may_be = {"+91" + core, "landline"} if prefix == "0" else {"+91" + core}
    assert outcome_of(prefix + core) in may_be


def outcome_of(written: str) -> str:
    try:
        return MobileNumber.parse(written).e164
    except Invalid as refusal:
        return refusal.problems[0].code


@given(st.text(max_size=40))
def test_no_text_is_a_bug(text: str) -> None:
    try:
        number = MobileNumber.parse(text, allow_foreign=True)
    except Invalid:
        return
    assert number.e164.startswith("+")
    assert number.digits.isascii()
    assert number.digits.isdigit()
