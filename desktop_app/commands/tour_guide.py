"""Walks through a script of steps in a running window: do something, wait for a condition, take a picture, note it.

A step is what the script yields: a condition to wait for, with a deadline. Nothing waits a fixed time; a condition that
does not come true ends the tour with what was waited for.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

_LOOK_EVERY_MS = 40


@dataclass(frozen=True, slots=True)
class Until:
    """Wait for `is_true`, at most `seconds`. `what` completes the sentence "waited in vain for …"."""

    is_true: Callable[[], bool]
    what: str
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Stop:
    """One line of the tour's table."""

    step: str
    happened: str
    picture: str


class TourGuide(QObject):
    """Runs the script in the GUI thread, between the window's own events. `ended` with "" or what went wrong."""

    ended = Signal(str)

    def __init__(self, script: Iterator[Until], out: Path) -> None:
        super().__init__()
        self._script = script
        self._out = out
        self._waiting: Until | None = None
        self._deadline = 0.0
        self.stops: list[Stop] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._on_look)

    def start(self) -> None:
        self._timer.start()

    def note(self, step: str, happened: str, picture: str = "") -> None:
        self.stops.append(Stop(step, happened, picture))

    def picture(self, window: QWidget, name: str) -> str:
        """Save what the window shows as `name`.png; the file's name."""
        file = self._out / f"{name}.png"
        if not window.grab().save(str(file)):
            raise OSError(f"{file} could not be written")
        return file.name

    @Slot()
    def _on_look(self) -> None:
        if self._waiting is not None:
            if not self._waiting.is_true():
                if time.monotonic() > self._deadline:
                    self._end(f"waited in vain for {self._waiting.what}")
                return
            self._waiting = None
        try:
            self._waiting = next(self._script)
        except StopIteration:
            self._end("")
            return
        except Exception as error:  # noqa: BLE001  the task boundary of the script: the tour tells what broke it
            self._end(f"{type(error).__name__}: {error}")
            return
        self._deadline = time.monotonic() + self._waiting.seconds

    def _end(self, fault: str) -> None:
        self._timer.stop()
        self.ended.emit(fault)
