import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from desktop_app.whatsapp.practice.server import PracticeWhatsApp
from desktop_app.whatsapp.practice.settings import PracticeSettings
from tests.whatsapp.practice.hand import Hand, chromium

QUICK = PracticeSettings(
    boot_seconds=0.02,
    sync_seconds=0.02,
    starting_chat_seconds=0.02,
    sent_delay=0.03,
    delivered_delay=0.03,
    read_delay=0.03,
)


@pytest.fixture
def whatsapp() -> Iterator[PracticeWhatsApp]:
    server = PracticeWhatsApp(settings=QUICK)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


@pytest.fixture
def hand(_chrome: Chrome, whatsapp: PracticeWhatsApp) -> Iterator[Hand]:
    """A browser nobody has linked, and at the end: no script error on the page."""
    _chrome.get("about:blank")
    _chrome.execute_cdp_cmd("Network.clearBrowserCookies", {})
    _chrome.get_log("browser")
    yield Hand(_chrome, whatsapp)
    _chrome.get("about:blank")
    errors = [line["message"] for line in _chrome.get_log("browser") if line["source"] == "javascript"]
    assert errors == []


class Caller:
    """Another process at the `/_practice/…` calls."""

    def __init__(self, url: str) -> None:
        self.url = url

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._open(urllib.request.Request(self.url + path, headers=headers))

    def post(self, path: str, content: object, **headers: str) -> tuple[int, dict[str, object]]:
        request = urllib.request.Request(
            self.url + path, json.dumps(content).encode(), {"Content-Type": "application/json", **headers}
        )
        status, text = self._open(request)
        return status, json.loads(text) if text.startswith("{") else {}

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()


@pytest.fixture
def caller(whatsapp: PracticeWhatsApp) -> Caller:
    return Caller(whatsapp.url)


@pytest.fixture
def restarted(tmp_path: Path) -> Callable[[], PracticeWhatsApp]:
    """Makes servers that share one state file; each must be stopped by the test."""
    return lambda: PracticeWhatsApp(tmp_path / "practice.json", settings=QUICK)
