"""What became of a made-up message: most are read within hours, a few are not, as on a clinic's phone."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from desktop_app.domain.message import MessageStatus, Reason
from desktop_app.services.made_up_clinic import MadeUpPerson

_NOT_ON_WHATSAPP_IN = 29


@dataclass(frozen=True, slots=True)
class Fate:
    """The fields of a message that tell how it went."""

    status: MessageStatus
    reason_code: Reason | None = None
    attempts: int = 0
    sending_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None


FateOf = Callable[[MadeUpPerson, datetime], Fate]
"""The fate of a message to that person, put in the queue then."""


class UsualFate:
    """`now` is the moment up to which things have happened; what is younger still waits or has fewer ticks."""

    def __init__(self, now: datetime, rng: random.Random) -> None:
        self._now = now
        self._rng = rng

    def __call__(self, person: MadeUpPerson, queued_at: datetime) -> Fate:
        if not person.consent:
            return Fate(MessageStatus.SKIPPED, Reason.NO_CONSENT)
        sending = queued_at + timedelta(seconds=self._rng.randint(2, 90))
        if sending > self._now:
            return Fate(MessageStatus.QUEUED)
        if int(person.mobile.digits[-6:]) % _NOT_ON_WHATSAPP_IN == 0:
            return Fate(MessageStatus.FAILED, Reason.NOT_ON_WHATSAPP, 1, sending)
        return self.ticks(sending)

    def ticks(self, sending: datetime) -> Fate:
        """Sent, and most likely delivered and read."""
        rng = self._rng
        sent = sending + timedelta(seconds=2)
        fate = Fate(MessageStatus.SENT, None, 1, sending, sent)
        chance, delivered = rng.random(), sent + timedelta(seconds=rng.randint(1, 60))
        if chance > 0.96 or delivered > self._now:
            return fate
        fate = replace(fate, status=MessageStatus.DELIVERED, delivered_at=delivered)
        read = delivered + timedelta(seconds=rng.randint(20, 9000))
        if chance > 0.8 or read > self._now:
            return fate
        return replace(fate, status=MessageStatus.READ, read_at=read)
