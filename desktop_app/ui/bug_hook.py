"""The one place where bugs end: whatever a slot, a timer, a thread or an event handler raised is logged and shown once.

Order: `BugHook()` after the QApplication exists, `install()`, `reported` connected by the window; `remove()` at the end.
What is shown and copied has places in the code and the kind of error, never its text: that could hold a patient's name.
"""

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot

_log = logging.getLogger(__name__)


class BugHook(QObject):
    """Emits `reported(details)` in the GUI thread, once per kind of bug."""

    reported = Signal(str)
    _raised = Signal(str, str)

    def __init__(self, version: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._version = version
        self._known: set[str] = set()
        self._before = sys.excepthook, threading.excepthook
        self._raised.connect(self._on_raised, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _on_thread_exception(self, raised: threading.ExceptHookArgs) -> None:
        if raised.exc_value is not None:
            self._on_exception(raised.exc_type, raised.exc_value, raised.exc_traceback)

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        frames = traceback.extract_tb(trace)
        lines = [f"{frame.filename.rpartition('desktop_app/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
        where = lines[-1] if lines else "?"
        _log.error("bug %s at %s", kind.__name__, " < ".join(reversed(lines)))
        details = "\n".join([f"Clinic Front Desk {self._version}".strip(), kind.__name__, *lines])
        self._raised.emit(f"{kind.__name__} {where}", details)

    @Slot(str, str)
    def _on_raised(self, kind: str, details: str) -> None:
        if kind not in self._known:
            self._known.add(kind)
            self.reported.emit(details)
