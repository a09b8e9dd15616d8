"""What a row of the chat list proves about a message of ours."""

import pytest

from desktop_app.whatsapp.web.text import begins_in_list

OURS = (
    "Hello Rahul Sharma, Your appointment with Dr Mehta is confirmed for Mon, 10 Feb 2025 at 10:30 AM. - City Hospital"
)


@pytest.mark.parametrize("size", [45, 60, 80, len(OURS)])
@pytest.mark.parametrize("badge", ["", "2"])
def test_a_hard_cut_is_still_ours(size: int, badge: str) -> None:
    assert begins_in_list(f"+91 98765 43210 10:04 {OURS[:size]}{badge}", OURS)


@pytest.mark.parametrize(
    "row",
    [
        "+91 98765 43210 10:04 Hello Rahul Sharma,",
        "+91 98765 43210 10:04 Hello Rahul Sharma, Your appointment with Dr Mehta is moved to Tue, 11 Feb",
        "+91 98765 43210 10:04 Thank you",
    ],
)
def test_too_little_or_another_text_is_not(row: str) -> None:
    assert not begins_in_list(row, OURS)
