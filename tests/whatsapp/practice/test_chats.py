"""Opening chats, writing, sending, and each way in which that goes wrong."""

import pytest
from selenium.webdriver.common.keys import Keys

from tests.whatsapp.practice.hand import BOX, CLINIC, LAST, PATIENT, Hand, until

OTHER = "919811122233"
TITLE = "[data-testid='conversation-info-header-chat-title']"
DRAWER = "[data-testid='drawer-right']"


# ── who is it ──
def test_an_unsaved_number_is_in_the_header(hand: Hand) -> None:
    hand.link().open()
    assert hand.one(TITLE).get_attribute("title") == "+91\u00a098765\u00a043210"


def test_a_saved_contact_hides_its_number_in_the_panel(hand: Hand) -> None:
    hand.link().phone.save_contact(PATIENT, "Rahul Sample")
    hand.open()
    assert hand.text(TITLE) == "Rahul Sample"
    hand.one(TITLE).click()
    assert "+91\u00a098765\u00a043210" in str(hand.one(DRAWER).get_attribute("innerText"))
    hand.keys(Keys.ESCAPE)
    hand.gone(DRAWER)
    assert hand.has("#main")
    hand.keys(Keys.ESCAPE)
    hand.gone("#main")
    assert hand.has("[data-testid='intro-title']")


@pytest.mark.parametrize("kind", ["without_number", "absent"])
def test_no_number_can_be_read(hand: Hand, kind: str) -> None:
    hand.phone.switch(header_unreadable=True, contact_panel=kind)
    hand.link().open()
    assert hand.text(TITLE) == "~ Patient"
    hand.one(TITLE).click()
    assert hand.has(DRAWER) == (kind != "absent")
    assert "98765" not in hand.text(".p-conversation-place")


@pytest.mark.parametrize(("decoy", "title"), [("number", "+91\u00a098111\u00a022233"), ("name", "Meena Decoy")])
def test_a_decoy_opens_another_chat_and_tells_where_it_went(hand: Hand, decoy: str, title: str) -> None:
    hand.phone.switch(decoy=decoy)
    hand.link().open(text="for Rahul only")
    assert hand.one(TITLE).get_attribute("title") == title
    hand.send()
    hand.wait_messages(1)
    assert hand.phone.messages()[0].number == OTHER


@pytest.mark.parametrize("number", ["912223456789", "09876543210", "9198765", PATIENT])
def test_a_number_that_is_not_on_whatsapp(hand: Hand, number: str) -> None:
    hand.phone.switch(not_on_whatsapp=[PATIENT])
    first = hand.link().click_link(number, "x", "document.querySelector('[data-testid=confirm-popup]').outerHTML")
    assert "Starting chat" in str(first)
    assert "popup-controls-ok" not in str(first)
    hand.one("[data-testid='popup-controls-ok']").click()
    hand.gone("[data-testid='confirm-popup']")
    assert not hand.has("[data-testid='popup-controls-cancel']")
    assert not hand.has(BOX)


def test_the_popup_may_come_late_while_an_older_chat_is_open(hand: Hand) -> None:
    hand.phone.switch(not_on_whatsapp=[PATIENT], invalid_popup_delay=1.0)
    hand.link().open(OTHER)
    hand.click_link(PATIENT)
    hand.gone("[data-testid='confirm-popup']")
    assert hand.has(BOX)
    hand.one("[data-testid='popup-controls-ok']")


def test_a_link_that_is_not_taken_over_leaves_the_page(hand: Hand) -> None:
    hand.phone.switch(links_taken_over=False)
    hand.link().js("window.before = true")
    hand.click_link(PATIENT, "after the load")
    hand.js_true("!window.before")
    hand.wait_box("after the load")


# ── unread, history ──
def test_opening_a_chat_marks_it_as_read(hand: Hand) -> None:
    hand.link().phone.write(PATIENT, "Are you open?")
    hand.phone.write(PATIENT, "Hello?")
    hand.js_true("document.querySelector('[data-testid=icon-unread-count]')?.innerText === '2'")
    assert hand.js_true("document.title.startsWith('(1)')")
    assert hand.phone.chats()[0].unread == 2
    hand.open()
    hand.wait_event("marked_read")
    hand.gone("[data-testid='icon-unread-count']")
    assert hand.phone.chats()[0].unread == 0


def test_the_list_shows_the_last_message_and_its_tick(hand: Hand) -> None:
    hand.phone.switch(delivered_delay=None)
    hand.link().open(text="In the list")
    hand.send()
    hand.js_true("document.querySelector('#pane-side [data-icon=wds-ic-delivered]')")
    hand.keys(Keys.ESCAPE)
    hand.phone.read(PATIENT)
    hand.js_true("document.querySelector('#pane-side .p-icon-read[data-icon=wds-ic-read]')")
    assert "In the list" in hand.text("#pane-side [role=row]")


