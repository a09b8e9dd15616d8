"""Opens one chat and makes sure whose it is, before anything is typed (contract section 6, "The right chat").

By a link inside the page; a link that the page does not take over is stopped there, and the chat is loaded by its
address. What then shows first decides: a composer in a chat that is provably the recipient's; a dialog that stays and has
nothing but an OK (no such number); a restriction; or nothing in time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from desktop_app.services.channel import Outcome
from desktop_app.whatsapp.web.composer import Composer
from desktop_app.whatsapp.web.page import Chat, ChatSnapshot, Dialog, Page, Row
from desktop_app.whatsapp.web.patience import Patience

OPEN_S = 45.0
DIALOG_STABLE_S = 2.2
NO_COMPOSER_S = 8.0
RESTRICTED_STABLE_S = 1.0
WRONG_CHAT_S = 4.0
UNCHANGED_CHAT_S = 2.0
PANEL_S = 5.0
_ESCAPE = 27
_OF_SESSION = frozenset(
    {"ban", "conflict", "another_tab", "terms", "app_lock", "storage", "update", "passkey", "offline_words"}
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The recipient's chat is open, and that is proved. `titles` are what its header says."""

    digits: str
    titles: tuple[str, ...]
    had_unread: bool

    def has_same_header(self, titles: tuple[str, ...]) -> bool:
        """Whether a chat with these titles is the one that was proved (both may have none: the ids told then)."""
        return any(title in self.titles for title in titles) if self.titles else not titles


@dataclass(frozen=True, slots=True)
class NotOpened:
    outcome: Outcome
    detail: str
    had_unread: bool = False


class Whose(Enum):
    RECIPIENT = "recipient"
    SOMEBODY_ELSE = "somebody_else"
    NOT_SAID = "not_said"


def whose(chat: Chat, digits: str) -> Whose:
    """By a number in the header, digit by digit, else by the chat's own data. A name proves nothing."""
    if chat.header_number is not None:
        return Whose.RECIPIENT if chat.header_number == digits else Whose.SOMEBODY_ELSE
    if chat.numbers:
        return Whose.RECIPIENT if set(chat.numbers) == {digits} else Whose.SOMEBODY_ELSE
    return Whose.NOT_SAID


AskPanel = Callable[[str], Whose]


class _Since:
    """For how long the same thing has been seen."""

    def __init__(self) -> None:
        self._what: object = None
        self._at = 0.0

    def seconds(self, what: object, now: float) -> float:
        if what != self._what:
            self._what, self._at = what, now
        return now - self._at


class ChatOpener:
    def __init__(self, page: Page, patience: Patience) -> None:
        self._page = page
        self._patience = patience
        self._composer = Composer(page, patience)
        self._panel_stays_open = False

    def open(self, digits: str, text: str) -> Opened | NotOpened:
        """Open the chat of `digits` with `text` prefilled. If it cannot be proved to be theirs, our text is taken out again."""
        before = self._page.chat()
        if before.dialog is not None and not self._is_cleared(before.dialog):
            return NotOpened(Outcome.SESSION_LOST, "dialog")
        rows = self._page.rows()
        self._follow(digits, text)
        answer = _Opening(self._page, self._patience, digits, before).answer(self._confirm_by_panel)
        if isinstance(answer, NotOpened):
            self._tidy(answer, text)
            return NotOpened(answer.outcome, answer.detail, False)
        return Opened(digits, answer.titles, _had_unread(rows, digits, answer.titles))

    def _is_cleared(self, dialog: Dialog) -> bool:
        """A dialog of an earlier chat is put away; any other is the session's, and nobody's to answer here."""
        if dialog.kind == "invalid":
            self._page.do("press_invalid_ok")
        return dialog.kind in ("invalid", "starting") or dialog.is_busy

    def _follow(self, digits: str, text: str) -> None:
        if not self._page.do("follow_link", href=self._page.chat_link(digits, text)):
            self._page.counts.missed("link")
            self._page.browser.open(self._page.chat_address(digits, text))

    def _tidy(self, answer: NotOpened, text: str) -> None:
        """After a refusal: the dialog's OK, and our text out of a chat that was opened by it and is not theirs."""
        if answer.outcome is Outcome.NOT_ON_WHATSAPP:
            if not self._page.do("press_invalid_ok"):
                self._page.browser.press_key("Escape", _ESCAPE)
        elif answer.outcome is Outcome.RECIPIENT_NOT_CONFIRMED and text:
            self._composer.drop(text)

    def _confirm_by_panel(self, digits: str) -> Whose:
        """Open the contact panel by a click on the header, read its numbers, close it by Escape."""
        if not self._page.do("press_header"):
            self._page.counts.missed("header_title")
            return Whose.NOT_SAID
        numbers: tuple[str, ...] = ()
        for _ in self._patience.tries(PANEL_S):
            panel = self._page.panel()
            if panel.numbers and panel.numbers == numbers:
                break
            numbers = panel.numbers
        if not numbers:
            self._page.counts.missed("contact_panel")
        self._close_panel()
        if not numbers:
            return Whose.NOT_SAID
        return Whose.RECIPIENT if set(numbers) == {digits} else Whose.SOMEBODY_ELSE

    def _close_panel(self) -> None:
        if self._panel_stays_open:
            return
        self._page.browser.press_key("Escape", _ESCAPE)
        for _ in self._patience.tries(1.5):
            if self._page.chat().chat is None:  # this page closes the whole chat by Escape
                self._panel_stays_open = True
                return
            if not self._page.panel().is_open:
                return


