"""Our own channel on the practice page, in one real Chromium for all tests of this folder."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.domain.message import ChatEvidence
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import SendResult, SessionReading, SessionState
from desktop_app.whatsapp.practice.records import UnknownCode
from desktop_app.whatsapp.practice.server import PracticeWhatsApp
from desktop_app.whatsapp.practice.settings import PracticeSettings
from desktop_app.whatsapp.web.browser import Browser
from desktop_app.whatsapp.web.browser_files import find_browser
from desktop_app.whatsapp.web.channel import WebChannel, WebSetup
from desktop_app.whatsapp.web.page import sockets_script
from desktop_app.whatsapp.web.profile import Profile

QUICK = PracticeSettings(
    boot_seconds=0.02, sync_seconds=0.02, starting_chat_seconds=0.02, sent_delay=0.03, delivered_delay=0.03, read_delay=None
)  # fmt: skip
CLINIC = "919820011223"
RAHUL = MobileNumber("+919876543210")
ASHA = MobileNumber("+919123456780")


class FastClock:
    """Real time, but every deadline comes `factor` times sooner."""

    def __init__(self) -> None:
        self.factor = 1.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic() * self.factor


def until(condition: Callable[[], object], seconds: float = 15) -> object:
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not (value := condition()):
        assert time.monotonic() < deadline, "It never came."
        pause.wait(0.03)
    return value


class Desk:
    """The channel, the pretend WhatsApp behind it, and what a test asks of both."""

    def __init__(self, browser: Browser, whatsapp: PracticeWhatsApp, state: Path) -> None:
        self.clock = FastClock()
        self.whatsapp = whatsapp
        self.phone = whatsapp.phone
        self.browser = browser
        self.state = state
        self.channel = WebChannel(WebSetup(whatsapp.url, browser.profile.folder, state), self.clock, browser)
        self.evidence: list[ChatEvidence] = []

    def load(self, path: str = "") -> "Desk":
        self.browser.open(self.whatsapp.url + path)
        return self

    def read(self) -> SessionReading:
        return self.channel.read_session()

    def reads(self, state: SessionState, detail: str | None = None) -> SessionReading:
        """Wait for a reading of that state."""
        last: list[SessionReading] = []

        def is_it() -> bool:
            last[:] = [self.read()]
            return last[0].state is state and detail in (None, last[0].detail)

        try:
            until(is_it)
        except AssertionError:
            raise AssertionError(f"wanted {state} {detail}, the last was {last[0].state} {last[0].detail}") from None
        return last[0]

    def link(self) -> "Desk":
        self.channel.want_code()
        self.load()
        until(self._scan)
        self.reads(SessionState.READY)
        return self

    def _scan(self) -> bool:
        """As a person would: a code that was replaced while the phone was raised is scanned anew."""
        code = self.read().qr
        try:
            return code is not None and self.phone.scan(code, CLINIC) is None
        except UnknownCode:
            return False

    def send(self, text: str = "Hello Rahul", to: MobileNumber = RAHUL, agrees: bool = True) -> SendResult:
        def before(seen: ChatEvidence) -> bool:
            self.evidence.append(seen)
            return agrees

        return self.channel.send(to, text, before)

    def went(self, to: MobileNumber = RAHUL) -> list[str]:
        """Texts that reached WhatsApp in that chat, in order."""
        return [m.text for m in self.phone.messages() if m.number == to.digits]

    def composer(self) -> str:
        chat = self.channel._page.chat().chat
        return ((chat.composer if chat else "") or "").strip()

    def count(self, kind: str) -> int:
        return sum(event.kind == kind for event in self.phone.events())


@pytest.fixture(scope="session")
def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    folder = tmp_path_factory.mktemp("session")
    (folder / "run").mkdir()
    browser = Browser(Profile(folder / "whatsapp_sessions" / "1", folder / "run"), sockets_script())
    browser.start(find_browser(), visible=False)
    yield browser
    browser.stop(5)


@pytest.fixture
def desk(_browser: Browser, tmp_path: Path) -> Iterator[Desk]:
    if not _browser.pids:
        _browser.start(find_browser(), visible=False)
    whatsapp = PracticeWhatsApp(settings=QUICK)
    whatsapp.start()
    _browser.open("about:blank")
    _browser.command("Network.clearBrowserCookies")
    desk = Desk(_browser, whatsapp, tmp_path)
    yield desk
    mistakes = whatsapp.phone.mistakes()
    if _browser.is_started:
        _browser.open("about:blank")
    whatsapp.stop()
    assert mistakes == ()
