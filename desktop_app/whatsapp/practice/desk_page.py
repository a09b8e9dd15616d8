"""What the open page may ask of the pretend WhatsApp (`/_page/…`): the other end of resources/practice/server.js."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace

from desktop_app.whatsapp.practice.linking import Linking, chats_wire
from desktop_app.whatsapp.practice.post_office import PostOffice
from desktop_app.whatsapp.practice.settings import PracticeSettings
from desktop_app.whatsapp.practice.world import Account, Device, Stream, Wire, World, settings_wire

Ask = Mapping[str, object]


class NotLinked(Exception):
    """This computer is not linked (any more)."""


class DeskPage:
    def __init__(self, world: World, linking: Linking, post: PostOffice) -> None:
        self._world = world
        self._linking = linking
        self._post = post
        self.calls: Mapping[str, Callable[[Device, Ask], Wire]] = {
            "codes": self._codes,
            "phone-code": self._phone_code,
            "lookup": self._lookup,
            "opened": self._opened,
            "send": self._send,
            "draft": self._draft,
            "pressed": self._pressed,
            "took": self._took,
            "left": self._left,
            "use-here": self._use_here,
            "close-modal": self._close_modal,
        }

    def open_stream(self, device_id: str) -> Stream:
        """A page has loaded: it is told everything once, then every change."""
        with self._world.lock:
            stream = Stream(device_id)
            device = self._world.device(device_id)
            account = self._world.accounts.get(device.number)
            hello: Wire = {
                "kind": "hello",
                "settings": settings_wire(self._world.settings),
                "stream": stream.id,
                "number": device.number,
                "chats": chats_wire(account) if account else [],
            }
            stream.records.put(hello)
            self._world.streams.append(stream)
            self._world.note("page_loaded", device.number)
            return stream

    def close_stream(self, stream: Stream) -> None:
        with self._world.lock:
            if stream in self._world.streams:
                self._world.streams.remove(stream)

    def call(self, name: str, device_id: str, ask: Ask) -> Wire:
        """Raises KeyError for a call that does not exist, NotLinked where a linked computer is needed."""
        with self._world.lock:
            return self.calls[name](self._world.device(device_id), ask)

    # ── linking ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _codes(self, device: Device, _ask: Ask) -> Wire:
        if device.codes:
            self._world.note("code_renewed")
        return {"codes": self._linking.fresh_codes(device)}

    def _phone_code(self, device: Device, _ask: Ask) -> Wire:
        return {"code": self._linking.fresh_phone_code(device)}

    # ── chats ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _lookup(self, device: Device, ask: Ask) -> Wire:
        """Who is behind the link's number? The answer names the chat that will open: with `decoy`, another one."""
        account = self._account(device)
        number, text, settings = str(ask.get("phone", "")), str(ask.get("text", "")), self._world.settings
        if not _is_on_whatsapp(number, settings.not_on_whatsapp):
            self._world.note("not_found", account.number, number)
            return {"exists": False}
        if settings.decoy:
            number = settings.decoy_number
            if settings.decoy == "name":
                account.names[number] = "Meena Decoy"
        chat = account.chats.get(number)
        if settings.identical_older_bubble and text and not (chat and any(m.text == text for m in chat.messages)):
            self._post.write_from_phone(account, number, text)
        return {"exists": True, "number": number, "name": account.names.get(number, "")}

    def _opened(self, device: Device, ask: Ask) -> Wire:
        """A chat was opened on the computer: what the patient wrote is now read, on the phone too."""
        account, number = self._account(device), str(ask["number"])
        self._world.note("chat_opened", account.number, number)
        chat = account.chats.get(number)
        unread = chat.unread if chat else 0
        if chat and unread:
            self._world.note("marked_read", account.number, number, str(unread))
            for message in chat.messages:
                if not message.from_me:
                    message.receipt = "read"
            self._world.tell_chat(account, chat)
        return {}

    def _send(self, device: Device, ask: Ask) -> Wire:
        self._post.accept(self._account(device), str(ask["number"]), str(ask["text"]), str(ask["id"]))
        return {}

    def _draft(self, device: Device, ask: Ask) -> Wire:
        account = self._account(device)
        number, text = str(ask["number"]), str(ask["text"])
        if text or number in account.chats:
            account.chat(number).draft = text
            self._world.touch()
        return {}

    # ── buttons ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _pressed(self, device: Device, ask: Ask) -> Wire:
        what = str(ask["what"])
        self._world.note(what, device.number)
        if what == "log_out_pressed" and device.number:
            self._linking.unlink_device(device, 0)
        return {}

    def _took(self, _device: Device, ask: Ask) -> Wire:
        """The page has changed as the settings with this ticket say."""
        for stream in self._world.streams:
            if stream.id == ask["stream"]:
                stream.took = int(str(ask["ticket"]))
        self._world.touch()
        return {}

    def _left(self, _device: Device, ask: Ask) -> Wire:
        """The page was closed or another one loaded in its place."""
        for stream in self._world.streams:
            if stream.id == ask["stream"]:
                stream.records.put(None)
                stream.took = sys.maxsize
        self._world.touch()
        return {}

    def _use_here(self, device: Device, _ask: Ask) -> Wire:
        """The conflict (or other tab) ends: this computer has taken over."""
        self._world.note("use_here_pressed", device.number)
        self._put(replace(self._world.settings, screen=""))
        return {}

    def _close_modal(self, device: Device, _ask: Ask) -> Wire:
        self._world.note("modal_closed", device.number)
        self._put(replace(self._world.settings, modal=""))
        return {}

    def _put(self, settings: PracticeSettings) -> None:
        self._world.settings = settings
        self._world.tell_settings()

    def _account(self, device: Device) -> Account:
        if not device.number:
            raise NotLinked
        return self._world.accounts[device.number]


def _is_on_whatsapp(number: str, refused: tuple[str, ...]) -> bool:
    if not number.isascii() or not number.isdigit() or number.startswith("0") or number in refused:
        return False
    if number.startswith("91"):
        return len(number) == 12 and number[2] in "6789"
    return 8 <= len(number) <= 15
