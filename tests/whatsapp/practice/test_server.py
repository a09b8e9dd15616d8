"""The server by real HTTP: control calls, what it keeps, and whom it does not listen to."""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from desktop_app.whatsapp.practice.records import UnknownCode
from desktop_app.whatsapp.practice.server import PracticeWhatsApp
from desktop_app.whatsapp.practice.settings import PracticeSettings, UnknownSwitch, switched
from tests.whatsapp.practice.conftest import Caller
from tests.whatsapp.practice.hand import CLINIC, PATIENT, until


class Browser:
    """A linked page without a browser: the cookie and the page's own calls."""

    def __init__(self, caller: Caller, device: str = "one") -> None:
        self._caller = caller
        self._cookie = f"practice_device={device}"

    def ask(self, name: str, **content: object) -> tuple[int, dict[str, object]]:
        return self._caller.post(f"_page/{name}", content, Cookie=self._cookie)

    def code(self) -> str:
        return cast("list[str]", self.ask("codes")[1]["codes"])[0]

    def send(self, text: str, number: str = PATIENT, message_id: str = "A1") -> int:
        return self.ask("send", number=number, text=text, id=message_id)[0]


@pytest.fixture
def browser(caller: Caller) -> Browser:
    return Browser(caller)


def test_the_shell_looks_like_whatsapps(caller: Caller) -> None:
    status, page = caller.get("")
    assert status == 200
    assert '<html id="whatsapp-web"' in page
    assert 'id="wa_web_initial_startup"' in page
    assert '"client_revision":1045818043' in page
    caller.post("_practice/switch", {"generation": "2021"})
    assert '<div id="initial_startup">' in caller.get("")[1]


def test_scan_write_and_read_by_calls(caller: Caller, browser: Browser) -> None:
    assert caller.post("_practice/scan", {"code": browser.code()})[0] == 200
    assert browser.send("Hello") == 200
    until(lambda: '"receipt": "read"' in caller.get("_practice/messages")[1])
    caller.post("_practice/write", {"number": PATIENT, "text": "Thanks"})
    (chat,) = json.loads(caller.get("_practice/chats")[1])["chats"]
    assert [(m["text"], m["from_me"]) for m in chat["messages"]] == [("Hello", True), ("Thanks", False)]
    assert (chat["account"], chat["number"], chat["unread"]) == (CLINIC, PATIENT, 1)
    state = json.loads(caller.get("_practice/state")[1])
    assert state["linked"] == [CLINIC]
    caller.post("_practice/unlink", {})
    assert browser.send("after that") == 401
    caller.post("_practice/reset", {})
    assert json.loads(caller.get("_practice/chats")[1])["chats"] == []


def test_one_id_is_one_message(caller: Caller, browser: Browser, whatsapp: PracticeWhatsApp) -> None:
    whatsapp.phone.scan(browser.code())
    browser.send("Hello")
    browser.send("Hello")
    until(lambda: len(whatsapp.phone.messages()) == 1)
    assert len(whatsapp.phone.chats()[0].messages) == 1


def test_messages_come_in_the_order_of_their_arrival(browser: Browser, whatsapp: PracticeWhatsApp) -> None:
    whatsapp.phone.scan(browser.code())
    whatsapp.phone.switch(delivery="slow")
    browser.send("held", message_id="A1")
    whatsapp.phone.switch(sent_delay=None, delivery="normal")
    browser.send("next", message_id="A2")
    whatsapp.phone.set_receipt("A2", "sent")
    whatsapp.phone.set_receipt("A1", "sent")
    assert [message.text for message in whatsapp.phone.messages()] == ["next", "held"]


def test_an_old_or_made_up_code_links_nothing(browser: Browser, whatsapp: PracticeWhatsApp) -> None:
    first = browser.code()
    second = browser.code()
    for code in (first, "", "2@made,up,code"):
        with pytest.raises(UnknownCode):
            whatsapp.phone.scan(code)
    whatsapp.phone.scan(second)
    with pytest.raises(UnknownCode):
        whatsapp.phone.scan(second)


