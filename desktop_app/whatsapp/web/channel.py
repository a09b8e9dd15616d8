"""WhatsApp Web as a MessageChannel: one browser, one profile, one page; used by one thread."""

import contextlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.message import TICKS, ChatEvidence, MessageStatus
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import (
    LookUpResult,
    Outcome,
    ReceiptSeen,
    SendResult,
    SessionReading,
    SessionState,
    Watched,
)
from desktop_app.services.ports import Clock
from desktop_app.whatsapp.web import receipts
from desktop_app.whatsapp.web.browser import Browser, BrowserLost, BrowserStuck
from desktop_app.whatsapp.web.browser_files import find_browser
from desktop_app.whatsapp.web.locators import COUNTS, load_table, read_counts
from desktop_app.whatsapp.web.page import Page, sockets_script
from desktop_app.whatsapp.web.patience import Hurry, Patience
from desktop_app.whatsapp.web.profile import Profile
from desktop_app.whatsapp.web.sender import Sender
from desktop_app.whatsapp.web.session import PageSession

log = logging.getLogger(__name__)

_ESCAPE = 27
_REMEMBERED_TITLES = 500
_FIRST_STORE_S, _STORE_S = 10.0, 300.0
CRASHED = "crashed"
UNRESPONSIVE = "unresponsive"


@dataclass(frozen=True, slots=True)
class WebSetup:
    """Where a hospital's WhatsApp runs. `url` is the real page or a loopback address; `state` the data folder's state/."""

    url: str
    profile: Path
    state: Path
    chrome: Path | None = None
    chromedriver: Path | None = None


