"""A page that nobody here knows: Spanish, no test ids, no icon attributes, paragraphs in the composer, other dialogs.

It can also run from right to left, and tell of its line by web sockets alone.
"""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from desktop_app.domain.message import ChatEvidence, MessageStatus
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import LookUp, Outcome, SendResult, SessionState, Watched
from desktop_app.whatsapp.web.browser import Browser
from desktop_app.whatsapp.web.channel import WebChannel, WebSetup
from tests.whatsapp.web.conftest import ASHA, RAHUL, FastClock, until

PAGE = Path(__file__).with_name("other_page.html").read_text(encoding="utf-8")


class OtherPage:
    """The page's server, the channel on it, and what the page told."""

    def __init__(self, browser: Browser, state: Path) -> None:
        self.options: dict[str, object] = {"ghost": 0}
        self.told: list[tuple[str, object]] = []
        self.cut = threading.Event()
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if "Upgrade" in self.headers:
                    outer.hold_line(self)
                    return
                body = PAGE.replace("__OPTIONS__", json.dumps(outer.options)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                what, detail = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.told.append((what, detail))
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        self.browser, self.clock = browser, FastClock()
        url = f"http://127.0.0.1:{self.server.server_port}"
        self.channel = WebChannel(WebSetup(url, browser.profile.folder, state), self.clock, browser)
        self.url = url

    def hold_line(self, request: BaseHTTPRequestHandler) -> None:
        """A web socket that stays open until `cut`."""
        key = request.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        request.protocol_version = "HTTP/1.1"
        request.send_response(101)
        request.send_header("Upgrade", "websocket")
        request.send_header("Connection", "Upgrade")
        request.send_header("Sec-WebSocket-Accept", base64.b64encode(hashlib.sha1(key.encode()).digest()).decode())
        request.end_headers()
        request.close_connection = True
        self.cut.wait(30)

    def open(self, **options: object) -> "OtherPage":
        self.options.update(options)
        self.browser.open(self.url + "/")
        until(lambda: self.channel.read_session().state is SessionState.READY)
        return self

    def send(self, text: str = "Hello Rahul", to: MobileNumber = RAHUL) -> SendResult:
        self.evidence: list[ChatEvidence] = []

        def before(seen: ChatEvidence) -> bool:
            self.evidence.append(seen)
            return True

        return self.channel.send(to, text, before)

    def sent(self) -> list[list[str]]:
        return [detail for what, detail in self.told if what == "sent" and isinstance(detail, list)]

    def loads(self) -> int:
        return sum(what == "load" for what, _ in self.told)

    def stop(self) -> None:
        self.cut.set()
        self.browser.open("about:blank")
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def page(_browser: Browser, tmp_path: Path) -> Iterator[OtherPage]:
    page = OtherPage(_browser, tmp_path)
    yield page
    page.stop()
    assert not any(what == "voice" for what, _ in page.told)


def test_messages_go_by_links_inside_the_page(page: OtherPage) -> None:
    page.open()
    reading = page.channel.read_session()
    assert (reading.number, reading.build) == ("919820011223", "2.3000.1040000001")
    texts = ["Hello *Rahul* 🙏", "One\nTwo\n\nFour", "नमस्ते राहुल", "Hello *Rahul* 🙏"]
    for text in texts:
        assert page.send(text).outcome is Outcome.SENT, text
    assert [text for _, text in page.sent()] == texts
    until(lambda: page.loads() == 1)


@pytest.mark.parametrize("rtl", [False, True])
def test_a_saved_contact_is_proved_by_the_section_beside_the_chat(page: OtherPage, rtl: bool) -> None:
    page.open(names={RAHUL.digits: "Rahul primo"}, rtl=rtl)
    assert page.send().outcome is Outcome.SENT
    assert page.sent() == [[RAHUL.digits, "Hello Rahul"]]


@pytest.mark.parametrize(
    "options", [{"names": {"919000000001": "Rahul"}, "decoy": "919000000001"}, {"decoy": "919000000001"}]
)
def test_a_decoy_gets_nothing(page: OtherPage, options: dict[str, object]) -> None:
    page.clock.factor = 3
    page.open(**options)
    assert page.send().outcome is Outcome.RECIPIENT_NOT_CONFIRMED
    assert page.sent() == []


def test_not_on_whatsapp_and_on_with_the_next(page: OtherPage) -> None:
    page.open(invalid=[RAHUL.digits])
    assert page.send().outcome is Outcome.NOT_ON_WHATSAPP
    assert page.send("Hello Asha", ASHA).outcome is Outcome.SENT
    until(lambda: [detail for what, detail in page.told if what == "dialog"] == ["Aceptar"])


def test_links_that_lead_nowhere_are_loaded(page: OtherPage) -> None:
    page.open(dead_links=True)
    assert page.send().outcome is Outcome.SENT
    until(lambda: page.loads() == 2)


def test_a_ghost_click_is_pressed_once_more(page: OtherPage) -> None:
    page.clock.factor = 4
    page.open(ghost=1)
    assert page.send().outcome is Outcome.SENT
    assert len(page.sent()) == 1


def test_unread_receipts_and_look_up(page: OtherPage) -> None:
    page.open(unread={RAHUL.digits: "¿Puedo ir más tarde?"})
    assert page.send().had_unread
    before = page.evidence[0]
    assert not page.send("Hello Asha", ASHA).had_unread
    watched = [Watched(1, RAHUL, "Hello Rahul", MessageStatus.SENT), Watched(2, ASHA, "Hello Asha", MessageStatus.SENT)]
    until(
        lambda: (
            {seen.message_id: seen.status for seen in page.channel.receipts(watched)}
            == {1: MessageStatus.DELIVERED, 2: MessageStatus.DELIVERED}
        )
    )
    page.open()
    assert page.channel.look_up(RAHUL, "Hello Rahul", before).answer is LookUp.FOUND
    assert page.channel.look_up(ASHA, "Hello Rahul", ChatEvidence(None, 0)).answer is LookUp.SURELY_NOT_THERE


def test_a_dead_line_is_not_ready(page: OtherPage) -> None:
    page.open()
    page.browser.run("OPT.socket = 'OPENING'")
    assert page.channel.read_session().state is SessionState.OFFLINE


def test_web_sockets_that_are_all_closed_are_a_dead_line(page: OtherPage) -> None:
    page.open(modules=False)
    connect = "const line = new WebSocket(location.origin.replace('http', 'ws')); line.onopen = () => { window.isOpen = true; }"
    page.browser.run(connect)
    until(lambda: page.browser.run("return window.isOpen"))
    assert page.channel.read_session().state is SessionState.READY
    page.cut.set()
    until(lambda: page.channel.read_session().state is SessionState.OFFLINE)
    page.cut.clear()
    page.browser.run(connect)
    until(lambda: page.channel.read_session().state is SessionState.READY)
