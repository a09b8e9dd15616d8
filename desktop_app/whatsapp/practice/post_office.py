"""How messages travel: accepted from a page, then one tick, two ticks, blue ticks, each after its delay.

A message counts as arrived from its first tick on. What is held (no connection, a server that does not answer) stays
under the clock and goes when the switch is lifted, as WhatsApp's own queue would.
"""

from functools import partial

from desktop_app.whatsapp.practice.records import Receipt
from desktop_app.whatsapp.practice.ticking import Ticker
from desktop_app.whatsapp.practice.world import Account, Chat, Message, World, new_id, now


class PostOffice:
    def __init__(self, world: World, ticker: Ticker) -> None:
        self._world = world
        self._ticker = ticker

    def accept(self, account: Account, number: str, text: str, message_id: str) -> None:
        """An own message typed on the computer. A page that asks twice with one id has asked once."""
        chat = account.chat(number)
        if any(message.id == message_id for message in chat.messages):
            return
        message = Message(message_id, text, from_me=True, at=now(), receipt="pending")
        chat.messages.append(message)
        chat.draft = ""
        self._world.tell_message(account, chat, message)
        self._plan(account, chat, message)

    def write_from_phone(self, account: Account, number: str, text: str) -> Message:
        """An own message typed on the clinic's phone: not one of those that the computer sent."""
        chat = account.chat(number)
        message = Message(new_id(), text, from_me=True, at=now(), receipt="read")
        chat.messages.append(message)
        self._world.tell_message(account, chat, message)
        return message

    def deliver_to_desk(self, account: Account, number: str, text: str) -> Message:
        """The patient writes."""
        chat = account.chat(number)
        message = Message(new_id(), text, from_me=False, at=now(), receipt="delivered")
        chat.messages.append(message)
        self._world.tell_message(account, chat, message)
        return message

    def set_receipt(self, account: Account, chat: Chat, message: Message, receipt: Receipt) -> None:
        message.receipt = receipt
        if message.from_me and receipt in {"sent", "delivered", "read"} and not message.arrived:
            self._world.arrivals += 1
            message.arrived = self._world.arrivals
        self._world.tell_message(account, chat, message)

    def resume(self) -> None:
        """Everything that is on its way and not read yet goes on (a lifted switch, a restarted server)."""
        for account, chat, message in list(self._world.own_messages()):
            if message.receipt not in {"read", "failed"}:
                self._plan(account, chat, message)

    def _plan(self, account: Account, chat: Chat, message: Message) -> None:
        settings = self._world.settings
        delay = {"pending": settings.sent_delay, "sent": settings.delivered_delay, "delivered": settings.read_delay}[
            message.receipt
        ]
        if delay is not None:
            self._ticker.after(delay, partial(self._advance, account, chat, message, message.receipt))

    def _advance(self, account: Account, chat: Chat, message: Message, seen: Receipt) -> None:
        with self._world.lock:
            if message.receipt != seen or self._world.settings.holds_messages:
                return
            if seen == "pending" and self._world.settings.delivery == "failed":
                self.set_receipt(account, chat, message, "failed")
                return
            following: dict[Receipt, Receipt] = {"pending": "sent", "sent": "delivered", "delivered": "read"}
            self.set_receipt(account, chat, message, following[seen])
            if message.receipt != "read":
                self._plan(account, chat, message)