class WebChannel:
    """See MessageChannel. `hurry` and `kill` may be called from any thread; all else from the one that owns it."""

    def __init__(self, setup: WebSetup, clock: Clock, browser: Browser | None = None) -> None:
        self._setup = setup
        self._clock = clock
        self._profile = Profile(setup.profile, setup.state / "run")
        self._table = load_table(setup.state)
        self._counts = read_counts(setup.state / COUNTS)
        self._browser = browser or Browser(self._profile, sockets_script())
        self._patience = Patience(clock.monotonic)
        self._page = Page(self._browser, self._table, self._counts, setup.url)
        self._session = self._new_session()
        self._sender = Sender(self._page, self._patience)
        self._titles: OrderedDict[str, str] = OrderedDict()
        self._is_code_wanted = False
        self._stuck = 0
        self._store_at = clock.monotonic() + _FIRST_STORE_S
        self._stays_in_chat = False
        self._is_restricted_chat = False
        if self._table.refused:
            log.warning("%s", self._table.refused)

    def _new_session(self) -> PageSession:
        return PageSession(self._page, self._clock.monotonic, self._setup.state / "whatsapp_pictures")

    # ── the session ─────────────────────────────────────────────────────────────────────────────────────────────────
    def start(self, *, visible: bool) -> None:
        self._patience.calm()
        self._stuck = 0
        self._stays_in_chat = self._is_restricted_chat = False
        files = find_browser(self._setup.chrome, self._setup.chromedriver)
        self._browser.start(files, visible=visible)
        self._session = self._new_session()
        self._session.is_code_wanted = self._is_code_wanted
        self._sender = Sender(self._page, self._patience)
        try:
            self._browser.open(self._page.url)
        except (BrowserLost, BrowserStuck):
            log.info("the page did not come at the first try")

    def want_code(self) -> None:
        """A person asked to link (or to show the code again)."""
        self._is_code_wanted = True
        if self._browser.is_started:
            self._guarded(self._session.want_code)

    def read_session(self) -> SessionReading:
        if not self._browser.is_started:
            return SessionReading(SessionState.CLOSED, "closed")
        try:
            reading = self._session.read()
        except BrowserLost:
            return SessionReading(SessionState.STARTING, CRASHED)
        except BrowserStuck:
            self._stuck += 1
            return SessionReading(SessionState.OFFLINE, UNRESPONSIVE if self._stuck > 1 else "slow")
        self._stuck = 0
        if reading.state is SessionState.READY:
            self._is_code_wanted = False
        self._store_counts()
        return self._of_restricted_chat(reading)

    def _store_counts(self) -> None:
        """A miss at once, the fallbacks every few minutes."""
        now = self._clock.monotonic()
        self._counts.store(also_fallbacks=now >= self._store_at)
        if now >= self._store_at:
            self._store_at = now + _STORE_S

    def _of_restricted_chat(self, reading: SessionReading) -> SessionReading:
        """While the chat that showed a restriction stays open, the page itself tells when it is lifted.

        That it is still there changes no reading: the queue has stopped for it, and goes on when a person says so.
        """
        if not self._is_restricted_chat or reading.state is not SessionState.READY:
            return reading
        try:
            chat = self._page.chat()
        except (BrowserLost, BrowserStuck):
            return reading
        if chat.chat is None:
            self._is_restricted_chat = False
            return reading
        if chat.chat.has_composer and not chat.chat.is_restricted:
            self._is_restricted_chat = False
            return SessionReading(
                reading.state, "restriction_lifted", number=reading.number, build=reading.build, misses=reading.misses
            )
        return reading

    def take_over(self) -> None:
        self._guarded(self._session.take_over)

    def ask_for_link_code(self, mobile: MobileNumber) -> None:
        """ "Log in with phone number": the code then comes with the next readings."""
        self.want_code()
        self._guarded(lambda: self._ask_for_code(mobile))

    def _ask_for_code(self, mobile: MobileNumber) -> None:
        for name, task, seconds in (
            ("link_with_number", "press_link_with_number", 20.0),
            ("number_field", "focus_number_field", 8.0),
        ):
            if not any(self._page.do(task) for _ in self._patience.tries(seconds, every=0.2)):
                self._counts.missed(name)
                return
        self._browser.command("Input.insertText", text=mobile.e164)
        if not self._page.do("press_number_next"):
            self._browser.press_key("Enter", 13)

    # ── messages ────────────────────────────────────────────────────────────────────────────────────────────────────
    def send(self, to: MobileNumber, text: str, before_typing: Callable[[ChatEvidence], bool]) -> SendResult:
        result = self._sender.send(to, text, before_typing)
        self._is_restricted_chat = result.outcome in (Outcome.RESTRICTED, Outcome.NO_COMPOSER)
        self._remember_title()
        return result

    def look_up(self, to: MobileNumber, text: str, before: ChatEvidence | None) -> LookUpResult:
        self._is_restricted_chat = False
        return self._sender.look_up(to, text, before)

    def receipts(self, watched: Sequence[Watched]) -> tuple[ReceiptSeen, ...]:
        """Ticks of the open chat and of the chat list; and the chat is left when its minute is over."""
        try:
            seen = [*self._of_open_chat(watched), *self._of_list(watched)]
        except (BrowserLost, BrowserStuck, Hurry):
            return ()
        best: dict[int, ReceiptSeen] = {}
        for receipt in seen:
            known = best.get(receipt.message_id)
            if known is None or _further(receipt.status, known.status):
                best[receipt.message_id] = receipt
        return tuple(best.values())

    def _of_list(self, watched: Sequence[Watched]) -> Sequence[ReceiptSeen]:
        return list(receipts.from_list(self._page.rows(), dict(self._titles), watched)) if watched else []

    def _of_open_chat(self, watched: Sequence[Watched]) -> Sequence[ReceiptSeen]:
        open_chat = self._sender.watched
        if open_chat is None:
            return []
        chat = self._page.chat().chat
        if chat is None or chat.titles != open_chat.titles:
            self._sender.watched = None
            return []
        seen = list(receipts.from_chat(chat, open_chat.digits, watched))
        read = {receipt.message_id for receipt in seen if receipt.status is MessageStatus.READ}
        is_all_read = all(
            message.message_id in read for message in watched if message.mobile.digits == open_chat.digits
        )
        if is_all_read or self._clock.monotonic() >= open_chat.until:
            self._sender.watched = None
            self._leave()
        return seen

    def _leave(self) -> None:
        """Back to the start page, if this page has a way: an open chat marks as read what the patient writes."""
        if self._stays_in_chat:
            return
        self._browser.press_key("Escape", _ESCAPE)
        for _ in self._patience.tries(1.0, every=0.1):
            if self._page.chat().chat is None:
                return
        self._stays_in_chat = True

    def _remember_title(self) -> None:
        open_chat = self._sender.watched
        if open_chat is not None and open_chat.titles:
            self._titles[open_chat.digits] = open_chat.titles[0]
            while len(self._titles) > _REMEMBERED_TITLES:
                self._titles.popitem(last=False)

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def hurry(self) -> None:
        """The program stops: what is not typed yet is not begun, what is sent has a few seconds to settle. Any thread."""
        self._patience.hurry()

    def kill(self) -> None:
        """Any thread: end the browser's processes at once; a call that waits for them then fails."""
        self._browser.kill()

    def stop(self, seconds: float) -> None:
        self._browser.stop(seconds)

    def forget(self) -> None:
        self._profile.forget()
        self._titles.clear()

    @property
    def pids(self) -> tuple[int, ...]:
        return self._browser.pids

    def _guarded(self, job: Callable[[], None]) -> None:
        """Something asked of a page that may be gone: then the next reading says so."""
        with contextlib.suppress(BrowserLost, BrowserStuck, Hurry):
            job()


def _further(one: MessageStatus, other: MessageStatus) -> bool:
    return TICKS.index(one) > TICKS.index(other)
