"""A few made-up conversations, so that a person in training does not meet an empty list."""

from datetime import timedelta

from desktop_app.whatsapp.practice.records import Receipt
from desktop_app.whatsapp.practice.world import Account, Message, new_id, now

# number, saved name, (minutes ago, mine?, text, receipt)
_SAMPLES: tuple[tuple[str, str, tuple[tuple[int, bool, str, Receipt], ...]], ...] = (
    (
        "919800000101",
        "Asha Sample",
        (
            (190, False, "Good morning, is the clinic open on Saturday?", "read"),
            (185, True, "Good morning 🙏 Yes, from 9:30 AM to 3:30 PM.", "read"),
            (184, False, "Thank you!", "read"),
        ),
    ),
    (
        "919800000102",
        "",
        ((1500, True, "Hello, your report is ready. Please collect it at the *reception*.", "delivered"),),
    ),
    (
        "919800000103",
        "Pharmacy (sample)",
        ((2900, False, "The stock arrives tomorrow.", "read"), (2890, True, "Noted, thanks 👍", "read")),
    ),
)


def add_sample_chats(account: Account) -> None:
    for number, name, lines in _SAMPLES:
        if name:
            account.names[number] = name
        chat = account.chat(number)
        for minutes_ago, is_mine, text, receipt in lines:
            chat.messages.append(Message(new_id(), text, is_mine, now() - timedelta(minutes=minutes_ago), receipt))
