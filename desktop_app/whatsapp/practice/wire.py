"""The JSON that the control calls answer: chats, messages and events, as plain records."""

from dataclasses import asdict

from desktop_app.whatsapp.practice.records import PracticeChat, PracticeEvent, PracticeMessage
from desktop_app.whatsapp.practice.world import Wire


def message_json(message: PracticeMessage) -> Wire:
    return {**asdict(message), "at": message.at.isoformat()}


def chat_json(chat: PracticeChat) -> Wire:
    return {
        "account": chat.account,
        "number": chat.number,
        "name": chat.name,
        "unread": chat.unread,
        "messages": [message_json(message) for message in chat.messages],
    }


def event_json(event: PracticeEvent) -> Wire:
    return {**asdict(event), "at": event.at.isoformat(), "is_mistake": event.is_mistake}
