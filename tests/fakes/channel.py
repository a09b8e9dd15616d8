"""A channel with chats in memory: what WhatsApp would show, and outcomes that a test puts in line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop_app.domain.message import ChatEvidence, MessageStatus
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.channel import (
    LookUp,
    LookUpResult,
    Outcome,
    ReceiptSeen,
    SendResult,
    SessionReading,
    SessionState,
    Watched,
)

READY = SessionReading(SessionState.READY, "ready", number="919820011223")


@dataclass
class FakeChannel:
    """Sends unless `outcomes` says otherwise; `sent` is the truth: what the patient's phone would show."""

    outcomes: list[Outcome | SendResult] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    look_ups: list[LookUpResult] = field(default_factory=list)
    looked_up: int = 0
    seen: list[ReceiptSeen] = field(default_factory=list)
    in_the_chat: Callable[[], None] | None = None
    reading: SessionReading = READY
    forgotten: bool = False
    is_running: bool = False

    def start(self, *, visible: bool) -> None:
        self.is_running = True

    def want_code(self) -> None: ...
    def hurry(self) -> None: ...
    def kill(self) -> None: ...
    def take_over(self) -> None: ...
    def ask_for_link_code(self, mobile: MobileNumber) -> None: ...

    def read_session(self) -> SessionReading:
        return self.reading

    def send(self, to: MobileNumber, text: str, before_typing: Callable[[ChatEvidence], bool]) -> SendResult:
        self.opened.append(to.e164)
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome.SENT
        result = outcome if isinstance(outcome, SendResult) else SendResult(outcome)
        if result.outcome in (Outcome.SENT, Outcome.UNKNOWN, Outcome.REFUSED, Outcome.TEXT_NOT_ACCEPTED):
            if self.in_the_chat is not None:
                self.in_the_chat()
            if not before_typing(self.evidence(to, text)):
                return SendResult(Outcome.WITHDRAWN)
        if result.outcome is Outcome.SENT:
            self.sent.append((to.e164, text))
        return SendResult(result.outcome, result.receipt or MessageStatus.SENT, result.had_unread, result.detail)

    def evidence(self, to: MobileNumber, text: str) -> ChatEvidence:
        own = [index for index, (number, _) in enumerate(self.sent) if number == to.e164]
        return ChatEvidence(str(own[-1]) if own else None, sum(self.sent[index][1] == text for index in own))

    def look_up(self, to: MobileNumber, text: str, before: ChatEvidence | None) -> LookUpResult:
        self.looked_up += 1
        if self.look_ups:
            return self.look_ups.pop(0)
        first = int(before.last_own_id) + 1 if before and before.last_own_id else 0
        found = (to.e164, text) in self.sent[first:]
        return LookUpResult(LookUp.FOUND if found else LookUp.SURELY_NOT_THERE, MessageStatus.SENT if found else None)

    def receipts(self, watched: Sequence[Watched]) -> tuple[ReceiptSeen, ...]:
        known = {message.message_id for message in watched}
        seen, self.seen = tuple(receipt for receipt in self.seen if receipt.message_id in known), []
        return seen

    def stop(self, seconds: float) -> None:
        self.is_running = False

    def forget(self) -> None:
        self.forgotten = True
