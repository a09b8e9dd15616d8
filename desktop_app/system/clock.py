"""The computer's clock: the one place that asks it."""

import time
from datetime import UTC, datetime


class SystemClock:
    def now(self) -> datetime:
        """This instant, aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that only grow, whatever happens to the wall clock."""
        return time.monotonic()
