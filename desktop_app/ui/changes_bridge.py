"""Brings "what changed" from whichever thread published it into the GUI thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

if TYPE_CHECKING:
    from desktop_app.services.changes import Change, Changes


class ChangesBridge(QObject):
    """Emits `changed(change)` in the GUI thread. Equal changes that wait are told once: a burst is one reload."""

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, changes: "Changes", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[Change, None] = {}
        self._stop: Callable[[], None] = changes.subscribe(self._on_published)
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        self._stop()

    def _on_published(self, change: "Change") -> None:
        if change not in self._waiting:
            self._waiting[change] = None
            self._heard.emit(change)

    @Slot(object)
    def _on_heard(self, change: "Change") -> None:
        self._waiting.pop(change, None)
        self.changed.emit(change)