@pytest.mark.parametrize(("history", "count"), [("full", 3), ("last_only", 1), ("not_loaded", 0)])
def test_how_much_history_is_drawn(hand: Hand, history: str, count: int) -> None:
    hand.link()
    for text in ("one", "two", "three"):
        hand.phone.write_from_clinic(PATIENT, text)
    hand.phone.switch(history=history)
    hand.load().main().open()
    assert hand.js("return document.querySelectorAll('.p-line').length") == count
    hand.open(text="four")
    hand.send()
    hand.js_true(f"document.querySelector('{LAST}').innerText.includes('four')")


def test_an_identical_older_bubble(hand: Hand) -> None:
    hand.phone.switch(identical_older_bubble=True)
    hand.link().open(text="Same text")
    hand.js_true("document.querySelectorAll('.p-line').length === 1")
    assert hand.phone.messages() == ()
    hand.send()
    hand.js_true("document.querySelectorAll('.p-line').length === 2")
    hand.wait_messages(1)


# ── writing ──
@pytest.mark.parametrize("kind", ["restricted", "capped", "blocked"])
def test_a_bar_stands_in_place_of_the_composer(hand: Hand, kind: str) -> None:
    hand.phone.switch(composer=kind)
    hand.link().click_link()
    hand.one("#main footer")
    assert not hand.has(BOX)


def test_a_restriction_for_new_chats_leaves_the_old_ones(hand: Hand) -> None:
    hand.phone.switch(composer="restricted", composer_for="new")
    hand.link().phone.write(PATIENT, "hello")
    hand.one("#pane-side [role=row]")
    hand.open(PATIENT)
    hand.click_link(OTHER)
    hand.gone(BOX)
    assert "restricted" in hand.text("#main footer")


def test_a_draft_stands_before_the_prefill(hand: Hand) -> None:
    hand.phone.switch(draft="half a sentence ")
    hand.link().click_link(text="Hello")
    hand.wait_box("half a sentence Hello")
    hand.one(BOX).click()
    hand.chrome.execute_cdp_cmd(
        "Input.dispatchKeyEvent", {"type": "keyDown", "key": "a", "commands": ["selectAll"], "modifiers": 2}
    )
    hand.keys(Keys.DELETE)
    hand.wait_box("")
    hand.one("footer button[aria-label='Voice message']")
    hand.insert("Hello 🙏🏽\nline two")
    hand.wait_box("Hello 🙏🏽\nline two")
    hand.send()
    hand.wait_messages(1)
    assert hand.phone.messages()[0].text == "Hello 🙏🏽\nline two"


def test_a_text_left_behind_is_the_chats_draft(hand: Hand) -> None:
    hand.link().open(text="left behind")
    hand.click_link(OTHER)
    hand.js_true("document.querySelector('.p-draft')")
    hand.open(PATIENT)
    hand.wait_box("left behind")


def test_a_composer_that_reverts(hand: Hand) -> None:
    hand.phone.switch(composer_reverts=True, draft="old ")
    hand.link().open(text="new")
    hand.insert("more")
    hand.wait_box("old new")


def test_a_composer_that_takes_nothing(hand: Hand) -> None:
    hand.phone.switch(prefill=False, ignores_inserted_text=True)
    hand.link().click_link(text="Hello")
    hand.one(BOX).click()
    hand.insert("Hello")
    hand.wait_box("")
    hand.phone.switch(ignores_inserted_text=False)
    hand.insert("Hello")
    hand.wait_box("Hello")


def test_typed_lists_and_smileys_are_formatted(hand: Hand) -> None:
    hand.phone.switch(auto_format=True, prefill=False)
    hand.link().click_link()
    hand.one(BOX).click()
    hand.insert("Bring:\n1. card\n2. report :)")
    hand.js_true("document.querySelectorAll('footer ol li').length === 2")
    assert "1." not in hand.box_text()
    hand.send()
    hand.wait_messages(1)
    assert hand.phone.messages()[0].text == "Bring:\n1. card\n2. report 🙂"


@pytest.mark.parametrize("lines", ["br", "paragraphs"])
def test_lines_in_the_composer(hand: Hand, lines: str) -> None:
    hand.phone.switch(composer_lines=lines)
    hand.link().open(text="a\n\nb")
    assert hand.has("footer br")
    hand.send()
    hand.wait_messages(1)
    assert hand.phone.messages()[0].text == "a\n\nb"


@pytest.mark.parametrize("sends", [True, False])
def test_what_enter_does(hand: Hand, sends: bool) -> None:
    hand.phone.switch(enter_sends=sends)
    hand.link().open()
    hand.one(BOX).click()
    hand.keys("one")
    hand.shift_enter()
    hand.keys("two", Keys.ENTER)
    if sends:
        hand.wait_messages(1)
        assert hand.phone.messages()[0].text == "one\ntwo"
    else:
        hand.keys("three")
        hand.wait_box("one\ntwo\nthree")


