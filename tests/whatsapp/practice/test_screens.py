"""What stands over or instead of the app, and what the address answers in place of it."""

import subprocess
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from selenium.webdriver.support.ui import WebDriverWait

from desktop_app.whatsapp.practice.server import PracticeWhatsApp
from tests.whatsapp.practice.hand import Hand, bare_chromium, until

DIALOG = "[data-testid='confirm-popup']"


@pytest.mark.parametrize("screen", ["conflict", "another_tab"])
@pytest.mark.parametrize("reversed_", [False, True])
def test_use_here_takes_over(hand: Hand, screen: str, reversed_: bool) -> None:
    hand.link().phone.switch(screen=screen, buttons_reversed=reversed_)
    labels = hand.text(f"{DIALOG} .p-dialog-buttons").split("\n")
    assert (labels[0] == "Use here") == reversed_
    hand.one(f"{DIALOG} [data-testid='popup-controls-ok']").click()
    hand.gone(DIALOG)
    hand.wait_event("use_here_pressed")
    assert hand.phone.mistakes() == ()


def test_log_out_in_the_conflict_screen_is_a_mistake_that_logs_out(hand: Hand) -> None:
    hand.link().phone.switch(screen="conflict")
    hand.one("[data-testid='popup-controls-cancel']").click()
    hand.js_true("location.search.includes('post_logout=1')")
    assert [event.kind for event in hand.phone.mistakes()] == ["log_out_pressed"]


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        ("tos_block", "terms"),
        ("app_lock", "locked"),
        ("passkey", "passkey"),
        ("storage_error", "database error"),
        ("offline", "not connected"),
        ("service_unavailable", "not available"),
        ("proxy_block", "network"),
        ("update_needed", "Update"),
        ("unknown_page", "nobody has seen"),
    ],
)
def test_screens_instead_of_the_app(hand: Hand, screen: str, words: str) -> None:
    hand.link().phone.switch(screen=screen)
    assert words in hand.text(".p-screen")
    assert not hand.has("#pane-side, [data-ref]")
    hand.phone.switch(screen="")
    hand.main()


def test_a_ban_stands_over_the_app(hand: Hand) -> None:
    hand.link().phone.switch(screen="temp_ban")
    assert "temporarily banned" in hand.text(DIALOG)
    assert hand.has("#pane-side")


def test_whats_new_is_closed_by_its_cross(hand: Hand) -> None:
    hand.link().phone.switch(modal="whats_new")
    assert not hand.has("[data-testid^='popup-controls']")
    hand.one("[role=dialog] [data-icon='ic-close']").click()
    hand.gone(DIALOG)
    hand.wait_event("modal_closed")


@pytest.mark.parametrize("modal", ["unknown", "call"])
def test_any_button_of_an_unknown_dialog_is_a_mistake(hand: Hand, modal: str) -> None:
    hand.link().phone.switch(modal=modal)
    hand.one(f"{DIALOG} button").click()
    hand.wait_event("dangerous_button_pressed")
    assert len(hand.phone.mistakes()) == 1


def test_the_microphone_and_the_menu_are_watched(hand: Hand) -> None:
    hand.link().open()
    hand.one("footer button[aria-label='Voice message']").click()
    hand.wait_event("voice_recording_started")
    hand.one(".p-menu button").click()
    hand.one("[role=menuitem]").click()
    hand.js_true("location.search.includes('post_logout=1')")
    assert [event.kind for event in hand.phone.mistakes()] == ["voice_recording_started", "log_out_pressed"]


@pytest.mark.parametrize(
    ("serves", "words"),
    [
        ("too_many_requests", "HTTP ERROR 429"),
        ("server_down", "HTTP ERROR 503"),
        ("captive_portal", "Guest Wi-Fi"),
        ("unsupported_browser", "Update Google Chrome"),
    ],
)
def test_the_address_answers_something_else(hand: Hand, serves: str, words: str) -> None:
    hand.link().phone.switch(serves=serves)
    assert words in hand.load().text("body")
    hand.phone.switch(serves="app")
    hand.load().main()


@pytest.mark.parametrize("offline", ["event", "silent"])
def test_offline_keeps_the_list_and_holds_what_is_sent(hand: Hand, offline: str) -> None:
    hand.link().open(text="late")
    hand.phone.switch(offline=offline, offline_notice_seconds=0.2)
    hand.js_true("window.require('WAWebSocketModel').Socket.state === 'OPENING'")
    assert hand.js("return navigator.onLine") == (offline == "silent")
    assert hand.one("[data-testid='chat-butterbar'] [data-icon^='alert-']").is_displayed()
    assert hand.has("#pane-side")
    hand.send()
    hand.wait_receipt("pending")
    assert hand.phone.messages() == ()
    hand.phone.switch(offline="")
    hand.wait_receipt("read")
    assert [message.text for message in hand.phone.messages()] == ["late"]
    hand.js_true("document.querySelector('[data-testid=chat-butterbar]').hidden")


def test_a_frozen_page_does_nothing_but_turn(whatsapp: PracticeWhatsApp, tmp_path: Path) -> None:
    """No driver here: a driver would wait for this page for minutes."""
    with bare_chromium(tmp_path / "profile", whatsapp.url) as browser:
        phone = whatsapp.phone
        until(lambda: phone.codes() != ())
        phone.scan(phone.codes()[0])
        phone.switch(frozen=True)
        until(lambda: "renderer_frozen" in [event.kind for event in phone.events()])
        before = _busiest(browser)
        until(lambda: _busiest(browser) > before + 0.5)


def _busiest(browser: subprocess.Popen[bytes]) -> float:
    """Seconds of processor time of the browser's busiest part."""
    seconds = [0.0]
    for process in psutil.Process(browser.pid).children(recursive=True):
        with suppress(psutil.Error):
            seconds.append(process.cpu_times().user)
    return max(seconds)


def test_leaving_with_unsent_text_asks(hand: Hand) -> None:
    """The driver answers the browser's own question by itself; whether the page asks for it is the page's business."""
    asks = "const event = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(event); return event.defaultPrevented"
    hand.link().open(text="not sent yet")
    assert hand.js(asks) is False
    hand.phone.switch(leave_warning=True)
    WebDriverWait(hand.chrome, 8, 0.03).until(lambda _: hand.js(asks))
    hand.send()
    hand.wait_messages(1)
    assert hand.js(asks) is False


def test_a_page_can_be_told_to_load_anew(hand: Hand) -> None:
    hand.link().js("window.before = true")
    hand.phone.reload_pages()
    hand.js_true("!window.before && document.querySelector('#pane-side')")
