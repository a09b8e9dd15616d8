"""What a message is, in a word or two. One table for every page."""

from desktop_app.domain.message import Kind

KIND_WORDS = {
    Kind.CONFIRMATION: "Confirmation",
    Kind.REMINDER: "Reminder",
    Kind.FOLLOWUP: "Follow-up",
    Kind.RESCHEDULED: "Moved",
    Kind.CANCELLED: "Cancelled",
    Kind.TEST: "Test",
}
_LATE = "late:"
"""How the rule of a message begins that says that the doctor is late (services/day_service.py)."""


def kind_words(kind: Kind, rule: str = "") -> str:
    return "Running late" if rule.startswith(_LATE) else KIND_WORDS[kind]
