"""What bubbles and rows prove about a message of ours, and what they do not. Without a browser."""

from collections.abc import Sequence

import pytest

from desktop_app.domain.message import ChatEvidence, MessageStatus
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import LookUp, ReceiptSeen, Watched
from desktop_app.whatsapp.web import evidence, receipts
from desktop_app.whatsapp.web.page import Bubble, Chat, Row

RAHUL, ASHA = MobileNumber("+919876543210"), MobileNumber("+919123456780")
TEXT = "Hello Rahul, your appointment with Dr Mehta is on Mon, 10 Feb 2025 at 10:30 AM."
SENT, DELIVERED, READ = MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ


def bubble(name: str, text: str = TEXT, *, seen: int = 1, own: bool = True, tick: str | None = "sent") -> Bubble:
    return Bubble(name or None, seen, own, tick, text, is_exact=True, is_cut=False)


# ── a bubble that is new ────────────────────────────────────────────────────────────────────────────────────────────
def test_only_what_stands_after_all_that_was_there_is_new() -> None:
    before = [bubble("a"), bubble("b", "Thank you", own=False)]
    assert evidence.new_bubble(before, before, TEXT) is None
    assert evidence.new_bubble([*before, bubble("c", "Another text")], before, TEXT) is None
    assert evidence.new_bubble([*before, bubble("c", own=False)], before, TEXT) is None
    assert evidence.new_bubble([bubble("older"), *before], before, TEXT) is None, "older history that came in late"
    assert evidence.new_bubble([*before, bubble("c")], before, TEXT) == bubble("c")


def test_without_ids_a_bubble_that_was_drawn_anew_is_not_new() -> None:
    before = [bubble("", seen=1)]
    assert evidence.new_bubble([bubble("", seen=2)], before, TEXT) is None
    assert evidence.new_bubble([bubble("", seen=2), bubble("", seen=3)], before, TEXT) == bubble("", seen=3)


# ── after a crash ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("now", "before", "answer"),
    [
        ([bubble("a"), bubble("b")], ChatEvidence("a", 1), LookUp.FOUND),
        ([bubble("a")], ChatEvidence("a", 1), LookUp.SURELY_NOT_THERE),
        ([bubble("a"), bubble("b", own=False)], ChatEvidence("a", 1), LookUp.SURELY_NOT_THERE),
        ([bubble("a"), bubble("b", "Another")], ChatEvidence("a", 1), LookUp.SURELY_NOT_THERE),
        ([], ChatEvidence(None, 0), LookUp.SURELY_NOT_THERE),
        ([bubble("")], ChatEvidence(None, 0), LookUp.FOUND),
        ([bubble("")], ChatEvidence(None, 1), LookUp.SURELY_NOT_THERE),
        ([bubble("")], ChatEvidence(None, 2), LookUp.CANNOT_TELL),
        ([bubble("z")], ChatEvidence("a", 1), LookUp.CANNOT_TELL),
        ([bubble("y"), bubble("z")], ChatEvidence("a", 1), LookUp.FOUND),
        ([bubble("a"), bubble("b")], None, LookUp.CANNOT_TELL),
    ],
)
def test_only_a_bubble_beyond_what_was_there_counts(
    now: list[Bubble], before: ChatEvidence | None, answer: LookUp
) -> None:
    assert evidence.judge(now, TEXT, before)[0] is answer


# ── ticks of the open chat ──────────────────────────────────────────────────────────────────────────────────────────
def chat(*bubbles: Bubble) -> Chat:
    return Chat(("+91 98765 43210",), RAHUL.digits, (), True, "", False, False, bubbles, len(bubbles), False)


def watch(number: int = 1, to: MobileNumber = RAHUL, text: str = TEXT, status: MessageStatus = SENT) -> Watched:
    return Watched(number, to, text, status)


def in_chat(*bubbles: Bubble, of: Watched | None = None) -> list[MessageStatus]:
    return [seen.status for seen in receipts.from_chat(chat(*bubbles), RAHUL.digits, [of or watch()])]


def test_ticks_of_the_open_chat_only_grow() -> None:
    assert in_chat(bubble("a", tick="delivered")) == [DELIVERED]
    assert in_chat(bubble("a", tick="sent")) == []
    assert in_chat(bubble("a", tick="delivered"), of=watch(status=READ)) == []
    for tick in (None, "pending", "failed"):
        assert in_chat(bubble("a", tick=tick)) == []


def test_of_several_bubbles_with_one_text_the_one_that_got_least_far_counts() -> None:
    assert in_chat(bubble("a", tick="read"), bubble("b", tick="delivered")) == [DELIVERED]
    assert in_chat(bubble("a", tick="read"), bubble("b", tick="sent")) == []
    assert in_chat(bubble("a", tick="read"), bubble("b", tick="pending")) == []


def test_the_open_chat_says_nothing_of_other_numbers() -> None:
    assert in_chat(bubble("a", tick="read"), of=watch(to=ASHA)) == []


# ── ticks of the chat list ──────────────────────────────────────────────────────────────────────────────────────────
def row(title: str = "+91 98765 43210", text: str = TEXT, tick: str | None = "delivered") -> Row:
    digits = "".join(filter(str.isdigit, title))
    return Row(title, digits or None, f"{title} 10:30 {text}", tick, is_unread=False)


def in_list(rows: Sequence[Row], *watched: Watched, titles: dict[str, str] | None = None) -> list[ReceiptSeen]:
    return list(receipts.from_list(rows, titles or {}, watched))


def test_ticks_of_the_list_only_grow() -> None:
    assert in_list([row()], watch()) == [ReceiptSeen(1, DELIVERED)]
    assert in_list([row(tick="sent")], watch(status=DELIVERED)) == []
    assert in_list([row()], watch(status=DELIVERED)) == []
    assert in_list([row()], watch(status=READ)) == []
    assert in_list([row(tick="pending")], watch()) == []
    assert in_list([row(tick=None)], watch()) == []


def test_a_row_counts_for_its_own_number_and_text_only() -> None:
    assert in_list([row(text="Thank you")], watch()) == []
    assert in_list([row("+91 91234 56780")], watch()) == []
    assert in_list([row("Rahul")], watch(), titles={RAHUL.digits: "Rahul S"}) == []
    assert in_list([row("Rahul")], watch(), titles={RAHUL.digits: "Rahul"}) == [ReceiptSeen(1, DELIVERED)]


def test_a_name_that_was_not_proved_counts_only_where_nothing_else_fits() -> None:
    assert in_list([row("Rahul")], watch()) == [ReceiptSeen(1, DELIVERED)]
    assert in_list([row("Rahul"), row("Papa")], watch()) == [], "two rows with the same text"
    assert in_list([row("Rahul")], watch(1), watch(2, ASHA)) == [], "two messages with the same text"
    assert in_list([row()], watch(1), watch(2, ASHA)) == [ReceiptSeen(1, DELIVERED)], "this row is surely Rahul's"


def test_a_row_cannot_say_which_of_two_equal_messages_to_one_number_it_means() -> None:
    assert in_list([row(tick="read")], watch(1), watch(2)) == []
    assert in_list([row(tick="read")], watch(1), watch(2, text="Hello Meena")) == [ReceiptSeen(1, READ)]


def test_a_hard_cut_row_counts_for_the_newest_message_of_a_sure_number() -> None:
    cut = row(text=TEXT[:60])
    assert in_list([cut], watch()) == [ReceiptSeen(1, DELIVERED)]
    assert in_list([cut], watch(1), watch(2, text="Hello Meena")) == []
    assert in_list([row("Rahul", text=TEXT[:60])], watch()) == []
