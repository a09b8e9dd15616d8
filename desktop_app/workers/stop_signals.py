"""SIGTERM and SIGINT as a Qt signal: the same orderly stop as Quit.

Python runs its signal handlers only between bytecodes of the main thread, which sits in Qt's loop; the interpreter
therefore writes a byte into a socket that Qt watches.
"""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot


class StopSignals(QObject):
    """Emits `stop_asked` in the GUI thread. `restore` puts the handlers back."""

    stop_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, self._qts = socket.socketpair()
        for end in (self._ours, self._qts):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._qts.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        self._wakeup_before = signal.set_wakeup_fd(self._ours.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _noted) for number in (signal.SIGTERM, signal.SIGINT)}

    def restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup_before)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._qts.close()

    @Slot()
    def _on_woken(self) -> None:
        numbers = self._qts.recv(64)
        if any(number in (signal.SIGTERM, signal.SIGINT) for number in numbers):
            self.stop_asked.emit()


def _noted(_number: int, _frame: object) -> None:
    """The byte in the socket tells the rest."""
