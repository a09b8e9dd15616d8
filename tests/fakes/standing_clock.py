"""Time that goes on only when a test says so."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NOW = datetime(2026, 11, 24, 4, 11, tzinfo=UTC)  # 9:41 AM in Kolkata, a Tuesday


@dataclass
class StandingClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def go_on(self, **by: float) -> None:
        self.at += timedelta(**by)
