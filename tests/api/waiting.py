"""Waiting for a condition, with a deadline."""

import threading
import time
from collections.abc import Callable


def wait_for(is_so: Callable[[], object], seconds: float = 20) -> None:
    """Returns as soon as it is so; fails after the deadline."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to that in time"
        pause.wait(0.005)
