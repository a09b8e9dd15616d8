"""What counts as the same text, and what does not."""

import pytest

from desktop_app.whatsapp.web.text import is_same_in_bubble, is_same_in_composer, is_same_in_list

LONG = (
    "Hello Rahul Sharma, Your appointment with Dr Mehta is confirmed for Mon, 10 Feb 2025 at 10:30 AM. - City Hospital"
)


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("Hello\u00a0Rahul", "Hello Rahul"),
        ("\u202aHello\u202c Rahul", "Hello Rahul"),
        ("one\n\ntwo\n", "one\ntwo"),
        ("one\ntwo", "1. one\n2. two"),
        ("1.\u00a0one\n2.\u202ftwo", "1. one\n2. two"),
        ("fine 🙂 day", "fine :) day"),
        ("Cafe\u0301", "Café"),
        ("❤", "❤\ufe0f"),
    ],
)
def test_looks_do_not_count(shown: str, meant: str) -> None:
    assert is_same_in_composer(shown, meant)
    assert is_same_in_bubble(shown, meant)


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("Hello Rahu", "Hello Rahul"),
        ("draft Hello Rahul", "Hello Rahul"),
        ("Hello Rahul 10:30", "Hello Rahul 10:00"),
        ("", "x"),
    ],
)
def test_another_text_is_another_text(shown: str, meant: str) -> None:
    assert not is_same_in_composer(shown, meant)
    assert not is_same_in_bubble(shown, meant)


def test_a_bubble_shows_bold_without_stars_and_a_composer_with_them() -> None:
    assert is_same_in_bubble("Hello Rahul", "Hello *Rahul*")
    assert not is_same_in_composer("Hello Rahul", "Hello *Rahul*")


def test_a_cut_text_proves_something_only_if_enough_is_shown() -> None:
    assert is_same_in_bubble(LONG[:80] + "…", LONG, is_cut=True)
    assert not is_same_in_bubble(LONG[:20] + "…", LONG, is_cut=True)
    assert not is_same_in_bubble("Hello Asha" + LONG[11:80] + "…", LONG, is_cut=True)


def test_a_row_must_preview_this_very_text() -> None:
    assert is_same_in_list(f"+91 98765 43210\n10:30\n{LONG}", LONG)
    assert is_same_in_list(f"+91 98765 43210 10:30 {LONG[:70]}…", LONG)
    assert not is_same_in_list(f"+91 98765 43210 10:30 {LONG.replace('10:30 AM', '11:00 AM')}", LONG)
    assert not is_same_in_list("+91 98765 43210 10:30 Hello…", LONG)


def test_nothing_is_never_proof() -> None:
    assert not is_same_in_bubble("", "")
    assert not is_same_in_list("anything", "")
