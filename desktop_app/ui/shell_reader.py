"""Reads what the window's frame shows: at once when something changed, else twice a minute; one reading at a time."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from desktop_app.domain.errors import ExpectedError
from desktop_app.ui.desk import Desk

if TYPE_CHECKING:
    from desktop_app.ui.shell_state import ShellState

_EVERY_MS = 30_000


class ShellReader(QObject):
    """`show(state)` gets each reading; None while the clinic has no hospital."""

    def __init__(self, desk: Desk, show: "Callable[[ShellState | None], None]", parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._show = show
        self._is_reading = self._is_stale = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.read)

    def start(self) -> None:
        self._timer.start()
        self.read()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def read(self) -> None:
        """Read now; what is asked while a reading runs is read after it."""
        if self._is_reading:
            self._is_stale = True
            return
        from desktop_app.ui.shell_state import read_state

        self._is_reading, self._is_stale = True, False
        self._desk.run(
            partial(read_state, self._desk.clinic, self._desk.hospital_id), self._on_read, self._on_unreadable
        )

    def _on_read(self, state: "ShellState | None") -> None:
        self._is_reading = False
        is_old = state is not None and self._desk.hospital_id not in (0, state.hospital.id)
        if not is_old or not self._is_stale:
            self._show(state)
        if self._is_stale:
            self.read()

    def _on_unreadable(self, error: ExpectedError) -> None:
        self._is_reading = False
        self._desk.notices.explain(error)
