"""From a snapshot of the page to its state, and the little that is done about it unasked. Without a browser."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.services.channel import SessionReading, SessionState
from desktop_app.whatsapp.web import session as sessions
from desktop_app.whatsapp.web.page import Dialog, Loading, Page, PageState, QrCode, Snapshot, classify
from desktop_app.whatsapp.web.session import PageSession

PAGE = "http://127.0.0.1:9"
NOTHING = Snapshot(
    origin=PAGE, path="/", is_loaded=True, load=1.0, post_logout=False, logout_reason=None, online=True, lang="en",
    build=None, number=None, socket=None, sockets=None, dialog=None, qr=None, has_main=False, loading=None,
    offline_icon=False, banner=None, marker=None, has_logout_banner=False, has_app=True, has_text=True,
    has_lock=False, has_call=False, chat=None,
)  # fmt: skip
MAIN = replace(NOTHING, has_main=True, socket="CONNECTED")
CODE = replace(
    NOTHING,
    qr=QrCode(
        text="ref", link_code=None, has_box=True, has_canvas=True, has_overlay=False, stays=True, has_code_link=False
    ),
)
QUESTION = Dialog(
    kind=None, has_use_here=False, says_use_here=False, has_ok=False, has_named_ok=False, has_cancel=False, has_close=False,
    buttons=2, has_log_out=False, has_number=False, has_input=False, has_media=False, is_busy=False,
)  # fmt: skip


def expired() -> Snapshot:
    assert CODE.qr is not None
    return replace(CODE, qr=replace(CODE.qr, has_overlay=True))


def loading(percent: int | None, *, is_shell: bool = True) -> Snapshot:
    return replace(NOTHING, loading=Loading(percent, is_shell=is_shell))


class Shows:
    """A page that shows what the test says, under a clock that the test turns; `done` is all that was done to it."""

    origin = PAGE
    url = PAGE + "/"
    counts = SimpleNamespace(total_misses=0, missed=lambda _name: None)

    def __init__(self, folder: Path) -> None:
        self.now, self.at = NOTHING, 0.0
        self.done: list[str] = []
        self.browser = self
        self.session = PageSession(cast("Page", cast("Any", self)), lambda: self.at, folder)

    def reads(self, now: Snapshot | None = None, *, after: float = 0.0) -> SessionReading:
        self.now, self.at = now or self.now, self.at + after
        return self.session.read()

    def probe(self) -> Snapshot:
        return self.now

    def do(self, task: str, **_options: object) -> bool:
        self.done.append(task)
        return True

    def open(self, _url: str) -> None:
        self.done.append("load")

    def keep_one_tab(self) -> bool:
        return False

    def picture(self) -> bytes:
        self.done.append("picture")
        return b""


@pytest.fixture
def page(tmp_path: Path) -> Shows:
    return Shows(tmp_path)


# ── states ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("percent", "state"), [(None, PageState.L0), (0, PageState.L0), (40, PageState.L8)])
def test_the_shells_bar(percent: int | None, state: PageState) -> None:
    assert classify(loading(percent), PAGE) is state
    assert classify(loading(40, is_shell=False), PAGE) is PageState.L8


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        (MAIN, PageState.M1),
        (replace(MAIN, origin="http://10.0.0.1"), PageState.N1),
        (replace(MAIN, has_call=True), PageState.M12),
        (replace(MAIN, banner="restricted"), PageState.C4),
        (replace(MAIN, banner="ban"), PageState.M8),
        (replace(MAIN, has_lock=True), PageState.M1),
        (replace(NOTHING, has_lock=True), PageState.M7),
        (replace(NOTHING, post_logout=True), PageState.L9),
        (NOTHING, PageState.OTHER),
        (replace(NOTHING, has_text=False), PageState.L0),
        (replace(NOTHING, is_loaded=False), PageState.L0),
        (replace(loading(40), marker="offline_words"), PageState.L8),
        (replace(loading(40), marker="ban"), PageState.M8),
        (CODE, PageState.L2),
        (expired(), PageState.L3),
        (replace(expired(), online=False), PageState.L4),
    ],
)
def test_each_page_is_one_state(shown: Snapshot, state: PageState) -> None:
    assert classify(shown, PAGE) is state


@pytest.mark.parametrize(
    "sign",
    [
        {"online": False},
        {"offline_icon": True},
        {"banner": "offline_words"},
        {"socket": "OPENING"},
        {"socket": None, "sockets": (2, 0)},
    ],
)
def test_each_sign_of_a_dead_line_is_enough_alone(sign: dict[str, Any]) -> None:
    assert classify(replace(MAIN, **sign), PAGE) is PageState.M2
    assert classify(replace(MAIN, socket=None, sockets=(2, 1)), PAGE) is PageState.M1
    assert classify(replace(MAIN, socket=None, sockets=(0, 0)), PAGE) is PageState.M1


@pytest.mark.parametrize(
    ("dialog", "over_the_app", "instead"),
    [
        (QUESTION, PageState.M6, PageState.M6),
        (replace(QUESTION, is_busy=True), PageState.M1, PageState.OTHER),
        (replace(QUESTION, kind="invalid"), PageState.M1, PageState.M6),
        (replace(QUESTION, kind="call"), PageState.M12, PageState.M12),
        (replace(QUESTION, has_close=True), PageState.M5, PageState.M5),
        (replace(QUESTION, has_close=True, has_log_out=True), PageState.M6, PageState.L7),
        (replace(QUESTION, has_close=True, has_media=True), PageState.M6, PageState.M6),
        (replace(QUESTION, has_use_here=True, has_named_ok=True), PageState.M6, PageState.M3),
        (replace(QUESTION, has_use_here=True, says_use_here=True, has_named_ok=True), PageState.M3, PageState.M3),
        (replace(QUESTION, has_use_here=True, says_use_here=True, has_number=True), PageState.M6, PageState.M6),
    ],
)
def test_a_dialog_over_the_app_and_instead_of_it(dialog: Dialog, over_the_app: PageState, instead: PageState) -> None:
    assert classify(replace(MAIN, dialog=dialog), PAGE) is over_the_app
    assert classify(replace(NOTHING, dialog=dialog), PAGE) is instead


# ── readings ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_before_the_scan_a_moving_splash_is_starting_and_after_it_linking(page: Shows) -> None:
    page.session.want_code()
    assert page.reads(loading(40)).state is SessionState.STARTING
    assert page.reads(CODE).state is SessionState.SCAN_QR
    assert page.reads(loading(40)).state is SessionState.LINKING


def test_a_linked_session_that_loads_is_linking(page: Shows) -> None:
    assert page.reads(loading(43)).state is SessionState.LINKING


def test_without_any_word_of_the_line_it_is_ready_when_seen_twice(page: Shows) -> None:
    silent = replace(MAIN, socket=None)
    assert page.reads(silent).state is SessionState.LINKING
    assert page.reads(silent).state is SessionState.READY
    assert page.reads(replace(silent, online=False)).state is SessionState.OFFLINE
    assert page.reads(silent).state is SessionState.OFFLINE
    assert page.reads(silent).state is SessionState.READY


def test_an_unknown_page_is_told_when_seen_three_times(page: Shows) -> None:
    assert [page.reads(NOTHING).state for _ in range(3)] == [
        SessionState.STARTING,
        SessionState.STARTING,
        SessionState.NEEDS_ATTENTION,
    ]
    page.reads(MAIN)
    assert page.reads(NOTHING).state is SessionState.OFFLINE
    assert page.done == ["picture"]


def test_an_expired_code_is_not_shown(page: Shows) -> None:
    page.session.want_code()
    assert page.reads(CODE).qr == "ref"
    assert page.reads(expired()).qr is None


# ── what is done unasked, and how often ─────────────────────────────────────────────────────────────────────────────
def test_codes_are_renewed_so_often_an_hour_and_no_more(page: Shows) -> None:
    page.session.want_code()
    for _ in range(sessions.RENEWALS_PER_HOUR + 5):
        page.reads(expired(), after=60)
    assert page.done == ["press_qr_refresh"] * sessions.RENEWALS_PER_HOUR
    page.reads(after=3600)
    assert len(page.done) == sessions.RENEWALS_PER_HOUR + 1


def test_a_person_may_take_over_twice_an_hour_and_only_in_a_conflict(page: Shows) -> None:
    page.reads(MAIN)
    page.session.take_over()
    assert page.done == []
    page.reads(replace(NOTHING, dialog=replace(QUESTION, kind="conflict")))
    assert page.done == []
    for _ in range(4):
        page.session.take_over()
    assert page.done == ["press_use_here"] * sessions.TAKE_OVERS_PER_HOUR


def test_news_are_closed_three_times_an_hour_and_no_more(page: Shows) -> None:
    for _ in range(6):
        page.reads(replace(MAIN, dialog=replace(QUESTION, has_close=True)), after=10)
    assert page.done == ["press_close"] * sessions.NEWS_PER_HOUR


def test_a_slow_boot_that_moves_is_not_loaded_again_and_a_stuck_one_is(page: Shows) -> None:
    for percent in range(5):
        page.reads(loading(percent + 1), after=50)
    assert page.done == []
    page.reads(after=50)
    assert page.done == []
    page.reads(after=11)
    assert page.done == ["load"]


def test_a_boot_that_creeps_for_ever_is_given_up(page: Shows) -> None:
    readings = [page.reads(loading(percent), after=50) for percent in range(1, 9)]
    assert page.done == ["load"]
    assert readings[-2].state is SessionState.LINKING
    readings = [page.reads(loading(50), after=61) for _ in range(20)]
    assert page.done == ["load"] * sessions.RELOADS_PER_HOUR
    assert readings[-1].state is SessionState.NEEDS_ATTENTION


@pytest.mark.parametrize("shown", [replace(MAIN, socket="OPENING"), NOTHING])
def test_a_line_that_stays_dead_is_loaded_again_unless_there_is_no_internet(page: Shows, shown: Snapshot) -> None:
    page.reads(replace(shown, online=False))
    page.reads(after=500)
    assert "load" not in page.done
    page.reads(replace(shown, online=True), after=1)
    page.reads(after=1)
    assert page.done.count("load") == 1
