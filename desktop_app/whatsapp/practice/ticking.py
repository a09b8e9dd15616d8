"""Things that happen by themselves a moment later (ticks that grow, the state file): one thread, in order of time."""

import heapq
import itertools
import time
from collections.abc import Callable
from threading import Condition, Thread

Step = Callable[[], None]


class Ticker:
    """Runs steps when their time has come. `start` once, `stop` once; what is not due by then never runs."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Step]] = []
        self._numbers = itertools.count()
        self._changed = Condition()
        self._is_stopping = False
        self._thread = Thread(target=self._run, name="practice-ticker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._is_stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def after(self, seconds: float, step: Step) -> None:
        with self._changed:
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._numbers), step))
            self._changed.notify_all()

    def _run(self) -> None:
        while (step := self._next()) is not None:
            step()

    def _next(self) -> Step | None:
        with self._changed:
            while not self._is_stopping:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
            return None
