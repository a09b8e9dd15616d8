"""Work that may take long: it can be asked to stop, and it waits without sleeping."""

import threading


class Cancelled(Exception):
    """The job was asked to stop. Nobody shows it."""


class Job:
    """A token that long work takes along. Thread-safe."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    def cancel(self) -> None:
        self._stop.set()

    def check(self) -> None:
        """Raises Cancelled when the job was asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait that long, or until it is cancelled. Raises Cancelled."""
        if self._stop.wait(seconds):
            raise Cancelled
