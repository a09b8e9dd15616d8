"""The pretend phone through HTTP (`/_practice/…`, JSON), for tests and tools in another process.

GET  `chats`, `messages`, `events`, `settings`, `state` (all of them and the codes on show; `?after=VERSION&wait=SECONDS`
     waits for a change).
POST `scan` {code, number}, `scan-shown` {number} (whatever page shows a code), `enter-code` {code, number},
     `unlink` {number, reason}, `write` {number, text, account}, `write-from-clinic` {number, text, account},
     `save-contact` {number, name, account}, `set-receipt` {id, receipt}, `read` {number, account},
     `switch` {any settings}, `reload` {}, `reset` {}.
"""

from collections.abc import Callable, Mapping

from desktop_app.whatsapp.practice.phone import CLINIC, PracticePhone
from desktop_app.whatsapp.practice.records import Receipt, UnknownCode, UnknownNumber
from desktop_app.whatsapp.practice.settings import UnknownSwitch
from desktop_app.whatsapp.practice.wire import chat_json, event_json, message_json
from desktop_app.whatsapp.practice.world import Wire, settings_wire

Ask = Mapping[str, object]

REFUSALS = (UnknownCode, UnknownNumber, UnknownSwitch)
_RECEIPTS: tuple[Receipt, ...] = ("pending", "sent", "delivered", "read", "failed")


class Control:
    def __init__(self, phone: PracticePhone) -> None:
        self._phone = phone
        self.questions: Mapping[str, Callable[[Ask], Wire]] = {
            "chats": lambda _: {"chats": [chat_json(chat) for chat in phone.chats()]},
            "messages": lambda _: {"messages": [message_json(message) for message in phone.messages()]},
            "events": lambda _: {"events": [event_json(event) for event in phone.events()]},
            "settings": lambda _: settings_wire(phone.settings),
            "state": self._state,
        }
        self.orders: Mapping[str, Callable[[Ask], Wire]] = {
            "scan": lambda ask: _done(phone.scan(_text(ask, "code"), _number(ask))),
            "scan-shown": self._scan_shown,
            "enter-code": lambda ask: _done(phone.enter_code(_text(ask, "code"), _number(ask))),
            "unlink": lambda ask: _done(phone.unlink(_account(ask, "number"), int(_text(ask, "reason") or 0))),
            "write": lambda ask: {"id": phone.write(_text(ask, "number"), _text(ask, "text"), _account(ask))},
            "write-from-clinic": lambda ask: {
                "id": phone.write_from_clinic(_text(ask, "number"), _text(ask, "text"), _account(ask))
            },
            "save-contact": lambda ask: _done(
                phone.save_contact(_text(ask, "number"), _text(ask, "name"), _account(ask))
            ),
            "set-receipt": self._set_receipt,
            "read": lambda ask: _done(phone.read(_text(ask, "number"), _account(ask))),
            "switch": lambda ask: _done(phone.switch(**ask)),
            "reload": lambda _: _done(phone.reload_pages()),
            "reset": lambda _: _done(phone.reset()),
        }

    def _state(self, ask: Ask) -> Wire:
        after, wait = _text(ask, "after"), _text(ask, "wait")
        version = self._phone.wait_for_change(int(after), min(float(wait or 20), 60)) if after else None
        return {
            "version": version if version is not None else self._phone.wait_for_change(-1, 0),
            "codes": list(self._phone.codes()),
            "linked": list(self._phone.linked()),
            "settings": settings_wire(self._phone.settings),
            "chats": [chat_json(chat) for chat in self._phone.chats()],
            "events": [event_json(event) for event in self._phone.events()[-50:]],
        }

    def _scan_shown(self, ask: Ask) -> Wire:
        codes = self._phone.codes()
        if not codes:
            raise UnknownCode("No page shows a code at the moment.")
        self._phone.scan(codes[-1], _number(ask))
        return {}

    def _set_receipt(self, ask: Ask) -> Wire:
        for receipt in _RECEIPTS:
            if receipt == ask.get("receipt"):
                self._phone.set_receipt(_text(ask, "id"), receipt)
                return {}
        raise UnknownSwitch(f"A receipt is one of {', '.join(_RECEIPTS)}.")


def _done(_: None) -> Wire:
    return {}


def _text(ask: Ask, name: str) -> str:
    value = ask.get(name)
    return "" if value is None else str(value)


def _number(ask: Ask) -> str:
    return _text(ask, "number") or CLINIC


def _account(ask: Ask, name: str = "account") -> str | None:
    return _text(ask, name) or None
