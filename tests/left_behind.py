"""Finds what a test leaves behind: Qt warnings, unexpected log lines, running threads, open windows (house rule 13).

Used by the one autouse fixture in tests/conftest.py. A look costs well under a millisecond; the slow ways (waiting,
collecting garbage) are taken only where something seems to be left.
"""

import gc
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QThreadPool, QtMsgType
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

PATIENCE_S = 2.0

# Lines of Qt that say nothing about us, each with its reason.
HARMLESS_QT: tuple[tuple[str, str], ...] = (
    (
        r"This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)",
        "the offscreen platform has no window manager",
    ),
    (r"QStandardPaths: XDG_RUNTIME_DIR not set", "a machine without a login session; Qt takes a folder of its own"),
    (r"QStandardPaths: runtime directory .* is not owned", "tests run as root under another user's session"),
)

# Threads that Qt and the operating system keep for later, by the name the system shows.
HARMLESS_THREADS = re.compile(
    r"Thread \(pooled\)|QDBusConnection|QFileInfoGather|gmain|gdbus|dconf worker|pool-|llvmpipe|mesa|iou-"
)

# Windows that Qt makes for itself and keeps.
HARMLESS_WINDOWS = frozenset({"QTipLabel", "QDesktopScreenWidget", "QRollEffect", "QAlphaWidget"})


class Watch:
    """Collects warnings of one test, and compares threads and windows before and after it."""

    def __init__(self) -> None:
        self.expected: list[str] = []
        self.lines: list[str] = []
        self._threads = set(threading.enumerate())
        self._tasks = set(_foreign_tasks())
        self._windows = set(_windows())

    def unexpected_lines(self) -> list[str]:
        """What was logged and not announced; and what was announced and did not come."""
        strange = [line for line in self.lines if not any(re.search(pattern, line) for pattern in self.expected)]
        missed = [pattern for pattern in self.expected if not any(re.search(pattern, line) for line in self.lines)]
        return strange + [f"expected, but never logged: {pattern}" for pattern in missed]

    def left_threads(self) -> list[str]:
        """Threads of Python and of Qt that the test started and that do not end by themselves soon."""
        deadline = time.monotonic() + PATIENCE_S
        for thread in self._new_threads():
            thread.join(max(0.0, deadline - time.monotonic()))
        _wait_until(lambda: not self._new_tasks() and not _busy_pool_threads(), deadline)
        found = [f"thread still runs: {thread.name}" for thread in self._new_threads()]
        found += [f"Qt thread still runs: {name}" for name in self._new_tasks().values()]
        return found + ["work is still in Qt's thread pool"] * bool(_busy_pool_threads())

    def left_windows(self) -> list[str]:
        """Top-level widgets that the test made and nobody closed for good."""
        if not self._new_windows():
            return []
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
        return [f"window still there: {name}" for name in self._new_windows().values()]

    def _new_threads(self) -> list[threading.Thread]:
        started = set(threading.enumerate()) - self._threads
        return [thread for thread in started if not _is_dummy(thread)]

    def _new_tasks(self) -> dict[str, str]:
        return {task: name for task, name in _foreign_tasks().items() if task not in self._tasks}

    def _new_windows(self) -> dict[int, str]:
        return {pointer: name for pointer, name in _windows().items() if pointer not in self._windows}


class WarningCollector(logging.Handler):
    """Hands every log record from WARNING up, and every warning of Qt, to the watch of the running test."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.watch: Watch | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self.watch is not None:
            self.watch.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or any(
            re.search(line, text) for line, _why in HARMLESS_QT
        ):
            return
        if self.watch is not None:
            self.watch.lines.append(f"Qt: {text}")


def _foreign_tasks() -> dict[str, str]:
    """Threads of the system that are not Python's (`threading` knows those): id and name. Qt's are here. Linux only."""
    tasks = Path("/proc/self/task")
    python_threads = {str(thread.native_id) for thread in threading.enumerate() if not _is_dummy(thread)}
    return {
        task: name
        for task, name in (_task_names(tasks) if tasks.is_dir() else ())
        if task not in python_threads and not HARMLESS_THREADS.match(name)
    }


def _task_names(tasks: Path) -> Iterator[tuple[str, str]]:
    for task in tasks.iterdir():
        try:
            yield task.name, (task / "comm").read_text().strip()
        except OSError:  # it ended while we looked
            continue


def _is_dummy(thread: threading.Thread) -> bool:
    """Python's stand-in for a thread that something else started, such as a QThread in which Python code ran."""
    return isinstance(thread, threading._DummyThread)


def _busy_pool_threads() -> int:
    return QThreadPool.globalInstance().activeThreadCount() if QCoreApplication.instance() is not None else 0


def _windows() -> dict[int, str]:
    """Address and description of each top-level widget that nobody owns."""
    if not isinstance(QCoreApplication.instance(), QApplication):
        return {}
    return {
        Shiboken.getCppPointer(widget)[0]: f"{type(widget).__name__} {widget.objectName()!r}"
        for widget in QApplication.topLevelWidgets()
        if _is_ours(widget)
    }


def _is_ours(widget: QWidget) -> bool:
    return widget.parentWidget() is None and widget.metaObject().className() not in HARMLESS_WINDOWS


def _wait_until(done: Callable[[], bool], deadline: float) -> None:
    while not done() and time.monotonic() < deadline:
        threading.Event().wait(0.01)
