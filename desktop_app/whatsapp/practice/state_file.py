"""The pretend WhatsApp's memory between two starts: accounts, chats and linked devices in one JSON file."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app.whatsapp.practice.world import Account, Chat, Device, Message, World


def save(world: World, file: Path) -> None:
    """Written beside it and renamed, so that a crash leaves the old or the new file, never half of one."""
    with world.lock:
        content = json.dumps(_to_json(world), ensure_ascii=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(file.name + ".new")
    with beside.open("w", encoding="utf-8") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)


def load(world: World, file: Path) -> None:
    """A file that is missing or not ours is an empty memory: nothing of value is kept here."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        devices = [Device(item["id"], item["number"]) for item in content["devices"]]
        accounts = [_account(item) for item in content["accounts"]]
    except (OSError, ValueError, KeyError, TypeError):
        return
    with world.lock:
        world.devices = {device.id: device for device in devices}
        world.accounts = {account.number: account for account in accounts}
        world.arrivals = max((message.arrived for _, _, message in world.own_messages()), default=0)


def _to_json(world: World) -> dict[str, object]:
    return {
        "devices": [{"id": device.id, "number": device.number} for device in world.devices.values() if device.number],
        "accounts": [
            {
                "number": account.number,
                "names": account.names,
                "chats": [
                    {"number": chat.number, "draft": chat.draft, "messages": [_message_json(m) for m in chat.messages]}
                    for chat in account.chats.values()
                ],
            }
            for account in world.accounts.values()
        ],
    }


def _message_json(message: Message) -> dict[str, object]:
    return {
        "id": message.id,
        "text": message.text,
        "from_me": message.from_me,
        "at": message.at.isoformat(),
        "receipt": message.receipt,
        "arrived": message.arrived,
    }


def _account(item: Any) -> Account:  # noqa: ANN401 - what json.loads gives
    chats = [Chat(chat["number"], [_message(m) for m in chat["messages"]], chat["draft"]) for chat in item["chats"]]
    return Account(item["number"], dict(item["names"]), {chat.number: chat for chat in chats})


def _message(item: Any) -> Message:  # noqa: ANN401 - what json.loads gives
    at = datetime.fromisoformat(item["at"])
    return Message(item["id"], item["text"], item["from_me"], at, item["receipt"], item["arrived"])
