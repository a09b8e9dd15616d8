"""Sending on the practice page: each trap of whatsapp-web.md 6.6 that a send can meet, in real Chromium."""

import threading
from copy import deepcopy
from dataclasses import replace

import pytest

from desktop_app.domain.message import ChatEvidence, MessageStatus
from desktop_app.services.channel import LookUp, Outcome, SessionState, Watched
from desktop_app.whatsapp.web import composer, sender
from desktop_app.whatsapp.web.page import Page
from tests.whatsapp.web.conftest import ASHA, RAHUL, Desk, until

GENERATIONS = ("2021", "2024", "2026", "2026-no-testids")
BOTH = [*((generation, "en") for generation in GENERATIONS), ("2021", "hi"), ("2026-no-testids", "hi")]
LONG = "Hello Rahul," + " please bring your reports and come ten minutes early." * 18
TEXTS = (
    "Hello *Rahul*, _your_ appointment :) is confirmed",
    "Line one\nLine two\n\nLine four",
    "1. Fast for 8 hours\n2. Drink water\n- bring reports\n> thanks",
    "नमस्ते राहुल, क्षेत्रीय श्री 🙏🏽 👨‍👩‍👧",
    "வணக்கம் ஸ்ரீ 🩺",
    "السلام عليكم \u200fراہول",
    "No\u00a0break\u00a0blank",
    LONG,
)


@pytest.mark.parametrize(("generation", "language"), BOTH)
def test_each_generation_and_language_sends(desk: Desk, generation: str, language: str) -> None:
    desk.phone.switch(generation=generation, language=language)
    desk.link()
    result = desk.send("Hello Rahul")
    assert result.outcome is Outcome.SENT
    assert result.receipt in (MessageStatus.SENT, MessageStatus.DELIVERED)
    assert desk.went() == ["Hello Rahul"]
    assert desk.count("page_loaded") <= 2
    assert desk.channel._counts.total_misses == 0


def test_every_text_arrives_as_it_was_written(desk: Desk) -> None:
    desk.link()
    for text in TEXTS:
        assert desk.send(text).outcome is Outcome.SENT, text
    assert desk.went() == list(TEXTS)


@pytest.mark.parametrize("lines", ["br", "paragraphs"])
def test_without_prefill_the_text_is_inserted(desk: Desk, lines: str) -> None:
    desk.phone.switch(prefill=False, composer_lines=lines, auto_format=True)
    desk.link()
    for text in TEXTS[:5]:
        assert desk.send(text).outcome is Outcome.SENT, text
    assert len(desk.went()) == 5


@pytest.mark.parametrize("lines", ["br", "paragraphs"])
def test_line_ends_that_an_insertion_loses_are_typed(desk: Desk, lines: str) -> None:
    desk.phone.switch(prefill=False, swallows_line_ends=True, composer_lines=lines, draft="Old draft")
    desk.link()
    assert desk.send(TEXTS[1]).outcome is Outcome.SENT
    assert desk.went() == [TEXTS[1]]


def test_a_text_that_is_not_taken_is_not_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.phone.switch(prefill=False, ignores_inserted_text=True, draft="Old draft")
    monkeypatch.setattr(composer, "READ_BACK_S", 0.5)
    desk.link()
    assert desk.send().outcome is Outcome.TEXT_NOT_ACCEPTED
    assert desk.phone.messages() == ()
    assert desk.composer() == ""


def test_sending_is_committed_before_anything_of_ours_is_typed(desk: Desk) -> None:
    desk.phone.switch(prefill=False)
    desk.link()
    seen: list[str] = []

    def before(_evidence: ChatEvidence) -> bool:
        seen.append(desk.composer())
        return False

    assert desk.channel.send(RAHUL, "Hello", before).outcome is Outcome.WITHDRAWN
    assert seen == [""]
    assert desk.composer() == ""
    assert desk.went() == []


def test_a_prefilled_text_is_taken_out_when_it_must_not_go(desk: Desk) -> None:
    desk.link()
    assert desk.send(agrees=False).outcome is Outcome.WITHDRAWN
    assert desk.composer() == ""


