"""Linking a computer: the codes a page shows, the phone that reads one, and logging out again."""

import base64
import secrets
from datetime import timedelta

from desktop_app.whatsapp.practice.records import UnknownCode
from desktop_app.whatsapp.practice.samples import add_sample_chats
from desktop_app.whatsapp.practice.world import Account, Device, World, chat_wire, message_wire, now

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ123456789"


class Linking:
    def __init__(self, world: World) -> None:
        self._world = world

    def fresh_codes(self, device: Device) -> list[str]:
        """A new batch, as the server gives it; the codes of the one before stop working."""
        keys = ",".join(base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(3))
        prefix = self._world.settings.code_prefix
        device.codes = [f"{prefix}2@{secrets.token_urlsafe(90)},{keys},1" for _ in range(self._world.settings.codes)]
        self._world.touch()
        return device.codes

    def fresh_phone_code(self, device: Device) -> str:
        device.phone_code = "".join(secrets.choice(_LETTERS) for _ in range(8))
        device.phone_code_until = now() + timedelta(seconds=self._world.settings.phone_code_seconds)
        self._world.touch()
        return device.phone_code

    def link_by_code(self, code: str, number: str) -> None:
        """Raises UnknownCode when no page may show this text now."""
        wanted = code.strip()
        for device in self._world.devices.values():
            if wanted and wanted in device.codes:
                self._link(device, number)
                return
        raise UnknownCode("No page shows this code. It may have been replaced; read the new one.")

    def link_by_phone_code(self, code: str, number: str) -> None:
        wanted = code.replace("-", "").replace(" ", "").upper()
        for device in self._world.devices.values():
            until = device.phone_code_until
            if wanted and wanted == device.phone_code and until is not None and now() < until:
                self._link(device, number)
                return
        raise UnknownCode("No page shows these eight characters, or their time is over.")

    def unlink(self, number: str | None, reason: int) -> None:
        """Log out every computer of this account (of all accounts without a number)."""
        for device in list(self._world.devices.values()):
            if device.number and number in {None, device.number}:
                self.unlink_device(device, reason)

    def unlink_device(self, device: Device, reason: int) -> None:
        self._world.tell({"kind": "unlinked", "reason": reason}, device=device.id)
        self._world.note("unlinked", device.number)
        device.number = ""
        device.codes = []

    def _link(self, device: Device, number: str) -> None:
        world = self._world
        is_new = number not in world.accounts
        account = world.accounts.setdefault(number, Account(number))
        if is_new and world.settings.sample_chats:
            add_sample_chats(account)
        device.number = number
        device.codes = []
        device.phone_code = ""
        world.note("linked", number)
        world.tell({"kind": "linked", "number": number, "chats": chats_wire(account)}, device=device.id)


def chats_wire(account: Account) -> list[object]:
    return [
        chat_wire(account, chat) | {"messages": [message_wire(message) for message in chat.messages]}
        for chat in account.chats.values()
    ]
