"""The pretend phone: everything a hand on the clinic's or the patient's phone could do, and what it would show.

Thread-safe. The same things can be done from another process through `/_practice/…` (control.py). The clinic's account is
chosen by `account` (its number in digits); left out, it is the one that has the chat, else the first that was linked.
"""

from desktop_app.whatsapp.practice.linking import Linking
from desktop_app.whatsapp.practice.post_office import PostOffice
from desktop_app.whatsapp.practice.records import (
    PracticeChat,
    PracticeEvent,
    PracticeMessage,
    Receipt,
    UnknownNumber,
)
from desktop_app.whatsapp.practice.settings import PracticeSettings, switched
from desktop_app.whatsapp.practice.world import World, chat_view, message_view

CLINIC = "919820011223"
_PATIENCE = 3.0


class PracticePhone:
    def __init__(self, world: World, linking: Linking, post: PostOffice, first_settings: PracticeSettings) -> None:
        self._world = world
        self._linking = linking
        self._post = post
        self._first_settings = first_settings

    # ── linking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def scan(self, code: str, number: str = CLINIC) -> None:
        """Link the computer that shows this QR text (any of its current batch). Raises UnknownCode."""
        with self._world.lock:
            self._linking.link_by_code(code, number)

    def enter_code(self, code: str, number: str = CLINIC) -> None:
        """ "Link with phone number": type the eight characters. Raises UnknownCode."""
        with self._world.lock:
            self._linking.link_by_phone_code(code, number)

    def codes(self) -> tuple[str, ...]:
        """The first current code of each page that waits to be scanned (for people who have no camera)."""
        with self._world.lock:
            return tuple(device.codes[0] for device in self._world.devices.values() if device.codes)

    def unlink(self, number: str | None = None, reason: int = 0) -> None:
        """Log out from the phone: the page goes to `?post_logout=1&logout_reason=…` and shows a code."""
        with self._world.lock:
            self._linking.unlink(number, reason)

    def linked(self) -> tuple[str, ...]:
        with self._world.lock:
            return tuple(device.number for device in self._world.devices.values() if device.number)

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def chats(self) -> tuple[PracticeChat, ...]:
        with self._world.lock:
            return tuple(
                chat_view(account, chat) for account in self._world.accounts.values() for chat in account.chats.values()
            )

    def messages(self) -> tuple[PracticeMessage, ...]:
        """Every own message that reached WhatsApp, in that order, with the text as sent and the chat it REALLY went to.

        What still waits under the clock or failed did not reach it: see `chats()`.
        """
        with self._world.lock:
            arrived = [entry for entry in self._world.own_messages() if entry[2].arrived]
            arrived.sort(key=lambda entry: entry[2].arrived)
            return tuple(message_view(*entry) for entry in arrived)

    def events(self) -> tuple[PracticeEvent, ...]:
        """What happened on the page: loads, opened chats, mistakes."""
        with self._world.lock:
            return tuple(self._world.journal)

    def mistakes(self) -> tuple[PracticeEvent, ...]:
        """Presses of buttons that a careful program never presses: the microphone, "Log out"."""
        return tuple(event for event in self.events() if event.is_mistake)

    def wait_for_change(self, version: int, seconds: float) -> int:
        """Wait until something changed since `version` (0 = the start), at most so long; the version now."""
        with self._world.lock:
            self._world.changed.wait_for(lambda: self._world.is_closing or self._world.version != version, seconds)
            return self._world.version

    # ── acting ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def write(self, number: str, text: str, account: str | None = None) -> str:
        """The patient writes to the clinic. Answers the message's id."""
        with self._world.lock:
            return self._post.deliver_to_desk(self._world.account(account, number), number, text).id

    def write_from_clinic(self, number: str, text: str, account: str | None = None) -> str:
        """Somebody at the clinic writes on the phone itself: an own, read bubble that the computer did not send."""
        with self._world.lock:
            return self._post.write_from_phone(self._world.account(account, number), number, text).id

    def save_contact(self, number: str, name: str, account: str | None = None) -> None:
        """The clinic's phone saves (or with "" forgets) a name for this number."""
        with self._world.lock:
            owner = self._world.account(account, number)
            owner.names[number] = name
            self._world.tell_chat(owner, owner.chat(number))

    def set_receipt(self, message_id: str, receipt: Receipt) -> None:
        """Move a message's ticks by hand. Raises UnknownNumber for an id that does not exist."""
        with self._world.lock:
            for account, chat, message in self._world.own_messages():
                if message.id == message_id:
                    self._post.set_receipt(account, chat, message, receipt)
                    return
        raise UnknownNumber("No own message with this id.")

    def read(self, number: str, account: str | None = None) -> None:
        """The patient opens the chat: everything that reached the phone turns blue."""
        with self._world.lock:
            owner = self._world.account(account, number)
            chat = owner.chat(number)
            for message in chat.messages:
                if message.from_me and message.receipt in {"sent", "delivered"}:
                    self._post.set_receipt(owner, chat, message, "read")

    # ── switching ───────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def settings(self) -> PracticeSettings:
        with self._world.lock:
            return self._world.settings

    def switch(self, **changes: object) -> None:
        """Change settings while pages are open. Raises UnknownSwitch; then nothing has changed.

        Comes back when every open page has changed (a page that answers nothing is not waited for longer than a few seconds).
        """
        with self._world.lock:
            self._world.settings = switched(self._world.settings, changes)
            ticket = self._world.tell_settings()
            if not self._world.settings.holds_messages:
                self._post.resume()
        self._world.wait_until_taken(ticket, _PATIENCE)

    def reload_pages(self) -> None:
        """Every open page loads itself anew, as WhatsApp's own updates do."""
        with self._world.lock:
            self._world.tell({"kind": "reload"})

    def reset(self) -> None:
        """Forget everything (accounts, chats, devices, events) and go back to the first settings."""
        with self._world.lock:
            self._linking.unlink(None, 0)
            self._world.accounts.clear()
            self._world.journal.clear()
            self._world.arrivals = 0
            self._world.settings = self._first_settings
            self._world.tell({"kind": "reload"})
