"""Codes that are replaced, end and come again; the way with a phone number; staying linked and being logged out."""

from pathlib import Path

import pytest

from desktop_app.whatsapp.practice.server import PracticeWhatsApp
from tests.whatsapp.practice.hand import CLINIC, PATIENT, Hand, bare_chromium, until


def test_codes_follow_each_other_and_end(hand: Hand) -> None:
    hand.phone.switch(first_code_seconds=0.3, next_code_seconds=0.1, codes=3)
    first = hand.load().code()
    hand.js_true(f"document.querySelector('[data-ref]').dataset.ref !== {first!r}")
    button = hand.one("[data-ref] button")
    assert hand.js("return getComputedStyle(document.querySelector('canvas')).opacity") == "0.04"
    hand.js_true("window.require('WAWebSocketModel').Socket.state === 'UNPAIRED_IDLE'")
    hand.phone.switch(first_code_seconds=60.0)
    last = hand.code()
    button.click()
    hand.gone("[data-ref] button")
    hand.js_true(f"document.querySelector('[data-ref]').dataset.ref !== {last!r}")
    assert hand.decoded_canvas() == hand.code()


def test_any_code_of_the_batch_links(hand: Hand) -> None:
    hand.phone.switch(first_code_seconds=0.1)
    first = hand.load().code()
    hand.js_true(f"document.querySelector('[data-ref]').dataset.ref !== {first!r}")
    hand.phone.scan(first)
    hand.main()
    assert hand.phone.linked() == (CLINIC,)


def test_eight_characters_link_as_well(hand: Hand) -> None:
    hand.load().one("[data-testid='link-device-qrcode-alt-linking-hint']").click()
    hand.keys("98200 11223", "\ue007")
    shown = str(hand.one("[data-link-code]").get_attribute("data-link-code"))
    assert hand.text("[data-link-code]").replace("\n", "") == shown.replace(",", "")
    hand.phone.enter_code(shown.replace(",", ""))
    hand.main()


def test_without_the_box_the_code_lives_in_a_frame(hand: Hand) -> None:
    hand.phone.switch(stay_logged_in=False)
    hand.load().js_true("document.querySelector('iframe')?.contentDocument.querySelector('[data-ref]')?.dataset.ref")
    assert not hand.has("[data-ref]")
    assert hand.one("#auto-logout-toggle").is_selected() is False
    hand.one("#auto-logout-toggle").click()
    assert hand.code() in hand.phone.codes()


def test_a_session_that_is_not_kept_ends_with_the_browser(hand: Hand) -> None:
    hand.phone.switch(stay_logged_in=False)
    hand.load()
    code = hand.js_true("document.querySelector('iframe')?.contentDocument.querySelector('[data-ref]')?.dataset.ref")
    hand.phone.scan(str(code))
    hand.main()
    assert "expiry" not in (hand.chrome.get_cookie("practice_device") or {})


def test_a_browser_killed_before_it_kept_its_cookies_is_known_again(hand: Hand) -> None:
    hand.link()
    hand.chrome.delete_all_cookies()
    hand.load().main()
    assert "expiry" in (hand.chrome.get_cookie("practice_device") or {})


def test_a_browser_killed_right_after_the_scan_is_still_linked(whatsapp: PracticeWhatsApp, tmp_path: Path) -> None:
    def count(kind: str) -> int:
        return [event.kind for event in whatsapp.phone.events()].count(kind)

    with bare_chromium(tmp_path, whatsapp.url):
        until(lambda: whatsapp.phone.codes() != ())
        whatsapp.phone.scan(whatsapp.phone.codes()[0])
        until(lambda: count("main_shown") == 1)
    with bare_chromium(tmp_path, whatsapp.url):
        until(lambda: count("main_shown") == 2)
    assert count("linked") == 1


@pytest.mark.parametrize("reason", [0, 3])
def test_logged_out_from_the_phone(hand: Hand, reason: int) -> None:
    hand.link().phone.unlink(CLINIC, reason)
    hand.js_true(f"location.search === '?post_logout=1&logout_reason={reason}'")
    assert hand.code() in hand.phone.codes()
    assert "logged out" in hand.text("[role=status]")


def test_a_scan_shows_the_chats_of_that_account(hand: Hand) -> None:
    hand.link().open(text="Hello")
    hand.send()
    hand.wait_messages(1)
    hand.phone.unlink()
    hand.phone.scan(hand.code())
    assert "+91\u00a098765\u00a043210" in hand.main().text("[data-testid='cell-frame-title']")


@pytest.mark.parametrize(("percent", "path"), [(43, ""), (100, f"send?phone={PATIENT}&text=x")])
def test_loading_gets_stuck_and_goes_on(hand: Hand, percent: int, path: str) -> None:
    hand.phone.switch(boot_stuck_at=percent)
    hand.load(path).js_true(f"document.querySelector('progress')?.value === {percent}")
    assert not hand.has(".p-landing, .p-pane")
    hand.phone.switch(boot_stuck_at=None)
    hand.code()
