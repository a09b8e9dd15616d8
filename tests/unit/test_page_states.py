"""From a snapshot of the page to its state, without a browser."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop_app.services.channel import SessionState
from desktop_app.whatsapp.web.page import Loading, Page, PageState, QrCode, Snapshot, classify
from desktop_app.whatsapp.web.session import PageSession

PAGE = "http://127.0.0.1:9"


def snapshot(loading: Loading | None, qr: QrCode | None = None) -> Snapshot:
    return Snapshot(
        origin=PAGE, path="/", is_loaded=True, load=1.0, post_logout=False, logout_reason=None, online=True, lang="en",
        build=None, number=None, socket=None, sockets=None, dialog=None, qr=qr, has_main=False, loading=loading,
        offline_icon=False, banner=None, marker=None, has_logout_banner=False, has_app=True, has_text=True,
        has_lock=False, has_call=False, chat=None,
    )  # fmt: skip


class Shows:
    """A page that shows what the test says."""

    origin = PAGE
    counts = SimpleNamespace(total_misses=0)

    def __init__(self) -> None:
        self.now = snapshot(None)

    def probe(self) -> Snapshot:
        return self.now


@pytest.mark.parametrize(("percent", "state"), [(None, PageState.L0), (0, PageState.L0), (40, PageState.L8)])
def test_the_shells_bar(percent: int | None, state: PageState) -> None:
    assert classify(snapshot(Loading(percent, is_shell=True)), PAGE) is state
    assert classify(snapshot(Loading(40, is_shell=False)), PAGE) is PageState.L8


def test_before_the_scan_a_moving_splash_is_starting_and_after_it_linking(tmp_path: Path) -> None:
    page = Shows()
    session = PageSession(cast("Page", cast("Any", page)), lambda: 0.0, tmp_path)
    session.want_code()
    page.now = snapshot(Loading(40, is_shell=True))
    assert session.read().state is SessionState.STARTING
    page.now = snapshot(
        None,
        QrCode(
            text="ref",
            link_code=None,
            has_box=True,
            has_canvas=True,
            has_overlay=False,
            stays=True,
            has_code_link=False,
        ),
    )
    assert session.read().state is SessionState.SCAN_QR
    page.now = snapshot(Loading(40, is_shell=True))
    assert session.read().state is SessionState.LINKING


def test_a_linked_session_that_loads_is_linking(tmp_path: Path) -> None:
    page = Shows()
    page.now = snapshot(Loading(43, is_shell=True))
    session = PageSession(cast("Page", cast("Any", page)), lambda: 0.0, tmp_path)
    assert session.read().state is SessionState.LINKING
