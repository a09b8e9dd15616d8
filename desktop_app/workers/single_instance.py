"""One running program per data folder: a lock file says who runs, a local socket lets the second one call the first.

Both lie in the folder's own `state/run` (mode 0700), so two people on one computer never meet in `/tmp`. Order: `claim`
before the database is opened; `listen` once the window can come to the front; `release` as the last step of the stop.
"""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal, Slot

if TYPE_CHECKING:  # the claim comes before the window, the socket after it
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_SHOW = b"show\n"
_ANSWER_MS = 2000
_LONGEST_PATH = 100  # a Unix socket's path holds about 108 bytes


class SingleInstance(QObject):
    """The claim of this process on one data folder."""

    show_asked = Signal()
    """Another start of the program wants this one to come to the front."""

    def __init__(self, run_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = run_folder
        self._lock = QLockFile(str(run_folder / "front_desk.lock"))
        self._lock.setStaleLockTime(0)  # a lock is stale only when its process is gone, however long it has run
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Take the folder. False: another process runs for it. The lock of a process that is gone is taken over."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._lock.tryLock(0)

    def call_running_one(self) -> bool:
        """Ask the process that holds the folder to come to the front. False if it does not answer within 2 s."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._socket_name())
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        socket.write(_SHOW)
        was_written = socket.waitForBytesWritten(_ANSWER_MS)
        socket.disconnectFromServer()
        return was_written

    def listen(self) -> bool:
        """Hear later starts. False if no socket could be made; the program works all the same."""
        from PySide6.QtNetwork import QLocalServer

        name = self._socket_name()
        QLocalServer.removeServer(name)  # only the holder of the lock comes here: what lies there is left from a crash
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_called)
        self._server = server
        return server.listen(name)

    def release(self) -> None:
        """Give the folder back. Harmless when repeated."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        self._lock.unlock()

    @Slot()
    def _on_called(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._on_ready)
            if socket.bytesAvailable():
                self._read(socket)

    @Slot()
    def _on_ready(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    def _read(self, socket: "QLocalSocket") -> None:
        if _SHOW in bytes(socket.readAll().data()):
            self.show_asked.emit()

    def _socket_name(self) -> str:
        """The socket's full path; in a very deep folder a private one named for the folder."""
        if os.name == "nt":
            return f"front-desk-{self._fingerprint()}"
        path = str(self._folder / "show")
        if len(os.fsencode(path)) <= _LONGEST_PATH:
            return path
        private = Path(tempfile.gettempdir()) / f"front-desk-{os.getuid()}"
        private.mkdir(mode=0o700, exist_ok=True)
        return str(private / self._fingerprint())

    def _fingerprint(self) -> str:
        import hashlib

        return hashlib.sha256(str(self._folder.resolve()).encode()).hexdigest()[:20]