@pytest.mark.parametrize("delay", ["composer_delay", "prefill_delay", "send_button_delay"])
def test_slow_parts_come_in_their_time(hand: Hand, delay: str) -> None:
    hand.phone.switch(**{delay: 0.3})
    hand.link().open(text="Slow")
    hand.wait_box("Slow")
    hand.send()
    hand.wait_messages(1)


# ── sending ──
def test_a_ghost_click_does_nothing(hand: Hand) -> None:
    hand.phone.switch(send_button="ghost")
    hand.link().open(text="Hello")
    hand.send()
    assert hand.box_text() == "Hello"
    assert not hand.has(LAST)


def test_a_click_that_only_clears(hand: Hand) -> None:
    hand.phone.switch(send_button="clears_only")
    hand.link().open(text="Hello")
    hand.send()
    hand.wait_box("")
    assert not hand.has(LAST)


def test_a_text_that_stays_though_it_was_sent(hand: Hand) -> None:
    hand.phone.switch(send_button="keeps_text")
    hand.link().open(text="Hello")
    hand.send()
    hand.wait_messages(1)
    assert hand.box_text() == "Hello"


def test_a_clock_for_ever_goes_on_when_the_switch_is_lifted(hand: Hand) -> None:
    hand.phone.switch(delivery="slow")
    hand.link().open(text="Hello")
    hand.send()
    hand.wait_receipt("pending")
    assert hand.ticks() == "wds-ic-status-pending"
    until(lambda: hand.phone.chats() != ())
    assert hand.phone.chats()[0].messages[0].receipt == "pending"
    assert hand.phone.messages() == ()
    hand.phone.switch(delivery="normal")
    hand.wait_receipt("read")


def test_a_failed_message_has_its_own_icon(hand: Hand) -> None:
    hand.phone.switch(delivery="failed")
    hand.link().open(text="Hello")
    hand.send()
    hand.wait_receipt("failed")
    assert hand.ticks() == "message-fail"
    assert hand.phone.messages() == ()


def test_an_icon_nobody_knows(hand: Hand) -> None:
    hand.phone.switch(delivery="unknown_icon")
    hand.link().open(text="Hello")
    hand.send()
    hand.wait_receipt("unknown")


def test_bubbles_are_drawn_as_whatsapp_draws_them(hand: Hand) -> None:
    hand.link().open(text="*bold* 🐱\n1. one\n2. two\n- dot\n> quote")
    hand.send()
    text = f"{LAST} [data-testid=selectable-text]"
    assert hand.text(f"{text} strong") == "bold"
    assert hand.one(f"{text} img").get_attribute("alt") == "🐱"
    assert [hand.has(f"{text} {tag}") for tag in ("ol", "ul", "blockquote")] == [True, True, True]
    assert "1." not in hand.text(text)


def test_a_long_text_is_cut_until_one_reads_more(hand: Hand) -> None:
    long = "word " * 199 + "end"
    hand.link().open(text=long)
    hand.send()
    assert not hand.text(f"{LAST} .p-text").endswith("end")
    assert "…" in hand.text(f"{LAST} .p-text")
    hand.one(f"{LAST} [role=button]").click()
    assert hand.text(f"{LAST} .p-text") == long
    hand.wait_messages(1)
    assert hand.phone.messages()[0].text == long


def test_a_message_to_oneself(hand: Hand) -> None:
    hand.link().open(CLINIC, "Test")
    hand.send()
    hand.wait_receipt("read")
    assert hand.phone.messages()[0].number == CLINIC


# ── drift ──
@pytest.mark.parametrize(
    ("lost", "selector"),
    [
        ("data-testid", "[data-testid]"),
        ("data-icon", "[data-icon]"),
        ("class", ".selectable-text, .copyable-text"),
        ("data-id", "[data-id]"),
        ("role", "[role]"),
        ("aria-label", "[aria-label]"),
        ("data-tab", "[data-tab]"),
        ("data-lexical-editor", "[data-lexical-editor]"),
        ("id", "#side, #pane-side, #main"),
        ("svg-title", "svg title"),
        ("data-testid=compose-btn-send", "[data-testid=compose-btn-send]"),
        ("everything", "[data-testid], [data-icon], [data-id], [role], #main, .copyable-text, svg title, [data-tab]"),
    ],
)
def test_marks_are_lost_one_at_a_time(hand: Hand, lost: str, selector: str) -> None:
    hand.link().phone.write_from_clinic(PATIENT, "Good morning")
    hand.open(text="Hello")
    assert hand.has(selector)
    hand.phone.switch(drift=[lost])
    hand.gone(selector)
    hand.click_link(text="Hello")
    hand.js_true("document.querySelector('.p-send .p-icon-send')")
    assert not hand.has(selector)
