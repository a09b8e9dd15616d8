"""One start of a window, watched from inside (`bare FOLDER` or `ours FOLDER`).

Prints seconds to the first paint, of processor work until then, and of the longest stall until the first page stands and
the API answers.

CLOCK_MONOTONIC is the same for all processes of a machine, so the starter's reading is the beginning.
"""

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QStackedWidget, QWidget

_BEAT_MS = 2


class Watcher(QObject):
    """Sees the first paint of a window; from then on counts how long the event loop is away at most."""

    def __init__(self, is_done: object) -> None:
        super().__init__()
        self.shown = 0.0
        self.worked = 0.0
        self.longest = 0.0
        self._last = 0.0
        self._is_done = is_done
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.shown and event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self.shown = time.monotonic() - float(os.environ["BENCH_BEGAN"])
            self.worked = time.process_time()
            self._last = time.monotonic()
            self._beat.start()
        return False

    def _on_beat(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last - _BEAT_MS / 1000)
        self._last = now
        if self._is_done():  # type: ignore[operator]
            self._beat.stop()
            application = QApplication.instance()
            assert application is not None
            application.exit(0)


def bare() -> Watcher:
    from desktop_app.ui.fonts import load_fonts

    application = QApplication([])
    watcher = Watcher(lambda: True)
    application.installEventFilter(watcher)
    load_fonts()
    window = QMainWindow()
    window.setCentralWidget(QLabel("Clinic Front Desk"))
    window.resize(1366, 728)
    window.show()
    application.exec()
    return watcher


def ours(folder: str) -> Watcher:
    from pathlib import Path

    from desktop_app.system.options import read_options
    from desktop_app.workers.feature_scan import skip_feature_scan

    options = read_options(["--data-dir", folder, "--api-port", "0"], {})  # as desktop_app.__main__ does it
    skip_feature_scan()
    from desktop_app import bootstrap

    ready = Path(folder) / "state" / "run" / "api.json"
    watcher = Watcher(lambda: ready.exists() and _shows_page())
    application = bootstrap.application()  # kept, or it would be gone before the window comes
    application.installEventFilter(watcher)
    bootstrap.open_window(options)
    return watcher


def _shows_page() -> bool:
    """Whether the first page stands in the place of "Opening the clinic …"."""
    stacks = (window.findChild(QStackedWidget) for window in QApplication.topLevelWidgets())
    return any(stack is not None and stack.currentIndex() > 0 for stack in stacks)


if __name__ == "__main__":
    done = bare() if sys.argv[1] == "bare" else ours(sys.argv[2])
    print(done.shown, done.worked, done.longest)
