"""A lock that is given in the order in which it was asked for.

The connection pool gives its one writing connection to whoever comes first when it is free; a loop of small
transactions (a reminder run) then takes it again and again, and a booking waits for the whole run.
"""

import threading
from collections import deque


class Turns:
    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_taken = False

    def take(self, seconds: float) -> bool:
        """Wait for one's turn, at most so long; False = it did not come."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it came at the very end of the wait

    def give(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