def test_it_remembers_across_a_restart_on_another_port(restarted: Callable[[], PracticeWhatsApp]) -> None:
    first = restarted()
    first.start()
    browser = Browser(Caller(first.url))
    first.phone.scan(browser.code())
    first.phone.save_contact(PATIENT, "Rahul Sample")
    first.phone.switch(read_delay=None)
    browser.send("Hello")
    until(lambda: first.phone.messages() != () and first.phone.messages()[0].receipt == "delivered")
    first.stop()

    second = restarted()
    second.start()
    try:
        assert second.phone.linked() == (CLINIC,)
        until(lambda: second.phone.messages()[0].receipt == "read")
        assert second.phone.chats()[0].name == "Rahul Sample"
        assert Browser(Caller(second.url)).send("again", message_id="A2") == 200
    finally:
        second.stop()


def test_what_is_kept_survives_without_an_orderly_stop(
    restarted: Callable[[], PracticeWhatsApp], tmp_path: Path
) -> None:
    server, file = restarted(), tmp_path / "practice.json"
    server.start()
    try:
        server.phone.scan(Browser(Caller(server.url)).code())
        until(lambda: file.exists() and CLINIC in file.read_text(encoding="utf-8"))
    finally:
        server.stop()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"devices": 3, "accounts": []}'])
def test_a_damaged_memory_is_an_empty_one(
    restarted: Callable[[], PracticeWhatsApp], tmp_path: Path, content: str
) -> None:
    (tmp_path / "practice.json").write_text(content, encoding="utf-8")
    server = restarted()
    server.start()
    assert server.phone.chats() == ()
    server.stop()


def test_it_stops_with_open_pages_and_leaves_no_thread(whatsapp: PracticeWhatsApp) -> None:
    import http.client

    host = whatsapp.url.removeprefix("http://").rstrip("/")
    stream = http.client.HTTPConnection(host, timeout=5)
    stream.request("GET", "/_page/stream", headers={"Cookie": "practice_device=one"})
    answer = stream.getresponse()
    assert b"hello" in answer.readline()
    idle = http.client.HTTPConnection(host, timeout=5)
    idle.request("GET", "/_practice/messages")
    idle.getresponse().read()
    whatsapp.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("practice")]
    stream.close()
    idle.close()


def test_only_this_computers_own_pages_are_heard(caller: Caller) -> None:
    assert caller.get("_practice/messages", Host="evil.example")[0] == 403
    assert caller.get("_practice/messages", Origin="https://evil.example")[0] == 403
    assert caller.post("_practice/reset", {}, Origin="https://evil.example")[0] == 403
    assert caller.post("_practice/reset", {}, Origin=caller.url.rstrip("/"))[0] == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("elsewhere", 404), ("_static/../server.py", 404), ("_static/nothing.js", 404), ("_practice/nothing", 404)],
)
def test_what_is_not_there(caller: Caller, path: str, status: int) -> None:
    assert caller.get(path)[0] == status


def test_a_page_call_needs_sense(caller: Caller, browser: Browser) -> None:
    assert browser.ask("nothing")[0] == 404
    assert browser.ask("lookup", phone=PATIENT)[0] == 401
    assert caller.post("_page/codes", [1, 2])[0] == 400


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"nonsense": 1}, "no switch 'nonsense'"),
        ({"generation": "1999"}, "generation is one of"),
        ({"boot_seconds": "soon"}, "boot_seconds cannot be 'soon'"),
        ({"frozen": 1}, "frozen cannot be 1"),
        ({"drift": "data-testid"}, "drift is a list"),
    ],
)
def test_a_wrong_switch_is_refused_and_changes_nothing(
    caller: Caller, whatsapp: PracticeWhatsApp, changes: dict[str, object], complaint: str
) -> None:
    before = whatsapp.phone.settings
    with pytest.raises(UnknownSwitch, match=complaint):
        switched(PracticeSettings(), changes)
    status, told = caller.post("_practice/switch", changes)
    assert status == 422
    assert complaint in str(told["error"])
    assert whatsapp.phone.settings == before


def test_fitting_values_are_taken(whatsapp: PracticeWhatsApp) -> None:
    whatsapp.phone.switch(boot_seconds=5, read_delay=None, boot_stuck_at=43, drift=["b", "a"])
    settings = whatsapp.phone.settings
    assert (settings.boot_seconds, settings.read_delay, settings.boot_stuck_at) == (5.0, None, 43)
    assert settings.drift == ("a", "b")