def test_a_link_that_is_not_taken_over_is_stopped_and_the_chat_loaded(desk: Desk) -> None:
    desk.phone.switch(links_taken_over=False)
    desk.link()
    desk.browser.run("window.isSamePage = true")
    page = desk.channel._page
    assert not page.do("follow_link", href=page.chat_link(RAHUL.digits, "Hello"))
    for _ in range(5):  # whole ways to the server and back: a link that was followed would have left by then
        assert desk.browser.run("return fetch('/_static/style.css').then(() => window.isSamePage)")
    assert desk.send().outcome is Outcome.SENT
    assert desk.went() == ["Hello Rahul"]


def test_ten_messages_need_no_further_load(desk: Desk) -> None:
    desk.link()
    before = desk.count("page_loaded")
    for number in range(10):
        assert desk.send(f"Message {number}", (RAHUL, ASHA)[number % 2]).outcome is Outcome.SENT
    assert desk.count("page_loaded") == before


# ── whose chat ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_decoy_with_another_number_gets_nothing(desk: Desk) -> None:
    desk.phone.switch(decoy="number")
    desk.clock.factor = 4
    desk.link()
    assert desk.send().outcome is Outcome.RECIPIENT_NOT_CONFIRMED
    assert desk.evidence == []
    assert desk.phone.messages() == ()
    assert desk.composer() == ""


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_decoy_with_a_saved_name_gets_nothing(desk: Desk, generation: str) -> None:
    desk.phone.switch(decoy="name", generation=generation)
    desk.clock.factor = 3
    desk.link()
    desk.phone.write(desk.phone.settings.decoy_number, "Good morning")  # older pages tell of the number in its id
    desk.phone.save_contact(desk.phone.settings.decoy_number, "Meena Decoy")
    until(lambda: [row.title for row in desk.channel._page.rows()] == ["Meena Decoy"])
    assert desk.send().outcome is Outcome.RECIPIENT_NOT_CONFIRMED
    assert desk.evidence == []
    assert [m for m in desk.phone.messages() if m.from_me] == []


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_saved_contact_is_proved_by_the_panel_or_the_ids(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    desk.phone.save_contact(RAHUL.digits, "Rahul S (reception)")
    assert desk.send().outcome is Outcome.SENT
    assert desk.send("Second").outcome is Outcome.SENT
    assert desk.went() == ["Hello Rahul", "Second"]


@pytest.mark.parametrize("panel", ["without_number", "absent"])
def test_a_name_without_a_readable_number_gets_nothing(desk: Desk, panel: str) -> None:
    desk.phone.switch(contact_panel=panel)
    desk.clock.factor = 4
    desk.link()
    desk.phone.save_contact(RAHUL.digits, "Rahul")
    assert desk.send().outcome is Outcome.RECIPIENT_NOT_CONFIRMED
    assert desk.phone.messages() == ()
    desk.clock.factor = 1
    assert desk.send("Hello Asha", ASHA).outcome is Outcome.SENT


def test_an_unreadable_header_gets_nothing(desk: Desk) -> None:
    desk.phone.switch(header_unreadable=True, contact_panel="absent")
    desk.clock.factor = 6
    desk.link()
    assert desk.send().outcome is Outcome.RECIPIENT_NOT_CONFIRMED
    assert desk.phone.messages() == ()


_OTHER_CHAT = "document.querySelector('#pane-side [data-testid=cell-frame-container]').click()"
_HEADER = "return document.querySelector('#main header').textContent"


def test_another_chat_in_front_between_the_proof_and_send_gets_nothing(desk: Desk) -> None:
    desk.link()
    desk.phone.write(ASHA.digits, "Am I in time?")
    until(desk.channel._page.rows)

    def somebody_clicks(_seen: ChatEvidence) -> bool:
        header = desk.browser.run(_HEADER)
        desk.browser.run(_OTHER_CHAT)
        until(lambda: desk.browser.run(_HEADER) != header)
        return True

    result = desk.channel.send(RAHUL, "Hello Rahul", somebody_clicks)
    assert (result.outcome, result.detail) == (Outcome.RECIPIENT_NOT_CONFIRMED, "chat_changed")
    assert [m for m in desk.phone.messages() if m.from_me] == []
    assert desk.composer() == ""
    assert desk.send().outcome is Outcome.SENT


def test_send_is_not_pressed_in_another_chat_with_the_same_text(desk: Desk) -> None:
    desk.link()
    assert desk.send(agrees=False).outcome is Outcome.WITHDRAWN
    page = desk.channel._page
    chat = page.chat().chat
    assert chat is not None
    assert page.press_send(chat.composer or "", ("+91 98111 22233",)).why == "chat_changed"
    assert desk.phone.messages() == ()


def test_send_is_not_pressed_over_another_text(desk: Desk) -> None:
    desk.link()
    assert desk.send(agrees=False).outcome is Outcome.WITHDRAWN
    desk.channel._page.do("focus_composer")
    desk.browser.command("Input.insertText", text="Hello Rahul, and what somebody typed behind it")
    page = desk.channel._page
    chat = page.chat().chat
    assert chat is not None
    assert page.press_send("Hello Rahul", chat.titles).why == "text_changed"
    assert desk.phone.chats() == ()


def test_a_slow_switch_does_not_write_into_the_chat_before(desk: Desk) -> None:
    desk.link()
    desk.send()
    desk.phone.switch(starting_chat_seconds=1.5)
    assert desk.send("Hello Asha", ASHA).outcome is Outcome.SENT
    assert desk.went(ASHA) == ["Hello Asha"]
    assert desk.went() == ["Hello Rahul"]


# ── numbers that are not on WhatsApp ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("generation", "language"), BOTH)
def test_a_number_not_on_whatsapp(desk: Desk, generation: str, language: str) -> None:
    desk.phone.switch(not_on_whatsapp=(RAHUL.digits,), generation=generation, language=language)
    desk.link()
    assert desk.send().outcome is Outcome.NOT_ON_WHATSAPP
    until(lambda: desk.channel._page.chat().dialog is None)
    assert desk.send("Hello Asha", ASHA).outcome is Outcome.SENT


@pytest.mark.parametrize("comes", ["a message", "a look"])
def test_a_popup_left_over_is_put_away_and_no_answer_for_the_next(desk: Desk, comes: str) -> None:
    desk.phone.switch(not_on_whatsapp=(RAHUL.digits,))
    desk.link()
    page = desk.channel._page
    page.do("follow_link", href=page.chat_link(RAHUL.digits, ""))
    until(lambda: (dialog := page.chat().dialog) and dialog.kind == "invalid")
    if comes == "a message":
        assert desk.send("Hello Asha", ASHA).outcome is Outcome.SENT
    else:
        desk.reads(SessionState.READY)
    until(lambda: page.chat().dialog is None)


def test_a_late_popup_over_an_older_chat(desk: Desk) -> None:
    desk.link()
    desk.send("Hello Asha", ASHA)
    desk.phone.switch(not_on_whatsapp=(RAHUL.digits,), invalid_popup_delay=4.0, starting_chat_seconds=1.0)
    assert desk.send().outcome is Outcome.NOT_ON_WHATSAPP
    assert desk.went(ASHA) == ["Hello Asha"]


# ── the composer ────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("prefill", [True, False])
def test_an_old_draft_is_cleared(desk: Desk, prefill: bool) -> None:
    desk.phone.switch(draft="Dear all, the clinic", prefill=prefill)
    desk.link()
    assert desk.send().outcome is Outcome.SENT
    assert desk.went() == ["Hello Rahul"]


def test_a_composer_that_reverts_never_sends_another_text(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.phone.switch(draft="Old draft", composer_reverts=True, prefill=False)
    monkeypatch.setattr(composer, "READ_BACK_S", 0.6)
    monkeypatch.setattr(sender, "BUBBLE_S", 0.6)
    desk.link()
    went = ["Hello Rahul"] if desk.send().outcome is Outcome.SENT else []
    assert desk.went() == went


@pytest.mark.parametrize("slow", ["composer_delay", "prefill_delay", "send_button_delay"])
def test_slow_parts_are_waited_for(desk: Desk, slow: str) -> None:
    desk.phone.switch(**{slow: 1.2})
    desk.link()
    assert desk.send().outcome is Outcome.SENT
    assert desk.went() == ["Hello Rahul"]


@pytest.mark.parametrize("kind", ["restricted", "capped"])
@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_restriction_in_place_of_the_composer(desk: Desk, kind: str, language: str) -> None:
    desk.phone.switch(composer=kind, language=language)
    desk.link()
    assert desk.send().outcome is Outcome.RESTRICTED
    assert desk.read().detail != "restriction_lifted"
    desk.phone.switch(composer="normal")
    assert desk.reads(SessionState.READY).detail == "restriction_lifted"


def test_a_chat_without_composer(desk: Desk) -> None:
    desk.phone.switch(composer="blocked", composer_for="all")
    desk.clock.factor = 4
    desk.link()
    assert desk.send().outcome is Outcome.NO_COMPOSER


# ── pressing Send ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_ghost_click_is_repeated_once_and_then_unknown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.phone.switch(send_button="ghost")
    monkeypatch.setattr(sender, "BUBBLE_S", 0.5)
    desk.link()
    result = desk.send()
    assert (result.outcome, result.detail) == (Outcome.UNKNOWN, "no_bubble")
    assert desk.phone.messages() == ()
    assert desk.composer() == ""


@pytest.mark.parametrize("generation", ["2024", "2026-no-testids"])
def test_the_microphone_is_not_pressed_even_where_a_table_takes_its_place_for_send(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    assert desk.send(agrees=False).outcome is Outcome.WITHDRAWN
    page = desk.channel._page
    data = deepcopy(page.table.data)
    data["elements"]["send_button"] = [{"css": '[data-tab="11"]'}]
    wrong = Page(desk.browser, replace(page.table, data=data), page.counts, page.url)
    chat = page.chat().chat
    assert chat is not None
    assert wrong.press_send(chat.composer or "", chat.titles).why == "no_button"


def test_text_gone_and_no_bubble_is_unknown_and_never_pressed_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.phone.switch(send_button="clears_only")
    monkeypatch.setattr(sender, "BUBBLE_S", 0.5)
    desk.link()
    result = desk.send()
    assert (result.outcome, result.detail) == (Outcome.UNKNOWN, "no_bubble")
    assert desk.phone.chats() == ()


def test_a_sticky_composer_sends_once(desk: Desk) -> None:
    desk.phone.switch(send_button="keeps_text", sent_delay=0.6)
    desk.link()
    assert desk.send().outcome is Outcome.SENT
    assert [len(chat.messages) for chat in desk.phone.chats()] == [1]


def test_an_identical_older_bubble_is_no_proof(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.link()
    assert desk.send().outcome is Outcome.SENT
    desk.phone.switch(send_button="ghost")
    with monkeypatch.context() as hurried:
        hurried.setattr(sender, "BUBBLE_S", 0.5)
        assert desk.send().outcome is Outcome.UNKNOWN
    assert desk.went() == ["Hello Rahul"]
    desk.phone.switch(send_button="works")
    assert desk.send().outcome is Outcome.SENT
    assert desk.went() == ["Hello Rahul", "Hello Rahul"]


@pytest.mark.parametrize("delivery", ["slow", "unknown_icon"])
def test_a_clock_that_stays_or_a_strange_icon_is_unknown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, delivery: str
) -> None:
    desk.phone.switch(delivery=delivery, generation="2024")
    monkeypatch.setattr(sender, "TICK_S", 0.5)
    desk.link()
    result = desk.send()
    assert (result.outcome, result.detail) == (Outcome.UNKNOWN, "pending")
    desk.phone.switch(delivery="normal")
    found = desk.channel.look_up(RAHUL, "Hello Rahul", desk.evidence[0])
    assert found.answer is LookUp.FOUND
    assert desk.went() == ["Hello Rahul"]


def test_a_failed_bubble_is_refused(desk: Desk) -> None:
    desk.phone.switch(delivery="failed")
    desk.link()
    assert desk.send().outcome is Outcome.REFUSED


def test_a_failed_sign_wins_over_any_tick(desk: Desk) -> None:
    desk.link()
    assert desk.send().outcome is Outcome.SENT
    desk.browser.run(
        "for (const bubble of document.querySelectorAll('#main [data-id]')) for (const where of ['afterbegin', 'beforeend'])"
        " bubble.insertAdjacentHTML(where, '<span data-icon=message-fail></span>')"
    )
    chat = desk.channel._page.chat().chat
    assert chat is not None
    assert [bubble.tick for bubble in chat.bubbles] == ["failed"]


def test_an_icon_with_a_strange_name_is_no_tick_whatever_is_said_of_it(desk: Desk) -> None:
    desk.phone.switch(delivered_delay=None)
    desk.link()
    assert desk.send().receipt is MessageStatus.SENT
    desk.browser.run(
        "const tick = document.querySelector('#main .p-tick'), icon = tick.querySelector('[data-icon]');"
        "icon.dataset.icon = icon.dataset.testid = icon.querySelector('title').textContent = 'something-new';"
        "tick.setAttribute('aria-label', ' Sent ')"
    )
    chat = desk.channel._page.chat().chat
    assert chat is not None
    assert [bubble.tick for bubble in chat.bubbles] == [None]


@pytest.mark.parametrize("generation", ["2021", "2024", "2026", "2026-no-testids"])
def test_one_tick_is_sent_and_no_more(desk: Desk, generation: str) -> None:
    """In 2026 the icon named "delivered" is the single tick (whatsapp-web.md 1.15)."""
    desk.phone.switch(generation=generation, delivered_delay=None)
    desk.link()
    assert desk.send().receipt is MessageStatus.SENT


DRIFT = (
    "data-testid", "data-icon", "svg-title", "class", "data-id", "role", "aria-label", "data-tab", "data-lexical-editor",
    "data-testid=compose-btn-send",
)  # fmt: skip


@pytest.mark.parametrize(
    ("generation", "lost"),
    [*((generation, lost) for generation in ("2024", "2026") for lost in DRIFT), ("2026-no-testids", "aria-label")],
)
def test_each_attribute_may_be_lost(desk: Desk, lost: str, generation: str) -> None:
    desk.phone.switch(generation=generation, drift=(lost,))
    desk.link()
    desk.clock.factor = 2
    assert desk.send().outcome is Outcome.SENT
    assert desk.went() == ["Hello Rahul"]
    assert desk.channel._counts.total_misses == 0


@pytest.mark.parametrize("language", ["en", "hi"])
def test_where_nothing_is_left_but_spoken_names(desk: Desk, language: str) -> None:
    desk.phone.switch(generation="2026-no-testids", language=language, drift=("svg-title",), delivered_delay=None)
    desk.link()
    assert desk.send().receipt is MessageStatus.SENT
    assert desk.went() == ["Hello Rahul"]
    assert desk.channel._counts.total_misses == 0


def test_where_send_has_no_name_at_all_enter_sends_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.phone.switch(generation="2024", drift=("data-icon", "svg-title", "aria-label"))
    monkeypatch.setattr(sender, "SEND_BUTTON_S", 0.5)
    monkeypatch.setattr(sender, "TICK_S", 0.5)
    desk.link()
    assert desk.send().detail == "pending"
    until(desk.went)
    assert [len(chat.messages) for chat in desk.phone.chats()] == [1]


# ── unread, receipts, look-up ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("name", ["", "Rahul S"])
def test_unread_messages_are_noticed_before_they_are_marked_read(desk: Desk, generation: str, name: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    desk.phone.write(RAHUL.digits, "Can I come later?")
    if name:
        desk.phone.save_contact(RAHUL.digits, name)
    until(lambda: any(row.is_unread for row in desk.channel._page.rows()))
    assert desk.send().had_unread
    assert not desk.send("Hello Asha", ASHA).had_unread


@pytest.mark.parametrize("generation", GENERATIONS)
def test_ticks_grow_from_the_list_alone(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    desk.send("Hello Rahul")
    desk.send("Hello Asha", ASHA)
    until(lambda: desk.count("chat_opened") == 2)
    watched = [Watched(1, RAHUL, "Hello Rahul", MessageStatus.SENT), Watched(2, ASHA, "Hello Asha", MessageStatus.SENT)]
    until(lambda: {seen.message_id for seen in desk.channel.receipts(watched)} == {1, 2})
    assert {seen.status for seen in desk.channel.receipts(watched)} == {MessageStatus.DELIVERED}
    desk.phone.read(RAHUL.digits)
    until(
        lambda: any(
            seen.message_id == 1 and seen.status is MessageStatus.READ for seen in desk.channel.receipts(watched)
        )
    )
    assert all(
        seen.status is MessageStatus.DELIVERED for seen in desk.channel.receipts(watched) if seen.message_id == 2
    )
    assert desk.count("chat_opened") == 2


def test_two_messages_to_one_number_each_get_their_ticks(desk: Desk) -> None:
    desk.link()
    desk.send("Hello Rahul")
    desk.send("Hello Meena, same phone")
    watched = [
        Watched(1, RAHUL, "Hello Rahul", MessageStatus.SENT),
        Watched(2, RAHUL, "Hello Meena, same phone", MessageStatus.SENT),
    ]
    until(lambda: {seen.message_id for seen in desk.channel.receipts(watched)} == {1, 2})


def test_the_open_chat_is_left_after_a_minute(desk: Desk) -> None:
    desk.link()
    desk.send()
    watched = [Watched(1, RAHUL, "Hello Rahul", MessageStatus.SENT)]
    desk.channel.receipts(watched)
    assert desk.channel._page.chat().chat is not None
    desk.clock.factor = 1e6
    desk.channel.receipts(watched)
    desk.clock.factor = 1
    until(lambda: desk.channel._page.chat().chat is None)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_look_up_tells_found_from_surely_not(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    desk.send()
    desk.send()
    first, second = desk.evidence
    assert desk.channel.look_up(RAHUL, "Hello Rahul", second).answer is LookUp.FOUND
    assert desk.channel.look_up(RAHUL, "Another text", second).answer is LookUp.SURELY_NOT_THERE
    assert desk.channel.look_up(RAHUL, "Hello Rahul", first).answer is LookUp.FOUND
    nothing_since = ChatEvidence(desk.channel._page.chat().chat.bubbles[-1].id, 2)  # type: ignore[union-attr]
    assert desk.channel.look_up(RAHUL, "Hello Rahul", nothing_since).answer is LookUp.SURELY_NOT_THERE
    assert desk.composer() == ""


def test_look_up_cannot_tell_where_the_history_is_not_shown(desk: Desk) -> None:
    desk.link()
    desk.send()
    desk.send("Second")
    before = desk.evidence[1]
    desk.phone.switch(history="not_loaded")
    desk.load()
    desk.reads(SessionState.READY)
    assert desk.channel.look_up(RAHUL, "Second", before).answer is LookUp.CANNOT_TELL


@pytest.mark.parametrize("delivery", ["slow", "failed"])
def test_look_up_of_a_bubble_without_a_tick_cannot_tell(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, delivery: str
) -> None:
    desk.phone.switch(delivery=delivery)
    monkeypatch.setattr(sender, "TICK_S", 0.5)
    monkeypatch.setattr(sender, "LOOK_UP_TICK_S", 0.5)
    desk.link()
    assert desk.send().outcome is not Outcome.SENT
    found = desk.channel.look_up(RAHUL, "Hello Rahul", desk.evidence[0])
    assert (found.answer, found.receipt) == (LookUp.CANNOT_TELL, None)


def test_leave_site_questions_do_not_stop_a_full_load(desk: Desk) -> None:
    """The browser asks only where somebody has typed; without BiDi every WebDriver session answers "leave" by itself."""
    desk.phone.switch(leave_warning=True, prefill=False)
    desk.link()
    desk.send(agrees=False)
    desk.channel._page.do("focus_composer")
    desk.browser.press_key("a", 65)
    desk.browser.command("Input.insertText", text="unsent")
    desk.phone.switch(links_taken_over=False)
    assert desk.composer() == "unsent"
    desk.browser.run("addEventListener('beforeunload', (event) => { localStorage.asked = event.defaultPrevented; })")
    assert desk.send("Hello Asha", ASHA).outcome is Outcome.SENT
    assert desk.browser.run("return localStorage.asked") == "true"
    assert (desk.went(ASHA), desk.went()) == (["Hello Asha"], [])


@pytest.mark.parametrize("asks", ["alert", "confirm", "prompt"])
def test_a_question_of_a_script_is_dismissed_and_loses_no_message(desk: Desk, asks: str) -> None:
    desk.link()
    desk.browser.run(f"setTimeout(() => {{ window.asked = true; window.answer = {asks}('Really?'); }})")
    assert desk.send().outcome is Outcome.SENT
    assert desk.went() == ["Hello Rahul"]
    assert desk.browser.run("return [window.asked, window.answer ?? null]") == [
        True,
        False if asks == "confirm" else None,
    ]


def test_a_stop_begins_nothing(desk: Desk) -> None:
    desk.link()
    desk.phone.switch(starting_chat_seconds=3.0)
    desk.channel.hurry()
    assert desk.send().outcome is Outcome.SESSION_LOST
    assert desk.channel.receipts([]) == ()
    assert desk.phone.chats() == ()


def test_a_stop_lets_what_was_sent_settle(desk: Desk) -> None:
    desk.link()
    desk.phone.switch(sent_delay=1.0)

    def stop_once_it_is_on_its_way() -> None:
        until(lambda: desk.phone.chats() and desk.phone.chats()[0].messages)
        desk.channel.hurry()

    stopping = threading.Thread(target=stop_once_it_is_on_its_way)
    stopping.start()
    assert desk.send().outcome is Outcome.SENT
    stopping.join()