class _Opening:
    """The wait after one link: looks until one of the answers is certain."""

    def __init__(self, page: Page, patience: Patience, digits: str, before: ChatSnapshot) -> None:
        self._page = page
        self._patience = patience
        self._digits = digits
        self._before = before
        self._dialog, self._no_composer, self._restricted, self._same = _Since(), _Since(), _Since(), _Since()
        self._asked_panel_of: tuple[str, ...] | None = None
        self._last_wrong = ""

    def answer(self, ask_panel: AskPanel) -> Chat | NotOpened:
        for _ in self._patience.tries(OPEN_S, every=0.05):
            answer = self._look(self._page.chat(), ask_panel)
            if answer is not None:
                return answer
        return self._too_late()

    def _look(self, now: ChatSnapshot, ask_panel: AskPanel) -> Chat | NotOpened | None:
        time = self._patience.now()
        if now.origin != self._page.origin or now.has_qr:
            return NotOpened(Outcome.SESSION_LOST, "not_our_page")
        if now.dialog is not None:
            return self._of_dialog(now.dialog, self._dialog.seconds(now.dialog, time))
        self._dialog.seconds(None, time)
        if not now.has_main or now.chat is None:
            return None
        return self._of_chat(now.chat, self._is_new(now), time, ask_panel)

    def _of_dialog(self, dialog: Dialog, seconds: float) -> NotOpened | None:
        if dialog.kind == "restricted" and seconds >= RESTRICTED_STABLE_S:
            return NotOpened(Outcome.RESTRICTED, "dialog")
        if dialog.kind in _OF_SESSION:
            return NotOpened(Outcome.SESSION_LOST, dialog.kind or "")
        is_answer = (
            dialog.has_ok
            and not dialog.has_cancel
            and not dialog.has_log_out
            and not dialog.is_busy
            and dialog.kind in (None, "invalid")
        )
        return NotOpened(Outcome.NOT_ON_WHATSAPP, "") if is_answer and seconds >= DIALOG_STABLE_S else None

    def _of_chat(self, chat: Chat, is_new: bool, time: float, ask_panel: AskPanel) -> Chat | NotOpened | None:
        restricted = (
            self._restricted.seconds(chat.is_restricted, time)
            if chat.is_restricted
            else self._restricted.seconds(None, time)
        )
        if chat.is_restricted and restricted >= RESTRICTED_STABLE_S:
            return NotOpened(Outcome.RESTRICTED, "composer")
        without = self._no_composer.seconds((chat.has_composer, chat.titles), time)
        if not chat.has_composer:
            return NotOpened(Outcome.NO_COMPOSER, "") if chat.titles and without >= NO_COMPOSER_S else None
        return self._of_recipient(chat, is_new, self._same.seconds(chat.titles, time), ask_panel)

    def _of_recipient(self, chat: Chat, is_new: bool, seconds: float, ask_panel: AskPanel) -> Chat | NotOpened | None:
        match whose(chat, self._digits):
            case Whose.RECIPIENT:
                return chat
            case Whose.SOMEBODY_ELSE:
                self._last_wrong = "another_number"
                return (
                    NotOpened(Outcome.RECIPIENT_NOT_CONFIRMED, self._last_wrong)
                    if is_new and seconds >= WRONG_CHAT_S
                    else None
                )
            case Whose.NOT_SAID:
                return self._of_name(chat, is_new, seconds, ask_panel)

    def _of_name(self, chat: Chat, is_new: bool, seconds: float, ask_panel: AskPanel) -> Chat | NotOpened | None:
        if not chat.titles or self._asked_panel_of == chat.titles or seconds < (0.4 if is_new else UNCHANGED_CHAT_S):
            is_final = is_new and self._asked_panel_of == chat.titles and seconds >= WRONG_CHAT_S
            return NotOpened(Outcome.RECIPIENT_NOT_CONFIRMED, self._last_wrong) if is_final else None
        self._asked_panel_of = chat.titles
        answer = ask_panel(self._digits)
        now = self._page.chat().chat
        if answer is Whose.RECIPIENT and now is not None and now.titles == chat.titles and now.has_composer:
            return now
        self._last_wrong = "another_number" if answer is Whose.SOMEBODY_ELSE else "no_number"
        return None

    def _is_new(self, now: ChatSnapshot) -> bool:
        """Is the chat that shows another one than before the link? An old one may stay for a while (a slow switch)."""
        was = self._before.chat
        return now.load != self._before.load or was is None or now.chat is None or was.titles != now.chat.titles

    def _too_late(self) -> NotOpened:
        now = self._page.chat()
        if not now.has_main:
            return NotOpened(Outcome.SESSION_LOST, "page_did_not_come")
        self._page.counts.missed("chat")
        return NotOpened(Outcome.RECIPIENT_NOT_CONFIRMED, self._last_wrong or "chat_did_not_open")


def _had_unread(rows: tuple[Row, ...], digits: str, titles: tuple[str, ...]) -> bool:
    return any(row.is_unread and (row.number == digits or row.title in titles) for row in rows)
