"""The API's thread. FastAPI and uvicorn are imported inside it, after the window is shown: they cost half a second.

Start: the token file and the socket in the caller's thread, so that a busy port is told and not lost with a thread → the
thread: imports, the application, uvicorn → once it answers, `run/api.json`. Stop: no new calls, the ones in hand are
answered, the thread ends, `run/api.json` goes. The application works on without the API if it cannot start.
"""

import json
import logging
import os
import socket
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.api.token_file import ApiToken
from desktop_app.domain.errors import ExpectedError, Unavailable
from desktop_app.services.clinic import Clinic

STOP_SECONDS = 7.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ApiStatus:
    """How the API stands, for the window: it answers at `url`, or `fault` says why not and what to do; else it is starting."""

    url: str | None = None
    fault: ExpectedError | None = None


class ApiServer(QObject):
    """Serves one clinic on 127.0.0.1. `run_folder` is the data folder's state/run."""

    changed = Signal(object)
    """An ApiStatus; comes from the API's thread."""

    def __init__(self, clinic: Clinic, run_folder: Path, port: int) -> None:
        super().__init__()
        self._clinic = clinic
        self._run_folder = run_folder
        self._wanted_port = port
        self._thread: threading.Thread | None = None
        self._is_stopping = threading.Event()
        self._stop_server = self._is_stopping.set
        self.status = ApiStatus()
        self.token: ApiToken | None = None
        """The token once started; Settings shows it and may renew it."""

    def start(self) -> ApiStatus:
        """Take the port and begin. The answer has `fault` if that cannot be; the window shows it."""
        try:
            self.token = ApiToken(self._run_folder / "api-token")
            listening = bind(self._wanted_port)
        except ExpectedError as fault:
            _log.warning("the API does not start: %s", fault.code)
            self._tell(ApiStatus(fault=fault))
            return self.status
        self._thread = threading.Thread(target=self._serve, args=(listening, self.token), name="api", daemon=True)
        self._thread.start()
        return self.status

    def stop(self) -> None:
        """Bounded; harmless when it never started."""
        self._is_stopping.set()
        self._stop_server()
        if self._thread is not None:
            self._thread.join(STOP_SECONDS)
            if self._thread.is_alive():
                _log.warning("the API did not stop within %s s", STOP_SECONDS)
        self._forget_address()

    def _serve(self, listening: socket.socket, token: ApiToken) -> None:
        port: int = listening.getsockname()[1]
        url = f"http://127.0.0.1:{port}"
        try:
            from desktop_app.api.app import create_app
            from desktop_app.api.server import HttpServer

            server = HttpServer(create_app(self._clinic, token, port), lambda: self._on_ready(url))
            self._stop_server = server.stop
            if self._is_stopping.is_set():
                server.stop()
            server.run(listening)
        except (Exception, SystemExit) as error:  # noqa: BLE001  the task boundary: no thread dies silently
            _log.exception("the API ended with %s", type(error).__name__)
        finally:
            listening.close()
            self._forget_address()
        if not self._is_stopping.is_set():
            self._tell(ApiStatus(fault=_ended()))

    def _on_ready(self, url: str) -> None:
        address = {"url": url, "pid": os.getpid(), "version": self._clinic.version}
        beside = self._run_folder / "api.json.new"
        try:
            beside.write_text(json.dumps(address) + "\n", "utf-8")
            beside.replace(self._run_folder / "api.json")
        except OSError as error:
            _log.warning("run/api.json could not be written: %s", error.strerror)
        self._tell(ApiStatus(url=url))

    def _forget_address(self) -> None:
        try:
            (self._run_folder / "api.json").unlink(missing_ok=True)
        except OSError as error:
            _log.warning("run/api.json could not be removed: %s", error.strerror)

    def _tell(self, status: ApiStatus) -> None:
        self.status = status
        self.changed.emit(status)


def bind(port: int) -> socket.socket:
    """A socket on 127.0.0.1 that is ours alone; port 0 = any free one. Raises Unavailable("port_busy").

    IPPROTO_TCP is named because asyncio sets TCP_NODELAY only then: 1 ms instead of 43 ms per call.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform == "win32":
        # There SO_REUSEADDR would let another program take the port from us.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise Unavailable(
            "port_busy",
            f"The API cannot use port {port}: {(error.strerror or 'refused').lower()}.",
            "Close the program that uses it, or start with another --api-port. Everything else works without the API.",
        ) from error
    return listening


def _ended() -> Unavailable:
    return Unavailable(
        "api_ended", "The API stopped by itself.", "Restart the application; if it happens again, send the log."
    )
