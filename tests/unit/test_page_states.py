"""From a snapshot of the page to its state, without a browser."""

import pytest

from desktop_app.whatsapp.web.page import Loading, PageState, Snapshot, classify

PAGE = "http://127.0.0.1:9"


def snapshot(loading: Loading) -> Snapshot:
    return Snapshot(
        origin=PAGE, path="/", is_loaded=True, load=1.0, post_logout=False, logout_reason=None, online=True, lang="en",
        build=None, number=None, socket=None, sockets=None, dialog=None, qr=None, has_main=False, loading=loading,
        offline_icon=False, banner=None, marker=None, has_logout_banner=False, has_app=True, has_text=True,
        has_lock=False, has_call=False, chat=None,
    )  # fmt: skip


@pytest.mark.parametrize("percent", [None, 0, 40, 100])
def test_the_splash_is_starting_whatever_its_bar_shows(percent: int | None) -> None:
    """Nobody has scanned yet: a moving bar of the shell is no linking."""
    assert classify(snapshot(Loading(percent, is_shell=True)), PAGE) is PageState.L0


def test_a_bar_of_the_application_is_chats_coming_in() -> None:
    assert classify(snapshot(Loading(40, is_shell=False)), PAGE) is PageState.L8
