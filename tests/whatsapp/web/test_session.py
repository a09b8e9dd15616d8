"""The session's states as the page shows them, and the few things done about them unasked."""

import threading
import time

import pytest

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import Outcome, SessionState
from desktop_app.whatsapp.web import page
from tests.whatsapp.web.conftest import CLINIC, QUICK, Desk, until

GENERATIONS = ("2021", "2024", "2026", "2026-no-testids")


@pytest.mark.parametrize("generation", GENERATIONS)
def test_from_the_code_to_ready(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    assert desk.read().number == CLINIC
    assert desk.read().build


def test_a_code_nobody_asked_for_is_logged_out_until_somebody_asks(desk: Desk) -> None:
    desk.load()
    reading = desk.reads(SessionState.LOGGED_OUT)
    assert reading.qr is None
    desk.channel.want_code()
    assert until(lambda: desk.read().qr)


def test_each_rotation_of_the_code_is_followed(desk: Desk) -> None:
    desk.phone.switch(first_code_seconds=0.6, next_code_seconds=0.6)
    desk.channel.want_code()
    desk.load()
    codes: set[str] = set()

    def collect() -> bool:
        code = desk.read().qr
        codes.update({code} if code else set())
        return len(codes) >= 3

    until(collect)


@pytest.mark.parametrize("lost", [("data-ref",), ("data-ref", "data-testid")], ids=len)
def test_a_code_that_is_only_drawn_is_read_from_its_picture(desk: Desk, lost: tuple[str, ...]) -> None:
    desk.phone.switch(drift=lost, first_code_seconds=1.0, next_code_seconds=30.0)
    desk.channel.want_code()
    desk.load()
    first = until(lambda: desk.read().qr)
    until(lambda: desk.read().qr not in (None, first))
    desk.link()


@pytest.mark.parametrize("generation", GENERATIONS)
def test_an_expired_code_is_renewed_by_its_own_button(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation, first_code_seconds=0.2, next_code_seconds=0.2, codes=2)
    desk.channel.want_code()
    desk.load()
    until(lambda: desk.read() and desk.count("code_renewed") >= 1)
    assert until(lambda: desk.read().qr)


@pytest.mark.parametrize("generation", ["2021", "2024", "2026"])
def test_the_page_of_a_code_that_has_not_come_yet_is_known(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation, code_delay=60.0)
    desk.channel.want_code()
    desk.load()
    desk.reads(SessionState.SCAN_QR, "qr_coming")


def test_an_expired_code_nobody_asked_for_is_left_alone(desk: Desk) -> None:
    desk.phone.switch(first_code_seconds=0.1, next_code_seconds=0.1, codes=1)
    desk.load()
    until(lambda: desk.read().state is SessionState.LOGGED_OUT)
    for _ in range(10):
        desk.read()
    assert desk.count("code_renewed") == 0


@pytest.mark.parametrize("generation", ["2026", "2026-no-testids"])
def test_stay_logged_in_is_checked_before_the_scan(desk: Desk, generation: str) -> None:
    desk.phone.switch(stay_logged_in=False, generation=generation)
    desk.link()
    cookies = desk.browser.command("Network.getCookies")["cookies"]
    assert [cookie["session"] for cookie in cookies] == [False], "the link must outlive the browser"


def test_link_with_number(desk: Desk) -> None:
    desk.phone.switch(boot_seconds=1.0)
    desk.load()
    desk.channel.ask_for_link_code(MobileNumber(f"+{CLINIC}"))
    code = until(lambda: desk.read().link_code)
    desk.phone.enter_code(str(code), CLINIC)
    desk.reads(SessionState.READY)


SCREENS = {
    "conflict": (SessionState.CONFLICT, "conflict"),
    "another_tab": (SessionState.CONFLICT, "another_tab"),
    "temp_ban": (SessionState.RESTRICTED, "temp_ban"),
    "tos_block": (SessionState.NEEDS_ATTENTION, "terms"),
    "app_lock": (SessionState.NEEDS_ATTENTION, "app_lock"),
    "passkey": (SessionState.NEEDS_ATTENTION, "passkey"),
    "storage_error": (SessionState.NEEDS_ATTENTION, "storage_error"),
    "offline": (SessionState.OFFLINE, "offline"),
    "service_unavailable": (SessionState.OFFLINE, "server_refuses"),
    "proxy_block": (SessionState.OFFLINE, "wrong_host"),
    "update_needed": (SessionState.NEEDS_ATTENTION, "update"),
    "unknown_page": (SessionState.NEEDS_ATTENTION, "unknown_page"),
}


@pytest.mark.parametrize(
    ("screen", "generation"),
    [(screen, "2026-no-testids") for screen in SCREENS]
    + [("conflict", "2021"), ("temp_ban", "2021"), ("another_tab", "2026"), ("temp_ban", "2026"), ("offline", "2021")],
)
def test_whole_screens(desk: Desk, screen: str, generation: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    desk.phone.switch(screen=screen)
    state, detail = SCREENS[screen]
    desk.reads(state, detail)
    assert desk.count("use_here_pressed") == 0
    desk.phone.switch(screen="")
    desk.reads(SessionState.READY)


@pytest.mark.parametrize("screen", SCREENS)
def test_screens_in_hindi(desk: Desk, screen: str) -> None:
    desk.phone.switch(language="hi")
    desk.link()
    desk.phone.switch(screen=screen)
    desk.reads(*SCREENS[screen])
    desk.phone.switch(screen="")
    desk.reads(SessionState.READY)


@pytest.mark.parametrize(
    ("is_reversed", "generation", "language"),
    [
        (False, "2026", "en"),
        (True, "2026", "hi"),
        (True, "2026-no-testids", "en"),
        (True, "2026-no-testids", "hi"),
        (True, "2024", "hi"),
    ],
)
def test_take_over_presses_use_here_and_nothing_else(
    desk: Desk, is_reversed: bool, generation: str, language: str
) -> None:
    desk.phone.switch(generation=generation, language=language, buttons_reversed=is_reversed)
    desk.link()
    desk.phone.switch(screen="conflict")
    desk.reads(SessionState.CONFLICT)
    assert desk.count("use_here_pressed") == 0
    desk.channel.take_over()
    until(lambda: desk.count("use_here_pressed") == 1)
    desk.reads(SessionState.READY)


def test_a_button_that_says_log_out_is_never_use_here(desk: Desk) -> None:
    desk.link()
    desk.phone.switch(screen="conflict")
    desk.reads(SessionState.CONFLICT)
    desk.browser.run("document.querySelector('[data-testid=popup-controls-ok]').textContent = 'Log out'")
    assert not desk.channel._page.do("press_use_here", is_page=True)
    assert desk.count("use_here_pressed") == 0


def test_news_are_closed_by_their_x(desk: Desk) -> None:
    desk.link()
    desk.phone.switch(modal="whats_new")
    until(lambda: desk.read() and desk.count("modal_closed") == 1)
    desk.reads(SessionState.READY)


def test_an_unknown_dialog_is_left_to_a_person(desk: Desk) -> None:
    desk.link()
    desk.phone.switch(modal="unknown")
    desk.reads(SessionState.NEEDS_ATTENTION, "unknown_dialog")
    assert desk.send().outcome is Outcome.SESSION_LOST
    assert desk.phone.messages() == ()


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_call_is_not_answered_and_nothing_is_sent_meanwhile(desk: Desk, language: str) -> None:
    desk.phone.switch(language=language)
    desk.link()
    desk.phone.switch(modal="call")
    desk.reads(SessionState.NEEDS_ATTENTION, "call")
    assert desk.send().outcome is Outcome.SESSION_LOST
    desk.phone.switch(modal="")
    desk.reads(SessionState.READY)


@pytest.mark.parametrize("generation", ["2021", "2026"])
def test_a_page_that_lost_all_its_marks_is_unknown_and_left_alone(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    desk.phone.switch(drift=("everything",))
    desk.reads(SessionState.NEEDS_ATTENTION, "unknown_page")
    desk.phone.switch(drift=())
    desk.reads(SessionState.READY)


def test_an_unknown_page_is_photographed_once_seen_three_times(desk: Desk) -> None:
    desk.link()
    desk.phone.switch(screen="unknown_page")
    desk.reads(SessionState.NEEDS_ATTENTION, "unknown_page")
    assert (desk.state / "whatsapp_pictures" / "unknown_page.png").stat().st_mode & 0o777 == 0o600
    assert desk.channel._counts.misses["page"] == 1


@pytest.mark.parametrize("generation", GENERATIONS)
def test_offline_is_not_ready(desk: Desk, generation: str) -> None:
    desk.phone.switch(generation=generation)
    desk.link()
    desk.phone.switch(offline="event")
    desk.reads(SessionState.OFFLINE)
    desk.phone.switch(offline="")
    desk.reads(SessionState.READY)


def test_a_line_that_died_silently_is_not_ready(desk: Desk) -> None:
    desk.phone.switch(offline_notice_seconds=0.5)
    desk.link()
    desk.phone.switch(offline="silent")
    desk.reads(SessionState.OFFLINE)


def test_logged_out_from_the_phone(desk: Desk) -> None:
    desk.link()
    loads = desk.count("page_loaded") + 1
    desk.phone.unlink()
    until(
        lambda: desk.count("page_loaded") == loads
    )  # the page's own way to its first screen; its address tells before
    reading = desk.reads(SessionState.LOGGED_OUT)
    assert reading.qr is None
    for _ in range(10):
        assert desk.read().state is SessionState.LOGGED_OUT
    assert desk.count("page_loaded") == loads
    desk.channel.want_code()
    assert until(lambda: desk.read().qr)


@pytest.mark.parametrize("serves", ["too_many_requests", "captive_portal", "unsupported_browser"])
def test_other_pages_at_the_address(desk: Desk, serves: str) -> None:
    desk.link()
    desk.phone.switch(serves=serves)
    desk.load()
    wanted = SessionState.NEEDS_ATTENTION if serves != "too_many_requests" else SessionState.OFFLINE
    if serves == "captive_portal":
        until(lambda: desk.read().state in (SessionState.OFFLINE, SessionState.NEEDS_ATTENTION))
    else:
        desk.reads(wanted)


def test_a_page_that_went_away_comes_back_by_itself(desk: Desk) -> None:
    desk.link()
    desk.browser.open("http://127.0.0.1:9/")
    desk.reads(SessionState.OFFLINE, "wrong_host")
    desk.clock.factor = 10
    desk.reads(SessionState.READY)


def test_a_boot_that_hangs_is_loaded_again(desk: Desk) -> None:
    """How often: tests/unit/test_page_states.py."""
    desk.link()
    desk.phone.switch(boot_stuck_at=43)
    desk.load()
    desk.reads(SessionState.LINKING)
    loads = desk.count("page_loaded")
    desk.clock.factor = 150
    until(lambda: desk.read() and desk.count("page_loaded") > loads)


def test_a_wedged_page_answers_within_the_deadline(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page.PROBE_S <= 5
    monkeypatch.setattr(page, "PROBE_S", 1.0)
    desk.link()
    threading.Thread(target=lambda: desk.phone.switch(frozen=True)).start()
    until(lambda: desk.count("renderer_frozen") == 1)
    started = time.monotonic()
    until(lambda: desk.read().detail == "unresponsive", 15)
    assert time.monotonic() - started < 10
    desk.channel.stop(1)
    desk.phone.switch(frozen=False)
    assert desk.browser.pids == ()


def test_an_extra_tab_is_closed(desk: Desk) -> None:
    desk.link()
    desk.browser.run(f"window.open('{desk.whatsapp.url}')")
    until(desk.browser.keep_one_tab)
    assert not desk.browser.keep_one_tab()


def test_the_quick_page_is_the_healthy_one() -> None:
    assert QUICK.screen == ""
