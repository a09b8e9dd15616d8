"""One message into one chat: open, make sure whose chat it is, type, read back, press Send, see it go.

Stages, and what an interruption means in each:
 opening   nothing of ours was typed; the chat's own link may have put our text into the composer, unsent
 typing    `before_typing` has committed `sending`; Send was not pressed, so nothing went
 pressed   Send was pressed, or may have been: only a new own bubble with a tick proves anything
WhatsApp's prefill comes with the chat's link, before the commit. That is safe: a text in a composer is not a message, and
Send is pressed only after the commit. So a crash before it leaves a queued message and at most a draft, and the next
attempt clears drafts; a crash after it leaves `sending`, and the chat itself is asked what happened.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from desktop_app.domain.message import ChatEvidence, MessageStatus
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services import fault
from desktop_app.services.channel import LookUp, LookUpResult, Outcome, SendResult
from desktop_app.whatsapp.web import evidence
from desktop_app.whatsapp.web.browser import BrowserLost, BrowserStuck
from desktop_app.whatsapp.web.composer import Composer
from desktop_app.whatsapp.web.open_chat import ChatOpener, NotOpened, Opened
from desktop_app.whatsapp.web.page import Bubble, Page
from desktop_app.whatsapp.web.patience import Hurry, Patience
from desktop_app.whatsapp.web.text import plain

log = logging.getLogger(__name__)

SEND_BUTTON_S = 5.0
BUBBLE_S = 8.0
TICK_S, LOOK_UP_TICK_S = 40.0, 20.0  # together the minute of whatsapp-web.md 6.3: what shows a clock is looked up next
SETTLED_S = 5.0
WATCH_S = 60.0
_RECEIPTS = {"sent": MessageStatus.SENT, "delivered": MessageStatus.DELIVERED, "read": MessageStatus.READ}


class Stage(Enum):
    OPENING = "opening"
    TYPING = "typing"
    PRESSED = "pressed"


_OUTCOME_OF_TROUBLE = {
    Stage.OPENING: Outcome.SESSION_LOST,
    Stage.TYPING: Outcome.SESSION_LOST,
    Stage.PRESSED: Outcome.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class WatchedChat:
    """The chat that a send left open, and until when its ticks are watched (monotonic)."""

    digits: str
    titles: tuple[str, ...]
    until: float


class Sender:
    """Sends and looks up. `patience` holds the clock and can be hurried when the program stops."""

    def __init__(self, page: Page, patience: Patience) -> None:
        self._page = page
        self._patience = patience
        self._opener = ChatOpener(page, patience)
        self._composer = Composer(page, patience)
        self._stage = Stage.OPENING
        self.watched: WatchedChat | None = None

    def send(self, to: MobileNumber, text: str, before_typing: Callable[[ChatEvidence], bool]) -> SendResult:
        self._stage = Stage.OPENING
        try:
            return self._send(to, text, before_typing)
        except (BrowserLost, BrowserStuck, Hurry) as trouble:
            outcome = _OUTCOME_OF_TROUBLE[self._stage]
            return SendResult(outcome, detail="stopping" if isinstance(trouble, Hurry) else "browser_lost")

    def _send(self, to: MobileNumber, text: str, before_typing: Callable[[ChatEvidence], bool]) -> SendResult:
        opened, bubbles = self._open_settled(to, text)
        if isinstance(opened, NotOpened):
            return SendResult(opened.outcome, had_unread=opened.had_unread, detail=opened.detail)
        before = evidence.of(bubbles, text)
        if not before_typing(before):
            self._composer.drop(text)
            return SendResult(Outcome.WITHDRAWN, had_unread=opened.had_unread)
        self._stage = Stage.TYPING
        fault.point("sender.committed")
        if not self._is_still(opened):
            return self._not_theirs(opened, text)
        typed = self._composer.put(text)
        if typed is None:
            self._composer.clear()
            return SendResult(Outcome.TEXT_NOT_ACCEPTED, had_unread=opened.had_unread)
        fault.point("sender.typed")
        return self._press_and_see(opened, text, typed, bubbles)

    def _open_settled(self, to: MobileNumber, text: str) -> tuple[Opened | NotOpened, tuple[Bubble, ...]]:
        """The recipient's chat and its bubbles. If another chat came in front meanwhile, once more from the beginning."""
        opened: Opened | NotOpened = NotOpened(Outcome.RECIPIENT_NOT_CONFIRMED, "chat_changed")
        for _ in range(2):
            opened = self._opener.open(to.digits, text)
            if isinstance(opened, NotOpened):
                return opened, ()
            fault.point("sender.opened")
            bubbles = self._settled()
            if self._is_still(opened):
                return opened, bubbles
            self._composer.drop(text)
        return NotOpened(Outcome.RECIPIENT_NOT_CONFIRMED, "chat_changed"), ()

    def _is_still(self, opened: Opened) -> bool:
        """The chat in front is the one that was proved: a person, or a slow page, may have put another one there."""
        chat = self._page.chat().chat
        return chat is not None and opened.has_same_header(chat.titles)

    def _not_theirs(self, opened: Opened, text: str) -> SendResult:
        """Another chat came in front before Send: our text out of it again; nothing went."""
        self._composer.drop(text)
        return SendResult(Outcome.RECIPIENT_NOT_CONFIRMED, had_unread=opened.had_unread, detail="chat_changed")

    # ── pressing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _press_and_see(self, opened: Opened, text: str, typed: str, before: tuple[Bubble, ...]) -> SendResult:
        def result(outcome: Outcome, receipt: MessageStatus | None = None, detail: str = "") -> SendResult:
            self.watched = WatchedChat(opened.digits, opened.titles, self._patience.now() + WATCH_S)
            return SendResult(outcome, receipt, opened.had_unread, detail)

        if not self._press(opened, typed):
            if not self._is_still(opened):
                return self._not_theirs(opened, text)
            self._composer.clear()
            return result(Outcome.TEXT_NOT_ACCEPTED, detail="no_send_button")
        fault.point("sender.pressed")
        bubble = self._new_bubble(text, before)
        if bubble is None and self._is_untouched(opened, typed):  # the click did nothing: once more, with the mouse
            self._press_with_mouse(opened, typed)
            bubble = self._new_bubble(text, before)
        if bubble is None:
            self._page.counts.missed("new_bubble")
            if self._is_untouched(opened, typed):
                self._composer.clear()
            return result(Outcome.UNKNOWN, detail="no_bubble")
        tick = self._tick_of(text, before, TICK_S)
        if tick == "failed":
            return result(Outcome.REFUSED)
        receipt = _RECEIPTS.get(tick)
        return result(Outcome.SENT, receipt) if receipt else result(Outcome.UNKNOWN, detail="pending")

    def _press(self, opened: Opened, typed: str) -> bool:
        """False if Send was surely not pressed."""
        for _ in self._patience.tries(SEND_BUTTON_S):
            self._stage = Stage.PRESSED
            press = self._page.press_send(typed, opened.titles)
            if press.is_pressed:
                return True
            self._stage = Stage.TYPING
            if press.why in ("text_changed", "chat_changed"):
                return False
        self._page.counts.missed("send_button")
        return self._press_enter(opened, typed)

    def _press_enter(self, opened: Opened, typed: str) -> bool:
        """Enter, where the page has no Send that we know: only with the verified text in the focused composer."""
        if not self._composer.focus() or not self._is_untouched(opened, typed):
            return False
        self._stage = Stage.PRESSED
        self._page.browser.press_key("Enter", 13)
        return True

    def _press_with_mouse(self, opened: Opened, typed: str) -> None:
        found = self._page.press_send(typed, opened.titles, only_find=True)
        if found.why == "found" and found.is_top:
            self._page.browser.click_at(found.x, found.y)
        elif found.why == "found":  # something lies over it: the mouse would hit that instead
            self._page.press_send(typed, opened.titles)

    def _is_untouched(self, opened: Opened, typed: str) -> bool:
        chat = self._page.chat().chat
        if chat is None or chat.composer is None or not opened.has_same_header(chat.titles):
            return False
        return plain(chat.composer) == plain(typed)

    # ── seeing ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _settled(self) -> tuple[Bubble, ...]:
        """The chat's bubbles once no more of them come in: two looks in a row that agree."""
        last: tuple[object, ...] | None = None
        bubbles: tuple[Bubble, ...] = ()
        for _ in self._patience.tries(SETTLED_S, every=0.08):
            chat = self._page.chat().chat
            if chat is None:
                continue
            bubbles = chat.bubbles
            look = (chat.total, tuple((bubble.id, bubble.seen) for bubble in bubbles), chat.is_loading)
            if look == last and not chat.is_loading:
                break
            last = look
        return bubbles

    def _new_bubble(self, text: str, before: tuple[Bubble, ...]) -> Bubble | None:
        for _ in self._patience.tries(BUBBLE_S, every=0.05, after_send=True):
            chat = self._page.chat().chat
            found = evidence.new_bubble(chat.bubbles, before, text) if chat else None
            if found is not None:
                return found
        return None

    def _tick_of(self, text: str, before: tuple[Bubble, ...], seconds: float) -> str:
        tick = "pending"
        for _ in self._patience.tries(seconds, every=0.1, after_send=True):
            chat = self._page.chat().chat
            found = evidence.new_bubble(chat.bubbles, before, text) if chat else None
            tick = (found.tick if found else None) or "pending"
            if tick != "pending":
                break
        return tick

    # ── looking up ──────────────────────────────────────────────────────────────────────────────────────────────────
    def look_up(self, to: MobileNumber, text: str, before: ChatEvidence | None) -> LookUpResult:
        """Did it go before the crash? Opens the chat without any text."""
        self._stage = Stage.OPENING
        try:
            opened = self._opener.open(to.digits, "")
            if isinstance(opened, NotOpened):
                is_lost = opened.outcome is Outcome.SESSION_LOST
                return LookUpResult(LookUp.CANNOT_TELL, detail="session_lost" if is_lost else opened.outcome.value)
            return self._judge(text, before)
        except (BrowserLost, BrowserStuck, Hurry):
            return LookUpResult(LookUp.CANNOT_TELL, detail="session_lost")

    def _judge(self, text: str, before: ChatEvidence | None) -> LookUpResult:
        answer, bubble = evidence.judge(self._settled(), text, before)
        if answer is LookUp.SURELY_NOT_THERE:  # a chat may still be loading what lies on the server: look again, longer
            for _ in self._patience.tries(2.0, every=0.2):
                answer, bubble = evidence.judge(self._settled(), text, before)
                if answer is not LookUp.SURELY_NOT_THERE:
                    break
        if answer is not LookUp.FOUND or bubble is None:
            return LookUpResult(answer)
        tick = bubble.tick or "pending"
        for _ in self._patience.tries(LOOK_UP_TICK_S, every=0.2):
            if tick != "pending":
                break
            answer, bubble = evidence.judge(self._settled(), text, before)
            tick = (bubble.tick if bubble else None) or "pending"
        receipt = _RECEIPTS.get(tick)
        return (
            LookUpResult(LookUp.FOUND, receipt)
            if receipt
            else LookUpResult(LookUp.CANNOT_TELL, detail=f"bubble_{tick}")
        )
