"""Sending in real Chromium on the practice page with a boot of five seconds: ours, and a full page load per message."""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import Outcome, SessionState
from desktop_app.system.clock import SystemClock
from desktop_app.whatsapp.practice.server import PracticeWhatsApp
from desktop_app.whatsapp.practice.settings import PracticeSettings
from desktop_app.whatsapp.web.browser import Browser
from desktop_app.whatsapp.web.channel import WebChannel, WebSetup
from desktop_app.whatsapp.web.page import sockets_script
from desktop_app.whatsapp.web.profile import Profile
from tests.bench.clinics import Clinics, say
from tests.bench.measuring import Line, compared, limited

_MESSAGES = 10
_SOAK_MESSAGES, _SOAK_PROBES = 500, 10_000
_SLOW_BOOT = PracticeSettings(boot_seconds=5.0)
_QUICK = PracticeSettings(
    boot_seconds=0.02, sync_seconds=0.02, starting_chat_seconds=0.02, sent_delay=0.03, delivered_delay=0.03, read_delay=None
)  # fmt: skip
_PRESS_SEND = "const b = document.querySelector('[data-testid=\"compose-btn-send\"]'); if (b) b.click(); return !!b;"


@dataclass(frozen=True)
class Linked:
    whatsapp: PracticeWhatsApp
    browser: Browser
    channel: WebChannel

    def loads(self) -> int:
        return sum(event.kind == "page_loaded" for event in self.whatsapp.phone.events())

    def went(self) -> int:
        return len(self.whatsapp.phone.messages())


def sending(_clinics: Clinics) -> list[Line]:
    with _linked(_SLOW_BOOT) as desk:
        before = desk.loads()
        ours = [_send(desk, n) for n in range(_MESSAGES)]
        loads = desk.loads() - before
        theirs = [_send_by_load(desk, n) for n in range(_MESSAGES, 2 * _MESSAGES)]
    own, other = statistics.median(ours), statistics.median(theirs)
    return [
        compared("a message, queued to its own bubble", own, other, 0.5, "a full page load each"),
        limited("  the same, in seconds", own, 1, "s"),
        limited(f"  page loads for {_MESSAGES} messages (a load each: {_MESSAGES})", loads, 2, "loads"),
    ]


def soak(_clinics: Clinics) -> list[Line]:
    """Many messages and looks in one run: nothing piles up in our process."""
    with _linked(_QUICK) as desk:
        for n in range(20):
            desk.channel.send(_to(n), f"Warm up {n}", lambda _evidence: True)
        process = psutil.Process()
        first = (process.num_threads(), process.num_fds(), process.memory_info().rss)
        for n in range(_SOAK_MESSAGES):
            desk.channel.send(_to(n % 50), f"Message {n}", lambda _evidence: True)
            if n % 100 == 99:
                say(f"  {n + 1} of {_SOAK_MESSAGES} messages")
        went = desk.went() - 20
        for _ in range(_SOAK_PROBES):
            desk.channel.read_session()
        last = (process.num_threads(), process.num_fds(), process.memory_info().rss)
        browser = sum(_rss(pid) for pid in desk.browser.pids)
    growth = (last[2] / first[2] - 1) * 100
    return [
        Line(f"soak: {_SOAK_MESSAGES} messages", f"{went} went, once each", is_met=went == _SOAK_MESSAGES),
        limited(f"  threads more after them and {_SOAK_PROBES:,} probes", last[0] - first[0], 0, "threads"),
        limited("  handles more", last[1] - first[1], 0, "handles"),
        limited("  own memory more", growth, 5, "%"),
        Line("  memory of the browser's processes", f"{browser / 2**20:.0f} MB"),
    ]


@contextmanager
def _linked(settings: PracticeSettings) -> Iterator[Linked]:
    with tempfile.TemporaryDirectory(prefix="front-desk-bench-") as folder:
        state = Path(folder) / "state"
        (state / "run").mkdir(parents=True)
        profile = Path(folder) / "whatsapp_sessions" / "1"
        whatsapp = PracticeWhatsApp(settings=settings)
        whatsapp.start()
        browser = Browser(Profile(profile, state / "run"), sockets_script())
        channel = WebChannel(WebSetup(whatsapp.url, profile, state), SystemClock(), browser)
        try:
            channel.want_code()
            channel.start(visible=False)
            code = _until(lambda: channel.read_session().qr)
            whatsapp.phone.scan(str(code))
            _until(lambda: channel.read_session().state is SessionState.READY)
            yield Linked(whatsapp, browser, channel)
        finally:
            channel.stop(10)
            whatsapp.stop()


def _send(desk: Linked, n: int) -> float:
    """Seconds from the wish to the page's own bubble."""
    began, before = time.time(), len(_own(desk))
    result = desk.channel.send(_to(n), f"Hello {n}, your appointment is confirmed.", lambda _evidence: True)
    assert result.outcome is Outcome.SENT, result
    return _own(desk)[before] - began


def _send_by_load(desk: Linked, n: int) -> float:
    """As most tools do it: load WhatsApp anew at the chat's address, wait for the button, press it."""
    began, before = time.time(), len(_own(desk))
    text = quote(f"Hello {n}, your appointment is confirmed.")
    desk.browser.open(f"{desk.whatsapp.url}send?phone={_to(n).digits}&text={text}")
    _until(lambda: desk.browser.run(_PRESS_SEND))
    _until(lambda: len(_own(desk)) > before)
    return _own(desk)[before] - began


def _own(desk: Linked) -> list[float]:
    """When each own message's bubble came, in order."""
    return sorted(m.at.timestamp() for chat in desk.whatsapp.phone.chats() for m in chat.messages if m.from_me)


def _to(n: int) -> MobileNumber:
    return MobileNumber(f"+9198000{n + 1000:05d}")


def _rss(pid: int) -> int:
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def _until(condition: Callable[[], object], seconds: float = 60) -> object:
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError("it never came")
        pause.wait(0.02)
    return value
