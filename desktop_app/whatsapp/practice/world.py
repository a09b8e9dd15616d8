"""What the pretend WhatsApp knows: accounts with their chats, the devices linked to them, and who is listening.

One lock guards it all. Whatever changes is told at once to the open pages of that account (`Stream`) as a small JSON
record, so that a page only ever draws what the server says.
"""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from queue import SimpleQueue
from threading import Condition, RLock

from desktop_app.whatsapp.practice.records import (
    PracticeChat,
    PracticeEvent,
    PracticeMessage,
    Receipt,
    UnknownNumber,
)
from desktop_app.whatsapp.practice.settings import PracticeSettings

Wire = dict[str, object]  # one JSON record on its way to a page


def now() -> datetime:
    """The pretend WhatsApp's own time; the application's Clock is not asked, as WhatsApp's would not be."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Message:
    id: str
    text: str
    from_me: bool
    at: datetime
    receipt: Receipt
    arrived: int = 0  # its place among all own messages that reached WhatsApp; 0 = it did not (yet)


@dataclass(slots=True)
class Chat:
    number: str
    messages: list[Message] = field(default_factory=list[Message])
    draft: str = ""

    @property
    def unread(self) -> int:
        return sum(not message.from_me and message.receipt != "read" for message in self.messages)


@dataclass(slots=True)
class Account:
    number: str
    names: dict[str, str] = field(default_factory=dict[str, str])
    chats: dict[str, Chat] = field(default_factory=dict[str, Chat])

    def chat(self, number: str) -> Chat:
        return self.chats.setdefault(number, Chat(number))


@dataclass(slots=True)
class Device:
    """A browser. `number` is the account it is linked to, "" = none. `codes` are the texts it may show now."""

    id: str
    number: str = ""
    codes: list[str] = field(default_factory=list[str])
    phone_code: str = ""
    phone_code_until: datetime | None = None


class Stream:
    """One open page. Records come out of `records`; None is the end. `took` is the last ticket the page confirmed."""

    def __init__(self, device_id: str) -> None:
        self.id = secrets.token_hex(8)
        self.device_id = device_id
        self.took = 0
        self.records: SimpleQueue[Wire | None] = SimpleQueue()


class World:
    def __init__(self, settings: PracticeSettings) -> None:
        self.lock = RLock()
        self.changed = Condition(self.lock)
        self.version = 0
        self.is_closing = False
        self.settings = settings
        self.accounts: dict[str, Account] = {}
        self.devices: dict[str, Device] = {}
        self.journal: list[PracticeEvent] = []
        self.streams: list[Stream] = []
        self.arrivals = 0
        self._tickets = 0

    # ── who ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def device(self, device_id: str) -> Device:
        return self.devices.setdefault(device_id, Device(device_id))

    def account(self, number: str | None, chat: str = "") -> Account:
        """The account with this number; without one: the account that has `chat`, else the first."""
        if number:
            if number not in self.accounts:
                raise UnknownNumber(f"No account with the number {number}.")
            return self.accounts[number]
        for account in self.accounts.values():
            if chat in account.chats:
                return account
        if not self.accounts:
            raise UnknownNumber("No phone has been linked yet.")
        return next(iter(self.accounts.values()))

    def own_messages(self) -> Iterator[tuple[Account, Chat, Message]]:
        for account in self.accounts.values():
            for chat in account.chats.values():
                for message in chat.messages:
                    if message.from_me:
                        yield account, chat, message

    def close(self) -> None:
        """Whoever waits for a change or for an event need not wait any longer."""
        with self.lock:
            self.is_closing = True
            for stream in self.streams:
                stream.records.put(None)
            self.changed.notify_all()

    # ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def touch(self) -> None:
        self.version += 1
        self.changed.notify_all()

    def note(self, kind: str, account: str = "", number: str = "", detail: str = "") -> None:
        self.journal.append(PracticeEvent(kind, account, number, detail, now()))
        self.touch()

    def tell(self, record: Wire, *, account: str | None = None, device: str | None = None) -> None:
        """To the open pages of an account, of a device, or (neither given) to all."""
        for stream in self.streams:
            linked = self.device(stream.device_id).number
            if account in {None, linked} and device in {None, stream.device_id}:
                stream.records.put(record)
        self.touch()

    def tell_settings(self) -> int:
        """Answers the ticket that each page confirms once it has changed (`wait_until_taken`)."""
        self._tickets += 1
        self.tell({"kind": "settings", "settings": settings_wire(self.settings), "ticket": self._tickets})
        return self._tickets

    def wait_until_taken(self, ticket: int, seconds: float) -> None:
        with self.lock:
            self.changed.wait_for(
                lambda: self.is_closing or all(stream.took >= ticket for stream in self.streams), seconds
            )

    def tell_message(self, account: Account, chat: Chat, message: Message) -> None:
        self.tell(
            {"kind": "message", "chat": chat_wire(account, chat), "message": message_wire(message)},
            account=account.number,
        )

    def tell_chat(self, account: Account, chat: Chat) -> None:
        self.tell({"kind": "chat", "chat": chat_wire(account, chat)}, account=account.number)


def settings_wire(settings: PracticeSettings) -> Wire:
    return asdict(settings)


def new_id(prefix: str = "3A", length: int = 20) -> str:
    return prefix + secrets.token_hex(length)[: length - len(prefix)].upper()


def chat_wire(account: Account, chat: Chat) -> Wire:
    return {
        "number": chat.number,
        "name": account.names.get(chat.number, ""),
        "unread": chat.unread,
        "draft": chat.draft,
        "count": len(chat.messages),
    }


def message_wire(message: Message) -> Wire:
    return {
        "id": message.id,
        "text": message.text,
        "mine": message.from_me,
        "at": message.at.isoformat(),
        "receipt": message.receipt,
    }


def message_view(account: Account, chat: Chat, message: Message) -> PracticeMessage:
    return PracticeMessage(
        message.id, account.number, chat.number, message.text, message.from_me, message.at, message.receipt
    )


def chat_view(account: Account, chat: Chat) -> PracticeChat:
    messages = tuple(message_view(account, chat, message) for message in chat.messages)
    return PracticeChat(account.number, chat.number, account.names.get(chat.number, ""), messages, chat.unread)
