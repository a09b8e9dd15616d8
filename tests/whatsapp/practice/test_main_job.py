"""Code shown → scanned → chat by link → Send → ticks, in each generation of the page and both languages."""

import pytest

from tests.whatsapp.practice.hand import CLINIC, LAST, PATIENT, SEND, Hand

TEXT = "Hello *Asha* 🙏🏽,\n\n1. one\n- two\nआपका समय 10:30 AM :)"


def test_the_drawn_code_reads_as_its_text(hand: Hand) -> None:
    code = hand.load().code()
    assert hand.decoded_canvas() == code
    hand.phone.switch(code_prefix="https://wa.me/settings/linked_devices#")
    longer = hand.load().code()
    assert longer.startswith("https://wa.me/")
    assert hand.decoded_canvas() == longer


@pytest.mark.parametrize(
    ("generation", "names"),
    [
        ("2021", ["msg-check", "msg-dblcheck", "msg-dblcheck"]),
        ("2024", ["msg-check", "msg-dblcheck", "msg-dblcheck"]),
        ("2026", ["wds-ic-delivered", "wds-ic-read", "wds-ic-read"]),
        ("2026-no-testids", ["wds-ic-delivered", "wds-ic-read", "wds-ic-read"]),
    ],
)
def test_the_main_job(hand: Hand, generation: str, names: list[str]) -> None:
    hand.phone.switch(generation=generation, delivered_delay=None)
    hand.link()
    assert hand.js("return localStorage.getItem('last-wid-md')") == f'"{CLINIC}:12@c.us"'
    hand.open(text=TEXT)
    assert hand.box_text() == TEXT
    hand.send()
    hand.wait_receipt("sent")
    (message,) = hand.phone.messages()
    assert (message.text, message.number, message.receipt) == (TEXT, PATIENT, "sent")
    seen = []
    for receipt in ("sent", "delivered", "read"):
        hand.phone.set_receipt(message.id, receipt)
        hand.wait_receipt(receipt)
        seen.append(hand.ticks())
    assert seen == names
    assert len(hand.phone.messages()) == 1
    assert hand.phone.mistakes() == ()


@pytest.mark.parametrize("generation", ["2021", "2024"])
def test_older_pages_say_whose_bubble_it_is(hand: Hand, generation: str) -> None:
    hand.phone.switch(generation=generation)
    hand.link().phone.write(PATIENT, "Can I come at 11?")
    hand.open()
    assert str(hand.one(".message-in").get_attribute("data-id")).startswith(f"false_{PATIENT}@c.us_3A")
    hand.open(text="Yes")
    hand.send()
    assert str(hand.one(".message-out").get_attribute("data-id")).startswith(f"true_{PATIENT}@c.us_3EB0")
    assert hand.has("[data-testid]") == (generation == "2021")


def test_the_newest_page_does_not(hand: Hand) -> None:
    hand.link().open(text="Yes")
    hand.send()
    hand.wait_receipt("read")
    bubble = hand.one(f"{LAST} [data-id]")
    assert str(bubble.get_attribute("data-testid")) == f"conv-msg-{bubble.get_attribute('data-id')}"
    assert not hand.has(".message-out, .message-in")
    colour = hand.js(f"return getComputedStyle(document.querySelector('{LAST} .p-icon-read')).color")
    assert colour == "rgb(0, 123, 252)"


def test_without_test_ids_only_structure_is_left(hand: Hand) -> None:
    hand.phone.switch(generation="2026-no-testids")
    hand.link().open(text="Yes")
    assert not hand.has("[data-testid], [data-icon]")
    assert hand.has("#pane-side")
    assert hand.has("#main footer [contenteditable][role=textbox][data-lexical-editor]")
    assert hand.text("footer button svg title") != ""


def test_in_hindi_every_label_is_foreign(hand: Hand) -> None:
    hand.phone.switch(language="hi")
    assert hand.link().js("return document.documentElement.lang") == "hi"
    hand.click_link(text="नमस्ते")
    assert hand.one("button[aria-label='भेजें']").is_displayed()
    assert not hand.has(SEND)
    hand.phone.switch(html_lang="es")
    assert hand.load().main().js("return document.documentElement.lang") == "es"


def test_a_full_load_opens_the_chat_too(hand: Hand) -> None:
    hand.link().load(f"send?phone={PATIENT}&text=Hello%0Athere")
    hand.wait_box("Hello\nthere")
    assert hand.js("return location.pathname") == "/"


def test_the_connection_can_be_asked(hand: Hand) -> None:
    hand.load().code()
    state = "window.require('WAWebSocketModel').Socket.state"
    hand.js_true(f"{state} === 'UNPAIRED'")
    hand.phone.scan(hand.code())
    hand.main().js_true(f"{state} === 'CONNECTED'")
    assert hand.js("return window.Debug.VERSION") == "2.3000.1045818043"
    hand.phone.switch(window_require=False)
    hand.js_true("!window.require")


def test_several_hospitals_have_their_own_accounts(hand: Hand) -> None:
    hand.link("919800000001").open(text="from one")
    hand.send()
    hand.wait_messages(1)
    hand.chrome.delete_all_cookies()
    hand.js("indexedDB.deleteDatabase('practice')")
    hand.link("919800000002").open(text="from two")
    hand.send()
    hand.wait_messages(2)
    assert [(m.account, m.text) for m in hand.phone.messages()] == [
        ("919800000001", "from one"),
        ("919800000002", "from two"),
    ]
    assert set(hand.phone.linked()) == {"919800000001", "919800000002"}
