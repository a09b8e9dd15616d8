"""Waiting with a deadline, for a condition, never a fixed time; and cut short when the program stops."""

import threading
from collections.abc import Callable, Iterator

STOPPING_S = 7.0
"""How long a message in hand may still take once the program stops."""


class Hurry(Exception):
    """The program stops, and what waits has not begun to be sent."""


class Patience:
    """`monotonic` tells the time; `hurry()` may be called from any thread."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.now = monotonic
        self._hurry = threading.Event()
        self._hurried_at = 0.0

    def hurry(self) -> None:
        self._hurried_at = self.now()
        self._hurry.set()

    def calm(self) -> None:
        self._hurry.clear()

    def tries(self, seconds: float, every: float = 0.1, *, after_send: bool = False) -> Iterator[int]:
        """Count tries until `seconds` are over; at least one. Raises Hurry when the program stops (after a send: in a while)."""
        deadline = self.now() + seconds
        number = 0
        while True:
            yield number
            number += 1
            if self._hurry.is_set() and (not after_send or self.now() > self._hurried_at + STOPPING_S):
                raise Hurry
            left = deadline - self.now()
            if left <= 0:
                return
            if after_send:
                threading.Event().wait(min(every, left))
            else:
                self._hurry.wait(min(every, left))
