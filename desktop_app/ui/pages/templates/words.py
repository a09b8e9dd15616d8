"""The Templates page's words: kinds, languages, what goes out when, why Save is not offered."""

from PySide6.QtCore import QObject

from desktop_app.domain.message import Kind
from desktop_app.ui.message_words import KIND_WORDS
from desktop_app.ui.pages.templates.presenter import Blocked


class TemplateWords(QObject):
    def kind(self, kind: str) -> str:
        return KIND_WORDS[Kind(kind)] if kind in set(Kind) else kind

    def when(self, kind: str) -> str:
        match kind:
            case "confirmation":
                return self.tr("Goes out right after a booking.")
            case "reminder":
                return self.tr("Goes out on the day before the visit, so it may say “tomorrow”.")
            case "reminder_dated":
                return self.tr("Goes out on any other day than the day before, so it names the date.")
            case "followup":
                return self.tr("Goes out on the follow-up date that the doctor chose.")
            case "rescheduled":
                return self.tr("Goes out when an appointment is moved, if the patient was told of the old time.")
            case _:
                return self.tr("Goes out when an appointment is cancelled, if the patient was told of it.")

    def blocked(self, blocked: Blocked | None) -> str:
        """Why Save is grey; "" when it is not."""
        match blocked:
            case None:
                return ""
            case Blocked.UNCHANGED:
                return self.tr("Nothing is changed yet.")
            case Blocked.UNKNOWN_PLACEHOLDER:
                return self.tr("Correct the word in red first.")
            case Blocked.EMPTY:
                return self.tr("Write a text first, or go back to the guide’s text.")
            case Blocked.TOO_LONG:
                return self.tr("The text is too long.")
            case Blocked.WRONG:
                return self.tr("The text holds a character that cannot be sent.")

    def placeholder(self, name: str) -> str:
        """What stands in its place, for the button's tooltip."""
        match name:
            case "patient_name":
                return self.tr("The patient’s name")
            case "doctor_name":
                return self.tr("The doctor’s name without the title; write “Dr” before it")
            case "specialty":
                return self.tr("The doctor’s specialty. It can tell others why the patient comes: use it on purpose.")
            case "date":
                return self.tr("The day of the visit")
            case "time":
                return self.tr("The time of the visit")
            case "followup_date":
                return self.tr("The follow-up date")
            case _:
                return self.tr("The name of the hospital")
