"""The pretend WhatsApp as one object: start it, hand its `url` to the application, hold its `phone`, stop it.

Start: the remembered state is read, the port is bound (so `url` is right and a busy port fails here), then the threads.
Stop: no new requests, every connection closed and its thread joined, the ticker ended, the state written a last time.
"""

import socket
import sys
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread, current_thread
from typing import Any

from desktop_app.whatsapp.practice.control import Control
from desktop_app.whatsapp.practice.desk_page import DeskPage
from desktop_app.whatsapp.practice.linking import Linking
from desktop_app.whatsapp.practice.phone import PracticePhone
from desktop_app.whatsapp.practice.post_office import PostOffice
from desktop_app.whatsapp.practice.requests import PracticeRequest
from desktop_app.whatsapp.practice.settings import PracticeSettings
from desktop_app.whatsapp.practice.state_file import load, save
from desktop_app.whatsapp.practice.ticking import Ticker
from desktop_app.whatsapp.practice.world import World

_SAVE_AFTER = 0.1
_HEALTHY = PracticeSettings()


class PracticeWhatsApp:
    """Several hospitals may be linked at once, each with its own account (by linked number) and chats.

    `state_file` keeps accounts, chats and linked devices across restarts (written at most 0.1 s after a change).
    """

    def __init__(self, state_file: Path | None = None, port: int = 0, settings: PracticeSettings = _HEALTHY) -> None:
        self._state_file = state_file
        self._port = port
        self._world = World(settings)
        self._ticker = Ticker()
        self._linking = Linking(self._world)
        self._post = PostOffice(self._world, self._ticker)
        self.phone = PracticePhone(self._world, self._linking, self._post, settings)
        self._server: _LoopbackServer | None = None
        self._thread: Thread | None = None
        self._saved_version = 0

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT/`; only between start and stop."""
        if self._server is None:
            raise RuntimeError("start() comes first")
        return f"http://127.0.0.1:{self._server.server_port}/"

    def start(self) -> None:
        """Raises OSError when the port is taken."""
        if self._state_file is not None:
            load(self._world, self._state_file)
        desk = DeskPage(self._world, self._linking, self._post)
        request = type(
            "Request", (PracticeRequest,), {"world": self._world, "desk": desk, "control": Control(self.phone)}
        )
        self._server = _LoopbackServer(("127.0.0.1", self._port), request)
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="practice-whatsapp", daemon=True
        )
        self._thread.start()
        self._ticker.start()
        with self._world.lock:
            self._post.resume()
        self._save_now_and_then()

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._server.shutdown()
        self._thread.join()
        self._world.close()
        self._server.hang_up()
        self._server.server_close()
        self._ticker.stop()
        self._save()
        self._server = None

    def _save_now_and_then(self) -> None:
        if self._world.version != self._saved_version:
            self._save()
        self._ticker.after(_SAVE_AFTER, self._save_now_and_then)

    def _save(self) -> None:
        if self._state_file is not None:
            self._saved_version = self._world.version
            save(self._world, self._state_file)


class _LoopbackServer(ThreadingHTTPServer):
    """Knows its connections, so that stopping does not wait for browsers that keep theirs open."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], request: type[PracticeRequest]) -> None:
        self._open: dict[Thread, socket.socket] = {}
        self._guard = Lock()
        super().__init__(address, request)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver declares it
        thread = Thread(target=self._serve, args=(request, client_address), name="practice-request", daemon=True)
        with self._guard:
            self._open[thread] = request
        thread.start()

    def _serve(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver declares it
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._guard:
                self._open.pop(current_thread(), None)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as socketserver declares it
        """A browser that went away in the middle is no news; anything else is a bug and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        with self._guard:
            open_now = list(self._open.items())
        for _, connection in open_now:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # already gone
        for thread, _ in open_now:
            thread.join(timeout=5)
