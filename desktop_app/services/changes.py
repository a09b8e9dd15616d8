"""What changed: one small event after each commit. Pages that care reload; nobody carries data in them.

Subscribers are called in the thread that published and must return at once (the window's bridge only queues a signal).
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AppointmentsChanged:
    hospital_id: int


@dataclass(frozen=True, slots=True)
class MessagesChanged:
    hospital_id: int


@dataclass(frozen=True, slots=True)
class PatientsChanged:
    pass


@dataclass(frozen=True, slots=True)
class ClinicChanged:
    """Hospitals, doctors, schedules, leave, templates or settings."""

    hospital_id: int


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """A WhatsApp session's state, code or pause."""

    hospital_id: int


@dataclass(frozen=True, slots=True)
class ExportsChanged:
    """A CSV file caught up, or is waiting."""

    hospital_id: int


Change = AppointmentsChanged | MessagesChanged | PatientsChanged | ClinicChanged | SessionChanged | ExportsChanged
Listener = Callable[[Change], None]


class Changes:
    """The one place where changes are told. Thread-safe."""

    def __init__(self) -> None:
        self._listeners: tuple[Listener, ...] = ()
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear every change from now on; call the answer to stop hearing."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def unsubscribe() -> None:
            with self._lock:
                self._listeners = tuple(known for known in self._listeners if known is not listener)

        return unsubscribe

    def publish(self, *changes: Change) -> None:
        for change in changes:
            for listener in self._listeners:
                listener(change)
