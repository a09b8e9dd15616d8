"""Ticks that grew: from the chat a send left open (for a minute), else from the chat list. Never a tick that is not there."""

from collections.abc import Iterator, Sequence

from desktop_app.domain.message import TICKS, MessageStatus
from desktop_app.services.channel import ReceiptSeen, Watched
from desktop_app.whatsapp.web.evidence import has_text
from desktop_app.whatsapp.web.page import Chat, Row
from desktop_app.whatsapp.web.text import begins_in_list, is_same_in_list

_RECEIPTS = {"sent": MessageStatus.SENT, "delivered": MessageStatus.DELIVERED, "read": MessageStatus.READ}


def from_chat(chat: Chat, digits: str, watched: Sequence[Watched]) -> Iterator[ReceiptSeen]:
    """What the open chat of `digits` shows. Of several bubbles with one text the one that got least far counts."""
    for message in watched:
        if message.mobile.digits != digits:
            continue
        same = [bubble for bubble in chat.bubbles if bubble.own and has_text(bubble, message.text)]
        found = [receipt for bubble in same if (receipt := _RECEIPTS.get(bubble.tick or "")) is not None]
        if found and len(found) == len(same):
            seen = min(found, key=TICKS.index)
            if TICKS.index(seen) > TICKS.index(message.status):
                yield ReceiptSeen(message.message_id, seen)


def from_list(rows: Sequence[Row], titles: dict[str, str], watched: Sequence[Watched]) -> Iterator[ReceiptSeen]:
    """What the chat list shows: a row tells of its last message only, and only if that message is wholly ours.

    `titles`: the header's title of chats that were proved to be a number's (a saved contact's row shows a name). A row
    with a name that was not proved counts only if its text is that of exactly one watched message, and no other row's.
    """
    for message in watched:
        fitting = [
            row
            for row in rows
            if row.tick is not None and _shows(row, message, titles, watched) and _may_be(row, message, titles)
        ]
        twins = [other for other in watched if other.text == message.text]
        if len(fitting) != 1 or (len(twins) > 1 and not _is_surely(fitting[0], message, titles)):
            continue
        if len([twin for twin in twins if twin.mobile == message.mobile]) > 1:
            continue
        receipt = _RECEIPTS.get(fitting[0].tick or "")
        if receipt is not None and TICKS.index(receipt) > TICKS.index(message.status):
            yield ReceiptSeen(message.message_id, receipt)


def _shows(row: Row, message: Watched, titles: dict[str, str], watched: Sequence[Watched]) -> bool:
    """The whole text, or (in a row that is surely this number's, for its newest message) a long beginning of it."""
    if is_same_in_list(row.text, message.text):
        return True
    newest = max(other.message_id for other in watched if other.mobile == message.mobile)
    return message.message_id == newest and _is_surely(row, message, titles) and begins_in_list(row.text, message.text)


def _is_surely(row: Row, message: Watched, titles: dict[str, str]) -> bool:
    return row.number == message.mobile.digits or titles.get(message.mobile.digits) == row.title


def _may_be(row: Row, message: Watched, titles: dict[str, str]) -> bool:
    if row.number is not None:
        return row.number == message.mobile.digits
    known = titles.get(message.mobile.digits)
    return known is None or known == row.title
