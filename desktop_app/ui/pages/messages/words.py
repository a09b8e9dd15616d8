"""The Messages page's words: what a message is, how it stands, what one can do with it."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject

from desktop_app.domain.message import MessageStatus, Reason
from desktop_app.services.views import MessageView
from desktop_app.ui import formats
from desktop_app.ui.desk import Desk
from desktop_app.ui.pages.messages.presenter import Deed, Filter, seconds_until
from desktop_app.ui.theme_tokens import Tone


@dataclass(frozen=True, slots=True)
class Standing:
    """How a message stands: sign, word, and the tone of its chip (None = plain text)."""

    sign: str
    word: str
    tone: Tone | None = None
    is_read: bool = False


class MessageWords(QObject):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def filter(self, chosen: Filter) -> str:
        match chosen:
            case Filter.ALL:
                return self.tr("All")
            case Filter.WAITING:
                return self.tr("Waiting")
            case Filter.TODAY:
                return self.tr("Today")
            case Filter.NEEDS_YOU:
                return self.tr("Needs you")
            case Filter.NOT_SENT:
                return self.tr("Not sent")
            case Filter.OUTBOX:
                return self.tr("Tomorrow’s outbox")

    def empty(self, chosen: Filter) -> str:
        match chosen:
            case Filter.WAITING:
                return self.tr("Nothing is waiting to be sent.")
            case Filter.TODAY:
                return self.tr("No message yet today. Confirmations appear here as soon as a patient is booked.")
            case Filter.NEEDS_YOU:
                return self.tr("Nothing needs you. Messages that could not be sent appear here.")
            case Filter.NOT_SENT:
                return self.tr("Every message went out.")
            case Filter.OUTBOX:
                return self.tr("Nothing will go out by itself in the next 24 hours.")
            case Filter.ALL:
                return self.tr("No message yet. Confirmations appear here as soon as a patient is booked.")

    def time(self, instant: datetime) -> str:
        """The clock's time for today, else day and time."""
        at = self._desk.local(instant)
        if at.date() == self._desk.today():
            return formats.clock_time(at)
        return f"{formats.short_date(at.date(), self._desk.today())}, {formats.clock_time(at)}"

    def standing(self, message: MessageView, now: datetime) -> Standing:
        match message.status:
            case MessageStatus.READ:
                return Standing("✓✓", self.tr("read {time}").format(time=self._when(message.read_at)), is_read=True)
            case MessageStatus.DELIVERED:
                return Standing("✓✓", self.tr("delivered {time}").format(time=self._when(message.delivered_at)))
            case MessageStatus.SENT:
                return Standing("✓", self.tr("sent {time}").format(time=self._when(message.sent_at)))
            case MessageStatus.SENDING:
                return Standing("▶", self.tr("Sending"), Tone.BOOKED)
            case MessageStatus.QUEUED:
                return self._waiting(message, now)
            case MessageStatus.NEEDS_CHECKING:
                return Standing("?", self.tr("Check the phone"), Tone.WARN)
            case MessageStatus.FAILED:
                return Standing("✕", self._failed(message), Tone.BAD)
            case MessageStatus.SKIPPED:
                return Standing("–", self.tr("not sent: {reason}").format(reason=self._short(message)))
            case MessageStatus.WITHDRAWN:
                return Standing("–", self.tr("withdrawn: {reason}").format(reason=self._short(message)))

    def deed(self, deed: Deed) -> str:
        match deed:
            case Deed.WAS_SENT:
                return self.tr("It was sent")
            case Deed.SEND_AGAIN:
                return self.tr("Send again")
            case Deed.TRY_AGAIN:
                return self.tr("Try again")
            case Deed.WITHDRAW:
                return self.tr("Withdraw")
            case Deed.FIX_NUMBER:
                return self.tr("Fix number")
            case Deed.SWITCH_ON:
                return self.tr("Open WhatsApp")
            case Deed.SEND_NOW:
                return self.tr("Send it now")
            case Deed.SKIP:
                return self.tr("Do not send")

    def _when(self, instant: datetime | None) -> str:
        return "" if instant is None else self.time(instant)

    def _waiting(self, message: MessageView, now: datetime) -> Standing:
        seconds = seconds_until(message, now)
        if seconds is not None:
            return Standing("○", self.tr("sending in {n} s").format(n=seconds))
        if message.not_before > now:
            return Standing("○", self.tr("goes {time}").format(time=self.time(message.not_before)))
        return Standing("○", self.tr("Waiting"), Tone.BOOKED)

    def _failed(self, message: MessageView) -> str:
        match message.reason_code:
            case Reason.NOT_ON_WHATSAPP:
                return self.tr("Not on WhatsApp")
            case Reason.RECIPIENT_NOT_CONFIRMED:
                return self.tr("Number not confirmed")
            case Reason.TEXT_NOT_ACCEPTED:
                return self.tr("Text not accepted")
            case _:
                return self.tr("Not sent")

    def _short(self, message: MessageView) -> str:
        match message.reason_code:
            case Reason.WHATSAPP_OFF:
                return self.tr("WhatsApp is off")
            case Reason.NO_CONSENT:
                return self.tr("asked not to be messaged")
            case Reason.NO_LONGER_USEFUL:
                return self.tr("too late to be of use")
            case Reason.BOOKED_AFTER_REMINDER:
                return self.tr("booked after the reminders")
            case Reason.DAILY_LIMIT:
                return self.tr("two messages that day already")
            case Reason.SKIPPED_BY_PERSON:
                return self.tr("taken out of the outbox")
            case Reason.NEARER_REMINDER:
                return self.tr("a nearer reminder goes")
            case Reason.APPOINTMENT_CANCELLED:
                return self.tr("appointment cancelled")
            case Reason.APPOINTMENT_MOVED:
                return self.tr("appointment moved")
            case Reason.APPOINTMENT_OVER:
                return self.tr("appointment over")
            case Reason.APPOINTMENT_REOPENED:
                return self.tr("appointment reopened")
            case Reason.FOLLOWUP_CHANGED:
                return self.tr("follow-up changed")
            case Reason.UNDONE:
                return self.tr("undone at the desk")
            case Reason.NUMBER_ERASED:
                return self.tr("data erased")
            case _:
                return self.tr("at the desk")
