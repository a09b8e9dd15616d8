"""What counts as an answer after a chat's link: dialogs that stay, numbers that are the recipient's. Without a browser."""

from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from desktop_app.services.channel import Outcome
from desktop_app.whatsapp.web.open_chat import ChatOpener, NotOpened, Opened
from desktop_app.whatsapp.web.page import Chat, ChatSnapshot, Dialog, Page, PanelNumbers
from desktop_app.whatsapp.web.patience import Patience
from desktop_app.whatsapp.web.sender import Sender

ORIGIN, DIGITS, OTHER = "http://127.0.0.1:9", "919876543210", "919000000001"
NOT_ON_WHATSAPP = Dialog(
    kind="invalid", has_use_here=False, says_use_here=False, has_ok=True, has_named_ok=True, has_cancel=False, has_close=False,
    buttons=1, has_log_out=False, has_number=True, has_input=False, has_media=False, is_busy=False,
)  # fmt: skip
CHAT = Chat(("+91 98765 43210",), DIGITS, (), True, "", False, False, (), 0, False)
SAVED = replace(CHAT, titles=("Rahul",), header_number=None)


class Clock:
    """Each look at it is a twentieth of a second later."""

    at = 0.0

    def now(self) -> float:
        self.at += 0.05
        return self.at


@dataclass
class Shows:
    """A page that shows a chat or a dialog after the link, and notes what was asked of it."""

    after: ChatSnapshot
    panel_numbers: tuple[str, ...] = ()
    origin: str = ORIGIN
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser, self.counts = self, self
        self.is_linked = False

    def chat(self) -> ChatSnapshot:
        return self.after if self.is_linked else replace(self.after, dialog=None, chat=None)

    def rows(self) -> tuple[object, ...]:
        return ()

    def panel(self) -> PanelNumbers:
        return PanelNumbers(is_open=self.done[-1] == "press_header", numbers=self.panel_numbers)

    def chat_link(self, digits: str, text: str) -> str:
        return digits

    def do(self, task: str, **options: object) -> bool:
        self.is_linked = True
        self.done.append(task)
        return True

    def press_key(self, key: str, code: int) -> None:
        self.done.append(key)

    def missed(self, name: str) -> None: ...


def opened(page: Shows) -> Opened | NotOpened:
    clock = Clock()
    patience = Patience(clock.now)
    patience.tries = lambda seconds, every=0.1, **_more: iter(range(int(seconds / every)))
    return ChatOpener(cast("Page", cast("Any", page)), patience).open(DIGITS, "Hello")


def snapshot(**shown: object) -> ChatSnapshot:
    return replace(ChatSnapshot(2.0, ORIGIN, True, False, None, None), **shown)


def outcome(page: Shows) -> Outcome | None:
    answer = opened(page)
    return answer.outcome if isinstance(answer, NotOpened) else None


def test_a_dialog_with_nothing_but_its_ok_is_the_answer_once_it_stays() -> None:
    assert outcome(Shows(snapshot(dialog=NOT_ON_WHATSAPP))) is Outcome.NOT_ON_WHATSAPP
    assert outcome(Shows(snapshot(dialog=replace(NOT_ON_WHATSAPP, kind=None)))) is Outcome.NOT_ON_WHATSAPP


@pytest.mark.parametrize(
    "change",
    [{"has_cancel": True}, {"has_log_out": True}, {"is_busy": True}, {"has_ok": False}, {"kind": "starting"}, {"kind": "call"}],
)  # fmt: skip
def test_any_other_dialog_is_not(change: dict[str, Any]) -> None:
    assert outcome(Shows(snapshot(dialog=replace(NOT_ON_WHATSAPP, **change)))) is not Outcome.NOT_ON_WHATSAPP


def test_a_dialog_that_flashes_is_no_answer() -> None:
    page = Shows(snapshot(dialog=NOT_ON_WHATSAPP))
    looks = iter([snapshot(dialog=NOT_ON_WHATSAPP)] * 30)
    page.chat = lambda: next(looks, snapshot(chat=CHAT))
    assert isinstance(opened(page), Opened)


@pytest.mark.parametrize("change", [{"origin": "http://10.0.0.1"}, {"has_qr": True}])
def test_what_is_not_our_page_any_more_is_a_lost_session(change: dict[str, Any]) -> None:
    assert outcome(Shows(snapshot(chat=CHAT, **change))) is Outcome.SESSION_LOST


@pytest.mark.parametrize(
    ("chat", "panel", "is_recipient"),
    [
        (CHAT, (), True),
        (replace(CHAT, header_number=OTHER, titles=(OTHER,)), (DIGITS,), False),
        (replace(SAVED, numbers=(DIGITS,)), (), True),
        (replace(SAVED, numbers=(OTHER,)), (DIGITS,), False),
        (replace(SAVED, numbers=(DIGITS, OTHER)), (DIGITS,), False),
        (replace(SAVED, numbers=("group",)), (DIGITS,), False),
        (SAVED, (DIGITS,), True),
        (SAVED, (OTHER,), False),
        (SAVED, (DIGITS, OTHER), False),
        (SAVED, (), False),
    ],
)
def test_the_number_must_be_the_recipients_and_no_other(chat: Chat, panel: tuple[str, ...], is_recipient: bool) -> None:
    answer = outcome(Shows(snapshot(chat=chat), panel))
    assert answer is (None if is_recipient else Outcome.RECIPIENT_NOT_CONFIRMED)


@pytest.mark.parametrize(("looks", "is_opened"), [(60, True), (2000, False)])
def test_the_chat_before_may_stay_for_a_while(looks: int, is_opened: bool) -> None:
    """A slow switch: neither the recipient nor somebody else's chat, until it changes or the time is over."""
    old = snapshot(chat=replace(CHAT, header_number=OTHER, titles=("+91 90000 00001",)))
    page = Shows(old)
    shown = iter([old] * looks)
    page.chat = lambda: next(shown, snapshot(chat=CHAT))
    answer = opened(page)
    assert isinstance(answer, Opened) is is_opened
    assert isinstance(answer, Opened) or answer.outcome is Outcome.RECIPIENT_NOT_CONFIRMED


@pytest.mark.parametrize(
    ("in_front", "is_pressed"),
    [
        (replace(CHAT, composer="Hello"), True),
        (replace(CHAT, composer="Hello and what somebody typed behind it"), False),
        (replace(CHAT, composer="Hello", titles=("+91 91234 56780",)), False),
        (replace(CHAT, composer=None, has_composer=False), False),
        (None, False),
    ],
)
def test_enter_is_pressed_only_over_the_proved_text_in_the_proved_chat(in_front: Chat | None, is_pressed: bool) -> None:
    page = Shows(snapshot(chat=in_front))
    page.is_linked = True
    sender = Sender(cast("Page", cast("Any", page)), Patience(Clock().now))
    assert sender._press_enter(Opened(DIGITS, CHAT.titles, had_unread=False), "Hello") is is_pressed
    assert page.done == ["focus_composer", *(["Enter"] if is_pressed else [])]
